"""Offers, candidates and rule files as Hypothesis strategies, built from the models themselves.

What is built follows the published schemas, which are made from the models, so that a new field is
covered as soon as there is one. Where a schema leaves a choice, values lie mostly where something
could go wrong: at bounds, in odd forms, in texts that mean to act.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st

from evaluation_support import default_rules
from hostile_report_support import HOSTILE
from offercheck.cli.schemas import schema_of
from offercheck.facts.catalogue import CATALOGUE
from offercheck.fields import DAYS_TEXT, MONEY_TEXT, MONTHS_TEXT, SHARE_TEXT
from offercheck.rules.layers import WHOLE
from offercheck.rules.schema import ENTRIES

Schema = Mapping[str, Any]
Strategy = st.SearchStrategy[Any]

FEW = 4  # entries of a mapping that could have dozens, and items of a list
LARGEST = 1e12
NUMBERS = (0, 0.05, 0.5, 1, 2, 7, 10, 40, 90, 999, 1000, 56_000, 118_000, 1e6, 1e9)
WORDS = (
    *("Backend Engineer", "Registered Nurse", "15-1252", "29-1141", "Senior Accountant II"),
    *("Austin, TX", "Texas", "US", "Paris, France", "python", "relocation", "pay", "pay-lagger"),
    *("{pay.base} of {pay.market_ratio}", "{coverage}", "4PL5YtajF8M 08:41", "default"),
)
TEXTS = st.sampled_from((*WORDS, *HOSTILE.values())) | st.text(min_size=1, max_size=20)
DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2028, 1, 1)) | st.dates()
# Texts of a form, where most that match its pattern are none; any other pattern is its own strategy.
FORMS: dict[str, tuple[str, ...]] = {
    MONEY_TEXT: ("$118,000", "118k", "118_000", "35.000", "0", "$ 1 k"),
    SHARE_TEXT: ("10%", "0%", "100 %", "-20%", "+7.5%", "250%", "..%"),
    MONTHS_TEXT: ("12 months", "1 year", "0 months", "1.5 years", "1 months"),
    DAYS_TEXT: ("15 days", "3 weeks", "0 days", "2.5 weeks"),
    "^[A-Z]{3}$": ("USD", "EUR", "CAD", "XXX"),
    "^[a-z][a-z_]*$": ("goal", "pay", "turnover", "terms", "situation"),
    "^[a-z0-9][a-z0-9-]*$": ("pay-lagger", "revolving-door", "path", "market-position", "1"),
    r"^fired\.[a-z0-9][a-z0-9-]*$": ("fired.pay-lagger", "fired.revolving-door"),
    r"^score\.[a-z][a-z_]*$": ("score.goal", "score.pay", "score.overall"),
}
# What stands where it should not.
MISPLACED: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1e-30, 1e30, 10**30, 0.1, "", " ", "no", "9:30", "010", "1e400"),
    *("\u0664\u0662", "2026-02-30", "1" * 5000, [], {}, [[[]]], {"": ""}, {"a": {"b": []}}),
    *HOSTILE.values(),
)


@cache
def offers() -> Strategy:
    """Offers that the schema allows, with facts stated directly and a candidate inside or not."""
    schema = schema_of("offer")
    tests = schema_of("rules")["$defs"]
    schema["$defs"] |= {name: tests[name]["anyOf"][0] for name in CATALOGUE}
    schema["properties"]["facts"] = {
        "type": "object",
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in CATALOGUE},
    }
    return Builder(schema).documents()


@cache
def candidates() -> Strategy:
    """Candidates that the schema allows; what they waive is seldom a rule."""
    return Builder(schema_of("candidate")).documents()


@cache
def rule_files() -> Strategy:
    """Rule files that change entries of the packaged one, and add some of their own."""
    schema = schema_of("rules")
    schema["properties"]["extends"] = {"const": "default"}
    schema["properties"]["version"] = {"const": 1}
    rules = default_rules()
    known = {
        "rules": [rule.id for rule in rules.rules],
        "scores": [score.id for score in rules.scores],
        "dimensions": list(rules.dimensions),
    }
    for section, names in known.items():
        part = schema["properties"][section]
        (entry,) = part.pop("patternProperties").values()
        whole = {**schema["$defs"][ENTRIES[section]], "required": sorted(WHOLE[section])}
        part["properties"] = {**dict.fromkeys(names, entry), "mine": whole}
    return Builder({**schema, "required": ["extends"]}).documents()


def almost(documents: Strategy) -> Strategy:
    """Documents with something in them that does not belong there, or lacks."""
    return st.builds(_spoiled, documents, st.lists(_mishaps(), min_size=1, max_size=3))


def as_json(data: Any) -> bytes:
    """A document as a line of JSON."""
    return json.dumps(data).encode()


def as_yaml(data: Any) -> bytes:
    """A document as YAML in the flow style, in which keys may be numbers."""
    text = yaml.safe_dump(data, default_flow_style=True, sort_keys=False, width=1_000_000)
    return text.encode(errors="surrogatepass")


class Builder:
    """Builds what a JSON Schema of this project allows."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema
        self._named: dict[str, Strategy] = {}

    def documents(self) -> Strategy:
        return self._mapping(self._root)

    def _any(self, schema: Schema) -> Strategy:
        if "$ref" in schema:
            return self._reference(schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return st.one_of([self._any(part) for part in schema["anyOf"]])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "const" in schema:
            return st.just(schema["const"])
        kinds = {
            "object": self._mapping,
            "array": self._list,
            "string": self._text,
            "number": self._number,
            "integer": self._whole_number,
        }
        plain = {
            "boolean": st.booleans(),
            "null": st.none(),
            "anything": st.sampled_from(MISPLACED),
        }
        kind: str = schema.get("type", "anything")
        return kinds[kind](schema) if kind in kinds else plain[kind]

    def _reference(self, name: str) -> Strategy:
        """One strategy for each definition, so that one may contain itself."""
        if name not in self._named:
            self._named[name] = st.deferred(lambda: self._any(self._root["$defs"][name]))
        return self._named[name]

    def _mapping(self, schema: Schema) -> Strategy:
        properties: Schema = schema.get("properties", {})
        patterns: Schema = schema.get("patternProperties", {})
        others = schema.get("additionalProperties", False)
        required = schema.get("required", ())
        parts = {name: self._any(part) for name, part in properties.items()}
        named = _parts_of(parts, required, schema.get("minProperties", 0))
        further = [
            st.dictionaries(_formed(pattern), self._any(part), max_size=FEW)
            for pattern, part in patterns.items()
        ]
        if isinstance(others, dict) and others:
            names = schema.get("propertyNames", {})
            keys = self._any(names) if names.keys() & {"enum", "pattern"} else _keys()
            least = 0 if parts else schema.get("minProperties", 0)
            further.append(st.dictionaries(keys, self._any(others), min_size=least, max_size=FEW))
        joined = st.tuples(named, *further).map(lambda dicts: _joined(*dicts))
        clauses = schema.get("allOf", ())
        return joined.flatmap(lambda data: self._as_told(data, clauses)) if clauses else joined

    def _as_told(self, data: dict[str, Any], clauses: list[Schema]) -> Strategy:
        """The mapping with what follows from its own values put in their place."""
        for clause in clauses:
            said = clause["if"]["properties"]
            if all(data.get(name) == part["const"] for name, part in said.items()):
                told = clause["then"]["properties"]
                parts = {name: self._mapping(part) for name, part in told.items()}
                return st.fixed_dictionaries(parts).map(lambda more: {**data, **more})
        return st.just(data)

    def _list(self, schema: Schema) -> Strategy:
        least = schema.get("minItems", 0)
        return st.lists(self._any(schema.get("items", {})), min_size=least, max_size=FEW)

    def _text(self, schema: Schema) -> Strategy:
        if schema.get("format") == "date":
            return DAYS.map(datetime.date.isoformat)
        if "examples" in schema:
            return st.sampled_from(schema["examples"])
        return _formed(schema["pattern"]) if "pattern" in schema else TEXTS

    def _number(self, schema: Schema) -> Strategy:
        low = schema.get("minimum", schema.get("exclusiveMinimum", -LARGEST))
        high = schema.get("maximum", LARGEST)
        common = st.sampled_from([x for x in (low, high, *NUMBERS) if low <= x <= high])
        return common | st.floats(low, high).map(lambda x: float(f"{x:.6g}"))

    def _whole_number(self, schema: Schema) -> Strategy:
        low, high = schema.get("minimum", -1000), schema.get("maximum", 1000)
        return st.integers(int(low), int(high))


def _parts_of(parts: Mapping[str, Strategy], required: Any, least: int) -> Strategy:
    """The required parts and some others: any of a few, a few of many."""
    optional = [name for name in parts if name not in required]
    always = {name: parts[name] for name in required}
    if not optional:
        return st.fixed_dictionaries(always)
    most = len(optional) if len(optional) <= len(WORDS) * 2 else FEW
    chosen = st.lists(st.sampled_from(optional), unique=True, min_size=min(least, 1), max_size=most)
    return chosen.flatmap(
        lambda names: st.fixed_dictionaries({**always, **{name: parts[name] for name in names}})
    )


def _formed(pattern: str) -> Strategy:
    if pattern in FORMS:
        return st.sampled_from(FORMS[pattern])
    return st.from_regex(pattern, fullmatch=True)


def _keys() -> Strategy:
    """Keys of a mapping that may have any: mostly those of a value function."""
    return st.integers(0, 100) | st.sampled_from((0.5, "true", "false", *WORDS))


def _joined(*parts: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: value for part in parts for key, value in part.items()}


def _mishaps() -> Strategy:
    """Where in a document something happens, and what: a value, or that something is missing."""
    turns = st.lists(st.integers(0, 30), min_size=1, max_size=5)
    return st.tuples(turns, st.sampled_from((*MISPLACED, _MISSING)), st.booleans())


_MISSING = object()


def _spoiled(document: Any, mishaps: list[tuple[list[int], Any, bool]]) -> Any:
    for turns, value, unknown in mishaps:
        document = _with_mishap(document, turns, value, unknown=unknown)
    return document


def _with_mishap(data: Any, turns: list[int], value: Any, *, unknown: bool) -> Any:
    """A copy with a value replaced, left out or, under an `unknown` key, added, where the turns lead."""
    if not turns or not isinstance(data, (dict, list)) or not data:
        return None if value is _MISSING else value
    copied = dict(data) if isinstance(data, dict) else list(data)
    keys: Any = list(data) if isinstance(data, dict) else range(len(data))
    key = keys[turns[0] % len(keys)]
    if len(turns) > 1:
        copied[key] = _with_mishap(copied[key], turns[1:], value, unknown=unknown)
    elif value is _MISSING:
        del copied[key]
    elif unknown and isinstance(copied, dict):
        copied[f"{key}s"] = value
    else:
        copied[key] = value
    return copied

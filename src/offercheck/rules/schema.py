"""The JSON Schema of a rule file, with every fact and the tests it allows, for editors.

It accepts a file that stands alone and one that extends another, where an entry may be partial or
`off`. What only the whole of both files can tell, the loader checks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS, FactDefinition, Kind
from offercheck.fields import DAYS_TEXT, MONEY_TEXT, MONTHS_TEXT, SHARE_TEXT
from offercheck.quantities import LARGEST_BARE_RATIO
from offercheck.rules.conditions import ORDERED
from offercheck.rules.decisions import decision_facts
from offercheck.rules.file import RuleFile, model_of
from offercheck.rules.layers import OFF, WHOLE
from offercheck.rules.reading import REASONS

Schema = dict[str, Any]
TEXTS: dict[Kind, str] = {
    "money": MONEY_TEXT,
    "share": SHARE_TEXT,
    "change": SHARE_TEXT,
    "ratio": SHARE_TEXT,
    "months": MONTHS_TEXT,
    "days": DAYS_TEXT,
}
LARGEST_BARE_SHARE = 1.0  # a bare 10 could mean 10% or ten times
ENTRIES = {
    "rules": "RuleEntry",
    "scores": "ScoreEntry",
    "dimensions": "DimensionEntry",
    "patterns": "PatternEntry",
}
CAN_BE_OFF = {"rules", "scores", "patterns"}
ALWAYS_WHOLE = {"RowEntry", "SealEntry", "Waiver"}  # nothing is laid over an entry of these
ALONE = ("version", "assumptions", "dimensions", "scores", "rules", "verdicts")
OPERATORS = {
    "is": "Equal to this; the same as the plain value.",
    "one_of": "Equal to one of these.",
    "known": "Whether the fact is known at all. Never unknown itself.",
    "below": "Less than this.",
    "above": "More than this.",
    "at_least": "This or more.",
    "at_most": "This or less.",
}
GROUPS = {
    "all": "All of these must hold.",
    "any": "One or more of these must hold.",
    "not": "This must not hold.",
}
MEANINGS = {
    "extends": "The file to start from: `default` for the packaged rules, or a path.",
    "dimension": "The dimension under which it is shown and, for a score, counted.",
    "severity": "dealbreaker: ends it. red_flag: a ground for saying no. caution: look closer."
    " strength: speaks for the offer.",
    "negotiable": "Whether the employer could mend it in this offer.",
    "binds": "Whether it makes leaving early costly, and so makes a bad bridge.",
    "when": "Facts and their tests, all of which must hold.",
    "says": "What to tell the reader. `{fact}` prints a fact in its unit.",
    "do": "What to do about it.",
    "ask": "What to ask the employer.",
    "why": "Why the rule is there.",
    "source": "Where the rule or its threshold comes from.",
    "off": "Whether it is turned off.",
    "weight": "How much it counts beside the others.",
    "fact": "The fact that is scored.",
    "value": "The score, 0-100, of values of the fact; straight lines between numbers.",
    "situational": "Whether it looks at the candidate's situation, and not at the merits.",
    "verdict": "What to do with the offer where this row is the first that holds.",
    "title": "The name that reports show.",
}
# The decision facts whose names end in what the user's own file calls its rules and dimensions.
_FIRED = FactDefinition("fired.<rule>", "flag", "whether the rule fired")
_SCORE = FactDefinition("score.<dimension>", "score", "the score of the dimension")


def rules_schema() -> Schema:
    """The schema of rules.yaml."""
    schema: Schema = model_of(RuleFile).model_json_schema()
    definitions: dict[str, Schema] = schema["$defs"]
    for name, definition in definitions.items():
        _describe(definition["properties"])
        if name not in ALWAYS_WHOLE:
            definition.pop("required", None)
    _describe(schema["properties"])
    deciding = {**CATALOGUE, **decision_facts((), ())}
    definitions |= {fact.name: _test(fact) for fact in (*deciding.values(), _FIRED, _SCORE)}
    definitions["Condition"] = _condition("Condition", CATALOGUE)
    definitions["RowCondition"] = _condition("RowCondition", deciding) | {
        "patternProperties": {
            r"^fired\.[a-z0-9][a-z0-9-]*$": _reference(_FIRED.name),
            r"^score\.[a-z][a-z_]*$": _reference(_SCORE.name),
        }
    }
    for entry in ("RuleEntry", "PatternEntry", "RowEntry"):
        kind = "RowCondition" if entry == "RowEntry" else "Condition"
        definitions[entry]["properties"]["when"] = _reference(kind)
    _say_what_is_scored(definitions["ScoreEntry"])
    for section, entry in ENTRIES.items():
        schema["properties"][section] = _section(section, entry, schema["properties"][section])
    del schema["required"]
    return schema | {"if": {"required": ["extends"]}, "else": _standing_alone()}


def _describe(properties: dict[str, Schema]) -> None:
    for name, meaning in MEANINGS.items():
        if name in properties:
            properties[name]["description"] = meaning


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _section(section: str, entry: str, made: Schema) -> Schema:
    """A mapping of names to entries, whole or partial, or `off` where that can be."""
    one = _reference(entry)
    whole_or_off = {"anyOf": [one, {"const": OFF}]} if section in CAN_BE_OFF else one
    if section == "patterns":
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(REASONS, whole_or_off),
        }
    (pattern,) = made["patternProperties"]
    return {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {pattern: whole_or_off},
    }


def _standing_alone() -> Schema:
    """What a file that extends no other must have."""
    sections = {
        section: {"additionalProperties": {"type": "object", "required": sorted(keys)}}
        for section, keys in WHOLE.items()
    }
    return {"required": list(ALONE), "properties": sections}


def _condition(name: str, facts: Iterable[str]) -> Schema:
    """A mapping of facts to tests, with `all`, `any` and `not` inside."""
    again = _reference(name)
    several = {"type": "array", "minItems": 1, "items": again}
    groups = {
        word: {"description": meaning} | (again if word == "not" else several)
        for word, meaning in GROUPS.items()
    }
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "description": MEANINGS["when"],
        "properties": {**groups, **{fact: _reference(fact) for fact in facts}},
    }


def _test(fact: FactDefinition) -> Schema:
    """A plain value, or a mapping of operators."""
    value = _value(fact)
    operands = {"one_of": {"type": "array", "minItems": 1, "items": value}}
    operands["known"] = {"type": "boolean"}
    operators = {
        word: {"description": meaning} | operands.get(word, value)
        for word, meaning in OPERATORS.items()
        if fact.is_number or word not in ORDERED
    }
    return {
        "description": f"{fact.meaning} ({UNITS[fact.kind]})",
        "anyOf": [
            value,
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": operators,
            },
        ],
    }


def _value(fact: FactDefinition) -> Schema:
    """A value or threshold of a fact as it is written."""
    if fact.kind == "flag":
        return {"type": "boolean"}
    if fact.choices:
        return {"enum": list(fact.choices)}
    low, high = fact.bounds
    if fact.kind in {"share", "change"}:
        high = min(high, LARGEST_BARE_SHARE)
    if fact.kind == "ratio":
        high = min(high, LARGEST_BARE_RATIO)
    number: Schema = {"type": "integer" if fact.kind == "count" else "number"}
    if math.isfinite(low):
        number["minimum"] = low
    if math.isfinite(high):
        number["maximum"] = high
    text = TEXTS.get(fact.kind)
    return {"anyOf": [number, {"type": "string", "pattern": text}]} if text else number


def _say_what_is_scored(entry: Schema) -> None:
    """Name the facts, and for each that is stated by a word the words that need a score.

    Not for flags: editors that read the keys `true` and `false` as truths find them in no schema.
    """
    score = {"type": "number", "minimum": 0, "maximum": 100}
    properties = entry["properties"]
    properties["fact"] = {"enum": list(CATALOGUE), "description": MEANINGS["fact"]}
    properties["value"] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": score,
        "description": MEANINGS["value"],
    }
    entry["allOf"] = [
        {
            "if": {"required": ["fact"], "properties": {"fact": {"const": fact.name}}},
            "then": {
                "properties": {
                    "value": {
                        "additionalProperties": False,
                        "properties": dict.fromkeys(fact.choices, score),
                        "required": list(fact.choices),
                    }
                }
            },
        }
        for fact in CATALOGUE.values()
        if fact.choices
    ]

"""The packaged rules as they were once read and checked: plain data that loads in a fraction of the time.

The data is made from rules.yaml by `pack` and stands in for it only where a file has the very bytes
that it was made from. It is JSON: an entry is the list of its values; a condition is a list of fact,
operator, threshold and path, or a mapping from `all`, `any` or `not` to what it joins; a place is
line, column, and the places of what stands inside by key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from offercheck.document import Document
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.catalogue import CATALOGUE
from offercheck.problem import DataPath, Position
from offercheck.rules.conditions import All, AnyOf, Comparison, Condition, Not, walk
from offercheck.rules.model import (
    DimensionEntry,
    Pattern,
    PatternEntry,
    Row,
    RowEntry,
    Rule,
    RuleEntry,
    RuleSet,
    Score,
)
from offercheck.tree import Mark

ALONE = 2  # the length of a place with nothing inside
PACKED_FILE = Path(__file__).with_name("packaged.json")
EntryT = TypeVar("EntryT", bound=tuple[Any, ...])


def unpacked(name: str) -> RuleSet | None:
    """The rules of a file with the bytes that the data was made from; None for any other file."""
    try:
        # A pipe can be read only once, and a longer file is another one.
        raw = Path(name).read_bytes() if Path(name).is_file() else b""
        data = json.loads(PACKED_FILE.read_bytes())
    except (OSError, ValueError):
        return None
    if hashlib.sha256(raw).hexdigest() != data["source"]:
        return None
    dimensions = {key: _made(DimensionEntry, entry) for key, entry in data["dimensions"].items()}
    rules = tuple(_rule(packed, dimensions) for packed in data["rules"])
    return RuleSet(
        name,
        data["digest"],
        _made(Assumptions, data["assumptions"]),
        dimensions,
        tuple(_score(*packed) for packed in data["scores"]),
        rules,
        tuple(Pattern(k, _made(PatternEntry, e), _condition(w)) for k, e, w in data["patterns"]),
        tuple(Row(k, _made(RowEntry, e), _condition(w)) for k, e, w in data["rows"]),
        partial(walk, [rule.when for rule in rules]),
        partial(_locate, name, data["places"]),
    )


def pack(rules: RuleSet, source: Document) -> str:
    """The data of rules that were read from one document."""
    data = {
        "source": source.digest,
        "digest": rules.digest,
        "assumptions": rules.assumptions,
        "dimensions": dict(rules.dimensions),
        "scores": [
            [s.id, s.dimension, s.weight, s.fact.name, list((s.table or dict(s.points)).items())]
            for s in rules.scores
        ],
        "rules": [[rule.id, _plain(rule), _packed(rule.when)] for rule in rules.rules],
        "patterns": [[p.reason, _plain(p), _packed(p.when)] for p in rules.patterns],
        "rows": [[row.id, _plain(row), _packed(row.when)] for row in rules.rows],
        "places": _places(source.marks),
    }
    return json.dumps(data, allow_nan=False, indent=0, separators=(",", ":")) + "\n"


def _plain(item: Rule | Pattern | Row) -> tuple[Any, ...]:
    """What was read of an entry; its condition is packed beside it."""
    return item.entry._replace(when=None)


def _made(kind: type[EntryT], packed: list[Any]) -> EntryT:
    """A named tuple and those inside it from what was read once, without reading it again."""
    return kind(
        *(
            _made(hint, value) if isinstance(hint, type) and issubclass(hint, tuple) else value
            for hint, value in zip(kind.__annotations__.values(), packed, strict=True)
        )
    )


def _rule(packed: list[Any], dimensions: dict[str, DimensionEntry]) -> Rule:
    key, made, when = packed
    entry = _made(RuleEntry, made)
    situational = dimensions[entry.dimension].situational
    return Rule.of(key, entry, _condition(when), situational=situational)


def _score(key: str, dimension: str, weight: float, fact: str, values: list[Any]) -> Score:
    return Score.of(key, dimension, weight, CATALOGUE[fact], dict(values))


def _packed(condition: Condition) -> Any:
    if isinstance(condition, Comparison):
        return list(condition)
    if isinstance(condition, Not):
        return {"not": _packed(condition.part)}
    word = "all" if isinstance(condition, All) else "any"
    return {word: [_packed(part) for part in condition.parts]}


def _condition(packed: Any) -> Condition:
    if isinstance(packed, list):
        fact, operator, threshold, path = packed
        exact = tuple(threshold) if isinstance(threshold, list) else threshold
        return Comparison(fact, operator, exact, tuple(path))
    [(word, inside)] = packed.items()
    if word == "not":
        return Not(_condition(inside))
    return (All if word == "all" else AnyOf)(tuple(_condition(part) for part in inside))


def _places(marks: Mapping[DataPath, Mark]) -> list[Any]:
    """Line and column of the whole, and of what stands inside by its key, and so on."""
    places: list[Any] = []
    for path, mark in marks.items():
        place = places
        for part in path:
            if len(place) == ALONE:
                place.append({})
            place = place[ALONE].setdefault(str(part), [])
        place.extend(mark.value)
    return places


def _locate(name: str, places: list[Any], path: DataPath) -> Position:
    """Where the entry at a path is written, or the closest one above it."""
    place = places
    for part in path:
        inside = place[ALONE].get(str(part)) if len(place) > ALONE else None
        if inside is None:
            break
        place = inside
    return Position(name, place[0], place[1])

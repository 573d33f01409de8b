"""The JSON Schema of a rule file, with every fact and the tests it allows, for editors.

It accepts a file that stands alone and one that extends another: an entry may be partial, or `off`.
What only the whole of both files can tell, the loader checks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS, FactDefinition, Kind
from offercheck.fields import DAYS_TEXT, MONEY_TEXT, MONTHS_TEXT, SHARE_TEXT
from offercheck.rules.conditions import ORDERED
from offercheck.rules.layers import OFF
from offercheck.rules.loading import REASONS, decision_facts
from offercheck.rules.model import RuleFile

Schema = dict[str, Any]
TEXTS: dict[Kind, str] = {
    "money": MONEY_TEXT,
    "share": SHARE_TEXT,
    "change": SHARE_TEXT,
    "ratio": SHARE_TEXT,
    "months": MONTHS_TEXT,
    "days": DAYS_TEXT,
}
ENTRIES = {
    "rules": "RuleEntry",
    "scores": "ScoreEntry",
    "dimensions": "DimensionEntry",
    "patterns": "PatternEntry",
}
WHOLE_ENTRIES = {"RowEntry"}


def rules_schema() -> Schema:
    """The schema of rules.yaml."""
    schema: Schema = TypeAdapter(RuleFile).json_schema()
    definitions: dict[str, Schema] = schema["$defs"]
    for name, definition in definitions.items():
        if name not in WHOLE_ENTRIES:
            definition.pop("required", None)
    schema["required"] = ["version"]
    definitions["RuleEntry"]["properties"]["when"] = {"$ref": "#/$defs/Condition"}
    definitions["PatternEntry"]["properties"]["when"] = {"$ref": "#/$defs/Condition"}
    definitions["RowEntry"]["properties"]["when"] = {"$ref": "#/$defs/RowCondition"}
    definitions["ScoreEntry"]["properties"]["fact"] = {"enum": list(CATALOGUE)}
    definitions["ScoreEntry"]["properties"]["value"] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100},
    }
    definitions["Condition"] = _condition("Condition", CATALOGUE.values())
    counted = decision_facts((), ()).values()
    row_condition = _condition("RowCondition", (*CATALOGUE.values(), *counted))
    row_condition["patternProperties"] = {
        r"^fired\.[a-z0-9-]+$": _test(FactDefinition("fired", "flag", "whether a rule fired", "")),
        r"^score\.[a-z_]+$": _test(
            FactDefinition("score", "score", "the score of a dimension", "")
        ),
    }
    definitions["RowCondition"] = row_condition
    for section, entry in ENTRIES.items():
        wrapped: Schema = {"anyOf": [{"$ref": f"#/$defs/{entry}"}, {"const": OFF}]}
        schema["properties"][section] = {"type": "object", "additionalProperties": wrapped}
    schema["properties"]["patterns"]["propertyNames"] = {"enum": list(REASONS)}
    return schema


def _condition(name: str, facts: Iterable[FactDefinition]) -> Schema:
    """A mapping of facts to tests, with `all`, `any` and `not` inside."""
    again = {"$ref": f"#/$defs/{name}"}
    several = {"type": "array", "minItems": 1, "items": again}
    groups = {"all": several, "any": several, "not": again}
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "description": "facts and their tests, all of which must hold",
        "properties": {**groups, **{fact.name: _test(fact) for fact in facts}},
    }


def _test(fact: FactDefinition) -> Schema:
    """A plain value, or a mapping of operators."""
    value = _value(fact)
    operators: Schema = {"is": value, "one_of": {"type": "array", "minItems": 1, "items": value}}
    operators["known"] = {"type": "boolean"}
    if fact.is_number:
        operators |= dict.fromkeys(ORDERED, value)
    unit = f" ({UNITS[fact.kind]})" if fact.is_number else ""
    return {
        "description": f"{fact.meaning}{unit}",
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
    number: Schema = {"type": "number"}
    low, high = fact.bounds
    if math.isfinite(low):
        number["minimum"] = low
    if math.isfinite(high):
        number["maximum"] = high
    if fact.kind in {"share", "change"} and "maximum" not in number:
        number["maximum"] = 1.0  # more is written as a percentage
    text = TEXTS.get(fact.kind)
    return {"anyOf": [number, {"type": "string", "pattern": text}]} if text else number

"""The field types that offer, candidate and rules share: how each is read and described."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from offercheck import quantities

MAX_MONTHS = 1200
MAX_DAYS = 36_500


class Model(BaseModel):
    """A mapping of a file: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def _months(value: Any) -> float:
    return quantities.parse_duration(value, "months")


def _days(value: Any) -> float:
    return quantities.parse_duration(value, "days")


def _date(value: Any) -> Any:
    """Read a date written year-month-day; a date that does not exist is refused."""
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise quantities.QuantityError("a date that exists, written 2026-12-04") from None


_MONEY_TEXT = {"type": "string", "pattern": r"^-?\$?\s*[0-9][0-9,_.]*\s*[kK]?$"}
_SHARE_TEXT = {"type": "string", "pattern": r"^[-+]?[0-9.]+\s*%$"}


class _Form:
    """How a field is described in a JSON Schema, where it reads more than its type says.

    Pydantic has a marker for this; importing that costs every run what only `schema` needs.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return self._schema


def _schema(number: dict[str, Any], text: dict[str, Any]) -> _Form:
    return _Form({"anyOf": [{"type": "number", **number}, text]})


Text = Annotated[str, Field(min_length=1, max_length=100_000)]
Number = Annotated[float, BeforeValidator(quantities.parse_number)]
Count = Annotated[
    int, BeforeValidator(quantities.parse_count), _Form({"type": "integer", "minimum": 0})
]
Money = Annotated[
    float,
    BeforeValidator(quantities.parse_money),
    Field(ge=0),
    _schema({"minimum": 0}, _MONEY_TEXT),
]
Share = Annotated[
    float,
    BeforeValidator(quantities.parse_share),
    Field(ge=0),
    _schema({"minimum": 0, "maximum": 1}, _SHARE_TEXT),
]
Months = Annotated[
    float,
    BeforeValidator(_months),
    Field(le=MAX_MONTHS),
    _schema({"minimum": 0}, {"type": "string", "pattern": "^[0-9.]+ (months?|years?)$"}),
]
Days = Annotated[
    float,
    BeforeValidator(_days),
    Field(le=MAX_DAYS),
    _schema({"minimum": 0}, {"type": "string", "pattern": "^[0-9.]+ (days?|weeks?)$"}),
]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Occupation = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{4}$")]
Date = Annotated[datetime.date, BeforeValidator(_date)]

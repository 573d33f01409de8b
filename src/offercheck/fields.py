"""The field types that offer, candidate and rules share: how each is read and described."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

from offercheck import quantities
from offercheck.quantities import QuantityError

MAX_MONTHS = 1200
MAX_DAYS = 36_500
MAX_TEXT = 100_000
MOST_ITEMS = 200
SMALLEST = math.ulp(0.0)


class Model(BaseModel):
    """A mapping of a file: unknown keys are errors, and nothing changes after reading.

    The validators of nested models are built as part of the outermost one, when it is first used.
    Modules of models and named tuples do not postpone annotations: a text would be compiled again for
    every field at every start.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Reading:
    """A field that one function reads, with the JSON Schema of what that function accepts.

    The function takes the value as written and returns it read, or raises QuantityError.
    """

    __slots__ = ("_read", "_schema")

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self._read = read
        self._schema = schema

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return self._schema


class OrBare:
    """A mapping that may be written as one bare value, for the JSON Schema of the field."""

    __slots__ = ("_schema",)

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [self._schema, handler(core)]}


def number(
    read: Callable[[Any], float],
    low: float = -math.inf,
    high: float = math.inf,
    *,
    text: str | None = None,
    kind: str = "number",
) -> Reading:
    """A number within bounds, both included; `text` is the pattern of its form as text, if any."""

    def bounded(value: Any) -> float:
        found = read(value)
        if not low <= found <= high:
            raise QuantityError(_limits(low, high))
        return found

    schema: dict[str, Any] = {"type": kind}
    if low == SMALLEST:
        schema["exclusiveMinimum"] = 0
    elif math.isfinite(low):
        schema["minimum"] = low
    if math.isfinite(high):
        schema["maximum"] = high
    if text is None:
        return Reading(bounded, schema)
    return Reading(bounded, {"anyOf": [schema, {"type": "string", "pattern": text}]})


def _limits(low: float, high: float) -> str:
    if low == SMALLEST:
        return "a value of more than 0" + (f", at most {high:g}" if math.isfinite(high) else "")
    if math.isinf(high):
        return f"a value of at least {low:g}"
    return (
        f"a value of at most {high:g}" if math.isinf(low) else f"a value from {low:g} to {high:g}"
    )


def _months(value: Any) -> float:
    return quantities.parse_duration(value, "months")


def _days(value: Any) -> float:
    return quantities.parse_duration(value, "days")


def leave_days(value: Any) -> float:
    """Read paid leave, which is counted in working days: a week of it is five."""
    return quantities.parse_duration(value, "working days")


def _date(value: Any) -> datetime.date:
    """Read a date written year-month-day; a date that does not exist is refused."""
    if isinstance(value, datetime.date):
        return value
    try:
        day = datetime.date.fromisoformat(value)
        if day.isoformat() == value:
            return day
    except (TypeError, ValueError):
        pass
    raise QuantityError("a date that exists, written 2026-12-04")


MONEY_TEXT = r"^-?\$?\s*[0-9][0-9,_.]*\s*[kK]?$"
SHARE_TEXT = r"^[-+]?[0-9.]+\s*%$"
MONTHS_TEXT = "^[0-9.]+ (months?|years?)$"
MONEY_SCHEMA = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": MONEY_TEXT}]
}
DAYS_TEXT = "^[0-9.]+ (days?|weeks?)$"

Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
Texts = Annotated[list[Text], Field(max_length=MOST_ITEMS)]
Number = Annotated[float, number(quantities.parse_number)]
Weight = Annotated[float, number(quantities.parse_number, 0)]
Positive = Annotated[float, number(quantities.parse_number, SMALLEST)]
Score = Annotated[float, number(quantities.parse_number, 0, 100)]
Count = Annotated[int, number(quantities.parse_count, 0, kind="integer")]
Money = Annotated[float, number(quantities.parse_money, 0, text=MONEY_TEXT)]
YearlyPay = Annotated[float, number(quantities.parse_yearly_pay, 0, text=MONEY_TEXT)]
Share = Annotated[float, number(quantities.parse_share, 0, 1, text=SHARE_TEXT)]
Change = Annotated[float, number(quantities.parse_share, -1, text=SHARE_TEXT)]
PositiveShare = Annotated[float, number(quantities.parse_share, SMALLEST, 1, text=SHARE_TEXT)]
Months = Annotated[float, number(_months, 0, MAX_MONTHS, text=MONTHS_TEXT)]
PositiveMonths = Annotated[float, number(_months, SMALLEST, MAX_MONTHS, text=MONTHS_TEXT)]
Days = Annotated[float, number(_days, 0, MAX_DAYS, text=DAYS_TEXT)]
Date = Annotated[datetime.date, Reading(_date, {"type": "string", "format": "date"})]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Occupation = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{4}$")]

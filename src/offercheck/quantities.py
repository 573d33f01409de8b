"""Money, shares and durations: parsing what people write, and printing it back.

Ambiguous writing is refused with both readings named; nothing is guessed.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

MAX_MONEY = 1e12
SMALLEST_YEARLY_PAY = 1000
LARGEST_BARE_RATIO = 10
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})


class QuantityError(ValueError):
    """A quantity that cannot be read, or can be read in two ways."""

    def __init__(self, expected: str, suggestion: str = "") -> None:
        super().__init__(f"expected {expected}")
        self.expected = expected
        self.suggestion = suggestion


def parse_number(value: Any) -> float:
    """Read a plain finite number; text such as `3,1` and booleans are refused."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise QuantityError("a number")
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.inf
    if not math.isfinite(number):
        raise QuantityError("a finite number")
    return number


def parse_count(value: Any) -> int:
    """Read a whole number of at least 0."""
    number = parse_number(value)
    if number < 0 or number != int(number):
        raise QuantityError("a whole number of at least 0")
    return int(number)


def parse_money(value: Any) -> float:
    """Read an amount such as 118000, 118_000, "$118,000" or 118k.

    Three digits after a single point or comma could be thousands or decimals: `35.000` is refused
    with both readings. A currency sign other than `$` is refused, since the currency has a key.
    """
    if type(value) is int and abs(value) <= MAX_MONEY:
        return float(value)
    text = _text_of_number(value, "an amount of money such as 118000, $118,000 or 118k")
    # One set of these signs would take three times as long to compile.
    if (sign := re.search("€|£|¥|₹|[A-Z]{3}", text)) is not None:
        raise QuantityError(
            "an amount without a currency sign", f"remove `{sign.group()}` and state `currency:`"
        )
    match = _MONEY.fullmatch(text)
    if match is None:
        raise QuantityError(
            "an amount of money such as 118000, $118,000 or 118k", _comma_hint(text)
        )
    digits, thousand = match.group("number"), match.group("thousand")
    if _THREE_AFTER_POINT.fullmatch(digits) and not thousand:
        whole, small = digits.replace(".", ""), digits.rstrip("0").rstrip(".")
        small += "0" if small == digits else ""
        raise QuantityError(
            "an amount that can be read in one way",
            f"write {whole} if the point separates thousands, {small} if it is a decimal point",
        )
    amount = float(digits.replace(",", "").replace("_", "")) * (1000 if thousand else 1)
    amount = -amount if match.group("minus") else amount
    if abs(amount) > MAX_MONEY:
        raise QuantityError("an amount of at most a trillion")
    return amount


def parse_yearly_pay(value: Any) -> float:
    """Read pay for a year. An amount too small for that is an hourly rate, or was meant in thousands."""
    amount = parse_money(value)
    if 0 < amount < SMALLEST_YEARLY_PAY:
        raise QuantityError(
            "pay for a year", f"did you mean {amount:g} an hour, or {amount * 1000:,.0f} a year?"
        )
    return amount


def parse_share(value: Any) -> float:
    """Read a share: `10%` or 0.10, as a float where 1.0 is the whole.

    A bare number above 1 is refused: 10 could mean 10% or ten times. Negative shares (a pay cut)
    are read; the fields that cannot be negative say so themselves.
    """
    if isinstance(value, str) and not _SMALL_NUMBER.fullmatch(value.strip()):
        match = _PERCENT.fullmatch(value.strip())
        if match is None:
            hint = "write the point as `.`" if "," in value else ""
            raise QuantityError("a share such as 10% or 0.10", hint)
        return parse_number(float(match.group(1)) / 100)
    number = parse_number(float(value) if isinstance(value, str) else value)
    if abs(number) > 1:
        raise QuantityError("a share such as 10% or 0.10", f"did you mean {number:g}%?")
    return number


def parse_ratio(value: Any) -> float:
    """Read a ratio: 1.1, or `110%`, as a float where 1.0 is equal.

    A bare number above 10 is refused: 85 could mean 85% or eighty-five times.
    """
    if isinstance(value, str):
        return parse_share(value)
    number = parse_number(value)
    if number > LARGEST_BARE_RATIO:
        raise QuantityError("a ratio such as 1.1 or 110%", f"did you mean {number:g}%?")
    return number


def parse_duration(value: Any, unit: str) -> float:
    """Read a length of time in `unit` ("months", "days" or "working days"), given bare or with its unit.

    A week has seven days, and five working days. `18`, `18 months` and `1.5 years` are the same number of months. A unit that is no whole
    multiple of the key's own (weeks for months) is refused.
    """
    expected = f"a number of {unit}"
    if not isinstance(value, str):
        number = parse_number(value)
    else:
        match = _DURATION.fullmatch(value.strip().lower())
        factor = _UNITS[unit].get(match.group(2)) if match else None
        if match is None or factor is None:
            raise QuantityError(expected, f"write it as {expected}")
        number = parse_number(float(match.group(1)) * factor)
    if number < 0:
        raise QuantityError(expected + ", at least 0")
    return number


def format_money(amount: float, currency: str = "USD") -> str:
    """Print an amount in whole units, with cents only below 1,000: $118,000, $56.75, EUR 50,000."""
    small = abs(amount) < 1000 and amount != round(amount)  # noqa: PLR2004 - an hourly rate
    digits = f"{abs(amount):,.2f}" if small else f"{abs(amount):,.0f}"
    sign = "-" if amount < 0 and digits.strip("0,.") else ""
    return f"{sign}${digits}" if currency == "USD" else f"{sign}{currency} {digits}"


def format_share(share: float, *, signed: bool = False) -> str:
    """Print a share as a percentage, with a decimal where rounding would hide it: 28%, 12.5%."""
    digits = format_number(share * 100, 1).replace(",", "")
    sign = "+" if signed and share > 0 and digits != "0" else ""
    return f"{sign}{digits}%"


def format_number(number: float, decimals: int = 1) -> str:
    """Print a number with at most `decimals` decimals and no needless zeros."""
    text = f"{number:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_length(number: float, unit: str) -> str:
    """Print a length of time with its unit, given as a plural: 1 month, 2.5 months."""
    text = format_number(number)
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}"


def format_ordinal(number: float) -> str:
    """Print a whole number as an ordinal: 1st, 22nd, 13th."""
    whole = math.floor(number + 0.5)
    ending = "th" if whole % 100 in {11, 12, 13} else _ENDINGS.get(whole % 10, "th")
    return f"{whole}{ending}"


_MONEY = re.compile(
    r"(?P<minus>-)?\$?\s*(?P<number>[0-9]{1,3}([,_][0-9]{3})+(\.[0-9]{1,2})?|[0-9]+(\.[0-9]+)?)"
    r"\s*(?P<thousand>[kK])?"
)
_THREE_AFTER_POINT = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_PERCENT = re.compile(r"([-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))\s*%")
_SMALL_NUMBER = re.compile(r"[-+]?(0|1|[01]?\.[0-9]{1,20})")
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)")
_UNITS = {
    "months": {"month": 1.0, "months": 1.0, "year": 12.0, "years": 12.0},
    "days": {"day": 1.0, "days": 1.0, "week": 7.0, "weeks": 7.0},
    "working days": {"day": 1.0, "days": 1.0, "week": 5.0, "weeks": 5.0},
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _text_of_number(value: Any, expected: str) -> str:
    if isinstance(value, bool):
        raise QuantityError(expected)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Decimal):
        return format(value, "f")
    return format(Decimal(repr(parse_number(value))), "f")


def _comma_hint(text: str) -> str:
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", text):
        return f"write thousands with commas or not at all: {text.split(',', maxsplit=1)[0].replace('.', '')}"
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", text):
        return f"write the decimal point as a point: {text.replace(',', '.')}"
    return ""

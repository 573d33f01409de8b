from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from document_support import parsed
from offercheck.quantities import (
    QuantityError,
    parse_count,
    parse_duration,
    parse_money,
    parse_number,
    parse_ratio,
    parse_share,
)


def parse_months(value: object) -> float:
    return parse_duration(value, "months")


def parse_days(value: object) -> float:
    return parse_duration(value, "days")


def refusal(read: Callable[[Any], float], value: object) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        read(value)
    return caught.value


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("118000", 118_000),
        ("118_000", 118_000),
        ('"$118,000"', 118_000),
        ("$118000", 118_000),
        ("118k", 118_000),
        ("118K", 118_000),
        ("$118k", 118_000),
        ("118.5k", 118_500),
        ("1.5e5", 150_000),
        ("56.75", 56.75),
        ('"$1,234,567.89"', 1_234_567.89),
        ('"35,000"', 35_000),
        ('"$ 118 k"', 118_000),
        ("35.00", 35),
        ("35000.125", 35_000.125),
        ("0", 0),
        ("-5000", -5000),
        ('"-$5,000"', -5000),
    ],
)
def test_money_is_read_in_the_ways_people_write_it(written: str, amount: float) -> None:
    assert parse_money(parsed(f"base: {written}\n").data["base"]) == pytest.approx(amount, abs=1e-9)


@pytest.mark.parametrize("written", ["35.000", '"35.000"', '"$35.000"'])
def test_an_amount_with_three_decimals_is_refused_with_both_readings(written: str) -> None:
    error = refusal(parse_money, parsed(f"base: {written}\n").data["base"])
    assert re.findall(r"[0-9.]+", error.suggestion) == ["35000", "35"]


@given(st.integers(1, 999), st.integers(0, 999))
def test_both_readings_of_an_ambiguous_amount_are_right(whole: int, thousandths: int) -> None:
    suggestion = refusal(parse_money, f"{whole}.{thousandths:03}").suggestion
    larger, smaller = re.findall(r"[0-9]+(?:\.[0-9]+)?", suggestion)
    assert parse_money(larger) == whole * 1000 + thousandths
    assert parse_money(smaller) == pytest.approx(whole + thousandths / 1000)


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("35.000,50", "write thousands with commas or not at all: 35000"),
        ("1.234.567", "write thousands with commas or not at all: 1234567"),
        ("118,5", "write the decimal point as a point: 118.5"),
        ("€118000", "remove `€` and state `currency:`"),
        ("EUR 118000", "remove `EUR` and state `currency:`"),
        ("118000 USD", "remove `USD` and state `currency:`"),
    ],
)
def test_a_foreign_way_of_writing_money_is_refused_with_the_way_out(
    value: str, suggestion: str
) -> None:
    assert refusal(parse_money, value).suggestion == suggestion


@pytest.mark.parametrize(
    "value",
    [
        "",
        "abc",
        "$",
        "k",
        "1 2",
        "12,34,567",
        "1,2345",
        "118kk",
        "118m",
        "1e5",
        "0x10",
        "nan",
        "inf",
        "١١٨",
        "=118000",
        "1" * 400,
        1e13,
        10**13,
        Decimal("1e13"),
        math.nan,
        math.inf,
        Decimal("NaN"),
        Decimal("Infinity"),
        True,
        None,
        [],
        {},
    ],
)
def test_what_is_no_amount_of_money_is_refused(value: object) -> None:
    assert refusal(parse_money, value).expected


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("10%", 0.1),
        ("10 %", 0.1),
        ("12.5%", 0.125),
        (".5%", 0.005),
        ("-20%", -0.2),
        ("+5%", 0.05),
        ("150%", 1.5),
        ("0.10", 0.1),
        ("-0.2", -0.2),
        ("0", 0),
        ("1", 1),
    ],
)
def test_a_share_is_read_as_a_percentage_or_a_fraction(written: str, share: float) -> None:
    assert parse_share(parsed(f"rate: {written}\n").data["rate"]) == pytest.approx(share)


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        (10, "did you mean 10%?"),
        (1.5, "did you mean 1.5%?"),
        (Decimal("12.50"), "did you mean 12.5%?"),
        (-20, "did you mean -20%?"),
    ],
)
def test_a_bare_number_above_one_is_no_share(value: object, suggestion: str) -> None:
    assert refusal(parse_share, value).suggestion == suggestion


@pytest.mark.parametrize("value", ["", "%", "10", "10%%", "ten percent", "1e2%", "10,5%", "nan%"])
def test_a_text_that_is_no_percentage_is_refused(value: str) -> None:
    assert refusal(parse_share, value).expected == "a share such as 10% or 0.10"


@pytest.mark.parametrize("value", [True, None, [], math.nan, math.inf, Decimal("NaN")])
@pytest.mark.parametrize("read", [parse_share, parse_number, parse_count, parse_months, parse_days])
def test_what_is_no_number_is_refused(read: Callable[[Any], float], value: object) -> None:
    assert refusal(read, value).expected


@pytest.mark.parametrize(("value", "count"), [(0, 0), (3, 3), (3.0, 3), (Decimal("3.0"), 3)])
def test_a_count_is_a_whole_number(value: object, count: int) -> None:
    assert parse_count(value) == count


@pytest.mark.parametrize("value", [-1, 2.5, Decimal("0.5"), "3"])
def test_a_count_is_neither_negative_nor_broken_nor_text(value: object) -> None:
    assert "number" in refusal(parse_count, value).expected


@pytest.mark.parametrize(
    ("value", "unit", "length"),
    [
        (18, "months", 18),
        (Decimal("7.5"), "months", 7.5),
        ("18 months", "months", 18),
        ("1 month", "months", 1),
        ("1.5 years", "months", 18),
        ("2 Years", "months", 24),
        ("1year", "months", 12),
        (10, "days", 10),
        ("10 days", "days", 10),
        ("1 day", "days", 1),
        ("2 weeks", "days", 14),
        ("3 weeks", "working days", 15),
        ("15 days", "working days", 15),
    ],
)
def test_a_duration_is_read_in_its_unit_or_a_larger_one(
    value: object, unit: str, length: float
) -> None:
    assert parse_duration(value, unit) == length


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("2 weeks", "months"),
        ("90 days", "months"),
        ("3 months", "days"),
        ("1 year", "days"),
        ("a year", "months"),
        ("months", "months"),
        ("18", "months"),
        ("-3 months", "months"),
        (-3, "months"),
        ("", "days"),
    ],
)
def test_a_duration_in_no_multiple_of_its_unit_is_refused(value: object, unit: str) -> None:
    error = refusal(partial(parse_duration, unit=unit), value)
    assert error.expected.startswith(f"a number of {unit}")


numbers_as_text = st.from_regex(
    r"\A[-+]?\$?[0-9]{1,400}([.,_][0-9]{1,3})*( ?(%|k|months|weeks))?\Z"
)
anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals(allow_nan=True)
    | numbers_as_text
    | st.text(max_size=10)
)


@pytest.mark.parametrize(
    "read", [parse_number, parse_count, parse_money, parse_share, parse_months, parse_days]
)
@given(value=anything)
@example(value="9" * 400 + "%")
@example(value="9" * 400 + " months")
@example(value="9" * 400 + " days")
@example(value="9" * 400 + "k")
@example(value=10**400)
def test_what_is_read_is_a_finite_number(read: Callable[[Any], float], value: object) -> None:
    try:
        number = read(value)
    except QuantityError:
        return
    assert math.isfinite(number)


def test_a_bare_ratio_above_ten_is_refused_as_a_percentage_without_its_sign() -> None:
    assert (parse_ratio(10), parse_ratio(1.1), parse_ratio("1100%")) == (10, 1.1, 11)
    error = refusal(parse_ratio, 85)
    assert (error.expected, error.suggestion) == (
        "a ratio such as 1.1 or 110%",
        "did you mean 85%?",
    )

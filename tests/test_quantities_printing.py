from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from offercheck.quantities import (
    format_money,
    format_number,
    format_ordinal,
    format_share,
    parse_money,
    parse_share,
)


@given(st.integers(-(10**12), 10**12))
def test_whole_money_survives_printing_and_reading(amount: int) -> None:
    assert parse_money(format_money(amount)) == amount


@given(st.floats(-1e12, 1e12))
def test_money_survives_printing_to_half_of_its_last_digit(amount: float) -> None:
    half = 0.005 if abs(amount) < 1000 else 0.5
    assert abs(parse_money(format_money(amount)) - amount) <= half * 1.0001


@given(st.integers(-1000, 100_000))
@example(12_500)
def test_a_share_of_tenths_of_a_percent_survives_printing_and_reading(tenths: int) -> None:
    assert parse_share(format_share(tenths / 1000)) == pytest.approx(tenths / 1000, abs=1e-9)


@given(st.integers(-1000, 1000))
def test_a_signed_share_survives_printing_and_reading(tenths: int) -> None:
    shown = format_share(tenths / 1000, signed=True)
    assert parse_share(shown) == pytest.approx(tenths / 1000, abs=1e-9)


@given(st.floats(-0.99, 5))
def test_only_a_rise_is_printed_with_a_plus(share: float) -> None:
    assume(abs(share) > 0.001)
    assert format_share(share, signed=True).startswith("+") == (share > 0)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (118_000, "USD", "$118,000"),
        (56.75, "USD", "$56.75"),
        (20, "USD", "$20"),
        (999.5, "USD", "$999.50"),
        (1234.56, "USD", "$1,235"),
        (-5000, "USD", "-$5,000"),
        (-0.001, "USD", "$0.00"),
        (0, "USD", "$0"),
        (50_000, "EUR", "EUR 50,000"),
        (-50_000, "EUR", "-EUR 50,000"),
    ],
)
def test_money_is_printed_in_whole_units_and_small_amounts_with_cents(
    amount: float, currency: str, shown: str
) -> None:
    assert format_money(amount, currency) == shown


@pytest.mark.parametrize(
    ("share", "signed", "shown"),
    [
        (0.28, False, "28%"),
        (0.125, False, "12.5%"),
        (1.0, False, "100%"),
        (0.2, True, "+20%"),
        (-0.2, True, "-20%"),
        (0.0, True, "0%"),
        (-0.0001, True, "0%"),
        (0.0001, True, "0%"),
    ],
)
def test_a_share_is_printed_as_a_percentage(share: float, signed: bool, shown: str) -> None:  # noqa: FBT001 - a column of the table
    assert format_share(share, signed=signed) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(3, "3"), (3.14, "3.1"), (10, "10"), (-0.04, "0"), (1234.5, "1,234.5")]
)
def test_a_number_is_printed_without_needless_zeros(number: float, shown: str) -> None:
    assert format_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th")),
        *((11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (22, "22nd")),
        *((23, "23rd"), (90, "90th"), (49.5, "50th"), (0, "0th"), (100, "100th")),
    ],
)
def test_a_percentile_is_printed_as_an_ordinal(number: float, shown: str) -> None:
    assert format_ordinal(number) == shown

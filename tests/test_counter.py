"""What to ask for: bounded by the market, never under what the candidate needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offercheck.report import Report
from scenario_support import AS_OF, judged_text

# A market of this level: 100,000 in the middle, 120,000 and 150,000 above it.
MARKET = {
    "p25": 85_000,
    "p50": 100_000,
    "p75": 120_000,
    "p90": 150_000,
    "source": "A survey",
    "as_of": AS_OF.isoformat(),
    "covers": "this_level",
}


def _report(folder: Path, pay: dict[str, Any], situation: dict[str, Any]) -> Report:
    offer = {
        "company": "A",
        "title": "Engineer",
        "occupation": "15-1252",
        "role": {"interest": "want", "path": "direct"},
        "pay": {"market": MARKET} | pay,
        "candidate": {"situation": situation},
    }
    return judged_text(folder, yaml.safe_dump(offer), as_of=AS_OF)


def test_the_ask_is_as_far_above_the_target_as_the_offer_is_below_it(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 90_000}, {}).counter
    assert found is not None
    assert found.target is not None
    assert found.ask is not None
    assert (found.target.amount, found.ask.amount) == (100_000, 110_000)
    assert found.walk_away is None
    assert found.say[1] == (
        "I have looked at what this work pays: the market median is $100,000 a year."
        " I am asking for a base of $110,000 a year."
    )


def test_the_ask_is_no_more_than_the_75th_percentile_of_the_market(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 88_000}, {"pay_floor": 110_000}).counter
    assert found is not None
    assert found.ask is not None
    assert (found.ask.amount, found.ask.because) == (120_000, "the market's 75th percentile")


def test_the_ask_is_no_further_than_an_employer_may_be_moved(tmp_path: Path) -> None:
    # 40% more than 74,000 is 103,600, in steps of 200.
    found = _report(tmp_path, {"base": 74_000}, {}).counter
    assert found is not None
    assert found.ask is not None
    assert found.ask.amount == 103_600
    assert found.ask.because.startswith("40% more than offered")


def test_a_target_that_is_further_away_is_asked_for_itself(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 70_000}, {}).counter
    assert found is not None
    assert found.ask == found.target


def test_a_target_above_the_75th_percentile_is_bounded_by_the_90th(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 110_000}, {"pay_floor": 135_000}).counter
    assert found is not None
    assert found.ask is not None
    assert (found.ask.amount, found.ask.because) == (150_000, "the market's 90th percentile")


@pytest.mark.parametrize("base", [120_000, 140_000])
def test_where_base_leads_the_market_no_base_is_asked_for(tmp_path: Path, base: int) -> None:
    found = _report(tmp_path, {"base": base}, {}).counter
    assert found is not None
    assert (found.ask, found.say) == (None, ())
    assert "75th percentile" in found.why


def test_base_that_leads_the_market_and_is_below_the_walk_away_is_called_so(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 125_000}, {"pay_floor": 140_000}).counter
    assert found is not None
    assert found.ask is None
    assert "below what you need" in found.why


def test_where_pay_is_final_no_base_is_asked_for(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 70_000, "final": True}, {}).counter
    assert found is not None
    assert (found.ask, found.why) == (None, "They have said that pay cannot move.")


@pytest.mark.parametrize(
    ("situation", "amount", "because"),
    [
        ({"pay_floor": 88_000}, 88_000, "your floor"),
        # 4,800 a month for a year is 57,600; of 75% that is left it needs 76,800.
        ({"monthly_expenses": 4_800}, 76_800, "what your expenses need"),
        ({"employment": "employed", "current_pay": 95_000}, 95_000, "your best sure alternative"),
        (
            {"pay_floor": 88_000, "monthly_expenses": 6_000},
            *(96_000, "what your expenses need"),
        ),
    ],
)
def test_the_walk_away_is_the_largest_of_what_the_candidate_needs(
    tmp_path: Path, situation: dict[str, Any], amount: float, because: str
) -> None:
    found = _report(tmp_path, {"base": 90_000}, situation).counter
    assert found is not None
    assert found.walk_away is not None
    assert (found.walk_away.amount, found.walk_away.because) == (amount, because)


def test_an_alternative_is_compared_with_all_the_pay_of_this_offer(tmp_path: Path) -> None:
    # Base is 80% of the cash: an alternative of 100,000 is matched by a base of 80,000.
    pay = {"base": 80_000, "bonus": {"target": "25%", "guaranteed": True}}
    situation = {"employment": "employed", "current_pay": 100_000}
    found = _report(tmp_path, pay, situation).counter
    assert found is not None
    assert found.walk_away is not None
    assert found.walk_away.amount == 80_000


def test_without_base_there_is_nothing_to_counter(tmp_path: Path) -> None:
    assert _report(tmp_path, {}, {"pay_floor": 80_000}).counter is None


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(40, 180),
    st.fixed_dictionaries(
        {},
        optional={
            "pay_floor": st.integers(40_000, 160_000),
            "monthly_expenses": st.integers(1_000, 12_000),
        },
    ),
)
def test_walk_away_target_and_ask_rise_and_cover_the_expenses(
    tmp_path: Path, thousands: int, situation: dict[str, Any]
) -> None:
    report = _report(tmp_path, {"base": thousands * 1000}, situation)
    found = report.counter
    assert found is not None
    if found.walk_away is not None:
        needed = situation.get("monthly_expenses", 0) * 12 / 0.75
        assert found.walk_away.amount >= max(needed, situation.get("pay_floor", 0)) - 1e-6
        assert found.target is None or found.target.amount >= found.walk_away.amount
    if found.ask is not None and found.target is not None:
        assert found.ask.amount >= found.target.amount > thousands * 1000

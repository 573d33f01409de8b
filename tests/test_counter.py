"""What to ask for: bounded by the market, never under what the candidate needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation_support import tried
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
    assert found.ask is not None
    assert (found.ask.amount, found.ask.because) == (120_000, "the market's 75th percentile")


def test_the_ask_is_no_further_than_an_employer_may_be_moved(tmp_path: Path) -> None:
    # 40% more than 74,000 is 103,600, in steps of 200.
    found = _report(tmp_path, {"base": 74_000}, {}).counter
    assert found.ask is not None
    assert found.ask.amount == 103_600
    assert found.ask.because.endswith("40% more than offered")


def test_a_target_that_is_further_away_is_asked_for_itself(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 70_000}, {}).counter
    assert found.ask == found.target


def test_a_target_above_the_75th_percentile_is_bounded_by_the_90th(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 110_000}, {"pay_floor": 135_000}).counter
    assert found.ask is not None
    assert (found.ask.amount, found.ask.because) == (150_000, "the market's 90th percentile")


@pytest.mark.parametrize("base", [120_000, 140_000])
def test_where_base_leads_the_market_no_base_is_asked_for(tmp_path: Path, base: int) -> None:
    found = _report(tmp_path, {"base": base}, {}).counter
    assert (found.ask, found.say) == (None, ())
    assert "75th percentile" in found.why


def test_each_figure_has_the_verdict_on_the_offer_with_that_base(tmp_path: Path) -> None:
    floor = {"pay_floor": 60_000}
    found = _report(tmp_path, {"base": 90_000}, floor).counter
    assert found.ask is not None
    assert found.walk_away is not None
    assert (found.ask.amount, found.walk_away.amount) == (110_000, 60_000)
    verdicts = [_report(tmp_path, {"base": base}, floor).verdict for base in (110_000, 60_000)]
    assert [found.ask.verdict, found.walk_away.verdict] == verdicts
    assert len(set(verdicts)) == 2


def test_base_that_is_just_the_target_is_no_ground_to_ask_for_the_same(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 100_000}, {}).counter
    assert found.ask is None
    assert found.why.startswith("Ask for no more base: it reaches $100,000 a year already")


def test_an_ask_half_way_that_just_meets_the_75th_percentile_rests_on_meeting_half_way(
    tmp_path: Path,
) -> None:
    # 15,000 below the target of 105,000, so that it is 15,000 above it: 120,000, which is the p75.
    found = _report(tmp_path, {"base": 90_000}, {"pay_floor": 105_000}).counter
    assert found.ask is not None
    assert (found.ask.amount, found.ask.rests_on) == (120_000, "pay.base")


def test_where_the_target_is_as_far_as_an_ask_may_go_it_is_the_ask_for_its_own_reason(
    tmp_path: Path,
) -> None:
    found = _report(tmp_path, {"base": 90_000}, {"pay_floor": 120_000}).counter
    assert found.ask is not None
    assert found.ask == found.target
    assert (found.ask.amount, "75th" in found.ask.because) == (120_000, False)


def test_base_that_leads_the_market_and_is_below_the_walk_away_is_called_so(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 125_000}, {"pay_floor": 140_000}).counter
    assert found.ask is None
    assert "below what you need" in found.why


def test_where_pay_is_final_no_base_is_asked_for(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 70_000, "final": True}, {}).counter
    assert (found.ask, found.why) == (
        None,
        "Ask for no more base: they have said that pay cannot move.",
    )


@pytest.mark.parametrize(
    ("situation", "amount", "because", "entry"),
    [
        ({"pay_floor": 88_000}, 88_000, "your floor", "candidate.situation.pay_floor"),
        # 4,800 a month for a year is 57,600; of 75% that is left it needs 76,800.
        (
            {"monthly_expenses": 4_800},
            *(76_800, "what your expenses need", "candidate.situation.monthly_expenses"),
        ),
        (
            {"employment": "employed", "current_pay": 95_000},
            *(95_000, "as good as your best sure alternative", "situation.batna_pay"),
        ),
        (
            {"pay_floor": 88_000, "monthly_expenses": 6_000},
            *(96_000, "what your expenses need", "candidate.situation.monthly_expenses"),
        ),
    ],
)
def test_the_walk_away_is_the_largest_of_what_the_candidate_needs(
    tmp_path: Path, situation: dict[str, Any], amount: float, because: str, entry: str
) -> None:
    found = _report(tmp_path, {"base": 90_000}, situation).counter
    assert found.walk_away is not None
    assert (found.walk_away.amount, found.walk_away.because) == (amount, because)
    assert entry in found.walk_away.rests_on


def test_a_bonus_beyond_the_alternative_leaves_no_base_to_walk_away_below(tmp_path: Path) -> None:
    # The guaranteed bonus alone is more than the 30,000 of today.
    pay = {"base": 90_000, "bonus": {"target": 40_000, "guaranteed": True}}
    situation = {"employment": "employed", "current_pay": 30_000}
    assert _report(tmp_path, pay, situation).counter.walk_away is None


def test_an_alternative_is_compared_with_all_the_pay_of_this_offer(tmp_path: Path) -> None:
    # Base is 80% of the cash: an alternative of 100,000 is matched by a base of 80,000.
    pay = {"base": 80_000, "bonus": {"target": "25%", "guaranteed": True}}
    situation = {"employment": "employed", "current_pay": 100_000}
    found = _report(tmp_path, pay, situation).counter
    assert found.walk_away is not None
    assert found.walk_away.amount == 80_000


@pytest.mark.parametrize(
    ("pay", "why"),
    [
        ({}, "Nothing to counter yet: pay.base is not stated."),
        ({"base": 0}, "Nothing to counter yet: the base is 0."),
    ],
)
def test_without_base_there_is_nothing_to_counter(
    tmp_path: Path, pay: dict[str, Any], why: str
) -> None:
    found = _report(tmp_path, pay, {"pay_floor": 80_000}).counter
    assert (found.ask, found.target, found.walk_away, found.why) == (None, None, None, why)


def test_what_the_candidate_needs_beyond_the_market_is_not_asked_for(tmp_path: Path) -> None:
    found = _report(tmp_path, {"base": 90_000}, {"pay_floor": 200_000}).counter
    assert (found.ask, found.say) == (None, ())
    assert found.why == (
        "What it takes is $200,000 a year, your floor. That is above the market's 90th percentile:"
        " more is unlikely."
    )


def test_amounts_in_another_currency_are_told_from_what_is_not_known(tmp_path: Path) -> None:
    situation = {"currency": "USD", "pay_floor": 80_000}
    pay = {"base": 90_000, "currency": "EUR", "market": None}
    found = _report(tmp_path, pay, situation).counter
    assert found.why.endswith("your amounts are in another currency than the offer.")


# --- Commission that the market counts, and hours other than 2,080


COMMISSION = {"target": 40_000, "guaranteed": True, "kind": "commission"}


def test_a_commission_of_an_amount_is_no_share_of_base(tmp_path: Path) -> None:
    # With 40,000 on top, a base of 60,000 is the market's 100,000, and a base of 55,000 an
    # alternative of 95,000.
    situation = {"employment": "employed", "current_pay": 95_000}
    found = _report(tmp_path, {"base": 40_000, "bonus": COMMISSION}, situation).counter
    assert found.target is not None
    assert found.walk_away is not None
    assert (found.target.amount, found.walk_away.amount) == (60_000, 55_000)
    assert found.walk_away.because == "as good as your best sure alternative ($95,000 in all)"
    assert (
        "the market median is $100,000 a year at 2,080 hours, commission and tips" in found.say[1]
    )


def test_a_commission_that_is_a_share_of_base_grows_with_it(tmp_path: Path) -> None:
    # 80,000 and a quarter of it are 100,000.
    bonus = COMMISSION | {"target": "25%"}
    found = _report(tmp_path, {"base": 60_000, "bonus": bonus}, {}).counter
    assert found.target is not None
    assert found.target.amount == 80_000


def test_part_time_pay_is_asked_for_at_its_own_hours(tmp_path: Path) -> None:
    # Half of 2,080 hours: half of 100,000.
    base = {"amount": 40, "per": "hour", "hours_per_week": 20}
    found = _report(tmp_path, {"base": base}, {}).counter
    assert found.target is not None
    assert found.target.amount == 50_000
    assert "the market median is $100,000 a year at 2,080 hours" in found.say[1]


@settings(tried(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    if found.walk_away is not None:
        needed = situation.get("monthly_expenses", 0) * 12 / 0.75
        assert found.walk_away.amount >= max(needed, situation.get("pay_floor", 0)) - 1e-6
        assert found.target is None or found.target.amount >= found.walk_away.amount
    if found.ask is not None and found.target is not None:
        assert found.ask.amount >= found.target.amount > thousands * 1000


def test_benefits_below_the_typical_ones_are_asked_for_after_base(tmp_path: Path) -> None:
    benefits = {"paid_leave_days": 8, "retirement_match": "0%"}
    offer = {
        "company": "A",
        "title": "Engineer",
        "occupation": "15-1252",
        "pay": {"market": MARKET, "base": 90_000},
        "benefits": benefits,
    }
    order = judged_text(tmp_path, yaml.safe_dump(offer), as_of=AS_OF).counter.order
    whats = [request.what for request in order]
    assert whats == ["base", "sign-on payment", "paid leave days", "retirement match"]
    # The default rules call 12 days typical.
    assert order[2].text == "12 days of paid leave instead of 8"


def test_benefits_that_are_just_typical_are_not_asked_for(tmp_path: Path) -> None:
    # As typical in the default rules: 12 days, and a match of 4%.
    offer = {
        "company": "A",
        "title": "Engineer",
        "occupation": "15-1252",
        "pay": {"market": MARKET, "base": 90_000},
        "benefits": {"paid_leave_days": 12, "retirement_match": "4%"},
    }
    found = judged_text(tmp_path, yaml.safe_dump(offer), as_of=AS_OF).counter
    assert [request.what for request in found.order] == ["base", "sign-on payment"]
    # The target is 100,000, so that 10,000 of base are lacking in the first year.
    assert found.say[2] == (
        "If base cannot go there, could we agree on $10,000 as a sign-on payment?"
    )


@pytest.mark.parametrize(
    ("p50", "amount", "because"),
    [(100_000, 100_000, "the market median"), (100_150, 100_200, "the market median, rounded up")],
)
def test_a_target_that_was_rounded_up_says_so(
    tmp_path: Path, p50: int, amount: int, because: str
) -> None:
    # Half a percent of 90,000 is 450: steps of 200.
    found = _report(tmp_path, {"base": 90_000, "market": MARKET | {"p50": p50}}, {}).counter
    assert found.target is not None
    assert (found.target.amount, found.target.because) == (amount, because)

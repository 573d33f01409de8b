"""The price of saying no: when waiting for other pay pays, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from offercheck.advice.waiting import Waiting
from offercheck.facts.situation import break_even_months
from scenario_support import AS_OF, judged_text

MARKET = {"p50": 120_000, "source": "A survey", "as_of": AS_OF.isoformat()}


def _waiting(folder: Path, situation: dict[str, Any], **pay: Any) -> Waiting | None:
    offer = {
        "company": "A",
        "title": "Engineer",
        "occupation": "15-1252",
        "pay": {"base": 90_000, "market": MARKET} | pay,
        "candidate": {"situation": situation},
    }
    return judged_text(folder, yaml.safe_dump(offer), as_of=AS_OF).waiting


def test_taking_less_now_equals_more_later_where_both_bring_in_the_same() -> None:
    # 90,000 a year for 24 months is 180,000. So is 120,000 a year for 18 months: 6 months later.
    assert break_even_months(90_000, 120_000, 0, 24) == pytest.approx(6)


def test_pay_that_goes_on_meanwhile_leaves_more_time() -> None:
    # 12 months at 60,000 and 12 at 120,000 are 180,000 too.
    assert break_even_months(90_000, 120_000, 60_000, 24) == pytest.approx(12)


@pytest.mark.parametrize(
    ("taken", "other", "meanwhile", "months"),
    [(90_000, 90_000, 0, 0), (90_000, 80_000, 0, 0), (90_000, 120_000, 95_000, 24)],
)
def test_the_ends_of_waiting(taken: float, other: float, meanwhile: float, months: float) -> None:
    assert break_even_months(taken, other, meanwhile, 24) == months


@given(
    st.integers(20_000, 200_000),
    st.integers(20_000, 200_000),
    st.integers(0, 150_000),
    st.integers(1, 60),
)
def test_at_the_break_even_both_ways_bring_in_the_same_month_by_month(
    taken: int, other: int, meanwhile: int, horizon: int
) -> None:
    months = break_even_months(taken, other, meanwhile, horizon)
    assert 0 <= months <= horizon
    if 0 < months < horizon:
        now = taken / 12 * horizon
        later = meanwhile / 12 * months + other / 12 * (horizon - months)
        assert later == pytest.approx(now)


def test_the_market_median_and_each_prospect_are_set_against_the_runway(tmp_path: Path) -> None:
    prospects = [
        {"stage": "final_round", "pay": 108_000},
        {"stage": "applied", "pay": 85_000},
        {"stage": "interviewing", "pay_versus_this": "20%"},
    ]
    situation = {
        "employment": "unemployed",
        "savings": 12_000,
        "monthly_expenses": 3_000,
        "prospects": prospects,
    }
    found = _waiting(tmp_path, situation)
    assert found is not None
    # 24 * (1 - 90/120), 24 * (1 - 90/108), none, and as for 108,000
    assert [wait.months for wait in found.waits] == pytest.approx([6, 4, 0, 4])
    assert found.runway_months == 4
    assert found.waits[0].text == (
        "Waiting for an offer at the market median, at $120,000 a year, pays only if it starts within"
        " 6 months, counted over 24 months. Your savings end sooner, after 4 months."
    )
    assert "sooner" not in found.waits[1].text
    assert found.waits[2].text.endswith("gains nothing: this one pays as much or more.")


def test_a_prospect_is_compared_with_all_the_cash_of_this_offer(tmp_path: Path) -> None:
    bonus = {"target": "20%", "guaranteed": True}
    situation = {
        "employment": "unemployed",
        "prospects": [{"stage": "offer", "pay": 144_000}],
    }
    found = _waiting(tmp_path, situation, bonus=bonus)
    assert found is not None
    # 90,000 and 20% are 108,000: 24 * (1 - 108/144) = 6
    assert found.waits[1].months == pytest.approx(6)


def test_the_pay_of_the_job_held_goes_on_while_waiting(tmp_path: Path) -> None:
    situation = {
        "employment": "employed",
        "current_pay": 60_000,
        "savings": 1,
        "monthly_expenses": 2,
    }
    found = _waiting(tmp_path, situation)
    assert found is not None
    assert found.waits[0].months == pytest.approx(12)
    assert found.runway_months is None


@pytest.mark.parametrize(
    "situation",
    [
        {},
        {"employment": "employed"},
        {"employment": "employed", "currency": "EUR", "current_pay": 1000},
    ],
)
def test_without_what_it_takes_nothing_is_said_of_waiting(
    tmp_path: Path, situation: dict[str, Any]
) -> None:
    assert _waiting(tmp_path, situation) is None


def test_a_short_wait_is_told_in_whole_days_that_are_still_in_time(tmp_path: Path) -> None:
    # 24 * (1 - 115/120) = 1 month, 30.4 days
    found = _waiting(tmp_path, {"employment": "unemployed"}, base=115_000)
    assert found is not None
    assert "only if it starts within 30 days, counted over 24 months" in found.waits[0].text


def test_a_wait_of_less_than_a_day_is_none(tmp_path: Path) -> None:
    # 24 * (1 - 119,990/120,000) = 0.002 months
    found = _waiting(tmp_path, {"employment": "unemployed"}, base=119_990)
    assert found is not None
    assert found.waits[0].text.endswith("gains nothing: this one pays as much or more.")


def test_pay_of_nothing_is_beaten_whenever_other_pay_starts(tmp_path: Path) -> None:
    prospects = [{"stage": "offer", "pay": 50_000}]
    found = _waiting(tmp_path, {"employment": "unemployed", "prospects": prospects}, base=0)
    assert found is not None
    assert [wait.text for wait in found.waits] == [
        "Waiting for your other offer, at $50,000 a year, pays whenever it starts."
    ]


def test_part_time_pay_is_set_against_the_market_at_the_same_hours(tmp_path: Path) -> None:
    # $18 for 20 hours a week is 18,720 a year. The market's 120,000 for 2,080 hours is 60,000 for 1,040.
    base = {"amount": 18, "per": "hour", "hours_per_week": 20}
    situation = {"employment": "employed", "current_pay": 12_000}
    found = _waiting(tmp_path, situation, base=base)
    assert found is not None
    assert found.waits[0].whose == "an offer at the market median for the same hours"
    assert found.waits[0].pay == pytest.approx(60_000)
    # 24 months times 41,280 over 48,000
    assert found.waits[0].months == pytest.approx(20.64)

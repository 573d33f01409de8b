from __future__ import annotations

import datetime
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import candidate_of, facts_of, offer_of
from offercheck.candidate import PastJob, Prospect
from offercheck.facts import situation, turnover
from offercheck.facts.known import Unknown
from offercheck.interval import Interval

AMOUNTS = st.floats(1_000, 1_000_000)


def prospects(*entries: dict[str, Any]) -> list[Prospect]:
    return [Prospect.model_validate(entry) for entry in entries]


def history(*entries: dict[str, Any]) -> list[PastJob]:
    return [PastJob.model_validate(entry) for entry in entries]


# ---- runway


@pytest.mark.parametrize(
    ("savings", "expenses", "income", "months"),
    [
        (9_000, 3_200, 200, 3.0),  # 9,000 / 3,000
        (9_000, 3_000, None, 3.0),  # income that is not stated counts as none
        (0, 3_000, 0, 0.0),
        (9_000, 3_000, 3_000, math.inf),
        (0, 3_000, 4_000, math.inf),
    ],
)
def test_runway_is_savings_over_what_is_spent_beyond_income(
    savings: float, expenses: float, income: float | None, months: float
) -> None:
    assert situation.runway_months(savings, expenses, income) == months


# ---- prospects


@pytest.mark.parametrize(
    ("entries", "pending"),
    [
        ([], False),
        ([{"stage": "final_round", "preferred": True}], True),
        ([{"stage": "applied", "preferred": True}, {"stage": "applied"}], True),
        ([{"stage": "interviewing", "preferred": False}], False),
        ([{"stage": "offer", "preferred": True}], False),  # decided
        ([{"stage": "offer"}], False),
        ([{"preferred": True}], True),
    ],
)
def test_a_preferred_prospect_is_pending_until_it_is_an_offer(
    entries: list[dict[str, Any]],
    pending: bool,  # noqa: FBT001 - the expected value
) -> None:
    assert situation.preferred_prospect_pending(prospects(*entries)) is pending


def test_a_prospect_that_may_be_preferred_leaves_it_unknown() -> None:
    found = situation.preferred_prospect_pending(
        prospects({"stage": "applied"}, {"stage": "applied", "preferred": False})
    )
    assert found == Unknown("it is not stated whether a prospect is preferred")


def test_the_first_preferred_prospect_to_decide_counts() -> None:
    found = situation.preferred_decides_in_days(
        prospects(
            {"preferred": True, "decides_in_days": 21},
            {"preferred": True, "decides_in_days": 14},
            {"preferred": False, "decides_in_days": 2},
            {"preferred": True, "decides_in_days": 1, "stage": "offer"},
            {"preferred": True},
        )
    )
    assert found == 14


@pytest.mark.parametrize("entry", [{"preferred": True}, {"decides_in_days": 3}])
def test_no_preferred_prospect_with_a_day_leaves_it_unknown(entry: dict[str, Any]) -> None:
    found = situation.preferred_decides_in_days(prospects(entry))
    assert found == Unknown("no preferred prospect says when it decides")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_number_of_prospects_is_that_of_the_list(count: int) -> None:
    person = candidate_of(situation={"prospects": [{"stage": "applied"}] * count})
    assert facts_of(offer_of(), person)["situation.prospects"].value == count


# ---- the best certain alternative


@pytest.mark.parametrize(
    ("employment", "current", "entries", "pay"),
    [
        ("employed", 105_000, [], 105_000),
        ("employed", 105_000, None, 105_000),
        ("employed", 105_000, [{"stage": "offer", "pay": 130_000}], 130_000),
        ("employed", 105_000, [{"stage": "offer", "pay": 90_000}], 105_000),
        ("unemployed", 105_000, [], 0),  # the last pay is no alternative
        ("ending", 105_000, [], 0),
        ("unemployed", None, [{"stage": "final_round", "pay": 130_000}], 0),  # not certain
        (
            "unemployed",
            None,
            [{"stage": "offer", "pay": 90_000}, {"stage": "offer", "pay": 95_000}],
            95_000,
        ),
    ],
)
def test_the_best_alternative_is_the_job_that_goes_on_or_an_offer_in_hand(
    employment: str, current: float | None, entries: list[dict[str, Any]] | None, pay: float
) -> None:
    others = None if entries is None else prospects(*entries)
    assert situation.batna_pay(employment, current, others) == pay


@pytest.mark.parametrize(
    ("employment", "current", "entries", "reason"),
    [
        ("employed", None, [], "the current pay is not stated"),
        ("unemployed", 105_000, None, "it is not stated whether there are other prospects"),
        ("unemployed", None, [{"stage": "offer"}], "the pay of an offer in hand is not stated"),
        ("employed", 105_000, [{"stage": "offer"}], "the pay of an offer in hand is not stated"),
    ],
)
def test_an_alternative_of_unknown_pay_is_unknown(
    employment: str, current: float | None, entries: list[dict[str, Any]] | None, reason: str
) -> None:
    others = None if entries is None else prospects(*entries)
    assert situation.batna_pay(employment, current, others) == Unknown(reason)


# ---- short stints: less than 12 months here


@pytest.mark.parametrize(
    ("jobs", "count"),
    [
        ([], 0),
        ([{"months": 11}, {"months": 12}, {"months": 30}], 1),
        ([{"months": 7, "left_because": ["pay", "manager"]}, {"months": 3}], 2),
        ([{"months": 7, "left_because": ["layoff"]}], 0),
        ([{"months": 7, "left_because": ["contract_end", "pay"]}], 0),
        ([{"left_because": ["layoff"]}], 0),
        ([{"months": 7}, {}], Interval(1, 2)),
        ([{"months": 30}, {}, {"left_because": ["pay"]}], Interval(0, 2)),
    ],
)
def test_short_stints_are_jobs_that_ended_early_by_choice(
    jobs: list[dict[str, Any]], count: float | Interval
) -> None:
    assert situation.short_stints(history(*jobs), 12) == count


# ---- waiting


@pytest.mark.parametrize(
    ("base", "median", "months"),
    [
        (90_000, 120_000, 6),  # 24 x (1 - 0.75): 24 months at 90,000 are 18 at 120,000
        (60_000, 120_000, 12),
        (0, 120_000, 24),
        (120_000, 120_000, 0),
        (150_000, 120_000, 0),
    ],
)
@pytest.mark.parametrize("employment", ["unemployed", "ending", "student"])
def test_waiting_breaks_even_when_the_better_pay_makes_up_for_the_wait(
    employment: str, base: float, median: float, months: float
) -> None:
    found = situation.wait_breakeven_months(employment, base, median, 24)
    assert found == pytest.approx(months)


def test_waiting_has_no_price_for_those_who_are_paid_meanwhile() -> None:
    found = situation.wait_breakeven_months("employed", 90_000, 120_000, 24)
    assert found == Unknown("pay goes on while waiting")


@given(AMOUNTS, AMOUNTS, st.floats(1, 60))
def test_an_offer_that_comes_at_the_breakeven_earns_the_same(
    base: float, median: float, horizon: float
) -> None:
    wait = situation.wait_breakeven_months("unemployed", base, median, horizon)
    assert isinstance(wait, float)
    if base < median:
        assert median * (horizon - wait) == pytest.approx(base * horizon)
    else:
        assert wait == 0


# ---- turnover


@pytest.mark.parametrize(
    ("rate", "industry", "ratio"),
    [(0.54, "information", 1.5), (0.09, "government", 0.5), (0.0, "government", 0.0)],
)
def test_turnover_is_compared_with_its_industry(rate: float, industry: str, ratio: float) -> None:
    usual = {"information": 0.36, "government": 0.18}
    assert turnover.vs_industry(rate, industry, usual) == pytest.approx(ratio)


@pytest.mark.parametrize("published", [{}, {"information": 0.0}])
def test_an_industry_without_a_published_rate_leaves_the_comparison_unknown(
    published: dict[str, float],
) -> None:
    found = turnover.vs_industry(0.28, "information", published)
    assert found == Unknown("no published rate for the industry information")


@pytest.mark.parametrize(
    ("departures", "reports", "rate"), [(3, 8, 0.375), (0, 8, 0.0), (10, 8, 1.25)]
)
def test_the_manager_s_departure_rate_is_who_left_over_who_reports(
    departures: int, reports: int, rate: float
) -> None:
    assert turnover.manager_departure_rate(departures, reports) == rate


def test_a_manager_without_people_has_no_departure_rate() -> None:
    found = turnover.manager_departure_rate(2, 0)
    assert found == Unknown("nobody reports to the manager")


# ---- deadlines


@pytest.mark.parametrize(
    ("decide_by", "days"), [("2025-05-25", 10), ("2025-05-15", 0), ("2025-05-12", -3)]
)
def test_the_days_to_decide_count_from_the_evaluation(decide_by: str, days: float) -> None:
    found = facts_of(offer_of(decide_by=decide_by), as_of=datetime.date(2025, 5, 15))
    assert found["terms.days_to_decide"].value == days


# ---- when the preferred prospect decides


@pytest.mark.parametrize(
    ("entry", "days_to_decide", "found"),
    [
        ({"decides": "after_deadline"}, None, "after_deadline"),
        ({"decides": "before_deadline"}, 3, "before_deadline"),
        ({"decides_in_days": 7}, 7, "before_deadline"),
        ({"decides_in_days": 8}, 7, "after_deadline"),
        ({"decides": "after_deadline", "decides_in_days": 1}, 7, "after_deadline"),
    ],
)
def test_the_preferred_one_decides_before_or_after_this_offer_must_be_answered(
    entry: dict[str, Any], days_to_decide: float | None, found: str
) -> None:
    others = prospects({"preferred": True} | entry, {"preferred": False, "decides_in_days": 0})
    assert situation.preferred_decides(others, days_to_decide) == found


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"preferred": True}],
        [{"preferred": True, "decides_in_days": 7}],
        [{"preferred": True, "stage": "offer", "decides": "after_deadline"}],
        [{"preferred": False, "decides": "after_deadline"}],
    ],
)
def test_when_the_preferred_one_decides_is_unknown_without_one_or_without_a_day(
    entries: list[dict[str, Any]],
) -> None:
    assert isinstance(situation.preferred_decides(prospects(*entries), None), Unknown)


def test_the_first_of_several_preferred_ones_counts() -> None:
    both = prospects(
        {"preferred": True, "decides_in_days": 30}, {"preferred": True, "decides_in_days": 2}
    )
    assert situation.preferred_decides(both, 5) == "before_deadline"


# ---- someone who works for themselves


def test_the_income_of_the_self_employed_goes_on() -> None:
    assert situation.batna_pay("self_employed", 60_000, None) == 60_000
    assert isinstance(situation.wait_breakeven_months("self_employed", 5e4, 6e4, 24), Unknown)

from __future__ import annotations

import math
from typing import Any

import pytest

from facts_support import ASSUMPTIONS
from offercheck.candidate import Prospect
from offercheck.facts import pay, terms
from offercheck.facts.known import Unknown
from offercheck.interval import Interval, at_least, point
from offercheck.market.wages import Paid, WageDistribution
from offercheck.offer import Benefits, Bonus, Equity, Rate

# Steps of x2, x2.25 and x16/9 between the percentiles: see the tests of wages.
MARKET = WageDistribution(((10.0, 20_000), (25.0, 40_000), (50.0, 90_000), (75.0, 160_000)))
BOUNDED = WageDistribution(((10.0, 120_360), (25.0, 225_580)), (50.0, 75.0, 90.0), 239_200)


def rate(amount: float, per: str = "year", hours: float | None = None) -> Rate:
    return Rate.model_validate({"amount": amount, "per": per, "hours_per_week": hours})


def bonus(target: str | float, guaranteed: bool | None = None) -> Bonus:  # noqa: FBT001 - as in the file
    return Bonus.model_validate({"target": target, "guaranteed": guaranteed})


def published(paid: Paid) -> WageDistribution:
    return WageDistribution(MARKET.points, paid=paid)


# ---- base


@pytest.mark.parametrize(
    ("stated", "employment", "yearly"),
    [
        (rate(118_000), "full_time", 118_000),
        (rate(5_000, "month"), "full_time", 60_000),  # x 12
        (rate(1_000, "week"), "full_time", 52_000),  # x 52
        (rate(56.75, "hour"), "full_time", 118_040),  # x 2,080
        (rate(56.75, "hour", 40), "full_time", 118_040),  # x 40 x 52
        (rate(50, "hour", 36), None, 93_600),  # x 36 x 52
        (rate(30, "hour", 20), "part_time", 31_200),  # x 20 x 52
    ],
)
def test_base_is_pay_for_a_year(stated: Rate, employment: str | None, yearly: float) -> None:
    assert pay.base(stated, employment, 2080) == pytest.approx(yearly)


def test_an_hourly_rate_without_hours_counts_the_assumed_full_time_year() -> None:
    assert pay.base(rate(50, "hour"), None, 2000) == 100_000


def test_a_part_time_hourly_rate_without_hours_is_unknown() -> None:
    found = pay.base(rate(50, "hour"), "part_time", 2080)
    assert isinstance(found, Unknown)
    assert found.missing == ("offer.pay.base.hours_per_week",)


# ---- base as the market counts it


@pytest.mark.parametrize(
    ("stated", "yearly", "paid", "comparable"),
    [
        (rate(118_000), 118_000, "both", 118_000),
        (rate(50, "hour", 36), 93_600, "both", 104_000),  # 50 x 2,080
        (rate(50, "hour"), None, "both", 104_000),  # though nothing is known of the year
        (rate(50, "hour", 20), 52_000, "hour", 104_000),
        (rate(60_000, "year", 30), 60_000, "both", 80_000),  # 60,000 / 30 x 40
        (rate(60_000, "year", 30), 60_000, "hour", 80_000),
        (rate(60_000, "year", 30), 60_000, "year", 60_000),  # whatever its hours
        (rate(5_000, "month"), 60_000, "year", 60_000),
    ],
)
def test_base_is_compared_at_the_hours_of_the_survey(
    stated: Rate, yearly: float | None, paid: Paid, comparable: float
) -> None:
    found = pay.comparable_base(stated, None, yearly, published(paid), None, 0.20)
    assert found == pytest.approx(comparable)


@pytest.mark.parametrize(
    ("stated", "employment", "yearly", "paid"),
    [
        (rate(50, "hour"), "full_time", 104_000, "year"),
        (rate(40_000), "full_time", 40_000, "hour"),  # a salary without hours has no hourly rate
        (rate(40_000), "part_time", 40_000, "both"),
        (rate(40_000), "part_time", None, "both"),
    ],
)
def test_base_that_is_not_paid_as_the_market_is_published_is_not_compared(
    stated: Rate, employment: str, yearly: float | None, paid: Paid
) -> None:
    found = pay.comparable_base(stated, employment, yearly, published(paid), None, 0.20)
    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("kind", "comparable"),
    [("bonus", 84_000), ("commission", 151_200), ("tips", 151_200)],  # 84,000 + 84,000 x 0.8
)
def test_commission_and_tips_are_wages_to_the_survey_and_a_bonus_is_not(
    kind: str, comparable: float
) -> None:
    paid = Bonus.model_validate({"target": 84_000, "kind": kind})
    found = pay.comparable_base(rate(84_000), None, 84_000, published("both"), paid, 0.20)
    assert found == pytest.approx(comparable)


def test_an_hourly_rate_with_commission_is_still_paid_by_the_hour() -> None:
    paid = Bonus.model_validate({"target": "50%", "kind": "commission"})
    hourly = rate(20, "hour", 40)
    found = pay.comparable_base(hourly, "full_time", 41_600, published("year"), paid, 0.20)
    assert found == Unknown("the market is published by the year only and the offer is by the hour")


def test_commission_raises_an_hourly_rate_by_its_share_of_base() -> None:
    # Half as much again as $20 an hour, x 2,080; in 20 hours a week that base is 20,800 a year.
    paid = Bonus.model_validate({"target": "50%", "kind": "commission", "guaranteed": True})
    hourly = rate(20, "hour", 20)
    found = pay.comparable_base(hourly, "part_time", 20_800, published("hour"), paid, 0.20)
    assert found == pytest.approx(62_400)


def test_pay_by_commission_alone_is_compared_by_the_year() -> None:
    paid = Bonus.model_validate({"target": 50_000, "kind": "commission", "guaranteed": True})
    assert pay.comparable_base(rate(0), None, 0, published("both"), paid, 0.20) == 50_000


# ---- cash, equity, and what is at risk


@pytest.mark.parametrize(
    ("target", "cash"),
    [
        (None, 100_000),
        (bonus("10%", guaranteed=True), 110_000),
        (bonus("10%", guaranteed=False), 108_000),  # 100,000 + 10,000 x 0.8
        (bonus("10%"), 108_000),
        (bonus(5_000, guaranteed=True), 105_000),
        (bonus(5_000), 104_000),
    ],
)
def test_total_cash_counts_a_bonus_that_is_not_guaranteed_for_less(
    target: Bonus | None, cash: float
) -> None:
    assert pay.total_cash(100_000, target, 0.20) == pytest.approx(cash)


@pytest.mark.parametrize(
    ("equity", "total"),
    [
        (None, 110_000),
        (Equity(annual_value=20_000, liquid=True), 130_000),
        (Equity(annual_value=20_000, liquid=False), 115_000),  # 110,000 + 20,000 x 0.25
        (Equity(annual_value=20_000), 115_000),
    ],
)
def test_total_compensation_counts_illiquid_equity_for_less(
    equity: Equity | None, total: float
) -> None:
    assert pay.total_compensation(110_000, equity, 0.75) == pytest.approx(total)


def test_equity_without_a_stated_value_leaves_total_compensation_unknown() -> None:
    found = pay.total_compensation(110_000, Equity(kind="options"), 0.75)
    assert found == Unknown("the yearly value of the equity is not stated")


@pytest.mark.parametrize(
    ("base", "target", "share"),
    [
        (100_000, bonus(0), 0),
        (100_000, bonus("25%"), 0.2),  # 25 / 125
        (100_000, bonus(100_000), 0.5),
        (0, bonus(50_000), 1),  # commission only
    ],
)
def test_the_variable_share_is_the_bonus_in_pay_at_target(
    base: float, target: Bonus, share: float
) -> None:
    assert pay.variable_share(base, target) == pytest.approx(share)


def test_no_pay_at_all_has_no_variable_share() -> None:
    assert pay.variable_share(0, bonus(0)) == Unknown("nothing is paid")


# ---- level and market reference


@pytest.mark.parametrize(
    ("stated", "title", "level"),
    [
        ("entry", "Senior Accountant", "entry"),
        (None, "Senior Accountant", "expert"),
        (None, "Junior Accountant", "entry"),
    ],
)
def test_the_level_is_the_stated_one_else_the_title_s(
    stated: str | None, title: str, level: str
) -> None:
    assert pay.level(stated, title) == level


def test_a_level_that_is_neither_stated_nor_in_the_title_is_unknown() -> None:
    unknown = Unknown("neither stated nor told by the title", ("offer.role.seniority",))
    assert pay.level(None, "Accountant") == unknown


@pytest.mark.parametrize(
    ("covers", "level", "wage"),
    [
        ("all_levels", None, 90_000),
        ("all_levels", "experienced", 90_000),
        ("all_levels", "entry", 20_000 * 2 ** (7 / 15)),  # the 17th
        ("all_levels", "qualified", 40_000 * 2.25 ** (9 / 25)),  # the 34th
        ("all_levels", "expert", 90_000 * (16 / 9) ** (17 / 25)),  # the 67th
        ("this_level", "expert", 90_000),
        ("this_level", "entry", 90_000),
    ],
)
def test_the_market_reference_is_the_wage_of_the_level(
    covers: str, level: str | None, wage: float
) -> None:
    found = pay.market_reference(MARKET, covers, level, ASSUMPTIONS.level_percentile)
    assert found == pytest.approx((wage, wage))


@pytest.mark.parametrize(
    ("level", "reference"),
    [(None, (239_200, math.inf)), ("qualified", (225_580, math.inf))],
)
def test_a_reference_among_bounds_is_only_bounded(
    level: str | None, reference: tuple[float, float]
) -> None:
    found = pay.market_reference(BOUNDED, "all_levels", level, ASSUMPTIONS.level_percentile)
    assert found == reference


# ---- base against the market


@pytest.mark.parametrize(
    ("reference", "ratio"),
    [
        (point(120_000), Interval(0.75, 0.75)),
        (at_least(180_000), Interval(0, 0.5)),
        (Interval(0, 72_000), Interval(1.25, math.inf)),
        (Interval(60_000, 120_000), Interval(0.75, 1.5)),
    ],
)
def test_the_market_ratio_is_base_over_reference(reference: Interval, ratio: Interval) -> None:
    assert pay.market_ratio(90_000, reference) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("base", "percentile"),
    [
        (90_000, (50, 50)),
        (60_000, (37.5, 37.5)),  # 40,000 x 1.5, where the step to the 50th is x 1.5 x 1.5
        (19_000, (0, math.nextafter(10, 0))),
        (161_000, (math.nextafter(75, 100), 100)),
    ],
)
def test_the_market_percentile_is_where_base_stands(
    base: float, percentile: tuple[float, float]
) -> None:
    assert pay.market_percentile(base, MARKET) == pytest.approx(percentile, abs=1e-9)


# ---- base against the candidate's own figures


@pytest.mark.parametrize(
    ("cash", "current", "change"), [(84_000, 105_000, -0.2), (110_000, 100_000, 0.1)]
)
def test_the_change_is_total_cash_over_current_pay(
    cash: float, current: float, change: float
) -> None:
    assert pay.change_vs_current(cash, current) == pytest.approx(change)


def test_a_change_from_no_pay_is_unknown() -> None:
    assert isinstance(pay.change_vs_current(84_000, 0), Unknown)


@pytest.mark.parametrize(("floor", "gap"), [(90_000, 10_000), (120_000, -20_000), (100_000, 0)])
def test_the_gap_to_the_floor_is_negative_where_the_floor_is_not_reached(
    floor: float, gap: float
) -> None:
    assert pay.gap_to_floor(100_000, floor) == gap


@pytest.mark.parametrize(("expenses", "covered"), [(3_750, True), (3_751, False)])
def test_take_home_pay_covers_expenses_or_not(expenses: float, covered: bool) -> None:  # noqa: FBT001 - the expected value
    assert pay.covers_expenses(60_000, 0.75, expenses) is covered  # 60,000 x 0.75 / 12 = 3,750


# ---- benefits: 80% of the premium, a 4% match and 12 days are typical


@pytest.mark.parametrize(
    ("benefits", "ratio"),
    [
        ({"health_premium_employer_share": "40%"}, 0.5),
        ({"retirement_match": "6%"}, 1.5),
        ({"paid_leave_days": 15}, 1.25),
        (
            {
                "health_premium_employer_share": "40%",
                "retirement_match": "6%",
                "paid_leave_days": 15,
            },
            3.25 / 3,  # (0.5 + 1.5 + 1.25) / 3
        ),
        ({"retirement_match": "0%", "paid_leave_days": 12}, 0.5),  # (0 + 1) / 2
    ],
)
def test_benefits_are_the_mean_of_those_stated_over_typical_ones(
    benefits: dict[str, Any], ratio: float
) -> None:
    found = pay.benefits_ratio(Benefits.model_validate(benefits), ASSUMPTIONS.typical_benefits)
    assert found == pytest.approx(ratio)


def test_no_stated_benefit_is_unknown() -> None:
    found = pay.benefits_ratio(Benefits(), ASSUMPTIONS.typical_benefits)
    assert found == Unknown("no benefit is stated")


def test_a_ratio_to_a_market_of_nothing_is_unknown() -> None:
    assert isinstance(pay.market_ratio(50_000, point(0)), Unknown)


# ---- against what was asked for, and against another offer


def test_the_gap_to_the_ask_is_negative_where_less_is_offered() -> None:
    assert pay.gap_to_ask(240_000, 280_000) == -40_000


def others(*entries: dict[str, Any]) -> list[Prospect]:
    return [Prospect.model_validate({"stage": "offer"} | entry) for entry in entries]


@pytest.mark.parametrize(
    ("total_cash", "entries", "share"),
    [
        (90_000, [{"pay": 100_000}], -0.1),
        (90_000, [{"pay": 60_000}, {"pay": 100_000}], -0.1),
        (None, [{"pay_versus_this": "25%"}], -0.2),  # 1 / 1.25 - 1
        (90_000, [{"pay": 45_000}], 1.0),
        (90_000, [{"pay": 100_000, "pay_versus_this": "50%"}], -0.1),
    ],
)
def test_pay_is_compared_with_the_best_other_offer(
    total_cash: float | None, entries: list[dict[str, Any]], share: float
) -> None:
    assert pay.versus_best_offer(total_cash, others(*entries)) == pytest.approx(share)


def test_another_offer_without_pay_leaves_the_comparison_unknown() -> None:
    assert isinstance(pay.versus_best_offer(90_000, others({"pay": 50_000}, {})), Unknown)


def test_without_another_offer_in_hand_nothing_pays_more() -> None:
    pending = others({"stage": "final_round", "pay": 200_000})
    assert pay.versus_best_offer(90_000, pending) == math.inf


@pytest.mark.parametrize(
    ("stated", "months", "found"),
    [(True, None, True), (False, None, False), (None, 0, False), (None, 6, True), (True, 6, True)],
)
def test_a_non_compete_clause_is_as_stated_or_told_by_its_length(
    stated: bool | None,  # noqa: FBT001 - as in the file
    months: float | None,
    found: bool,  # noqa: FBT001 - the same
) -> None:
    assert terms.non_compete(stated, months) is found


@pytest.mark.parametrize(("stated", "months"), [(None, None), (True, 0), (False, 6)])
def test_a_non_compete_clause_is_unknown_where_nothing_or_two_things_are_said(
    stated: bool | None,  # noqa: FBT001 - as in the file
    months: float | None,
) -> None:
    assert isinstance(terms.non_compete(stated, months), Unknown)

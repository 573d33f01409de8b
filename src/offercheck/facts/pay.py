"""Formulas for pay. Amounts are for a year and in the offer's currency unless a name says otherwise.

An offer counts what it states: a bonus or equity that it does not mention adds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from offercheck.candidate import Prospect
from offercheck.facts.assumptions import LevelPercentile, TypicalBenefits
from offercheck.facts.known import Result, Unknown
from offercheck.interval import Interval, quotient
from offercheck.market.occupations import seniority_in
from offercheck.market.wages import HOURS_PER_YEAR, WageDistribution
from offercheck.offer import (
    MONTHS_PER_YEAR,
    WEEKS_PER_YEAR,
    Benefits,
    Bonus,
    Equity,
    Rate,
)

MEDIAN = 50.0
HOURS = ("offer.pay.base.hours_per_week",)


def base(rate: Rate, employment: str | None, hours_per_year: float) -> Result:
    """Base for a year: an hourly rate times the stated weekly hours times 52.

    Without stated hours a full-time year of `hours_per_year` counts, except for part-time work,
    where the hours must be stated. Monthly pay counts 12 times, weekly pay 52 times.
    """
    if rate.per == "year":
        return rate.amount
    if rate.per == "month":
        return rate.amount * MONTHS_PER_YEAR
    if rate.per == "week":
        return rate.amount * WEEKS_PER_YEAR
    if rate.hours_per_week is not None:
        return rate.amount * rate.hours_per_week * WEEKS_PER_YEAR
    if employment == "part_time":
        return Unknown("part-time work at an hourly rate needs `hours_per_week`", HOURS)
    return rate.amount * hours_per_year


def comparable_base(  # noqa: PLR0911 - one for each way of paying
    rate: Rate | None,
    employment: str | None,
    yearly: float | None,
    wages: WageDistribution | None,
    bonus: Bonus | None,
    not_guaranteed_discount: float,
) -> Result:
    """Pay as the market counts it: the hourly rate times 2,080, whatever the hours of the offer.

    The survey counts commission and tips as wages, and other bonuses not: so do we, at the discount
    where they are not guaranteed.

    Occupations published by the year only are compared by the year, those published by the hour
    only by the hour; where the offer is not paid that way the comparison is unknown.
    """
    if rate is not None and yearly is not None and bonus is not None and bonus.kind != "bonus":
        with_commission = yearly + expected_bonus(yearly, bonus, not_guaranteed_discount)
        grown = rate.amount * with_commission / yearly if yearly else with_commission
        rate = rate.model_copy(update={"amount": grown, "per": rate.per if yearly else "year"})
        yearly = with_commission
    paid = wages.paid if wages else "both"
    by_the_hour = rate is not None and rate.per == "hour"
    if paid == "year" and by_the_hour:
        return Unknown("the market is published by the year only and the offer is by the hour")
    if rate is not None and by_the_hour:
        return rate.amount * HOURS_PER_YEAR
    if yearly is None:
        return Unknown("base is not stated", ("offer.pay.base",))
    if paid == "year":
        return yearly
    if rate is not None and rate.hours_per_week is not None:
        return yearly / (rate.hours_per_week * WEEKS_PER_YEAR) * HOURS_PER_YEAR
    if employment == "part_time" or paid == "hour":
        return Unknown("the hours a week are not stated, and the market counts by the hour", HOURS)
    return yearly


def total_cash(base: float, bonus: Bonus | None, not_guaranteed_discount: float) -> Result:
    """Base plus target bonus; a bonus that is not guaranteed counts less by the discount."""
    return base + expected_bonus(base, bonus, not_guaranteed_discount)


def total_compensation(
    total_cash: float, equity: Equity | None, illiquid_discount: float
) -> Result:
    """Total direct compensation for a year: total cash plus equity's stated yearly value.

    Equity that cannot be sold, or of which that is not known, counts less by the discount. A
    sign-on payment comes once and benefits are not cash: neither is counted.
    """
    if equity is None:
        return total_cash
    if equity.annual_value is None:
        return Unknown("the yearly value of the equity is not stated")
    kept = 1.0 if equity.liquid is True else 1 - illiquid_discount
    return total_cash + equity.annual_value * kept


def variable_share(base: float, bonus: Bonus) -> Result:
    """The target bonus over base plus target bonus, as a share: how much pay is at risk."""
    paid = target_bonus(base, bonus)
    if base + paid == 0:
        return Unknown("nothing is paid")
    return paid / (base + paid)


def expected_bonus(base: float, bonus: Bonus | None, not_guaranteed_discount: float) -> float:
    """The bonus at target for a year, less the discount where it is not guaranteed."""
    paid = target_bonus(base, bonus)
    if bonus is None or bonus.guaranteed is True:
        return paid
    return paid * (1 - not_guaranteed_discount)


def target_bonus(base: float, bonus: Bonus | None) -> float:
    """The bonus at target for a year, before any discount."""
    if bonus is None:
        return 0.0
    if bonus.target.share is not None:
        return base * bonus.target.share
    return bonus.target.amount or 0.0


def level(stated: str | None, title: str) -> Result:
    """The level of experience: as stated, else from the words of the title, else unknown."""
    found = stated or seniority_in(title)
    if found is None:
        return Unknown("neither stated nor told by the title", ("offer.role.seniority",))
    return found


def market_reference(
    wages: WageDistribution, covers: str, level: str | None, percentiles: LevelPercentile
) -> Result:
    """The market wage with which this level is compared; the median where the level is unknown.

    Figures that cover this level only are compared with their own median.
    """
    if covers == "this_level" or level is None:
        percent = MEDIAN
    else:
        percent = float(getattr(percentiles, level))
    return wages.wage_at(percent)


def market_ratio(comparable_base: float, market_reference: Interval) -> Result:
    """Base over market reference (often called compa-ratio, which strictly is pay / range midpoint)."""
    if market_reference.high == 0:
        return Unknown("the market reference is 0")
    return quotient(comparable_base, market_reference)


def market_percentile(comparable_base: float, wages: WageDistribution) -> Result:
    """Where base stands among the wages of the occupation, 0-100, all levels together."""
    return wages.percentile_of(comparable_base)


def change_vs_current(total_cash: float, current_pay: float) -> Result:
    """Total cash over the current or last pay, less one: -0.20 is a cut by a fifth."""
    if current_pay == 0:
        return Unknown("the current pay is 0")
    return total_cash / current_pay - 1


def gap_to_floor(base: float, pay_floor: float) -> Result:
    """Base less the candidate's floor: negative where the floor is not reached."""
    return base - pay_floor


def gap_to_ask(base: float, pay_ask: float) -> Result:
    """Base less what the candidate asked for: negative where less is offered."""
    return base - pay_ask


def versus_best_offer(total_cash: float | None, prospects: Sequence[Prospect]) -> Result:
    """Total cash over the best other offer in hand, less one: -0.10 is a tenth less than it.

    The other's pay is its stated amount, else as it is stated against this offer's. Without another
    offer it is infinite: whatever this one pays is more than nothing.
    """
    offers = [prospect for prospect in prospects if prospect.stage == "offer"]
    if not offers:
        return math.inf
    ratios = [ratio for offer in offers if (ratio := _ratio_of_pay(total_cash, offer)) is not None]
    if len(ratios) < len(offers):
        return Unknown("the pay of another offer in hand is not stated")
    return min(ratios) - 1


def _ratio_of_pay(total_cash: float | None, other: Prospect) -> float | None:
    """Pay of this offer over another's, or None where it is not known."""
    if other.pay and total_cash is not None:
        return total_cash / other.pay
    if other.pay_versus_this is not None and other.pay_versus_this > -1:
        return 1 / (1 + other.pay_versus_this)
    return None


def covers_expenses(base: float, take_home_share: float, monthly_expenses: float) -> Result:
    """Whether the take-home part of base covers the monthly expenses.

    Taxes are not modelled: take-home is an assumed share. Other income is not counted, since
    benefits and severance end with a new job.
    """
    return base * take_home_share / MONTHS_PER_YEAR >= monthly_expenses


def benefits_ratio(benefits: Benefits, typical: TypicalBenefits) -> Result:
    """The mean, over the benefits that are stated, of offered over typical: 1.0 is typical."""
    ratios = [
        offered / usual
        for offered, usual in (
            (benefits.health_premium_employer_share, typical.health_premium_employer_share),
            (benefits.retirement_match, typical.retirement_match),
            (benefits.paid_leave_days, typical.paid_leave_days),
        )
        if offered is not None
    ]
    if not ratios:
        return Unknown("no benefit is stated")
    return sum(ratios) / len(ratios)

"""The price of saying no: how late other pay may start and still beat taking this offer now."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from offercheck.advice.terms import PayTerms
from offercheck.assessment import Assessment
from offercheck.candidate import Prospect
from offercheck.facts.situation import WORK_GOES_ON, break_even_months
from offercheck.quantities import format_length, format_money

DAYS_PER_MONTH = 30.4375
SHORT_MONTHS = 2  # below it a wait is told in days
STAGES = {
    "applied": "the job you applied for",
    "interviewing": "the job you are interviewing for",
    "final_round": "the job whose final round you are in",
    "offer": "your other offer",
}


class Wait(NamedTuple):
    """Other pay for a year, and the latest start, in months from now, with which it still wins.

    0 where it never does, the horizon where it always does.
    """

    whose: str
    pay: float
    months: float
    text: str


class Waiting(NamedTuple):
    """What saying no costs over a horizon, in months.

    `meanwhile` is the pay for a year that goes on while waiting. `runway_months` is how long savings
    last, null where that is not known, where they last without end, or where pay goes on.
    """

    horizon_months: float
    meanwhile: float
    runway_months: float | None
    waits: tuple[Wait, ...]


class _Other(NamedTuple):
    """Pay for a year elsewhere, and this offer's pay counted in the same way."""

    whose: str
    pay: float
    this: float


def waiting(assessment: Assessment) -> Waiting | None:
    """The price of saying no; None where nothing to compare with is known, or no situation."""
    situation = assessment.case.candidate.situation
    if situation is None or situation.employment is None:
        return None
    terms = PayTerms(assessment)
    goes_on = situation.employment in WORK_GOES_ON
    if goes_on and not terms.situation.current_pay:
        return None
    meanwhile = (terms.situation.current_pay or 0.0) if goes_on else 0.0
    horizon_months = terms.assumptions.horizon_months
    value = assessment.evaluation.facts["situation.runway_months"].value
    runway = None
    if isinstance(value, float) and math.isfinite(value) and not goes_on:
        runway = value
    waits = tuple(
        _wait(other, meanwhile, horizon_months, runway, terms.currency)
        for other in _others(assessment, terms)
    )
    return Waiting(horizon_months, meanwhile, runway, waits) if waits else None


def _others(assessment: Assessment, terms: PayTerms) -> Iterator[_Other]:
    """The market median, by pay as the market counts it, and each prospect, by total cash."""
    wages = assessment.record.market.wages
    median = wages.wage_at(50.0) if wages is not None else None
    if median is not None and median.is_point and terms.counted is not None:
        pay = terms.at_these_hours(median.low)
        if pay is not None:
            hours = "" if math.isclose(pay, median.low) else " for the same hours"
            yield _Other(f"an offer at the market median{hours}", pay, terms.counted)
    if terms.cash is None:
        return
    for prospect in terms.situation.prospects or ():
        pay = _pay(prospect, terms.cash)
        if pay:
            yield _Other(_name(prospect), pay, terms.cash)


def _pay(prospect: Prospect, cash: float) -> float | None:
    if prospect.pay is not None or prospect.pay_versus_this is None:
        return prospect.pay
    return cash * (1 + prospect.pay_versus_this)


def _name(prospect: Prospect) -> str:
    name = STAGES.get(prospect.stage or "", "another job in sight")
    return f"{name} and prefer" if prospect.preferred and name.endswith("for") else name


def _wait(
    other: _Other, meanwhile: float, horizon: float, runway: float | None, currency: str
) -> Wait:
    months = break_even_months(other.this, other.pay, meanwhile, horizon)
    whose = f"Waiting for {other.whose}, at {format_money(other.pay, currency)} a year,"
    if months * DAYS_PER_MONTH < 1:
        text = f"{whose} gains nothing: this one pays as much or more."
    elif months >= horizon:
        text = f"{whose} pays whenever it starts."
    else:
        over = f"counted over {format_length(horizon, 'months')}"
        text = f"{whose} pays only if it starts within {_latest(months)}, {over}."
    if runway is not None and runway < months:
        text += f" Your savings end sooner, after {format_length(runway, 'months')}."
    return Wait(other.whose, other.pay, months, text)


def _latest(months: float) -> str:
    """The latest start, rounded down so that it is still in time."""
    if months < SHORT_MONTHS:
        return format_length(float(math.floor(months * DAYS_PER_MONTH)), "days")
    return format_length(math.floor(months * 10) / 10, "months")

"""The price of saying no: how late other pay may start and still beat taking this offer now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
    last, null where that is not known or where they last without end.
    """

    horizon_months: float
    meanwhile: float
    runway_months: float | None
    waits: tuple[Wait, ...]
    runway: str


class _Other(NamedTuple):
    """Pay for a year elsewhere, and this offer's pay counted in the same way."""

    whose: str
    pay: float
    this: float


def waiting(assessment: Assessment, horizon_months: float) -> Waiting | None:
    """The price of saying no; None where nothing to compare with is known, or no situation."""
    case, evaluation = assessment.case, assessment.evaluation
    situation = case.candidate.situation
    if situation is None or situation.employment is None:
        return None
    currency = case.offer.pay.currency if case.offer.pay else "USD"
    alike = situation.currency in {None, currency}
    goes_on = situation.employment in WORK_GOES_ON
    if goes_on and not (alike and situation.current_pay):
        return None
    meanwhile = (situation.current_pay or 0.0) if goes_on else 0.0
    waits = [
        _wait(other, meanwhile, horizon_months, currency)
        for other in _others(assessment, prospects=alike)
    ]
    if not waits:
        return None
    runway = evaluation.facts["situation.runway_months"].value
    lasting = isinstance(runway, float) and math.isfinite(runway) and not goes_on
    months = runway if lasting and isinstance(runway, float) else None
    return Waiting(horizon_months, meanwhile, months, tuple(waits), _runway(months, waits))


def _others(assessment: Assessment, *, prospects: bool) -> Iterator[_Other]:
    """The market median, by base as the market counts it, and each prospect, by total cash."""
    facts = {name: fact.value for name, fact in assessment.evaluation.facts.items()}
    base, cash = facts["pay.comparable_base"], facts["pay.total_cash"]
    wages = assessment.record.market.wages
    median = wages.wage_at(50.0) if wages is not None else None
    if isinstance(base, float) and median is not None and median.is_point:
        yield _Other("an offer at the market median", median.low, base)
    situation = assessment.case.candidate.situation
    if not prospects or situation is None or not isinstance(cash, float):
        return
    for prospect in situation.prospects or ():
        pay = _pay(prospect, cash)
        if pay:
            yield _Other(_name(prospect), pay, cash)


def _pay(prospect: Prospect, cash: float) -> float | None:
    if prospect.pay is not None or prospect.pay_versus_this is None:
        return prospect.pay
    return cash * (1 + prospect.pay_versus_this)


def _name(prospect: Prospect) -> str:
    name = STAGES.get(prospect.stage or "", "another job in sight")
    return f"{name} and prefer" if prospect.preferred and name.endswith("for") else name


def _wait(other: _Other, meanwhile: float, horizon: float, currency: str) -> Wait:
    months = break_even_months(other.this, other.pay, meanwhile, horizon)
    amount = f"{format_money(other.pay, currency)} a year"
    whose = f"{other.whose[0].upper()}{other.whose[1:]}, at {amount},"
    if months == 0:
        text = f"{whose} pays no more than this one: waiting for it gains nothing."
    elif months >= horizon:
        text = f"{whose} is ahead whenever it starts: your pay goes on and is no less than this."
    else:
        within = f"over {format_length(horizon, 'months')} if it starts within {_latest(months)}"
        text = f"{whose} pays more in all {within}."
    return Wait(other.whose, other.pay, months, text)


def _latest(months: float) -> str:
    """The latest start, rounded down so that it is still in time."""
    if months < SHORT_MONTHS:
        return format_length(float(math.floor(months * DAYS_PER_MONTH)), "days")
    return format_length(math.floor(months * 10) / 10, "months")


def _runway(months: float | None, waits: Sequence[Wait]) -> str:
    """How long savings last, against the longest wait that pays."""
    longest = max(wait.months for wait in waits)
    if months is None or longest == 0:
        return ""
    lasts = f"Your savings last {format_length(months, 'months')}"
    return f"{lasts}: not long enough." if months < longest else f"{lasts}: long enough."

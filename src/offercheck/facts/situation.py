"""Formulas for the candidate's situation: how long it can last, and what else is in sight."""

from __future__ import annotations

import math
from collections.abc import Sequence

from offercheck.candidate import PastJob, Prospect
from offercheck.facts.known import Result, Unknown
from offercheck.interval import Interval

WORK_GOES_ON = frozenset({"employed", "self_employed"})
NOT_A_CHOICE = frozenset({"layoff", "contract_end"})


def runway_months(savings: float, monthly_expenses: float, monthly_income: float | None) -> Result:
    """Savings over (monthly expenses less income), in months; endless where income covers them.

    Income that is not stated counts as none.
    """
    burn = monthly_expenses - (monthly_income or 0.0)
    return savings / burn if burn > 0 else math.inf


def preferred_prospect_pending(prospects: Sequence[Prospect]) -> Result:
    """Whether a prospect that the candidate would rather have is still undecided."""
    pending = [prospect for prospect in prospects if prospect.stage != "offer"]
    if any(prospect.preferred for prospect in pending):
        return True
    if any(prospect.preferred is None for prospect in pending):
        return Unknown("it is not stated whether a prospect is preferred")
    return False


def preferred_decides_in_days(prospects: Sequence[Prospect]) -> Result:
    """Days until the first preferred prospect that is still undecided decides."""
    days = [
        prospect.decides_in_days
        for prospect in prospects
        if prospect.preferred and prospect.stage != "offer" and prospect.decides_in_days is not None
    ]
    return min(days) if days else Unknown("no preferred prospect says when it decides")


def preferred_decides(prospects: Sequence[Prospect], days_to_decide: float | None) -> Result:
    """Whether the first preferred prospect decides before this offer must be answered, or after.

    As stated for the prospect, else from its days and those left to decide on this offer.
    """
    preferred = [p for p in prospects if p.preferred and p.stage != "offer"]
    if not preferred:
        return Unknown("no preferred prospect is undecided")
    stated = {p.decides for p in preferred if p.decides is not None}
    if days_to_decide is not None:
        stated |= {
            "before_deadline" if p.decides_in_days <= days_to_decide else "after_deadline"
            for p in preferred
            if p.decides is None and p.decides_in_days is not None
        }
    if "before_deadline" in stated:
        return "before_deadline"
    return (
        "after_deadline" if stated else Unknown("it is not stated when the preferred one decides")
    )


def batna_pay(
    employment: str, current_pay: float | None, prospects: Sequence[Prospect] | None
) -> Result:
    """Pay for a year of the best alternative to this offer that is certain (BATNA).

    The current pay of someone whose work goes on, and offers in hand; 0 where there is neither.
    """
    offers = [prospect for prospect in prospects or () if prospect.stage == "offer"]
    goes_on = employment in WORK_GOES_ON
    if goes_on and current_pay is None:
        return Unknown("the current pay is not stated")
    if prospects is None and not goes_on:
        return Unknown("it is not stated whether there are other prospects")
    if any(prospect.pay is None for prospect in offers):
        return Unknown("the pay of an offer in hand is not stated")
    pays = [prospect.pay for prospect in offers if prospect.pay is not None]
    if goes_on and current_pay is not None:
        pays.append(current_pay)
    return max(pays, default=0.0)


def short_stints(history: Sequence[PastJob], short_stint_months: float) -> Result:
    """Past jobs of less than `short_stint_months`, those that ended by layoff or contract left out."""
    judged = [job for job in history if not NOT_A_CHOICE & set(job.left_because or ())]
    short = sum(job.months is not None and job.months < short_stint_months for job in judged)
    unsure = sum(job.months is None for job in judged)
    return Interval(float(short), float(short + unsure)) if unsure else float(short)


def wait_breakeven_months(
    employment: str, comparable_base: float, market_median: float, horizon_months: float
) -> Result:
    """How late an offer at the market median may come and still beat taking this one, in months.

    Pay as the market counts it, over the whole horizon, equals the median over what is left of it
    after the wait. Only for someone without pay meanwhile.
    """
    if employment in WORK_GOES_ON:
        return Unknown("pay goes on while waiting")
    if market_median <= 0:
        return Unknown("the market median is not known")
    return break_even_months(comparable_base, market_median, 0.0, horizon_months)


def break_even_months(taken: float, other: float, meanwhile: float, horizon_months: float) -> float:
    """How late other pay may start and bring in as much as taking this one now, in months.

    Over the horizon H, pay P taken now brings P * H; waiting m months for pay Q with pay C meanwhile
    brings C * m + Q * (H - m). They are equal at m = H * (Q - P) / (Q - C). 0 where the other pays
    no more than this one, and H where what comes in meanwhile is no less than this one.
    """
    if other <= taken:
        return 0.0
    if meanwhile >= taken:
        return horizon_months
    return horizon_months * (other - taken) / (other - meanwhile)

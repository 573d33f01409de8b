"""Formulas for the candidate's situation: how long it can last, and what else is in sight."""

from __future__ import annotations

import math
from collections.abc import Sequence

from offercheck.candidate import PastJob, Prospect
from offercheck.facts.known import Result, Unknown
from offercheck.interval import Interval

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


def batna_pay(
    employment: str, current_pay: float | None, prospects: Sequence[Prospect] | None
) -> Result:
    """Pay for a year of the best alternative to this offer that is certain (BATNA).

    The current pay of someone whose job goes on, and offers in hand; 0 where there is neither.
    """
    offers = [prospect for prospect in prospects or () if prospect.stage == "offer"]
    if employment == "employed" and current_pay is None:
        return Unknown("the current pay is not stated")
    if prospects is None and employment != "employed":
        return Unknown("it is not stated whether there are other prospects")
    if any(prospect.pay is None for prospect in offers):
        return Unknown("the pay of an offer in hand is not stated")
    pays = [prospect.pay for prospect in offers if prospect.pay is not None]
    if employment == "employed" and current_pay is not None:
        pays.append(current_pay)
    return max(pays, default=0.0)


def short_stints(history: Sequence[PastJob], short_stint_months: float) -> Result:
    """Past jobs of less than `short_stint_months`, those that ended by layoff or contract left out."""
    judged = [job for job in history if not NOT_A_CHOICE & set(job.left_because or ())]
    short = sum(job.months is not None and job.months < short_stint_months for job in judged)
    unsure = sum(job.months is None for job in judged)
    return Interval(float(short), float(short + unsure)) if unsure else float(short)


def wait_breakeven_months(
    employment: str, base: float, market_median: float, horizon_months: float
) -> Result:
    """How late an offer at the market median may come and still beat taking this one, in months.

    This base over the whole horizon equals the median over what is left of it after the wait:
    m = horizon * (1 - base / median), and 0 where the base reaches the median. Only for someone
    without pay meanwhile.
    """
    if employment == "employed":
        return Unknown("pay goes on while waiting")
    if market_median <= 0:
        return Unknown("the market median is not known")
    return max(0.0, horizon_months * (1 - base / market_median))

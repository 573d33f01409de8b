"""The candidate: goal, situation and history. Kept once, used for many offers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from offercheck.fields import Currency, Date, Days, Model, Money, Months, Text, Texts

LeftBecause = Literal[
    "pay",
    "manager",
    "turnover",
    "goal",
    "layoff",
    "terms",
    "commute",
    "hours",
    "contract_end",
    "relocation",
    "dismissed",
    "health",
    "family",
    "other",
]


class Goal(Model):
    """Where the candidate wants to go, and what they will not do."""

    roles: Texts | None = None
    skills: Texts | None = None
    level: Text | None = None
    dealbreakers: Texts | None = None


class Prospect(Model):
    """Another job in sight."""

    stage: Literal["applied", "interviewing", "final_round", "offer"] | None = None
    pay: Money | None = None
    preferred: bool | None = None
    decides_in_days: Days | None = None


class Situation(Model):
    """Where the candidate stands now. Amounts are in `currency`; income and expenses are monthly."""

    employment: Literal["employed", "ending", "unemployed", "student"] | None = None
    months_searching: Months | None = None
    currency: Currency | None = Field(
        default=None, description="left out: the offer's inside an offer file, else USD"
    )
    savings: Money | None = None
    monthly_expenses: Money | None = None
    monthly_income: Money | None = Field(
        default=None,
        description="income that goes on without this job: partner, benefits, severance",
    )
    current_pay: Money | None = Field(default=None, description="a year; or the last pay")
    pay_floor: Money | None = Field(default=None, description="a year")
    current_job: Literal["good", "tolerable", "toxic"] | None = None
    job_market: Literal["open", "tight"] | None = None
    prospects: list[Prospect] | None = None


class PastJob(Model):
    """A job of the past: how long, and why it ended."""

    title: Text | None = None
    months: Months | None = None
    left_because: list[LeftBecause] | None = None


class Waiver(Model):
    """A rule that the candidate has decided not to count, with the reason and until when."""

    rule: Text
    reason: Text
    until: Date | None = None


class Candidate(Model):
    """Everything about the person. All of it may be left out, and is then unknown."""

    goal: Goal | None = None
    situation: Situation | None = None
    history: list[PastJob] | None = None
    waive: list[Waiver] | None = None


__all__ = ["Candidate", "Goal", "PastJob", "Prospect", "Situation", "Waiver"]

"""The candidate: goal, situation and history. Kept once, used for many offers."""

from typing import Literal

from pydantic import Field

from offercheck.fields import (
    Change,
    Currency,
    Date,
    Days,
    Model,
    Money,
    Months,
    Text,
    Texts,
    YearlyPay,
)

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
    pay: YearlyPay | None = None
    pay_versus_this: Change | None = Field(
        default=None, description="its pay over this offer's, less one, where `pay` is not known"
    )
    preferred: bool | None = None
    decides_in_days: Days | None = None
    decides: Literal["before_deadline", "after_deadline"] | None = Field(
        default=None, description="against the day on which this offer must be answered"
    )


class Situation(Model):
    """Where the candidate stands now. Amounts are in `currency`; income and expenses are monthly."""

    employment: Literal["employed", "self_employed", "ending", "unemployed", "student"] | None = (
        None
    )
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
    need_of_pay: Literal["none", "some", "urgent"] | None = Field(
        default=None, description="how soon money is needed, where savings are not known"
    )
    current_pay: YearlyPay | None = Field(default=None, description="a year; or the last pay")
    pay_floor: YearlyPay | None = Field(default=None, description="a year: the least to work for")
    pay_ask: YearlyPay | None = Field(default=None, description="a year: what was asked for")
    current_job: Literal["good", "tolerable", "toxic"] | None = None
    job_outlook: Literal["secure", "uncertain"] | None = Field(
        default=None, description="of the job held today"
    )
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

"""The offer: what the employer puts on the table and what is known about the place."""

import datetime
import itertools
from typing import Annotated, Any, Literal, NamedTuple, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from offercheck import quantities
from offercheck.candidate import Candidate
from offercheck.fields import (
    DAYS_TEXT,
    MONEY_SCHEMA,
    MONEY_TEXT,
    SHARE_TEXT,
    SMALLEST,
    Count,
    Currency,
    Date,
    Days,
    Model,
    Money,
    Months,
    Occupation,
    OrBare,
    Reading,
    Share,
    Text,
    Texts,
    YearlyPay,
    leave_days,
    number,
)
from offercheck.problem import closest

Seniority = Literal["entry", "qualified", "experienced", "expert"]
Industry = Literal[
    "accommodation_food",
    "construction",
    "finance_insurance",
    "government",
    "health_care",
    "information",
    "manufacturing",
    "other_services",
    "private_education",
    "professional_business_services",
    "real_estate",
    "retail_trade",
    "total",
    "transportation_utilities",
]
WEEKS_PER_YEAR = 52
MINUTES_PER_DAY = 1440
MONTHS_PER_YEAR = 12

WeeklyHours = Annotated[float, number(quantities.parse_number, SMALLEST, 100)]
LeaveDays = Annotated[float, number(leave_days, 0, 366, text=DAYS_TEXT)]
TurnoverRate = Annotated[float, number(quantities.parse_share, 0, 5, text=SHARE_TEXT)]
Minutes = Annotated[float, number(quantities.parse_number, 0, MINUTES_PER_DAY)]
Rating = Annotated[float, number(quantities.parse_number, 1, 5)]

_INDUSTRY_NAMES = {
    "accommodation": "accommodation_food",
    "education": "private_education",
    "finance": "finance_insurance",
    "food": "accommodation_food",
    "healthcare": "health_care",
    "hospitality": "accommodation_food",
    "hotels": "accommodation_food",
    "insurance": "finance_insurance",
    "logistics": "transportation_utilities",
    "private_schools": "private_education",
    "professional_services": "professional_business_services",
    "business_services": "professional_business_services",
    "restaurants": "accommodation_food",
    "retail": "retail_trade",
    "software": "information",
    "transportation": "transportation_utilities",
    "transportation_warehousing": "transportation_utilities",
    "utilities": "transportation_utilities",
    "warehousing": "transportation_utilities",
}


ALL_TOGETHER = "total"  # read, but offered to nobody: it is the rate of no industry
INDUSTRIES = tuple(name for name in get_args(Industry) if name != ALL_TOGETHER)
INDUSTRY_SCHEMA = {"type": "string", "examples": list(INDUSTRIES)}


def _industry(value: Any) -> str:
    """The industry of the turnover benchmarks that a common name stands for."""
    expected = "an industry: " + ", ".join(INDUSTRIES)
    if not isinstance(value, str):
        raise quantities.QuantityError(expected)
    name = value.strip().lower().replace(" ", "_").replace("-", "_")
    name = _INDUSTRY_NAMES.get(name, name)
    if name not in {*INDUSTRIES, ALL_TOGETHER}:
        raise quantities.QuantityError(expected, closest(name, (*INDUSTRIES, *_INDUSTRY_NAMES)))
    return name


class Rate(Model):
    """Pay as it is written: an amount for a period, and the hours of a week when they matter."""

    amount: Money
    per: Literal["hour", "week", "month", "year"] = "year"
    hours_per_week: WeeklyHours | None = None

    @model_validator(mode="after")
    def _pay_for_a_year_and_an_hour_are_told_apart(self) -> Self:
        if self.per == "hour" and self.amount >= quantities.SMALLEST_YEARLY_PAY:
            raise quantities.QuantityError(
                "an hourly rate of less than 1,000", f"did you mean {self.amount:,.0f} a year?"
            )
        if self.per == "year":
            try:
                quantities.parse_yearly_pay(self.amount)
            except quantities.QuantityError as error:
                hourly = f"An hourly rate is written {{amount: {self.amount:g}, per: hour}}"
                raise quantities.QuantityError(
                    error.expected, f"{error.suggestion} {hourly}"
                ) from None
        return self


def _rate(value: Any) -> Any:
    """A bare amount is pay for a year."""
    return value if isinstance(value, (dict, Rate)) else {"amount": value}


class BonusTarget(NamedTuple):
    """A target bonus: a share of base, or an amount for a year. Exactly one is set."""

    share: float | None = None
    amount: float | None = None


BONUS_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": SHARE_TEXT},
        {"type": "string", "pattern": MONEY_TEXT},
    ]
}


def _bonus_target(value: Any) -> BonusTarget:
    if isinstance(value, str) and value.strip().endswith("%"):
        share = quantities.parse_share(value)
        if share < 0:
            raise quantities.QuantityError("a share of at least 0")
        return BonusTarget(share=share)
    try:
        amount = quantities.parse_money(value)
    except quantities.QuantityError as error:
        raise quantities.QuantityError("a share of base or an amount", error.suggestion) from None
    if amount < 0:
        raise quantities.QuantityError("an amount of at least 0")
    if 0 < amount <= 1:
        return BonusTarget(share=amount)
    if 1 < amount <= 100:  # noqa: PLR2004 - a percentage without its sign, or a few dollars
        raise quantities.QuantityError(
            "a share of base such as 10%, or an amount", f"did you mean {amount:g}%?"
        )
    return BonusTarget(amount=amount)


class Bonus(Model):
    """The yearly bonus at target; a target is not a guarantee."""

    target: Annotated[BonusTarget, Reading(_bonus_target, BONUS_SCHEMA)]
    guaranteed: bool | None = None
    kind: Literal["bonus", "commission", "tips"] = Field(
        default="bonus", description="commission and tips are part of the market's wages"
    )


class SignOn(Model):
    """A one-off payment at the start, and how long it can be claimed back."""

    amount: Money | None = None
    clawback_months: Months | None = None


class Equity(Model):
    """Equity: its kind, its stated value for a year, and whether it can be sold."""

    kind: Literal["rsu", "options", "shares"] | None = None
    annual_value: Money | None = None
    liquid: bool | None = None


class MarketBlock(Model):
    """Market pay that the user knows: base wages for a year, in the offer's currency."""

    p10: YearlyPay | None = None
    p25: YearlyPay | None = None
    p50: YearlyPay
    p75: YearlyPay | None = None
    p90: YearlyPay | None = None
    source: Text
    as_of: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$")]
    covers: Literal["all_levels", "this_level"] = Field(
        default="all_levels",
        description="this_level: the figures are for this level only, so compare with their median",
    )

    @model_validator(mode="after")
    def _percentiles_rise(self) -> Self:
        given = [(n, v) for n in (10, 25, 50, 75, 90) if (v := getattr(self, f"p{n}")) is not None]
        for (low, a), (high, b) in itertools.pairwise(given):
            if a >= b or a <= 0:
                raise quantities.QuantityError(
                    "percentiles above 0 that rise", f"p{low} is not below p{high}"
                )
        try:
            self.collected_on()
        except ValueError:
            raise quantities.QuantityError("a date that exists in `as_of`") from None
        return self

    def points(self) -> tuple[tuple[float, float], ...]:
        """The stated percentiles with their wages, in rising order."""
        wages = ((n, getattr(self, f"p{n}")) for n in (10, 25, 50, 75, 90))
        return tuple((float(n), wage) for n, wage in wages if wage is not None)

    def collected_on(self) -> datetime.date:
        """The day the figures describe; the middle of the month where only a month is stated."""
        text = self.as_of if len(self.as_of) > len("2026-05") else f"{self.as_of}-15"
        return datetime.date.fromisoformat(text)


PAY_CHANGES: tuple[str, ...] = ("much_lower", "lower", "same", "higher", "much_higher")
PAY_CHANGE_SCHEMA = {
    "anyOf": [
        {"enum": list(PAY_CHANGES)},
        {"type": "number"},
        {"type": "string", "pattern": MONEY_TEXT},
    ]
}


def _pay_change(value: Any) -> str | float:
    """How pay compares with the current or last pay: a word, or a difference for a year."""
    if value in PAY_CHANGES:
        return str(value)
    try:
        return quantities.parse_money(value)
    except quantities.QuantityError as error:
        hint = closest(value, PAY_CHANGES) if isinstance(value, str) else ""
        words = ", ".join(f"`{word}`" for word in PAY_CHANGES)
        expected = f"one of {words}, or an amount such as -5000"
        raise quantities.QuantityError(expected, hint or error.suggestion) from None


class Pay(Model):
    """What the employer pays, as stated in the offer."""

    base: Annotated[Rate, BeforeValidator(_rate), OrBare(MONEY_SCHEMA)] | None = None
    currency: Currency = "USD"
    bonus: Bonus | None = None
    sign_on: SignOn | None = None
    equity: Equity | None = None
    final: bool | None = None
    versus_current: Annotated[str | float, Reading(_pay_change, PAY_CHANGE_SCHEMA)] | None = Field(
        default=None,
        description="against the current or last pay, where the figures are not known",
    )
    versus_market: Literal["far_below", "below", "at", "above", "far_above"] | None = Field(
        default=None, description="against the market for the level, where it is not known"
    )
    market: MarketBlock | None = None

    @model_validator(mode="before")
    @classmethod
    def _dollar_signs_mean_dollars(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("currency", "USD") in quantities.DOLLARS:
            return data
        if "$" in _texts(data):
            raise quantities.QuantityError(
                "amounts in the stated currency", "remove `$`, or state the dollar currency meant"
            )
        return data


def _texts(data: Any) -> str:
    """The texts of a block of amounts, joined."""
    if isinstance(data, dict):
        return " ".join(_texts(value) for key, value in data.items() if key != "source")
    return data if isinstance(data, str) else ""


class Benefits(Model):
    """Benefits as stated in the offer."""

    health_premium_employer_share: Share | None = None
    retirement_match: Share | None = Field(default=None, description="share of base")
    paid_leave_days: LeaveDays | None = Field(
        default=None, description="working days a year; a week is five"
    )
    overall: Literal["poor", "typical", "good"] | None = Field(
        default=None, description="where no figures are known"
    )


class InternalMove(Model):
    """A promise that one may move to another role later."""

    promised: bool
    written: bool | None = None


class Role(Model):
    """The work itself, seen from the candidate's goal."""

    duties_toward_goal: Share | None = None
    path: Literal["direct", "stepping_stone", "foot_in_door", "unrelated"] | None = None
    level: Literal["lower", "same", "higher"] | None = None
    seniority: Seniority | None = None
    skills: Texts | None = None
    interest: Literal["dream", "want", "fine", "unwanted"] | None = None
    workload: Literal["lighter", "same", "heavier"] | None = Field(
        default=None, description="against the current or last job"
    )
    people: Literal["liked", "mixed", "disliked"] | None = Field(
        default=None, description="the people one would work with, other than the manager"
    )
    internal_move: InternalMove | None = None


class Turnover(Model):
    """What is known about how people stay in the role, the team and under the manager."""

    annual_rate: TurnoverRate | None = None
    seat_holders_last_3_years: Count | None = None
    predecessor_months: Months | None = None
    predecessor_left: Literal["quit", "promoted", "dismissed", "retired", "new_role"] | None = None
    times_posted_last_12_months: Count | None = None
    posting_age_days: Days | None = None
    manager_reports: Count | None = None
    manager_departures_last_12_months: Count | None = None
    median_tenure_months: Months | None = None
    layoffs_last_12_months: bool | None = None
    review_rating: Rating | None = None
    company_outlook: Literal["growing", "stable", "at_risk"] | None = None


class Manager(Model):
    """The person one would work for, and how bad news about them is known."""

    met: bool | None = None
    conduct: Literal["fine", "evasive", "hostile"] | None = None
    disparaged_predecessor: bool | None = None
    evidence: Literal["seen", "insiders", "reviews", "rumour"] | None = None


class Terms(Model):
    """The terms of the offer and how the employer deals."""

    changed_after_agreement: bool | None = None
    answered_questions: bool | None = None
    time_to_read: bool | None = Field(
        default=None, description="false: they refuse the time to read it or have it read"
    )
    non_compete: bool | None = Field(
        default=None, description="whether there is one, where its length is not known"
    )
    non_compete_months: Months | None = None
    relocation_required: bool | None = None
    unreimbursed_costs: Money | None = None


class Offer(Model):
    """One job offer. Everything but company and title may be left out, and is then unknown."""

    company: Text
    title: Text
    occupation: Occupation | None = Field(default=None, description="SOC 2018 code")
    location: Text | None = Field(default=None, description="city and state, a state, or US")
    location_fit: Literal["wanted", "fine", "unwanted"] | None = None
    commute_minutes: Minutes | None = Field(default=None, description="one way")
    feeling: Literal["good", "mixed", "bad"] | None = Field(
        default=None, description="how the offer as a whole feels"
    )
    work_mode: Literal["onsite", "hybrid", "remote"] | None = None
    employment: Literal["full_time", "part_time", "contract", "temporary", "internship"] | None = (
        None
    )
    industry: Annotated[str, Reading(_industry, INDUSTRY_SCHEMA)] | None = None
    decide_by: Date | None = None
    in_writing: bool | None = None
    tags: Texts | None = None
    pay: Pay | None = None
    benefits: Benefits | None = None
    role: Role | None = None
    turnover: Turnover | None = None
    manager: Manager | None = None
    terms: Terms | None = None
    facts: dict[str, Any] | None = Field(
        default=None, description="facts stated directly, by their names in `offercheck facts`"
    )
    notes: str | None = None
    candidate: Candidate | None = Field(
        default=None, description="the candidate, unless that has a file of its own"
    )

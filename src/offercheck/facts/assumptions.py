"""The figures that derivations rest on. They stand in rules.yaml, where the user can change them."""

import math
from typing import Annotated, Self

from pydantic import model_validator

from offercheck.fields import (
    DAYS_TEXT,
    SHARE_TEXT,
    SMALLEST,
    Change,
    Model,
    Months,
    PositiveMonths,
    PositiveShare,
    Score,
    Share,
    leave_days,
    number,
)
from offercheck.offer import Industry
from offercheck.quantities import QuantityError, parse_duration, parse_number, parse_ratio

HOURS_OF_A_LEAP_YEAR = 8784
DAYS_OF_A_LEAP_YEAR = 366

Percentile = Annotated[float, number(parse_number, SMALLEST, 100)]
Ratio = Annotated[float, number(parse_ratio, 0, text=SHARE_TEXT)]
Hours = Annotated[float, number(parse_number, SMALLEST, HOURS_OF_A_LEAP_YEAR)]
PositiveDays = Annotated[
    float,
    number(
        lambda value: parse_duration(value, "days"), SMALLEST, DAYS_OF_A_LEAP_YEAR, text=DAYS_TEXT
    ),
]

PositiveLeaveDays = Annotated[
    float, number(leave_days, SMALLEST, DAYS_OF_A_LEAP_YEAR, text=DAYS_TEXT)
]


class LevelPercentile(Model):
    """The market percentile, 0-100, with which each level of experience is compared."""

    entry: Percentile
    qualified: Percentile
    experienced: Percentile
    expert: Percentile


class Alignment(Model):
    """How well an occupation serves a goal, 0-100, by what the two SOC codes share."""

    same_occupation: Score
    same_broad_group: Score
    same_minor_group: Score
    same_major_group: Score
    other: Score
    all_skills: Score


class TypicalBenefits(Model):
    """The benefits that a stated benefit is compared with."""

    health_premium_employer_share: PositiveShare
    retirement_match: PositiveShare
    paid_leave_days: PositiveLeaveDays


class _Range(Model):
    """What a word covers, both ends included, and the figure inside that it is scored as."""

    at_least: float | None = None
    at_most: float | None = None
    typical: float

    @model_validator(mode="after")
    def _typical_lies_inside(self) -> Self:
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        if not low <= self.typical <= high:
            raise QuantityError("a range with the typical figure inside it")
        return self


class ChangeRange(_Range):
    """The changes of pay that a word covers."""

    at_least: Change | None = None
    at_most: Change | None = None
    typical: Change


class RatioRange(_Range):
    """The ratios that a word covers."""

    at_least: Ratio | None = None
    at_most: Ratio | None = None
    typical: Ratio


class MonthsRange(_Range):
    """The months that a word covers."""

    at_least: Months | None = None
    at_most: Months | None = None
    typical: Months


WordRange = ChangeRange | RatioRange | MonthsRange


class PayChangeInWords(Model):
    """What the words of the offer's `pay.versus_current` stand for."""

    much_lower: ChangeRange
    lower: ChangeRange
    same: ChangeRange
    higher: ChangeRange
    much_higher: ChangeRange


class MarketRatioInWords(Model):
    """What the words of the offer's `pay.versus_market` stand for."""

    far_below: RatioRange
    below: RatioRange
    at: RatioRange
    above: RatioRange
    far_above: RatioRange


class BenefitsInWords(Model):
    """What the words of the offer's `benefits.overall` stand for."""

    poor: RatioRange
    typical: RatioRange
    good: RatioRange


class RunwayInWords(Model):
    """What the words of the candidate's `situation.need_of_pay` stand for."""

    urgent: MonthsRange
    some: MonthsRange
    none: MonthsRange


class InWords(Model):
    """What words stand for where no figure is known, by the entry that holds the word."""

    versus_current: PayChangeInWords
    versus_market: MarketRatioInWords
    overall: BenefitsInWords
    need_of_pay: RunwayInWords


class ShareStep(Model):
    """A step, and the most that is added in all, as shares."""

    step: PositiveShare
    most: PositiveShare


class LeaveStep(Model):
    """A step, and the most that is added in all, in working days."""

    step: PositiveLeaveDays
    most: PositiveLeaveDays


class Negotiation(Model):
    """How far advice looks for a change that the employer could make, and in which steps."""

    ask_percentile: Percentile
    most_percentile: Percentile
    base: ShareStep
    bonus_target: ShareStep
    retirement_match: ShareStep
    duties: ShareStep
    paid_leave_days: LeaveStep
    more_days: PositiveDays


class Assumptions(Model):
    """Every figure that a derivation takes from the rule file."""

    hours_per_year: Hours
    market_aging_per_year: Share
    level_percentile: LevelPercentile
    bonus_not_guaranteed_discount: Share
    illiquid_equity_discount: Share
    take_home_share: PositiveShare
    horizon_months: PositiveMonths
    search_months: PositiveMonths
    short_stint_months: PositiveMonths
    alignment: Alignment
    typical_benefits: TypicalBenefits
    in_words: InWords
    negotiation: Negotiation
    turnover_by_industry: dict[Industry, Share]

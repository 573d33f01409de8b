"""The figures that derivations rest on. They stand in rules.yaml, where the user can change them."""

import math
from typing import Annotated, NamedTuple

from offercheck.fields import (
    DAYS_TEXT,
    SHARE_TEXT,
    SMALLEST,
    Change,
    Months,
    PositiveMonths,
    PositiveShare,
    Score,
    Share,
    leave_days,
    number,
)
from offercheck.offer import Industry
from offercheck.quantities import parse_duration, parse_number, parse_ratio

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


class LevelPercentile(NamedTuple):
    """The market percentile, 0-100, with which each level of experience is compared."""

    entry: Percentile
    qualified: Percentile
    experienced: Percentile
    expert: Percentile


class Alignment(NamedTuple):
    """How well an occupation serves a goal, 0-100, by what the two SOC codes share."""

    same_occupation: Score
    same_broad_group: Score
    same_minor_group: Score
    same_major_group: Score
    other: Score
    all_skills: Score


class TypicalBenefits(NamedTuple):
    """The benefits that a stated benefit is compared with."""

    health_premium_employer_share: PositiveShare
    retirement_match: PositiveShare
    paid_leave_days: PositiveLeaveDays


class ChangeRange(NamedTuple):
    """The changes of pay that a word covers."""

    at_least: Change | None
    at_most: Change | None
    typical: Change


class RatioRange(NamedTuple):
    """The ratios that a word covers."""

    at_least: Ratio | None
    at_most: Ratio | None
    typical: Ratio


class MonthsRange(NamedTuple):
    """The months that a word covers."""

    at_least: Months | None
    at_most: Months | None
    typical: Months


WordRange = ChangeRange | RatioRange | MonthsRange


def typical_lies_inside(word: WordRange) -> bool:
    """Whether the figure that a word is scored as is one that the word covers, both ends included."""
    low = -math.inf if word.at_least is None else word.at_least
    return low <= word.typical <= (math.inf if word.at_most is None else word.at_most)


class PayChangeInWords(NamedTuple):
    """What the words of the offer's `pay.versus_current` stand for."""

    much_lower: ChangeRange
    lower: ChangeRange
    same: ChangeRange
    higher: ChangeRange
    much_higher: ChangeRange


class MarketRatioInWords(NamedTuple):
    """What the words of the offer's `pay.versus_market` stand for."""

    far_below: RatioRange
    below: RatioRange
    at: RatioRange
    above: RatioRange
    far_above: RatioRange


class BenefitsInWords(NamedTuple):
    """What the words of the offer's `benefits.overall` stand for."""

    poor: RatioRange
    typical: RatioRange
    good: RatioRange


class RunwayInWords(NamedTuple):
    """What the words of the candidate's `situation.need_of_pay` stand for."""

    urgent: MonthsRange
    some: MonthsRange
    none: MonthsRange


class InWords(NamedTuple):
    """What words stand for where no figure is known, by the entry that holds the word."""

    versus_current: PayChangeInWords
    versus_market: MarketRatioInWords
    overall: BenefitsInWords
    need_of_pay: RunwayInWords


class ShareStep(NamedTuple):
    """A step, and the most that is added in all, as shares."""

    step: PositiveShare
    most: PositiveShare


class LeaveStep(NamedTuple):
    """A step, and the most that is added in all, in working days."""

    step: PositiveLeaveDays
    most: PositiveLeaveDays


class Negotiation(NamedTuple):
    """How far advice looks for a change that the employer could make, and in which steps."""

    ask_percentile: Percentile
    most_percentile: Percentile
    base: ShareStep
    bonus_target: ShareStep
    retirement_match: ShareStep
    duties: ShareStep
    paid_leave_days: LeaveStep
    more_days: PositiveDays


class Assumptions(NamedTuple):
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

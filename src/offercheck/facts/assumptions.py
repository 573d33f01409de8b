"""The figures that derivations rest on. They stand in rules.yaml, where the user can change them."""

from __future__ import annotations

from typing import Annotated

from offercheck.fields import (
    DAYS_TEXT,
    SMALLEST,
    Model,
    PositiveMonths,
    PositiveShare,
    Score,
    Share,
    number,
)
from offercheck.offer import Industry
from offercheck.quantities import parse_duration, parse_number

HOURS_OF_A_LEAP_YEAR = 8784
DAYS_OF_A_LEAP_YEAR = 366

Percentile = Annotated[float, number(parse_number, SMALLEST, 100)]
Hours = Annotated[float, number(parse_number, SMALLEST, HOURS_OF_A_LEAP_YEAR)]
PositiveDays = Annotated[
    float,
    number(
        lambda value: parse_duration(value, "days"), SMALLEST, DAYS_OF_A_LEAP_YEAR, text=DAYS_TEXT
    ),
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
    paid_leave_days: PositiveDays


class Assumptions(Model):
    """Every figure that a derivation takes from the rule file."""

    hours_per_year: Hours
    market_aging_per_year: Share
    level_percentile: LevelPercentile
    bonus_not_guaranteed_discount: Share
    illiquid_equity_discount: Share
    take_home_share: PositiveShare
    horizon_months: PositiveMonths
    short_stint_months: PositiveMonths
    alignment: Alignment
    typical_benefits: TypicalBenefits
    turnover_by_industry: dict[Industry, Share]

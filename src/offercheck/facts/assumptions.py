"""The figures that derivations rest on. They stand in rules.yaml, where the user can change them."""

from __future__ import annotations

from pydantic import Field

from offercheck.fields import Days, Model, Months, Number, Share
from offercheck.offer import Industry


class LevelPercentile(Model):
    """The market percentile, 0-100, with which each level of experience is compared."""

    entry: Number = Field(gt=0, lt=100)
    qualified: Number = Field(gt=0, lt=100)
    experienced: Number = Field(gt=0, lt=100)
    expert: Number = Field(gt=0, lt=100)


class Alignment(Model):
    """How well an occupation serves a goal, 0-100, by what the two SOC codes share."""

    same_occupation: Number = Field(ge=0, le=100)
    same_broad_group: Number = Field(ge=0, le=100)
    same_minor_group: Number = Field(ge=0, le=100)
    same_major_group: Number = Field(ge=0, le=100)
    other: Number = Field(ge=0, le=100)
    all_skills: Number = Field(ge=0, le=100)


class TypicalBenefits(Model):
    """The benefits that a stated benefit is compared with."""

    health_premium_employer_share: Share = Field(gt=0, le=1)
    retirement_match: Share = Field(gt=0, le=1)
    paid_leave_days: Days = Field(gt=0)


class Assumptions(Model):
    """Every figure that a derivation takes from the rule file."""

    hours_per_year: Number = Field(gt=0, le=8784)
    market_aging_per_year: Share = Field(le=1)
    level_percentile: LevelPercentile
    bonus_not_guaranteed_discount: Share = Field(le=1)
    illiquid_equity_discount: Share = Field(le=1)
    take_home_share: Share = Field(gt=0, le=1)
    horizon_months: Months = Field(gt=0)
    short_stint_months: Months = Field(gt=0)
    alignment: Alignment
    typical_benefits: TypicalBenefits
    turnover_by_industry: dict[Industry, Share]

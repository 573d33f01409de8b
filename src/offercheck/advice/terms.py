"""What pay elsewhere comes to in the terms of one offer: its hours, its bonus, its currency."""

from __future__ import annotations

import math

from offercheck.assessment import Assessment
from offercheck.candidate import Situation
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.pay import expected_bonus
from offercheck.offer import MONTHS_PER_YEAR, Offer


class PayTerms:
    """The terms in which one offer pays. Amounts are for a year and in the offer's currency.

    `counted` is what the market would count of this offer at its own hours: base, with commission
    and tips. `situation` is empty where its amounts are in another currency.
    """

    def __init__(self, assessment: Assessment) -> None:
        facts = assessment.evaluation.facts
        self.offer: Offer = assessment.case.offer
        self.currency = self.offer.pay.currency if self.offer.pay else "USD"
        self.assumptions: Assumptions = assessment.record.assumptions
        self.cash = _number(facts["pay.total_cash"].value)
        self.base = _number(facts["pay.base"].value)
        bonus = self.offer.pay.bonus if self.offer.pay else None
        discount = self.assumptions.bonus_not_guaranteed_discount
        # A bonus is an amount, or a share of base: straight in base either way.
        self._bonus = expected_bonus(0.0, bonus, discount)
        self._bonus_share = expected_bonus(1.0, bonus, discount) - self._bonus
        self._market_counts_bonus = bonus is not None and bonus.kind != "bonus"
        self.counted = None if self.base is None else self._counted(self.base)
        comparable = _number(facts["pay.comparable_base"].value)
        self._hours = comparable / self.counted if comparable and self.counted else None
        situation = assessment.case.candidate.situation
        self.currencies_differ = situation is not None and situation.currency not in {
            None,
            self.currency,
        }
        self.situation = Situation() if situation is None or self.currencies_differ else situation

    @property
    def counts_as_the_market(self) -> bool:
        """Whether the market's wages are base of this offer as they stand."""
        return not self._market_counts_bonus and self._hours is not None and self._is_full_time

    @property
    def _is_full_time(self) -> bool:
        return self._hours is not None and math.isclose(self._hours, 1.0)

    def at_these_hours(self, market_wage: float) -> float | None:
        """A market wage, which is for 2,080 hours, at the hours of this offer."""
        return None if self._hours is None else market_wage / self._hours

    def base_like_market(self, market_wage: float) -> float | None:
        """The base with which this offer pays a market wage, as the market counts pay."""
        wanted = self.at_these_hours(market_wage)
        if wanted is None or not self._market_counts_bonus:
            return wanted
        return max(0.0, (wanted - self._bonus) / (1 + self._bonus_share))

    def base_like_cash(self, total_cash: float) -> float:
        """The base with which this offer pays so much cash in all, bonus at its expected value."""
        return max(0.0, (total_cash - self._bonus) / (1 + self._bonus_share))

    @property
    def base_for_expenses(self) -> float | None:
        """The least base whose take-home share covers the monthly expenses, where those are known."""
        expenses = self.situation.monthly_expenses
        if expenses is None:
            return None
        return expenses * MONTHS_PER_YEAR / self.assumptions.take_home_share

    def _counted(self, base: float) -> float:
        if not self._market_counts_bonus:
            return base
        return base + self._bonus + self._bonus_share * base


def _number(value: object) -> float | None:
    return value if isinstance(value, float) and math.isfinite(value) else None

"""The figures of a counter: the walk-away, the target and the ask, each with what it rests on.

Amounts are base for a year in the offer's currency and terms.
"""

from typing import NamedTuple

from offercheck.advice.flips import Flip
from offercheck.advice.levers import round_step
from offercheck.advice.terms import PayTerms
from offercheck.assessment import Assessment
from offercheck.market.wages import WageDistribution
from offercheck.quantities import format_money, format_ordinal, format_share
from offercheck.rules.model import Verdict

BASE_ENTRY = "pay.base.amount"
REFERENCE = "pay.market_reference"
EXPENSES = "what your expenses need", "candidate.situation.monthly_expenses, take_home_share"
HALF_WAY = "as far above the target as the offer is below it, to meet half-way", "pay.base"
ROUNDING = 0.5  # amounts are printed in whole units
MOST_MOVED = "assumptions.negotiation.base.most"


class Figure(NamedTuple):
    """An amount of base for a year, as printed too, and why it is that.

    `rests_on` names the fact, the entry or the part of the rule file that it rests on. `verdict` is
    the one on the offer with that base, where it can be tried.
    """

    amount: float
    text: str
    because: str
    rests_on: str
    verdict: Verdict | None = None


def yearly(amount: float, currency: str, because: str, rests_on: str) -> Figure:
    """The figure of an amount for a year."""
    return Figure(amount, f"{format_money(amount, currency)} a year", because, rests_on)


class Figures:
    """Works out the figures of a counter; `base` is more than 0."""

    def __init__(self, terms: PayTerms, base: float, assessment: Assessment) -> None:
        facts = assessment.evaluation.facts
        self.terms = terms
        self.base = base
        self._bounds = terms.assumptions.negotiation
        self._step = round_step(base * self._bounds.base.step)
        self._wages: WageDistribution | None = assessment.record.market.wages
        self._reference = facts[REFERENCE].value
        self._level = facts["pay.level"].value
        self._alternative = facts["situation.batna_pay"].value
        self._is_final = facts["pay.final"].value is True

    @property
    def market_words(self) -> str:
        """What the market reference is, in words."""
        return (
            f"the market wage for the {self._level} level" if self._level else "the market median"
        )

    @property
    def market_wage(self) -> str:
        """The market reference as the market counts it, printed; empty where it is not known."""
        if not isinstance(self._reference, float):
            return ""
        wage = f"{format_money(self._reference, self.terms.currency)} a year"
        how = " at 2,080 hours, commission and tips included"
        return wage if self.terms.counts_as_the_market else wage + how

    def walk_away(self) -> Figure | None:
        """The largest of the floor, the best sure alternative, and what the expenses need."""
        terms, grounds = self.terms, []
        if terms.situation.pay_floor:
            entry = "candidate.situation.pay_floor"
            grounds.append((terms.situation.pay_floor, "your floor", entry))
        alternative = self._alternative
        if not terms.currencies_differ and isinstance(alternative, float) and alternative > 0:
            amount = terms.base_like_cash(alternative)
            in_all = f" ({format_money(alternative, terms.currency)} in all)"
            words = f"as good as your best sure alternative{in_all if amount < alternative else ''}"
            grounds.append((amount, words, "situation.batna_pay"))
        if terms.base_for_expenses:
            grounds.append((terms.base_for_expenses, *EXPENSES))
        highest = max(grounds, key=lambda ground: ground[0], default=None)
        return None if highest is None or not highest[0] else self._rounded_up(*highest)

    def target(self, walk_away: Figure | None, found: tuple[Flip, ...]) -> Figure | None:
        """The most of the market for the level, the base that turns the verdict, and the walk-away."""
        candidates = [walk_away] if walk_away is not None else []
        if isinstance(self._reference, float):
            market = self.terms.base_like_market(self._reference)
            if market:
                figure = self._rounded_up(market, self.market_words, REFERENCE)
                if figure.amount - market >= ROUNDING:
                    figure = figure._replace(because=f"{figure.because}, rounded up")
                candidates.append(figure)
        for flip in found:
            change = flip.changes[0]
            if len(flip.changes) == 1 and change.entry == BASE_ENTRY and change.growth is not None:
                turned = f"the base that makes the answer {flip.verdict.replace('_', ' ')}"
                amount = self.base * change.growth
                candidates.append(self._rounded_up(amount, turned, f"verdict row {flip.row}"))
        return max(candidates, key=lambda figure: figure.amount, default=None)

    def why_not(self, target: Figure | None, walk_away: Figure | None) -> str:
        """Why no base is to be asked for, or nothing."""
        if self._is_final:
            return "Ask for no more base: they have said that pay cannot move."
        leads = self._wage(self._bounds.ask_percentile)
        if leads is not None and self.base >= leads:
            percentile = format_ordinal(self._bounds.ask_percentile)
            why = f"Ask for no more base: pay is at or above the market's {percentile} percentile"
            short = walk_away is not None and self.base < walk_away.amount
            return f"{why}, and below what you need; more is unlikely." if short else f"{why}."
        if target is None:
            return f"What to ask for is not known: {self._lacking()}."
        if self.base >= target.amount:
            return f"Ask for no more base: it reaches {target.text} already, {target.because}."
        limit, words = self._limit(target)
        if target.amount > limit:
            what = f"{target.text}, {target.because}"
            return f"What it takes is {what}. That is {words}: more is unlikely."
        return ""

    def ask(self, target: Figure) -> Figure:
        """Above the target, to leave room, within what an employer may be moved and pays at most."""
        limit, words = self._limit(target)
        amount, ground = target.amount + (target.amount - self.base), HALF_WAY
        farthest = self.base * (1 + self._bounds.base.most)
        if amount > farthest:
            more = format_share(self._bounds.base.most)
            amount = farthest
            ground = f"above the target, to leave room, and {more} more than offered", MOST_MOVED
        if amount > limit:
            amount, ground = limit, (words, "assumptions.negotiation, pay.market_percentile")
        rounded = amount // self._step * self._step
        if rounded <= target.amount:
            return target
        return yearly(rounded, self.terms.currency, *ground)

    def _lacking(self) -> str:
        if self.terms.currencies_differ:
            return "your amounts are in another currency than the offer"
        return "neither the market nor what you need is known"

    def _limit(self, target: Figure) -> tuple[float, str]:
        """How far an ask may go, and what bounds it there.

        The market's upper percentiles; where those are not known, how far an employer may be moved.
        """
        percentiles = (self._bounds.ask_percentile, self._bounds.most_percentile)
        known = [(wage, p) for p in percentiles if (wage := self._wage(p)) is not None]
        for wage, percentile in known:
            if target.amount <= wage:
                return wage, f"the market's {format_ordinal(percentile)} percentile"
        if known:
            wage, percentile = known[-1]
            return wage, f"above the market's {format_ordinal(percentile)} percentile"
        more = format_share(self._bounds.base.most)
        farthest = self.base * (1 + self._bounds.base.most)
        if target.rests_on == REFERENCE:
            farthest = max(farthest, target.amount)
        return farthest, f"more than {more} above the offer"

    def _wage(self, percentile: float) -> float | None:
        """The base that pays the market's wage at a percentile, where that is known exactly."""
        found = self._wages.wage_at(percentile) if self._wages is not None else None
        if found is None or not found.is_point:
            return None
        return self.terms.base_like_market(found.low)

    def _rounded_up(self, amount: float, because: str, rests_on: str) -> Figure:
        """An amount rounded up to a round number, so that it never falls short of its ground."""
        rounded = -(-round(amount, 6) // self._step) * self._step
        return yearly(rounded, self.terms.currency, because, rests_on)

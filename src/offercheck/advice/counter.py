"""What to ask for: the ask, the target and the walk-away, each with the figure it rests on.

Amounts are base for a year in the offer's currency and terms. Nothing is asked where base already
leads the market, reaches the target, or cannot move.
"""

from __future__ import annotations

from typing import NamedTuple

from offercheck.advice.flips import Flip
from offercheck.advice.levers import round_step
from offercheck.assessment import Assessment
from offercheck.candidate import Situation
from offercheck.interval import Interval
from offercheck.market.wages import WageDistribution
from offercheck.offer import MONTHS_PER_YEAR
from offercheck.quantities import format_money, format_ordinal, format_share
from offercheck.rules.model import RuleSet

BASE_ENTRY = "pay.base.amount"


class Figure(NamedTuple):
    """An amount of base for a year, as printed too, and what it rests on."""

    amount: float
    text: str
    because: str


class Counter(NamedTuple):
    """What to ask for. `ask` is None where no base is to be asked for, and `why` says it.

    `order` are the things to ask for, the first first; `say` are sentences to say.
    """

    ask: Figure | None
    target: Figure | None
    walk_away: Figure | None
    why: str
    order: tuple[str, ...]
    say: tuple[str, ...]


def counter(assessment: Assessment, rules: RuleSet, found: tuple[Flip, ...]) -> Counter | None:
    """The counter to an offer; None where its base is not known."""
    base = assessment.evaluation.facts["pay.base"].value
    if not isinstance(base, float) or base <= 0:
        return None
    terms = _Terms(assessment, rules, base)
    walk_away = terms.walk_away()
    target = terms.target(walk_away, found)
    why = terms.why_not(target, walk_away)
    ask = None if why or target is None else terms.ask(target)
    others = tuple(_other(flip) for flip in found if flip.changes[0].entry != BASE_ENTRY)
    order = (*((f"base of {ask.text}",) if ask else ()), *others)
    return Counter(ask, target, walk_away, why, order, tuple(_say(terms, ask, target)))


def _other(flip: Flip) -> str:
    return " and ".join(f"{change.lever}: {change.after}" for change in flip.changes)


class _Terms:
    """The amounts that a counter rests on, in the offer's own terms."""

    def __init__(self, assessment: Assessment, rules: RuleSet, base: float) -> None:
        facts = assessment.evaluation.facts
        comparable = facts["pay.comparable_base"].value
        self.base = base
        self.offer = assessment.case.offer
        self.currency = self.offer.pay.currency if self.offer.pay else "USD"
        # The market counts 2,080 hours a year; the offer may pay for others.
        known = isinstance(comparable, float) and comparable > 0
        self._factor = base / float(comparable) if known else None  # type: ignore[arg-type]
        self._wages = assessment.record.market.wages
        self._reference = facts["pay.market_reference"].value
        self._level = facts["pay.level"].value
        self._alternative = facts["situation.batna_pay"].value
        # An alternative is all the pay of it; this offer may pay more than base too.
        cash = facts["pay.total_cash"].value
        self._base_share = base / cash if isinstance(cash, float) and cash > 0 else 1.0
        self._final = facts["pay.final"].value is True
        self._assumptions = rules.assumptions
        situation = assessment.case.candidate.situation
        alike = situation is not None and situation.currency in {None, self.currency}
        self._situation = situation if alike else None

    @property
    def market_words(self) -> str:
        """What the market reference is, in words."""
        return (
            f"the market wage for the {self._level} level" if self._level else "the market median"
        )

    def walk_away(self) -> Figure | None:
        """The largest of the floor, the best sure alternative, and what the expenses need."""
        situation = self._situation or Situation()
        amounts: list[tuple[float, str]] = []
        if situation.pay_floor:
            amounts.append((situation.pay_floor, "your floor"))
        if self._situation and isinstance(self._alternative, float) and self._alternative > 0:
            amounts.append((self._alternative * self._base_share, "your best sure alternative"))
        if situation.monthly_expenses:
            share = self._assumptions.take_home_share
            need = situation.monthly_expenses * MONTHS_PER_YEAR / share
            amounts.append((need, "what your expenses need"))
        if not amounts:
            return None
        amount, because = max(amounts, key=lambda pair: pair[0])
        return self._figure(amount, because)

    def target(self, walk_away: Figure | None, found: tuple[Flip, ...]) -> Figure | None:
        """The most of the market for the level, the base that turns the verdict, and the walk-away."""
        candidates = [walk_away] if walk_away is not None else []
        if self._factor is not None and isinstance(self._reference, float):
            candidates.append(self._figure(self._reference * self._factor, self.market_words))
        for flip in found:
            change = flip.changes[0]
            if len(flip.changes) == 1 and change.entry == BASE_ENTRY and change.growth is not None:
                pay = self.base * change.growth
                candidates.append(
                    self._figure(
                        pay, f"the base that makes the answer {flip.verdict.replace('_', ' ')}"
                    )
                )
        return max(candidates, key=lambda figure: figure.amount) if candidates else None

    def why_not(self, target: Figure | None, walk_away: Figure | None) -> str:
        """Why no base is to be asked for, or nothing."""
        leads = self._wage(self._assumptions.negotiation.ask_percentile)
        if self._final:
            return "They have said that pay cannot move."
        if leads is not None and self.base >= leads:
            percentile = format_ordinal(self._assumptions.negotiation.ask_percentile)
            why = f"Base is at or above the market's {percentile} percentile: it leads already"
            short = walk_away is not None and self.base < walk_away.amount
            return (
                f"{why}, and yet is below what you need: more is unlikely." if short else f"{why}."
            )
        if target is None:
            return "Neither the market nor what you need is known."
        return "" if self.base < target.amount else "Base reaches what there is to ask for."

    def ask(self, target: Figure) -> Figure:
        """As far above the target as the offer is below it, but no further than can be expected.

        Bounded by how far an employer may move, and by the market's upper percentiles.
        """
        bounds = self._assumptions.negotiation
        amount = target.amount + (target.amount - self.base)
        because = "as far above the target as the offer is below it"
        farthest = self.base * (1 + bounds.base.most)
        if amount > farthest:
            more = format_share(bounds.base.most)
            amount, because = (
                farthest,
                f"{more} more than offered, the most an employer may be moved",
            )
        percentiles = (bounds.ask_percentile, bounds.most_percentile)
        for percentile in percentiles:
            limit = self._wage(percentile)
            if limit is not None and target.amount < limit:
                if amount > limit:
                    amount = limit
                    because = f"the market's {format_ordinal(percentile)} percentile"
                break
        else:
            if all(self._wage(percentile) is not None for percentile in percentiles):
                amount, because = target.amount, target.because
        step = self._step()
        rounded = amount // step * step
        return self._printed(rounded, because) if rounded > target.amount else target

    def _wage(self, percentile: float) -> float | None:
        """The market wage at a percentile in the terms of the offer, where it is known exactly."""
        wages: WageDistribution | None = self._wages
        found: Interval | None = wages.wage_at(percentile) if wages is not None else None
        if found is None or not found.is_point or self._factor is None:
            return None
        return found.low * self._factor

    def _figure(self, amount: float, because: str) -> Figure:
        """An amount rounded up to a round number, so that it never falls short of its ground."""
        step = self._step()
        return self._printed(-(-round(amount, 6) // step) * step, because)

    def _printed(self, amount: float, because: str) -> Figure:
        return Figure(amount, f"{format_money(amount, self.currency)} a year", because)

    def _step(self) -> float:
        return round_step(self.base * self._assumptions.negotiation.base.step)


def _say(terms: _Terms, ask: Figure | None, target: Figure | None) -> list[str]:
    """Two or three plain sentences."""
    if ask is None or target is None:
        return []
    offered = f"{format_money(terms.base, terms.currency)} a year"
    by_market = target.because == terms.market_words
    reason = f"; {target.because} is {target.text}" if by_market else ""
    return [
        f"Thank you for the offer of {offered}; I would like to find a way to say yes.",
        f"I have looked at what this work pays{reason}. I am asking for a base of {ask.text}.",
        "If base cannot go there, I would like to talk about what else could close the gap.",
    ]

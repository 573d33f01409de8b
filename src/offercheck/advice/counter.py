"""What to ask for: the ask, the target and the walk-away, each with the figure it rests on.

Amounts are base for a year in the offer's currency and terms. No base is asked for where pay already
leads the market, reaches the target, or cannot move, nor one beyond what can be expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offercheck.advice.figures import Figure, yearly
from offercheck.advice.flips import Flip
from offercheck.advice.levers import round_step
from offercheck.advice.moves import Moves
from offercheck.advice.terms import PayTerms
from offercheck.assessment import Assessment
from offercheck.market.wages import WageDistribution
from offercheck.quantities import format_money, format_number, format_ordinal, format_share

BASE_ENTRY = "pay.base.amount"
# Other things are asked for after base, since bonus, match and later raises are counted from it; what
# is paid once comes before what costs the employer every year.
FIRST_IN_ORDER = ("base", "sign-on payment", "bonus target", "paid leave days", "retirement match")
EXPENSES = "what your expenses need", "candidate.situation.monthly_expenses, take_home_share"
HALF_WAY = "as far above the target as the offer is below it, to meet half-way", "pay.base"
MOST_MOVED = "assumptions.negotiation.base.most"
REFERENCE = "pay.market_reference"


class Request(NamedTuple):
    """One thing to ask for, in words, and what it rests on or brings."""

    what: str
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
    order: tuple[Request, ...]
    say: tuple[str, ...]


def counter(assessment: Assessment, moves: Moves, found: tuple[Flip, ...]) -> Counter:
    """The counter to an offer."""
    terms = PayTerms(assessment)
    if not terms.base:
        note = assessment.evaluation.facts["pay.base"].note or "the base is not known"
        why = "the base is 0" if terms.base == 0 else note
        return Counter(None, None, None, f"Nothing to counter yet: {why}.", (), ())
    figures = _Figures(terms, terms.base, assessment)
    walk_away = figures.walk_away()
    target = figures.target(walk_away, found)
    why = figures.why_not(target, walk_away)
    ask = None if why or target is None else figures.ask(target)
    order = _order(terms, terms.base, ask, target, found)
    say = tuple(_say(figures, ask, target, order))
    ask, target, walk_away = (
        None
        if figure is None
        else figure._replace(verdict=moves.with_base(figure.amount / terms.base))
        for figure in (ask, target, walk_away)
    )
    return Counter(ask, target, walk_away, why, order, say)


class _Figures:
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
                candidates.append(self._rounded_up(market, self.market_words, REFERENCE))
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


def _order(
    terms: PayTerms,
    base: float,
    ask: Figure | None,
    target: Figure | None,
    found: Sequence[Flip],
) -> tuple[Request, ...]:
    """Base first, then what makes up for it, then what else changes the verdict; each thing once."""
    requests: list[Request] = []
    if ask is not None and target is not None:
        requests.append(Request("base", f"a base of {ask.text}", ask.because))
        gap = format_money(target.amount - base, terms.currency)
        lacks = "what the first year's base lacks, where base itself cannot move"
        more = "more as" if terms.offer.pay and terms.offer.pay.sign_on else "as"
        requests.append(Request("sign-on payment", f"{gap} {more} a sign-on payment", lacks))
    requests.extend(_changing(found))
    requests.extend(_typical(terms))
    first = {what: place for place, what in enumerate(FIRST_IN_ORDER)}
    once = {request.what: request for request in reversed(requests)}
    kept = [request for request in requests if once[request.what] is request]
    return tuple(sorted(kept, key=lambda request: first.get(request.what, len(first))))


def _changing(found: Sequence[Flip]) -> Iterator[Request]:
    """The changes other than base that give a better verdict."""
    for flip in found:
        answer = flip.verdict.replace("_", " ")
        together = " with the other" if len(flip.changes) > 1 else ""
        for change in flip.changes:
            if change.entry != BASE_ENTRY:
                yield Request(change.lever, change.request, f"makes the answer {answer}{together}")


def _typical(terms: PayTerms) -> Iterator[Request]:
    """Benefits that are stated and below the typical ones."""
    benefits, typical = terms.offer.benefits, terms.assumptions.typical_benefits
    if benefits is None:
        return
    days, match = benefits.paid_leave_days, benefits.retirement_match
    if days is not None and days < typical.paid_leave_days:
        usual = format_number(typical.paid_leave_days)
        text = f"{usual} days of paid leave instead of {format_number(days)}"
        yield Request("paid leave days", text, f"{usual} are typical")
    if match is not None and match < typical.retirement_match:
        usual = format_share(typical.retirement_match)
        text = f"a retirement match of {usual} instead of {format_share(match)}"
        yield Request("retirement match", text, f"{usual} is typical")


def _say(
    figures: _Figures, ask: Figure | None, target: Figure | None, order: Sequence[Request]
) -> Iterator[str]:
    """Two or three plain sentences; none where there is nothing to ask for."""
    others = [request.text for request in order if request.what != "base"]
    if not order:
        return
    offered = f"{format_money(figures.base, figures.terms.currency)} a year"
    yield f"Thank you for the offer of {offered}; I would like to find a way to say yes."
    if ask is not None and target is not None:
        by_market = target.rests_on == REFERENCE and figures.market_wage
        reason = f": {figures.market_words} is {figures.market_wage}" if by_market else ""
        yield f"I have looked at what this work pays{reason}. I am asking for {order[0].text}."
        yield f"If base cannot go there, could we agree on {others[0]}?"
    else:
        yield f"Could we agree on {', and on '.join(others[:2])}?"

"""What to ask for: the ask, the target and the walk-away, each with the figure it rests on.

Amounts are base for a year in the offer's currency and terms. No base is asked for where it already
leads the market, reaches the target, or cannot move.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offercheck.advice.figures import Figure, yearly
from offercheck.advice.flips import Flip
from offercheck.advice.levers import round_step
from offercheck.advice.moves import Moves
from offercheck.assessment import Assessment
from offercheck.candidate import Situation
from offercheck.interval import Interval
from offercheck.market.wages import WageDistribution
from offercheck.offer import MONTHS_PER_YEAR, Offer
from offercheck.quantities import format_money, format_number, format_ordinal, format_share
from offercheck.rules.model import RuleSet

BASE_ENTRY = "pay.base.amount"
# Other things are asked for after base, since bonus, match and later raises are counted from it; what
# is paid once comes before what costs the employer every year.
FIRST_IN_ORDER = ("base", "sign-on payment", "bonus target", "paid leave days", "retirement match")


EXPENSES = "what your expenses need", "candidate.situation.monthly_expenses, take_home_share"
HALF_WAY = "as far above the target as the offer is below it", "pay.base"
MOST_MOVED = "assumptions.negotiation.base.most"
LED = "assumptions.negotiation, pay.market_percentile"


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


def counter(
    assessment: Assessment, rules: RuleSet, moves: Moves, found: tuple[Flip, ...]
) -> Counter | None:
    """The counter to an offer; None where its base is not known."""
    base = assessment.evaluation.facts["pay.base"].value
    if not isinstance(base, float) or base <= 0:
        return None
    terms = _Terms(assessment, rules, base)
    walk_away = terms.walk_away()
    target = terms.target(walk_away, found)
    why = terms.why_not(target, walk_away)
    ask = None if why or target is None else terms.ask(target)
    order = _order(terms, ask, target, found, rules)
    ask, target, walk_away = (
        None if figure is None else figure._replace(verdict=moves.with_base(figure.amount / base))
        for figure in (ask, target, walk_away)
    )
    return Counter(ask, target, walk_away, why, order, tuple(_say(terms, ask, target, order)))


class _Terms:
    """The amounts that a counter rests on, in the offer's own terms."""

    def __init__(self, assessment: Assessment, rules: RuleSet, base: float) -> None:
        facts = assessment.evaluation.facts
        comparable = facts["pay.comparable_base"].value
        self.base = base
        self.offer: Offer = assessment.case.offer
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
        self.is_final = facts["pay.final"].value is True
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

    @property
    def market_wage(self) -> float | None:
        """The market reference in the terms of the offer, where it is known exactly."""
        if self._factor is None or not isinstance(self._reference, float):
            return None
        return self._reference * self._factor

    def walk_away(self) -> Figure | None:
        """The largest of the floor, the best sure alternative, and what the expenses need."""
        situation = self._situation or Situation()
        grounds: list[tuple[float, str, str]] = []
        if situation.pay_floor:
            entry = "candidate.situation.pay_floor"
            grounds.append((situation.pay_floor, "your floor", entry))
        if self._situation and isinstance(self._alternative, float) and self._alternative > 0:
            amount = self._alternative * self._base_share
            grounds.append((amount, "your best sure alternative", "situation.batna_pay"))
        if situation.monthly_expenses:
            need = base_for_expenses(situation.monthly_expenses, self._assumptions.take_home_share)
            grounds.append((need, *EXPENSES))
        if not grounds:
            return None
        return self._figure(*max(grounds, key=lambda ground: ground[0]))

    def target(self, walk_away: Figure | None, found: tuple[Flip, ...]) -> Figure | None:
        """The most of the market for the level, the base that turns the verdict, and the walk-away."""
        candidates = [walk_away] if walk_away is not None else []
        if self.market_wage is not None:
            market = self._figure(self.market_wage, self.market_words, "pay.market_reference")
            candidates.append(market)
        for flip in found:
            change = flip.changes[0]
            if len(flip.changes) == 1 and change.entry == BASE_ENTRY and change.growth is not None:
                turned = f"the base that makes the answer {flip.verdict.replace('_', ' ')}"
                amount = self.base * change.growth
                candidates.append(self._figure(amount, turned, f"verdict row {flip.row}"))
        return max(candidates, key=lambda figure: figure.amount) if candidates else None

    def why_not(self, target: Figure | None, walk_away: Figure | None) -> str:
        """Why no base is to be asked for, or nothing."""
        leads = self._wage(self._assumptions.negotiation.ask_percentile)
        if self.is_final:
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
        amount, ground = target.amount + (target.amount - self.base), HALF_WAY
        farthest = self.base * (1 + bounds.base.most)
        if amount > farthest:
            more = format_share(bounds.base.most)
            ground = f"{more} more than offered, the most an employer may be moved", MOST_MOVED
            amount = farthest
        percentiles = (bounds.ask_percentile, bounds.most_percentile)
        for percentile in percentiles:
            limit = self._wage(percentile)
            if limit is not None and target.amount < limit:
                if amount > limit:
                    ground = f"the market's {format_ordinal(percentile)} percentile", LED
                    amount = limit
                break
        else:
            if all(self._wage(percentile) is not None for percentile in percentiles):
                return target
        step = self._step()
        rounded = amount // step * step
        return yearly(rounded, self.currency, *ground) if rounded > target.amount else target

    def _wage(self, percentile: float) -> float | None:
        """The market wage at a percentile in the terms of the offer, where it is known exactly."""
        wages: WageDistribution | None = self._wages
        found: Interval | None = wages.wage_at(percentile) if wages is not None else None
        if found is None or not found.is_point or self._factor is None:
            return None
        return found.low * self._factor

    def _figure(self, amount: float, because: str, rests_on: str) -> Figure:
        """An amount rounded up to a round number, so that it never falls short of its ground."""
        step = self._step()
        rounded = -(-round(amount, 6) // step) * step
        return yearly(rounded, self.currency, because, rests_on)

    def _step(self) -> float:
        return round_step(self.base * self._assumptions.negotiation.base.step)


def base_for_expenses(monthly_expenses: float, take_home_share: float) -> float:
    """The least base for a year whose take-home share covers the monthly expenses."""
    return monthly_expenses * MONTHS_PER_YEAR / take_home_share


def _order(
    terms: _Terms,
    ask: Figure | None,
    target: Figure | None,
    found: Sequence[Flip],
    rules: RuleSet,
) -> tuple[Request, ...]:
    """Base first, then what makes up for it, then what else changes the verdict; each thing once."""
    requests: list[Request] = []
    if ask is not None and target is not None:
        requests.append(Request("base", f"a base of {ask.text}", ask.because))
        gap = format_money(target.amount - terms.base, terms.currency)
        lacks = "what the first year's base lacks, where base itself cannot move"
        more = "more as" if terms.offer.pay and terms.offer.pay.sign_on else "as"
        requests.append(Request("sign-on payment", f"{gap} {more} a sign-on payment", lacks))
    requests.extend(_changing(found))
    requests.extend(_typical(terms, rules))
    first = {what: place for place, what in enumerate(FIRST_IN_ORDER)}
    once = {request.what: request for request in reversed(requests)}
    kept = [request for request in requests if once[request.what] is request]
    return tuple(sorted(kept, key=lambda request: first.get(request.what, len(first))))


def _changing(found: Sequence[Flip]) -> Iterator[Request]:
    """The changes other than base that give a better verdict."""
    for flip in found:
        answer = flip.verdict.replace("_", " ")
        together = " together" if len(flip.changes) > 1 else ""
        for change in flip.changes:
            if change.entry != BASE_ENTRY:
                text = f"{change.lever}: {change.after} instead of {change.before}"
                yield Request(change.lever, text, f"makes the answer {answer}{together}")


def _typical(terms: _Terms, rules: RuleSet) -> Iterator[Request]:
    """Benefits that are stated and below the typical ones."""
    benefits, typical = terms.offer.benefits, rules.assumptions.typical_benefits
    if benefits is None:
        return
    days, match = benefits.paid_leave_days, benefits.retirement_match
    if days is not None and days < typical.paid_leave_days:
        usual = format_number(typical.paid_leave_days)
        text = f"paid leave days: {usual} instead of {format_number(days)}"
        yield Request("paid leave days", text, f"{usual} are typical")
    if match is not None and match < typical.retirement_match:
        usual = format_share(typical.retirement_match)
        text = f"retirement match: {usual} instead of {format_share(match)}"
        yield Request("retirement match", text, f"{usual} is typical")


def _say(
    terms: _Terms, ask: Figure | None, target: Figure | None, order: Sequence[Request]
) -> Iterator[str]:
    """Two or three plain sentences; none where there is nothing to ask for."""
    others = [request.text for request in order if request.what != "base"]
    if not order:
        return
    yield (
        f"Thank you for the offer of {format_money(terms.base, terms.currency)} a year;"
        " I would like to find a way to say yes."
    )
    if ask is not None and target is not None:
        market = terms.market_wage if target.because == terms.market_words else None
        wage = "" if market is None else format_money(market, terms.currency)
        reason = f": {target.because} is {wage} a year" if wage else ""
        yield f"I have looked at what this work pays{reason}. I am asking for {order[0].text}."
        yield f"If base cannot go there, could we talk about this: {others[0]}?"
    else:
        yield f"Could we talk about this: {'; '.join(others[:2])}?"

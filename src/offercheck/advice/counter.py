"""What to ask for: the ask, the target and the walk-away, each with the figure it rests on.

Amounts are base for a year in the offer's currency and terms. No base is asked for where pay already
leads the market, reaches the target, or cannot move, nor one beyond what can be expected.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offercheck.advice.figures import BASE_ENTRY, REFERENCE, Figure, Figures
from offercheck.advice.flips import Flip
from offercheck.advice.moves import Moves
from offercheck.advice.terms import PayTerms
from offercheck.assessment import Assessment
from offercheck.quantities import format_money, format_number, format_share

# Other things are asked for after base, since bonus, match and later raises are counted from it; what
# is paid once comes before what costs the employer every year.
FIRST_IN_ORDER = ("base", "sign-on payment", "bonus target", "paid leave days", "retirement match")


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
    figures = Figures(terms, terms.base, assessment)
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
    figures: Figures, ask: Figure | None, target: Figure | None, order: Sequence[Request]
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

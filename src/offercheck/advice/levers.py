"""What an employer could change in an offer, and in which steps advice tries it.

Each lever knows the values it can be moved to, from the nearest to the farthest, and how the offer
looks with one of them. Only what the offer states can be moved: what is not known is asked about.
"""

import datetime
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from offercheck.facts.assumptions import Negotiation
from offercheck.offer import BonusTarget, Offer
from offercheck.quantities import format_money, format_number, format_share

Value = Any


class Lever(NamedTuple):
    """One thing an employer could change.

    `entry` is its path in the offer. `values` are those it can be moved to, the nearest first; none
    where the offer says nothing of it or it cannot move. `show` prints a value. `request` asks for
    one, with `{}` where it stands, and `request_none` for a value of nothing.
    """

    id: str
    entry: tuple[str, ...]
    values: Callable[[Offer, Negotiation], list[Value]]
    show: Callable[[Value, Offer], str]
    request: str
    request_none: str = ""

    def asked(self, value: Value, offer: Offer) -> str:
        """What to ask for, to move the lever to a value."""
        if value == 0 and self.request_none:
            return self.request_none
        return self.request.format(self.show(value, offer))

    def current(self, offer: Offer) -> Value | None:
        """The value as the offer states it."""
        return _at(offer, self.entry)

    def moved(self, offer: Offer, value: Value) -> Offer:
        """The offer with the lever at a value."""
        moved: Offer = _with(offer, self.entry, value)
        return moved


def _at(model: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        model = getattr(model, name, None)
    return model


def _with(model: Any, path: tuple[str, ...], value: Value) -> Any:
    name, *rest = path
    changed = _with(getattr(model, name), tuple(rest), value) if rest else value
    return model.model_copy(update={name: changed})


def without_words(offer: Offer) -> Offer:
    """The offer without what it says by a word about pay and benefits."""
    pay, benefits = offer.pay, offer.benefits
    if pay is not None:
        pay = pay.model_copy(update={"versus_current": None, "versus_market": None})
    if benefits is not None:
        benefits = benefits.model_copy(update={"overall": None})
    return offer.model_copy(update={"pay": pay, "benefits": benefits})


def _is_final(offer: Offer) -> bool:
    return offer.pay is not None and offer.pay.final is True


def round_step(amount: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is at most `amount`."""
    power = 10.0 ** math.floor(math.log10(amount))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= amount)


def _base(offer: Offer, bounds: Negotiation) -> list[Value]:
    """Round amounts above the base, up to a share of it more."""
    amount = _at(offer, ("pay", "base", "amount"))
    if not amount or _is_final(offer):
        return []
    step = round_step(amount * bounds.base.step)
    first = math.floor(amount / step) + 1
    last = math.floor(amount * (1 + bounds.base.most) / step)
    return [round(number * step, 6) for number in range(first, last + 1)]


def _bonus(offer: Offer, bounds: Negotiation) -> list[Value]:
    target = _at(offer, ("pay", "bonus", "target"))
    if target is None or target.share is None or _is_final(offer):
        return []
    shares = _upwards(target.share, bounds.bonus_target.step, bounds.bonus_target.most)
    return [BonusTarget(share=share) for share in shares]


def _leave(offer: Offer, bounds: Negotiation) -> list[Value]:
    return _more(offer, ("benefits", "paid_leave_days"), bounds.paid_leave_days)


def _match(offer: Offer, bounds: Negotiation) -> list[Value]:
    return _more(offer, ("benefits", "retirement_match"), bounds.retirement_match)


def _duties(offer: Offer, bounds: Negotiation) -> list[Value]:
    current = _at(offer, ("role", "duties_toward_goal"))
    if current is None:
        return []
    return _upwards(current, bounds.duties.step, min(bounds.duties.most, 1.0 - current))


def _more(offer: Offer, path: tuple[str, ...], bounds: Any) -> list[Value]:
    current = _at(offer, path)
    return [] if current is None else _upwards(current, bounds.step, bounds.most)


def _upwards(current: float, step: float, most: float) -> list[float]:
    return [round(current + number * step, 9) for number in range(1, round(most / step) + 1)]


def _months_down(*path: str) -> Callable[[Offer, Negotiation], list[Value]]:
    def values(offer: Offer, _bounds: Negotiation) -> list[Value]:
        current = _at(offer, path)
        return (
            [] if not current else [float(month) for month in range(math.ceil(current) - 1, -1, -1)]
        )

    return values


def _later(offer: Offer, bounds: Negotiation) -> list[Value]:
    if offer.decide_by is None:
        return []
    most = min(round(bounds.more_days), (datetime.date.max - offer.decide_by).days)
    days = range(1, most + 1)
    return [offer.decide_by + datetime.timedelta(days=day) for day in days]


def _becomes(*path: str) -> Callable[[Offer, Negotiation], list[Value]]:
    """What the offer says is not so, made so."""
    return lambda offer, _bounds: [True] if _at(offer, path) is False else []


def _free(offer: Offer, _bounds: Negotiation) -> list[Value]:
    return [0.0] if _at(offer, ("terms", "unreimbursed_costs")) else []


def _currency(offer: Offer) -> str:
    return offer.pay.currency if offer.pay else "USD"


def _rate(value: Value, offer: Offer) -> str:
    """Base with the period it is paid for."""
    period = _at(offer, ("pay", "base", "per"))
    article = "an" if period == "hour" else "a"
    return f"{format_money(value, _currency(offer))} {article} {period}"


def _money(value: Value, offer: Offer) -> str:
    return format_money(value, _currency(offer))


def _share(value: Value, _offer: Offer) -> str:
    if isinstance(value, BonusTarget):
        return format_share(value.share or 0.0)
    return format_share(value)


def _number(value: Value, _offer: Offer) -> str:
    return format_number(value)


def _date(value: Value, _offer: Offer) -> str:
    return str(value.isoformat())


def _yes_no(value: Value, _offer: Offer) -> str:
    return "yes" if value else "no"


BASE = Lever("base", ("pay", "base", "amount"), _base, _rate, "a base of {}")
LEVERS: tuple[Lever, ...] = (
    BASE,
    Lever("bonus target", ("pay", "bonus", "target"), _bonus, _share, "a bonus target of {}"),
    Lever(
        "bonus guaranteed",
        ("pay", "bonus", "guaranteed"),
        _becomes("pay", "bonus", "guaranteed"),
        _yes_no,
        "a guaranteed bonus",
    ),
    Lever(
        "paid leave days",
        ("benefits", "paid_leave_days"),
        _leave,
        _number,
        "{} days of paid leave",
    ),
    Lever(
        "retirement match",
        ("benefits", "retirement_match"),
        _match,
        _share,
        "a retirement match of {}",
    ),
    Lever(
        "share of the work you want",
        ("role", "duties_toward_goal"),
        _duties,
        _share,
        "{} of my time for the work I was hired for, in writing",
    ),
    Lever(
        "promised move in writing",
        ("role", "internal_move", "written"),
        _becomes("role", "internal_move", "written"),
        _yes_no,
        "the promised move, its date and its conditions in the contract",
    ),
    Lever(
        "offer in writing", ("in_writing",), _becomes("in_writing"), _yes_no, "the offer in writing"
    ),
    Lever("day to decide", ("decide_by",), _later, _date, "time to decide until {}"),
    Lever(
        "time to read",
        ("terms", "time_to_read"),
        _becomes("terms", "time_to_read"),
        _yes_no,
        "time to have the contract read",
    ),
    Lever(
        "meeting the manager",
        ("manager", "met"),
        _becomes("manager", "met"),
        _yes_no,
        "a talk with the manager I would report to",
    ),
    Lever(
        "months of non-compete",
        ("terms", "non_compete_months"),
        _months_down("terms", "non_compete_months"),
        _number,
        "a non-compete clause of no more than {} months",
        "a contract without the non-compete clause",
    ),
    Lever(
        "months of clawback",
        ("pay", "sign_on", "clawback_months"),
        _months_down("pay", "sign_on", "clawback_months"),
        _number,
        "a sign-on payment that is mine after {} months",
        "a sign-on payment that need not be paid back",
    ),
    Lever(
        "costs of starting",
        ("terms", "unreimbursed_costs"),
        _free,
        _money,
        "the costs of starting to be paid by you",
    ),
)

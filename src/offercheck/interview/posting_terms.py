"""Patterns for the pay and the terms that a posting or an offer letter states."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from offercheck.interview.forms import PERIODS


class Term(NamedTuple):
    """A value for an entry, as it is shown, and where it stands; `also` are entries that go with it."""

    entry: str
    value: object
    shown: str
    match: re.Match[str]
    also: tuple[tuple[str, object], ...] = ()


_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{2})?|[0-9]{1,9}(?:\.[0-9]{1,2})?"
_SIGN = r"(?:(?<![A-Za-z])(?P<sign>US|CA?|AU?|NZ|HK|SG?))?\$\s?"
_AMOUNT = rf"(?<![A-Za-z$]){_SIGN}(?P<amount>(?:{_NUMBER})(?![0-9.,]?[0-9])(?:\s?[kK])?)\b"
_CODE = r"(?:\s{1,3}(?P<code>USD|CAD|AUD|NZD|HKD|SGD)\b)?"
_PERIOD = r"(?:\s{0,3}(?:per|an?|/)\s{0,3}(?P<per>hour|hr|week|month|year|yr|annum)(?![a-z]))?"
_EVERY = {"annual": "year", "annualized": "year", "yearly": "year", "hourly": "hour"}
_DOLLARS = {"US": "USD", "C": "CAD", "CA": "CAD", "A": "AUD", "AU": "AUD"} | {
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "SG": "SGD",
}
_RANGE = re.compile(
    rf"(?:US|CA?|AU?|NZ|HK|SG?)?\$\s?(?:{_NUMBER})\s?[kK]?\s{{0,3}}(?:-|\u2013|\u2014|to|and)\s{{0,3}}"
    rf"(?:US|CA?|AU?|NZ|HK|SG?)?\$?\s?(?:{_NUMBER})\s?[kK]?{_PERIOD}"
)
_PAY = re.compile(
    r"\b(?:(?P<every>annual|annualized|yearly|hourly)\s{1,3})?(?:base\s{1,3})?"
    r"(?:salary|base|pay|rate|wages?|compensation)\b[^$\n.]{0,60}?" + _AMOUNT + _CODE + _PERIOD,
    re.IGNORECASE,
)
_NO_BASE = re.compile(
    r"up to|bonus|sign-on|signing|commission|\bor\b|limit|least|equity", re.IGNORECASE
)
_NOUN = r"(?:role|position|job|employment|employee|offer|opportunity|basis)"
_BETWEEN = r"(?:,? [A-Za-z-]{1,20}){0,2},? "
_WORDED = {
    "offer.employment": {
        "full_time": rf"full[- ]time{_BETWEEN}{_NOUN}\b|employment type:\s{{0,3}}full[- ]time",
        "part_time": rf"part[- ]time{_BETWEEN}{_NOUN}\b|employment type:\s{{0,3}}part[- ]time",
        "internship": r"internship (?:offer|position|role)",
        "contract": r"fixed[- ]term (?:role|position|contract)|contract (?:role|position)",
        "temporary": r"temporary (?:role|position|job)",
    },
    "offer.work_mode": {
        "remote": r"(?:fully|100%) remote|remote (?:role|position|job)",
        "hybrid": r"hybrid (?:role|position|job|schedule|work)",
        "onsite": r"(?:fully|100%) on[- ]?site|on[- ]?site (?:role|position|job)",
    },
}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DATE = (
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})"
    r"|(?P<day2>[0-9]{1,2}) (?P<month2>[A-Za-z]{3,9}) (?P<year2>[0-9]{4})"
)
# A day by which to answer, and no other: not that of the start, of a bonus or of a plan.
_DEADLINE = re.compile(
    r"\b(?:respond|response|reply|answer|accept|acceptance|sign|signed|return|decision|decide|confirm"
    r"|let us know|offer (?:is|will be|remains|stands)|offer (?:will )?expires?)\b"
    r"(?P<between>[^.!?]{0,80}?)(?:\s(?:by|until|no later than|on)|:)\s{1,3}"
    rf"(?:\w{{6,9}}, )?(?:{_DATE})",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:start|begin|join|commenc|report|bonus|plan|benefit|paid)", re.IGNORECASE
)
_SIGN_ON = re.compile(
    r"\b(?:sign(?:ing)?[- ](?:on )?bonus|sign-on payment)\b[^$\n.]{0,30}?"
    + _AMOUNT
    + _CODE
    + _PERIOD,
    re.IGNORECASE,
)
_SHARE = r"(?P<share>[0-9]{1,3}(?:\.[0-9]{1,2})?) ?(?:%|percent\b)"
_BONUS = re.compile(
    r"\b(?:(?:target(?:ed)?|annual target) bonus|bonus target|target annual bonus)\b"
    rf"[^%$\n.0-9]{{0,40}}?(?P<found>{_SHARE})(?!\s{{0,3}}(?:-|to)\s{{0,3}}[0-9])",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"(?<![0-9.-])(?:[a-z]{2,12} \()?(?P<count>[0-9]{1,2})\)? (?P<unit>days|weeks) of "
    r"(?:paid (?:annual )?(?:vacation|time off)|vacation|PTO)\b",
    re.IGNORECASE,
)
_NON_COMPETE = re.compile(
    r"\bnon-?compet(?:e|ition)\b(?P<between>[^.!?]{0,120}?)[\s(](?P<count>[0-9]{1,2})\)?[ -]months?\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"(?:up to|between|to|at least|or|-|\u2013)\s{0,3}$", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|no|non|never|without|neither|nor|cannot|\w{1,9}n['\u2019]t)"
    r"(?:[ ,\"'\n-]{1,2}\w{1,20}){0,4}[ ,\"'\n-]{0,2}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[ \n]{1,2}(?:\w{1,20}[ \n]{1,2}){0,2}(?:not|no longer|unavailable)\b", re.IGNORECASE
)


def denied(match: re.Match[str]) -> bool:
    """Whether the words around a match say that it is not so, or not for certain."""
    before = match.string[max(0, match.start() - 100) : match.start()]
    after = match.string[match.end() : match.end() + 60]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(after) is not None


def pay_range(text: str) -> re.Match[str] | None:
    """The first range of pay."""
    return _RANGE.search(text)


def pay_in(text: str) -> Iterator[Term]:
    """A single amount of base pay that is not the beginning of a range, with its currency."""
    for match in _PAY.finditer(text):
        every, per = (match["every"] or "").lower(), (match["per"] or "").lower()
        periods = {_EVERY.get(every), PERIODS.get(per, per or None)} - {None}
        currencies = _currencies(match)
        # Without one period and one currency the unit is not known; other words make it no base.
        unsure = len(periods) != 1 or len(currencies) != 1 or _begins_range(match)
        if unsure or _NO_BASE.search(match[0]):
            continue
        period, currency = str(periods.pop()), currencies.pop()
        amount = match["amount"].replace(" ", "")
        value = amount if period == "year" else {"amount": amount, "per": period}
        shown = f"{'$' if currency == 'USD' else f'{currency} '}{amount} a {period}"
        yield Term("offer.pay.base", value, shown, match, _stated(currency))
        return


def worded_in(text: str) -> Iterator[Term]:
    """Employment and work mode; two of them contradict each other, or tell of different things."""
    for entry, words in _WORDED.items():
        hits = [
            Term(entry, value, value.replace("_", " "), match)
            for value, pattern in words.items()
            for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
            if not denied(match)
        ]
        if len({hit.value for hit in hits}) == 1:
            yield hits[0]


def terms_in(text: str) -> Iterator[Term]:
    """The deadline, and what comes beside base where a letter states it for certain."""
    yield from _deadline(text)
    yield from _sign_on(text)
    yield from _only(_target(match) for match in _BONUS.finditer(text))
    yield from _only(_leave(match) for match in _LEAVE.finditer(text))
    yield from _only(_non_compete(match) for match in _NON_COMPETE.finditer(text))


def _currencies(match: re.Match[str]) -> set[str]:
    """The currencies written with an amount; a bare dollar sign is the US dollar."""
    signs = {_DOLLARS[match["sign"].upper()]} if match["sign"] else set()
    return signs | ({match["code"].upper()} if match["code"] else set()) or {"USD"}


def _stated(currency: str) -> tuple[tuple[str, object], ...]:
    return () if currency == "USD" else (("offer.pay.currency", currency),)


def _begins_range(match: re.Match[str]) -> bool:
    amount = match.string.rindex("$", 0, match.start("amount"))
    return _RANGE.match(match.string, amount) is not None


def _only(terms: Iterator[Term | None]) -> Iterator[Term]:
    """The one value that a text gives; none where it gives several or one of them is in doubt."""
    found = list(terms)
    if found and found[0] is not None and len({term and str(term.value) for term in found}) == 1:
        yield found[0]


def _sign_on(text: str) -> Iterator[Term]:
    for match in _SIGN_ON.finditer(text):
        currencies = _currencies(match)
        between = text[match.start() : match.start("amount")]
        yearly = match["per"] is not None
        unsure = yearly or _begins_range(match) or "up to" in between.lower()
        if len(currencies) == 1 and not unsure:
            currency, amount = currencies.pop(), match["amount"].replace(" ", "")
            shown = f"{'$' if currency == 'USD' else f'{currency} '}{amount}"
            yield Term("offer.pay.sign_on.amount", amount, shown, match, _stated(currency))
            return


def _target(match: re.Match[str]) -> Term | None:
    if _limits(match, "found"):
        return None
    share = f"{match['share']}%"
    return Term("offer.pay.bonus.target", share, f"{share} of base", match)


def _leave(match: re.Match[str]) -> Term | None:
    if _LIMITED.search(match.string[max(0, match.start() - 12) : match.start()]):
        return None
    length = f"{match['count']} {match['unit'].lower()}"
    return Term("offer.benefits.paid_leave_days", length, length, match)


def _non_compete(match: re.Match[str]) -> Term | None:
    if "solicit" in match["between"].lower() or _limits(match, "count"):
        return None
    length = f"{match['count']} months"
    return Term("offer.terms.non_compete_months", length, length, match)


def _limits(match: re.Match[str], group: str) -> bool:
    """Whether the words before a figure make it the end of a range."""
    return _LIMITED.search(match.string[match.start() : match.start(group)]) is not None


def _deadline(text: str) -> Iterator[Term]:
    for match in _DEADLINE.finditer(text):
        day = _day(match)
        if day is not None and not _OTHER_DAY.search(match["between"]):
            yield Term("offer.decide_by", day, day, match)
            return


def _day(match: re.Match[str]) -> str | None:
    try:
        if match["iso"]:
            return datetime.date.fromisoformat(match["iso"]).isoformat()
        month, day, year = (match[name] or match[f"{name}2"] for name in ("month", "day", "year"))
        number = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()))
        return datetime.date(int(year), number, int(day)).isoformat()
    except (ValueError, StopIteration):
        return None

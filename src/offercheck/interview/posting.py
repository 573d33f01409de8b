"""What patterns can find in a posting or an offer letter, each with the words it came from.

Nothing found is taken for true: a person confirms it. A range of pay is no offer, and is only told.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from offercheck.market.areas import UnknownPlaceError, areas_of
from offercheck.market.wages import Database

MOST_WORDS = 70
MOST_TEXT = 50_000
# Words are bounded and begin where a word does, so that no text takes long to look through.
NAME = (
    r"(?<![\w&.'/+-])[A-Z0-9][\w&.'/+-]{0,30}"
    r"(?:[ \t]{1,3}(?:[A-Z0-9&][\w&.'/+-]{0,30}|of|and|the|for)){0,6}"
)


class Finding(NamedTuple):
    """Something a text says about an entry, and the words it stands in."""

    entry: str
    value: Any
    shown: str
    words: str


_LABELLED = {
    "offer.company": r"(?:company|employer|organi[sz]ation)",
    "offer.title": r"(?:job title|position title|position|title|role)",
    "offer.location": r"(?:location|work location|based in|office)",
}
_SENTENCES = {
    "offer.company": (
        rf"(?P<found>{NAME})\s+is\s+(?:pleased|excited|delighted|happy|proud)\s+to\s+(?:offer|extend)",
        rf"(?:offer(?:\s+of\s+employment)?|position|role|join)\s+(?:\w+\s+)?(?:at|with)\s+(?P<found>{NAME})",
    ),
    "offer.title": (
        rf"(?:position|role|job)\s+of\s+(?:an?\s+)?(?P<found>{NAME})",
        rf"\b(?:as|hiring|seeking)\s+an?\s+(?P<found>{NAME})",
    ),
    "offer.location": (
        r"(?<![A-Za-z.'-])(?P<found>[A-Z][A-Za-z.'-]{1,30}(?: [A-Z][A-Za-z.'-]{1,30}){0,3}, [A-Z]{2})\b",
    ),
}
_WORDS = {
    "offer.employment": {
        "full_time": r"full[- ]time",
        "part_time": r"part[- ]time",
        "internship": r"internship",
        "contract": r"(?:fixed[- ]term|contract (?:role|position))",
        "temporary": r"temporary (?:role|position|job)",
    },
    "offer.work_mode": {
        "remote": r"(?:fully |100% )?remote",
        "hybrid": r"hybrid",
        "onsite": r"on[- ]?site",
    },
}
_AMOUNT = r"\$\s?(?P<{name}>[0-9][0-9,]*(?:\.[0-9]{{1,2}})?\s?[kK]?)"
_PERIOD = r"(?:\s*(?:USD)?\s*(?:per|an?|/)\s*(?P<per>hour|hr|week|month|year|yr|annum))?"
_RANGE = re.compile(
    _AMOUNT.format(name="low")
    + r"\s*(?:-|\u2013|\u2014|to|and)\s*\$?\s?(?P<high>[0-9][0-9,]*(?:\.[0-9]{1,2})?\s?[kK]?)"
    + _PERIOD
)
_PAY = re.compile(
    r"\b(?:salary|base|pay|rate|wages?|compensation)\b[^$\n.]{0,60}(?<![A-Za-z])"
    + _AMOUNT.format(name="amount")
    + _PERIOD,
    re.IGNORECASE,
)
_NO_BASE = re.compile(r"up to|bonus|sign-on|signing|commission|\bor\b|limit", re.IGNORECASE)
_PERIODS = {"hr": "hour", "yr": "year", "annum": "year"}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DATE = (
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})"
    r"|(?P<day2>[0-9]{1,2}) (?P<month2>[A-Za-z]{3,9}) (?P<year2>[0-9]{4})"
)
_DEADLINE = re.compile(
    rf"(?:by|before|until|no later than|expires? on|deadline[^.\n]{{0,20}}?)\s+(?:{_DATE})",
    re.IGNORECASE,
)


def findings_in(text: str) -> list[Finding]:
    """What a posting or letter says, at most one finding for each entry."""
    text = text[:MOST_TEXT]
    found: dict[str, Finding] = {}
    for finding in (
        *_labelled(text),
        *_in_sentences(text),
        *_pay(text),
        *_worded(text),
        *_deadline(text),
    ):
        found.setdefault(finding.entry, finding)
    return list(found.values())


def pay_range_in(text: str) -> Finding | None:
    """A range of pay, which is told but never taken for an offer."""
    match = _RANGE.search(text[:MOST_TEXT])
    if match is None:
        return None
    return Finding("offer.pay.base", None, match[0], _around(text, match))


def _labelled(text: str) -> Iterator[Finding]:
    for entry, label in _LABELLED.items():
        pattern = re.compile(
            rf"^[ \t*#-]*{label}[ \t*]*:[ \t*]*(?P<found>\S.*)$", re.IGNORECASE | re.MULTILINE
        )
        match = pattern.search(text)
        if match is not None:
            value = match["found"].strip(" *\t\r")[:200]
            if value and (entry != "offer.location" or _is_place(value)):
                yield Finding(entry, value, value, _around(text, match))


def _in_sentences(text: str) -> Iterator[Finding]:
    for entry, patterns in _SENTENCES.items():
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                value = " ".join(match["found"].split()).rstrip(".,")
                if entry != "offer.location" or _is_place(value):
                    yield Finding(entry, value, value, _around(text, match))
                    break


def _is_place(text: str) -> bool:
    try:
        areas_of(text, Database())
    except UnknownPlaceError:
        return False
    return True


def _pay(text: str) -> Iterator[Finding]:
    """A single amount of pay that is not the beginning of a range."""
    for match in _PAY.finditer(text):
        ranged = _RANGE.match(text, match.start("amount") - _dollar(text, match.start("amount")))
        # Without a period that is written the unit is not known, and other words make it no base.
        unsure = match["per"] is None or text[match.end() : match.end() + 1].isalnum()
        if ranged is not None or unsure or _NO_BASE.search(match[0]):
            continue
        period = _PERIODS.get(match["per"].lower(), match["per"].lower())
        amount = match["amount"].replace(" ", "")
        value: Any = amount if period == "year" else {"amount": amount, "per": period}
        yield Finding("offer.pay.base", value, f"${amount} a {period}", _around(text, match))
        return


def _dollar(text: str, start: int) -> int:
    """How far before an amount its dollar sign stands."""
    return 1 if text[start - 1] == "$" else 2


def _worded(text: str) -> Iterator[Finding]:
    for entry, words in _WORDS.items():
        hits = [
            (match.start(), value, match)
            for value, pattern in words.items()
            if (match := re.search(rf"\b{pattern}\b", text, re.IGNORECASE)) is not None
        ]
        if len(hits) == 1:  # two of them contradict each other, or tell of different things
            _, value, match = hits[0]
            yield Finding(entry, value, value.replace("_", " "), _around(text, match))


def _deadline(text: str) -> Iterator[Finding]:
    for match in _DEADLINE.finditer(text):
        day = _day(match)
        if day is not None:
            yield Finding("offer.decide_by", day, day, _around(text, match))
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


def _around(text: str, match: re.Match[str]) -> str:
    """The words of a match, on one line and not too many."""
    words = " ".join(text[match.start() : match.end()].split())
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}\u2026"

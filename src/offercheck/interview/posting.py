"""What patterns can find in a posting or an offer letter, each with the words it came from.

Nothing found is taken for true: a person confirms it. A range of pay is no offer, and is only told.
What a text says in two ways, or says is not so, is left out. Every repetition is bounded, so that no
text takes long to look through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from offercheck.interview.posting_terms import (
    denied,
    pay_in,
    pay_range,
    terms_in,
    worded_in,
)
from offercheck.market.areas import UnknownPlaceError, areas_of
from offercheck.market.wages import Database

MOST_WORDS = 70
MOST_TEXT = 100_000
MOST_PLACES = 50  # a text with more of them is no letter
WORD = r"[A-Z0-9&][\w&.'/+-]{0,30}"
NAME = rf"(?<![\w&.'/+-]){WORD}(?:[ \t]{{1,3}}(?:{WORD}|of|and|the|for)){{0,6}}"
COMPANY = rf"{NAME}(?:, (?:Inc|LLC|Ltd|LLP|Corp|Co|PLC)\b\.?)?"
ABBREVIATIONS = frozenset(
    {"co.", "corp.", "dr.", "inc.", "jr.", "llc.", "ltd.", "no.", "sr.", "st.", "u.s."}
)
# What follows `as a` in a letter and is the title of nobody.
NO_TITLE = re.compile(
    r"\b(?:employer|employee|company|team|member|condition|result|part|position|trust)\b",
    re.IGNORECASE,
)


class Finding(NamedTuple):
    """Something a text says about an entry, and the words it stands in.

    `also` are entries without which this one would mean something else.
    """

    entry: str
    value: object
    shown: str
    words: str
    also: tuple[tuple[str, object], ...] = ()


_LABELLED = {
    "offer.company": r"(?:company|employer|organi[sz]ation)",
    "offer.title": r"(?:job title|position title|position|title|role)",
    "offer.location": r"(?:location|work location|based in|office)",
}
_SENTENCES = {
    "offer.company": (
        rf"(?P<found>{COMPANY})\s{{1,3}}is\s{{1,3}}(?:pleased|excited|delighted|happy|proud)\s{{1,3}}to\s{{1,3}}(?:offer|extend)",
        rf"\b(?:offer(?:\s{{1,3}}of\s{{1,3}}employment)?|position|role|job|join)\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?(?:at|with)\s{{1,3}}(?P<found>{COMPANY})",
        rf"\b(?:position|role|job)\s{{1,3}}of\s{{1,3}}(?:an?\s{{1,3}})?{NAME}\s{{1,3}}(?:at|with)\s{{1,3}}(?P<found>{COMPANY})",
    ),
    "offer.title": (
        rf"\b(?:position|role|job)\s{{1,3}}of\s{{1,3}}(?:an?\s{{1,3}})?(?P<found>{NAME})",
        rf"\b(?:as|hiring|seeking)\s{{1,3}}an?\s{{1,3}}(?P<found>{NAME})",
    ),
}
_PLACE = re.compile(
    r"(?<![A-Za-z.'-])(?:(?:Our|The|In|At|From) )?"
    r"(?P<city>[A-Z][A-Za-z.'-]{1,30}(?: [A-Z][A-Za-z.'-]{1,30}){0,3}), "
    r"(?P<state>[A-Z]{2}\b|[A-Z][a-z]{3,12}(?: [A-Z][a-z]{3,9})?\b)"
)


def findings_in(text: str) -> list[Finding]:
    """What a posting or letter says, at most one finding for each entry."""
    text = text[:MOST_TEXT]
    found: dict[str, Finding] = {}
    for finding in (*_labelled(text), *_in_sentences(text), *_place(text), *_terms(text)):
        found.setdefault(finding.entry, finding)
    return list(found.values())


def pay_range_in(text: str) -> Finding | None:
    """A range of pay, which is told but never taken for an offer."""
    match = pay_range(text[:MOST_TEXT])
    if match is None:
        return None
    return Finding("offer.pay.base", None, match[0], _words(match))


def _labelled(text: str) -> Iterator[Finding]:
    for entry, label in _LABELLED.items():
        pattern = re.compile(
            rf"^[ \t*#-]{{0,9}}{label}[ \t*]{{0,9}}:[ \t*]{{0,9}}(?P<found>\S.{{0,200}})",
            re.IGNORECASE | re.MULTILINE,
        )
        match = pattern.search(text)
        if match is not None:
            value = match["found"].strip(" *\t\r")[:200]
            if value and (entry != "offer.location" or _is_place(value)):
                yield Finding(entry, value, value, _words(match))


def _in_sentences(text: str) -> Iterator[Finding]:
    for entry, patterns in _SENTENCES.items():
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                value = _within_sentence(" ".join(match["found"].split()))
                title = entry == "offer.title"
                if not (_is_cut(text, match) or (title and NO_TITLE.search(value))):
                    yield Finding(entry, value, value, _words(match))
                    break


def _within_sentence(name: str) -> str:
    """A name up to where its sentence ends."""
    words: list[str] = []
    for word in name.split():
        words.append(word)
        if word.endswith(".") and word.lower() not in ABBREVIATIONS:
            break
    return " ".join(words).rstrip(".,")


def _is_cut(text: str, match: re.Match[str]) -> bool:
    """Whether a name may begin in the line above or go on in the next, so that this is half of it."""
    before = text[max(0, match.start("found") - 60) : match.start("found")]
    after = text[match.end("found") : match.end("found") + 40]
    return bool(
        re.search(r"\b[A-Z][\w&'-]{0,30}[ \t]{0,9}\r?\n[ \t]{0,9}$", before)
        or (
            not match["found"].endswith(".")
            and re.match(r"[ \t]{0,9}\r?\n[ \t]{0,9}[A-Z0-9&]", after)
        )
    )


def _place(text: str) -> Iterator[Finding]:
    """The one city with its state that a text names; a letter may have addresses of several."""
    found: dict[str, Finding] = {}
    for count, match in enumerate(_PLACE.finditer(text)):
        if count == MOST_PLACES:
            return
        for state in (match["state"], match["state"].split()[0]):
            value = f"{match['city']}, {state}"
            if _is_place(value):
                found.setdefault(value, Finding("offer.location", value, value, _words(match)))
                break
    if len(found) == 1:
        yield from found.values()


def _is_place(text: str) -> bool:
    try:
        areas_of(text, Database())
    except UnknownPlaceError:
        return False
    return True


def _terms(text: str) -> Iterator[Finding]:
    """Pay and terms; none of those that their own sentence denies."""
    for entry, value, shown, match, also in (*pay_in(text), *worded_in(text), *terms_in(text)):
        if not denied(match):
            yield Finding(entry, value, shown, _words(match), also)


def _words(match: re.Match[str]) -> str:
    """The words of a match, on one line and not too many."""
    words = " ".join(match[0].split())
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}\u2026"

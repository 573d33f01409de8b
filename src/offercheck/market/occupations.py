"""From a job title to an occupation of the survey, or to the reason why none is certain.

A wrong occupation makes a wrong wage figure that somebody may act on; an unknown one only makes
a question. So a title is matched only where one listed title is near and nothing else is as near.
"""

from typing import NamedTuple

from offercheck.market.title_words import Seniority, bare, head_last, parts_of
from offercheck.market.titles import listed_title
from offercheck.market.wages import Database

LISTED = "the title is listed"


class OccupationMatch(NamedTuple):
    """What a title was matched with. `code` is None where no listed title is near enough or several tie.

    `matched` is the listed title that decided. `candidates` are pairs of code and listed title,
    the nearest first, and empty where the match is certain.
    """

    title: str
    code: str | None
    name: str | None
    matched: str | None
    candidates: tuple[tuple[str, str], ...]
    reason: str


def match_title(title: str, database: Database) -> OccupationMatch:
    """Match a job title with a detailed occupation of the survey, whatever level it names."""
    parts = parts_of(title)
    found, reason = listed_title(title, parts), LISTED
    if found is None:
        from offercheck.market.nearest import nearest  # noqa: PLC0415 - start-up time

        found, candidates, reason = nearest(parts)
        if found is None:
            return OccupationMatch(title, None, None, None, candidates, reason)
    matched, code = found
    return OccupationMatch(title, code, database.occupation_name(code), matched, (), reason)


def seniority_in(title: str) -> Seniority | None:
    """The level that a title names; None where it names none or several."""
    levels = {level for part in parts_of(title) for level in bare(part)[1]}
    return levels.pop() if len(levels) == 1 else None


def normal_title(title: str) -> str:
    """The first part of a title without words of level: equal for titles of the same work.

    For comparing only, not for showing.
    """
    return " ".join(word for part in parts_of(title)[:1] for word in head_last(bare(part)[0]))

"""The titles that are listed with their occupations, and the ways in which a title may be one of them."""

from collections.abc import Iterator
from pathlib import Path

from offercheck.market.names import Listed, listed, listed_or_official
from offercheck.market.title_words import (
    Words,
    bare,
    head_first,
    head_last,
    key_of,
    without_levels,
)

TITLES_FILE = "titles.tsv"


def listed_titles() -> list[tuple[str, str]]:
    """The titles of our own list, each with the code of its occupation."""
    lines = Path(__file__).with_name(TITLES_FILE).read_text("utf-8").splitlines()
    columns = (line.partition("\t") for line in lines)
    return [(title, code) for title, tab, code in columns if tab]


def listed_title(title: str, parts: list[Words]) -> Listed | None:
    """The listed title that a title is, by its first spelling that is listed, with its occupation."""
    spellings = (" ".join(words) for words in _spellings(parts))
    return listed_or_official(key_of(title)) or next(filter(None, map(listed, spellings)), None)


def _spellings(parts: list[Words]) -> Iterator[Words]:
    """The ways in which a title may be listed, the most exact first."""
    plain = [bare(part)[0] for part in parts]
    firsts = [words for part in parts[:1] for words in (part, without_levels(part)[0], plain[0])]
    yield from (other + first for other in plain[1:] for first in firsts)
    for first in firsts:
        yield from (first, head_last(first), head_first(first))
    if plain and not plain[0]:
        yield from plain[1:]

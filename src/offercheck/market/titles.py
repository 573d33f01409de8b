"""The titles that are listed with their occupations: our own list, and the names of the survey."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from offercheck.market.title_words import (
    Words,
    bare,
    head_first,
    head_last,
    key_of,
    without_levels,
)
from offercheck.market.wages import Database

TITLES_FILE = "titles.tsv"

Listed = tuple[str, str]

_BLANKS = str.maketrans(dict.fromkeys("/-:", " ") | {",": None, "'": None})


def listed_titles() -> list[tuple[str, str]]:
    """The titles of our own list, each with the code of its occupation."""
    lines = Path(__file__).with_name(TITLES_FILE).read_text("utf-8").splitlines()
    columns = (line.partition("\t") for line in lines)
    return [(title, code) for title, tab, code in columns if tab]


@cache
def _titles() -> tuple[list[str], str]:
    """The lines of the list, and their text with keys for titles."""
    text = Path(__file__).with_name(TITLES_FILE).read_text("utf-8")
    return text.split("\n"), _keys(text)


def listed_title(title: str, parts: list[Words], database: Database) -> Listed | None:
    """The listed title that a title is, by its first spelling that is listed, with its occupation."""
    key = key_of(title)
    spellings = (" ".join(words) for words in _spellings(parts))
    found = _title_of(key) or _named(key, database)
    return found or next(filter(None, map(_title_of, spellings)), None)


def _title_of(key: str) -> Listed | None:
    """The listed title with a key: looked for in the text, of which most runs need one line."""
    lines, keys = _titles()
    at = keys.find(f"\n{key}\t")
    if at < 0:
        return None
    title, _, code = lines[keys.count("\n", 0, at + 1)].partition("\t")
    return title, code


def _named(key: str, database: Database) -> Listed | None:
    """The occupation of the survey whose official name has a key."""
    return _names_beginning(key.partition(" ")[0], database).get(key)


@lru_cache(maxsize=1000)
def _names_beginning(word: str, database: Database) -> dict[str, Listed]:
    return by_key([(name, code) for code, name in database.occupations(word)])


def by_key(pairs: list[Listed]) -> dict[str, Listed]:
    """Titles with their codes, by `key_of` the title."""
    keys = _keys("\n".join(title for title, _ in pairs)).split("\n")
    return dict(zip(keys, pairs, strict=True)) if pairs else {}


def _keys(text: str) -> str:
    """The lines of a text as `key_of` makes them, but all at once: it saves most of the time of a run."""
    text = text.lower().replace("--", "-").translate(_BLANKS)
    return text.replace(" & ", "&").replace("&", " and ")


def _spellings(parts: list[Words]) -> Iterator[Words]:
    """The ways in which a title may be listed, the most exact first."""
    plain = [bare(part)[0] for part in parts]
    firsts = [words for part in parts[:1] for words in (part, without_levels(part)[0], plain[0])]
    yield from (other + first for other in plain[1:] for first in firsts)
    for first in firsts:
        yield from (first, head_last(first), head_first(first))
    if plain and not plain[0]:
        yield from plain[1:]

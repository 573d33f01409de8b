"""From a job title to an occupation of the survey, or to the reason why none is certain.

A wrong occupation makes a wrong wage figure that somebody may act on; an unknown one only makes
a question. So a title is matched only where one listed title is near and nothing else is as near.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from offercheck.market.title_words import (
    Seniority,
    Words,
    head_first,
    head_last,
    is_meaningful,
    key_of,
    parts_of,
    stems_of,
    without_levels,
    without_rank,
)
from offercheck.market.wages import Database

TITLES_FILE = "titles.tsv"

# The constants below were chosen by trial on one half of 4,700 published pairs of title and
# occupation, for at least 80% right among the titles that are matched, and checked on the other.
# What a word of the title that is missing in a listed one takes away, and the reverse. People add words to a title
# (team, product, place) more freely than they leave out one that matters.
TITLE_WORD_MISSING = 0.35
LISTED_WORD_MISSING = 1.0
# A word that no listed title has counts as much as one of five occupations.
UNKNOWN_WEIGHT = 2.5
# A word that all kinds of work have (manager) has the lowest weight, one of a single kind the highest.
HIGHEST_WEIGHT = 4.5
LOWEST_WEIGHT = 0.3
# Words after the first part (a product, a team) are a hint only.
LATER_PART = 0.3
# A title is what its head says: a sales engineer is no salesman.
OTHER_HEAD = 0.5
# The least nearness to dare, from 0 to 1.
NEAR = 0.6
# How far the nearest must lead: little within a minor group, whose wages are alike.
AHEAD = 0.1
AHEAD_WITHIN = 0.03
MINOR_GROUP = slice(4)
CANDIDATES_SHOWN = 5
# One wrong letter in a shorter word often makes another word: sales, scales.
SHORTEST_MISSPELT = 6


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
    listed = _listed(title, parts, database)
    if listed is None:
        return _nearest(title, parts, database)
    matched, code = listed
    name = database.occupation_name(code)
    return OccupationMatch(title, code, name, matched, (), LISTED)


def listed_titles() -> list[tuple[str, str]]:
    """The titles of our own list, each with the code of its occupation."""
    lines = Path(__file__).with_name(TITLES_FILE).read_text("utf-8").splitlines()
    columns = (line.partition("\t") for line in lines)
    return [(title, code) for title, tab, code in columns if tab]


def seniority_in(title: str) -> Seniority | None:
    """The level that a title names; None where it names none or several."""
    levels = {level for part in parts_of(title) for level in _bare(part)[1]}
    return levels.pop() if len(levels) == 1 else None


def normal_title(title: str) -> str:
    """The first part of a title without words of level: equal for titles of the same work.

    For comparing only, not for showing.
    """
    return " ".join(word for part in parts_of(title)[:1] for word in head_last(_bare(part)[0]))


def _bare(words: Words) -> tuple[Words, frozenset[Seniority]]:
    rest, levels = without_levels(words)
    rest, rank = without_rank(rest)
    return rest, levels | rank


# ---- the list

Listed = tuple[str, str]

_BLANKS = str.maketrans(dict.fromkeys("/-:", " ") | {",": None, "'": None})


@cache
def _titles() -> tuple[list[str], str]:
    """The lines of the list, and their text with keys for titles."""
    text = Path(__file__).with_name(TITLES_FILE).read_text("utf-8")
    return text.split("\n"), _keys(text)


def _listed(title: str, parts: list[Words], database: Database) -> Listed | None:
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
    return _by_key([(name, code) for code, name in database.occupations(word)])


def _by_key(pairs: list[Listed]) -> dict[str, Listed]:
    keys = _keys("\n".join(title for title, _ in pairs)).split("\n")
    return dict(zip(keys, pairs, strict=True)) if pairs else {}


def _keys(text: str) -> str:
    """The lines of a text as `key_of` makes them, but all at once: it saves most of the time of a run."""
    text = text.lower().replace("--", "-").translate(_BLANKS)
    return text.replace(" & ", "&").replace("&", " and ")


def _spellings(parts: list[Words]) -> Iterator[Words]:
    """The ways in which a title may be listed, the most exact first."""
    bare = [_bare(part)[0] for part in parts]
    firsts = [words for part in parts[:1] for words in (part, without_levels(part)[0], bare[0])]
    yield from (other + first for other in bare[1:] for first in firsts)
    for first in firsts:
        yield from (first, head_last(first), head_first(first))
    if bare and not bare[0]:
        yield from bare[1:]


# ---- the nearest


class _Entry(NamedTuple):
    title: str
    code: str
    head: str
    total: float


class _Index(NamedTuple):
    entries: list[_Entry]
    with_stem: dict[str, list[int]]
    weights: dict[str, float]
    heads: frozenset[str]


class _Query(NamedTuple):
    weights: dict[str, float]
    head: str
    total: float


def _nearest(title: str, parts: list[Words], database: Database) -> OccupationMatch:
    index = _index(database)
    query = _query(parts, index)
    ranked = _ranked(query, index) if query else []
    reason = _doubt(query, ranked) if query else ""
    if not ranked or reason:
        shown = tuple((entry.code, entry.title) for _, entry in ranked[:CANDIDATES_SHOWN])
        reason = reason or "no listed title is near"
        return OccupationMatch(title, None, None, None, shown, reason)
    _, entry = ranked[0]
    name = database.occupation_name(entry.code)
    reason = f'nearest listed title "{entry.title}"'
    return OccupationMatch(title, entry.code, name, entry.title, (), reason)


def _doubt(query: _Query, ranked: list[tuple[float, _Entry]]) -> str:
    """Why the nearest is not certain, or nothing."""
    if not any(map(is_meaningful, query.weights)):
        return "the title is too general to tell the occupation"
    if not ranked or ranked[0][0] < NEAR:
        return "no listed title is near"
    nearness, best = ranked[0]
    for other_nearness, other in ranked[1:]:
        alike = other.code[MINOR_GROUP] == best.code[MINOR_GROUP]
        if nearness - other_nearness < (AHEAD_WITHIN if alike else AHEAD):
            return f"{best.title} or {other.title} are equally near"
    return ""


def _query(parts: list[Words], index: _Index) -> _Query | None:
    """The words of a title with their weights; None where no word names a kind of worker."""
    known = frozenset(index.weights)
    sections = [stems for part in parts if (stems := stems_of(head_last(_bare(part)[0]), known))]
    if len(sections) > 1 and len(sections[0]) == 1:
        # Manager, Sales
        sections[:2] = [sections[1] + sections[0]]
    sections = [tuple(_corrected(stem, index) for stem in stems) for stems in sections]
    head = next((stem for stem in reversed(sum(sections[:1], ())) if stem in index.heads), None)
    if head is None:
        return None
    weights: dict[str, float] = {}
    for stems, share in zip(sections, (1.0, *[LATER_PART] * len(sections)), strict=False):
        for stem in stems:
            weights.setdefault(stem, share * index.weights.get(stem, UNKNOWN_WEIGHT))
    return _Query(weights, head, sum(weights.values()) + index.weights[head])


def _corrected(stem: str, index: _Index) -> str:
    """The word that a misspelt one stands for."""
    if stem in index.weights or len(stem) < SHORTEST_MISSPELT:
        return stem
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - start-up time
    from rapidfuzz.process import extractOne  # noqa: PLC0415 - start-up time

    # The first letter is seldom the wrong one, and most words have another.
    words = [word for word in index.weights if word[0] == stem[0]]
    found = extractOne(stem, words, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else stem


def _ranked(query: _Query, index: _Index) -> list[tuple[float, _Entry]]:
    """The nearest entry of each occupation that shares a word with the title, the nearest first."""
    shared: defaultdict[int, float] = defaultdict(float)
    for stem, weight in query.weights.items():
        for at in index.with_stem.get(stem, ()):
            shared[at] += (weight + index.weights[stem]) / 2
    best: dict[str, tuple[float, _Entry]] = {}
    for at, weight in shared.items():
        entry = index.entries[at]
        nearness = _nearness(query, entry, weight, index)
        if nearness > best.get(entry.code, (0.0,))[0]:
            best[entry.code] = nearness, entry
    return sorted(best.values(), key=lambda pair: -pair[0])


def _nearness(query: _Query, entry: _Entry, shared: float, index: _Index) -> float:
    """How near two titles are, from 0 to 1: the weight they share in all their weight (Tversky).

    The head counts twice.
    """
    same_head = entry.head == query.head
    both = shared + index.weights[query.head] * same_head
    missing = TITLE_WORD_MISSING * (query.total - both) + LISTED_WORD_MISSING * (entry.total - both)
    return both / (both + missing) * (1 if same_head else OTHER_HEAD)


@cache
def _index(database: Database) -> _Index:
    """The listed titles and the names of the survey, by the words they are made of."""
    names = _by_key([(name, code) for code, name in database.occupations()])
    titles = {key: pair for key, pair in names.items() if "all other" not in key}
    titles |= _by_key(listed_titles())
    split = {key: head_last(tuple(key.partition(" except ")[0].split())) for key in titles}
    known = frozenset(word for words in split.values() for word in words)
    stemmed = [
        (*titles[key], stems) for key, words in split.items() if (stems := stems_of(words, known))
    ]
    weights = _weights(stemmed)
    entries = [
        _Entry(
            title, code, stems[-1], weights[stems[-1]] + sum(weights[stem] for stem in set(stems))
        )
        for title, code, stems in stemmed
    ]
    with_stem: defaultdict[str, list[int]] = defaultdict(list)
    for at, (_, _, stems) in enumerate(stemmed):
        for stem in set(stems):
            with_stem[stem].append(at)
    return _Index(entries, with_stem, weights, frozenset(entry.head for entry in entries))


def _weights(stemmed: list[tuple[str, str, Words]]) -> dict[str, float]:
    """How much each word tells: the less, the more evenly it is spread over minor groups (entropy)."""
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, code, stems in stemmed:
        for stem in set(stems):
            groups[stem][code[MINOR_GROUP]] += 1
    return {
        stem: max(HIGHEST_WEIGHT - _entropy(counts), LOWEST_WEIGHT)
        for stem, counts in groups.items()
    }


def _entropy(counts: Counter[str]) -> float:
    total = counts.total()
    return -sum(count / total * math.log(count / total) for count in counts.values())

"""The listed title that is nearest to one that is not listed, or the reason why none is near enough."""

import math
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from offercheck.market.names import Listed, all_titles
from offercheck.market.title_words import Words, bare, head_last, is_meaningful, stems_of

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


class Near(NamedTuple):
    """The nearest listed title with its code, or None, and why.

    `candidates` are pairs of code and listed title, the nearest first, where none is near enough.
    """

    listed: Listed | None
    candidates: tuple[tuple[str, str], ...]
    reason: str


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


def nearest(parts: list[Words]) -> Near:
    """The listed title that is near the words of a title where nothing else is as near."""
    index = _index()
    query = _query(parts, index)
    ranked = _ranked(query, index) if query else []
    reason = _doubt(query, ranked) if query else ""
    if not ranked or reason:
        shown = tuple((entry.code, entry.title) for _, entry in ranked[:CANDIDATES_SHOWN])
        return Near(None, shown, reason or "no listed title is near")
    _, entry = ranked[0]
    return Near((entry.title, entry.code), (), f'nearest listed title "{entry.title}"')


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
    sections = [stems for part in parts if (stems := stems_of(head_last(bare(part)[0]), known))]
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
def _index() -> _Index:
    """The listed titles and the names of the survey, by the words they are made of."""
    titles = {key: pair for key, pair in all_titles().items() if "all other" not in key}
    split = {key: head_last(tuple(key.partition(" except ")[0].split())) for key in titles}
    known = frozenset(word for words in split.values() for word in words)
    stemmed = [
        (*titles[key], stems) for key, words in split.items() if (stems := stems_of(words, known))
    ]
    weights = _weights(stemmed)
    entries = [
        _Entry(
            title,
            code,
            stems[-1],
            weights[stems[-1]] + sum(weights[stem] for stem in _once(stems)),
        )
        for title, code, stems in stemmed
    ]
    with_stem: defaultdict[str, list[int]] = defaultdict(list)
    for at, (_, _, stems) in enumerate(stemmed):
        for stem in _once(stems):
            with_stem[stem].append(at)
    return _Index(entries, with_stem, weights, frozenset(entry.head for entry in entries))


def _once(stems: Words) -> Words:
    """Each word once, in their order: that of a set changes from run to run, and sums with it."""
    return tuple(dict.fromkeys(stems))


def _weights(stemmed: list[tuple[str, str, Words]]) -> dict[str, float]:
    """How much each word tells: the less, the more evenly it is spread over minor groups (entropy)."""
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, code, stems in stemmed:
        for stem in _once(stems):
            groups[stem][code[MINOR_GROUP]] += 1
    return {
        stem: max(HIGHEST_WEIGHT - _entropy(counts), LOWEST_WEIGHT)
        for stem, counts in groups.items()
    }


def _entropy(counts: Counter[str]) -> float:
    total = counts.total()
    return -sum(count / total * math.log(count / total) for count in counts.values())

"""Checks of the value functions, and of the weights of the dimensions that they score."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from offercheck.facts.known import Exact
from offercheck.problem import DataPath, Problem
from offercheck.rules.model import Score
from offercheck.rules.reading import read_key
from offercheck.rules.subject import Subject


def not_monotone(subject: Subject) -> Iterator[Problem]:
    """Value functions that score a better value lower."""
    for score in subject.scores:
        for (worse, most), (better, given) in itertools.pairwise(_from_worst(score)):
            if given < most:
                names = [_written_key(score, value, subject) for value in (worse, better)]
                yield subject.problem(
                    ("scores", score.id, "value", names[1]),
                    f"a score of at least {most:g}, which `{names[0]}` has and which is worse",
                    f"{given:g}",
                    f"{score.fact.better} of it is better" if score.fact.is_number else "",
                    at_key=True,
                )
                break


def unscored_dimensions(subject: Subject) -> Iterator[Problem]:
    """Weights without scores, scores without weight, and a situation that would weigh."""
    if not subject.is_whole("scores", "dimensions"):
        return
    scored = {score.dimension for score in subject.inspection.scores}
    for name, entry in subject.inspection.dimensions.items():
        weight = f"`{entry.weight:g}`"
        if entry.weight and name not in scored:
            yield _weight_problem(
                name, "a score in each dimension that has weight", f"{weight} and no score", subject
            )
        elif not entry.weight and name in scored and not entry.situational:
            yield _weight_problem(
                name,
                "a weight for a dimension that has scores",
                f"{weight}, so that its scores count for nothing",
                subject,
            )
        elif entry.weight and entry.situational:
            yield _weight_problem(
                name,
                "the weight 0 for a situational dimension, which is no part of the merits",
                weight,
                subject,
            )


def _from_worst(score: Score) -> list[tuple[Exact, float]]:
    """The values of a value function with their scores, from the worst; none where none is better."""
    if score.fact.better is None:
        return []
    if score.table is None:
        points: list[tuple[Exact, float]] = list(score.points)
        return points if score.fact.better == "more" else points[::-1]
    if score.fact.kind == "flag":
        best = score.fact.better == "more"
        return [(not best, score.table[not best]), (best, score.table[best])]
    return [(word, score.table[word]) for word in reversed(score.fact.choices)]


def _written_key(score: Score, value: Exact, subject: Subject) -> str:
    """The key that stands for a value, as the file has it."""
    for raw in subject.raw(("scores", score.id, "value")):
        if read_key(score.fact, raw) == value:
            return raw  # type: ignore[no-any-return] # keys are what the YAML says
    raise LookupError(value)


def _weight_problem(name: str, expected: str, found: str, subject: Subject) -> Problem:
    path: DataPath = ("dimensions", name, "weight")
    return subject.problem(path, expected, found, at_key=True)

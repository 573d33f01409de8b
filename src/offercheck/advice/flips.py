"""What would change the verdict: the smallest change of each lever that gives a better one.

Found by trying, with the evaluation itself, never by a fixed percentage. Where no lever alone gives
a better verdict, two together are tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from offercheck.advice.levers import LEVERS, Lever, Value, without_words
from offercheck.advice.trials import Trials
from offercheck.assessment import Assessment
from offercheck.facts.derivation import ContradictionError, dependents, rederive
from offercheck.offer import Offer
from offercheck.rules.model import RuleSet, Verdict

# Both asking and negotiating lead on; a bridge is taken because of the situation.
BETTER: dict[Verdict, int] = {
    "decline": 0,
    "bridge": 1,
    "ask_first": 2,
    "negotiate": 2,
    "accept": 3,
}


class Change(NamedTuple):
    """One lever moved: its entry, and the values before and after as they are printed.

    `growth` is the value after over the one before, where both are numbers.
    """

    lever: str
    entry: str
    before: str
    after: str
    growth: float | None = None


class Flip(NamedTuple):
    """A change, or two together, that give a better verdict; a step less of any does not."""

    changes: tuple[Change, ...]
    verdict: Verdict


class _Move(NamedTuple):
    """A lever and the values it can be moved to."""

    lever: Lever
    values: Sequence[Value]


def flips(assessment: Assessment, rules: RuleSet, trials: Trials) -> tuple[Flip, ...]:
    """Every lever that alone gives a better verdict; else the two that together need the least.

    Empty where the verdict is the best already, or nothing within the bounds of the rule file helps.
    """
    search = _Search(assessment, trials)
    if search.standing == max(BETTER.values()):
        return ()
    offer, bounds = assessment.case.offer, rules.assumptions.negotiation
    moves = [_Move(lever, lever.values(offer, bounds)) for lever in LEVERS]
    moves = [move for move in moves if move.values]
    alone = [flip for move in moves if (flip := search.alone(move)) is not None]
    if alone:
        return tuple(alone)
    both = search.together(moves)
    return () if both is None else (both,)


class _Search:
    """Tries moves of levers on one assessment."""

    def __init__(self, assessment: Assessment, trials: Trials) -> None:
        self._assessment = assessment
        self._trials = trials
        self._offer = assessment.case.offer
        self.standing = BETTER[assessment.evaluation.verdict]

    def verdict(self, *moved: tuple[Lever, Value]) -> Verdict | None:
        """The verdict with levers moved; None where a stated fact contradicts the change."""
        offer: Offer = self._offer
        names: set[str] = set()
        for lever, value in moved:
            offer = lever.moved(offer, value)
            names |= dependents(f"offer.{'.'.join(lever.entry)}")
        # Words that a figure made obsolete give way to it; a fact stated directly does not.
        for version in (offer, without_words(offer)):
            record = self._assessment.record._replace(offer=version)
            try:
                changed = rederive(record, self._assessment.evaluation.facts, names)
            except ContradictionError:
                continue
            return self._trials.change(changed).row.entry.verdict
        return None

    def alone(self, move: _Move) -> Flip | None:
        """The smallest move of one lever that gives a better verdict."""
        index = self._first(move.values, lambda value: self._is_better((move.lever, value)))
        return None if index is None else self._flip((move.lever, move.values[index]))

    def together(self, moves: Sequence[_Move]) -> Flip | None:
        """The two moves that together give a better verdict and need the least of their ranges."""
        found: list[tuple[float, int, Flip]] = []
        for order, (one, other) in enumerate(itertools.combinations(moves, 2)):
            pair = self._pair(one, other)
            if pair is not None:
                share, flip = pair
                found.append((share, order, flip))
        return min(found)[-1] if found else None

    def _pair(self, one: _Move, other: _Move) -> tuple[float, Flip] | None:
        """The least of one lever with the other as far as it goes, then the least of the other."""
        far = (other.lever, other.values[-1])
        first = self._first(one.values, lambda value: self._is_better((one.lever, value), far))
        if first is None:
            return None
        near = (one.lever, one.values[first])
        second = self._first(
            other.values, lambda value: self._is_better(near, (other.lever, value))
        )
        if second is None:
            return None
        share = (first + 1) / len(one.values) + (second + 1) / len(other.values)
        return share, self._flip(near, (other.lever, other.values[second]))

    def _first(self, values: Sequence[Value], is_better: Callable[[Value], bool]) -> int | None:
        """The position of the first value that is better while the one before it is not."""
        low, high = -1, len(values) - 1
        if not is_better(values[high]):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if is_better(values[middle]) else (middle, high)
        return high

    def _is_better(self, *moved: tuple[Lever, Value]) -> bool:
        verdict = self.verdict(*moved)
        return verdict is not None and BETTER[verdict] > self.standing

    def _flip(self, *moved: tuple[Lever, Value]) -> Flip:
        verdict = self.verdict(*moved)
        assert verdict is not None  # noqa: S101 - it was found to be better
        return Flip(
            tuple(
                Change(
                    lever.id,
                    ".".join(lever.entry),
                    lever.show(lever.current(self._offer), self._offer),
                    lever.show(value, self._offer),
                    _ratio(value, lever.current(self._offer)),
                )
                for lever, value in moved
            ),
            verdict,
        )


def _ratio(after: Value, before: Value) -> float | None:
    numbers = isinstance(after, float) and isinstance(before, float) and before > 0
    return after / before if numbers else None

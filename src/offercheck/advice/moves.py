"""Moving levers of an offer, and what comes of it: the search that all advice about changes shares."""

import itertools
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from offercheck.advice.levers import BASE, LEVERS, Lever, Value, without_words
from offercheck.advice.trials import Trial, Trials
from offercheck.assessment import Assessment
from offercheck.facts.assumptions import Negotiation
from offercheck.facts.derivation import ContradictionError, dependents, rederive
from offercheck.offer import Offer
from offercheck.rules.model import Verdict

Moved = tuple[tuple[Lever, Value], ...]
IsWanted = Callable[[Trial], bool]


class Change(NamedTuple):
    """One lever moved: its entry, and the values before and after as they are printed.

    `request` asks for it in words. `growth` is the value after over the one before, where both are
    numbers.
    """

    lever: str
    entry: str
    before: str
    after: str
    request: str
    growth: float | None = None


class _Range(NamedTuple):
    """A lever and the values it can be moved to, the nearest first."""

    lever: Lever
    values: Sequence[Value]


class Moves:
    """Tries moves of levers on one assessment, within the bounds of the rule file."""

    def __init__(self, assessment: Assessment, trials: Trials, bounds: Negotiation) -> None:
        self._assessment = assessment
        self._trials = trials
        self._offer = assessment.case.offer
        self._bounds = bounds

    def trial(self, moved: Moved) -> Trial | None:
        """What comes of moving levers; None where a stated fact contradicts the change."""
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
            return self._trials.change(changed)
        return None

    def with_base(self, growth: float) -> Verdict | None:
        """The verdict with the base so many times what is offered."""
        amount = BASE.current(self._offer)
        trial = None if amount is None else self.trial(((BASE, amount * growth),))
        return None if trial is None else trial.verdict

    def changes(self, moved: Moved) -> tuple[Change, ...]:
        """The moves in words."""
        return tuple(
            Change(
                lever.id,
                ".".join(lever.entry),
                lever.show(lever.current(self._offer), self._offer),
                lever.show(value, self._offer),
                lever.asked(value, self._offer),
                _ratio(value, lever.current(self._offer)),
            )
            for lever, value in moved
        )

    def least(self, is_wanted: IsWanted) -> list[Moved]:
        """The smallest move of each lever that alone gives what is wanted; else the two together.

        Of the pairs it is the one that needs the least of what its levers can be moved. Empty where
        nothing within the bounds helps.
        """
        alone = [
            moved for reach in self._ranges if (moved := self._alone(reach, is_wanted)) is not None
        ]
        return alone or self._together(is_wanted)

    @cached_property
    def _ranges(self) -> list[_Range]:
        found = [_Range(lever, lever.values(self._offer, self._bounds)) for lever in LEVERS]
        return [reach for reach in found if reach.values]

    def _alone(self, reach: _Range, is_wanted: IsWanted) -> Moved | None:
        values = reach.values
        index = self._first(values, lambda value: self._gives(((reach.lever, value),), is_wanted))
        return None if index is None else ((reach.lever, values[index]),)

    def _together(self, is_wanted: IsWanted) -> list[Moved]:
        found: list[tuple[float, int, Moved]] = []
        for order, (one, other) in enumerate(itertools.combinations(self._ranges, 2)):
            pair = self._pair(one, other, is_wanted)
            if pair is not None:
                share, moved = pair
                found.append((share, order, moved))
        return [min(found)[-1]] if found else []

    def _pair(self, one: _Range, other: _Range, is_wanted: IsWanted) -> tuple[float, Moved] | None:
        """The least of one lever with the other as far as it goes, then the least of the other."""
        far = (other.lever, other.values[-1])
        first = self._first(
            one.values, lambda value: self._gives(((one.lever, value), far), is_wanted)
        )
        if first is None:
            return None
        near = (one.lever, one.values[first])
        second = self._first(
            other.values, lambda value: self._gives((near, (other.lever, value)), is_wanted)
        )
        if second is None:
            return None
        share = (first + 1) / len(one.values) + (second + 1) / len(other.values)
        return share, (near, (other.lever, other.values[second]))

    def _first(self, values: Sequence[Value], gives: Callable[[Value], bool]) -> int | None:
        """The position of the first value that gives what is wanted while the one before does not."""
        low, high = -1, len(values) - 1
        if not gives(values[high]):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if gives(values[middle]) else (middle, high)
        return high

    def _gives(self, moved: Moved, is_wanted: IsWanted) -> bool:
        trial = self.trial(moved)
        return trial is not None and is_wanted(trial)


def _ratio(after: Value, before: Value) -> float | None:
    numbers = isinstance(after, float) and isinstance(before, float) and before > 0
    return after / before if numbers else None

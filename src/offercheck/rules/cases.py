"""The cases that a verdict table can be asked about: facts, and what rules and scores make of them.

Decision facts are no values of their own. What always holds between them, by the way an evaluation
counts and weighs, is written here as conditions, so that a row that only a case beyond these could
reach is found. Everything here must hold in every evaluation: it may say too little, never too much.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.rules.conditions import AnyOf, Comparison, Condition, Not, comparisons_in
from offercheck.rules.model import Rule
from offercheck.rules.space import TRUE, Requirement, Space, Traits
from offercheck.rules.subject import Subject

FIRED, COUNT, SCORE, OVERALL, COVERAGE = "fired.", "count.", "score.", "score.overall", "coverage"
RED_FLAGS = ("count.red_flag", "count.fixed_red_flag", "count.negotiable_red_flag")
CAUTIONS = ("count.caution", "count.negotiable_caution")
MOST_SUMMED = 6


class Cases:
    """Every case that may come before the rows of a file, as far as its parts can be read.

    `relations` hold in each of them, and values lie within the ranges of `definitions`.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        rows = [placed.row.when for placed in subject.rows]
        self._tests = [test for when in rows for test in comparisons_in(when)]
        self._named = {test.fact for test in self._tests}
        self._counts_are_known = subject.is_whole("rules", "dimensions")
        self._scores_are_known = subject.is_whole("scores", "dimensions")
        self._ranges = _score_ranges(subject) if self._scores_are_known else {}
        self.definitions = {**subject.inspection.definitions, **self._narrowed()}
        self.relations = (*self._firing(), *self._sums(), *self._scoring())
        self._always = [Requirement(condition, TRUE) for condition in self.relations]
        self._space = Space(
            [*rows, *self.relations],
            self.definitions,
            traits=self._traits,
            effort=subject.effort,
        )

    def is_possible(self, *requirements: Requirement) -> bool:
        """Whether some case meets every requirement; where it is not known, that it may."""
        return self._space.is_possible(*requirements, *self._always)

    def witness(self, *requirements: Requirement) -> dict[str, Value] | None:
        """A case that meets every requirement, or None. Raises UndecidedError."""
        return self._space.witness((*requirements, *self._always))

    def _traits(self, fact: str) -> Traits:
        """Decision facts are never bounded; counts, firing and coverage never unknown."""
        if fact.startswith((COUNT, FIRED)) or fact == COVERAGE:
            return Traits(bounded=False, unknown=False)
        if fact.startswith(SCORE):
            known = not self._scores_are_known or fact in self._ranges
            return Traits(bounded=False, known=known)
        return Traits()

    def _narrowed(self) -> dict[str, FactDefinition]:
        """Counts reach the number of rules counted, scores what the value functions give."""
        definitions = self._subject.inspection.definitions
        ranges = dict(self._ranges)
        if self._counts_are_known:
            for name in filter(lambda name: name.startswith(COUNT), definitions):
                ranges[name] = Interval(0.0, float(len(self._counted(name))))
        return {name: definitions[name]._replace(range=range_) for name, range_ in ranges.items()}

    def _counted(self, count: str) -> list[Rule]:
        """The rules that are counted there when they fire."""
        return [rule for rule in self._subject.rules if count in rule.counts]

    def _firing(self) -> Iterator[Condition]:
        """What fires is met and counted, and what is counted fired; what is off does neither."""
        counted: dict[str, list[Rule]] = {}
        if self._counts_are_known:
            counts = [name for name in (*self._named, *self._linked()) if name.startswith(COUNT)]
            counted = {name: self._counted(name) for name in sorted(counts)}
        named = {rule.flag for rules in counted.values() for rule in rules} | self._named
        for rule in self._subject.rules:
            if rule.flag in named:
                yield AnyOf((_fired(rule, truth=False), rule.when))
        for rule in self._subject.inspection.rules if self._counts_are_known else ():
            if rule.entry.off and rule.flag in named:
                yield _fired(rule, truth=False)
        for count, rules in counted.items():
            some = Comparison(count, "at_least", 1.0)
            yield AnyOf((Not(some), *(_fired(rule, truth=True) for rule in rules)))
            for rule in rules:
                yield AnyOf((_fired(rule, truth=False), some))

    def _linked(self) -> tuple[str, ...]:
        """The counts that go with those which rows compare: a sum needs all its parts."""
        flags = RED_FLAGS if len(self._named.intersection(RED_FLAGS)) > 1 else ()
        return (*flags, *(CAUTIONS if self._named.issuperset(CAUTIONS) else ()))

    def _sums(self) -> Iterator[Condition]:
        """Red flags are the fixed and the negotiable ones; negotiable cautions are cautions."""
        linked = self._linked()
        numbers = range(self._most_compared(RED_FLAGS) + 1) if RED_FLAGS[0] in linked else ()
        whole, *parts = RED_FLAGS
        for counts in itertools.product(numbers, repeat=2):
            for operator in ("at_least", "at_most"):
                each = [
                    Not(Comparison(part, operator, float(count)))
                    for part, count in zip(parts, counts, strict=True)
                ]
                yield AnyOf((*each, Comparison(whole, operator, float(sum(counts)))))
        numbers = range(self._most_compared(CAUTIONS) + 1) if CAUTIONS[0] in linked else ()
        for count in numbers:
            yield AnyOf(
                (
                    Comparison(CAUTIONS[1], "below", float(count)),
                    Comparison(CAUTIONS[0], "at_least", float(count)),
                )
            )

    def _most_compared(self, counts: tuple[str, ...]) -> int:
        """The largest number that rows compare these counts with, within bounds."""
        constants = [
            int(test.threshold)
            for test in self._tests
            if test.fact in counts and isinstance(test.threshold, float)
        ]
        return min(max(constants, default=0) + 1, MOST_SUMMED)

    def _scoring(self) -> Iterator[Condition]:
        """Nothing is covered exactly where no score that weighs is known."""
        if not self._scores_are_known:
            return
        uncovered = Comparison(COVERAGE, "is", 0.0)
        weighed = [
            f"{SCORE}{name}"
            for name, entry in self._subject.inspection.dimensions.items()
            if entry.weight and f"{SCORE}{name}" in self._ranges
        ]
        for score in sorted(self._named.intersection((*weighed, OVERALL))):
            yield AnyOf((_known(score, known=False), Not(uncovered)))
        if OVERALL in self._named:
            yield AnyOf((_known(OVERALL, known=True), uncovered))
        if self._named.issuperset(weighed):
            yield AnyOf((uncovered, *(_known(score, known=True) for score in weighed)))


def _fired(rule: Rule, *, truth: bool) -> Comparison:
    return Comparison(rule.flag, "is", truth)


def _known(fact: str, *, known: bool) -> Comparison:
    return Comparison(fact, "known", known)


def _score_ranges(subject: Subject) -> dict[str, Interval]:
    """The lowest and highest that each dimension with scores, and all together, can score."""
    ranges: dict[str, Interval] = {}
    dimensions = subject.inspection.dimensions
    for name in dimensions:
        own = [score.range for score in subject.inspection.scores if score.dimension == name]
        if own:
            ranges[f"{SCORE}{name}"] = _around(own)
    weighed = [
        ranges[f"{SCORE}{name}"]
        for name, entry in dimensions.items()
        if entry.weight and f"{SCORE}{name}" in ranges
    ]
    return ranges | ({OVERALL: _around(weighed)} if weighed else {})


def _around(ranges: list[Interval]) -> Interval:
    """The range of every weighted mean."""
    return Interval(min(part.low for part in ranges), max(part.high for part in ranges))

"""Which outcomes of rules and which verdict rows the tests reach, and which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from offercheck.evaluation import Evaluation
from offercheck.rule_tests.model import Expectations
from offercheck.rules.model import RuleSet

STATES = ("fired", "clear", "unknown")


class Reached(NamedTuple):
    """What one test reaches: outcomes of rules, as pairs of rule and outcome, and verdict rows."""

    outcomes: frozenset[tuple[str, str]] = frozenset()
    rows: frozenset[str] = frozenset()


class Coverage(NamedTuple):
    """What all tests reach: of each rule that is not off the outcomes, of each row whether it is."""

    rules: dict[str, tuple[str, ...]]
    rows: dict[str, bool]

    @property
    def states(self) -> int:
        """How many outcomes are reached, of three a rule."""
        return sum(len(reached) for reached in self.rules.values())

    @property
    def share(self) -> float:
        """The share, 0-1, that is reached of three outcomes a rule and all rows."""
        total = len(STATES) * len(self.rules) + len(self.rows)
        return (self.states + sum(self.rows.values())) / total

    @property
    def untested(self) -> Iterator[str]:
        """What no test reaches, in words."""
        for rule, reached in self.rules.items():
            missing = [state for state in STATES if state not in reached]
            if missing:
                yield f"rule {rule}: never {', '.join(missing)}"
        for row, is_reached in self.rows.items():
            if not is_reached:
                yield f"row {row}: never decides"


def reached_by(expect: Expectations, found: Evaluation) -> Reached:
    """What a test that passed reaches.

    An outcome of a rule counts where the test expects it, a row where the test expects it or the
    verdict that it decided. What merely happened, and nobody looked at, is not tested.
    """
    rows = {expect.row, expect.merits_row} - {None}
    if expect.verdict is not None:
        rows.add(found.row.id)
    if expect.on_merits is not None:
        rows.add(found.merits_row.id)
    return Reached(
        frozenset((expect.rules or {}).items()), frozenset(row for row in rows if row is not None)
    )


def coverage_of(tests: Iterable[Reached], rules: RuleSet) -> Coverage:
    """What tests reach of a rule file; rules that it turns off need no test."""
    outcomes: set[tuple[str, str]] = set()
    rows: set[str] = set()
    for test in tests:
        outcomes |= test.outcomes
        rows |= test.rows
    return Coverage(
        {
            rule.id: tuple(state for state in STATES if (rule.id, state) in outcomes)
            for rule in rules.rules
            if not rule.entry.off
        },
        {row.id: row.id in rows for row in rules.rows},
    )

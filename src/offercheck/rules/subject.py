"""A rule file under check: what of it can be reasoned about, and what it wrote itself."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from offercheck.problem import DataPath, Problem, dotted
from offercheck.rules.conditions import Comparison, Condition
from offercheck.rules.layers import Layers
from offercheck.rules.model import Row
from offercheck.rules.reading import LAST_ON_MERITS, LAST_ROW, Inspection, inspect_rules
from offercheck.rules.space import Effort

# What all proofs about one file may cost together: some seconds, where the default rules need a tenth.
MOST_STEPS_A_FILE = 5_000_000
# The parts of an entry that must be free of problems before anything is concluded from it.
DECISIVE = {
    "rules": ("when",),
    "patterns": ("when",),
    "scores": ("fact", "value"),
    "verdicts": ("when", "situational"),
}


class PlacedRow(NamedTuple):
    """A verdict row with its place in the table, and whether the checked file itself wrote it."""

    place: int
    row: Row
    is_own: bool

    @property
    def path(self) -> DataPath:
        """Where it stands in the resolved file."""
        return ("verdicts", self.place)


class Subject:
    """One rule file. `rules`, `scores`, `patterns` and `rows` are those that can be reasoned about."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.layers: Layers = inspection.layers
        self.effort = Effort(MOST_STEPS_A_FILE)
        self._refused = {
            problem.path
            for problem in inspection.problems
            if problem.expected not in {LAST_ROW, LAST_ON_MERITS}  # such a row can be read
        }
        self._touched = {path for refused in self._refused for path in _upwards(refused)}
        self.rules = [
            rule
            for rule in inspection.rules
            if not rule.entry.off and self._is_sound("rules", rule.id)
        ]
        self.scores = [score for score in inspection.scores if self._is_sound("scores", score.id)]
        self.patterns = [
            pattern for pattern in inspection.patterns if self._is_sound("patterns", pattern.reason)
        ]
        self.rows = [
            PlacedRow(place, row, self.is_own(("verdicts", place)))
            for place, row in inspection.rows.items()
            if self._is_sound("verdicts", place)
        ]

    def is_whole(self, *sections: str) -> bool:
        """Whether nothing is wrong in any of these sections."""
        return not self._touched.intersection(sections)

    def is_own(self, path: DataPath) -> bool:
        """Whether what the checked file itself wrote stands there, rather than what it inherits."""
        return self.layers.locate(path).file == self.layers.last.name

    def writes(self, section: str, key: str) -> bool:
        """Whether the checked file itself writes an entry or a part of it."""
        return self.layers.last.has((section, key))

    @cached_property
    def inherited(self) -> Inspection | None:
        """What the checked file would be without its own entries; None where it extends nothing."""
        extended = self.layers.extended
        return inspect_rules(extended) if extended is not None else None

    def conditions(self) -> Iterator[tuple[DataPath, str, Condition]]:
        """The conditions of rules and patterns: their path, what happens when they hold, and they."""
        for rule in self.rules:
            yield ("rules", rule.id, "when"), "fires", rule.when
        for pattern in self.patterns:
            yield ("patterns", pattern.reason, "when"), "is met", pattern.when

    def problem(
        self,
        path: DataPath,
        expected: str,
        found: str,
        suggestion: str = "",
        *,
        at_key: bool = False,
    ) -> Problem:
        """The problem of the entry at a path of the resolved file."""
        return self.layers.problem(
            path, expected=expected, found=found, suggestion=suggestion, at_key=at_key
        )

    def own_problem(
        self, section: str, key: str, expected: str, found: str, suggestion: str = ""
    ) -> Problem:
        """The problem of an entry where the checked file writes it."""
        return self.layers.last.problem(
            (section, key), expected=expected, found=found, suggestion=suggestion, at_key=True
        )

    def where(self, path: DataPath) -> str:
        """Where an entry is written, as `file:line`."""
        position = self.layers.locate(path, at_key=True)
        return f"{position.file}:{position.line}"

    def raw(self, path: DataPath) -> Any:
        """What is written at a path of the resolved file."""
        value: Any = self.layers.data
        for part in path:
            value = value[part]
        return value

    def as_written(self, test: Comparison) -> str:
        """A test with its constant as the file has it: `turnover.seat_churn` above 3."""
        operator = "" if test.path[-1] == test.fact else f"{test.operator.replace('_', ' ')} "
        return f"`{test.fact}` {operator}{_shown(self.raw(test.path))}"

    def _is_sound(self, section: str, key: str | int) -> bool:
        path = (section, key)
        parts = {dotted((*path, part)) for part in DECISIVE[section]}
        return dotted(path) not in self._refused and not parts & self._touched


def _upwards(path: str) -> Iterator[str]:
    """A dotted path and every one above it."""
    yield path
    for index, character in enumerate(path):
        if character in ".[":
            yield path[:index]


def _shown(raw: Any) -> str:
    if isinstance(raw, list):
        return ", ".join(_shown(item) for item in raw)
    return str(raw).lower() if isinstance(raw, bool) else str(raw)

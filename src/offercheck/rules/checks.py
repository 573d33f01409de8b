"""What is wrong with a rule file, and what can be proved useless in it.

Each check of the table takes what could be read of the file and yields problems. Those beyond
reading are proofs: because conditions compare facts with constants, "this never fires" is decided
and not guessed. Where a proof would take too long nothing is claimed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Exact
from offercheck.interval import Interval
from offercheck.problem import DataPath, Problem, dotted
from offercheck.rules.cells import FALSE, NOT_TRUE, TRUE, Requirement, Space, cells_of
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Not,
    comparison_holds,
    comparisons_in,
)
from offercheck.rules.loading import Inspection, decision_facts, inspect_rules
from offercheck.rules.model import DimensionEntry, Rule, Score, counts_of
from offercheck.rules.wording import as_written, wanted

# Proofs about pairs and rows of a file far larger than any in use are left out, not waited for.
MOST_PAIRS = 40_000
MOST_ROWS = 100
FIRED, COUNT, SCORE = "fired.", "count.", "score."


class Finding(NamedTuple):
    """One problem, and the check that found it."""

    check: str
    problem: Problem


class CheckedFile(NamedTuple):
    """What was found in one rule file, and how much of it there is.

    `is_whole` is false for a file too large for every proof about pairs and rows.
    """

    name: str
    rules: int
    scores: int
    rows: int
    is_whole: bool
    findings: tuple[Finding, ...]


def check_rules(name: str) -> CheckedFile:
    """Every problem of a rule file, in the order of its lines.

    Raises InputError where the file, or one it extends, is no readable YAML document.
    """
    found = _Sound(inspect_rules(name))
    findings = [Finding(check, problem) for check, run in CHECKS.items() for problem in run(found)]
    findings.sort(key=lambda finding: finding.problem.position)
    rules, scores, rows = (
        len(part)
        for part in (found.inspection.rules, found.inspection.scores, found.inspection.rows)
    )
    is_whole = rules * (rules - 1) <= MOST_PAIRS and rows <= MOST_ROWS
    return CheckedFile(name, rules, scores, rows, is_whole, tuple(findings))


class _Sound:
    """What of a file is free of problems, so that it can be reasoned about."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self._broken = {problem.path for problem in inspection.problems}
        self.rules = [
            rule
            for rule in inspection.rules
            if not rule.entry.off and self._is_sound(("rules", rule.id))
        ]
        self.scores = [score for score in inspection.scores if self._is_sound(("scores", score.id))]
        self.patterns = [
            item for item in inspection.patterns if self._is_sound(("patterns", item.reason))
        ]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with the file."""
        return not self._broken

    @property
    def dimensions(self) -> Mapping[str, DimensionEntry]:
        """The dimensions, where the file as a whole has the right shape."""
        file = self.inspection.file
        return file.dimensions if file is not None else {}

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
        return self.inspection.layers.problem(
            path, expected=expected, found=found, suggestion=suggestion, at_key=at_key
        )

    def place(self, path: DataPath) -> str:
        """Where an entry is written, as `file:line`."""
        position = self.inspection.layers.locate(path, at_key=True)
        return f"{position.file}:{position.line}"

    def file_of(self, path: DataPath) -> str:
        """The file in which an entry is written; of the empty path, the file that is checked."""
        return self.inspection.layers.locate(path).file

    def _is_sound(self, path: DataPath) -> bool:
        start = dotted(path)
        return not any(
            broken == start or broken.startswith((f"{start}.", f"{start}["))
            for broken in self._broken
        )


def _read(found: _Sound) -> Iterator[Problem]:
    """What loading the file would refuse."""
    yield from found.inspection.problems


def _conditions(found: _Sound) -> Iterator[tuple[DataPath, str, Condition]]:
    """The conditions of rules and patterns, with the path and a word for what they decide."""
    for rule in found.rules:
        yield ("rules", rule.id, "when"), "fires", rule.when
    for pattern in found.patterns:
        yield ("patterns", pattern.reason, "when"), "is met", pattern.when


def _never_fires(found: _Sound) -> Iterator[Problem]:
    for path, _, condition in _conditions(found):
        if not Space([condition], CATALOGUE).is_possible(Requirement(condition, TRUE)):
            yield found.problem(
                path, "a condition that some offer meets", _why_never(condition), at_key=True
            )


def _why_never(condition: Condition) -> str:
    """Two tests of one fact that contradict each other, or one that no value passes."""
    tests = list(_required(condition))
    for test in tests:
        if not Space([test], CATALOGUE).is_possible(Requirement(test, TRUE)):
            return f"one that none does: no value passes {_words(test)}"
    for one, other in itertools.combinations(tests, 2):
        both = All((one, other))
        if not Space([both], CATALOGUE).is_possible(Requirement(both, TRUE)):
            return f"one that none does: {_words(one)} and {_words(other)} exclude each other"
    return "one that none does"


def _required(condition: Condition) -> Iterator[Comparison]:
    """The tests that must all hold."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _required(part)


def _words(test: Comparison) -> str:
    """A test in the words of the file."""
    return f"`{test.fact}` {wanted(test, CATALOGUE, as_in_file=True)}"


def _always_fires(found: _Sound) -> Iterator[Problem]:
    """Rules that fire whatever the facts turn out to be, and tests that every value passes."""
    for path, verb, condition in _conditions(found):
        if not Space([condition], CATALOGUE).is_possible(Requirement(condition, FALSE)):
            yield found.problem(
                path,
                "a condition that some offer does not meet",
                f"one that always {verb}",
                at_key=True,
            )
            continue
        for test in comparisons_in(condition):
            if test.operator != "known" and not _can_fail(test):
                yield found.problem(
                    test.path,
                    "a test that some value fails",
                    f"{_words(test)}, which every value passes",
                )


def _can_fail(test: Comparison) -> bool:
    several = isinstance(test.threshold, tuple)
    thresholds: Sequence[Exact] = test.threshold if several else (test.threshold,)  # type: ignore[assignment]
    cells = cells_of(CATALOGUE[test.fact], thresholds)
    return any(comparison_holds(test, cell) is False for cell in cells)


def _implied(found: _Sound) -> Iterator[Problem]:
    """Rules that only ever fire together with another one of the same weight."""
    facts = {rule.id: {test.fact for test in comparisons_in(rule.when)} for rule in found.rules}
    reported: set[str] = set()
    pairs = itertools.permutations(found.rules, 2)
    for rule, other in itertools.islice(pairs, MOST_PAIRS):
        same = (rule.entry.severity, rule.entry.negotiable) == (
            *(other.entry.severity, other.entry.negotiable),
        )
        if not same or rule.id in reported or other.id in reported:
            continue
        if facts[rule.id] & facts[other.id] and _implies(rule, other):
            reported.add(rule.id)
            yield found.problem(
                ("rules", rule.id),
                "a rule that says something of its own",
                f"one that fires only where `{other.id}` does ({found.place(('rules', other.id))})",
                "remove it, or change its condition or severity",
                at_key=True,
            )


def _implies(rule: Rule, other: Rule) -> bool:
    """Whether every case in which a rule fires makes the other one fire too."""
    space = Space([rule.when, other.when], CATALOGUE)
    fires = Requirement(rule.when, TRUE)
    return space.is_possible(fires) and not space.is_possible(
        fires, Requirement(other.when, NOT_TRUE)
    )


def _unreachable_rows(found: _Sound) -> Iterator[Problem]:
    """Verdict rows that no case gets to, or that hold in none."""
    if not found.is_whole:
        return
    rows, table = found.inspection.rows, _Table(found)
    inherited: dict[int, list[str]] = {}
    own: list[int] = []
    for index, row in enumerate(rows[:MOST_ROWS]):
        path: DataPath = ("verdicts", index)
        reached = Requirement(row.when, TRUE)
        if not table.is_possible(reached):
            yield found.problem(path, "a row that some case meets", f"`{row.id}`, which none does")
            continue
        before = [Requirement(earlier.when, NOT_TRUE) for earlier in rows[:index]]
        if table.is_possible(reached, *before):
            if found.file_of(path) == found.file_of(()):
                own.append(index)
            continue
        alone = [i for i, not_met in enumerate(before) if not table.is_possible(reached, not_met)]
        if found.file_of(path) == found.file_of(()):
            taker = f"`{rows[alone[0]].id}`" if alone else "the rows above it together"
            yield found.problem(
                path,
                "a row that some case gets to",
                f"`{row.id}`, of which every case is taken by {taker}",
                "move it up, or remove it",
            )
        else:
            taken_by = next((i for i in alone if i in own), own[-1] if own else index)
            inherited.setdefault(taken_by, []).append(row.id)
    for index, taken in inherited.items():
        yield found.problem(
            ("verdicts", index),
            "a row that leaves the rows after it some case",
            f"`{rows[index].id}`, after which no case gets to {', '.join(f'`{i}`' for i in taken)}",
            "make its condition narrower, or replace those rows",
        )


class _Table:
    """The cases that a verdict table can be asked about."""

    def __init__(self, found: _Sound) -> None:
        self._rules = {rule.id: rule for rule in found.inspection.rules}
        self._dimensions = found.dimensions
        self._ranges = _score_ranges(found)
        definitions = CATALOGUE | decision_facts(list(found.dimensions), list(self._rules))
        rows = [row.when for row in found.inspection.rows[:MOST_ROWS]]
        self._relations = self._related(
            {test.fact for when in rows for test in comparisons_in(when)}
        )
        self._space = Space(
            [*rows, *(item.condition for item in self._relations)],
            definitions,
            never_unknown=_always_has_a_value,
            possible=self._can_be,
        )

    def is_possible(self, *requirements: Requirement) -> bool:
        """Whether some case meets every requirement; where it is not known, that it may."""
        named = {test.fact for item in requirements for test in comparisons_in(item.condition)}
        related = [
            item
            for item in self._relations
            if named & {test.fact for test in comparisons_in(item.condition)}
        ]
        return self._space.is_possible(*requirements, *related)

    def _can_be(self, fact: str, cell: Exact) -> bool:
        """Leave out counts of more rules than there are, and scores that no score can give."""
        if fact.startswith(COUNT):
            return float(cell) <= sum(
                fact in self._counts_of(rule) for rule in self._rules.values()
            )
        bounds = self._ranges.get(fact)
        return bounds is None or bounds.low <= float(cell) <= bounds.high

    def _related(self, named: set[str]) -> list[Requirement]:
        """What always holds between the decision facts of one case."""
        relations: list[Condition] = []
        for fact in sorted(named):
            rule = self._rules.get(fact.removeprefix(FIRED))
            if not fact.startswith(FIRED) or rule is None:
                continue
            not_fired = Comparison(fact, "is", False)  # noqa: FBT003 - a value
            # What is off never fires; what fires is met, and is counted.
            relations.append(not_fired if rule.entry.off else AnyOf((not_fired, rule.when)))
            relations += [
                AnyOf((not_fired, Comparison(count, "at_least", 1.0)))
                for count in sorted(self._counts_of(rule))
            ]
        none_of = {
            name: Comparison(f"{COUNT}{name}", "is", 0.0)
            for name in (
                *("red_flag", "fixed_red_flag", "negotiable_red_flag"),
                *("caution", "negotiable_caution"),
            )
        }
        for part, whole in (
            ("fixed_red_flag", "red_flag"),
            ("negotiable_red_flag", "red_flag"),
            ("negotiable_caution", "caution"),
        ):
            relations.append(AnyOf((Not(none_of[whole]), none_of[part])))
        both = All((none_of["fixed_red_flag"], none_of["negotiable_red_flag"]))
        relations.append(AnyOf((Not(both), none_of["red_flag"])))
        return [Requirement(condition, TRUE) for condition in relations]

    def _counts_of(self, rule: Rule) -> set[str]:
        return set() if rule.entry.off else counts_of(rule, self._dimensions)


def _always_has_a_value(fact: str) -> bool:
    return fact.startswith((COUNT, FIRED)) or fact == "coverage"


def _score_ranges(found: _Sound) -> dict[str, Interval]:
    """The lowest and highest that each dimension, and all of them together, can score."""
    ranges: dict[str, Interval] = {}
    for name in found.dimensions:
        own = [score.range for score in found.inspection.scores if score.dimension == name]
        if own:
            ranges[f"{SCORE}{name}"] = Interval(min(r.low for r in own), max(r.high for r in own))
    weighted = [
        ranges[f"{SCORE}{name}"]
        for name, entry in found.dimensions.items()
        if entry.weight and f"{SCORE}{name}" in ranges
    ]
    if weighted:
        low, high = min(r.low for r in weighted), max(r.high for r in weighted)
        ranges[f"{SCORE}overall"] = Interval(low, high)
    return ranges


def _not_monotone(found: _Sound) -> Iterator[Problem]:
    """Value functions that fall where the fact speaks for the offer, or rise where it does not."""
    for score in found.scores:
        if score.fact.better is None:
            continue
        for (before, lower), (after, higher) in itertools.pairwise(_from_worst(score)):
            if higher < lower:
                definition = score.fact
                shown = [as_written(definition, value) for value in (before, after)]
                yield found.problem(
                    ("scores", score.id, "value"),
                    f"a score that does not fall from {shown[0]} to {shown[1]}, since"
                    f" {'less' if definition.better == 'less' else 'more'} of {definition.name} is better",
                    f"{lower:g} and then {higher:g}",
                    at_key=True,
                )
                break


def _from_worst(score: Score) -> list[tuple[Exact, float]]:
    """The values of a value function with their scores, from the worst to the best."""
    if score.table is None:
        points: list[tuple[Exact, float]] = list(score.points)
        return points if score.fact.better == "more" else points[::-1]
    if score.fact.kind == "flag":
        best = score.fact.better == "more"
        return [(not best, score.table[not best]), (best, score.table[best])]
    return [(word, score.table[word]) for word in reversed(score.fact.choices)]


def _unscored_dimensions(found: _Sound) -> Iterator[Problem]:
    scored = {score.dimension for score in found.inspection.scores}
    for name, entry in found.dimensions.items():
        path: DataPath = ("dimensions", name)
        if entry.weight and name not in scored and found.is_whole:
            yield found.problem(
                path,
                "a score in each dimension that has weight",
                f"none in `{name}`, so that its weight of {entry.weight:g} counts for nothing",
                at_key=True,
            )
        if not entry.weight and name in scored and not entry.situational:
            yield found.problem(
                (*path, "weight"),
                "a weight for a dimension that has scores",
                "0, so that its scores count for nothing",
                at_key=True,
            )


CHECKS: dict[str, Callable[[_Sound], Iterator[Problem]]] = {
    "invalid": _read,
    "never-fires": _never_fires,
    "always-fires": _always_fires,
    "implied": _implied,
    "unreachable-row": _unreachable_rows,
    "not-monotone": _not_monotone,
    "unscored-dimension": _unscored_dimensions,
}

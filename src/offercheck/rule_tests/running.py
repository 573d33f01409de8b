"""Running rule tests: what was expected, what was found, and which states of the rules were reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from offercheck.assessment import Assessment, assess
from offercheck.evaluation import DimensionScore, Evaluation, RuleOutcome, deciding_rules
from offercheck.facts.definition import Fact
from offercheck.market.wages import Database
from offercheck.problem import Position
from offercheck.quantities import format_number
from offercheck.rule_tests.model import Expectations, ScoreTest
from offercheck.rule_tests.reading import PreparedTest
from offercheck.rules.conditions import Comparison, comparison_holds, comparisons_in
from offercheck.rules.model import RuleSet
from offercheck.rules.wording import operator_word, wanted

STATES = ("fired", "clear", "unknown")


class Failure(NamedTuple):
    """One expectation that was not met, with what led to what was found instead."""

    what: str
    expected: str
    found: str
    because: tuple[str, ...] = ()


class RuleTestResult(NamedTuple):
    """What came of one test."""

    name: str
    position: Position
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.failures


class Coverage(NamedTuple):
    """Which states of rules, and which verdict rows, some test expects and meets.

    `rules` has the states seen of each rule that is not off. `share` is 0-1.
    """

    rules: dict[str, tuple[str, ...]]
    rows: dict[str, bool]

    @property
    def share(self) -> float:
        """The share of all states of rules and all rows."""
        seen = sum(len(states) for states in self.rules.values()) + sum(self.rows.values())
        total = len(STATES) * len(self.rules) + len(self.rows)
        return seen / total if total else 1.0

    @property
    def untested(self) -> Iterator[str]:
        """What no test reaches, in words."""
        for rule, states in self.rules.items():
            missing = [state for state in STATES if state not in states]
            if missing:
                yield f"rule {rule}: never {', never '.join(missing)}"
        for row, reached in self.rows.items():
            if not reached:
                yield f"row {row}: never decides"


class RuleTestRun(NamedTuple):
    """The results of all tests, and what they cover."""

    rules: str
    results: tuple[RuleTestResult, ...]
    coverage: Coverage


def run_tests(tests: Sequence[PreparedTest], rules: RuleSet) -> RuleTestRun:
    """Judge every case by the rules and compare.

    A state of a rule is covered by a test that expects it and finds it; a row by one that expects
    it, or expects the verdict that it decided. Raises InputError for a case that cannot be judged.
    """
    database = Database()
    seen: dict[str, set[str]] = {rule.id: set() for rule in rules.rules if not rule.entry.off}
    reached: set[str] = set()
    results = []
    for test in tests:
        assessment = assess(test.case, rules, test.as_of, database)
        failures = tuple(compare(test.expect, assessment.evaluation, rules))
        results.append(RuleTestResult(test.name, test.position, failures))
        if not failures:
            _note(test.expect, assessment, seen, reached)
    covered = {rule: tuple(s for s in STATES if s in states) for rule, states in seen.items()}
    rows = {row.id: row.id in reached for row in rules.rows}
    return RuleTestRun(rules.name, tuple(results), Coverage(covered, rows))


def _note(
    expect: Expectations, assessment: Assessment, seen: dict[str, set[str]], reached: set[str]
) -> None:
    """Note what a test that passed covers."""
    for rule, state in (expect.rules or {}).items():
        if rule in seen:
            seen[rule].add(state)
    reached.update(row for row in (expect.row, expect.merits_row) if row is not None)
    if expect.verdict is not None:
        reached.add(assessment.evaluation.row.id)
    if expect.on_merits is not None:
        reached.add(assessment.evaluation.merits_row.id)


def compare(expect: Expectations, found: Evaluation, rules: RuleSet) -> Iterator[Failure]:
    """Every expectation that an evaluation does not meet."""
    decided = tuple(_decided(found.row.id, deciding_rules(found.row, found, rules)))
    merits = tuple(_decided(found.merits_row.id, deciding_rules(found.merits_row, found, rules)))
    for what, expected, actual, because in (
        ("verdict", expect.verdict, found.verdict, decided),
        ("on_merits", expect.on_merits, found.on_merits, merits),
        ("row", expect.row, found.row.id, decided),
        ("merits_row", expect.merits_row, found.merits_row.id, merits),
    ):
        if expected is not None and expected != actual:
            yield Failure(what, expected, actual, because)
    if expect.firm is not None and expect.firm != found.firm:
        yield Failure("firm", _flag(expect.firm), _flag(found.firm), (_could(found),))
    if expect.could_become is not None and set(expect.could_become) != set(found.could_become):
        yield Failure("could_become", _verdicts(expect.could_become), _verdicts(found.could_become))
    yield from _rules(expect, found)
    yield from _scores(expect, found)


def _decided(row: str, deciding: Iterable[RuleOutcome]) -> Iterator[str]:
    yield f"decided by row {row}"
    fired = ", ".join(item.rule.id for item in deciding)
    if fired:
        yield f"which counted {fired}"


def _could(found: Evaluation) -> str:
    return f"could become {_verdicts(found.could_become)}"


def _verdicts(verdicts: Sequence[str]) -> str:
    return ", ".join(sorted(verdicts)) or "nothing else"


def _flag(value: bool) -> str:  # noqa: FBT001 - a value to print
    return str(value).lower()


def _rules(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    outcomes = {item.rule.id: item for item in found.outcomes}
    for rule, expected in (expect.rules or {}).items():
        item = outcomes[rule]
        if item.outcome != expected:
            because = tuple(
                _test(test, found.facts[test.fact]) for test in comparisons_in(item.rule.when)
            )
            yield Failure(f"rule {rule}", expected, item.outcome, because)


def _test(test: Comparison, fact: Fact) -> str:
    """A test with the value that it met, in words."""
    value = "not known" if fact.value is None else fact.definition.show(fact.value)
    answer = {True: "holds", False: "does not hold", None: "unknown"}
    asked = wanted(test, {test.fact: fact.definition})
    return f"{test.fact} is {value}, wanted {asked}: {answer[comparison_holds(test, fact.value)]}"


def _scores(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    scores = {item.name: item for item in (*found.dimensions, found.overall)}
    for name, expected in (expect.scores or {}).items():
        if not _score_meets(expected, scores[name]):
            yield Failure(f"score {name}", _score_words(expected), _score_found(scores[name]))


def _score_meets(expected: ScoreTest, score: DimensionScore) -> bool:
    if score.value is None or expected.unknown:
        return expected.unknown == (score.value is None)
    value = round(score.value, 2)  # a sum of products is not written out in a test
    return all(
        comparison_holds(Comparison(score.name, operator, bound), value)
        for operator, bound in expected.comparisons
    )


def _score_words(expected: ScoreTest) -> str:
    if expected.unknown:
        return "unknown"
    words = (
        f"{'' if operator == 'is' else operator_word(operator) + ' '}{format_number(bound, 2)}"
        for operator, bound in expected.comparisons
    )
    return " and ".join(words)


def _score_found(score: DimensionScore) -> str:
    return "unknown" if score.value is None else format_number(score.value, 2)

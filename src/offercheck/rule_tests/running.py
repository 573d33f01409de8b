"""Running rule tests: each case judged by the rules and compared with what its test expects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from offercheck.assessment import assess
from offercheck.case import attempt
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem
from offercheck.rule_tests.comparison import Failure, compare
from offercheck.rule_tests.coverage import Coverage, Reached, coverage_of, reached_by
from offercheck.rule_tests.reading import PreparedTest
from offercheck.rules.model import RuleSet


class RuleTestResult(NamedTuple):
    """What came of one test: the expectations that were not met, and what it reaches if all were."""

    name: str
    position: Position
    failures: tuple[Failure, ...]
    reached: Reached

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.failures


class RuleTestRun(NamedTuple):
    """The results of all tests by one rule file, and what they reach of it."""

    rules: str
    results: tuple[RuleTestResult, ...]
    coverage: Coverage

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return sum(not result.passed for result in self.results)


def run_tests(tests: Sequence[PreparedTest], rules: RuleSet) -> RuleTestRun:
    """Judge every case by the rules and compare.

    Raises InputError with the problems of every case that cannot be judged.
    """
    problems: list[Problem] = []
    database = Database()
    tried = [attempt(partial(_run, test, rules, database), problems) for test in tests]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    results = tuple(result for result in tried if result is not None)
    coverage = coverage_of((result.reached for result in results), rules)
    return RuleTestRun(rules.name, results, coverage)


def _run(test: PreparedTest, rules: RuleSet, database: Database) -> RuleTestResult:
    found = assess(test.case, rules, test.as_of, database).evaluation
    failures = tuple(compare(test.expect, found))
    reached = Reached() if failures else reached_by(test.expect, found)
    return RuleTestResult(test.name, test.position, failures, reached)

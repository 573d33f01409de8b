"""What is wrong with a rule file, and what can be proved useless in it.

Each check of the table takes a file and yields problems. Those beyond reading are proofs: because
conditions compare facts with constants, "this never fires" is decided and not guessed. What is
broken is left out of them, and where a proof would take too long nothing is claimed.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from offercheck.problem import Problem
from offercheck.rules.condition_checks import always_fires, idle_tests, implied, never_fires
from offercheck.rules.entry_checks import shadowed, unfilled_templates, without_effect
from offercheck.rules.layers import UnresolvedError
from offercheck.rules.reading import LAST_ON_MERITS, LAST_ROW, inspect_rules
from offercheck.rules.row_checks import no_row, unreachable_rows
from offercheck.rules.score_checks import not_monotone, unscored_dimensions
from offercheck.rules.subject import Subject


class Finding(NamedTuple):
    """One problem, and the check that found it."""

    check: str
    problem: Problem


class CheckedFile(NamedTuple):
    """What was found in one rule file, and how much of it there is.

    `is_proved` is false for a file so large that some proofs were given up.
    """

    name: str
    rules: int
    scores: int
    rows: int
    is_proved: bool
    findings: tuple[Finding, ...]


def check_rules(name: str) -> CheckedFile:
    """Every problem of a rule file, in the order of its lines; those of inherited files follow.

    Raises InputError where the file, or one it extends, is no readable YAML document.
    """
    try:
        subject = Subject(inspect_rules(name))
    except UnresolvedError as error:
        findings = tuple(Finding(INVALID, problem) for problem in error.problems)
        return CheckedFile(name, 0, 0, 0, is_proved=True, findings=findings)
    found = {Finding(check, problem) for check, run in CHECKS.items() for problem in run(subject)}
    inspection = subject.inspection
    return CheckedFile(
        name,
        len(inspection.rules),
        len(inspection.scores),
        len(inspection.rows),
        not subject.effort.is_spent,
        tuple(sorted(found, key=lambda item: _order(item.problem, name))),
    )


def _order(problem: Problem, name: str) -> tuple[object, ...]:
    return problem.position.file != name, problem.position, problem.path, problem.expected


def _invalid(subject: Subject) -> Iterator[Problem]:
    """What loading the file refuses."""
    for problem in subject.inspection.problems:
        if problem.expected not in {LAST_ROW, LAST_ON_MERITS}:
            yield problem


INVALID = "invalid"
CHECKS: dict[str, Callable[[Subject], Iterator[Problem]]] = {
    INVALID: _invalid,
    "never-fires": never_fires,
    "always-fires": always_fires,
    "idle-test": idle_tests,
    "implied": implied,
    "unreachable-row": unreachable_rows,
    "no-row": no_row,
    "not-monotone": not_monotone,
    "unscored-dimension": unscored_dimensions,
    "no-effect": without_effect,
    "shadowed": shadowed,
    "unfilled-template": unfilled_templates,
}

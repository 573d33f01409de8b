"""Reports as JSON. Same report, same bytes; only ASCII, so that nothing in a string can act."""

from __future__ import annotations

import json
from types import NoneType
from typing import TYPE_CHECKING, Any

from offercheck.problem import Problem

if TYPE_CHECKING:
    from offercheck.results import ProblemReport

# Most of a report is of these, and calling a function for each would take twice the time.
PLAIN = frozenset({str, float, int, bool, NoneType})


def render_data(data: Any) -> str:
    """A report as JSON, in the order of its fields."""
    return to_json(data_of(data))


def data_of(value: Any) -> Any:
    """Plain data: named tuples as mappings, all the way down."""
    if isinstance(value, dict):
        return {name: data_of(item) for name, item in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    items = [item if type(item) in PLAIN else data_of(item) for item in value]
    names = getattr(value, "_fields", None)
    return items if names is None else dict(zip(names, items, strict=True))


def render_problems_json(problems: tuple[Problem, ...]) -> str:
    """Problems of inputs as JSON, one object each."""
    return to_json({"problems": [problem_data(problem) for problem in problems]})


def problem_data(problem: Problem) -> dict[str, str | int]:
    """One problem as plain data."""
    return problem_report(problem)._asdict()


def problem_report(problem: Problem) -> ProblemReport:
    """One problem as part of a report."""
    from offercheck.results import ProblemReport  # noqa: PLC0415 - start-up time

    return ProblemReport(
        *problem.position, problem.path, problem.expected, problem.found, problem.suggestion
    )


def to_json(data: Any) -> str:
    """Any plain data on one line: four times as fast as indented, and `jq .` indents it."""
    return json.dumps(data, allow_nan=False)

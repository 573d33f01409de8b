"""What is wrong with an input, for people: place, expected, found, the line with a caret, a way out."""

from __future__ import annotations

from offercheck.problem import Problem
from offercheck.render.plain import printable

MOST_SHOWN = 50
LINE_WIDTH = 96
BEFORE_CARET = 60


def render_problems(problems: tuple[Problem, ...]) -> str:
    """Every problem as a few lines; past fifty only their number."""
    shown = [render_problem(problem) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        shown.append(f"and {len(problems) - MOST_SHOWN} more problems")
    return "\n".join(shown)


def render_problem(problem: Problem) -> str:
    """One problem: its place, what was expected and found, the line with a caret, a way out."""
    where = f"{printable(problem.position.file)}:{problem.position.line}:{problem.position.column}"
    path = f" {printable(problem.path, LINE_WIDTH)}:" if problem.path else ""
    found = printable(problem.found, LINE_WIDTH * 2)
    lines = [f"{where}:{path} expected {printable(problem.expected)}, found {found}"]
    if problem.source.strip():
        lines += _excerpt(problem)
    if problem.suggestion:
        lines.append(f"  help: {printable(problem.suggestion, LINE_WIDTH * 4)}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    """The source line around the problem, and a caret under it."""
    column = problem.position.column - 1
    start = max(0, column - BEFORE_CARET)
    before = printable(problem.source[start:column])
    text = before + printable(problem.source[column : start + LINE_WIDTH])
    gutter = f"  {problem.position.line} | "
    return [gutter + text, " " * (len(gutter) + len(before)) + "^"]

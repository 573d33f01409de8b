"""What is wrong with an input, for people: place, expected, found, the line with a caret, a way out."""

from __future__ import annotations

import textwrap

from offercheck.problem import Problem
from offercheck.render.plain import printable

MOST_SHOWN = 50
LONGEST_PATH = 96
LONGEST_FOUND = 192
LONGEST_HELP = 384
BEFORE_CARET = 0.6  # the most of an excerpt that stands before the caret


def render_problems(problems: tuple[Problem, ...], *, width: int) -> str:
    """Every problem as a few lines; past fifty only their number."""
    shown = [render_problem(problem, width=width) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        shown.append(f"and {len(problems) - MOST_SHOWN} more problems")
    return "\n".join(shown)


def render_problem(problem: Problem, *, width: int) -> str:
    """One problem: its place, what was expected and found, the line with a caret, a way out.

    Lines are broken at `width`, but never the place.
    """
    where = f"{printable(problem.position.file)}:{problem.position.line}:{problem.position.column}:"
    path = f"{printable(problem.path, LONGEST_PATH)}: " if problem.path else ""
    found = printable(problem.found, LONGEST_FOUND)
    told = f"{path}expected {printable(problem.expected)}, found {found}"
    lines = _wrapped(f"{where} ", told, width)
    if problem.source.strip():
        lines += _excerpt(problem, width)
    if problem.suggestion:
        lines += _wrapped("  help: ", printable(problem.suggestion, LONGEST_HELP), width)
    return "\n".join(lines)


def _wrapped(start: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent="    ",
        break_long_words=len(start) <= width // 2,  # else there is no room for a part of one
        break_on_hyphens=False,
    )


def _excerpt(problem: Problem, width: int) -> list[str]:
    """The source line around the problem, and a caret under it."""
    gutter = f"  {problem.position.line} | "
    room = width - len(gutter)
    most_before = round(BEFORE_CARET * room)
    column = problem.position.column - 1
    start = max(0, column - most_before)
    before = printable(problem.source[start:column])[-most_before:]
    text = printable(before + problem.source[column : column + room], room)
    return [gutter + text, " " * (len(gutter) + len(before)) + "^"]

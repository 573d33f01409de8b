"""What is wrong with an input, for people: place, expected, found, the line with a caret, a way out."""

from __future__ import annotations

import textwrap
from unicodedata import east_asian_width

from offercheck.problem import Problem
from offercheck.render.plain import printable

MOST_SHOWN = 50
LONGEST_PATH = 96
LONGEST_FOUND = 192
LONGEST_HELP = 384
SECOND = "\0"  # stands for the second column of a wide character while lines are measured
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
    lines = textwrap.wrap(
        _spaced(text),
        width if text.isascii() else width - 1,  # a break can part a character and its mark
        initial_indent=_spaced(start),
        subsequent_indent="    ",
        break_long_words=len(start) <= width // 2,  # else there is no room for a part of one
        break_on_hyphens=False,
    )
    return [line.replace(SECOND, "") for line in lines]


def _excerpt(problem: Problem, width: int) -> list[str]:
    """The source line around the problem, and a caret under it."""
    gutter = f"  {problem.position.line} | "
    room = width - len(gutter)
    most_before = round(BEFORE_CARET * room)
    column = problem.position.column - 1
    start = max(0, column - most_before)
    before = _spaced(printable(problem.source[start:column]))[-most_before:].lstrip(SECOND)
    text = before + _spaced(printable(problem.source[column : column + room]))
    if len(text) > room:
        text = text[: room - (2 if text[room - 1] == SECOND else 1)] + "…"
    caret = " " * (len(gutter) + len(before)) + "^"
    return [gutter + text.replace(SECOND, ""), caret]


def _spaced(text: str) -> str:
    """The text with a mark after each character that takes a second column."""
    if text.isascii():
        return text
    return "".join(f"{c}{SECOND}" if east_asian_width(c) in "WF" else c for c in text)

from __future__ import annotations

from offercheck.document import Document, parse
from offercheck.problem import InputError, Problem

NAME = "offer.yaml"


def parsed(content: str | bytes) -> Document:
    """A document in which reading met no problem."""
    raw = content if isinstance(content, bytes) else content.encode()
    document = parse(NAME, raw)
    assert document.problems == ()
    return document


def problems_in(content: str | bytes) -> tuple[Problem, ...]:
    """The problems that reading meets, whether it goes on after them or not."""
    raw = content if isinstance(content, bytes) else content.encode()
    try:
        return parse(NAME, raw).problems
    except InputError as error:
        return error.problems


def only_problem(content: str | bytes) -> Problem:
    """The one problem that reading meets."""
    (problem,) = problems_in(content)
    return problem


def place(problem: Problem) -> tuple[int, int]:
    """Line and column of a problem."""
    return problem.position.line, problem.position.column

"""Proofs about the verdict table: rows that decide nothing, and cases that no row decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offercheck.problem import Problem
from offercheck.rules.cases import COUNT, FIRED, Cases
from offercheck.rules.reading import LAST_ON_MERITS, LAST_ROW
from offercheck.rules.space import NOT_TRUE, TRUE, Requirement, UndecidedError
from offercheck.rules.subject import PlacedRow, Subject

MOST_NAMED = 6


def unreachable_rows(subject: Subject) -> Iterator[Problem]:
    """Rows that no case gets to, or that hold in none.

    What the rows of the checked file take from inherited ones is reported at the row that takes it.
    """
    cases = Cases(subject)
    taken: dict[int, list[str]] = {}
    for placed in subject.rows:
        if not subject.effort.left:
            break
        above = _above(placed, subject.rows)
        if placed.is_own:
            yield from _own_row(placed, above, cases, subject)
            continue
        taker = _own_taker(placed, above, cases)
        if taker is not None:
            taken.setdefault(taker.place, []).append(f"`{placed.row.id}`")
    for taker in (placed for placed in subject.rows if placed.place in taken):
        yield subject.problem(
            taker.path,
            "a row that leaves the rows after it some case",
            f"`{taker.row.id}`, after which no case gets to {', '.join(taken[taker.place])}",
            "make its condition narrower, or give it the id of the row that it replaces",
        )


def no_row(subject: Subject) -> Iterator[Problem]:
    """A table that leaves a case without a row, with such a case."""
    for problem in subject.inspection.problems:
        if problem.expected == LAST_ROW:
            yield problem._replace(found=f"a condition{_case_in_words(subject)}")
        elif problem.expected == LAST_ON_MERITS:
            yield problem


def _above(placed: PlacedRow, rows: Sequence[PlacedRow]) -> list[PlacedRow]:
    """The rows that are tried before: for a verdict on the merits the situational ones are not."""
    return [
        other
        for other in rows
        if other.place < placed.place
        and (placed.row.entry.situational or not other.row.entry.situational)
    ]


def _own_row(
    placed: PlacedRow, above: list[PlacedRow], cases: Cases, subject: Subject
) -> Iterator[Problem]:
    row = placed.row
    if not _is_taken(placed, above, cases):
        return
    takers = _takers(placed, above, cases)
    if not takers:
        yield subject.problem(
            placed.path, "a row that some case meets", f"`{row.id}`, which none does"
        )
    else:
        names = ", ".join(f"`{taker.row.id}`" for taker in takers)
        together = " together" if len(takers) > 1 else ""
        yield subject.problem(
            placed.path,
            "a row that some case gets to",
            f"`{row.id}`, of which every case is taken above by {names}{together}",
            "move it up, or remove it",
        )


def _is_taken(placed: PlacedRow, above: Sequence[PlacedRow], cases: Cases) -> bool:
    """Whether rows take every case of another one."""
    missed = (Requirement(other.row.when, NOT_TRUE) for other in above)
    return not cases.is_possible(Requirement(placed.row.when, TRUE), *missed)


def _takers(placed: PlacedRow, above: list[PlacedRow], cases: Cases) -> list[PlacedRow]:
    """Rows that take every case of another one, none of which can be spared: one where one will do.

    None where there is no such case.
    """
    if _is_taken(placed, [], cases):
        return []
    for other in above:
        if _is_taken(placed, [other], cases):
            return [other]
    needed = list(above)
    for other in above:
        without = [row for row in needed if row is not other]
        if _is_taken(placed, without, cases):
            needed = without
    return needed


def _own_taker(placed: PlacedRow, above: list[PlacedRow], cases: Cases) -> PlacedRow | None:
    """The row of the checked file that takes the cases which an inherited one is left by others.

    None where no row does, or where inherited ones take them anyway.
    """
    own = [other for other in above if other.is_own]
    inherited = [other for other in above if not other.is_own]
    if not own or not _is_taken(placed, above, cases) or _is_taken(placed, inherited, cases):
        return None
    so_far = list(inherited)
    for other in own:
        so_far.append(other)
        if _is_taken(placed, so_far, cases):
            return other
    return None


def _case_in_words(subject: Subject) -> str:
    """A case that no row takes, or nothing where none was found."""
    if not subject.is_whole("rules", "dimensions", "scores") or len(subject.rows) != len(
        subject.inspection.rows
    ):
        return ""
    try:
        missed = (Requirement(placed.row.when, NOT_TRUE) for placed in subject.rows)
        case = Cases(subject).witness(*missed)
    except UndecidedError:
        return ""
    if case is None:
        return ""
    definitions = subject.inspection.definitions
    shown = [
        f"`{fact}` {definitions[fact].show(value)}"
        for fact, value in sorted(case.items())
        if value or not fact.startswith((COUNT, FIRED))
    ]
    known = ", ".join(shown[:MOST_NAMED]) + (", …" if len(shown) > MOST_NAMED else "")
    return f"; no row takes the case with {known or 'nothing known'}"

"""What conditions can and cannot come to, decided exactly.

A condition compares facts with constants. The constants cut the values of each fact into cells
within which every comparison comes out the same, so one value a cell stands for all of them, with
unknown as one cell more. Whether some case meets a set of requirements is then a search over
finitely many cells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Exact
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Truth,
    comparison_holds,
    comparisons_in,
)

MOST_STEPS = 20_000
STEPS_BESIDE = (1.0, 0.1, 0.01, 0.001)

Cell = Exact | None
Truths = frozenset[Truth]
TRUE: Truths = frozenset({True})
FALSE: Truths = frozenset({False})
NOT_TRUE: Truths = frozenset({False, None})
NOT_FALSE: Truths = frozenset({True, None})


class UndecidedError(Exception):
    """The search was given up: nothing is claimed either way."""


class Requirement(NamedTuple):
    """A condition, and the truths that it is required to come to."""

    condition: Condition
    wanted: Truths


def thresholds_of(conditions: Iterable[Condition]) -> dict[str, list[Exact]]:
    """Every constant that each fact is compared with."""
    found: dict[str, list[Exact]] = {}
    for condition in conditions:
        for test in comparisons_in(condition):
            constants = found.setdefault(test.fact, [])
            if test.operator != "known":
                several = isinstance(test.threshold, tuple)
                constants.extend(test.threshold if several else (test.threshold,))  # type: ignore[arg-type]
    return found


def cells_of(definition: FactDefinition, thresholds: Iterable[Exact]) -> tuple[Exact, ...]:
    """One value from each cell into which thresholds cut the values of a fact, in rising order.

    Each threshold is a cell of its own. Between two of them, and beyond the ends, stands a plain
    number beside a threshold; a count has no value between two numbers that follow each other.
    """
    if definition.kind == "flag":
        return (True, False)
    if definition.choices:
        return definition.choices
    low, high = definition.bounds
    cuts = sorted({float(cut) for cut in thresholds if low <= float(cut) <= high})
    if not cuts:
        return (_between(definition, low, high) or low,)
    values: list[float] = []
    for before, cut in zip([low, *cuts], cuts, strict=False):
        between = _between(definition, before, cut)
        if between is not None:
            values.append(between)
        elif before == low and low < cut and low not in values:
            values.append(low)
        values.append(cut)
    beyond = _between(definition, cuts[-1], high)
    if beyond is not None:
        values.append(beyond)
    elif cuts[-1] < high < math.inf:
        values.append(high)
    return tuple(dict.fromkeys(values))


def _between(definition: FactDefinition, low: float, high: float) -> float | None:
    """A plain number strictly between two others, or None where there is none."""
    whole = definition.kind == "count"
    for step in STEPS_BESIDE[:1] if whole else STEPS_BESIDE:
        beside = high - step if math.isfinite(high) else low + step if math.isfinite(low) else 0.0
        value = round(beside, 6)
        if low < value < high:
            return value
    middle = (low + high) / 2
    return middle if not whole and low < middle < high else None


# --- Formulas: a literal says in which cells a fact may lie, as a set of bits


class _Literal(NamedTuple):
    fact: str
    allowed: int


class _And(NamedTuple):
    parts: tuple[_Formula, ...]


class _Or(NamedTuple):
    parts: tuple[_Formula, ...]


_Formula = _Literal | _And | _Or


class Space:
    """The cells of every fact that some conditions compare, and the search through them.

    `definitions` must hold every fact that is compared. `never_unknown` are the facts that always
    have a value, and `possible` drops cells that cannot occur. Raises KeyError for another fact.
    """

    def __init__(
        self,
        conditions: Sequence[Condition],
        definitions: Mapping[str, FactDefinition],
        *,
        never_unknown: Callable[[str], bool] = lambda _: False,
        possible: Callable[[str, Exact], bool] = lambda _, __: True,
    ) -> None:
        self._cells: dict[str, tuple[Cell, ...]] = {}
        self._written: dict[tuple[Comparison, Truths], _Literal] = {}
        for name, thresholds in thresholds_of(conditions).items():
            known = [
                cell for cell in cells_of(definitions[name], thresholds) if possible(name, cell)
            ]
            self._cells[name] = (*known, *(() if never_unknown(name) else (None,)))

    def witness(self, requirements: Iterable[Requirement]) -> dict[str, Cell] | None:
        """A value for each fact with which every requirement is met, or None where there is none.

        A fact that no requirement names is left out. Raises UndecidedError where the search would
        take too long.
        """
        needed = list(requirements)
        formulas = [self._formula(item.condition, item.wanted) for item in needed]
        named = {test.fact for item in needed for test in comparisons_in(item.condition)}
        domains = {fact: (1 << len(self._cells[fact])) - 1 for fact in named}
        found = _search(domains, formulas, iter(range(MOST_STEPS)))
        if found is None:
            return None
        return {fact: self._cells[fact][_first_bit(found[fact])] for fact in named}

    def is_possible(self, *requirements: Requirement) -> bool:
        """Whether some case meets every requirement; where it is not known, that it may."""
        try:
            return self.witness(requirements) is not None
        except UndecidedError:
            return True

    def _formula(self, condition: Condition, wanted: Truths) -> _Formula:
        """The condition as and/or over the cells in which it comes to one of the wanted truths."""
        if isinstance(condition, Comparison):
            return self._literal(condition, wanted)
        if isinstance(condition, Not):
            turned = frozenset(None if truth is None else not truth for truth in wanted)
            return self._formula(condition.part, turned)
        ending = isinstance(condition, AnyOf)
        return self._group(condition, wanted, ending=ending)

    def _literal(self, test: Comparison, wanted: Truths) -> _Literal:
        written = self._written.get((test, wanted))
        if written is None:
            cells = enumerate(self._cells[test.fact])
            allowed = sum(1 << i for i, cell in cells if comparison_holds(test, cell) in wanted)
            written = self._written[test, wanted] = _Literal(test.fact, allowed)
        return written

    def _group(self, group: All | AnyOf, wanted: Truths, *, ending: bool) -> _Formula:
        """A group comes to `ending` with one part that does, else to unknown with one that is."""

        def each(truths: Truths) -> tuple[_Formula, ...]:
            return tuple(self._formula(part, truths) for part in group.parts)

        if wanted == {ending, None}:
            return _Or(each(wanted))
        ways: list[_Formula] = []
        if ending in wanted:
            ways.append(_Or(each(frozenset({ending}))))
        if (not ending) in wanted and None in wanted:
            ways.append(_And(each(frozenset({not ending, None}))))
        elif (not ending) in wanted:
            ways.append(_And(each(frozenset({not ending}))))
        elif None in wanted:
            open_ones = _Or(each(frozenset({None})))
            ways.append(_And((*each(frozenset({not ending, None})), open_ones)))
        return ways[0] if len(ways) == 1 else _Or(tuple(ways))


def _search(
    domains: dict[str, int], formulas: Sequence[_Formula], steps: Iterator[int]
) -> dict[str, int] | None:
    """Narrow the domains until every formula holds, or None; tries the shortest choice first."""
    narrowed = _propagate(dict(domains), list(formulas), steps)
    if narrowed is None:
        return None
    domains, choices = narrowed
    if not choices:
        return domains
    choices.sort(key=len)
    first, rest = choices[0], [_Or(tuple(choice)) for choice in choices[1:]]
    for part in first:
        found = _search(domains, [part, *rest], steps)
        if found is not None:
            return found
    return None


def _propagate(
    domains: dict[str, int], pending: list[_Formula], steps: Iterator[int]
) -> tuple[dict[str, int], list[list[_Formula]]] | None:
    """Apply what must hold; what is left are choices between formulas that may all still hold."""
    choices: list[list[_Formula]] = []
    while pending:
        if next(steps, None) is None:
            raise UndecidedError
        formula = pending.pop()
        if isinstance(formula, _And):
            pending.extend(formula.parts)
        elif isinstance(formula, _Literal):
            left = domains[formula.fact] & formula.allowed
            if not left:
                return None
            if left != domains[formula.fact]:
                domains[formula.fact] = left
                pending.extend(_Or(tuple(choice)) for choice in choices)
                choices = []
        else:
            open_parts = [part for part in formula.parts if _may_hold(part, domains)]
            if not open_parts:
                return None
            if any(_must_hold(part, domains) for part in open_parts):
                continue
            if len(open_parts) == 1:
                pending.append(open_parts[0])
            else:
                choices.append(open_parts)
    return domains, choices


def _may_hold(formula: _Formula, domains: Mapping[str, int]) -> bool:
    if isinstance(formula, _Literal):
        return bool(domains[formula.fact] & formula.allowed)
    check = all if isinstance(formula, _And) else any
    return check(_may_hold(part, domains) for part in formula.parts)


def _must_hold(formula: _Formula, domains: Mapping[str, int]) -> bool:
    if isinstance(formula, _Literal):
        return not domains[formula.fact] & ~formula.allowed
    check = all if isinstance(formula, _And) else any
    return check(_must_hold(part, domains) for part in formula.parts)


def _first_bit(bits: int) -> int:
    return (bits & -bits).bit_length() - 1

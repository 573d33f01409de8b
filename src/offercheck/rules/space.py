"""What conditions can and cannot come to, decided exactly.

A condition compares facts with constants, which cut the values of each fact into cells. A number
that is only bounded covers several cells that follow each other, and unknown is one cell more.
Whether some case meets a set of requirements is then a search over finitely many cells.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Exact, Value
from offercheck.interval import Interval
from offercheck.rules.cells import cells_of, thresholds_of
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

MOST_STEPS = 100_000
MOST_THRESHOLDS = 100  # of a number that may be bounded, whose cells grow with the square

Truths = frozenset[Truth]
TRUE: Truths = frozenset({True})
FALSE: Truths = frozenset({False})
NOT_TRUE: Truths = frozenset({False, None})


class UndecidedError(Exception):
    """The search was given up: nothing is claimed either way."""


class Requirement(NamedTuple):
    """A condition, and the truths that it is required to come to."""

    condition: Condition
    wanted: Truths


class Traits(NamedTuple):
    """What the value of a fact can be: only bounded, not known, known at all."""

    bounded: bool = True
    unknown: bool = True
    known: bool = True


class Effort:
    """What a run of searches may cost together, in looks at a cell or at a part of a condition.

    `is_spent` tells whether any of them was given up. A single one never costs more than MOST_STEPS.
    """

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps
        self.is_spent = False

    def spend(self, steps: int) -> None:
        """Take steps off what is left. Raises UndecidedError where there are not as many."""
        if steps > self.left:
            self.left = 0
            self.give_up()
        self.left -= steps

    def give_up(self) -> None:
        """Leave one search undecided. Raises UndecidedError."""
        self.is_spent = True
        raise UndecidedError


def example(
    condition: Condition, definitions: Mapping[str, FactDefinition]
) -> dict[str, Exact] | None:
    """Plain values of facts with which a condition holds, the others being unknown.

    None where there are none, or where finding them would take too long.
    """
    space = Space([condition], definitions, traits=lambda _: Traits(bounded=False))
    try:
        found = space.witness([Requirement(condition, TRUE)])
    except UndecidedError:
        return None
    if found is None:
        return None
    return {fact: value for fact, value in found.items() if not isinstance(value, Interval)}


class Space:
    """The cells of every fact that some conditions compare, and the search through them.

    `definitions` must hold every fact that is compared; `traits` tells of those that are not any
    value, bounds or unknown. Raises KeyError for another fact.
    """

    def __init__(
        self,
        conditions: Iterable[Condition],
        definitions: Mapping[str, FactDefinition],
        *,
        traits: Callable[[str], Traits] = lambda _: Traits(),
        effort: Effort | None = None,
    ) -> None:
        self._definitions = definitions
        self._traits = traits
        self._effort = effort or Effort()
        self._thresholds = thresholds_of(conditions)
        self._cells: dict[str, tuple[Value | None, ...]] = {}
        self._literals: dict[tuple[Comparison, Truths], _Literal] = {}

    def witness(self, requirements: Iterable[Requirement]) -> dict[str, Value] | None:
        """Values of facts with which every requirement is met, or None where there are none.

        A fact that is left out is unknown. Raises UndecidedError where the search would take too
        long.
        """
        needed = list(requirements)
        self._effort.spend(len(needed))
        formulas = [self._formula(item.condition, item.wanted) for item in needed]
        named = {test.fact: None for item in needed for test in comparisons_in(item.condition)}
        domains = {fact: (1 << len(self._cells_of(fact))) - 1 for fact in named}
        found = _Search(self._effort).found(domains, formulas)
        if found is None:
            return None
        chosen = {fact: self._cells_of(fact)[bit.bit_length() - 1] for fact, bit in found.items()}
        return {fact: value for fact, value in chosen.items() if value is not None}

    def is_possible(self, *requirements: Requirement) -> bool:
        """Whether some case meets every requirement; where it is not known, that it may."""
        try:
            return self.witness(requirements) is not None
        except UndecidedError:
            return True

    def _cells_of(self, fact: str) -> tuple[Value | None, ...]:
        """Unknown, then exact values, then what bounds can cover: what is simpler is tried first."""
        if fact not in self._cells:
            definition, traits = self._definitions[fact], self._traits(fact)
            thresholds = self._thresholds[fact]
            bounded = traits.bounded and definition.is_number
            if bounded and len(thresholds) > MOST_THRESHOLDS:
                self._effort.give_up()
            exact = cells_of(definition, thresholds) if traits.known else ()
            self._cells[fact] = (
                *((None,) if traits.unknown else ()),
                *exact,
                *(_runs(exact) if bounded else ()),
            )
        return self._cells[fact]

    def _formula(self, condition: Condition, wanted: Truths) -> _Formula:
        """The condition as and/or over the cells in which it comes to one of the wanted truths."""
        if isinstance(condition, Comparison):
            return self._literal(condition, wanted)
        if isinstance(condition, Not):
            turned = frozenset(None if truth is None else not truth for truth in wanted)
            return self._formula(condition.part, turned)
        return self._group(condition, wanted, ending=isinstance(condition, AnyOf))

    def _literal(self, test: Comparison, wanted: Truths) -> _Literal:
        written = self._literals.get((test, wanted))
        if written is None:
            cells = self._cells_of(test.fact)
            self._effort.spend(len(cells))
            allowed = sum(
                1 << i for i, cell in enumerate(cells) if comparison_holds(test, cell) in wanted
            )
            written = self._literals[test, wanted] = _Literal(test.fact, allowed)
        return written

    def _group(self, group: All | AnyOf, wanted: Truths, *, ending: bool) -> _Formula:
        """A group comes to `ending` with one part that does, else to unknown with one that is."""
        self._effort.spend(len(group.parts))

        def each(*truths: Truth) -> tuple[_Formula, ...]:
            return tuple(self._formula(part, frozenset(truths)) for part in group.parts)

        if wanted == {ending, None}:
            return _either(each(ending, None))
        ways: list[_Formula] = []
        if ending in wanted:
            ways.append(_either(each(ending)))
        if (not ending) in wanted and None in wanted:
            ways.append(_And(each(not ending, None)))
        elif (not ending) in wanted:
            ways.append(_And(each(not ending)))
        elif None in wanted:
            ways.append(_And((*each(not ending, None), _either(each(None)))))
        return ways[0] if len(ways) == 1 else _either(ways)


def _runs(exact: Sequence[Exact]) -> Iterable[Interval]:
    """What a number that is only bounded can cover: two and more cells that follow each other."""
    return (Interval(float(low), float(high)) for low, high in itertools.combinations(exact, 2))


# --- The search. A literal says in which cells a fact may lie, as a set of bits.


class _Literal(NamedTuple):
    fact: str
    allowed: int

    @property
    def facts(self) -> frozenset[str]:
        return frozenset((self.fact,))


class _And(NamedTuple):
    parts: tuple[_Formula, ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(part.facts for part in self.parts))


class _Or(NamedTuple):
    parts: tuple[_Formula, ...]
    facts: frozenset[str]


_Formula = _Literal | _And | _Or
_Domains = dict[str, int]


def _either(parts: Sequence[_Formula]) -> _Or:
    return _Or(tuple(parts), frozenset().union(*(part.facts for part in parts)))


class _Search:
    """One search: narrows the cells of each fact, and tries the parts of what may be one or another."""

    def __init__(self, effort: Effort) -> None:
        self._whole = effort
        self._left = MOST_STEPS

    def found(self, domains: _Domains, formulas: Sequence[_Formula]) -> _Domains | None:
        """The first cell of each fact for which every formula holds, found by way of it, or None.

        After what must hold, the first cell left of each fact is tried; what then fails is chosen
        from next, so that the parts of a requirement that hold by themselves cost nothing.
        """
        open_ones = [(domains, list(formulas))]
        while open_ones:
            before, pending = open_ones.pop()
            domains = dict(before)
            choices = self._applied(domains, pending)
            if choices is None:
                continue
            guess = {fact: domain & -domain for fact, domain in domains.items()}
            missed = [choice for choice in choices if not self._truth(choice, guess)]
            if not missed:
                return guess
            first = min(missed, key=lambda choice: len(choice.parts))
            rest = [choice for choice in choices if choice is not first]
            open_ones += [(domains, [*rest, part]) for part in reversed(first.parts)]
        return None

    def _applied(self, domains: _Domains, pending: list[_Formula]) -> list[_Or] | None:
        """Apply what must hold, and leave the choices between formulas that may all still hold.

        None where something cannot hold.
        """
        choices: list[_Or] = []
        while pending:
            self._step()
            formula = pending.pop()
            if isinstance(formula, _And):
                pending += formula.parts
            elif isinstance(formula, _Or):
                parts = self._open_parts(formula, domains)
                if parts == []:
                    return None
                if parts is not None and len(parts) == 1:
                    pending += parts
                elif parts is not None:
                    choices.append(_Or(tuple(parts), formula.facts))
            else:
                before = domains[formula.fact]
                domains[formula.fact] = before & formula.allowed
                if not domains[formula.fact]:
                    return None
                if domains[formula.fact] != before:
                    pending += [choice for choice in choices if formula.fact in choice.facts]
                    choices = [choice for choice in choices if formula.fact not in choice.facts]
        return choices

    def _open_parts(self, formula: _Or, domains: _Domains) -> list[_Formula] | None:
        """The parts that may hold, or None where one certainly does."""
        found: list[_Formula] = []
        for part in formula.parts:
            truth = self._truth(part, domains)
            if truth is True:
                return None
            if truth is None:
                found.append(part)
        return found

    def _truth(self, formula: _Formula, domains: _Domains) -> Truth:
        """Whether a formula holds for every choice from the domains, for none, or it is not said."""
        self._step()
        if isinstance(formula, _Literal):
            domain = domains[formula.fact]
            left = domain & formula.allowed
            return True if left == domain else None if left else False
        ending = isinstance(formula, _Or)
        result: Truth = not ending
        for part in formula.parts:
            truth = self._truth(part, domains)
            if truth is ending:
                return ending
            if truth is None:
                result = None
        return result

    def _step(self) -> None:
        self._whole.spend(1)
        self._left -= 1
        if not self._left:
            self._whole.give_up()

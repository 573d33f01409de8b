"""The conditions of a rule file as one generated function, for judging many cases.

The function is generated from conditions that have been read and checked, never from text of the
file: the names of facts are those of the catalogue, and thresholds are numbers, flags and words,
written with `repr`, which makes a literal of any of them and nothing else. It gives what walking
the conditions gives; generating it costs as much as walking them about a hundred times. What a
condition nests stands on a line of its own, so that no file is too deep or too wide for Python.

Unknown facts are None. A fact that is only bounded is an Interval, a tuple: comparing it with a
number raises TypeError, and then the conditions that name a bounded fact are walked.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from offercheck.facts.known import Exact, Value
from offercheck.interval import Interval
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Truth,
    Truths,
    Values,
    comparisons_in,
    holds,
)
from offercheck.rules.model import RuleSet

MOST_PARTS = 50  # of a group in one expression; Python refuses one that nests a few thousand deep
OPERATORS = {"below": "<", "at_most": "<=", "above": ">", "at_least": ">="}


def compiled(rules: RuleSet) -> RuleSet:
    """The same rules, whose conditions are judged by a generated function."""
    return rules._replace(truths=compile_conditions([rule.when for rule in rules.rules]))


def compile_conditions(conditions: Sequence[Condition]) -> Truths:
    """A function from the values of facts to the truth of each condition, in their order."""

    @cache
    def generated(completing: bool) -> Callable[[Values], Sequence[Truth]]:  # noqa: FBT001 - a key
        return _generated(_source(conditions, completing=completing))

    generated(False)  # noqa: FBT003 - what cannot be generated is told at once
    naming: dict[str, list[int]] = {}
    for index, condition in enumerate(conditions):
        for fact in {test.fact for test in comparisons_in(condition)}:
            naming.setdefault(fact, []).append(index)

    def truths(values: Values, *, completing: bool = False) -> Sequence[Truth]:
        exact = generated(completing)
        try:
            return exact(values)
        except TypeError:
            bounded = [name for name in naming if isinstance(values.get(name), Interval)]
            if not bounded:
                raise
        known: dict[str, Value | None] = {**values, **dict.fromkeys(bounded)}
        result = list(exact(known))
        for index in {index for name in bounded for index in naming[name]}:
            result[index] = holds(conditions[index], values, completing=completing)
        return result

    return truths


def _generated(source: str) -> Callable[[Values], Sequence[Truth]]:
    """The function that generated source defines; it can reach no name but its own."""
    scope: dict[str, Any] = {"__builtins__": {}}
    exec(compile(source, "<compiled rules>", "exec"), scope)  # noqa: S102 - see the module's docstring
    generated: Callable[[Values], Sequence[Truth]] = scope["truths"]
    return generated


def _source(conditions: Sequence[Condition], *, completing: bool) -> str:
    """The source: facts into variables, tests that recur, nested conditions, and all conditions."""
    writer = _Writer(conditions, completing=completing)
    facts = [f"{variable} = get({_literal(name)})" for name, variable in writer.variables.items()]
    recurring = [f"{variable} = {text}" for text, variable in writer.shared.items()]
    truths = "".join(f"{writer.write(condition)}, " for condition in conditions)
    lines = ["get = values.get", *facts, *recurring, *writer.nested, f"return ({truths})"]
    return "\n    ".join(["def truths(values):", *lines]) + "\n"


class _Test(NamedTuple):
    """One comparison as an expression, and whether it can be unknown."""

    text: str
    certain: bool


class _Writer:
    """Writes conditions as expressions that are True, False or None."""

    def __init__(self, conditions: Sequence[Condition], *, completing: bool) -> None:
        self._completing = completing
        tests = [test for condition in conditions for test in comparisons_in(condition)]
        names = dict.fromkeys(test.fact for test in tests)
        self.variables = {name: f"f{index}" for index, name in enumerate(names)}
        written = Counter(self._test(test).text for test in tests)
        recurring = [text for text, times in written.items() if times > 1]
        self.shared = {text: f"c{index}" for index, text in enumerate(recurring)}
        self.nested: list[str] = []
        self._temporaries = (f"t{index}" for index in count())

    def write(self, condition: Condition) -> str:
        """The condition as one expression, to be reached after the lines in `nested`."""
        if isinstance(condition, Comparison):
            text = self._test(condition).text
            return self.shared.get(text, text)
        if isinstance(condition, Not):
            part = self._variable(condition.part)
            return f"(None if {part} is None else not {part})"
        return self._group(condition)

    def _group(self, group: All | AnyOf) -> str:
        """The first part that ends the group decides; else an unknown part leaves it unknown."""
        if len(group.parts) > MOST_PARTS:
            return self._group(_in_groups(group))
        ending, otherwise = ("False", "True") if isinstance(group, All) else ("True", "False")
        text, unknown = "", []
        for part in group.parts:
            if isinstance(part, Comparison) and self._test(part).certain:
                test = self.write(part)
                text += f"{ending} if {'not ' if ending == 'False' else ''}{test} else "
            else:
                name, value = self._named(part)
                text += f"{ending} if {value} is {ending} else "
                unknown.append(f"{name} is None")
        if unknown:
            text += f"None if {' or '.join(unknown)} else "
        return f"({text}{otherwise})"

    def _named(self, part: Condition) -> tuple[str, str]:
        """A variable, and the expression that has its value; a test is made only where reached."""
        if not isinstance(part, Comparison):
            name = self._variable(part)
            return name, name
        text = self._test(part).text
        if text in self.shared:
            return self.shared[text], self.shared[text]
        name = next(self._temporaries)
        return name, f"({name} := {text})"

    def _variable(self, condition: Condition) -> str:
        """A variable that holds the truth of a condition."""
        value = self.write(condition)
        name = next(self._temporaries)
        self.nested.append(f"{name} = {value}")
        return name

    def _test(self, test: Comparison) -> _Test:
        fact = self.variables[test.fact]
        if test.operator == "known" and self._completing:
            return _Test(
                f"(None if {fact} is None else {_literal(bool(test.threshold))})", certain=False
            )
        if test.operator == "known":
            return _Test(f"({fact} is {'not ' if test.threshold else ''}None)", certain=True)
        return _Test(f"(None if {fact} is None else {_compared(fact, test)})", certain=False)


def _in_groups(group: All | AnyOf) -> All | AnyOf:
    """The same condition with its parts in groups of the same kind."""
    starts = range(0, len(group.parts), MOST_PARTS)
    return type(group)(tuple(type(group)(group.parts[at : at + MOST_PARTS]) for at in starts))


def _compared(fact: str, test: Comparison) -> str:
    """A comparison with a known value; with a number, one that a bounded value cannot pass."""
    threshold = test.threshold
    if isinstance(threshold, tuple):
        if all(isinstance(choice, str) for choice in threshold):
            return f"{fact} in ({''.join(f'{_literal(choice)}, ' for choice in threshold)})"
        return "(" + " or ".join(_equal(fact, choice) for choice in threshold) + ")"
    if test.operator == "is":
        return _equal(fact, threshold)
    return f"{fact} {OPERATORS[test.operator]} {_literal(threshold)}"


def _equal(fact: str, wanted: Exact) -> str:
    literal = _literal(wanted)
    if isinstance(wanted, bool):
        return f"{fact} is {literal}"
    return (
        f"{fact} == {literal}" if isinstance(wanted, str) else f"{literal} <= {fact} <= {literal}"
    )


def _literal(value: Exact) -> str:
    """The literal of a finite number, a flag or a word; anything else is a mistake in this program."""
    if type(value) not in {bool, float, str} or (type(value) is float and not math.isfinite(value)):
        raise TypeError(f"no literal for {value!r}")
    return repr(value)

"""Conditions over facts in Kleene's three-valued logic: true, false, and None for unknown.

A condition compares facts with constants and nothing else, so what it does can be read off it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Exact, Value
from offercheck.interval import Interval, above, at_least, below, point
from offercheck.problem import DataPath, closest
from offercheck.quantities import QuantityError
from offercheck.validation import describe

Truth = bool | None
Values = Mapping[str, Value | None]
Report = Callable[..., None]


class Truths(Protocol):
    """The truths of conditions, in their order, for the values of facts."""

    def __call__(self, values: Values, *, completing: bool = False) -> Sequence[Truth]:
        """The truth of each; with `completing` where what is unknown may still become known."""


class Comparison(NamedTuple):
    """One fact against one constant. `path` is where it stands in the rule file."""

    fact: str
    operator: str
    threshold: Exact | tuple[Exact, ...]
    path: DataPath = ()


class All(NamedTuple):
    """Holds when every part holds; false as soon as one part is, however much is unknown."""

    parts: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """Holds when one part holds; true as soon as one part is, however much is unknown."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """Holds when its part does not; unknown where the part is."""

    part: Condition


Condition = Comparison | All | AnyOf | Not
ALWAYS = All(())


def holds(condition: Condition, values: Values, *, completing: bool = False) -> Truth:
    """Whether a condition holds for the values of facts, None being an unknown value.

    With `completing`, what is unknown may still become known, so that a `known` test on an unknown
    fact is itself unknown.
    """
    if isinstance(condition, Comparison):
        return comparison_holds(condition, values.get(condition.fact), completing=completing)
    if isinstance(condition, Not):
        part = holds(condition.part, values, completing=completing)
        return None if part is None else not part
    ending = isinstance(condition, AnyOf)
    result: Truth = not ending
    for part_condition in condition.parts:
        part = holds(part_condition, values, completing=completing)
        if part is ending:
            return ending
        if part is None:
            result = None
    return result


def walk(
    conditions: Sequence[Condition], values: Values, *, completing: bool = False
) -> tuple[Truth, ...]:
    """Whether each condition holds, in their order."""
    return tuple(holds(condition, values, completing=completing) for condition in conditions)


def comparison_holds(test: Comparison, value: Value | None, *, completing: bool = False) -> Truth:
    """Whether one test holds for the value of its fact, None being unknown."""
    if test.operator == "known":
        known = value is not None
        return None if completing and not known else known == test.threshold
    if value is None:
        return None
    if isinstance(test.threshold, tuple):
        answers = [_equals(value, choice) for choice in test.threshold]
        return True if True in answers else None if None in answers else False
    if test.operator == "is":
        return _equals(value, test.threshold)
    threshold = test.threshold
    if not isinstance(threshold, float) or isinstance(value, (bool, str)):
        raise TypeError(f"{test.operator} compares numbers: {test}")
    low, high = value if isinstance(value, Interval) else (value, value)
    return _compare(test.operator, low, high, threshold)


def _compare(operator: str, low: float, high: float, threshold: float) -> Truth:
    """Compare every number from `low` to `high` with the threshold; None where they disagree."""
    if operator == "below":
        return True if high < threshold else False if low >= threshold else None
    if operator == "at_least":
        return True if low >= threshold else False if high < threshold else None
    if operator == "above":
        return True if low > threshold else False if high <= threshold else None
    return True if high <= threshold else False if low > threshold else None


def _equals(value: Value, wanted: Any) -> Truth:
    if not isinstance(value, Interval):
        return bool(value == wanted)
    if value.is_point:
        return bool(value.low == wanted)
    return None if value.low <= wanted <= value.high else False


def comparisons_in(condition: Condition) -> list[Comparison]:
    """Every test of a condition, in the order of the file."""
    if isinstance(condition, Comparison):
        return [condition]
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return [test for part in parts for test in comparisons_in(part)]


def supports(condition: Condition, values: Values) -> Iterator[Comparison]:
    """The comparisons by which a condition holds: of `any` only those parts that hold."""
    if not holds(condition, values):
        return
    if isinstance(condition, Comparison):
        yield condition
    elif not isinstance(condition, Not):
        for part in condition.parts:
            yield from supports(part, values)


def without_places(condition: Condition) -> tuple[Any, ...]:
    """What a condition says without the places of its tests: equal where another says the same."""
    if isinstance(condition, Comparison):
        return condition.fact, condition.operator, condition.threshold
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return type(condition).__name__, *(without_places(part) for part in parts)


class ConditionReader:
    """Reads conditions as data and reports every problem with the path where it stands.

    `facts` are the definitions a condition may name. `report` takes a path and the keywords
    `expected`, `found`, `suggestion` and `at_key`.
    """

    def __init__(self, facts: Mapping[str, FactDefinition], report: Report) -> None:
        self._facts = facts
        self._report = report

    def read(self, raw: Any, path: DataPath) -> Condition:
        """Read a mapping of facts to tests, all of which must hold, with `all`, `any`, `not` inside."""
        if not isinstance(raw, dict) or not raw:
            self._report(path, expected="a mapping of facts to tests", found=describe(raw))
            return ALWAYS
        parts: list[Condition] = []
        for key, value in raw.items():
            here = (*path, key)
            if key in {"all", "any"}:
                parts.append(self._group(str(key), value, here))
            elif key == "not":
                parts.append(Not(self.read(value, here)))
            else:
                parts.extend(self._tests(str(key), value, here))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _group(self, word: str, raw: Any, path: DataPath) -> Condition:
        if not isinstance(raw, list) or not raw:
            self._report(path, expected=f"a list of conditions under `{word}`", found=describe(raw))
            return ALWAYS
        parts = tuple(self.read(part, (*path, index)) for index, part in enumerate(raw))
        return All(parts) if word == "all" else AnyOf(parts)

    def _tests(self, name: str, raw: Any, path: DataPath) -> list[Condition]:
        definition = self._facts.get(name)
        if definition is None:
            suggestion = closest(name, list(self._facts)) or "`offercheck facts` lists them"
            self._report(
                path,
                expected="the name of a fact",
                found=f"`{name}`",
                suggestion=suggestion,
                at_key=True,
            )
            return []
        if not isinstance(raw, dict):
            return self._test(definition, "is", raw, path)
        tests = [
            test
            for operator, threshold in raw.items()
            for test in self._test(definition, str(operator), threshold, (*path, operator))
        ]
        self._refuse_empty_range(tests, path)
        return tests

    def _test(
        self, definition: FactDefinition, operator: str, raw: Any, path: DataPath
    ) -> list[Condition]:
        if operator == "known":
            if isinstance(raw, bool):
                return [Comparison(definition.name, operator, raw, path)]
            self._report(path, expected="`true` or `false`", found=describe(raw))
            return []
        usable = ("is", "one_of", "known", *(ORDERED if definition.is_number else ()))
        if operator not in usable:
            what = "a test" if operator not in ORDERED else f"a test that {definition.name} allows"
            self._report(
                path,
                expected=what,
                found=f"`{operator}`",
                suggestion=closest(operator, usable) or "one of: " + ", ".join(usable),
                at_key=True,
            )
            return []
        if operator == "one_of":
            if not isinstance(raw, list) or not raw:
                self._report(path, expected="a list of values", found=describe(raw))
                return []
            read = [self._value(definition, item, (*path, i)) for i, item in enumerate(raw)]
            return [
                Comparison(definition.name, operator, tuple(v for v in read if v is not None), path)
            ]
        threshold = self._value(definition, raw, path)
        return [] if threshold is None else [Comparison(definition.name, operator, threshold, path)]

    def _value(self, definition: FactDefinition, raw: Any, path: DataPath) -> Exact | None:
        try:
            return definition.read(raw)
        except QuantityError as error:
            suggestion = error.suggestion
            if isinstance(raw, str) and definition.choices:
                suggestion = closest(raw, definition.choices)
            self._report(path, expected=error.expected, found=describe(raw), suggestion=suggestion)
            return None

    def _refuse_empty_range(self, tests: list[Condition], path: DataPath) -> None:
        low, high = -math.inf, math.inf
        for test in tests:
            if isinstance(test, Comparison) and isinstance(test.threshold, float):
                lowest, highest = _RANGES[test.operator](test.threshold)
                low, high = max(low, lowest), min(high, highest)
        if low > high:
            self._report(
                path,
                expected="a range that some value lies in",
                found=f"more than {low:g} and less than {high:g} at once",
            )


_RANGES: dict[str, Callable[[float], Interval]] = {
    "below": below,
    "at_most": lambda threshold: Interval(-math.inf, threshold),
    "above": above,
    "at_least": at_least,
    "is": point,
}
ORDERED = ("below", "above", "at_least", "at_most")

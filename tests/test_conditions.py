"""Conditions: Kleene's logic, each operator on points, intervals and unknowns, and misreadings."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluation_support import marked_line, one_rule, problems_of, write_rules
from offercheck.facts.catalogue import CATALOGUE
from offercheck.interval import Interval, point
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    ConditionReader,
    Not,
    Truth,
    comparison_holds,
    comparisons_in,
    holds,
)

A, B = Comparison("a", "is", True), Comparison("b", "is", True)  # noqa: FBT003 - a threshold
T, U, F = True, None, False


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        *[(T, T, T), (T, U, U), (T, F, F)],
        *[(U, T, U), (U, U, U), (U, F, F)],
        *[(F, T, F), (F, U, F), (F, F, F)],
    ],
)
def test_all_is_false_with_one_false_part_and_else_unknown_with_one_unknown_part(
    a: Truth, b: Truth, both: Truth
) -> None:
    assert holds(All((A, B)), {"a": a, "b": b}) is both


@pytest.mark.parametrize(
    ("a", "b", "either"),
    [
        *[(T, T, T), (T, U, T), (T, F, T)],
        *[(U, T, T), (U, U, U), (U, F, U)],
        *[(F, T, T), (F, U, U), (F, F, F)],
    ],
)
def test_any_is_true_with_one_true_part_and_else_unknown_with_one_unknown_part(
    a: Truth, b: Truth, either: Truth
) -> None:
    assert holds(AnyOf((A, B)), {"a": a, "b": b}) is either


@pytest.mark.parametrize(("a", "opposite"), [(T, F), (U, U), (F, T)])
def test_not_turns_true_and_false_round_and_leaves_unknown(a: Truth, opposite: Truth) -> None:
    assert holds(Not(A), {"a": a}) is opposite


FLAGS = ("pay.final", "terms.in_writing", "terms.manager_met", "turnover.layoffs")


def _conditions() -> st.SearchStrategy[Any]:
    """Conditions as they are written: mappings of flags to truths, nested in `all`, `any`, `not`."""
    leaf = st.dictionaries(st.sampled_from(FLAGS), st.booleans(), min_size=1, max_size=2)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
            st.tuples(inner, leaf).map(lambda pair: {"not": pair[0], **pair[1]}),
        ),
        max_leaves=8,
    )


def _by_numbers(raw: dict[str, Any], flags: dict[str, Truth]) -> float:
    """Kleene's logic with 0 for false, 1/2 for unknown and 1 for true: minimum, maximum, 1 - x."""
    parts = []
    for key, value in raw.items():
        if key == "not":
            parts.append(1 - _by_numbers(value, flags))
        elif key in {"all", "any"}:
            numbers = [_by_numbers(part, flags) for part in value]
            parts.append(min(numbers) if key == "all" else max(numbers))
        else:
            flag = flags[key]
            parts.append(0.5 if flag is None else float(flag == value))
    return min(parts)


@given(_conditions(), st.fixed_dictionaries({name: st.sampled_from([T, U, F]) for name in FLAGS}))
def test_a_nested_condition_is_the_minimum_and_maximum_of_its_parts(
    raw: dict[str, Any], flags: dict[str, Truth]
) -> None:
    answer = holds(_read(raw), flags)
    assert (0.5 if answer is None else float(answer)) == _by_numbers(raw, flags)


ORDERED: dict[str, Callable[[float, float], bool]] = {
    "below": operator.lt,
    "above": operator.gt,
    "at_least": operator.ge,
    "at_most": operator.le,
}
QUARTERS = st.integers(-8, 8).map(lambda n: n / 4)
ENDS = QUARTERS | st.sampled_from([float("-inf"), float("inf")])
INTERVALS = st.tuples(ENDS, ENDS).filter(lambda pair: pair[0] != pair[1])


def _sampled(low: float, high: float, holds_for: Callable[[float], bool]) -> Truth:
    """Whether a test holds for all, none or some of the numbers from `low` to `high`.

    Thresholds and ends are quarters, so that eighths between -3 and 3 fall on each side of each.
    """
    numbers = {low, high} | {n / 8 for n in range(-24, 25) if low <= n / 8 <= high}
    answers = {holds_for(number) for number in numbers}
    return answers.pop() if len(answers) == 1 else None


@given(st.sampled_from(sorted(ORDERED)), INTERVALS, QUARTERS)
def test_a_comparison_with_an_interval_holds_when_it_holds_for_every_number_in_it(
    word: str, ends: tuple[float, float], threshold: float
) -> None:
    low, high = sorted(ends)
    answer = comparison_holds(Comparison("x", word, threshold), Interval(low, high))
    assert answer is _sampled(low, high, lambda number: ORDERED[word](number, threshold))


@given(st.sampled_from(sorted(ORDERED)), QUARTERS, QUARTERS, st.sampled_from([float, point]))
def test_a_comparison_with_a_number_is_never_unknown(
    word: str, number: float, threshold: float, written: Callable[[float], Any]
) -> None:
    value = written(number)
    answer = comparison_holds(Comparison("x", word, threshold), value)
    assert answer is ORDERED[word](number, threshold)


@given(INTERVALS, st.lists(QUARTERS, min_size=1, max_size=3))
def test_an_interval_equals_numbers_never_surely_and_not_when_all_lie_outside(
    ends: tuple[float, float], choices: list[float]
) -> None:
    low, high = sorted(ends)
    test = Comparison("x", "one_of", tuple(choices))
    if len(choices) == 1:
        test = Comparison("x", "is", choices[0])
    answer = comparison_holds(test, Interval(low, high))
    assert answer is _sampled(low, high, lambda number: number in choices)


@pytest.mark.parametrize("value", [0.5, Interval(0.5, 0.5)])
@pytest.mark.parametrize(
    ("word", "threshold", "answer"),
    [
        ("is", 0.5, True),
        ("is", 0.25, False),
        ("one_of", (0.25, 0.5), True),
        ("one_of", (0.25, 0.75), False),
    ],
)
def test_a_number_is_the_one_it_equals(
    value: float | Interval, word: str, threshold: Any, *, answer: bool
) -> None:
    assert comparison_holds(Comparison("x", word, threshold), value) is answer


@pytest.mark.parametrize(("value", "answer"), [("direct", True), ("unrelated", False)])
def test_a_word_is_one_of_the_words_it_equals(value: str, *, answer: bool) -> None:
    words = ("direct", "stepping_stone")
    assert comparison_holds(Comparison("goal.path", "one_of", words), value) is answer


@pytest.mark.parametrize(
    ("word", "threshold"),
    [*((word, 0.5) for word in ORDERED), ("is", 0.5), ("is", True), ("one_of", (0.5, 1.0))],
)
def test_every_test_but_known_is_unknown_for_an_unknown_fact(word: str, threshold: Any) -> None:
    assert comparison_holds(Comparison("x", word, threshold), None) is None


@pytest.mark.parametrize("value", [None, True, False, "direct", 0.0, Interval(0, 1)])
@pytest.mark.parametrize("asked", [True, False])
def test_a_known_test_is_true_or_false_whatever_the_fact(value: Any, *, asked: bool) -> None:
    answer = comparison_holds(Comparison("x", "known", asked), value)
    assert answer is ((value is not None) == asked)


def test_a_known_test_is_open_while_the_unknown_fact_may_still_become_known() -> None:
    test = Comparison("x", "known", False)  # noqa: FBT003 - a threshold
    assert holds(Not(test), {}, completing=True) is None


@pytest.mark.parametrize(
    ("ratio", "answer"), [(0.79, False), (0.80, True), (0.89, True), (0.90, False), (None, None)]
)
def test_two_operators_make_a_range(ratio: float | None, answer: Truth) -> None:
    condition = _read({"pay.market_ratio": {"at_least": 0.80, "below": 0.90}})
    assert holds(condition, {"pay.market_ratio": ratio}) is answer


def test_a_plain_value_asks_for_equality() -> None:
    read = list(comparisons_in(_read({"goal.path": "direct"})))
    assert [(test.fact, test.operator, test.threshold) for test in read] == [
        ("goal.path", "is", "direct")
    ]


@given(st.dictionaries(st.sampled_from(sorted(ORDERED)), QUARTERS.map(abs), min_size=1))
@example({"above": 0.5, "at_least": 0.75, "at_most": 0.75})
@example({"above": 0.75, "at_most": 0.75})
def test_a_range_is_refused_exactly_when_no_number_lies_in_it(tests: dict[str, float]) -> None:
    problems: list[Any] = []
    reader = ConditionReader(CATALOGUE, lambda *path, **what: problems.append((path, what)))
    reader.read({"pay.market_ratio": tests}, ())
    possible = any(
        all(ORDERED[word](n / 8, threshold) for word, threshold in tests.items())
        for n in range(-1, 18)  # every threshold is a quarter from 0 to 2
    )
    assert bool(problems) is not possible


def _read(raw: Any) -> Condition:
    def refuse(*path: Any, **what: Any) -> None:
        pytest.fail(f"{path}: {what}")

    return ConditionReader(CATALOGUE, refuse).read(raw, ())


MISREADINGS = {
    "unknown fact": (
        "pay.market_ration: {below: 0.80}",
        "`pay.market_ration`",
        "`pay.market_ratio`",
    ),
    "decision fact in a rule": ("count.red_flag: {at_least: 1}", "`count.red_flag`", ""),
    "number for a flag": ("pay.final: 3", "`3`", ""),
    "word for a number": ("pay.market_ratio: {below: low}", "`low`", ""),
    "truth for a number": ("pay.market_ratio: {below: true}", "`true`", ""),
    "misspelt word": ("goal.path: foot_in_dor", "`foot_in_dor`", "`foot_in_door`"),
    "order of words": ("goal.path: {below: direct}", "`below`", "is, one_of, known"),
    "order of flags": ("pay.final: {at_least: true}", "`at_least`", "is, one_of, known"),
    "misspelt operator": ("pay.market_ratio: {at_lest: 0.8}", "`at_lest`", "`at_least`"),
    "above the range": ("goal.alignment: {below: 130}", "`130`", ""),
    "below the range": ("turnover.review_rating: {below: 0}", "`0`", ""),
    "share without a sign": ("goal.skill_overlap: {below: 20}", "`20`", "20%"),
    "impossible range": (
        "pay.market_ratio: {at_least: 0.9, below: 0.8}",
        "0.9 and less than 0.8",
        "",
    ),
    "empty all": ("all: []", "an empty list", ""),
    "empty any": ("any: []", "an empty list", ""),
    "any of a mapping": ("any: {pay.final: true}", "a mapping", ""),
    "not of nothing": ("not: {}", "an empty mapping", ""),
    "empty choice": ("goal.path: {one_of: []}", "an empty list", ""),
    "choice of one word": ("goal.path: {one_of: direct}", "`direct`", ""),
    "known of a number": ("goal.path: {known: 1}", "`1`", ""),
}


@pytest.mark.parametrize(("when", "found", "hint"), MISREADINGS.values(), ids=MISREADINGS)
@pytest.mark.parametrize("before", ["", "terms.manager_met: true\n      "])
def test_a_condition_that_cannot_be_read_is_reported_at_its_line(
    tmp_path: Path, before: str, when: str, found: str, hint: str
) -> None:
    path = write_rules(tmp_path, one_rule(f"{before}{when}  # here"))
    (problem,) = problems_of(path)
    assert problem.position[:2] == (path, marked_line(path))
    assert found in problem.found
    assert hint in problem.suggestion


def test_a_wrong_item_of_a_choice_is_reported_at_its_own_line(tmp_path: Path) -> None:
    when = "goal.path:\n        one_of:\n          - direct\n          - unrelatd  # here"
    path = write_rules(tmp_path, one_rule(when))
    (problem,) = problems_of(path)
    assert problem.position.line == marked_line(path)


@pytest.mark.parametrize("when", ["{}", "[]", "true"])
def test_a_rule_that_asks_for_nothing_is_refused(tmp_path: Path, when: str) -> None:
    path = write_rules(tmp_path, one_rule(when).replace("when:\n     ", "when:"))
    (problem,) = problems_of(path)
    assert (problem.path, problem.expected) == (
        "rules.first.when",
        "a mapping of facts to tests",
    )

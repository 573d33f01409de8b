"""The generated function against the plain walk, and both against Kleene's tables."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from engine_by_hand import judge as judge_by_hand
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation_support import UNTIMED, default_rules, partial_facts, values_of
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.rules.compiled import compile_conditions, compiled
from offercheck.rules.conditions import All, AnyOf, Comparison, Condition, Not, Truth, holds

NAMES = sorted(CATALOGUE)
ORDERED = ("below", "above", "at_least", "at_most")


@st.composite
def _comparisons(draw: st.DrawFn) -> Comparison:
    name = draw(st.sampled_from(NAMES))
    operators = ["is", "known", "one_of", *(ORDERED if CATALOGUE[name].is_number else ())]
    operator = draw(st.sampled_from(operators))
    exact = values_of(name, bounded=False)
    if operator == "known":
        return Comparison(name, operator, draw(st.booleans()))
    if operator == "one_of":
        return Comparison(name, operator, tuple(draw(st.lists(exact, min_size=1, max_size=3))))  # type: ignore[arg-type]
    threshold = draw(exact.filter(lambda value: value not in _ENDLESS))
    return Comparison(name, operator, threshold)


_ENDLESS = (float("inf"), float("-inf"))


def _conditions() -> st.SearchStrategy[Condition]:
    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        groups = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return groups.map(All) | groups.map(AnyOf) | parts.map(Not)

    return st.recursive(_comparisons(), grown, max_leaves=8)


@settings(deadline=None, max_examples=500)
@given(st.lists(_conditions(), max_size=4), partial_facts())
def test_the_generated_function_gives_what_walking_the_conditions_gives(
    conditions: list[Condition], values: dict[str, Value | None]
) -> None:
    found = compile_conditions(conditions)(values)
    assert list(found) == [holds(condition, values) for condition in conditions]


COMPILED = compiled(default_rules())


@settings(deadline=None, max_examples=300)
@given(partial_facts())
def test_the_default_rules_come_to_the_same_in_both_forms(values: dict[str, Value | None]) -> None:
    assert list(COMPILED.truths(values)) == list(default_rules().truths(values))


@settings(deadline=None, max_examples=300)
@given(partial_facts(bounded=False))
def test_the_default_rules_come_to_what_they_come_to_written_by_hand(
    values: dict[str, Value | None],
) -> None:
    names = [rule.id for rule in default_rules().rules]
    by_hand = dict(zip(names, judge_by_hand(values), strict=True))
    assert dict(zip(names, COMPILED.truths(values), strict=True)) == by_hand


# --- Kleene's tables: false before unknown before true for `all`, the other way for `any`.

TRUTHS: tuple[Truth, ...] = (True, False, None)
RANK: dict[Truth, int] = {False: 0, None: 1, True: 2}
NAMED = {0: False, 1: None, 2: True}


def _told(index: int) -> Comparison:
    return Comparison(("pay.final", "turnover.layoffs", "terms.in_writing")[index], "is", True)  # noqa: FBT003 - a value


FORMS: list[Callable[[Condition, dict[str, Value | None]], Truth]] = [
    holds,
    lambda condition, values: compile_conditions([condition])(values)[0],
]


@pytest.mark.parametrize("form", FORMS, ids=["walked", "generated"])
@pytest.mark.parametrize("given_truths", list(itertools.product(TRUTHS, repeat=3)))
def test_groups_follow_the_tables_of_kleene(
    form: Callable[[Condition, dict[str, Value | None]], Truth], given_truths: tuple[Truth, ...]
) -> None:
    parts = tuple(_told(index) for index in range(3))
    values: dict[str, Value | None] = {
        part.fact: truth for part, truth in zip(parts, given_truths, strict=True)
    }
    ranks = [RANK[truth] for truth in given_truths]
    assert form(All(parts), values) == NAMED[min(ranks)]
    assert form(AnyOf(parts), values) == NAMED[max(ranks)]
    assert form(Not(parts[0]), values) == NAMED[2 - ranks[0]]
    assert form(All((parts[0], AnyOf(parts[1:]))), values) == NAMED[min(ranks[0], max(ranks[1:]))]


# --- Nothing of a file is code


@pytest.mark.parametrize("word", ["'", "\\", "__import__('os')", "') or exit() or ('", "\n", "{x}"])
def test_a_word_is_compared_as_a_word_whatever_stands_in_it(word: str) -> None:
    choice = Comparison("goal.path", "is", word)
    either = Comparison("goal.path", "one_of", (word, "direct"))
    truths = compile_conditions([choice, either])
    assert list(truths({"goal.path": word})) == [True, True]
    assert list(truths({"goal.path": "direct"})) == [False, True]


@pytest.mark.parametrize("threshold", [float("inf"), object(), b"x"])
def test_what_has_no_literal_is_not_generated(threshold: object) -> None:
    with pytest.raises(TypeError):
        compile_conditions([Comparison("pay.base", "is", threshold)])  # type: ignore[arg-type]


def test_the_generated_code_reaches_no_name_of_the_interpreter() -> None:
    with pytest.raises((NameError, TypeError)):
        compile_conditions([Comparison("pay.base", "below", 1.0)])({"pay.base": "a word"})


def test_conditions_as_deep_as_a_file_may_nest_are_generated() -> None:
    condition: Condition = _told(0)
    for _ in range(38):
        condition = Not(All((condition, _told(1))))
    values: dict[str, Value | None] = {"pay.final": True, "turnover.layoffs": None}
    assert compile_conditions([condition])(values)[0] == holds(condition, values)


@UNTIMED
@given(st.floats(0, 2), st.floats(0, 2))
def test_a_bounded_value_is_compared_by_its_bounds(one: float, other: float) -> None:
    bounded = Interval(*sorted((one, other)))
    tests = [Comparison("pay.market_ratio", operator, 1.0) for operator in (*ORDERED, "is")]
    values: dict[str, Value | None] = {"pay.market_ratio": bounded, "pay.final": True}
    found = compile_conditions([*tests, _told(0)])(values)
    assert list(found) == [*(holds(test, values) for test in tests), True]

"""The generated function against the plain walk, and both against Kleene's tables."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import pytest
from engine_by_hand import judge as judge_by_hand
from hypothesis import given
from hypothesis import strategies as st

from evaluation_support import default_rules, partial_facts, tried, values_of
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.rules.compiled import _generated, compile_conditions, compiled
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
    return Comparison(name, operator, draw(exact))


@st.composite
def _values(draw: st.DrawFn) -> dict[str, Value | None]:
    """Exact, bounded and endless values; what is unknown is missing, or there and None."""
    values = draw(partial_facts())
    for name in draw(st.sets(st.sampled_from(NAMES), max_size=8)):
        endless = (math.inf, Interval(0.0, math.inf)) if CATALOGUE[name].is_number else ()
        values[name] = draw(st.sampled_from([None, *endless]))
    return values


def _conditions() -> st.SearchStrategy[Condition]:
    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        groups = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return groups.map(All) | groups.map(AnyOf) | parts.map(Not)

    return st.recursive(_comparisons(), grown, max_leaves=8)


@tried(150)
@given(st.lists(_conditions(), max_size=4), _values())
def test_the_generated_function_gives_what_walking_the_conditions_gives(
    conditions: list[Condition], values: dict[str, Value | None]
) -> None:
    found = compile_conditions(conditions)(values)
    assert list(found) == [holds(condition, values) for condition in conditions]


COMPILED = compiled(default_rules())


@tried(100)
@given(_values())
def test_the_default_rules_come_to_the_same_in_both_forms(values: dict[str, Value | None]) -> None:
    assert list(COMPILED.truths(values)) == list(default_rules().truths(values))


@tried(150)
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


@pytest.mark.parametrize("name", ["'", "\\", "x'); exit(); get('", "\n", "__builtins__", "f0"])
def test_the_name_of_a_fact_is_looked_up_as_a_name_whatever_stands_in_it(name: str) -> None:
    truths = compile_conditions([Comparison(name, "below", 1.0), _told(0)])
    assert list(truths({name: 0.5, "pay.final": False})) == [True, False]
    assert list(truths({"pay.final": True})) == [None, True]


class _Word(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return "exit()"


@pytest.mark.parametrize(
    "threshold", [math.inf, -math.inf, math.nan, 1, object(), b"x", _Word("direct")]
)
def test_what_has_no_literal_is_not_generated(threshold: object) -> None:
    with pytest.raises(TypeError):
        compile_conditions([Comparison("pay.base", "is", threshold)])  # type: ignore[arg-type]


def test_generated_code_reaches_nothing_of_the_interpreter() -> None:
    reaching = _generated("def truths(values):\n    return open\n")
    with pytest.raises(NameError):
        reaching({})


def test_a_value_of_the_wrong_kind_is_a_mistake_of_the_caller() -> None:
    truths = compile_conditions([Comparison("pay.base", "below", 1.0)])
    with pytest.raises(TypeError):
        truths({"pay.base": "a word"})


@pytest.mark.parametrize("group", [All, AnyOf])
def test_conditions_as_deep_as_a_file_may_nest_and_wider_are_generated(
    group: type[All | AnyOf],
) -> None:
    condition: Condition = _told(0)
    for _ in range(40):
        condition = Not(group((*[_told(1)] * 60, condition, *[_told(2)] * 60)))
    truths = compile_conditions([condition])
    for given_truths in itertools.product(TRUTHS, repeat=3):
        values: dict[str, Value | None] = {
            _told(index).fact: truth for index, truth in enumerate(given_truths)
        }
        assert truths(values)[0] == holds(condition, values)


def test_each_part_of_a_group_of_thousands_is_asked() -> None:
    parts = tuple(Comparison(f"fact.f{index}", "below", 1.0) for index in range(6000))
    all_and_any = compile_conditions([All(parts), AnyOf(parts)])
    above: dict[str, Value | None] = {part.fact: 2.0 for part in parts}
    below: dict[str, Value | None] = {part.fact: 0.0 for part in parts}
    for here in (parts[place].fact for place in (0, 49, 50, 2500, 5999)):
        assert list(all_and_any(below)) == [True, True]
        assert list(all_and_any(below | {here: 2.0})) == [False, True]
        assert list(all_and_any(below | {here: None})) == [None, True]
        assert list(all_and_any(above | {here: 0.0})) == [False, True]
        assert list(all_and_any(above | {here: None})) == [False, None]
        assert list(all_and_any(above)) == [False, False]


@pytest.mark.parametrize(
    ("test", "truth"),
    [
        (("below", 2.0), None),
        (("below", 3.5), True),
        (("at_least", 1.0), True),
        (("at_least", 1.5), None),
        (("at_most", 0.5), False),
        (("above", 3.0), False),
        (("is", 2.0), None),
        (("is", 4.0), False),
        (("one_of", (0.0, 2.0)), None),
        (("one_of", (0.0, 4.0)), False),
        (("known", True), True),
        (("known", False), False),
    ],
)
def test_a_fact_between_1_and_3_is_compared_by_its_bounds(
    test: tuple[str, float | tuple[float, ...]], truth: Truth
) -> None:
    bounded = Comparison("pay.market_ratio", *test)
    values: dict[str, Value | None] = {"pay.market_ratio": Interval(1.0, 3.0), "pay.final": True}
    assert list(compile_conditions([bounded, _told(0)])(values)) == [truth, True]
    assert list(compile_conditions([_told(0), Not(bounded)])(values)) == [
        True,
        None if truth is None else not truth,
    ]

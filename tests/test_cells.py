"""The search through cells against trying every combination of values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation_support import tried
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import FactDefinition
from offercheck.interval import Interval
from offercheck.rules.cells import cells_of
from offercheck.rules.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Truth,
    comparisons_in,
    holds,
)
from offercheck.rules.space import (
    FALSE,
    MOST_THRESHOLDS,
    NOT_TRUE,
    TRUE,
    Effort,
    Requirement,
    Space,
    Traits,
    UndecidedError,
    example,
)

FACTS = ("pay.market_ratio", "turnover.seat_churn", "goal.path", "pay.final")
NUMBERS = {"pay.market_ratio": (0.8, 0.9), "turnover.seat_churn": (0.0, 2.0, 3.0)}


def _bounded(numbers: Sequence[float]) -> list[Interval]:
    return [Interval(low, high) for low, high in itertools.combinations(numbers, 2)]


# Numbers on both sides of each constant and at it, everything they can bound, the words, unknown.
_RATIOS = (0.5, 0.8, 0.85, 0.9, 2.0)
_HOLDERS = (0.0, 1.0, 2.0, 3.0, 4.0)
TRIED: dict[str, tuple[Any, ...]] = {
    "pay.market_ratio": (*_RATIOS, *_bounded(_RATIOS), None),
    "turnover.seat_churn": (*_HOLDERS, *_bounded(_HOLDERS), None),
    "goal.path": (*CATALOGUE["goal.path"].choices, None),
    "pay.final": (True, False, None),
}


@st.composite
def _tests(draw: st.DrawFn) -> Comparison:
    name = draw(st.sampled_from(FACTS))
    if draw(st.integers(0, 5)) == 0:
        return Comparison(name, "known", draw(st.booleans()))
    if name not in NUMBERS:
        words = [value for value in TRIED[name] if value is not None]
        return Comparison(name, "is", draw(st.sampled_from(words)))
    operator = draw(st.sampled_from(("below", "above", "at_least", "at_most", "is", "one_of")))
    if operator == "one_of":
        return Comparison(name, operator, tuple(draw(st.permutations(NUMBERS[name]))[:2]))
    return Comparison(name, operator, draw(st.sampled_from(NUMBERS[name])))


def _conditions() -> st.SearchStrategy[Condition]:
    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        groups = st.lists(parts, max_size=3).map(tuple)
        return groups.map(All) | groups.map(AnyOf) | parts.map(Not)

    return st.recursive(_tests(), grown, max_leaves=6)


WANTED = st.sampled_from(
    [TRUE, FALSE, NOT_TRUE, frozenset({True, None}), frozenset({None}), frozenset({True, False})]
)
REQUIREMENTS = st.lists(st.builds(Requirement, _conditions(), WANTED), min_size=1, max_size=3)


def _meets(requirements: Sequence[Requirement], values: dict[str, Any]) -> bool:
    return all(holds(item.condition, values) in item.wanted for item in requirements)


def _combinations(
    requirements: Sequence[Requirement], tried: dict[str, tuple[Any, ...]]
) -> list[dict[str, Any]]:
    names = sorted({t.fact for item in requirements for t in comparisons_in(item.condition)})
    return [
        dict(zip(names, values, strict=True))
        for values in itertools.product(*(tried[name] for name in names))
    ]


@tried(200)
@given(REQUIREMENTS)
def test_a_case_is_found_exactly_where_trying_every_combination_finds_one(
    requirements: list[Requirement],
) -> None:
    expected = any(_meets(requirements, values) for values in _combinations(requirements, TRIED))
    conditions = [item.condition for item in requirements]
    found = Space(conditions, CATALOGUE).witness(requirements)
    assert (found is not None) == expected
    assert found is None or _meets(requirements, found)


@tried(100)
@given(REQUIREMENTS)
def test_facts_that_are_always_known_exactly_have_no_other_values(
    requirements: list[Requirement],
) -> None:
    exact = {
        name: tuple(v for v in values if v is not None and not isinstance(v, Interval))
        for name, values in TRIED.items()
    }
    expected = any(_meets(requirements, values) for values in _combinations(requirements, exact))
    space = Space(
        [item.condition for item in requirements],
        CATALOGUE,
        traits=lambda _: Traits(bounded=False, unknown=False),
    )
    assert space.is_possible(*requirements) == expected


@tried(100)
@given(_conditions())
def test_an_example_is_found_wherever_plain_values_make_a_condition_hold(
    condition: Condition,
) -> None:
    wanted = [Requirement(condition, TRUE)]
    found = example(condition, CATALOGUE)
    expected = any(_meets(wanted, values) for values in _combinations(wanted, TRIED))
    assert (found is not None) == expected
    assert found is None or holds(condition, found) is True


def test_an_example_leaves_out_what_it_does_not_need() -> None:
    either = AnyOf(
        (Comparison("pay.final", "is", threshold=True), Comparison("goal.path", "is", "direct"))
    )
    assert example(either, CATALOGUE) in ({"pay.final": True}, {"goal.path": "direct"})


def test_a_fact_that_is_never_known_meets_no_comparison() -> None:
    test = Comparison("pay.market_ratio", "below", 0.8)
    space = Space([test], CATALOGUE, traits=lambda _: Traits(known=False, bounded=False))
    assert not space.is_possible(Requirement(test, TRUE))
    assert space.is_possible(Requirement(test, NOT_TRUE))


@pytest.mark.parametrize(
    ("name", "thresholds", "cells"),
    [
        ("turnover.seat_churn", [3.0], (2.0, 3.0, 4.0)),
        ("turnover.seat_churn", [2.0, 3.0], (1.0, 2.0, 3.0, 4.0)),
        ("turnover.seat_churn", [0.0], (0.0, 1.0)),
        ("turnover.seat_churn", [1.0], (0.0, 1.0, 2.0)),
        ("turnover.predecessor_months", [12.0], (11.0, 12.0, 13.0)),
        ("pay.market_ratio", [0.8], (0.7, 0.8, 0.9)),
        ("pay.base", [118000.0], (117000.0, 118000.0, 119000.0)),
        ("goal.duties_toward_goal", [0.25, 0.5], (0.15, 0.25, 0.4, 0.5, 0.9)),
        ("goal.alignment", [30.0, 100.0], (29.0, 30.0, 99.0, 100.0)),
        ("turnover.review_rating", [1.0], (1.0, 4.0)),
        ("pay.gap_to_floor", [0.0], (-1000.0, 0.0, 1000.0)),
        ("pay.gap_to_floor", [], (0.0,)),
        ("pay.final", [True], (False, True)),
        ("terms.manager_conduct", ["fine"], ("fine", "evasive", "hostile")),
    ],
)
def test_cells_are_the_thresholds_and_a_plain_number_in_each_gap(
    name: str, thresholds: list[Any], cells: tuple[Any, ...]
) -> None:
    assert cells_of(CATALOGUE[name], thresholds) == cells


def _sides(value: float, cuts: Sequence[float]) -> list[tuple[bool, bool]]:
    return [(value < cut, value > cut) for cut in cuts]


@given(
    st.sampled_from([name for name in CATALOGUE if CATALOGUE[name].is_number]),
    st.lists(st.floats(-1e18, 1e18) | st.floats(0, 1), max_size=5),
    st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 1),
)
def test_every_value_is_compared_like_the_value_of_some_cell(
    name: str, thresholds: list[float], value: float
) -> None:
    definition = CATALOGUE[name]
    low, high = definition.bounds
    if definition.kind == "count":
        value, thresholds = float(round(value)), [float(round(cut)) for cut in thresholds]
    value = min(max(value, low), high)
    cuts = [cut for cut in thresholds if low <= cut <= high]
    cells = [float(cell) for cell in cells_of(definition, cuts)]
    assert _sides(value, cuts) in [_sides(cell, cuts) for cell in cells]


@given(
    st.sampled_from([name for name in CATALOGUE if CATALOGUE[name].is_number]),
    st.lists(st.floats(-1e18, 1e18) | st.floats(0, 1), max_size=5),
)
def test_cells_rise_and_are_values_that_the_fact_can_take(
    name: str, thresholds: list[float]
) -> None:
    definition = CATALOGUE[name]
    cells = [float(cell) for cell in cells_of(definition, thresholds)]
    assert cells == sorted(set(cells))
    low, high = definition.bounds
    assert all(low <= cell <= high and math.isfinite(cell) for cell in cells)
    assert definition.kind != "count" or all(cell.is_integer() for cell in cells)


def test_a_threshold_beyond_the_range_leaves_the_values_within_it() -> None:
    # Four rules are counted at most: fewer than ten of them always fire.
    counted = FactDefinition("count.caution", "count", "", "", range=Interval(0.0, 4.0))
    test = Comparison("count.caution", "below", 10.0)
    space = Space([test], {"count.caution": counted})
    assert space.is_possible(Requirement(test, TRUE))
    assert not space.is_possible(Requirement(test, FALSE))


def _all_different() -> Condition:
    """Nine facts with eight values between them: they cannot differ, which takes long to find out."""
    names = [name for name in CATALOGUE if CATALOGUE[name].kind in {"count", "months"}][:9]
    values = [float(number) for number in range(1, 9)]
    one_of_them = [
        AnyOf(tuple(Comparison(name, "is", value) for value in values)) for name in names
    ]
    differ = [
        AnyOf((Not(Comparison(one, "is", value)), Not(Comparison(other, "is", value))))
        for one, other in itertools.combinations(names, 2)
        for value in values
    ]
    return All((*one_of_them, *differ))


def test_a_search_that_would_take_too_long_claims_nothing() -> None:
    never = _all_different()
    effort = Effort(10_000_000)
    space = Space([never], CATALOGUE, effort=effort)
    with pytest.raises(UndecidedError):
        space.witness([Requirement(never, TRUE)])
    assert space.is_possible(Requirement(never, TRUE))
    assert effort.is_spent
    assert effort.left > 0


def test_searches_that_share_an_effort_end_with_it() -> None:
    test = Comparison("pay.market_ratio", "below", 0.8)
    never = Requirement(All((test, Not(test))), TRUE)
    effort = Effort(200)
    found = [Space([test], CATALOGUE, effort=effort).is_possible(never) for _ in range(200)]
    assert not found[0]  # proved impossible
    assert found[-1]  # nothing is claimed any more
    assert effort.is_spent


@pytest.mark.parametrize("count", [MOST_THRESHOLDS, MOST_THRESHOLDS + 1])
def test_a_fact_with_too_many_thresholds_is_left_undecided(count: int) -> None:
    tests = [Comparison("pay.base", "below", float(number)) for number in range(1, count)]
    never = All((*tests, Comparison("pay.base", "above", 1e6)))
    space = Space([never], CATALOGUE, effort=Effort(10**9))
    assert space.is_possible(Requirement(never, TRUE)) == (count > MOST_THRESHOLDS)


TRUTHS: tuple[Truth, ...] = (True, False, None)


@pytest.mark.parametrize("truth", TRUTHS)
def test_each_truth_of_one_test_has_its_case(truth: Truth) -> None:
    condition = Comparison("pay.market_ratio", "below", 0.8)
    found = Space([condition], CATALOGUE).witness([Requirement(condition, frozenset({truth}))])
    assert found is not None
    assert holds(condition, found) is truth

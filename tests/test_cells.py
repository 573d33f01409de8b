"""The search through cells against trying every combination of values."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation_support import UNTIMED
from offercheck.facts.catalogue import CATALOGUE
from offercheck.rules.cells import (
    FALSE,
    NOT_FALSE,
    NOT_TRUE,
    TRUE,
    Requirement,
    Space,
    UndecidedError,
    cells_of,
)
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

FACTS = ("pay.market_ratio", "turnover.seat_churn", "goal.path", "pay.final")
NUMBERS = {"pay.market_ratio": (0.8, 0.9, 1.1), "turnover.seat_churn": (0.0, 2.0, 3.0)}
# Values on both sides of each number, at it, and the words; unknown comes on top.
TRIED: dict[str, tuple[Any, ...]] = {
    "pay.market_ratio": (0.5, 0.8, 0.85, 0.9, 1.0, 1.1, 2.0, None),
    "turnover.seat_churn": (0.0, 1.0, 2.0, 3.0, 4.0, None),
    "goal.path": (*CATALOGUE["goal.path"].choices, None),
    "pay.final": (True, False, None),
}


@st.composite
def _tests(draw: st.DrawFn) -> Comparison:
    name = draw(st.sampled_from(FACTS))
    if draw(st.integers(0, 5)) == 0:
        return Comparison(name, "known", draw(st.booleans()))
    if name in NUMBERS:
        operator = draw(st.sampled_from(("below", "above", "at_least", "at_most", "is")))
        return Comparison(name, operator, draw(st.sampled_from(NUMBERS[name])))
    return Comparison(name, "is", draw(st.sampled_from(TRIED[name][:-1])))


def _conditions() -> st.SearchStrategy[Condition]:
    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        groups = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return groups.map(All) | groups.map(AnyOf) | parts.map(Not)

    return st.recursive(_tests(), grown, max_leaves=6)


WANTED = st.sampled_from(
    [TRUE, FALSE, NOT_TRUE, NOT_FALSE, frozenset({None}), frozenset({True, False})]
)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.builds(Requirement, _conditions(), WANTED), min_size=1, max_size=3))
def test_a_case_is_found_exactly_where_trying_every_combination_finds_one(
    requirements: list[Requirement],
) -> None:
    conditions = [item.condition for item in requirements]
    names = sorted({test.fact for condition in conditions for test in comparisons_in(condition)})
    combinations = itertools.product(*(TRIED[name] for name in names))
    expected = any(
        all(
            holds(item.condition, dict(zip(names, values, strict=True))) in item.wanted
            for item in requirements
        )
        for values in combinations
    )
    found = Space(conditions, CATALOGUE).witness(requirements)
    assert (found is not None) == expected
    if found is not None:
        assert all(holds(item.condition, found) in item.wanted for item in requirements)


@pytest.mark.parametrize(
    ("name", "thresholds", "cells"),
    [
        ("turnover.seat_churn", [3.0], (2.0, 3.0, 4.0)),
        ("turnover.seat_churn", [2.0, 3.0], (1.0, 2.0, 3.0, 4.0)),
        ("turnover.seat_churn", [0.0], (0.0, 1.0)),
        ("pay.market_ratio", [0.8], (0.7, 0.8, 1.8)),
        ("goal.alignment", [30.0, 100.0], (29.0, 30.0, 99.0, 100.0)),
        ("turnover.review_rating", [1.0], (1.0, 4.0)),
        ("pay.gap_to_floor", [0.0], (-1.0, 0.0, 1.0)),
        ("pay.final", [True], (True, False)),
    ],
)
def test_cells_are_the_thresholds_and_a_plain_number_in_each_gap(
    name: str, thresholds: list[Any], cells: tuple[Any, ...]
) -> None:
    assert cells_of(CATALOGUE[name], thresholds) == cells


@UNTIMED
@given(
    st.sampled_from([name for name in CATALOGUE if CATALOGUE[name].is_number]),
    st.lists(st.floats(0, 100), max_size=5),
    st.floats(0, 100),
)
def test_every_value_is_compared_like_the_value_of_some_cell(
    name: str, thresholds: list[float], value: float
) -> None:
    definition = CATALOGUE[name]
    low, high = definition.bounds
    value = min(max(round(value) if definition.kind == "count" else value, low), high)
    inside = [cut for cut in thresholds if low <= cut <= high]

    def pattern(number: float) -> list[tuple[bool, bool]]:
        return [(number < cut, number > cut) for cut in inside]

    cells = cells_of(definition, inside)
    assert pattern(value) in [pattern(float(cell)) for cell in cells]


def test_a_search_that_would_take_too_long_claims_nothing() -> None:
    # Nine facts with eight values between them cannot all differ, but finding that out takes long.
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
    never = All((*one_of_them, *differ))
    space = Space([never], CATALOGUE)
    with pytest.raises(UndecidedError):
        space.witness([Requirement(never, TRUE)])
    assert space.is_possible(Requirement(never, TRUE))


TRUTHS: tuple[Truth, ...] = (True, False, None)


@pytest.mark.parametrize("truth", TRUTHS)
def test_each_truth_of_one_test_has_its_case(truth: Truth) -> None:
    condition = Comparison("pay.market_ratio", "below", 0.8)
    found = Space([condition], CATALOGUE).witness([Requirement(condition, frozenset({truth}))])
    assert found is not None
    assert holds(condition, found) is truth

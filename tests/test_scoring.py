"""Scores: value functions over numbers and words, weighted means, and the bounds of a mean."""

from __future__ import annotations

import itertools
import math
import tracemalloc
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evaluation_support import Values, judged, small_rules, tried
from offercheck.facts.catalogue import CATALOGUE
from offercheck.interval import Interval, point
from offercheck.rules.model import Score
from offercheck.scoring import Part, coverage_of, mean, mean_bounds, mean_of, score_of

# 0 at 0.8, 30 at 1.0, 100 at 1.2: 150 points for each 1.0 on the left, 350 on the right.
RISING = Score.of("r", "pay", 1, CATALOGUE["pay.market_ratio"], {0.8: 0, 1.0: 30, 1.2: 100})
# Rises from 20 to 90 and falls to 40: the most lies between the ends.
HILL = Score.of("h", "pay", 1, CATALOGUE["pay.market_ratio"], {0.5: 20, 1.0: 90, 1.5: 40})
WORDS = Score.of("w", "goal", 1, CATALOGUE["goal.path"], {"direct": 100, "unrelated": 5})


@pytest.mark.parametrize(
    ("ratio", "score"),
    [
        (0.8, 0),
        (0.9, 15),  # 0.1 x 150
        (0.96, 24),  # 0.16 x 150
        (1.0, 30),
        (1.1, 65),  # 30 + 0.1 x 350
        (1.18, 93),  # 30 + 0.18 x 350
        (1.2, 100),
    ],
)
def test_a_score_runs_straight_between_its_points(ratio: float, score: float) -> None:
    assert tuple(score_of(RISING, ratio)) == pytest.approx((score, score))


@pytest.mark.parametrize(
    ("ratio", "score"), [(0.79, 0), (0.0, 0), (1.21, 100), (7.0, 100), (math.inf, 100)]
)
def test_a_score_stays_level_beyond_its_ends(ratio: float, score: float) -> None:
    assert score_of(RISING, ratio) == point(score)


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        (0.9, 1.1, 15, 65),
        (0.0, 0.7, 0, 0),
        (0.9, math.inf, 15, 100),
        (-math.inf, 1.1, 0, 65),
        (1.1, 1.1, 65, 65),
    ],
)
def test_the_score_of_an_interval_spans_those_of_its_ends(
    low: float, high: float, least: float, most: float
) -> None:
    assert tuple(score_of(RISING, Interval(low, high))) == pytest.approx((least, most))


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        (0.75, 1.25, 55, 90),  # 55 = 20 + 0.25 x 140 on the left, 65 = 90 - 0.25 x 100 on the right
        (0.0, 1.25, 20, 90),
        (0.9, 3.0, 40, 90),
        (1.1, 1.2, 70, 80),
    ],
)
def test_the_score_of_an_interval_reaches_the_points_within(
    low: float, high: float, least: float, most: float
) -> None:
    assert tuple(score_of(HILL, Interval(low, high))) == pytest.approx((least, most))


@pytest.mark.parametrize(("word", "score"), [("direct", 100), ("unrelated", 5)])
def test_the_score_of_a_word_stands_in_its_table(word: str, score: float) -> None:
    assert score_of(WORDS, word) == point(score)


@pytest.mark.parametrize(("score", "ends"), [(HILL, (20, 90)), (WORDS, (5, 100))])
def test_the_range_of_a_score_goes_from_its_least_to_its_most(
    score: Score, ends: tuple[float, float]
) -> None:
    assert score.range == ends


def test_means_of_many_parts_are_not_kept_in_memory() -> None:
    tracemalloc.start()
    try:
        for offer in range(100):
            many = tuple(_known(1, float((offer + 7 * place) % 100)) for place in range(600))
            assert mean_of(many).value == mean(many)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000  # the 60,000 parts take ten times as much


def test_where_nothing_has_weight_nothing_of_it_is_known() -> None:
    assert coverage_of([]) == 0
    assert coverage_of([_known(0, 50)]) == 0


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100)), min_size=1, max_size=6),
    st.integers(-8, 180),
)
def test_a_score_between_two_points_weighs_them_by_the_distance_to_the_other(
    written: list[tuple[int, int]], quarter: int
) -> None:
    values = {float(x): float(y) for x, y in written}
    points = sorted(values.items())
    score = Score.of("s", "pay", 1, CATALOGUE["pay.base"], values)
    x = quarter / 4
    left = max((p for p in points if p[0] <= x), default=points[0])
    right = min((p for p in points if p[0] >= x), default=points[-1])
    width = right[0] - left[0]
    expected = left[1]
    if width > 0:
        expected = (left[1] * (right[0] - x) + right[1] * (x - left[0])) / width
    assert score_of(score, x).low == pytest.approx(expected)


def _known(weight: float, value: float) -> Part:
    return Part(weight, value, point(value))


def _unknown(weight: float, low: float, high: float) -> Part:
    return Part(weight, None, Interval(low, high))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([_known(1, 40)], 40),
        ([_known(3, 100), _known(1, 20)], 80),  # (300 + 20) / 4
        ([_known(3, 100), _known(1, 20), _unknown(6, 0, 0)], 80),  # unknown is left out, not 0
        ([_known(2, 0), _known(2, 50), _known(1, 100)], 40),  # (0 + 100 + 100) / 5
        ([_unknown(1, 0, 100)], None),
        ([], None),
    ],
)
def test_the_mean_weighs_the_known_parts_only(parts: list[Part], expected: float | None) -> None:
    assert mean(parts) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("parts", "least", "most"),
    [
        ([_known(3, 100), _known(1, 20)], 80, 80),
        # Comes in at 0: 60 / 2 = 30; comes in at 100: 160 / 2 = 80; stays out: 60.
        ([_known(1, 60), _unknown(1, 0, 100)], 30, 80),
        # Whatever it is, coming in pulls up: the least is without it.
        ([_known(1, 20), _unknown(1, 50, 60)], 20, 40),
        # The least takes the 10 only: (60 + 10) / 2; the most takes the 90 only: (60 + 90) / 2.
        ([_known(1, 60), _unknown(1, 10, 90), _unknown(1, 50, 55)], 35, 75),
        # With nothing certain one part alone is the extreme.
        ([_unknown(1, 30, 40), _unknown(9, 35, 80)], 30, 80),
        # Known, but only as an interval: it cannot stay out.
        ([Part(1, 50.0, Interval(10, 70)), _known(1, 30)], 20, 50),
        ([], 0, 100),
    ],
)
def test_the_bounds_of_a_mean_are_those_worked_out_by_hand(
    parts: list[Part], least: float, most: float
) -> None:
    assert tuple(mean_bounds(parts)) == pytest.approx((least, most))


THIRDS = st.integers(0, 30).map(lambda n: n * 10 / 3)


@st.composite
def _parts(draw: st.DrawFn) -> list[Part]:
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        low, high = sorted((draw(THIRDS), draw(THIRDS)))
        value = draw(st.none() | st.just((low + high) / 2))
        parts.append(Part(float(draw(st.integers(1, 4))), value, Interval(low, high)))
    return parts


def _completions(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts with each at an end of its bounds, and each choice of unknown ones left out."""
    choices: list[list[Part]] = []
    for part in parts:
        ends = [_known(part.weight, end) for end in part.bounds]
        choices.append(ends if part.value is not None else [*ends, part])
    return (list(chosen) for chosen in itertools.product(*choices))


def _by_hand(parts: Sequence[Part]) -> float | None:
    known = [part for part in parts if part.value is not None]
    if not known:
        return None
    return float(
        sum(Fraction(part.weight) * Fraction(part.value or 0.0) for part in known)
        / sum(Fraction(part.weight) for part in known)
    )


@given(_parts())
def test_the_bounds_of_a_mean_are_the_least_and_the_most_of_all_ways_to_complete_it(
    parts: list[Part],
) -> None:
    means = [found for chosen in _completions(parts) if (found := _by_hand(chosen)) is not None]
    assert tuple(mean_bounds(parts)) == pytest.approx((min(means), max(means)))


@given(_parts())
@example([_known(4, 130 / 3), _unknown(3, 0, 200 / 3), _known(1, 80 / 3)])  # at most 50
def test_no_completed_mean_lies_beyond_the_bounds_by_even_the_last_digit(
    parts: list[Part],
) -> None:
    low, high = mean_bounds(parts)
    means = [found for chosen in _completions(parts) if (found := mean(chosen)) is not None]
    assert low <= min(means) <= max(means) <= high


def test_the_bounds_of_what_is_not_known_are_exactly_the_ends_of_the_scale() -> None:
    assert mean_bounds([_unknown(3, 0, 100), _unknown(0.1, 0, 100)]) == (0, 100)


@pytest.mark.parametrize(
    ("parts", "least", "most"),
    [
        # 1/10, 2/10 and 7/10 of the same are the same.
        ([_known(0.1, 100), _known(0.2, 100), _known(0.7, 100)], 100, 100),
        ([_known(3, 70.1), _unknown(7, 0, 70.1)], 0.3 * 70.1, 70.1),
        ([_known(1, 70.1), _unknown(0.1, 70.1, 70.1), _unknown(0.2, 70.1, 70.1)], 70.1, 70.1),
    ],
)
def test_equal_scores_have_exactly_their_own_mean(
    parts: list[Part], least: float, most: float
) -> None:
    low, high = mean_bounds(parts)
    assert low == pytest.approx(least)
    assert high == most
    assert low <= (mean(parts) or 0.0) <= high


@tried(50)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_no_score_leaves_the_scale_by_even_the_last_digit(shares: list[float]) -> None:
    low, high = min(shares), max(shares)
    values = {0.8: 0.0, 1.1: 100.0, 1.3: 0.0}
    score = Score.of("s", "pay", 0.7, CATALOGUE["pay.market_ratio"], values)
    scores = [score_of(score, Interval(0.8 + low / 2, 0.8 + high / 2)) for _ in shares]
    parts = [Part(0.1 + share, None, found) for share, found in zip(shares, scores, strict=True)]
    ends = mean_bounds(parts)
    assert 0 <= ends.low <= ends.high <= 100


FOUR_SCORES = """\
scores:
  ratio:
    {dimension: pay, weight: 3, fact: pay.market_ratio, value: {0.8: 0, 1.2: 100}}
  benefits:
    {dimension: pay, weight: 1, fact: pay.benefits_ratio, value: {0.0: 0, 1.0: 100}}
  met:
    {dimension: terms, weight: 1, fact: terms.manager_met, value: {true: 90, false: 10}}
  market:
    {dimension: situation, weight: 1, fact: situation.job_market, value: {open: 90, tight: 10}}
rules: {}
verdicts:
  - {id: end, verdict: negotiate, says: "The end."}
"""


# ratio 0.9 scores 25 and ratio 1.2 scores 100; benefits 0.4 score 40; the manager met scores 90.
# Pay weighs 60 and terms 40; pay of 25 x 3 and 40 x 1 is 28.75.
@pytest.mark.parametrize(
    ("values", "pay", "terms", "overall"),
    [
        ({"pay.market_ratio": 1.2, "terms.manager_met": True}, 100, 90, 96),  # 60 + 36
        (
            {"pay.market_ratio": 0.9, "pay.benefits_ratio": 0.4, "terms.manager_met": True},
            *(28.75, 90, 53.25),  # 17.25 + 36
        ),
        ({"pay.market_ratio": 0.9}, 25, None, 25),
        ({"terms.manager_met": False, "situation.job_market": "open"}, None, 10, 10),
        ({"situation.job_market": "open"}, None, None, None),
        ({"pay.market_ratio": Interval(0.7, 0.8)}, 0, None, 0),  # both ends score 0: it is known
        ({"pay.market_ratio": Interval(0.9, 1.0)}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_dimensions_and_the_whole_are_weighted_means_of_what_is_known(
    tmp_path: Path,
    values: Values,
    pay: float | None,
    terms: float | None,
    overall: float | None,
) -> None:
    rules = small_rules(tmp_path, FOUR_SCORES)
    evaluation = judged(values, rules)
    found = {item.name: item.value for item in evaluation.dimensions} | {
        "overall": evaluation.overall.value
    }
    expected = {"pay": pay, "terms": terms, "overall": overall}
    assert {name: found[name] for name in expected} == pytest.approx(expected)


# Weights: ratio 3/4 and benefits 1/4 of the 60 of pay, met all of the 40 of terms; together 100.
@pytest.mark.parametrize(
    ("known", "coverage"),
    [
        ((), 0.0),
        (("pay.market_ratio",), 0.45),
        (("pay.benefits_ratio",), 0.15),
        (("terms.manager_met",), 0.40),
        (("pay.market_ratio", "terms.manager_met"), 0.85),
        (("pay.market_ratio", "pay.benefits_ratio", "terms.manager_met"), 1.0),
        (("situation.job_market",), 0.0),
    ],
)
def test_coverage_is_the_known_share_of_the_score_weight(
    tmp_path: Path, known: tuple[str, ...], coverage: float
) -> None:
    rules = small_rules(tmp_path, FOUR_SCORES)
    values: Values = {
        "pay.market_ratio": 1.0,
        "pay.benefits_ratio": 1.0,
        "terms.manager_met": True,
        "situation.job_market": "open",
    }
    evaluation = judged({name: values[name] for name in known}, rules)
    assert evaluation.overall.coverage == pytest.approx(coverage)


def test_a_dimension_without_scores_cannot_change_the_whole(tmp_path: Path) -> None:
    start, end = FOUR_SCORES.index("  benefits:"), FOUR_SCORES.index("rules:")
    rules = small_rules(tmp_path, FOUR_SCORES[:start] + FOUR_SCORES[end:])
    evaluation = judged({"pay.market_ratio": 0.9}, rules)  # scores 25
    assert tuple(evaluation.overall.bounds) == pytest.approx((25, 25))

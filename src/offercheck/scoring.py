"""Value functions and weighted means, over values that are known, bounded or unknown."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from offercheck.facts.known import Value
from offercheck.interval import Interval, point
from offercheck.rules.model import Score

REMEMBERED = 2048  # means: those of many offers recur
MOST_REMEMBERED = 16  # parts of such a mean: more of them recur seldom and take memory


class Part(NamedTuple):
    """One term of a weighted mean. `value` is None while unknown; `bounds` is where it can lie."""

    weight: float
    value: float | None
    bounds: Interval


class Mean(NamedTuple):
    """A weighted mean of the known parts, 0-100, or None; what it could become; the known share, 0-1."""

    value: float | None
    bounds: Interval
    coverage: float


def score_of(score: Score, value: Value) -> Interval:
    """The score, 0-100, of a value; an interval where the value is only bounded.

    Between its points a value function is linear, and beyond its ends it stays level.
    """
    if score.table is not None:
        return point(score.table[value])
    if not isinstance(value, Interval):
        return point(_interpolate(score.points, float(value)))
    ends = [_interpolate(score.points, end) for end in value]
    inside = [y for x, y in score.points if value.low < x < value.high]
    return Interval(min(ends + inside), max(ends + inside))


def mean_of(parts: tuple[Part, ...]) -> Mean:
    """The weighted mean of the known parts, with what it could still become."""
    return _mean_of(parts) if len(parts) <= MOST_REMEMBERED else _mean_of.__wrapped__(parts)


@lru_cache(maxsize=REMEMBERED)
def _mean_of(parts: tuple[Part, ...]) -> Mean:
    return Mean(mean(parts), mean_bounds(parts), coverage_of(parts))


def mean(parts: Sequence[Part]) -> float | None:
    """The weighted mean of the known parts, or None where nothing is known.

    It is worked out in whole numbers and rounded once: no order of the parts changes it, and it
    never lies outside of them.
    """
    known = [(weight, value) for weight, value, _ in parts if value is not None]
    weights, _ = _whole_weights(tuple([weight for weight, _ in known]))
    total = sum(weights)
    if not total:
        return None
    values, scale = _whole([value for _, value in known])
    weighted: int = sum(map(mul, weights, values))
    return weighted / (total * scale)


def coverage_of(parts: Sequence[Part]) -> float:
    """The share, 0-1, of the weight of the parts that are known."""
    return weighed([(part.weight, 0.0 if part.value is None else 1.0) for part in parts])


def weighed(pairs: Sequence[tuple[float, float]]) -> float:
    """The mean of values by their weights, 0 where nothing has weight."""
    total = sum([weight for weight, _ in pairs])
    return sum([weight * value for weight, value in pairs]) / total if total else 0.0


def mean_bounds(parts: Sequence[Part]) -> Interval:
    """The lowest and highest mean over every way in which unknown parts may become known.

    A part that is unknown may stay out or come in at any value within its bounds.
    """
    if not parts:
        return Interval(0.0, 100.0)
    if all(value == low == high for _, value, (low, high) in parts):
        return point(mean(parts) or 0.0)
    weights, _ = _whole_weights(tuple([part.weight for part in parts]))
    ends, scale = _whole([end for part in parts for end in part.bounds])
    total = lowest = highest = 0
    low_ones, high_ones = [], []
    for part, weight, low, high in zip(parts, weights, ends[::2], ends[1::2], strict=True):
        if part.value is None:
            low_ones.append((low, weight))
            high_ones.append((-high, weight))
        else:
            total += weight
            lowest += weight * low
            highest += weight * high
    return Interval(
        _lowest(total, lowest, low_ones, scale), 0.0 - _lowest(total, -highest, high_ones, scale)
    )


def _lowest(total: int, weighted: int, optional: list[tuple[int, int]], scale: int) -> float:
    """The lowest weighted mean, rounded once, when each pair of value and weight may be left out.

    `total` is the weight of the parts that may not, and `weighted` their sum by weight. Taking the
    optional parts from the lowest upwards while they pull the mean down is optimal.
    """
    for value, weight in sorted(optional):
        if total and value * total >= weighted:
            break
        weighted += weight * value
        total += weight
    return weighted / (total * scale) if total else 0.0


def _whole(numbers: Sequence[float]) -> tuple[list[int], int]:
    """Numbers as whole multiples of a fraction, and how many of that make 1."""
    ratios = [number.as_integer_ratio() for number in numbers]
    scale = max([divisor for _, divisor in ratios], default=1)  # each a power of two
    return [count * (scale // divisor) for count, divisor in ratios], scale


@lru_cache
def _whole_weights(weights: tuple[float, ...]) -> tuple[list[int], int]:
    """The same of weights, which are those of a rule file again and again."""
    return _whole(weights)


def _interpolate(points: Sequence[tuple[float, float]], x: float) -> float:
    index = bisect_right(points, (x, float("inf")))
    if index == 0:
        return points[0][1]
    if index == len(points):
        return points[-1][1]
    (low_x, low_y), (high_x, high_y) = points[index - 1], points[index]
    y = low_y + (high_y - low_y) * (x - low_x) / (high_x - low_x)
    return min(max(y, min(low_y, high_y)), max(low_y, high_y))  # which rounding could leave

"""Closed intervals of real numbers: what is known of a quantity when its value is only bounded.

A wage that the survey publishes as "at least $239,200" is the interval from 239,200 upwards, and a
percentile "below the 10th" the one from 0 up to just under 10. A number that is known is the
interval of one point, so the same comparisons serve both.
"""

import math
from typing import NamedTuple


class Interval(NamedTuple):
    """Every number from `low` to `high`, both included; either may be infinite."""

    low: float
    high: float

    @property
    def is_point(self) -> bool:
        """Whether the value is known exactly."""
        return self.low == self.high


def point(value: float) -> Interval:
    """The interval of one known number."""
    return Interval(value, value)


def at_least(value: float) -> Interval:
    """Every number from `value` upwards."""
    return Interval(value, math.inf)


def below(value: float, low: float = -math.inf) -> Interval:
    """Every number under `value`, which itself is left out."""
    return Interval(low, math.nextafter(value, -math.inf))


def above(value: float, high: float = math.inf) -> Interval:
    """Every number over `value`, which itself is left out."""
    return Interval(math.nextafter(value, math.inf), high)


def quotient(dividend: float, divisor: Interval) -> Interval:
    """`dividend` at least 0 over every number of a positive interval."""
    high = math.inf if divisor.low == 0 else dividend / divisor.low
    return Interval(0.0 if math.isinf(divisor.high) else dividend / divisor.high, high)

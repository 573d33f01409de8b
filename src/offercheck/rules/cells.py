"""Cells: the pieces into which the constants of conditions cut the values of a fact.

Within a cell every comparison comes out the same, so one value of it stands for all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from offercheck.facts.definition import FactDefinition
from offercheck.facts.known import Exact
from offercheck.rules.conditions import Condition, comparisons_in

# Numbers are picked this far from a threshold, the plainest first.
STEPS_BESIDE = {
    "money": (1000.0, 100.0, 10.0, 1.0, 0.01),
    "share": (0.1, 0.01, 0.001),
    "change": (0.1, 0.01, 0.001),
    "ratio": (0.1, 0.01, 0.001),
}
OTHER_STEPS = (1.0, 0.1, 0.01, 0.001)


def thresholds_of(conditions: Iterable[Condition]) -> dict[str, set[Exact]]:
    """Every constant that each fact is compared with."""
    found: dict[str, set[Exact]] = {}
    for condition in conditions:
        for test in comparisons_in(condition):
            constants = found.setdefault(test.fact, set())
            if isinstance(test.threshold, tuple):
                constants.update(test.threshold)
            elif test.operator != "known":
                constants.add(test.threshold)
    return found


def cells_of(definition: FactDefinition, thresholds: Iterable[Exact]) -> tuple[Exact, ...]:
    """One value from each cell into which thresholds cut the values of a fact, in rising order.

    Each threshold is a cell of its own. Between two of them, and beyond the ends, stands a plain
    number beside a threshold; a count has no value between two numbers that follow each other.
    """
    if definition.kind == "flag":
        return (False, True)
    if definition.choices:
        return definition.choices
    low, high = definition.bounds
    cuts = sorted({float(cut) for cut in thresholds if low <= float(cut) <= high})
    if not cuts:
        return (_end(definition, low, high, low),)
    values: list[float] = []
    if low < cuts[0]:
        values.append(_end(definition, low, cuts[0], low))
    for cut, after in itertools.zip_longest(cuts, cuts[1:]):
        if definition.kind != "count" or cut.is_integer():
            values.append(cut)
        between = _between(definition, cut, after) if after is not None else None
        if between is not None:
            values.append(between)
    if cuts[-1] < high:
        values.append(_end(definition, cuts[-1], high, high))
    return tuple(values)


def _end(definition: FactDefinition, low: float, high: float, end: float) -> float:
    """A plain number in the first or last cell, to which the end of the range belongs."""
    between = _between(definition, low, high)
    return end if between is None else between


def _between(definition: FactDefinition, low: float, high: float) -> float | None:
    """A plain number strictly between two others, or None where there is none."""
    near = low if math.isinf(high) else high
    outwards = 1.0 if math.isinf(high) else -1.0
    if math.isinf(near):
        return 0.0
    if definition.kind == "count":
        whole = float(math.floor(near) + 1 if outwards > 0 else math.ceil(near) - 1)
        candidates = [whole, math.nextafter(near, near + outwards * math.inf)]
        return next((c for c in candidates if low < c < high and c.is_integer()), None)
    steps = STEPS_BESIDE.get(definition.kind, OTHER_STEPS)
    candidates = [round(near + outwards * step, 6) for step in steps]
    if math.isfinite(high - low):
        candidates.append((low + high) / 2)
    candidates.append(math.nextafter(near, outwards * math.inf))
    return next((c for c in candidates if low < c < high), None)

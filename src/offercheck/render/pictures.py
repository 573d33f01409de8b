"""The pictures of a report as plain figures: where things stand on a line, in percent of its length."""

from __future__ import annotations

import math
from typing import NamedTuple

from offercheck.quantities import format_money, format_number
from offercheck.render.findings import score_text
from offercheck.report import Report, ScoreReport, Wages

PERCENTS = (10, 25, 50, 75, 90)
# The line keeps free of both edges, so that a label at its end is not cut.
START, END = 6.0, 94.0
MIDDLE = 50.0
BEYOND = 0.02  # how far beyond the outermost figures the line goes, as a share of their distance


class Tick(NamedTuple):
    """A percentile on the line; `above` puts its label over the line."""

    label: str
    amount: str
    at: float
    above: bool


class Marker(NamedTuple):
    """A figure to compare with the market, with the side on which its label has room."""

    label: str
    amount: str
    at: float
    anchor: str


class MarketPicture(NamedTuple):
    """Wages of the market on a line, from the lowest figure to the highest, and the offer among them.

    `box` is the half between the 25th and 75th percentile, from and to, where both are known.
    """

    ticks: tuple[Tick, ...]
    markers: tuple[Marker, ...]
    box: tuple[float, float] | None
    summary: str


class ScorePicture(NamedTuple):
    """A score, and between which ends what is not known leaves it, 0-100, and whether it decides."""

    title: str
    weight: str
    value: float | None
    low: float
    high: float
    text: str
    decides: bool


def market_picture(report: Report) -> MarketPicture | None:
    """The offer, the ask and the walk-away on the market's wages; None where fewer than two are known.

    Everything is in the terms of the market: the offer as the market counts it, and what is asked
    for grown alike.
    """
    wages = report.market.aged
    known = [] if wages is None else _known(wages)
    if wages is None or len(known) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    marks = _marks(report)
    amounts = [amount for _, amount in known] + [amount for _, amount in marks]
    low, high = math.log(min(amounts)), math.log(max(amounts))
    room = (high - low) * BEYOND or 1.0

    def at(amount: float) -> float:
        share = (math.log(amount) - low + room) / (high - low + 2 * room)
        return round(START + share * (END - START), 2)

    ticks = tuple(
        Tick(f"p{percent}", format_money(amount, report.currency), at(amount), place % 2 == 0)
        for place, (percent, amount) in enumerate(known)
    )
    markers = tuple(
        Marker(
            label,
            format_money(amount, report.currency),
            at(amount),
            "end" if at(amount) > MIDDLE else "start",
        )
        for label, amount in marks
    )
    by_percent = dict(known)
    half = [by_percent.get(percent) for percent in (25, 75)]
    box = (at(half[0]), at(half[1])) if half[0] is not None and half[1] is not None else None
    told = [f"{tick.label} {tick.amount}" for tick in ticks]
    told += [f"{marker.label} {marker.amount}" for marker in markers]
    return MarketPicture(ticks, markers, box, "; ".join(told))


def _known(wages: Wages) -> list[tuple[int, float]]:
    pairs = ((percent, getattr(wages, f"p{percent}")) for percent in PERCENTS)
    return [(percent, wage) for percent, wage in pairs if wage]


def _marks(report: Report) -> list[tuple[str, float]]:
    """The offer and the figures of the counter, as the market counts pay."""
    facts = {fact.name: fact.value for fact in report.facts}
    offer, base = facts["pay.comparable_base"], facts["pay.base"]
    if not isinstance(offer, float) or not offer:
        return []
    marks = [("This offer", offer)]
    countered = report.verdict == "negotiate"
    if countered and isinstance(base, float) and math.isclose(offer, base):
        figures = (
            ("Ask", report.counter.ask),
            ("Target", report.counter.target if report.counter.ask else None),
            ("Walk-away", report.counter.walk_away),
        )
        marks += [(label, figure.amount) for label, figure in figures if figure and figure.amount]
    return marks


def score_picture(score: ScoreReport, overruled: frozenset[str] = frozenset()) -> ScorePicture:
    """A score as figures and as text; `overruled` are the names of those that do not decide."""
    low, high = (0.0 if end is None else end for end in score.could_be)
    return ScorePicture(
        score.title,
        format_number(score.weight),
        score.value,
        round(low, 2),
        round(high, 2),
        score_text(score, overruled),
        score.name not in overruled,
    )

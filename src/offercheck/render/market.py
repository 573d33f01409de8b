"""Market pay for people: the match, the area, the percentiles, and a bar to read them on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.text import Text

from offercheck.market.occupations import LISTED
from offercheck.quantities import format_money
from offercheck.render.plain import printable
from offercheck.report import MarketReport, Wages

PERCENTS = (10, 25, 50, 75, 90)
LARGEST_BAR = 70


def market_lines(
    market: MarketReport, currency: str, width: int, wage: float | None = None
) -> Iterator[Text]:
    """The market in a few lines; `wage` is marked on the bar."""
    if market.aged is None or market.published is None:
        yield Text(f"not known: {printable(market.unknown)}")
        for code, title in market.candidates:
            yield Text(f"  {code} {printable(title)}")
        return
    occupation = f"{market.occupation} {market.occupation_name}" if market.occupation else ""
    area = f", {market.area}" if market.area else ""
    matched = "" if market.matched == LISTED else f" ({printable(market.matched)})"
    yield Text(f"{printable(occupation + area)}{matched}")
    yield Text(f"{printable(market.source)}{_described(market)}; aged to {market.aged_to}")
    yield from _bar(market.aged, currency, width, wage)
    for note in market.notes:
        yield Text(printable(note))


def _described(market: MarketReport) -> str:
    """What the figures count, where that is known: the packaged survey has an area."""
    return ": no overtime or bonus, all levels" if market.area else ""


def percentile_rows(market: MarketReport, currency: str) -> list[tuple[str, str, str]]:
    """Percentile, wage as published, wage aged; what is only bounded says so."""
    if market.published is None or market.aged is None:
        return []
    return [
        (
            f"p{percent}",
            _shown(market.published, percent, currency),
            _shown(market.aged, percent, currency),
        )
        for percent in PERCENTS
    ]


def _shown(wages: Wages, percent: int, currency: str) -> str:
    wage: float | None = getattr(wages, f"p{percent}")
    if wage is not None:
        return format_money(wage, currency)
    if wages.bound is not None:
        return f"at least {format_money(wages.bound, currency)}"
    return "not published"


def _bar(wages: Wages, currency: str, width: int, wage: float | None) -> Iterator[Text]:
    """Percentiles where they stand on a line of wages, the offer as an arrow under it."""
    known = [(p, w) for p in PERCENTS if (w := getattr(wages, f"p{p}")) is not None]
    labels = ", ".join(
        f"p{p} {_shown(wages, p, currency)}" for p in PERCENTS if _is_given(wages, p)
    )
    yield Text(labels)
    if len(known) < 2:  # noqa: PLR2004 - a line needs two ends
        return
    room = min(LARGEST_BAR, width) - 2
    low, high = math.log(known[0][1]), math.log(known[-1][1])

    def column(amount: float) -> int:
        share = (math.log(amount) - low) / (high - low) if high > low else 0.0
        return round(min(max(share, 0.0), 1.0) * (room - 1))

    line = ["─"] * (room + len("p90") - 1)
    for percent, amount in known:
        at = column(amount)
        line[at : at + len("p90")] = f"p{percent}"
    yield Text("".join(line))
    if wage is not None and wage > 0:
        at = column(wage)
        beyond = " (below p10)" if wage < known[0][1] else ""
        beyond = f" (above p{known[-1][0]})" if wage > known[-1][1] else beyond
        words = f"{format_money(wage, currency)}{beyond}"
        room_right = at + len(words) + 2 <= width
        text = f"{' ' * at}▲ {words}" if room_right else f"{words} ▲".rjust(at + 1)
        yield Text(text)


def _is_given(wages: Wages, percent: int) -> bool:
    return getattr(wages, f"p{percent}") is not None or wages.bound is not None

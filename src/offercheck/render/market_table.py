"""`offercheck market`: the match, the area, and the percentiles as published and aged."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from offercheck.render.layout import LABEL_WIDTH, labelled, print_parts
from offercheck.render.market import market_lines, percentile_rows
from offercheck.render.plain import printable
from offercheck.report import MarketReport

CURRENCY = "USD"


def render_market(report: MarketReport, title: str, *, width: int, colour: bool) -> str:
    """The market of a title as text of at most `width` columns."""
    parts: list[Any] = [Text(printable(title), style="bold")]
    parts.append(labelled("Market", market_lines(report, CURRENCY, width - LABEL_WIDTH)))
    rows = percentile_rows(report, CURRENCY)
    if rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Percentile")
        table.add_column(f"Published, {(report.surveyed_on or '')[:7]}", justify="right")
        table.add_column(f"Aged to {report.aged_to} (x{report.aging_factor:.4f})", justify="right")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        parts += [Text(), table]
    return print_parts(parts, width=width, colour=colour)

"""`offercheck compare`: several offers side by side, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from offercheck.render.compared import (
    CURRENCIES_DIFFER,
    Line,
    ahead,
    compared_rows,
    differ_in_currency,
    name_of,
    notices,
)
from offercheck.render.layout import VERDICT_STYLES, mark, print_parts
from offercheck.render.plain import printable
from offercheck.render.words import MARKS, VERDICT_WORDS
from offercheck.report import Compared, Comparison

LABELS_WIDTH = 20
NARROWEST_COLUMN = 20


def render_comparison(found: Comparison, *, width: int, colour: bool) -> str:
    """The comparison as text of at most `width` columns; more offers than fit stand below."""
    fitting = max(1, (width - LABELS_WIDTH) // NARROWEST_COLUMN)
    parts: list[Any] = list(_head(found))
    for start in range(0, len(found.offers), fitting):
        parts += [Text(), _table(found.offers[start : start + fitting])]
    parts += _foot(found)
    return print_parts(parts, width=width, colour=colour)


def _head(found: Comparison) -> Iterator[Text]:
    best = found.offers[0]
    words, style = VERDICT_WORDS[best.verdict], VERDICT_STYLES[best.verdict]
    yield Text.assemble(f"{ahead(found)}: ", (words, style))
    yield Text(printable(best.reason))
    yield from (Text(line.text, line.style) for line in notices(found, short=True))


def _table(offers: Sequence[Compared]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=LABELS_WIDTH - 2, no_wrap=True)
    for _ in offers:
        table.add_column(overflow="fold", ratio=1)
    table.expand = True
    names = [Text(f"{offer.rank}. {name_of(offer)}", style="bold") for offer in offers]
    table.add_row(Text(), *names)
    for row in compared_rows(offers, short=True):
        cells = [Text("\n").join(map(_line, cell)) for cell in row.cells]
        table.add_row(Text(printable(row.label, LABELS_WIDTH - 2), style="bold"), *cells)
    return table


def _line(line: Line) -> Text:
    if line.kind in MARKS:
        return Text.assemble(mark(line.kind), f" {line.text}")
    return Text(line.text, VERDICT_STYLES.get(line.kind, ""))


def _foot(found: Comparison) -> Iterator[Text]:
    yield Text()
    if differ_in_currency(found):
        yield Text(CURRENCIES_DIFFER)
    rules = next(entry for entry in found.inputs if entry.role == "rules")
    yield Text(
        f"As of {found.as_of}; each offer judged on its own by {printable(rules.file)}"
        f" ({rules.digest[:12]}). Scores rank, rules decide; no legal or tax advice.",
        style="dim",
    )

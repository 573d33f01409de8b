"""Comparisons as Markdown for a note or an issue. No character of an input acts as markup there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offercheck.render.compared import (
    CURRENCIES_DIFFER,
    Line,
    Row,
    ahead,
    compared_rows,
    differ_in_currency,
    name_of,
    notices,
)
from offercheck.render.markdown import escaped, told
from offercheck.render.words import MARKS, VERDICT_WORDS, plain
from offercheck.report import Comparison


def render_comparison_markdown(found: Comparison) -> str:
    """The comparison as Markdown: what is short side by side, and lists by offer below it."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    best = found.offers[0]
    yield f"# {len(found.offers)} offers, the best first"
    yield ""
    yield f"**{escaped(ahead(found))}: {VERDICT_WORDS[best.verdict]}.** {escaped(best.reason)}"
    yield ""
    yield from map(told, notices(found, short=False))
    yield ""
    names = [f"{offer.rank}. {name_of(offer)}" for offer in found.offers]
    rows = list(compared_rows(found.offers, short=False))
    yield from _table(names, [row for row in rows if not row.lists])
    for row in rows:
        if row.lists:
            yield from _lists(names, row)
    yield ""
    if differ_in_currency(found):
        yield CURRENCIES_DIFFER
    yield f"As of {found.as_of}; each offer judged on its own. Scores rank, rules decide."
    yield "No legal, tax or financial advice."


def _table(names: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    yield _row("", names)
    yield "|---" * (len(names) + 1) + "|"
    for row in rows:
        yield _row(row.label, [line.text for (line,) in row.cells])


def _row(label: str, cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, (label, *cells))) + " |"


def _lists(names: Sequence[str], row: Row) -> Iterator[str]:
    yield ""
    yield f"## {row.label}"
    for name, cell in zip(names, row.cells, strict=True):
        yield ""
        yield f"### {escaped(name)}"
        yield ""
        yield from (f"- {_line(line)}" for line in cell)


def _line(line: Line) -> str:
    severity = f"**{plain(line.kind)}**: " if line.kind in MARKS else ""
    return f"{severity}{escaped(line.text)}"

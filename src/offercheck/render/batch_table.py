"""What a batch came to: verdicts, scores, the rules that fired most, and the facts most often unknown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from offercheck.quantities import format_share
from offercheck.render.layout import print_parts, verdict_text
from offercheck.render.plain import printable
from offercheck.results import Summary

MOST_ROWS = 12


def render_summary(summary: Summary, *, width: int, colour: bool) -> str:
    """The summary as text of at most `width` columns."""
    judged = summary.offers - summary.bad
    bad = f"; {summary.bad:,} could not be judged" if summary.bad else ""
    offers = "1 offer" if summary.offers == 1 else f"{summary.offers:,} offers"
    parts: list[Any] = [Text(f"{offers} as of {summary.as_of}{bad}", style="bold")]
    if judged:
        firm = _of(summary.firm, judged)
        parts += [
            Text(f"{firm} firm: nothing that is not known could change the verdict"),
            Text(),
            _verdicts(summary, judged),
            Text(),
            _scores(summary),
            *_listing(
                "Rules that fired",
                [(row.rule, row.fired) for row in summary.rules if row.fired],
                judged,
            ),
            *_listing(
                "Rules that lacked facts",
                sorted(
                    ((row.rule, row.unknown) for row in summary.rules if row.unknown),
                    key=lambda row: -row[1],
                ),
                judged,
            ),
            *_listing(
                "Facts not known", [(row.name, row.offers) for row in summary.unknown], judged
            ),
        ]
    parts += [Text(), Text(f"Rules {printable(summary.rules_file)}", style="dim")]
    return print_parts(parts, width=width, colour=colour)


def _verdicts(summary: Summary, judged: int) -> Table:
    table = _table("Verdict", "in the situation", "on the merits")
    merits = {row.name: row.offers for row in summary.on_merits}
    situation = {row.name: row.offers for row in summary.verdicts}
    for name in dict.fromkeys((*situation, *merits)):
        words, style = verdict_text(name)
        table.add_row(
            Text(words, style),
            *(Text(_of(counts.get(name, 0), judged)) for counts in (situation, merits)),
        )
    return table


def _scores(summary: Summary) -> Table:
    table = _table("Score", "known of", "10% lie under", "half", "90%")
    for row in summary.scores:
        points = ("-" if point is None else str(point) for point in (row.p10, row.median, row.p90))
        table.add_row(Text(printable(row.name)), f"{row.known:,}", *points)
    return table


def _listing(title: str, rows: list[tuple[str, int]], judged: int) -> list[Any]:
    if not rows:
        return []
    more = len(rows) - MOST_ROWS
    table = _table(title, "offers")
    for name, count in rows[:MOST_ROWS]:
        table.add_row(Text(printable(name)), _of(count, judged))
    if more > 0:
        table.add_row(Text(f"and {more} more, in --summary json", style="dim"), "")
    return [Text(), table]


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(first, min_width=28, overflow="fold")
    for other in others:
        table.add_column(other, justify="right", no_wrap=True)
    return table


def _of(count: int, whole: int) -> str:
    return f"{count:,} ({format_share(round(count / whole, 3))})"

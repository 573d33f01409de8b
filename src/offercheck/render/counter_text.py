"""`offercheck counter`: what to ask for, in which order, in which words, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from offercheck.advice.counter import Counter
from offercheck.advice.figures import Figure
from offercheck.render.advice import NO_CHANGE, flip_text
from offercheck.render.layout import (
    VERDICT_STYLES,
    labelled,
    labelled_list,
    print_parts,
)
from offercheck.render.plain import printable
from offercheck.render.sealed import sealed_answer, sealed_lines
from offercheck.render.table import TITLE_WIDTH
from offercheck.render.words import VERDICT_WORDS
from offercheck.results import CounterReport


def render_counter(report: CounterReport, *, width: int, colour: bool) -> str:
    """The counter as text of at most `width` columns."""
    parts: list[Any] = list(_head(report))
    if report.verdict != "decline" or report.flips:
        parts += _counter(report.counter)
    if report.verdict != "accept":
        parts += [Text(), labelled_list("Changes", map(Text, _changes(report)))]
    return print_parts(parts, width=width, colour=colour)


def _head(report: CounterReport) -> Iterator[Text]:
    words, style = VERDICT_WORDS[report.verdict], VERDICT_STYLES[report.verdict]
    title = printable(f"{report.company} · {report.title}", TITLE_WIDTH)
    yield Text.assemble((words, style), "  ", title)
    yield Text(printable(report.reason))
    if report.sealed is not None:
        lines = (*sealed_lines(report.sealed, short=True), *sealed_answer(report.sealed))
        yield from (Text(line.text, line.style) for line in lines)
    if report.verdict == "decline" and report.flips:
        yield Text("Decline; or counter, if you would look at it again with what is named below.")
    yield Text()


def _counter(found: Counter) -> Iterator[Any]:
    figures = Table.grid(padding=(0, 2))
    figures.add_column(no_wrap=True)
    figures.add_column(no_wrap=True)
    figures.add_column(overflow="fold")
    for name, figure in (
        ("Ask for", found.ask),
        ("Aim for", found.target if found.ask and found.target != found.ask else None),
        ("Walk away below", found.walk_away),
    ):
        if figure is not None:
            figures.add_row(Text(name, style="bold"), Text(figure.text), Text(_ground(figure)))
    if found.ask is None:
        yield Text(found.why)
    yield figures
    if found.walk_away is None:
        yield Text("No walk-away is known: state `pay_floor` or `monthly_expenses`.")
    if found.order:
        steps = (f"{request.text}: {request.because}" for request in found.order)
        yield Text()
        yield labelled("Order", [Text(f"{place}. {text}") for place, text in enumerate(steps, 1)])
        yield Text()
        yield labelled("Say", [Text(sentence) for sentence in found.say])


def _ground(figure: Figure) -> str:
    leads = (
        f"; at that base the answer is {VERDICT_WORDS[figure.verdict]}" if figure.verdict else ""
    )
    return f"{figure.because} [{figure.rests_on}]{leads}"


def _changes(report: CounterReport) -> Iterator[str]:
    yield from (f"{flip_text(flip)} (row {flip.row})" for flip in report.flips)
    if not report.flips:
        yield NO_CHANGE

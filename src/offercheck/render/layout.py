"""How everything printed is laid out: styles, labels, lists, and text that asks no terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from offercheck.render.words import MARKS, plain

VERDICT_STYLES = {
    "accept": "bold green",
    "negotiate": "bold yellow",
    "decline": "bold red",
    "bridge": "bold magenta",
    "ask_first": "bold cyan",
}
MARK_STYLES = {"dealbreaker": "red", "red_flag": "red", "caution": "yellow", "strength": "green"}
UNKNOWN_STYLE = "cyan"
LABEL_WIDTH = 9
MARK_WIDTH = 2


def print_parts(parts: Iterable[Any], *, width: int, colour: bool) -> str:
    """Lay Rich renderables out as text, without ever asking a terminal."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(Group(*parts))
    lines = capture.get().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def labelled(label: str, lines: Iterable[Any]) -> Table:
    """A label, and lines that wrap beside it."""
    grid = Table.grid()
    grid.add_column(width=LABEL_WIDTH, no_wrap=True)
    grid.add_column(overflow="fold")
    for index, line in enumerate(lines):
        grid.add_row(Text("" if index else label, style="bold"), line)
    return grid


def labelled_list(label: str, items: Iterable[Text], mark: str = "-", more: str = "") -> Table:
    """A label, and a list whose items wrap beside their marks; `more` stands below them."""
    grid = Table.grid()
    grid.add_column(width=LABEL_WIDTH, no_wrap=True)
    grid.add_column(width=MARK_WIDTH, no_wrap=True)
    grid.add_column(overflow="fold")
    for index, item in enumerate(items):
        grid.add_row(Text("" if index else label, style="bold"), Text(mark), item)
    if more:
        grid.add_row(Text(), Text(), Text(more, style="dim"))
    return grid


def verdict_text(verdict: str) -> tuple[str, str]:
    """A verdict in plain words, with its style."""
    return plain(verdict), VERDICT_STYLES[verdict]


def mark(severity: str) -> tuple[str, str]:
    """The mark of a rule that fired, with its style."""
    return MARKS[severity], MARK_STYLES[severity]

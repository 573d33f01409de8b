"""The page of one rule, score, row or pattern as text, and as plain data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from offercheck.render.plain import printable
from offercheck.rules.pages import Page

LABEL_WIDTH = 11
BAR_WIDTH = 20


def render_page(page: Page, *, width: int) -> str:
    """The page in at most `width` columns; what is to be pasted into a file is never broken."""
    return "\n".join(_lines(page, width)) + "\n"


def _lines(page: Page, width: int) -> Iterator[str]:
    place = f"{printable(page.position.file)}:{page.position.line}"
    yield f"{page.kind} {printable(page.id)} ({place})"
    yield ""
    for label, text in page.texts.items():
        if text:
            yield from _labelled(label, printable(text), width)
    if page.condition:
        yield ""
        yield "Holds when" if page.kind == "row" else "Fires when"
        for depth, text in page.condition:
            indent = "  " * (depth + 1)
            yield from textwrap.wrap(
                printable(text), width, initial_indent=indent, subsequent_indent=indent + "  "
            )
    if page.thresholds:
        yield ""
        yield "Thresholds"
        for item in page.thresholds:
            where = f"{printable(item.position.file)}:{item.position.line}"
            unit = f"{item.unit}; " if item.unit else ""
            text = f"{item.fact} {printable(item.test)} ({unit}{where})"
            yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ")
    for value, score in page.points:
        bar = "█" * round(score / 100 * BAR_WIDTH)
        yield f"  {printable(value):>18}  {score:>5g}  {bar}"
    if page.example:
        yield ""
        yield "Example: it fires with"
        yield f"  facts: {page.example}"
    if page.override:
        yield ""
        yield "To change it, in a file of your own:"
        yield from (f"  {line}" for line in page.override.splitlines())


def _labelled(label: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=f"{label:<{LABEL_WIDTH}}",
        subsequent_indent=" " * LABEL_WIDTH,
        break_on_hyphens=False,
    )


def page_data(page: Page) -> dict[str, Any]:
    """The page as plain data."""
    return {
        "kind": page.kind,
        "id": page.id,
        "file": page.position.file,
        "line": page.position.line,
        **{label: text or None for label, text in page.texts.items()},
        "condition": [{"depth": depth, "text": text} for depth, text in page.condition],
        "thresholds": [
            {
                "fact": item.fact,
                "test": item.test,
                "unit": item.unit,
                "file": item.position.file,
                "line": item.position.line,
            }
            for item in page.thresholds
        ],
        "points": [{"value": value, "score": score} for value, score in page.points],
        "example": page.example or None,
        "override": page.override or None,
    }

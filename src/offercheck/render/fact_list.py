"""`offercheck facts`: the catalogue for people and for scripts."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS
from offercheck.render.layout import print_parts


def fact_rows() -> list[dict[str, Any]]:
    """The catalogue as plain data."""
    return [
        {
            "name": fact.name,
            "type": fact.kind,
            "unit": UNITS[fact.kind],
            "better": fact.better,
            "choices": list(fact.choices),
            "meaning": fact.meaning,
            "ask": fact.ask,
            "of": "yourself" if fact.yourself else "the employer",
            "inputs": list(fact.inputs),
        }
        for fact in CATALOGUE.values()
    ]


def render_facts(*, width: int, colour: bool) -> str:
    """The catalogue as a table of at most `width` columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Fact", no_wrap=True)
    table.add_column("Type", no_wrap=True)
    table.add_column("Meaning")
    for fact in CATALOGUE.values():
        kind = ", ".join(fact.choices) if fact.choices else fact.kind
        table.add_row(
            Text(fact.name), Text(fact.kind), Text(_meaning(fact.meaning, kind, fact.choices))
        )
    return print_parts([table], width=width, colour=colour)


def _meaning(meaning: str, kind: str, choices: tuple[str, ...]) -> str:
    return f"{meaning}: {kind}" if choices else meaning

"""The rules in force, as a table and as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from offercheck.facts.catalogue import CATALOGUE
from offercheck.render.layout import mark, print_parts
from offercheck.render.plain import printable
from offercheck.rules.model import Rule
from offercheck.rules.wording import condition_in_short


def render_rule_list(rules: Sequence[Rule], *, width: int, colour: bool) -> str:
    """A row for each rule: its mark, id, dimension, and condition."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("Rule", no_wrap=True)
    table.add_column("Fires when", overflow="fold")
    for rule in rules:
        sign, style = mark(rule.entry.severity)
        off = rule.entry.off
        table.add_row(
            Text("-" if off else sign, "dim" if off else style),
            Text.assemble(
                printable(rule.id),
                (f"\n{'off' if off else severity_in_words(rule)}; {rule.entry.dimension}", "dim"),
            ),
            Text(condition_in_short(rule.when, CATALOGUE)),
            style="dim" if off else "",
        )
    summary = Text(f"{len(rules)} rules. `offercheck rules explain ID` tells more about one.")
    return print_parts([table, Text(), summary], width=width, colour=colour)


def severity_in_words(rule: Rule) -> str:
    """The severity, and whether the employer could mend it."""
    words = rule.entry.severity.replace("_", " ")
    return f"{words}, negotiable" if rule.entry.negotiable else words


def rule_list_data(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "id": rule.id,
            "dimension": rule.entry.dimension,
            "severity": rule.entry.severity,
            "negotiable": rule.entry.negotiable,
            "off": rule.entry.off,
            "condition": condition_in_short(rule.when, CATALOGUE),
            "says": rule.entry.says,
        }
        for rule in rules
    ]

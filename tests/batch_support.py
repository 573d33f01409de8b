"""Batches for the tests: made offers as JSON Lines, and runs of `offercheck batch` over them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from evaluation_support import default_rules
from made_offers import made_offers
from offercheck.batch.items import Item, Text
from offercheck.batch.records import Form
from offercheck.batch.work import Done, Settings, judge_items
from scenario_support import AS_OF, PROGRAM, Run, run_program

DAY = ("--as-of", AS_OF.isoformat())


@cache
def offers(count: int) -> tuple[bytes, ...]:
    """That many made offers, each a line without its end."""
    return tuple(line.rstrip(b"\n") for line in made_offers(count))


def write_offers(folder: Path, count: int) -> Path:
    """A file of made offers."""
    file = folder / "offers.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in offers(count)))
    return file


def settings(
    form: Form | None = None, candidate: Text | None = None, *, apart: bool = False
) -> bytes:
    """The packed settings of a batch by the default rules."""
    return Settings(default_rules(), AS_OF, candidate, form or Form(), apart).packed()


def judged(*lines: bytes, form: Form | None = None, candidate: Text | None = None) -> Done:
    """What comes of some lines."""
    items = [Item("offers.jsonl", number, line) for number, line in enumerate(lines, 1)]
    return judge_items(settings(form, candidate), items)


def records(lines: bytes) -> list[dict[str, Any]]:
    """Lines of JSON as data."""
    return [json.loads(line) for line in lines.splitlines()]


def batch(folder: Path, *arguments: str) -> Run:
    """A whole run of `offercheck batch`."""
    return run_program("batch", *arguments, *DAY, folder=folder)


def command(*arguments: str) -> list[str]:
    """The command of a run that a test starts, watches and ends."""
    return [*PROGRAM, "batch", *arguments, *DAY]

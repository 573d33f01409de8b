"""Reading the values of options that several commands have."""

from __future__ import annotations

import datetime
from typing import get_args

import typer

from offercheck.rules.model import Verdict


def read_day(text: str | None) -> datetime.date:
    """The day of an evaluation; today where none is given. Exits with 2 for no date."""
    if text is None:
        return datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            "expected a date such as 2026-12-04", param_hint="--as-of"
        ) from None


def read_verdicts(text: str | None) -> set[str]:
    """The verdicts named in a list with commas. Exits with 2 for another name."""
    if text is None:
        return set()
    names = {name.strip() for name in text.split(",")}
    known = set(get_args(Verdict))
    if names - known:
        wrong = ", ".join(sorted(names - known))
        expected = ", ".join(sorted(known))
        raise typer.BadParameter(f"{wrong!r} is none of {expected}", param_hint="--fail-on")
    return names

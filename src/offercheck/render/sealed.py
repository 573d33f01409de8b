"""What was loosened since the rules were sealed, in the words that every form of a report shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from offercheck.render.plain import printable
from offercheck.render.words import VERDICT_WORDS
from offercheck.report import SealReport
from offercheck.rules.model import RuleChange

MOST_LISTED = 3
SHORT = 100


class SealLine(NamedTuple):
    """One sentence about a seal, and how much it matters."""

    text: str
    style: Literal["bold", "", "dim"] = ""


def sealed_lines(found: SealReport, *, short: bool) -> Iterator[SealLine]:
    """What a reader must know first: what was loosened since the seal, and whether it still holds."""
    looser, either, stricter = (
        [change for change in found.changes if change.direction == direction]
        for direction in ("looser", "changed", "stricter")
    )
    date = found.date
    if not found.intact:
        changed = f"The seal {printable(found.file)} was itself changed after it was made."
        yield SealLine(changed, "bold")
    if looser:
        told = f"Loosened since you sealed your rules on {date}: {_listed(looser, short=short)}."
        yield SealLine(told, "bold")
    if either:
        listed = _listed(either, short=short)
        yield SealLine(f"Changed since the seal of {date}, which may loosen: {listed}.")
    if stricter:
        listed = _listed(stricter, short=short)
        yield SealLine(f"Stricter since the seal of {date}: {listed}.", "dim")
    if not found.changes and found.intact:
        yield SealLine(f"By the rules and lines that you sealed on {date}.", "dim")


def sealed_answer(found: SealReport) -> Iterator[SealLine]:
    """The answer by the rules and lines of then, where anything changed."""
    if found.changes or not found.intact:
        if found.verdict is None:
            yield SealLine(f"The answer by the sealed rules is not known: {found.why_unknown}.")
        else:
            yield SealLine(f"By the sealed rules the answer is {VERDICT_WORDS[found.verdict]}.")


def _listed(changes: list[RuleChange], *, short: bool) -> str:
    most, width = (MOST_LISTED, SHORT) if short else (len(changes), None)
    shown = "; ".join(change_text(change, width) for change in changes[:most])
    more = len(changes) - most
    return f"{shown}; and {more} more" if more > 0 else shown


def change_text(change: RuleChange, width: int | None = None) -> str:
    """One change: what, and from what to what."""
    before, after = (printable(text, width) for text in (change.before, change.after))
    return f"{printable(change.path)} from {before} to {after}"

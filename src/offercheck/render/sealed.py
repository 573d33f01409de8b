"""What was loosened since the rules were sealed, for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from offercheck.loosening import RuleChange
from offercheck.render.plain import printable
from offercheck.render.words import VERDICT_WORDS
from offercheck.sealing import SealReport

MOST_LISTED = 3
SHORT = 100


def sealed_lines(found: SealReport) -> Iterator[Text]:
    """What a reader must know first: what was loosened since the seal, and whether it still holds."""
    looser, either, stricter = (
        [change for change in found.changes if change.direction == direction]
        for direction in ("looser", "changed", "stricter")
    )
    if not found.intact:
        changed = f"The seal {printable(found.file)} was itself changed after it was made."
        yield Text(changed, style="bold")
    if looser:
        yield Text(
            f"Loosened since you sealed your rules on {found.date}: {_listed(looser)}.", "bold"
        )
    if either:
        yield Text(f"Changed since the seal of {found.date}, which may loosen: {_listed(either)}.")
    if stricter:
        yield Text(f"Stricter since the seal of {found.date}: {_listed(stricter)}.", style="dim")
    if not found.changes and found.intact:
        yield Text(f"By the rules and lines that you sealed on {found.date}.", style="dim")


def sealed_answer(found: SealReport) -> Iterator[Text]:
    """The answer by the rules and lines of then, where anything changed."""
    if found.changes or not found.intact:
        if found.verdict is None:
            yield Text(f"The answer by the sealed rules is not known: {found.why_unknown}.")
        else:
            yield Text(f"By the sealed rules the answer is {VERDICT_WORDS[found.verdict]}.")


def _listed(changes: list[RuleChange]) -> str:
    shown = "; ".join(change_text(change, SHORT) for change in changes[:MOST_LISTED])
    more = len(changes) - MOST_LISTED
    return f"{shown}; and {more} more" if more > 0 else shown


def change_text(change: RuleChange, width: int | None = None) -> str:
    """One change: what, and from what to what."""
    before, after = (printable(text, width) for text in (change.before, change.after))
    return f"{printable(change.path)} from {before} to {after}"

"""What was loosened since the rules were sealed, for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from offercheck.loosening import RuleChange
from offercheck.render.layout import VERDICT_WORDS
from offercheck.render.plain import printable
from offercheck.sealing import SealReport

MOST_LISTED = 3
SHORT = 100


def sealed_lines(found: SealReport) -> Iterator[Text]:
    """What a reader must know first: what was loosened, and the answer by the rules of then."""
    looser = [change for change in found.changes if change.direction == "looser"]
    others = len(found.changes) - len(looser)
    if not found.intact:
        yield Text(
            f"The seal {printable(found.file)} was itself changed after it was made.", style="bold"
        )
    if looser:
        shown = "; ".join(change_text(change, SHORT) for change in looser[:MOST_LISTED])
        more = f"; and {len(looser) - MOST_LISTED} more" if len(looser) > MOST_LISTED else ""
        yield Text(f"Loosened since you sealed your rules on {found.date}: {shown}{more}.", "bold")
    elif others:
        yield Text(f"Nothing was loosened since you sealed your rules on {found.date}.")
    else:
        yield Text(f"By the rules and lines that you sealed on {found.date}.", style="dim")
    if others:
        yield Text(f"Changed in other ways since then: {others} (--explain).")
    if found.changes:
        yield Text(f"By the sealed rules the answer is {VERDICT_WORDS[found.verdict]}.")


def change_text(change: RuleChange, width: int | None = None) -> str:
    """One change: what, and from what to what."""
    before, after = (printable(text, width) for text in (change.before, change.after))
    return f"{printable(change.path)} from {before} to {after}"

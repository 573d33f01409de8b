"""A seal as the text of a rule file: the resolved rules, and what the candidate had drawn as lines."""

from __future__ import annotations

from offercheck.render.resolved import render_resolved
from offercheck.rules.layers import SEAL, Layers
from offercheck.rules.model import SealEntry
from offercheck.rules.wording import text_as_written

HEAD = """\
# Sealed on {date}, before there was an offer to like: the rules below, and these lines. Evaluations
# of offers to the candidate beside this file say what was loosened since. Leave it as it is; it can
# be used as a rule file.
"""


def render_seal(layers: Layers, entry: SealEntry) -> str:
    """The seal on resolved rules and the lines of a candidate."""
    lines = [f"date: {entry.date.isoformat()}", f"digest: {text_as_written(entry.digest)}"]
    if entry.dealbreakers:
        listed = ", ".join(text_as_written(text) for text in entry.dealbreakers)
        lines.append(f"dealbreakers: [{listed}]")
    if entry.pay_floor is not None:
        lines.append(f"pay_floor: {entry.pay_floor:.17g}")
    lines.append(f"currency: {entry.currency}")
    if entry.waive:
        lines.append("waive:")
        for waiver in entry.waive:
            until = f", until: {waiver.until.isoformat()}" if waiver.until else ""
            rule, reason = text_as_written(waiver.rule), text_as_written(waiver.reason)
            lines.append(f"  - {{rule: {rule}, reason: {reason}{until}}}")
    block = "\n  ".join([f"{SEAL}:", *lines])
    return f"{HEAD.format(date=entry.date.isoformat())}{block}\n{render_resolved(layers)}"

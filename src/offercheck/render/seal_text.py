"""A seal as the text of a rule file: the resolved rules, and what the candidate had drawn as lines."""

from __future__ import annotations

import datetime

from offercheck.candidate import Candidate, Goal, Situation
from offercheck.quantities import format_number
from offercheck.render.resolved import render_resolved
from offercheck.rules.layers import SEAL, Layers
from offercheck.rules.wording import text_as_written

HEAD = """\
# Sealed on {date}, before there was an offer to like: the rules below, and these lines. Evaluations
# of offers to the candidate beside this file say what was loosened since. Leave it as it is; it can
# be used as a rule file.
"""


def render_seal(layers: Layers, candidate: Candidate, date: datetime.date) -> str:
    """The seal on resolved rules and the lines of a candidate."""
    goal, situation = candidate.goal or Goal(), candidate.situation or Situation()
    lines = [f"date: {date.isoformat()}", f"digest: {text_as_written(layers.digest)}"]
    if goal.dealbreakers:
        lines.append(f"dealbreakers: [{_texts(goal.dealbreakers)}]")
    if situation.pay_floor is not None:
        lines.append(f"pay_floor: {format_number(situation.pay_floor, 2).replace(',', '')}")
        lines.append(f"currency: {situation.currency or 'USD'}")
    if candidate.waive:
        lines.append(f"waived: [{_texts([waiver.rule for waiver in candidate.waive])}]")
    block = "\n  ".join([f"{SEAL}:", *lines])
    return f"{HEAD.format(date=date.isoformat())}{block}\n{render_resolved(layers)}"


def _texts(texts: list[str]) -> str:
    return ", ".join(text_as_written(text) for text in texts)

"""The facts that verdict rows may use beside those of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from offercheck.facts.definition import FactDefinition


def decision_facts(dimensions: Sequence[str], rules: Sequence[str]) -> dict[str, FactDefinition]:
    """The facts that verdict rows may use beside those of the catalogue."""
    counts = {
        "dealbreaker": "dealbreakers that fired",
        "red_flag": "red flags that fired",
        "fixed_red_flag": "red flags that the employer cannot mend in this offer",
        "negotiable_red_flag": "red flags that the employer could mend in this offer",
        "caution": "cautions that fired",
        "negotiable_caution": "cautions that the employer could mend in this offer",
        "strength": "strengths that fired",
    }
    definitions = [
        FactDefinition(f"count.{name}", "count", meaning) for name, meaning in counts.items()
    ]
    definitions += [
        FactDefinition(f"score.{name}", "score", f"the score of the dimension {name}")
        for name in dimensions
    ]
    definitions += [
        FactDefinition("score.overall", "score", "the score of the offer on its merits"),
        FactDefinition("coverage", "share", "the share of the score weight that is known"),
    ]
    definitions += [
        FactDefinition(f"fired.{name}", "flag", f"whether the rule {name} fired") for name in rules
    ]
    return {definition.name: definition for definition in definitions}

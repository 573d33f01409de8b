"""Sentences of the rule file with facts filled in. Nothing but `{name}` is interpreted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from offercheck.facts.definition import Fact
from offercheck.quantities import format_share

PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_]+)?)\}")
COVERAGE = "coverage"
NOT_KNOWN = "(not known)"


def placeholders(template: str) -> list[str]:
    """The names in a sentence, in order."""
    return PLACEHOLDER.findall(template)


def fill(
    template: str, facts: Mapping[str, Fact], coverage: float, currencies: Mapping[str, str]
) -> str:
    """Print each named fact in its unit; one that is unknown as `(not known)`.

    `currencies` are those of the amounts of the `offer` and of the `candidate`.
    """

    def printed(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == COVERAGE:
            return format_share(round(coverage, 2))
        fact = facts.get(name)
        if fact is None:
            return match.group()
        if fact.value is None:
            return NOT_KNOWN
        return fact.definition.show(fact.value, currencies[fact.definition.currency_of])

    return PLACEHOLDER.sub(printed, template) if "{" in template else template

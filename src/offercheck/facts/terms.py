"""Formulas for the terms of the offer."""

from __future__ import annotations

from offercheck.facts.known import Result, Unknown


def non_compete(stated: bool | None, months: float | None) -> Result:  # noqa: FBT001 - inputs come in the order of the catalogue
    """Whether a non-compete clause is asked for: as stated, else from its length."""
    if months is None:
        if stated is None:
            return Unknown("neither the clause nor its length is stated", NON_COMPETE)
        return stated
    if stated is not None and stated != (months > 0):
        return Unknown("the clause and its length contradict each other", NON_COMPETE)
    return months > 0


NON_COMPETE = ("offer.terms.non_compete",)

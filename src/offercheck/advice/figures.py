"""Amounts that advice names, as printed too, with what each rests on."""

from __future__ import annotations

from typing import NamedTuple

from offercheck.quantities import format_money
from offercheck.rules.model import Verdict


class Figure(NamedTuple):
    """An amount of base for a year, as printed too, and why it is that.

    `rests_on` names the fact, the entry or the part of the rule file that it rests on. `verdict` is
    the one on the offer with that base, where it can be tried.
    """

    amount: float
    text: str
    because: str
    rests_on: str
    verdict: Verdict | None = None


def yearly(amount: float, currency: str, because: str, rests_on: str) -> Figure:
    """The figure of an amount for a year."""
    return Figure(amount, f"{format_money(amount, currency)} a year", because, rests_on)

"""The words and marks that every form of a report shares."""

from __future__ import annotations

VERDICT_WORDS = {
    "accept": "ACCEPT",
    "negotiate": "NEGOTIATE",
    "decline": "DECLINE",
    "bridge": "TAKE IT AS A BRIDGE",
    "ask_first": "ASK FIRST",
}
# From the gravest to what speaks for an offer.
MARKS = {"dealbreaker": "✗", "red_flag": "✗", "caution": "!", "strength": "+"}
UNKNOWN_MARK = "?"
PAY_NAMES = {
    "pay.base": "Base a year",
    "pay.comparable_base": "As market counts",
    "pay.total_cash": "Total cash",
    "pay.total_compensation": "Total direct comp.",
    "pay.market_percentile": "Market percentile",
    "pay.market_ratio": "Market ratio",
    "pay.benefits_ratio": "Benefits/typical",
}


def plain(name: str) -> str:
    """A verdict, severity or operator as people write it."""
    return name.replace("_", " ")

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


def plain(name: str) -> str:
    """A verdict, severity or operator as people write it."""
    return name.replace("_", " ")

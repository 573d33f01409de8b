"""Advice taken at its word: the answers it names given, and the changes it names made."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from offercheck.advice.flips import Flip
from offercheck.advice.levers import LEVERS, Lever
from offercheck.facts.assumptions import Negotiation
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.known import Value
from offercheck.offer import Offer
from offercheck.rules.model import Verdict

NUMBER = re.compile(r"(-?\$?[\d,.]+)(%)?")


def values_in(fact: str, answer: str) -> list[Value]:
    """Values that an answer in words describes: the ends of a range, or right beside them."""
    definition = CATALOGUE[fact]
    if definition.kind == "flag":
        return [word == "yes" for word in answer.split(" or ")]
    if definition.choices:
        return [
            word for word in definition.choices if definition.show(word) in answer.split(" or ")
        ]
    found: list[Value] = []
    for part in answer.split(" to "):
        match = NUMBER.search(part)
        if match is not None:
            number = float(match[1].replace("$", "").replace(",", "")) / (100 if match[2] else 1)
            step = 1.0 if definition.kind == "count" else 1e-6
            beside = {"under": -step, "over": step}.get(part.split()[0], 0.0)
            low, high = definition.bounds
            found.append(min(max(number + beside, low), high))
    return found


def moved_verdicts(
    flip: Flip, offer: Offer, bounds: Negotiation, judged: Callable[[Offer], Verdict]
) -> tuple[Verdict, list[Verdict]]:
    """The verdict with the changes of a flip made, and those with a step less of one of them."""
    levers = [BY_ID[change.lever] for change in flip.changes]
    values = [lever.values(offer, bounds) for lever in levers]
    at = [
        [lever.show(value, offer) for value in choices].index(change.after)
        for lever, choices, change in zip(levers, values, flip.changes, strict=True)
    ]
    chosen = [(lever, v[i]) for lever, v, i in zip(levers, values, at, strict=True)]
    lesser = []
    for index, position in enumerate(at):
        less = list(chosen)
        if position:
            less[index] = (levers[index], values[index][position - 1])
        else:
            less.pop(index)
        lesser.append(judged(_moved(offer, less)))
    return judged(_moved(offer, chosen)), lesser


BY_ID = {lever.id: lever for lever in LEVERS}


def _moved(offer: Offer, moves: list[tuple[Lever, Any]]) -> Offer:
    for lever, value in moves:
        offer = lever.moved(offer, value)
    return offer

"""What would change the verdict: the smallest change of each lever that gives a better one.

Found by trying, with the evaluation itself, never by a fixed percentage. Where no lever alone gives
a better verdict, two together are tried.
"""

from typing import NamedTuple

from offercheck.advice.moves import Change, Moved, Moves
from offercheck.rules.model import BETTER, Verdict


class Flip(NamedTuple):
    """A change, or two together, that give a better verdict; a step less of any does not.

    `row` is the row of the verdict table that then decides.
    """

    changes: tuple[Change, ...]
    verdict: Verdict
    row: str


def flips(moves: Moves, verdict: Verdict) -> tuple[Flip, ...]:
    """Every lever that alone gives a better verdict; else the two that together need the least.

    Empty where the verdict is the best already, or nothing within the bounds of the rule file helps.
    """
    standing = BETTER[verdict]
    if standing == max(BETTER.values()):
        return ()
    found = moves.least(lambda trial: BETTER[trial.verdict] > standing)
    return tuple(_flip(moves, moved) for moved in found)


def _flip(moves: Moves, moved: Moved) -> Flip:
    trial = moves.trial(moved)
    assert trial is not None  # noqa: S101 - it was found to be better
    return Flip(moves.changes(moved), trial.verdict, trial.row.id)

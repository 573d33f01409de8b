"""Facts that are stated by a word where no figure is known: `much_lower`, `urgent`.

What a word covers stands in the rule file. The bounds decide whether a rule fires; the typical
figure inside them is what the score is worked out with until a figure is known.
"""

from __future__ import annotations

import math

from offercheck.facts.assumptions import InWords, WordRange
from offercheck.facts.known import Worded
from offercheck.interval import Interval, above, below


def in_words(entry: str, stated: str | float, words: InWords) -> Worded:
    """The range and the figure that a word stands for.

    `entry` is the path of the entry that holds the word, such as `offer.pay.versus_current`. An
    amount instead of a word, of which only the sign says something, covers all that is less or all
    that is more.
    """
    table = getattr(words, entry.rpartition(".")[2])
    if isinstance(stated, str):
        return _worded(getattr(table, stated))
    if stated == 0:
        return _worded(table.same)
    if stated < 0:
        return Worded(below(0.0, -1.0), table.lower.typical)
    return Worded(above(0.0), table.higher.typical)


def _worded(word: WordRange) -> Worded:
    low = -math.inf if word.at_least is None else word.at_least
    return Worded(Interval(low, math.inf if word.at_most is None else word.at_most), word.typical)

"""What a formula returns: a value, a bound on it, or unknown with the reason."""

from typing import NamedTuple

from offercheck.interval import Interval

Exact = bool | float | str
Value = Exact | Interval


class Unknown(NamedTuple):
    """A value that cannot be worked out, why, in words for the user, and the entries that would tell."""

    reason: str
    missing: tuple[str, ...] = ()


class Worded(NamedTuple):
    """A value stated by a word: the range that the word covers, and the figure it stands for."""

    covers: Interval
    typical: float


Result = Value | Unknown

"""What a fact is: its kind, range and wording, how its values are read, and how they are printed."""

import math
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from offercheck import quantities
from offercheck.facts.known import Exact, Result, Value
from offercheck.interval import Interval
from offercheck.quantities import QuantityError

Kind = Literal[
    "money",
    "share",
    "change",
    "ratio",
    "months",
    "days",
    "minutes",
    "count",
    "score",
    "percentile",
    "rating",
    "flag",
    "choice",
]
UNITS: dict[Kind, str] = {
    "money": "currency units a year",
    "share": "share, 1.0 is the whole",
    "change": "share, signed",
    "ratio": "ratio, 1.0 is equal",
    "months": "months",
    "days": "days",
    "minutes": "minutes",
    "count": "count",
    "score": "0-100",
    "percentile": "percentile, 0-100",
    "rating": "1-5",
    "flag": "true or false",
    "choice": "one of its words",
}
_READERS: dict[Kind, Callable[[Any], float]] = {
    "money": quantities.parse_money,
    "share": quantities.parse_share,
    "change": quantities.parse_share,
    "ratio": quantities.parse_ratio,
    "months": lambda value: quantities.parse_duration(value, "months"),
    "days": lambda value: (
        quantities.parse_duration(value, "days")
        if isinstance(value, str)
        else quantities.parse_number(value)
    ),
    "minutes": quantities.parse_number,
    "count": quantities.parse_count,
    "score": quantities.parse_number,
    "percentile": quantities.parse_number,
    "rating": quantities.parse_number,
}
_RANGES: dict[Kind, Interval] = {
    "money": Interval(0.0, math.inf),
    "share": Interval(0.0, 1.0),
    "change": Interval(-1.0, math.inf),
    "ratio": Interval(0.0, math.inf),
    "months": Interval(0.0, math.inf),
    "days": Interval(0.0, math.inf),
    "minutes": Interval(0.0, math.inf),
    "count": Interval(0.0, math.inf),
    "score": Interval(0.0, 100.0),
    "percentile": Interval(0.0, 100.0),
    "rating": Interval(1.0, 5.0),
}


class FactDefinition(NamedTuple):
    """One entry of the catalogue.

    `derive` takes the values of `inputs` in their order; an input ending in `?` may be missing and
    is then None. `better` says whether more of it speaks for the offer; the `choices` of a choice
    stand from the best to the worst. `range` overrides the range of the kind. `yourself` marks what
    the candidate must ask themselves rather than the employer. `in_words` is the entry that states
    the fact by a word where no figure is known.
    """

    name: str
    kind: Kind
    meaning: str
    ask: str = ""
    inputs: tuple[str, ...] = ()
    derive: Callable[..., Result] | None = None
    better: Literal["more", "less"] | None = None
    choices: tuple[str, ...] = ()
    range: Interval | None = None
    same_currency: bool = False
    yourself: bool = False
    in_words: str = ""
    currency_of: Literal["offer", "candidate"] = "offer"

    @property
    def is_number(self) -> bool:
        """Whether its values can be compared as more or less."""
        return self.kind not in {"flag", "choice"}

    @property
    def statement(self) -> str:
        """The meaning as a statement that can be so or not."""
        return self.meaning.removeprefix("whether ")

    @property
    def bounds(self) -> Interval:
        """Every value that the fact can take; only for numbers."""
        return self.range or _RANGES[self.kind]

    @property
    def expected(self) -> str:
        """What a value must be, in words."""
        if self.kind == "flag":
            return "`true` or `false`"
        if self.kind == "choice":
            return "one of " + ", ".join(f"`{choice}`" for choice in self.choices)
        low, high = self.bounds
        if math.isinf(high):
            limits = "" if math.isinf(low) else f" of at least {low:g}"
        else:
            limits = f" from {low:g} to {high:g}"
        return {
            "money": "an amount of money",
            "share": "a share such as 10%",
            "change": "a share such as -10%",
        }.get(self.kind, f"a number ({UNITS[self.kind]})") + limits

    def read(self, raw: Any) -> Exact:
        """Read a value or threshold of this fact as written. Raises QuantityError."""
        if self.kind == "flag":
            if not isinstance(raw, bool):
                raise QuantityError(self.expected)
            return raw
        if self.kind == "choice":
            if raw not in self.choices:
                raise QuantityError(self.expected)
            return str(raw)
        try:
            number = float(_READERS[self.kind](raw))
        except QuantityError as error:
            raise QuantityError(self.expected, error.suggestion) from None
        if not self.bounds.low <= number <= self.bounds.high:
            raise QuantityError(self.expected)
        return number

    def show(self, value: Value, currency: str = "USD") -> str:
        """Print a value in its unit; a bounded one with the words that bound it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value.replace("_", " ")
        if isinstance(value, Interval):
            return self._show_interval(value, currency)
        return self._show_number(value, currency)

    def _show_interval(self, value: Interval, currency: str) -> str:
        low, high = self.bounds
        if value.is_point:
            return self._show_number(value.low, currency)
        least, most = (self._show_number(round(end, 9), currency) for end in value)
        if value.low <= low:
            return f"below the {most}" if self.kind == "percentile" else f"at most {most}"
        if value.high >= high:
            return f"above the {least}" if self.kind == "percentile" else f"at least {least}"
        return f"between {least} and {most}"

    def _show_number(self, value: float, currency: str) -> str:  # noqa: PLR0911 - one a kind
        if math.isinf(value):
            return "without end"
        if self.kind == "money":
            return quantities.format_money(value, currency)
        if self.kind in {"share", "change"}:
            return quantities.format_share(value, signed=self.kind == "change")
        if self.kind == "ratio":
            return quantities.format_share(value)
        if self.kind == "percentile":
            return quantities.format_ordinal(value)
        if self.kind in {"months", "days", "minutes"}:
            return quantities.format_length(value, self.kind)
        return quantities.format_number(value)


class Fact(NamedTuple):
    """A fact of one evaluation. `value` is None where it is unknown, and `note` says why.

    `basis` tells how it is known: `stated` in a document, `derived` by a formula, or derived with
    packaged `data`. `typical` is the figure that a word stands for, inside the bounds of `value`.
    `could_be` bounds what it can become while something that it is worked out without is not known.
    `inputs` are the entries it came from or, where unknown, those that are missing.
    """

    definition: FactDefinition
    value: Value | None
    basis: Literal["stated", "derived", "data", "unknown"]
    note: str = ""
    inputs: tuple[str, ...] = ()
    typical: float | None = None
    could_be: Interval | None = None

    @property
    def possible(self) -> Value | None:
        """The value, or the bounds of what it can become."""
        return self.value if self.could_be is None else self.could_be

    @property
    def name(self) -> str:
        """The name in the catalogue."""
        return self.definition.name

"""The entries of a rule file as they were read, and the resolved rules that an evaluation runs on."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field

from offercheck.candidate import Waiver
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.definition import FactDefinition
from offercheck.fields import (
    Currency,
    Date,
    Money,
    Number,
    Positive,
    Text,
    Texts,
    Weight,
)
from offercheck.interval import Interval
from offercheck.problem import DataPath, Position
from offercheck.rules.conditions import Condition, Truths

Verdict = Literal["accept", "negotiate", "decline", "bridge", "ask_first"]
# From the worst to the best for the candidate. Both asking and negotiating lead on; a bridge is taken
# because of the situation.
BETTER: dict[Verdict, int] = {
    "decline": 0,
    "bridge": 1,
    "ask_first": 2,
    "negotiate": 2,
    "accept": 3,
}
Severity = Literal["dealbreaker", "red_flag", "caution", "strength"]
SEVERITIES: tuple[Severity, ...] = ("dealbreaker", "red_flag", "caution", "strength")
Direction = Literal["looser", "stricter", "changed"]
DimensionName = Annotated[str, Field(pattern="^[a-z][a-z_]*$")]
Id = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]*$")]


class DimensionEntry(NamedTuple):
    """One dimension as written. A situational one is shown but never part of the merits."""

    title: Text
    weight: Weight
    situational: bool = False


class ScoreEntry(NamedTuple):
    """One value function as written: the score, 0-100, of the values of a fact."""

    dimension: DimensionName
    weight: Positive
    fact: Text
    value: Annotated[dict[Any, Number], Field(min_length=1)]
    off: bool = False


class RuleEntry(NamedTuple):
    """One rule as written."""

    dimension: DimensionName
    severity: Severity
    when: Any
    says: Text
    do: Text | None
    ask: Text | None
    why: Text
    source: Text
    negotiable: bool = False
    binds: bool = False
    off: bool = False


class PatternEntry(NamedTuple):
    """What in an offer shows again the reason for leaving a past job."""

    when: Any
    says: Text
    off: bool = False


class RowEntry(NamedTuple):
    """One row of the verdict table as written. Without `when` it always holds."""

    id: Id
    verdict: Verdict
    says: Text
    do: Text | None = None
    situational: bool = False
    when: Any = None


class SealEntry(NamedTuple):
    """The day on which rules were sealed, and the lines that the candidate had drawn.

    `digest` is that of the rules and of everything here.
    """

    date: Date
    digest: Text
    dealbreakers: Texts | None
    pay_floor: Money | None
    currency: Currency | None
    waive: list[Waiver] | None


class Rule(NamedTuple):
    """A rule ready to be judged.

    `flag` is the decision fact that is true when it fires, `counts` are those it is counted in then.
    """

    id: str
    entry: RuleEntry
    when: Condition
    flag: str
    counts: frozenset[str]

    @classmethod
    def of(cls, key: str, entry: RuleEntry, when: Condition, *, situational: bool) -> Self:
        """The rule of an entry. Those of a situational dimension are shown, but never counted."""
        counts = frozenset() if situational else _counts_of(entry.severity, entry.negotiable)
        return cls(key, entry, when, f"fired.{key}", counts)


@cache
def _counts_of(severity: Severity, negotiable: bool) -> frozenset[str]:  # noqa: FBT001 - a key
    counts = {f"count.{severity}"}
    if severity == "red_flag":
        counts.add(f"count.{'negotiable' if negotiable else 'fixed'}_red_flag")
    if severity == "caution" and negotiable:
        counts.add("count.negotiable_caution")
    return frozenset(counts)


class Score(NamedTuple):
    """A value function ready to be used: piecewise linear over numbers, a table over words.

    `range` are the lowest and highest score it can give.
    """

    id: str
    dimension: str
    weight: float
    fact: FactDefinition
    range: Interval
    points: tuple[tuple[float, float], ...] = ()
    table: Mapping[Any, float] | None = None

    @classmethod
    def of(
        cls,
        key: str,
        dimension: str,
        weight: float,
        fact: FactDefinition,
        values: Mapping[Any, float],
    ) -> Self:
        """The value function over scores by value: of some numbers of a number, of every word of words."""
        range_ = Interval(min(values.values()), max(values.values()))
        if fact.is_number:
            return cls(key, dimension, weight, fact, range_, tuple(sorted(values.items())))
        return cls(key, dimension, weight, fact, range_, table=values)


class Row(NamedTuple):
    """A row of the verdict table ready to be tried."""

    id: str
    entry: RowEntry
    when: Condition


class Pattern(NamedTuple):
    """A reason for leaving, and the condition under which an offer shows it again."""

    reason: str
    entry: PatternEntry
    when: Condition


class RuleSet(NamedTuple):
    """The resolved rules of one file.

    `truths` gives the truth of each rule's condition, in the order of the rules, for the values of
    facts; with `completing`, as `holds` does. `locate` gives where the entry at a path is written. `sealed` is the seal of a sealed file.
    """

    name: str
    digest: str
    assumptions: Assumptions
    dimensions: Mapping[str, DimensionEntry]
    scores: tuple[Score, ...]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    rows: tuple[Row, ...]
    truths: Truths
    locate: Callable[[DataPath], Position]
    sealed: SealEntry | None = None


class RuleChange(NamedTuple):
    """One thing that is not as it was: its path in the file, and both states in words.

    `looser` makes a yes easier, `stricter` harder; `changed` is what can do either.
    """

    path: str
    direction: Direction
    before: str
    after: str

"""What commands give beside reports and comparisons: a counter, a batch, and what is wrong with an input.

Their fields are the JSON contract; `offercheck schema` is made from them.
"""

from typing import NamedTuple

from offercheck.advice.counter import Counter
from offercheck.advice.flips import Flip
from offercheck.report import (
    InputReport,
    MarketReport,
    Number,
    Report,
    SealReport,
)
from offercheck.rules.model import Severity, Verdict


class ProblemReport(NamedTuple):
    """One thing wrong with an input, where it stands, and a way out."""

    file: str
    line: int
    column: int
    path: str
    expected: str
    found: str
    suggestion: str


class CounterReport(NamedTuple):
    """What to ask for of one offer, with what it rests on and what else would change the verdict."""

    schema_version: int
    company: str
    title: str
    verdict: Verdict
    reason: str
    sealed: SealReport | None
    counter: Counter
    flips: list[Flip]
    market: MarketReport
    inputs: list[InputReport]
    as_of: str
    currency: str


def counter_of(report: Report) -> CounterReport:
    """The part of a report that is about the counter."""
    return CounterReport(*(getattr(report, name) for name in CounterReport._fields))


class Finding(NamedTuple):
    """A rule that fired, and what it says about the offer."""

    rule: str
    dimension: str
    severity: Severity
    says: str


class Result(NamedTuple):
    """One offer of a batch: the verdict and what it rests on, without advice.

    `line` counts from 1 in JSON Lines and is null for a file of its own; `id` is the one that the
    line gives. `decided_by` is a verdict row. `scores` are those of the dimensions and `overall`,
    0-100, or null. `unknown` are facts. `occupation` is the SOC 2018 code that the title was matched
    with, `area` the name of the place whose wages were used, and `market_unknown` why there are none.
    """

    schema_version: int
    file: str
    line: int | None
    id: str | int | None
    company: str
    title: str
    occupation: str | None
    area: str | None
    market_unknown: str
    verdict: Verdict
    on_merits: Verdict
    firm: bool
    could_become: list[Verdict]
    decided_by: str
    reason: str
    scores: dict[str, Number]
    findings: list[Finding]
    waived: list[str]
    unknown: list[str]
    as_of: str


class Failure(NamedTuple):
    """An offer of a batch that could not be judged, in its place."""

    schema_version: int
    file: str
    line: int | None
    id: str | int | None
    problems: list[ProblemReport]


class Share(NamedTuple):
    """How many of the judged offers something is true of."""

    name: str
    offers: int


class RuleCount(NamedTuple):
    """How often a rule fired, was waived, or could not be told."""

    rule: str
    fired: int
    waived: int
    unknown: int


class ScoreSpread(NamedTuple):
    """The scores of a dimension, in whole points: of how many offers known, and how they spread."""

    name: str
    known: int
    p10: int | None
    median: int | None
    p90: int | None


class Summary(NamedTuple):
    """What a batch came to. The most frequent stand first; `bad` offers could not be judged."""

    schema_version: int
    offers: int
    bad: int
    firm: int
    verdicts: list[Share]
    on_merits: list[Share]
    rules: list[RuleCount]
    scores: list[ScoreSpread]
    unknown: list[Share]
    rules_file: str
    rules_digest: str
    as_of: str

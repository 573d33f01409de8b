"""What a batch gives: a result or a failure for each offer, and what they all come to."""

from typing import NamedTuple

from offercheck.report import Number, ProblemReport
from offercheck.rules.model import Severity, Verdict


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
    0-100, or null. `unknown` are facts.
    """

    schema_version: int
    file: str
    line: int | None
    id: str | int | None
    company: str
    title: str
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

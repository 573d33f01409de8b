"""The report of one evaluation, and of several side by side: everything a reader or a script may want.

Its fields are the JSON contract; `offercheck schema result` is made from them.
"""

from typing import Literal, NamedTuple

from offercheck.advice.bridge import Bridge
from offercheck.advice.counter import Counter
from offercheck.advice.flips import Flip
from offercheck.advice.moves import Change
from offercheck.advice.questions import Question
from offercheck.advice.waiting import Waiting
from offercheck.evaluation import Outcome
from offercheck.rules.model import RuleChange, Severity, Verdict

SCHEMA_VERSION = 1
Number = float | None


class Bounds(NamedTuple):
    """A value that is only bounded; None is an end without bound."""

    low: Number
    high: Number


ReportValue = bool | float | str | Bounds | None


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class ComparisonReport(NamedTuple):
    """One comparison of a rule: the fact's value against the threshold, and what came of it."""

    fact: str
    operator: str
    threshold: bool | float | str | list[bool | float | str]
    threshold_text: str
    value: ReportValue
    value_text: str
    holds: bool | None


class RuleReport(NamedTuple):
    """One rule: what it says about this offer, what became of it, and where it and its facts stand."""

    id: str
    dimension: str
    severity: Severity
    negotiable: bool
    outcome: Outcome
    says: str
    do: str | None
    ask: str | None
    why: str
    source: str
    tests: list[ComparisonReport]
    rule_at: Place
    offer_at: list[Place]
    waived_because: str | None


class FactReport(NamedTuple):
    """One fact: its value, the value in words, and how it is known. `value` is null if unknown."""

    name: str
    value: ReportValue
    text: str
    unit: str
    basis: Literal["stated", "derived", "data", "unknown"]
    note: str
    inputs: list[str]
    at: list[Place]


class PatternReport(NamedTuple):
    """A reason for leaving a past job that the offer shows again: the pattern, the job, their places."""

    reason: str
    job: str
    says: str
    pattern_at: Place
    job_at: Place | None


class ScoreReport(NamedTuple):
    """The score of a dimension, 0-100, or null; what it could become; the known share, 0-1."""

    name: str
    title: str
    weight: float
    value: Number
    could_be: Bounds
    coverage: float


class Decision(NamedTuple):
    """A verdict row that decided: the tests by which it holds, and the fired rules that it counted."""

    row: str
    row_at: Place
    rules: list[str]
    tests: list[ComparisonReport]
    do: str | None


class Wages(NamedTuple):
    """Yearly wages at five percentiles; null where none is published or only a bound."""

    p10: Number
    p25: Number
    p50: Number
    p75: Number
    p90: Number
    bound: Number


class MarketReport(NamedTuple):
    """The market pay that was used, or why there is none."""

    occupation: str | None
    occupation_name: str | None
    matched: str
    candidates: list[list[str]]
    area: str | None
    area_kind: str | None
    source: str
    surveyed_on: str | None
    aged_to: str
    aging_factor: float
    published: Wages | None
    aged: Wages | None
    notes: list[str]
    unknown: str


class InputReport(NamedTuple):
    """One file that went in: its name as given, and the SHA-256 of what was read."""

    role: Literal["offer", "candidate", "rules"]
    file: str
    digest: str


class WaiverReport(NamedTuple):
    """A waiver of the candidate, and whether it was used, expired, or had nothing to waive."""

    rule: str
    reason: str
    until: str | None
    state: Literal["used", "expired", "unused"]


class Before(NamedTuple):
    """What it was without the changes of `--set`: the verdicts, and the overall score, 0-100."""

    changes: list[str]
    verdict: Verdict
    on_merits: Verdict
    overall: Number


class SealReport(NamedTuple):
    """What changed since rules were sealed, and the verdicts by the rules and lines of then.

    `intact` is false where the seal itself was changed afterwards. The verdicts are null where the
    lines of then do not go with what is stated now, and `why_unknown` says so.
    """

    file: str
    date: str
    intact: bool
    verdict: Verdict | None
    on_merits: Verdict | None
    overall: float | None
    why_unknown: str
    changes: list[RuleChange]


class Report(NamedTuple):
    """Everything about one evaluation, in the order in which a reader wants it."""

    schema_version: int
    company: str
    title: str
    verdict: Verdict
    on_merits: Verdict
    firm: bool
    could_become: list[Verdict]
    before: Before | None
    sealed: SealReport | None
    decided_by: Decision
    merits_decided_by: Decision
    reason: str
    merits_reason: str
    overall: ScoreReport
    scores: list[ScoreReport]
    rules: list[RuleReport]
    repeated_patterns: list[PatternReport]
    questions: list[Question]
    flips: list[Flip]
    counter: Counter
    bridge: Bridge | None
    waiting: Waiting | None
    facts: list[FactReport]
    unknown: list[str]
    waived: list[WaiverReport]
    market: MarketReport
    inputs: list[InputReport]
    as_of: str
    currency: str


class Compared(NamedTuple):
    """One of several offers, judged on its own.

    `rank` counts from 1; offers that nothing tells apart share one. `pay` holds facts, `against` the
    dealbreakers and red flags that fired. `to_lead` are the smallest changes that put it first, and
    `could_lead` says whether what is not known could. `by_the_seal` is the verdict by sealed rules.
    """

    rank: int
    file: str
    company: str
    title: str
    currency: str
    verdict: Verdict
    on_merits: Verdict
    firm: bool
    could_become: list[Verdict]
    reason: str
    overall: ScoreReport
    scores: list[ScoreReport]
    pay: list[FactReport]
    against: list[RuleReport]
    to_lead: list[list[Change]]
    could_lead: bool
    by_the_seal: Verdict | None


class Comparison(NamedTuple):
    """Several offers to one candidate, the best first. `sealed` is about that one."""

    schema_version: int
    offers: list[Compared]
    sealed: SealReport | None
    inputs: list[InputReport]
    as_of: str

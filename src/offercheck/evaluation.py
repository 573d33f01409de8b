"""Facts to rule outcomes and scores, and those to a verdict: pure, without clock, files or network."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from offercheck.candidate import PastJob, Waiver
from offercheck.facts.definition import Fact
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.rules.conditions import Comparison, Truth, holds, supports
from offercheck.rules.model import Row, Rule, RuleSet, Score, Verdict
from offercheck.scoring import Part, mean, mean_bounds, mean_of, score_of, weighed

Outcome = Literal["fired", "clear", "unknown", "waived", "off"]
PATTERNS_FACT = "situation.repeated_patterns"


class RuleOutcome(NamedTuple):
    """What became of one rule, with the value that each of its tests met."""

    rule: Rule
    outcome: Outcome
    waiver: Waiver | None = None


class FactScore(NamedTuple):
    """The score of one fact; `value` is None where the fact is unknown or only bounded."""

    score: Score
    value: float | None
    bounds: Interval


class DimensionScore(NamedTuple):
    """The weighted mean of a dimension's known scores, 0-100, and what it could still become.

    `coverage` is the known share of the dimension's score weight.
    """

    name: str
    value: float | None
    bounds: Interval
    coverage: float


class Repetition(NamedTuple):
    """A reason for leaving a past job that the offer shows again; `place` is the job's in the history."""

    reason: str
    job: str
    says: str
    place: int


class Evaluation(NamedTuple):
    """Everything that follows from one set of facts and one set of rules."""

    verdict: Verdict
    row: Row
    on_merits: Verdict
    merits_row: Row
    could_become: tuple[Verdict, ...]
    outcomes: tuple[RuleOutcome, ...]
    scores: tuple[FactScore, ...]
    dimensions: tuple[DimensionScore, ...]
    overall: DimensionScore
    facts: Mapping[str, Fact]
    decisions: Mapping[str, Value | None]
    repetitions: tuple[Repetition, ...]
    waived: frozenset[str]
    unused_waivers: tuple[Waiver, ...]

    @property
    def firm(self) -> bool:
        """Whether no completion of the unknown facts gives another verdict."""
        return not self.could_become


def evaluate(
    facts: Mapping[str, Fact],
    rules: RuleSet,
    *,
    as_of: datetime.date,
    history: Sequence[PastJob] | None = None,
    waivers: Sequence[Waiver] = (),
) -> Evaluation:
    """Judge the facts by the rules.

    The verdict counts unknown rules as not fired and leaves unknown scores out; `could_become`
    holds every other verdict that some completion of the unknown facts would give.
    """
    facts, repetitions = _with_patterns(facts, rules, history)
    values = {name: fact.value for name, fact in facts.items()}
    waived = {waiver.rule: waiver for waiver in waivers if not _expired(waiver, as_of)}
    aside = [i for i, rule in enumerate(rules.rules) if rule.entry.off or rule.id in waived]
    outcomes = _outcomes(rules.rules, rules.truths(values), aside, waived)
    scores = tuple(fact_score(score, facts.get(score.fact.name)) for score in rules.scores)
    dimensions = _dimensions(scores, rules)
    overall = _overall(dimensions, rules)
    decisions = _decisions(outcomes, dimensions, overall)
    row = _first(rules.rows, values | decisions)
    merits_row = (
        _first([r for r in rules.rows if not r.entry.situational], values | decisions)
        if row.entry.situational
        else row
    )
    bounded = {name: fact.could_be for name, fact in facts.items() if fact.could_be is not None}
    could_be = values | bounded
    states = list(rules.truths(could_be, completing=True))
    for index in aside:
        states[index] = False
    possible = _possible(
        rules.rows, could_be | _possible_decisions(states, dimensions, overall, rules)
    )
    return Evaluation(
        verdict=row.entry.verdict,
        row=row,
        on_merits=merits_row.entry.verdict,
        merits_row=merits_row,
        could_become=tuple(verdict for verdict in possible if verdict != row.entry.verdict),
        outcomes=outcomes,
        scores=scores,
        dimensions=dimensions,
        overall=overall,
        facts=facts,
        decisions=decisions,
        repetitions=repetitions,
        waived=frozenset(waived),
        unused_waivers=_unused(waivers, outcomes),
    )


def deciding_rules(row: Row, evaluation: Evaluation) -> tuple[RuleOutcome, ...]:
    """The fired rules that a verdict row counted, in the order of the rule file."""
    values = {name: fact.value for name, fact in evaluation.facts.items()}
    holding = supports(row.when, values | dict(evaluation.decisions))
    named = {test.fact for test in holding if _asks_for_presence(test)}
    return tuple(
        outcome
        for outcome in evaluation.outcomes
        if outcome.outcome == "fired"
        and (outcome.rule.flag in named or outcome.rule.counts & named)
    )


def _asks_for_presence(test: Comparison) -> bool:
    """Whether a comparison asks for something to be there rather than for its absence."""
    return test.operator not in {"at_most", "below"} and test.threshold not in (0.0, False)


def _expired(waiver: Waiver, as_of: datetime.date) -> bool:
    return waiver.until is not None and waiver.until < as_of


def _unused(waivers: Sequence[Waiver], outcomes: Sequence[RuleOutcome]) -> tuple[Waiver, ...]:
    return tuple(
        waiver
        for waiver in waivers
        if not any(item.outcome == "waived" and item.rule.id == waiver.rule for item in outcomes)
    )


_OUTCOMES: dict[Truth, Outcome] = {True: "fired", False: "clear", None: "unknown"}


def _outcomes(
    rules: Sequence[Rule],
    truths: Sequence[Truth],
    aside: Iterable[int],
    waived: Mapping[str, Waiver],
) -> tuple[RuleOutcome, ...]:
    """What becomes of each rule; those at the places `aside` are off, or waived where they hold."""
    outcomes = list(map(RuleOutcome, rules, map(_OUTCOMES.__getitem__, truths)))
    for index in aside:
        outcomes[index] = _set_aside(rules[index], truths[index], waived)
    return tuple(outcomes)


def _set_aside(rule: Rule, truth: Truth, waived: Mapping[str, Waiver]) -> RuleOutcome:
    """What becomes of a rule that is off, or that the candidate waived."""
    if rule.entry.off:
        return RuleOutcome(rule, "off")
    if truth:
        return RuleOutcome(rule, "waived", waived[rule.id])
    return RuleOutcome(rule, _OUTCOMES[truth])


def fact_score(score: Score, fact: Fact | None) -> FactScore:
    """The score of a fact; where a word states it, of the figure that the word stands for."""
    if fact is None or fact.value is None:
        return FactScore(score, None, score.range)
    found = score_of(score, fact.value)
    bounds = found if fact.could_be is None else score_of(score, fact.could_be)
    if fact.typical is not None:
        return FactScore(score, score_of(score, fact.typical).low, bounds)
    return FactScore(score, found.low if found.is_point else None, bounds)


def parts_of(scores: Iterable[FactScore], rules: RuleSet) -> dict[str, list[Part]]:
    """The parts of the mean of each dimension, in the order of the scores."""
    parts: dict[str, list[Part]] = {name: [] for name in rules.dimensions}
    for item in scores:
        parts[item.score.dimension].append(part_of(item))
    return parts


def part_of(item: FactScore) -> Part:
    """A score as part of the mean of its dimension."""
    return Part(item.score.weight, item.value, item.bounds)


def _dimensions(scores: Iterable[FactScore], rules: RuleSet) -> tuple[DimensionScore, ...]:
    parts = parts_of(scores, rules)
    return tuple(DimensionScore(name, *mean_of(tuple(own))) for name, own in parts.items())


def _overall(dimensions: Sequence[DimensionScore], rules: RuleSet) -> DimensionScore:
    weights = weights_of(rules)
    counted = [item for item in dimensions if item.name in weights]
    parts = [Part(weights[item.name], item.value, item.bounds) for item in counted]
    coverage = weighed([(weights[item.name], item.coverage) for item in counted])
    return DimensionScore("overall", mean(parts), mean_bounds(parts), coverage)


def weights_of(rules: RuleSet) -> dict[str, float]:
    """The weights of the dimensions that have scores."""
    scored = {score.dimension for score in rules.scores}
    return {
        name: entry.weight
        for name, entry in rules.dimensions.items()
        if entry.weight and name in scored
    }


_COUNTS = (
    "count.dealbreaker",
    "count.red_flag",
    "count.fixed_red_flag",
    "count.negotiable_red_flag",
    "count.caution",
    "count.negotiable_caution",
    "count.strength",
)


def _counted(fired: Iterable[Rule]) -> dict[str, float]:
    """How many rules outside the situational dimensions are among those that fired, by count."""
    counts = dict.fromkeys(_COUNTS, 0.0)
    for rule in fired:
        for name in rule.counts:
            counts[name] += 1
    return counts


def _decisions(
    outcomes: Sequence[RuleOutcome],
    dimensions: Sequence[DimensionScore],
    overall: DimensionScore,
) -> dict[str, Value | None]:
    """The decision facts of the verdict as it stands: unknown rules count as not fired."""
    decisions: dict[str, Value | None] = dict(
        _counted([rule for rule, outcome, _ in outcomes if outcome == "fired"])
    )
    decisions |= {rule.flag: outcome == "fired" for rule, outcome, _ in outcomes}
    for score in (*dimensions, overall):
        decisions[f"score.{score.name}"] = score.value
    decisions["coverage"] = overall.coverage
    return decisions


def _possible_decisions(
    states: Sequence[Truth],
    dimensions: Sequence[DimensionScore],
    overall: DimensionScore,
    rules: RuleSet,
) -> dict[str, Value | None]:
    """The decision facts bounded over every completion of the unknown facts.

    `states` say of each rule whether it fires in every completion, in none, or in some.
    """
    judged = list(zip(rules.rules, states, strict=True))
    least = _counted([rule for rule, state in judged if state])
    open_ones = _counted([rule for rule, state in judged if state is None])
    decisions: dict[str, Value | None] = {
        name: Interval(low, low + open_ones[name]) for name, low in least.items()
    }
    decisions |= {rule.flag: state for rule, state in judged}
    for score in (*dimensions, overall):
        decisions[f"score.{score.name}"] = None if score.value is None else score.bounds
    decisions["coverage"] = Interval(overall.coverage, 1.0)
    return decisions


def _first(rows: Sequence[Row], values: Mapping[str, Value | None]) -> Row:
    """The first row that holds; the last row of a rule file always does."""
    return next(row for row in rows if holds(row.when, values))


def _possible(rows: Sequence[Row], values: Mapping[str, Value | None]) -> tuple[Verdict, ...]:
    """The verdicts of every row that is not certainly false, down to one that is certainly true."""
    verdicts: dict[Verdict, None] = {}
    for row in rows:
        truth = holds(row.when, values, completing=True)
        if truth is not False:
            verdicts[row.entry.verdict] = None
        if truth:
            break
    return tuple(verdicts)


def _with_patterns(
    facts: Mapping[str, Fact], rules: RuleSet, history: Sequence[PastJob] | None
) -> tuple[dict[str, Fact], tuple[Repetition, ...]]:
    """Work out which reasons for leaving past jobs the offer shows again."""
    facts = dict(facts)
    if history is None or PATTERNS_FACT not in facts:
        return facts, ()
    values = {name: fact.value for name, fact in facts.items()}
    truths = _pattern_truths(values, rules, history)
    value = patterns_value(values, rules, history)
    possible = {name: fact.possible for name, fact in facts.items()}
    could_be = patterns_value(possible, rules, history)
    facts[PATTERNS_FACT] = facts[PATTERNS_FACT]._replace(
        value=value,
        basis="derived",
        note="the patterns of the rule file",
        could_be=could_be if isinstance(could_be, Interval) and could_be != value else None,
    )
    says = {pattern.reason: pattern.entry.says for pattern in rules.patterns}
    repetitions = tuple(
        Repetition(reason, job.title or "a past job", says[reason], place)
        for place, job in enumerate(history)
        for reason in job.left_because or ()
        if truths.get(reason)
    )
    return facts, repetitions


def patterns_value(
    values: Mapping[str, Value | None], rules: RuleSet, history: Sequence[PastJob]
) -> Value:
    """How many reasons for leaving past jobs the offer shows again; bounded while some are open."""
    truths = _pattern_truths(values, rules, history).values()
    sure = float(sum(truth is True for truth in truths))
    open_ones = sum(truth is None for truth in truths)
    return Interval(sure, sure + open_ones) if open_ones else sure


def _pattern_truths(
    values: Mapping[str, Value | None], rules: RuleSet, history: Sequence[PastJob]
) -> dict[str, Truth]:
    reasons = {reason for job in history for reason in job.left_because or ()}
    return {p.reason: holds(p.when, values) for p in rules.patterns if p.reason in reasons}

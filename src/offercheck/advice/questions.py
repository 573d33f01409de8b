"""What to ask: each unknown fact tried at one value from each cell, and what the verdict would be.

The thresholds of the rules and scores cut the values of a fact into cells within which nothing
turns, so one value a cell stands for every answer.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from offercheck.advice.trials import Trial, Trials
from offercheck.evaluation import PATTERNS_FACT, Evaluation
from offercheck.facts.asks import ENTRY_ASKS
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import entries_done_without, following
from offercheck.facts.known import Exact, Value
from offercheck.facts.record import Record
from offercheck.interval import Interval
from offercheck.rules.cells import cells_of
from offercheck.rules.conditions import comparisons_in, holds
from offercheck.rules.model import RuleSet, Verdict

FACT = "fact."


class Answer(NamedTuple):
    """A range of answers in words, such as `under 12 months`, and the verdict they lead to.

    `about` says what the answer measures, where that is not what is asked for itself.
    """

    fact: str
    about: str
    answer: str
    verdict: Verdict


class Question(NamedTuple):
    """Something unknown that is worth finding out.

    `entry` is what to fill in. `answers` are the ranges of answers that alone lead to another
    verdict than now, and `leads_to` those verdicts. `swing` is how far apart the answers put the
    overall score, 0-100. `rules` are the rules that wait for it, and `score_weight` is the share of
    the overall score, 0-1, that it would make known.
    """

    entry: str
    fact: str
    ask: str
    of: Literal["yourself", "the employer"]
    why_unknown: str
    leads_to: tuple[Verdict, ...]
    answers: tuple[Answer, ...]
    swing: float
    rules: tuple[str, ...]
    score_weight: float


class _Tried(NamedTuple):
    """What each cell of one unknown fact comes to."""

    fact: Fact
    cells: tuple[tuple[Exact, Trial], ...]
    thresholds: Collection[Exact]


def questions(
    evaluation: Evaluation, rules: RuleSet, trials: Trials, record: Record | None = None
) -> tuple[Question, ...]:
    """Every question: first those whose answer alone can change the verdict, then by the swing.

    With the record that the facts were worked out from, an answer also replaces what was worked out
    without it, such as the market wage for an unknown level.
    """
    thresholds = trials.thresholds
    resting = _resting_on(evaluation)
    weights = _weights(evaluation, rules)
    values: dict[str, Value | None] = {name: fact.value for name, fact in evaluation.facts.items()}
    unknown = {item.rule.id for item in evaluation.outcomes if item.outcome == "unknown"}
    ranked = []
    for order, (entry, names) in enumerate(_waiting_facts(evaluation.facts, record).items()):
        tried = [
            _try(evaluation.facts[name], thresholds.get(name, ()), trials, evaluation, record)
            for name in names
            if (name in thresholds or name in resting) and name != PATTERNS_FACT
        ]
        answers = tuple(
            answer for item in tried for answer in _answers(item, entry, evaluation, trials)
        )
        held_up = _waiting_rules(tried, unknown, values, trials)
        held_up |= {rule for name in names for rule in resting.get(name, ())}
        weight = sum(weights[name] for name in names)
        if not held_up and not weight and not answers:
            continue
        fact = evaluation.facts[answers[0].fact if answers else names[0]]
        question = Question(
            entry,
            fact.name,
            ENTRY_ASKS.get(entry, fact.definition.ask),
            "yourself" if fact.definition.yourself else "the employer",
            fact.note,
            tuple(dict.fromkeys(answer.verdict for answer in answers)),
            answers,
            max((_swing(item, evaluation) for item in tried), default=0.0),
            tuple(rule.id for rule in rules.rules if rule.id in held_up),
            weight,
        )
        ranked.append((not answers, -question.swing, -weight, order, question))
    return tuple(item[-1] for item in sorted(ranked, key=lambda item: item[:-1]))


def _waiting_facts(facts: Mapping[str, Fact], record: Record | None) -> dict[str, list[str]]:
    """For each entry that is missing, the facts that wait for it, in the order of the catalogue.

    A number that a formula only bounds waits for the first entry that it was worked out without.
    """
    waiting: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.value is None:
            for entry in fact.inputs or (fact.name,):
                waiting.setdefault(entry, []).append(fact.name)
        elif isinstance(fact.value, Interval) and fact.typical is None and record is not None:
            for entry in entries_done_without(record, fact.definition)[:1]:
                waiting.setdefault(entry, []).append(fact.name)
    return waiting


def _try(
    fact: Fact,
    thresholds: Collection[Exact],
    trials: Trials,
    evaluation: Evaluation,
    record: Record | None,
) -> _Tried:
    tried = []
    for cell in cells_of(fact.definition, thresholds):
        answered = fact._replace(value=cell, basis="stated")
        others = following(record, evaluation.facts, answered) if record is not None else {}
        tried.append((cell, trials.change({**others, fact.name: answered})))
    return _Tried(fact, tuple(tried), thresholds)


def _answers(tried: _Tried, entry: str, evaluation: Evaluation, trials: Trials) -> Iterator[Answer]:
    """Neighbouring cells that lead to the same other verdict, as one answer in words."""
    definition, cells = tried.fact.definition, tried.cells
    # A yes or no is one to the fact, which may be asked for in other words.
    itself = definition.inputs == (entry,) or definition.kind in {"choice", "count"}
    about = "" if itself and definition.kind != "flag" else definition.statement
    if not definition.is_number:
        for verdict in dict.fromkeys(trial.verdict for _, trial in cells):
            words = [definition.show(cell) for cell, trial in cells if trial.verdict == verdict]
            if verdict != evaluation.verdict:
                yield Answer(definition.name, about, " or ".join(words), verdict)
        return
    groups = itertools.groupby(range(len(cells)), lambda index: cells[index][1].verdict)
    for verdict, indices in groups:
        span = list(indices)
        if verdict != evaluation.verdict:
            words_of = _Range(tried, trials, verdict)
            text = words_of.words(span[0], span[-1])
            yield Answer(definition.name, about, text, verdict)


class _Range:
    """Says which numbers lead to a verdict, as far as that has been tried.

    Between two thresholds a score can turn the verdict anywhere: a range reaches up to a threshold
    only where a number right beside it comes to the same.
    """

    def __init__(self, tried: _Tried, trials: Trials, verdict: Verdict) -> None:
        self._fact = tried.fact
        self._values = [float(cell) for cell, _ in tried.cells]
        self._thresholds = tried.thresholds
        self._trials = trials
        self._verdict = verdict
        self._show = tried.fact.definition.show

    def words(self, first: int, last: int) -> str:
        """The values from one cell to another, such as `under 12 months`."""
        low, high = self._lower(first), self._upper(last)
        if not low or not high:
            return (
                low.removeprefix("from ") + " or more"
                if low.startswith("from ")
                else (
                    low
                    or (high if high.startswith("under ") else f"{high} or less" if high else "any")
                )
            )
        if first == last and self._values[first] in self._thresholds:
            return high
        return f"{low} to {high}"

    def _lower(self, index: int) -> str:
        if index == 0:
            return ""
        value, before = self._values[index], self._values[index - 1]
        if value not in self._thresholds and self._agrees(math.nextafter(before, math.inf)):
            return f"over {self._show(before)}"
        return f"from {self._show(value)}"

    def _upper(self, index: int) -> str:
        if index == len(self._values) - 1:
            return ""
        value, after = self._values[index], self._values[index + 1]
        if value not in self._thresholds and self._agrees(math.nextafter(after, -math.inf)):
            return f"under {self._show(after)}"
        return self._show(value)

    def _agrees(self, value: float) -> bool:
        if self._fact.definition.kind == "count":
            return True  # no count lies between a cell and the threshold beside it
        changed = self._fact._replace(value=value, basis="stated")
        return self._trials.change({self._fact.name: changed}).verdict == self._verdict


def _waiting_rules(
    tried: Sequence[_Tried],
    unknown: Collection[str],
    values: dict[str, Value | None],
    trials: Trials,
) -> set[str]:
    """The unknown rules that the answer to one of the facts alone would decide."""
    found: set[str] = set()
    for item in tried:
        name = item.fact.name
        for rule in trials.rules_on(name):
            if rule.id in unknown and any(
                holds(rule.when, values | {name: cell}) is not None for cell, _ in item.cells
            ):
                found.add(rule.id)
    return found


def _swing(tried: _Tried, evaluation: Evaluation) -> float:
    """How far apart the answers, and not knowing, put the overall score."""
    scores = [trial.overall for _, trial in tried.cells if trial.overall is not None]
    if evaluation.overall.value is not None:
        scores.append(evaluation.overall.value)
    return max(scores) - min(scores) if scores else 0.0


def _resting_on(evaluation: Evaluation) -> dict[str, list[str]]:
    """For each unknown fact, the rules that test a fact worked out without it, by a fallback."""
    fallbacks = {
        fact.name: [
            source.removeprefix(FACT).rstrip("?")
            for inputs in _sources(fact, evaluation.facts)
            for source in inputs
            if source.startswith(FACT) and source.endswith("?")
        ]
        for fact in evaluation.facts.values()
    }
    resting: dict[str, list[str]] = {}
    for item in evaluation.outcomes:
        for test in comparisons_in(item.rule.when):
            for name in fallbacks[test.fact]:
                if evaluation.facts[name].value is None:
                    resting.setdefault(name, []).append(item.rule.id)
    return resting


def _sources(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[tuple[str, ...]]:
    """The inputs of a fact, and of the facts that it was worked out from."""
    yield fact.definition.inputs
    for source in fact.definition.inputs:
        if source.startswith(FACT):
            yield facts[source.removeprefix(FACT).rstrip("?")].definition.inputs


def _weights(evaluation: Evaluation, rules: RuleSet) -> defaultdict[str, float]:
    """The share of the overall score, 0-1, that waits for each fact."""
    whole = sum(entry.weight for entry in rules.dimensions.values())
    shares: defaultdict[str, float] = defaultdict(float)
    for dimension, entry in rules.dimensions.items():
        scores = [item for item in evaluation.scores if item.score.dimension == dimension]
        total = sum(item.score.weight for item in scores)
        held: defaultdict[str, float] = defaultdict(float)
        for item in scores:
            if item.value is None:
                held[item.score.fact.name] += item.score.weight
        for name, weight in held.items():
            shares[name] += entry.weight / whole * weight / total if whole else 0.0
    return shares

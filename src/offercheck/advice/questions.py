"""What to ask: the unknown entries that rules and scores wait for, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from offercheck.evaluation import Evaluation, RuleOutcome
from offercheck.facts.definition import Fact
from offercheck.facts.known import Value
from offercheck.interval import above, below
from offercheck.rules.conditions import Truth, comparisons_in, holds
from offercheck.rules.model import RuleSet

FACT = "fact."


@dataclass(frozen=True, slots=True)
class Question:
    """Something unknown that is worth finding out.

    `entry` is what to fill in. `rules` are the rules that wait for it, and `score_weight` is the
    share of the overall score, 0-1, that it would make known.
    """

    entry: str
    fact: str
    ask: str
    of: Literal["yourself", "the employer"]
    why_unknown: str
    rules: tuple[str, ...]
    score_weight: float


def questions(evaluation: Evaluation, rules: RuleSet) -> tuple[Question, ...]:
    """Every question, those that dealbreakers, then red flags, then scores wait for first."""
    waiting = _waiting_facts(evaluation.facts)
    ranked = []
    for order, (entry, names) in enumerate(waiting.items()):
        fact = evaluation.facts[names[0]]
        held_up = [
            item
            for item in evaluation.outcomes
            if item.outcome in {"unknown", "fired", "clear"} and _waits(item, names, evaluation)
        ]
        weight = sum(_weight(name, evaluation, rules) for name in names)
        if not held_up and not weight:
            continue
        question = Question(
            entry,
            fact.name,
            fact.definition.ask,
            "yourself" if fact.definition.yourself else "the employer",
            fact.note,
            tuple(item.rule.id for item in held_up),
            weight,
        )
        ranked.append((*_rank(held_up, names, evaluation), -weight, order, question))
    return tuple(item[-1] for item in sorted(ranked, key=lambda item: item[:-1]))


def _waiting_facts(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """For each entry that is missing, the facts that wait for it, in the order of the catalogue."""
    waiting: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.value is None:
            for entry in fact.inputs or (fact.name,):
                waiting.setdefault(entry, []).append(fact.name)
    return waiting


def _waits(item: RuleOutcome, names: list[str], evaluation: Evaluation) -> bool:
    """Whether one of the facts alone would decide an unknown rule, or a rule rests on a fallback for it."""
    if item.outcome == "unknown" and any(
        _answers(item, name, evaluation) - {None} for name in names
    ):
        return True
    fallbacks = {f"{FACT}{name}?" for name in names}
    tested = {test.fact for test in comparisons_in(item.rule.when)}
    return any(fallbacks & set(inputs) for inputs in _sources(tested, evaluation.facts))


def _answers(item: RuleOutcome, name: str, evaluation: Evaluation) -> set[Truth]:
    """What a rule could become by the answer to one fact alone."""
    tests = list(comparisons_in(item.rule.when))
    values = {test.fact: evaluation.facts[test.fact].value for test in tests}
    return {
        holds(item.rule.when, values | {name: value})
        for test in tests
        if test.fact == name
        for value in _either_side(test.threshold)
    }


def _either_side(threshold: Value | tuple[Value, ...]) -> Iterator[Value]:
    """Values for which a comparison with the threshold comes out differently."""
    if isinstance(threshold, tuple):
        yield from threshold
        yield ""
    elif isinstance(threshold, bool):
        yield from (True, False)
    elif isinstance(threshold, float):
        yield from (below(threshold).high, threshold, above(threshold).low)
    else:
        yield from (threshold, "")


def _sources(tested: set[str], facts: Mapping[str, Fact]) -> Iterator[tuple[str, ...]]:
    """The inputs of the tested facts, and of the facts that those were worked out from."""
    for name in tested:
        inputs = facts[name].definition.inputs
        yield inputs
        for source in inputs:
            if source.startswith(FACT):
                yield facts[source.removeprefix(FACT).rstrip("?")].definition.inputs


def _weight(name: str, evaluation: Evaluation, rules: RuleSet) -> float:
    """The share of the overall score that waits for a fact."""
    whole = sum(entry.weight for entry in rules.dimensions.values())
    share = 0.0
    for dimension, entry in rules.dimensions.items():
        scores = [item for item in evaluation.scores if item.score.dimension == dimension]
        total = sum(item.score.weight for item in scores)
        held = sum(i.score.weight for i in scores if i.score.fact.name == name and i.value is None)
        share += entry.weight / whole * held / total if total and whole else 0.0
    return share


def _rank(held_up: list[RuleOutcome], names: list[str], evaluation: Evaluation) -> tuple[int, int]:
    """Answers that alone could make more dealbreakers, then more red flags fire come first."""
    severities = [
        item.rule.entry.severity
        for item in held_up
        if item.outcome == "unknown"
        and any(True in _answers(item, name, evaluation) for name in names)
    ]
    return (-severities.count("dealbreaker"), -severities.count("red_flag"))

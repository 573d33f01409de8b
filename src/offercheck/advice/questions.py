"""What to ask: the unknown entries that rules and scores wait for, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from offercheck.evaluation import Evaluation, RuleOutcome
from offercheck.facts.definition import Fact
from offercheck.facts.known import Exact
from offercheck.interval import above, below
from offercheck.rules.conditions import comparisons_in, holds
from offercheck.rules.model import RuleSet

FACT = "fact."


class Question(NamedTuple):
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
    resting = _resting_on(evaluation)
    ranked = []
    for order, (entry, names) in enumerate(waiting.items()):
        open_rules = [
            (item, answers)
            for item in evaluation.outcomes
            if item.outcome == "unknown" and (answers := _answers(item, names, evaluation))
        ]
        held_up = {item.rule.id for item, _ in open_rules}
        held_up |= {rule for name in names for rule in resting.get(name, ())}
        weight = sum(_weight(name, evaluation, rules) for name in names)
        if not held_up and not weight:
            continue
        fact = evaluation.facts[names[0]]
        question = Question(
            entry,
            fact.name,
            fact.definition.ask,
            "yourself" if fact.definition.yourself else "the employer",
            fact.note,
            tuple(rule.id for rule in rules.rules if rule.id in held_up),
            weight,
        )
        ranked.append((*_rank(open_rules), -weight, order, question))
    return tuple(item[-1] for item in sorted(ranked, key=lambda item: item[:-1]))


def _waiting_facts(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """For each entry that is missing, the facts that wait for it, in the order of the catalogue."""
    waiting: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.value is None:
            for entry in fact.inputs or (fact.name,):
                waiting.setdefault(entry, []).append(fact.name)
    return waiting


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


def _answers(item: RuleOutcome, names: list[str], evaluation: Evaluation) -> set[bool]:
    """What an unknown rule could become by the answer to one of the facts alone."""
    tests = [test for test in comparisons_in(item.rule.when) if test.fact in names]
    if not tests:
        return set()
    values = {
        test.fact: evaluation.facts[test.fact].value for test in comparisons_in(item.rule.when)
    }
    truths = {
        holds(item.rule.when, values | {test.fact: value})
        for test in tests
        if test.operator != "known"
        for value in _either_side(test.threshold)
    }
    return {truth for truth in truths if truth is not None}


def _either_side(threshold: Exact | tuple[Exact, ...]) -> Iterator[Exact]:
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


def _rank(open_rules: list[tuple[RuleOutcome, set[bool]]]) -> tuple[int, int]:
    """Answers that alone could make more dealbreakers, then more red flags fire come first."""
    could_fire = [item.rule.entry.severity for item, answers in open_rules if True in answers]
    return (-could_fire.count("dealbreaker"), -could_fire.count("red_flag"))

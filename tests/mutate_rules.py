"""Changes the default rules one place at a time and runs their tests: `python tests/mutate_rules.py`.

Every rule is turned off, every number of a condition moved by a step or its end let in or out, every
word changed, every verdict row taken out, every point of a value function moved and every weight
changed. A change that no test of tests/default_rules.yaml notices is printed. The exit code is 1
where it is a rule that was turned off, or a condition of a red flag or dealbreaker.

No test can notice whether coverage of exactly 6% or 11.5% counts: by the weights of the default
rules coverage is a sum of 35/18, 30/12, 25/18 and 10/16 percent, which are 140, 180, 100 and 45 of
72 parts of a percent, all divisible by 5; 6% are 432 such parts and 11.5% are 828.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from offercheck.assessment import assess
from offercheck.evaluation import evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact, FactDefinition
from offercheck.market.wages import Database
from offercheck.rule_tests.comparison import compare
from offercheck.rule_tests.reading import PreparedTest, prepare, read_tests
from offercheck.rules.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Comparison,
    Condition,
    Not,
    walk,
)
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet, Score

TESTS = Path(__file__).with_name("default_rules.yaml")
GRAVE = {"red_flag", "dealbreaker"}
STEPS = {"ratio": 0.01, "share": 0.01, "change": 0.01, "rating": 0.1}
SCORE_STEP = 5.0


class ReadyTest(NamedTuple):
    """A test with its facts worked out, which no change of a rule affects."""

    test: PreparedTest
    facts: dict[str, Fact]


class Mutant(NamedTuple):
    """The rules with one change, what was changed, and whether some test must notice it.

    `concerns` tells which tests are likely to, so that they are tried first.
    """

    what: str
    rules: RuleSet
    concerns: Callable[[ReadyTest], bool]
    must_be_noticed: bool = False


@cache
def default_rules() -> RuleSet:
    """The rules that are changed."""
    return load_rules(packaged_rules())


@cache
def ready_tests() -> tuple[ReadyTest, ...]:
    """The tests of the default rules."""
    rules, database = default_rules(), Database()
    tests = prepare(read_tests([str(TESTS)]), rules)
    return tuple(
        ReadyTest(test, dict(assess(test.case, rules, test.as_of, database).evaluation.facts))
        for test in tests
    )


def is_noticed(mutant: Mutant, tests: Sequence[ReadyTest]) -> bool:
    """Whether some test fails by the changed rules."""
    likely_first = sorted(tests, key=lambda item: not mutant.concerns(item))
    return any(_fails(item, mutant.rules) for item in likely_first)


def _fails(item: ReadyTest, rules: RuleSet) -> bool:
    test, facts = item
    found = evaluate(
        facts,
        rules,
        as_of=test.as_of,
        history=test.case.candidate.history,
        waivers=test.case.candidate.waive or (),
    )
    return next(compare(test.expect, found), None) is not None


def rule_mutants(name: str | None = None) -> Iterator[Mutant]:
    """Each rule turned off, and each test in its condition changed."""
    rules = default_rules()
    for index, rule in enumerate(rules.rules):
        if name not in {None, rule.id}:
            continue
        concerns = partial(_expects_of_rule, rule.id)
        off = rule._replace(entry=rule.entry._replace(off=True))
        mutated = _with_rule(rules, index, off)
        yield Mutant(f"rule {rule.id} off", mutated, concerns, must_be_noticed=True)
        for what, when in changed_conditions(rule.when):
            mutated = _with_rule(rules, index, rule._replace(when=when))
            named = f"rule {rule.id} ({rule.entry.severity}): {what}"
            is_grave = rule.entry.severity in GRAVE
            yield Mutant(named, mutated, concerns, must_be_noticed=is_grave)


def _expects_of_rule(rule: str, item: ReadyTest) -> bool:
    return rule in (item.test.expect.rules or {})


def _with_rule(rules: RuleSet, index: int, rule: Any) -> RuleSet:
    changed = (*rules.rules[:index], rule, *rules.rules[index + 1 :])
    return rules._replace(rules=changed, truths=partial(walk, [item.when for item in changed]))


def rows_taken_out() -> Iterator[Mutant]:
    """Each verdict row but the last taken out."""
    rules = default_rules()
    for index, row in enumerate(rules.rows[:-1]):
        # The row stays known by its name, but is never reached.
        rows = (*rules.rows[:index], *rules.rows[index + 1 :], row._replace(when=ALWAYS))
        yield Mutant(f"row {row.id} out", rules._replace(rows=rows), partial(_expects_row, row.id))


def row_mutants() -> Iterator[Mutant]:
    """Each test in the condition of each verdict row changed."""
    rules = default_rules()
    for index, row in enumerate(rules.rows):
        for what, when in changed_conditions(row.when):
            rows = (*rules.rows[:index], row._replace(when=when), *rules.rows[index + 1 :])
            mutated = rules._replace(rows=rows)
            yield Mutant(f"row {row.id}: {what}", mutated, partial(_expects_row, row.id))


def _expects_row(row: str, item: ReadyTest) -> bool:
    return row in {item.test.expect.row, item.test.expect.merits_row}


def score_mutants() -> Iterator[Mutant]:
    """Each point of a value function moved, and each weight made half as much again."""
    rules = default_rules()
    for index, score in enumerate(rules.scores):
        changes: list[tuple[str, Any]] = [("weight", score._replace(weight=score.weight * 1.5))]
        values = score.table or dict(score.points)
        for value, given in values.items():
            moved = Score.of(
                score.id,
                score.dimension,
                score.weight,
                score.fact,
                {**values, value: _moved(given)},
            )
            changes.append((f"score of {score.fact.show(value)}", moved))
        for what, changed in changes:
            scores = (*rules.scores[:index], changed, *rules.scores[index + 1 :])
            mutated = rules._replace(scores=scores)
            concerns = partial(_expects_score_of, score.fact.name)
            yield Mutant(f"score {score.id}: {what}", mutated, concerns)


def _expects_score_of(fact: str, item: ReadyTest) -> bool:
    return item.test.expect.scores is not None and item.facts[fact].value is not None


def _moved(score: float) -> float:
    return score + SCORE_STEP if score < SCORE_STEP * 19 else score - SCORE_STEP


def changed_conditions(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """The condition with one of its tests changed, one way after the other."""
    if isinstance(condition, Comparison):
        yield from _changed_tests(condition)
    elif isinstance(condition, Not):
        yield from ((what, Not(part)) for what, part in changed_conditions(condition.part))
    else:
        build: Callable[[Any], Condition] = All if isinstance(condition, All) else AnyOf
        for index, part in enumerate(condition.parts):
            for what, changed in changed_conditions(part):
                yield (
                    what,
                    build((*condition.parts[:index], changed, *condition.parts[index + 1 :])),
                )


def _changed_tests(test: Comparison) -> Iterator[tuple[str, Condition]]:
    """The test with its number moved by a step or its end let in or out, or its words changed."""
    definition = CATALOGUE.get(test.fact)
    swapped = {"below": "at_most", "at_most": "below", "above": "at_least", "at_least": "above"}
    if test.operator in swapped and isinstance(test.threshold, float):
        for step in (-_step(test.fact, definition), _step(test.fact, definition)):
            moved = round(test.threshold + step, 9)
            yield f"{test.fact} {test.operator} {moved:g}", test._replace(threshold=moved)
        operator = swapped[test.operator]
        yield f"{test.fact} {operator} {test.threshold:g}", test._replace(operator=operator)
    elif isinstance(test.threshold, tuple):
        for choice in definition.choices if definition else ():
            others = tuple(word for word in test.threshold if word != choice)
            words = others if choice in test.threshold else (*test.threshold, choice)
            yield f"{test.fact} one of {words}", test._replace(threshold=words)
    else:
        yield f"not {test.fact} {test.operator} {test.threshold}", Not(test)


def _step(fact: str, definition: FactDefinition | None) -> float:
    if fact == "coverage":
        return 0.005
    return STEPS.get(definition.kind, 1.0) if definition else 1.0


def main() -> None:
    """Print every change that no test notices."""
    tests = ready_tests()
    mutants = [*rule_mutants(), *rows_taken_out(), *row_mutants(), *score_mutants()]
    missed = [mutant for mutant in mutants if not is_noticed(mutant, tests)]
    for mutant in missed:
        mark = "MISSED" if mutant.must_be_noticed else "missed"
        sys.stdout.write(f"{mark} {mutant.what}\n")
    grave = sum(mutant.must_be_noticed for mutant in missed)
    sys.stdout.write(f"{len(mutants)} changes, {len(missed)} not noticed, {grave} of those grave\n")
    sys.exit(bool(grave))


if __name__ == "__main__":
    main()

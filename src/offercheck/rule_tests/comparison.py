"""What a test expects beside what an evaluation found, and why it is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offercheck.evaluation import Evaluation, RuleOutcome, deciding_rules
from offercheck.facts.definition import Fact
from offercheck.quantities import format_number
from offercheck.rule_tests.model import DECIMALS, UNKNOWN, Expectations, ScoreTest
from offercheck.rules.conditions import Comparison, comparison_holds, comparisons_in
from offercheck.rules.model import Row
from offercheck.rules.wording import operator_word, wanted


class Failure(NamedTuple):
    """One expectation that was not met, with what led to what was found instead."""

    what: str
    expected: str
    found: str
    because: tuple[str, ...] = ()


def compare(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    """Every expectation that an evaluation does not meet."""
    for what, expected, actual, row in (
        ("verdict", expect.verdict, found.verdict, found.row),
        ("on_merits", expect.on_merits, found.on_merits, found.merits_row),
        ("row", expect.row, found.row.id, found.row),
        ("merits_row", expect.merits_row, found.merits_row.id, found.merits_row),
    ):
        if expected is not None and expected != actual:
            yield Failure(what, expected, actual, (_decided_by(row, found),))
    yield from _bounds(expect, found)
    yield from _rules(expect, found)
    yield from _scores(expect, found)


def _decided_by(row: Row, found: Evaluation) -> str:
    fired = ", ".join(item.rule.id for item in deciding_rules(row, found))
    return f"decided by row {row.id}" + (f": {fired} fired" if fired else "")


def _bounds(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    if expect.firm is not None and expect.firm != found.firm:
        because = (f"could become {_verdicts(found.could_become)}",)
        yield Failure("firm", _flag(expect.firm), _flag(found.firm), because)
    if expect.could_become is not None and set(expect.could_become) != set(found.could_become):
        yield Failure("could_become", _verdicts(expect.could_become), _verdicts(found.could_become))


def _verdicts(verdicts: Sequence[str]) -> str:
    return ", ".join(sorted(verdicts)) or "nothing else"


def _flag(value: bool) -> str:  # noqa: FBT001 - a value to print
    return str(value).lower()


def _rules(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    outcomes = {item.rule.id: item for item in found.outcomes}
    for rule, expected in (expect.rules or {}).items():
        item = outcomes[rule]
        if item.outcome != expected:
            because = tuple(_reasons(item, found))
            yield Failure(f"rule {rule}", expected, item.outcome, because)


def _reasons(item: RuleOutcome, found: Evaluation) -> Iterator[str]:
    """Why a rule came to its outcome: each of its tests with the value that it met."""
    if item.outcome == "off":
        yield "the rule file turns it off"
        return
    if item.waiver is not None:
        yield f"the candidate waives it: {item.waiver.reason}"
    for test in comparisons_in(item.rule.when):
        yield _test(test, found.facts[test.fact])


def _test(test: Comparison, fact: Fact) -> str:
    """A test with the value that it met, in words."""
    value = "not known" if fact.value is None else fact.definition.show(fact.value)
    answer = {True: "holds", False: "does not hold", None: "unknown"}
    asked = wanted(test, {test.fact: fact.definition})
    return f"{test.fact} is {value}, wanted {asked}: {answer[comparison_holds(test, fact.value)]}"


def _scores(expect: Expectations, found: Evaluation) -> Iterator[Failure]:
    scores = {item.name: item.value for item in (*found.dimensions, found.overall)}
    for name, expected in (expect.scores or {}).items():
        if not expected.is_met_by(scores[name]):
            yield Failure(f"score {name}", _score_wanted(expected), _score_found(scores[name]))


def _score_wanted(expected: ScoreTest) -> str:
    if expected.unknown:
        return UNKNOWN
    words = (
        f"{'' if operator == 'is' else operator_word(operator) + ' '}{_number(bound)}"
        for operator, bound in expected.comparisons
    )
    return " and ".join(words)


def _score_found(score: float | None) -> str:
    return UNKNOWN if score is None else _number(score)


def _number(value: float) -> str:
    return format_number(value, DECIMALS)

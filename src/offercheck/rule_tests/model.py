"""A file of rule tests: its shape, and what a test may expect."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from offercheck.document import STANDARD_INPUT
from offercheck.evaluation import Outcome
from offercheck.fields import MOST_ITEMS, Date, Model, Reading, Text
from offercheck.quantities import QuantityError, parse_number
from offercheck.rules.conditions import ORDERED, Comparison, comparison_holds
from offercheck.rules.model import Id, Verdict

UNKNOWN = "unknown"
LOWEST, HIGHEST = 0.0, 100.0
MOST_TESTS = 20_000
DECIMALS = 2


class ScoreTest(NamedTuple):
    """What a score must be: unknown, or all comparisons of an operator with a number, 0-100."""

    unknown: bool
    comparisons: tuple[tuple[str, float], ...] = ()

    def is_met_by(self, score: float | None) -> bool:
        """Whether a score is as wanted; it is compared as rounded to two decimals."""
        if score is None or self.unknown:
            return self.unknown and score is None
        value = round(score, DECIMALS)
        return all(
            comparison_holds(Comparison("score", operator, bound), value)
            for operator, bound in self.comparisons
        )


def _score_test(value: Any) -> ScoreTest:
    expected = "a score from 0 to 100, `unknown`, or bounds such as {at_least: 60, below: 80}"
    if value == UNKNOWN:
        return ScoreTest(unknown=True)
    bounds = value if isinstance(value, dict) else {"is": value}
    if not bounds or (isinstance(value, dict) and not set(bounds) <= set(ORDERED)):
        raise QuantityError(expected)
    try:
        read = tuple((operator, parse_number(bound)) for operator, bound in bounds.items())
    except QuantityError:
        raise QuantityError(expected) from None
    if not all(LOWEST <= bound <= HIGHEST for _, bound in read):
        raise QuantityError(expected)
    return ScoreTest(unknown=False, comparisons=read)


_NUMBER = {"type": "number", "minimum": LOWEST, "maximum": HIGHEST}
_SCORE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"const": UNKNOWN},
        _NUMBER,
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": dict.fromkeys(ORDERED, _NUMBER),
        },
    ]
}


def _input(value: Any) -> str | dict[str, Any]:
    if isinstance(value, dict) or (isinstance(value, str) and value not in {"", STANDARD_INPUT}):
        return value
    raise QuantityError("the path of a file beside this one, or a mapping")


_INPUT_SCHEMA = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "object"}]}
Input = Annotated[str | dict[str, Any], Reading(_input, _INPUT_SCHEMA)]


Entries = Annotated[dict[Text, Any], Field(max_length=MOST_ITEMS)]


class Expectations(Model):
    """What must become of a case. At least one thing must be expected."""

    verdict: Verdict | None = None
    on_merits: Verdict | None = None
    firm: bool | None = None
    could_become: list[Verdict] | None = Field(
        default=None, description="every other verdict that is possible, in any order"
    )
    row: Id | None = Field(default=None, description="the verdict row that decides")
    merits_row: Id | None = Field(default=None, description="the row that decides on the merits")
    rules: dict[Id, Outcome] | None = None
    scores: dict[Text, Annotated[ScoreTest, Reading(_score_test, _SCORE_SCHEMA)]] | None = None

    @model_validator(mode="after")
    def _something_is_expected(self) -> Expectations:
        if not any(getattr(self, name) is not None for name in type(self).model_fields):
            raise QuantityError("at least one expectation, such as `verdict: negotiate`")
        return self


class RuleTest(Model):
    """One case and what must become of it.

    `offer` and `candidate` are paths beside the file of tests, or written out. Without an offer the
    case is made of `facts` alone; a candidate.yaml that happens to stand beside an offer is not read.
    """

    name: Text
    offer: Input | None = None
    candidate: Input | None = None
    set: Entries | None = Field(
        default=None, description="entries laid over the offer, as in pay.base: 131000"
    )
    facts: Entries | None = Field(default=None, description="facts stated directly")
    as_of: Date | None = None
    expect: Expectations


class RuleTestFile(Model):
    """A file of rule tests. `as_of` is the day of every test that states none."""

    version: Literal[1]
    rules: Text | None = Field(default=None, description="`default`, or a path beside this file")
    as_of: Date | None = None
    tests: list[RuleTest] = Field(min_length=1, max_length=MOST_TESTS)

"""A file of rule tests: its shape, and what a test may expect."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from offercheck.evaluation import Outcome
from offercheck.fields import Date, Model, Reading, Text
from offercheck.quantities import QuantityError, parse_number
from offercheck.rules.conditions import ORDERED
from offercheck.rules.model import Id, Verdict

UNKNOWN = "unknown"
LOWEST, HIGHEST = 0.0, 100.0
MOST_TESTS = 20_000


class ScoreTest(NamedTuple):
    """What a score must be: `unknown`, or every comparison of an operator with a number, 0-100."""

    unknown: bool
    comparisons: tuple[tuple[str, float], ...] = ()


SCORE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"const": UNKNOWN},
        {"type": "number", "minimum": LOWEST, "maximum": HIGHEST},
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                name: {"type": "number", "minimum": LOWEST, "maximum": HIGHEST} for name in ORDERED
            },
        },
    ]
}


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


class Expectations(Model):
    """What must become of a case. At least one thing must be expected."""

    verdict: Verdict | None = None
    on_merits: Verdict | None = None
    firm: bool | None = None
    could_become: list[Verdict] | None = None
    row: Id | None = Field(default=None, description="the verdict row that decides")
    merits_row: Id | None = Field(default=None, description="the row that decides on the merits")
    rules: dict[Id, Outcome] | None = None
    scores: dict[Text, Annotated[ScoreTest, Reading(_score_test, SCORE_SCHEMA)]] | None = None

    @model_validator(mode="after")
    def _something_is_expected(self) -> Expectations:
        if not any(getattr(self, name) is not None for name in type(self).model_fields):
            raise QuantityError("at least one expectation, such as `verdict: negotiate`")
        return self


class RuleTest(Model):
    """One case and what must become of it.

    `offer` and `candidate` are paths beside the file of tests, or written out; without an offer the
    case is made of `facts` alone.
    """

    name: Text
    offer: Text | dict[str, Any] | None = None
    candidate: Text | dict[str, Any] | None = None
    set: dict[Text, Any] | None = Field(
        default=None, description="entries laid over the offer, as in pay.base: 131000"
    )
    facts: dict[Text, Any] | None = Field(default=None, description="facts stated directly")
    as_of: Date | None = None
    expect: Expectations


class RuleTestFile(Model):
    """A file of rule tests. `as_of` is the day of every test that states none."""

    version: Literal[1]
    rules: Text | None = Field(default=None, description="`default`, or a path beside this file")
    as_of: Date | None = None
    tests: list[RuleTest] = Field(min_length=1, max_length=MOST_TESTS)

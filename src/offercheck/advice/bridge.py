"""The terms of a bridge: what it pays for, how long a runway it buys, and when to leave it."""

import datetime
import math
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from offercheck.advice.figures import EXPENSES, Figure, yearly
from offercheck.advice.terms import PayTerms
from offercheck.advice.trials import Trials
from offercheck.advice.waiting import DAYS_PER_MONTH
from offercheck.assessment import Assessment
from offercheck.facts.definition import Fact
from offercheck.offer import MONTHS_PER_YEAR
from offercheck.quantities import format_length, format_money, format_share
from offercheck.rules.cells import cells_of
from offercheck.rules.conditions import comparisons_in
from offercheck.rules.model import Verdict

RUNWAY = "situation.runway_months"
PENDING = "situation.preferred_prospect_pending"


class Runway(NamedTuple):
    """The runway with which the verdict is no bridge any more, in months, and what it is then.

    `by` is the day on which savings reach it with what is left of this pay each month; None where
    that is not known or nothing is left.
    """

    months: float
    verdict: Verdict
    by: str | None


class Search(NamedTuple):
    """When to search again, and the day by which half of all searches have ended."""

    since: str
    widen_on: str
    text: str


class Tie(NamedTuple):
    """A rule that makes leaving early costly: it fired, or it is not known whether it does."""

    rule: str
    state: Literal["fired", "unknown"]
    text: str


class Bridge(NamedTuple):
    """What taking an offer as a bridge means.

    `least_base` is the base for a year that covers the expenses. `left_each_month` is what take-home
    leaves of this pay after them, and may be negative.
    The sentences say the same to a reader.
    """

    least_base: Figure | None
    left_each_month: float | None
    runway_now: float | None
    runway_bought: Runway | None
    search: Search
    ties: tuple[Tie, ...]
    says_pay: str
    says_runway: str
    exits: tuple[str, ...]


def bridge(assessment: Assessment, trials: Trials, filled: Callable[[str], str]) -> Bridge | None:
    """The terms of a bridge; None for any other verdict. `filled` prints facts in a sentence."""
    if assessment.evaluation.verdict != "bridge":
        return None
    money = _Money(assessment)
    runway = _runway(assessment, trials, money)
    record = assessment.record
    search = _search(record.as_of, record.assumptions.search_months)
    return Bridge(
        money.least_base,
        money.left_each_month,
        money.runway_now,
        runway,
        search,
        tuple(_ties(assessment, filled)),
        money.says(),
        _says_runway(runway, money),
        tuple(_exits(assessment, runway)),
    )


class _Money:
    """What comes in and goes out each month, where it is known in one currency."""

    def __init__(self, assessment: Assessment) -> None:
        self._terms = PayTerms(assessment)
        self.currency = self._terms.currency
        self.situation = self._terms.situation
        self.as_of = assessment.record.as_of
        runway = assessment.evaluation.facts[RUNWAY].value
        self.runway_now = runway if isinstance(runway, float) and math.isfinite(runway) else None
        self.least_base: Figure | None = None
        self.left_each_month: float | None = None
        self._share = self._terms.assumptions.take_home_share
        need, expenses = self._terms.base_for_expenses, self.situation.monthly_expenses
        if need is not None and expenses is not None:
            self.least_base = yearly(math.ceil(round(need, 6)), self.currency, *EXPENSES)
            if self._terms.base is not None:
                self.left_each_month = self._terms.base * self._share / MONTHS_PER_YEAR - expenses

    def says(self) -> str:
        """The pay that stops the bleeding, against this pay."""
        if self._terms.currencies_differ:
            return "Your amounts are in another currency than the pay: they are not compared."
        if self.least_base is None:
            return "State `monthly_expenses` to see which pay stops the bleeding."
        share = format_share(self._share)
        text = f"Your expenses need a base of {self.least_base.text} ({share} take-home)"
        if self.left_each_month is None:
            return f"{text}."
        left = format_money(abs(self.left_each_month), self.currency)
        leaves = "lacks" if self.left_each_month < 0 else "leaves"
        return f"{text}; this pay {leaves} {left} a month."

    def day_of(self, runway_months: float) -> str | None:
        """The day on which savings last so long, if what is left each month is saved."""
        savings, expenses = self.situation.savings, self.situation.monthly_expenses
        left = self.left_each_month
        if savings is None or expenses is None or left is None or left <= 0:
            return None
        burn = expenses - (self.situation.monthly_income or 0.0)
        days = max(0.0, (runway_months * burn - savings) / left * DAYS_PER_MONTH)
        try:
            return (self.as_of + datetime.timedelta(days=math.ceil(days))).isoformat()
        except OverflowError:
            return None


def _runway(assessment: Assessment, trials: Trials, money: _Money) -> Runway | None:
    """The least runway with which the verdict is another; None where no runway makes it so."""
    fact: Fact = assessment.evaluation.facts[RUNWAY]
    thresholds = trials.thresholds.get(RUNWAY, ())
    cells = [float(cell) for cell in cells_of(fact.definition, thresholds)]
    for cell in cells:
        if money.runway_now is not None and cell <= money.runway_now:
            continue
        changed = fact._replace(value=cell, basis="stated", typical=None)
        verdict = trials.change({RUNWAY: changed}).verdict
        if verdict != "bridge":
            least = cell if cell in thresholds else max(x for x in cells if x < cell)
            return Runway(least, verdict, money.day_of(least))
    return None


def _says_runway(runway: Runway | None, money: _Money) -> str:
    if runway is None:
        return "How long your savings last does not change the answer."
    now = (
        f" (now {format_length(money.runway_now, 'months')})"
        if money.runway_now is not None
        else ""
    )
    lasting = f"your savings last {format_length(runway.months, 'months')}{now}"
    if runway.by is None:
        return f"Once {lasting}, you are free to leave."
    return f"Saved up, {lasting} by {runway.by}: from then you are free to leave."


def _search(as_of: datetime.date, search_months: float) -> Search:
    """From the first day on; a date to look at it again where the calendar has one."""
    takes = format_length(search_months, "months")
    try:
        widen = (
            as_of + datetime.timedelta(days=math.ceil(search_months * DAYS_PER_MONTH))
        ).isoformat()
    except OverflowError:
        widen = datetime.date.max.isoformat()
    text = (
        f"Go on searching; more widely from {widen}, since half of all searches end within {takes}."
    )
    return Search(as_of.isoformat(), widen, text)


def _exits(assessment: Assessment, runway: Runway | None) -> Iterator[str]:
    """What to leave for."""
    if assessment.evaluation.facts[PENDING].value is True:
        yield "the job you prefer is offered to you"
    yield "an offer comes that these rules accept"
    if runway is not None:
        yield f"your savings last {format_length(runway.months, 'months')}"


def _ties(assessment: Assessment, filled: Callable[[str], str]) -> Iterator[Tie]:
    """The rules marked as binding that fired, and what to ask about those that are unknown."""
    facts = assessment.evaluation.facts
    for item in assessment.evaluation.outcomes:
        if not item.rule.entry.binds:
            continue
        if item.outcome == "fired":
            yield Tie(item.rule.id, "fired", filled(item.rule.entry.says))
        elif item.outcome == "unknown":
            tested = [facts[test.fact] for test in comparisons_in(item.rule.when)]
            open_ones = [fact for fact in tested if fact.value is None] or tested
            yield Tie(item.rule.id, "unknown", open_ones[0].definition.ask)

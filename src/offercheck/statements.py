"""Stating what is known of one case: rules, facts and comparisons in words, each with its places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property

from offercheck.case import Case
from offercheck.evaluation import Evaluation, Repetition, RuleOutcome
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS, Fact, FactDefinition
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.problem import Position
from offercheck.report import (
    Bounds,
    ComparisonReport,
    Decision,
    FactReport,
    Number,
    PatternReport,
    Place,
    ReportValue,
    RuleReport,
)
from offercheck.rules.conditions import Comparison, comparison_holds, comparisons_in, supports
from offercheck.rules.decisions import decision_facts
from offercheck.rules.model import SEVERITIES, Row, RuleSet
from offercheck.rules.templates import fill


class Statements:
    """Prints what is known of one case: values in their units, templates filled, places found."""

    def __init__(
        self, case: Case, rules: RuleSet, evaluation: Evaluation, currencies: Mapping[str, str]
    ) -> None:
        self._case = case
        self._rules = rules
        self._facts = evaluation.facts
        self._decisions = evaluation.decisions
        self._coverage = evaluation.overall.coverage
        self._currencies = currencies
        self._places_of: dict[str, list[Place]] = {}

    def reason(self, says: str, deciding: tuple[RuleOutcome, ...]) -> str:
        """What the row says, and after it what the gravest rule says that speaks against the offer."""
        against = [item.rule for item in deciding if item.rule.entry.severity != "strength"]
        merits = [
            rule for rule in against if not self._rules.dimensions[rule.entry.dimension].situational
        ]
        gravest = sorted(merits, key=lambda rule: SEVERITIES.index(rule.entry.severity))[:1]
        return " ".join(self.fill(text) for text in (says, *(r.entry.says for r in gravest)))

    def decision(self, row: Row, deciding: Iterable[RuleOutcome]) -> Decision:
        """The verdict row that decided, with the tests by which it holds and the rules it counted."""
        place = next(index for index, other in enumerate(self._rules.rows) if other is row)
        tests = supports(row.when, self._values)
        return Decision(
            row.id,
            place_of(self._rules.locate(("verdicts", place))),
            [item.rule.id for item in deciding],
            [self._comparison(test) for test in tests],
            self.filled(row.entry.do),
        )

    def rule(self, item: RuleOutcome) -> RuleReport:
        """A rule: what it says, what became of it, and where it and its facts stand."""
        entry = item.rule.entry
        tests = comparisons_in(item.rule.when)
        names = list(dict.fromkeys(test.fact for test in tests))
        places = [place for name in names for place in self._places(self._facts[name])]
        return RuleReport(
            id=item.rule.id,
            dimension=entry.dimension,
            severity=entry.severity,
            negotiable=entry.negotiable,
            outcome=item.outcome,
            says=self.fill(entry.says),
            do=self.filled(entry.do),
            ask=self.filled(entry.ask),
            why=self.fill(entry.why),
            source=entry.source,
            tests=[self._comparison(test) for test in tests],
            rule_at=place_of(self._rules.locate(("rules", item.rule.id, "when"))),
            offer_at=list(dict.fromkeys(places)),
            waived_because=item.waiver.reason if item.waiver else None,
        )

    def _comparison(self, test: Comparison) -> ComparisonReport:
        definition, value = self._definitions[test.fact], self._values[test.fact]
        choices = test.threshold if isinstance(test.threshold, tuple) else (test.threshold,)
        return ComparisonReport(
            test.fact,
            test.operator,
            list(choices) if isinstance(test.threshold, tuple) else test.threshold,
            " or ".join(self._shown(definition, choice) for choice in choices),
            reported(value),
            self._text(definition, value),
            comparison_holds(test, value),
        )

    @cached_property
    def _values(self) -> Mapping[str, Value | None]:
        """The facts that rules and verdict rows test."""
        return {name: fact.value for name, fact in self._facts.items()} | dict(self._decisions)

    @cached_property
    def _definitions(self) -> Mapping[str, FactDefinition]:
        rules = [rule.id for rule in self._rules.rules]
        return CATALOGUE | decision_facts(list(self._rules.dimensions), rules)

    def fact(self, fact: Fact) -> FactReport:
        """A fact: its value, how it is known, and the entries it came from."""
        return FactReport(
            fact.name,
            reported(fact.value),
            self._text(fact.definition, fact.value),
            UNITS[fact.definition.kind],
            fact.basis,
            fact.note,
            list(fact.inputs),
            self._places(fact),
        )

    def pattern(self, item: Repetition) -> PatternReport:
        """A reason for leaving that the offer shows again, with the places of the pattern and the job."""
        job = self._case.locate(f"candidate.history.{item.place}")
        return PatternReport(
            item.reason,
            item.job,
            self.fill(item.says),
            place_of(self._rules.locate(("patterns", item.reason))),
            None if job is None else place_of(job),
        )

    def _places(self, fact: Fact) -> list[Place]:
        """Where the entries stand that a fact came from, through the facts in between."""
        if fact.name in self._places_of:
            return self._places_of[fact.name]
        places: list[Place] = []
        for entry in (told for used in fact.inputs for told in _LOOKED_UP.get(used, (used,))):
            if entry.startswith("fact."):
                places.extend(self._places(self._facts[entry.removeprefix("fact.")]))
            elif (position := self._case.locate(entry)) is not None:
                places.append(place_of(position))
        self._places_of[fact.name] = list(dict.fromkeys(places))
        return self._places_of[fact.name]

    def _text(self, definition: FactDefinition, value: Value | None) -> str:
        return "not known" if value is None else self._shown(definition, value)

    def _shown(self, definition: FactDefinition, value: Value) -> str:
        return definition.show(value, self._currencies[definition.currency_of])

    def filled(self, template: str | None) -> str | None:
        """The same, where there may be no sentence."""
        return self.fill(template) if template else None

    def fill(self, template: str) -> str:
        """A sentence of the rule file with its facts printed."""
        return fill(template, self._facts, self._coverage, self._currencies)


# What a lookup found rests on these entries of the documents.
_WHERE = ("offer.occupation", "offer.title", "offer.location", "offer.pay.market")
_LOOKED_UP = {
    "goal_roles": ("candidate.goal.roles",),
    "market.occupation": ("offer.occupation", "offer.title"),
    "market.wages": _WHERE,
    "market.median": _WHERE,
}


def currencies_of(case: Case) -> dict[str, str]:
    """The currencies of the amounts of the offer and of the candidate."""
    offer = case.offer.pay.currency if case.offer.pay else "USD"
    situation = case.candidate.situation
    return {"offer": offer, "candidate": (situation.currency if situation else None) or offer}


def place_of(position: Position) -> Place:
    """A position in a file, as plain data."""
    return Place(position.file, position.line, position.column)


def finite(number: float) -> Number:
    """A number; None where it is infinite."""
    return number if math.isfinite(number) else None


def reported(value: Value | None) -> ReportValue:
    """A value as plain data: what is bounded, or infinite, as its bounds."""
    if isinstance(value, Interval):
        return Bounds(finite(value.low), finite(value.high))
    if isinstance(value, float) and not math.isfinite(value):
        return Bounds(None, None)
    return value

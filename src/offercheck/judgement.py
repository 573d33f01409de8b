"""Judging one case: its facts, the evaluation by the rules, and the report in words."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Literal

from offercheck.advice.counter import counter
from offercheck.advice.flips import flips
from offercheck.advice.questions import questions
from offercheck.advice.trials import Trials
from offercheck.assessment import Assessment, assess
from offercheck.case import Case
from offercheck.evaluation import DimensionScore, Evaluation, RuleOutcome, deciding_rules
from offercheck.facts.definition import UNITS, Fact
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.market.finding import MarketFinding
from offercheck.market.wages import PERCENTS, Database, WageDistribution
from offercheck.problem import InputError, Position
from offercheck.report import (
    SCHEMA_VERSION,
    Before,
    Bounds,
    ComparisonReport,
    Decision,
    FactReport,
    InputReport,
    MarketReport,
    Number,
    Place,
    Report,
    ReportValue,
    RuleReport,
    ScoreReport,
    Wages,
    WaiverReport,
)
from offercheck.rules.conditions import Comparison, comparison_holds, comparisons_in
from offercheck.rules.model import SEVERITIES, RuleSet
from offercheck.rules.templates import fill


def judge(
    case: Case,
    rules: RuleSet,
    as_of: datetime.date,
    database: Database,
    unchanged: tuple[Case, Sequence[str]] | None = None,
) -> Report:
    """Evaluate one case by the rules as of a day. Raises InputError for what cannot be judged.

    `unchanged` is the case as its files have it, and the changes laid over it, where there are any.
    """
    before = _before(*unchanged, rules, as_of, database) if unchanged is not None else None
    return build_report(assess(case, rules, as_of, database), rules, before)


def _before(
    case: Case, changes: Sequence[str], rules: RuleSet, as_of: datetime.date, database: Database
) -> Before | None:
    """What it was without the changes; None where only they make it possible to judge the case."""
    try:
        found = assess(case, rules, as_of, database).evaluation
    except InputError:
        return None
    return Before(list(changes), found.verdict, found.on_merits, found.overall.value)


def build_report(assessment: Assessment, rules: RuleSet, before: Before | None = None) -> Report:
    """Put an evaluation into words, with the place of every rule and entry."""
    case, record, evaluation = assessment
    market, as_of = record.market, record.as_of
    situation = case.candidate.situation
    currency = case.offer.pay.currency if case.offer.pay else "USD"
    currencies = {
        "offer": currency,
        "candidate": (situation.currency if situation else None) or currency,
    }
    words = _Words(case, rules, evaluation, currencies)
    trials = Trials(evaluation, rules, case.candidate.history)
    found = flips(assessment, rules, trials)
    deciding = deciding_rules(evaluation.row, evaluation, rules)
    merits_deciding = deciding_rules(evaluation.merits_row, evaluation, rules)
    rows = [row.id for row in rules.rows]
    return Report(
        schema_version=SCHEMA_VERSION,
        company=case.offer.company,
        title=case.offer.title,
        verdict=evaluation.verdict,
        on_merits=evaluation.on_merits,
        firm=evaluation.firm,
        could_become=list(evaluation.could_become),
        before=before,
        decided_by=Decision(
            evaluation.row.id,
            [item.rule.id for item in deciding],
            _place(rules.locate(("verdicts", rows.index(evaluation.row.id)))),
            words.filled(evaluation.row.entry.do),
            evaluation.merits_row.id,
            [item.rule.id for item in merits_deciding],
        ),
        reason=words.reason(evaluation.row.entry.says, deciding),
        merits_reason=words.reason(evaluation.merits_row.entry.says, merits_deciding),
        overall=_score(evaluation.overall, "Overall", 1.0),
        scores=[
            _score(item, rules.dimensions[item.name].title, rules.dimensions[item.name].weight)
            for item in evaluation.dimensions
        ],
        rules=[words.rule(item) for item in evaluation.outcomes],
        repeated_patterns=list(evaluation.repetitions),
        questions=list(questions(evaluation, rules, trials, record)),
        flips=list(found),
        counter=counter(assessment, rules, found),
        facts=[words.fact(fact) for fact in evaluation.facts.values()],
        unknown=[fact.name for fact in evaluation.facts.values() if fact.value is None],
        waived=_waivers(case, evaluation, as_of),
        market=market_report(market, as_of),
        inputs=_inputs(case, rules),
        as_of=as_of.isoformat(),
        currency=currency,
    )


class _Words:
    """Prints what is known of one case: values in their units, templates filled, places found."""

    def __init__(
        self, case: Case, rules: RuleSet, evaluation: Evaluation, currencies: Mapping[str, str]
    ) -> None:
        self._case = case
        self._rules = rules
        self._facts = evaluation.facts
        self._coverage = evaluation.overall.coverage
        self._currencies = currencies

    def reason(self, says: str, deciding: tuple[RuleOutcome, ...]) -> str:
        """What the row says, and after it what the gravest rule says that speaks against the offer."""
        against = [item.rule for item in deciding if item.rule.entry.severity != "strength"]
        merits = [
            rule for rule in against if not self._rules.dimensions[rule.entry.dimension].situational
        ]
        gravest = sorted(merits, key=lambda rule: SEVERITIES.index(rule.entry.severity))[:1]
        return " ".join(self._fill(text) for text in (says, *(r.entry.says for r in gravest)))

    def rule(self, item: RuleOutcome) -> RuleReport:
        entry = item.rule.entry
        tests = list(comparisons_in(item.rule.when))
        names = list(dict.fromkeys(test.fact for test in tests))
        places = [place for name in names for place in self._places(self._facts[name])]
        return RuleReport(
            id=item.rule.id,
            dimension=entry.dimension,
            severity=entry.severity,
            negotiable=entry.negotiable,
            outcome=item.outcome,
            says=self._fill(entry.says),
            do=self.filled(entry.do),
            ask=self.filled(entry.ask),
            why=self._fill(entry.why),
            source=entry.source,
            tests=[self._comparison(test) for test in tests],
            rule_at=_place(self._rules.locate(("rules", item.rule.id, "when"))),
            offer_at=list(dict.fromkeys(places)),
            waived_because=item.waiver.reason if item.waiver else None,
        )

    def _comparison(self, test: Comparison) -> ComparisonReport:
        fact = self._facts[test.fact]
        choices = test.threshold if isinstance(test.threshold, tuple) else (test.threshold,)
        return ComparisonReport(
            test.fact,
            test.operator,
            list(choices) if isinstance(test.threshold, tuple) else test.threshold,
            " or ".join(self._shown(fact, choice) for choice in choices),
            _value(fact.value),
            comparison_holds(test, fact.value),
        )

    def fact(self, fact: Fact) -> FactReport:
        text = "not known"
        if fact.value is not None:
            text = self._shown(fact, fact.value)
        return FactReport(
            fact.name,
            _value(fact.value),
            text,
            UNITS[fact.definition.kind],
            fact.basis,
            fact.note,
            list(fact.inputs),
            self._places(fact),
        )

    def _places(self, fact: Fact) -> list[Place]:
        """Where the entries stand that a fact came from, through the facts in between."""
        places: list[Place] = []
        for entry in (told for used in fact.inputs for told in _LOOKED_UP.get(used, (used,))):
            if entry.startswith("fact."):
                places.extend(self._places(self._facts[entry.removeprefix("fact.")]))
            elif (position := self._case.locate(entry)) is not None:
                places.append(_place(position))
        return list(dict.fromkeys(places))

    def _shown(self, fact: Fact, value: Value) -> str:
        return fact.definition.show(value, self._currencies[fact.definition.currency_of])

    def filled(self, template: str | None) -> str | None:
        """A sentence of the rule file with its facts printed, if there is one."""
        return self._fill(template) if template else None

    def _fill(self, template: str) -> str:
        return fill(template, self._facts, self._coverage, self._currencies)


# What a lookup found rests on these entries of the documents.
_WHERE = ("offer.occupation", "offer.title", "offer.location", "offer.pay.market")
_LOOKED_UP = {
    "goal_roles": ("candidate.goal.roles",),
    "market.occupation": ("offer.occupation", "offer.title"),
    "market.wages": _WHERE,
    "market.median": _WHERE,
}


def _place(position: Position) -> Place:
    return Place(position.file, position.line, position.column)


def _finite(number: float) -> Number:
    return number if math.isfinite(number) else None


def _value(value: Value | None) -> ReportValue:
    if isinstance(value, Interval):
        return Bounds(_finite(value.low), _finite(value.high))
    if isinstance(value, float) and not math.isfinite(value):
        return Bounds(None, None)
    return value


def _score(item: DimensionScore, title: str, weight: float) -> ScoreReport:
    return ScoreReport(
        item.name,
        title,
        weight,
        item.value,
        Bounds(_finite(item.bounds.low), _finite(item.bounds.high)),
        item.coverage,
    )


def _waivers(case: Case, evaluation: Evaluation, as_of: datetime.date) -> list[WaiverReport]:
    reports = []
    for waiver in case.candidate.waive or ():
        expired = waiver.until is not None and waiver.until < as_of
        unused = waiver in evaluation.unused_waivers
        state: Literal["used", "expired", "unused"] = (
            "expired" if expired else "unused" if unused else "used"
        )
        until = waiver.until.isoformat() if waiver.until else None
        reports.append(WaiverReport(waiver.rule, waiver.reason, until, state))
    return reports


def market_report(market: MarketFinding, as_of: datetime.date) -> MarketReport:
    """What was found of the market, as plain data."""
    return MarketReport(
        market.occupation,
        market.occupation_name,
        market.matched,
        [list(pair) for pair in market.candidates],
        market.area.name if market.area else None,
        market.area.kind if market.area else None,
        market.source,
        market.surveyed_on.isoformat() if market.surveyed_on else None,
        as_of.isoformat(),
        market.factor,
        _wages(market.published),
        _wages(market.wages),
        list(market.notes),
        market.unknown,
    )


def _wages(distribution: WageDistribution | None) -> Wages | None:
    if distribution is None:
        return None
    known = dict(distribution.points)
    bound = distribution.bound if distribution.bounded else None
    p10, p25, p50, p75, p90 = (known.get(percent) for percent in PERCENTS)
    return Wages(p10, p25, p50, p75, p90, bound)


def _inputs(case: Case, rules: RuleSet) -> list[InputReport]:
    inputs = [InputReport("offer", case.offer_document.name, case.offer_document.digest)]
    if case.candidate_document is not None:
        document = case.candidate_document
        inputs.append(InputReport("candidate", document.name, document.digest))
    return [*inputs, InputReport("rules", rules.name, rules.digest)]

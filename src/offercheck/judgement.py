"""Judging one case: its facts, the evaluation by the rules, and the report in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal

from offercheck.advice.bridge import bridge
from offercheck.advice.counter import counter
from offercheck.advice.flips import flips
from offercheck.advice.moves import Moves
from offercheck.advice.questions import questions
from offercheck.advice.trials import Trials
from offercheck.advice.waiting import waiting
from offercheck.assessment import Assessment, assess
from offercheck.case import Case
from offercheck.evaluation import DimensionScore, Evaluation, deciding_rules
from offercheck.market.finding import MarketFinding
from offercheck.market.wages import PERCENTS, Database, WageDistribution
from offercheck.problem import InputError
from offercheck.report import (
    SCHEMA_VERSION,
    Before,
    Bounds,
    InputReport,
    MarketReport,
    Report,
    ScoreReport,
    SealReport,
    Wages,
    WaiverReport,
)
from offercheck.rules.model import RuleSet
from offercheck.statements import Statements, currencies_of, finite


def judge(
    case: Case,
    rules: RuleSet,
    as_of: datetime.date,
    database: Database,
    unchanged: tuple[Case, Sequence[str]] | None = None,
    seal: RuleSet | None = None,
) -> Report:
    """Evaluate one case by the rules as of a day. Raises InputError for what cannot be judged.

    `unchanged` is the case as its files have it, and the changes laid over it, where there are any.
    `seal` are the rules as they were sealed, where they were.
    """
    assessment = assess(case, rules, as_of, database)
    before = _before(*unchanged, rules, as_of, database) if unchanged is not None else None
    sealed = None
    if seal is not None:
        from offercheck.sealing import against_seal  # noqa: PLC0415 - start-up time

        sealed = against_seal(case, rules, seal, as_of, database)
    return build_report(assessment, rules, before, sealed)


def _before(
    case: Case, changes: Sequence[str], rules: RuleSet, as_of: datetime.date, database: Database
) -> Before | None:
    """What it was without the changes; None where only they make it possible to judge the case."""
    try:
        found = assess(case, rules, as_of, database).evaluation
    except InputError:
        return None
    return Before(list(changes), found.verdict, found.on_merits, found.overall.value)


def build_report(
    assessment: Assessment,
    rules: RuleSet,
    before: Before | None = None,
    sealed: SealReport | None = None,
) -> Report:
    """Put an evaluation into words, with the place of every rule and entry."""
    case, record, evaluation = assessment
    market, as_of = record.market, record.as_of
    currencies = currencies_of(case)
    words = Statements(case, rules, evaluation, currencies)
    trials = Trials(evaluation, rules, case.candidate.history)
    moves = Moves(assessment, trials, rules.assumptions.negotiation)
    found = flips(moves, evaluation.verdict)
    deciding = deciding_rules(evaluation.row, evaluation)
    merits_deciding = deciding_rules(evaluation.merits_row, evaluation)
    return Report(
        schema_version=SCHEMA_VERSION,
        company=case.offer.company,
        title=case.offer.title,
        verdict=evaluation.verdict,
        on_merits=evaluation.on_merits,
        firm=evaluation.firm,
        could_become=list(evaluation.could_become),
        before=before,
        sealed=sealed,
        decided_by=words.decision(evaluation.row, deciding),
        merits_decided_by=words.decision(evaluation.merits_row, merits_deciding),
        reason=words.reason(evaluation.row.entry.says, deciding),
        merits_reason=words.reason(evaluation.merits_row.entry.says, merits_deciding),
        overall=_score(evaluation.overall, "Overall", 1.0),
        scores=[
            _score(item, rules.dimensions[item.name].title, rules.dimensions[item.name].weight)
            for item in evaluation.dimensions
        ],
        rules=[words.rule(item) for item in evaluation.outcomes],
        repeated_patterns=[words.pattern(item) for item in evaluation.repetitions],
        questions=list(questions(evaluation, rules, trials, record)),
        flips=list(found),
        counter=counter(assessment, moves, found),
        bridge=bridge(assessment, trials, words.fill),
        waiting=waiting(assessment),
        facts=[words.fact(fact) for fact in evaluation.facts.values()],
        unknown=[fact.name for fact in evaluation.facts.values() if fact.value is None],
        waived=_waivers(case, evaluation, as_of),
        market=market_report(market, as_of),
        inputs=_inputs(case, rules),
        as_of=as_of.isoformat(),
        currency=currencies["offer"],
    )


def _score(item: DimensionScore, title: str, weight: float) -> ScoreReport:
    return ScoreReport(
        item.name,
        title,
        weight,
        item.value,
        Bounds(finite(item.bounds.low), finite(item.bounds.high)),
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

"""Comparing offers to one candidate: each is judged on its own, and then they are put in order.

What an offer ranks by is worked out from that offer alone, so that one more never reorders the others.
"""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from offercheck.advice.moves import Change, Moves
from offercheck.advice.trials import Trials
from offercheck.assessment import Assessment, assess
from offercheck.case import Case
from offercheck.evaluation import DimensionScore
from offercheck.judgement import build_report
from offercheck.market.wages import Database
from offercheck.problem import InputError, Problem
from offercheck.report import SCHEMA_VERSION, Compared, Comparison, Report
from offercheck.rules.model import BETTER, RuleSet, Verdict
from offercheck.sealing import against_seal

PAY = (
    "pay.base",
    "pay.comparable_base",
    "pay.total_cash",
    "pay.total_compensation",
    "pay.market_percentile",
    "pay.market_ratio",
    "pay.benefits_ratio",
)
LOWEST = -1.0  # below every score: an offer of which nothing is known


class Standing(NamedTuple):
    """What offers rank by: the verdict, and among equal verdicts the overall score, 0-100."""

    verdict: int
    overall: float


class _Judged(NamedTuple):
    assessment: Assessment
    report: Report
    standing: Standing


def compare(
    cases: Sequence[Case],
    rules: RuleSet,
    as_of: datetime.date,
    database: Database,
    seal: RuleSet | None = None,
) -> Comparison:
    """Judge the offers and put them in order, the best first; equal ones stay as they were given.

    `seal` are the rules as they were sealed, where they were. Raises InputError for offers that
    cannot be judged, or that are not to one candidate.
    """
    _check_candidates(cases)
    judged = []
    problems: list[Problem] = []
    for case in cases:
        try:
            judged.append(_judge(case, rules, as_of, database, seal))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    judged.sort(key=lambda item: item.standing, reverse=True)
    best = judged[0]
    inputs = [entry for item in judged for entry in item.report.inputs]
    return Comparison(
        SCHEMA_VERSION,
        [_compared(item, judged, best, rules) for item in judged],
        best.report.sealed,
        list(dict.fromkeys(inputs)),
        as_of.isoformat(),
    )


def _check_candidates(cases: Sequence[Case]) -> None:
    first, *others = cases
    problems = [
        other.problem(
            "candidate.",
            expected=f"the same candidate as in {first.offer_document.name}",
            found="another one",
            suggestion="keep the candidate in one file, and name it with `--candidate`",
        )
        for other in others
        if other.candidate != first.candidate
    ]
    if problems:
        raise InputError(problems)


def _judge(
    case: Case, rules: RuleSet, as_of: datetime.date, database: Database, seal: RuleSet | None
) -> _Judged:
    assessment = assess(case, rules, as_of, database)
    evaluation = assessment.evaluation
    standing = _standing(evaluation.verdict, evaluation.overall.value)
    sealed = against_seal(case, rules, seal, as_of, database) if seal is not None else None
    return _Judged(assessment, build_report(assessment, rules, None, sealed), standing)


def _standing(verdict: Verdict, overall: float | None) -> Standing:
    return Standing(BETTER[verdict], LOWEST if overall is None else overall)


def _compared(item: _Judged, judged: Sequence[_Judged], best: _Judged, rules: RuleSet) -> Compared:
    report = item.report
    facts = {fact.name: fact for fact in report.facts}
    grave = {"dealbreaker", "red_flag"}
    leads = item.standing == best.standing
    return Compared(
        1 + sum(other.standing > item.standing for other in judged),
        report.inputs[0].file,
        report.company,
        report.title,
        report.currency,
        report.verdict,
        report.on_merits,
        report.firm,
        report.could_become,
        report.reason,
        report.overall,
        report.scores,
        [facts[name] for name in PAY],
        [rule for rule in report.rules if rule.outcome == "fired" and rule.severity in grave],
        [] if leads else _to_lead(item, best.standing, rules),
        not leads and _could_lead(item, best),
        report.sealed.verdict if report.sealed is not None else None,
    )


def _could_lead(item: _Judged, best: _Judged) -> bool:
    """Whether what is not known could put an offer first, with more than a decline."""
    highest = _ends(item)[1]
    return highest.verdict > BETTER["decline"] and highest > _ends(best)[0]


def _to_lead(item: _Judged, best: Standing, rules: RuleSet) -> list[list[Change]]:
    """The smallest changes, found by trying, that put an offer before the best one."""
    evaluation = item.assessment.evaluation
    trials = Trials(evaluation, rules, item.assessment.case.candidate.history)
    moves = Moves(item.assessment, trials, rules.assumptions.negotiation)
    found = moves.least(lambda trial: _standing(trial.verdict, trial.overall) > best)
    return [list(moves.changes(moved)) for moved in found]


def _ends(item: _Judged) -> tuple[Standing, Standing]:
    """The worst and the best standing that what is not known leaves possible."""
    evaluation = item.assessment.evaluation
    verdicts = [BETTER[verdict] for verdict in (evaluation.verdict, *evaluation.could_become)]
    score: DimensionScore = evaluation.overall
    return Standing(min(verdicts), score.bounds.low), Standing(max(verdicts), score.bounds.high)

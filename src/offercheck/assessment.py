"""From one case to its evaluation: what the facts are worked out from, and what the rules make of it."""

import datetime
from typing import NamedTuple

from offercheck.case import Case
from offercheck.evaluation import Evaluation, evaluate
from offercheck.facts.derivation import ContradictionError, derive_facts
from offercheck.facts.record import Record
from offercheck.market.finding import find_market, goal_roles
from offercheck.market.wages import Database
from offercheck.problem import InputError, Problem
from offercheck.rules.model import RuleSet


class Assessment(NamedTuple):
    """One case, the record that its facts were worked out from, and its evaluation."""

    case: Case
    record: Record
    evaluation: Evaluation


def assess(case: Case, rules: RuleSet, as_of: datetime.date, database: Database) -> Assessment:
    """Work out the facts of a case and evaluate them. Raises InputError for what cannot be judged."""
    _check_waivers(case, rules)
    market = find_market(case.offer, as_of, rules.assumptions.market_aging_per_year, database)
    record = Record(
        case.offer,
        case.candidate,
        rules.assumptions,
        market,
        as_of,
        goal_roles(case.candidate, database, market.occupation),
        case.stated,
    )
    try:
        facts = derive_facts(record)
    except ContradictionError as error:
        raise InputError([_contradiction(case, error)]) from None
    evaluation = evaluate(
        facts,
        rules,
        as_of=as_of,
        history=case.candidate.history,
        waivers=case.candidate.waive or (),
    )
    return Assessment(case, record, evaluation)


def _check_waivers(case: Case, rules: RuleSet) -> None:
    if not case.candidate.waive:
        return
    known = [rule.id for rule in rules.rules]
    problems = [
        case.waiver_problem(index, known)
        for index, waiver in enumerate(case.candidate.waive)
        if waiver.rule not in known
    ]
    if problems:
        raise InputError(problems)


def _contradiction(case: Case, error: ContradictionError) -> Problem:
    definition = error.derived.definition
    derived, stated = (
        definition.show(fact.value) if fact.value is not None else "unknown"
        for fact in (error.derived, error.stated)
    )
    sources = [entry.removeprefix("fact.") for entry in error.derived.inputs]
    return case.problem(
        error.stated.inputs[0],
        expected=f"{derived}, which follows from {', '.join(sources)}",
        found=stated,
        suggestion="remove it, or remove what it contradicts",
    )

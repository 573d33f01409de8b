"""Seals: rules and lines fixed before there was an offer to like, and what was loosened since.

A seal is a rule file that stands alone, with the day, the digest of the rules, and what the candidate
had drawn as lines. It stands beside the candidate file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from offercheck.assessment import assess
from offercheck.candidate import Candidate, Goal, Situation
from offercheck.case import Case
from offercheck.document import STANDARD_INPUT
from offercheck.loosening import RuleChange, rule_changes
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem
from offercheck.quantities import format_money
from offercheck.rules.loading import load_rules
from offercheck.rules.model import RuleSet, SealEntry, Verdict

ENDING = ".seal.yaml"
NOWHERE = "not drawn"


class SealReport(NamedTuple):
    """What changed since rules were sealed, and the verdicts by the rules and lines of then.

    `intact` is false where the sealed rules themselves were changed afterwards.
    """

    file: str
    date: str
    intact: bool
    verdict: Verdict
    on_merits: Verdict
    changes: list[RuleChange]


def seal_path(candidate_file: str) -> Path:
    """Where the seal of a candidate file stands: `candidate.seal.yaml` beside `candidate.yaml`."""
    path = Path(candidate_file)
    return path.with_name(f"{path.stem}{ENDING}")


def seal_beside(case: Case) -> RuleSet | None:
    """The seal beside the candidate file of a case; None where there is none. Raises InputError."""
    document = case.candidate_document
    if document is None or document.name == STANDARD_INPUT:
        return None
    path = seal_path(document.name)
    return read_seal(str(path)) if path.is_file() else None


def read_seal(name: str) -> RuleSet:
    """The sealed rules of a file. Raises InputError where it is not sound, or no seal."""
    rules = load_rules(name)
    if rules.sealed is None:
        expected = "a seal, as `offercheck rules seal` writes it"
        raise InputError([Problem(Position(name, 1, 1), "sealed", expected, "nothing", "")])
    return rules


def against_seal(
    case: Case, rules: RuleSet, seal: RuleSet, as_of: datetime.date, database: Database
) -> SealReport:
    """What changed since the seal, and what it would come to by the rules and lines of then."""
    entry = seal.sealed
    assert entry is not None  # noqa: S101 - read_seal gives no other rules
    then = assess(case._replace(candidate=_as_sealed(case, entry)), seal, as_of, database)
    return SealReport(
        seal.name,
        entry.date.isoformat(),
        entry.digest == seal.digest,
        then.evaluation.verdict,
        then.evaluation.on_merits,
        [*_line_changes(case.candidate, entry), *_changed(seal, rules)],
    )


def _changed(seal: RuleSet, rules: RuleSet) -> list[RuleChange]:
    return [] if seal.digest == rules.digest else rule_changes(seal, rules)


def _as_sealed(case: Case, entry: SealEntry) -> Candidate:
    """The candidate with the lines of the seal: its dealbreakers and floor, and only its waivers."""
    candidate = case.candidate
    goal = (candidate.goal or Goal()).model_copy(update={"dealbreakers": entry.dealbreakers})
    situation = candidate.situation or Situation(currency=entry.currency)
    if situation.currency == entry.currency or entry.pay_floor is None:
        situation = situation.model_copy(update={"pay_floor": entry.pay_floor})
    waive = [waiver for waiver in candidate.waive or () if waiver.rule in (entry.waived or ())]
    return candidate.model_copy(
        update={"goal": goal, "situation": situation, "waive": waive or None}
    )


def _line_changes(candidate: Candidate, entry: SealEntry) -> Iterator[RuleChange]:
    """The lines that the candidate drew and has moved since."""
    goal, situation = candidate.goal or Goal(), candidate.situation or Situation()
    then, now = entry.dealbreakers or [], goal.dealbreakers or []
    for line in (*then, *(line for line in now if line not in then)):
        if line not in now:
            yield RuleChange("candidate.goal.dealbreakers", "looser", line, NOWHERE)
        elif line not in then:
            yield RuleChange("candidate.goal.dealbreakers", "stricter", NOWHERE, line)
    if entry.pay_floor != situation.pay_floor or (
        entry.pay_floor is not None and entry.currency != situation.currency
    ):
        yield _floor_change(situation, entry)
    for waiver in candidate.waive or ():
        if waiver.rule not in (entry.waived or ()):
            yield RuleChange("candidate.waive", "looser", "not waived", waiver.rule)


def _floor_change(situation: Situation, entry: SealEntry) -> RuleChange:
    states = [
        NOWHERE if floor is None else format_money(floor, currency or "USD")
        for floor, currency in (
            (entry.pay_floor, entry.currency),
            (situation.pay_floor, situation.currency),
        )
    ]
    path = "candidate.situation.pay_floor"
    if entry.pay_floor is not None and situation.pay_floor is not None:
        if entry.currency != situation.currency:
            return RuleChange(path, "changed", *states)
        lower = situation.pay_floor < entry.pay_floor
        return RuleChange(path, "looser" if lower else "stricter", *states)
    return RuleChange(path, "looser" if situation.pay_floor is None else "stricter", *states)

"""Seals: rules and lines fixed before there was an offer to like, and what was loosened since.

A seal is a rule file that stands alone, with the day, the digest of the rules, and what the candidate
had drawn as lines. It stands beside the candidate file.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from offercheck.assessment import assess
from offercheck.candidate import Candidate, Goal, Situation, Waiver
from offercheck.case import Case
from offercheck.document import STANDARD_INPUT
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem
from offercheck.quantities import format_money
from offercheck.report import SealReport
from offercheck.rules.loading import load_rules
from offercheck.rules.model import Direction, RuleChange, RuleSet, SealEntry

ENDING = ".seal.yaml"
NOWHERE = "not drawn"


def seal_path(candidate_file: str) -> Path:
    """Where the seal of a candidate file stands: `candidate.seal.yaml` beside `candidate.yaml`."""
    path = Path(candidate_file)
    return path.with_name(f"{path.stem}{ENDING}")


def seal_beside(case: Case) -> RuleSet | None:
    """The seal beside the candidate file of a case; None where there is none. Raises InputError."""
    document = case.candidate_document
    if document is None or document.name == STANDARD_INPUT or not Path(document.name).is_file():
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


def sealed_entry(candidate: Candidate, date: datetime.date, rules_digest: str) -> SealEntry:
    """The lines that a candidate has drawn, sealed on a day together with rules."""
    goal, situation = candidate.goal or Goal(), candidate.situation or Situation()
    entry = SealEntry(
        date=date,
        digest="-",
        dealbreakers=goal.dealbreakers or None,
        pay_floor=situation.pay_floor,
        currency=situation.currency or "USD",
        waive=candidate.waive or None,
    )
    return entry._replace(digest=_digest(entry, rules_digest))


def _digest(entry: SealEntry, rules_digest: str) -> str:
    """SHA-256 of the rules' digest and of the lines."""
    lines = {name: line for name, line in entry._asdict().items() if name != "digest"}
    text = json.dumps([rules_digest, lines], sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(line: Waiver | datetime.date) -> Any:
    return line.isoformat() if isinstance(line, datetime.date) else line.model_dump(mode="json")


def against_seal(
    case: Case, rules: RuleSet, seal: RuleSet, as_of: datetime.date, database: Database
) -> SealReport:
    """What changed since the seal, and what it would come to by the rules and lines of then."""
    entry = seal.sealed
    assert entry is not None  # noqa: S101 - read_seal gives no other rules
    verdict = on_merits = overall = None
    why = ""
    situation = case.candidate.situation
    if entry.pay_floor is not None and situation and situation.currency != entry.currency:
        why = "the sealed floor is in another currency"
    else:
        try:
            then = assess(case._replace(candidate=_as_sealed(case, entry)), seal, as_of, database)
        except InputError:
            why = "what is stated now contradicts the lines of then"
        else:
            verdict, on_merits = then.evaluation.verdict, then.evaluation.on_merits
            overall = then.evaluation.overall.value
    return SealReport(
        seal.name,
        entry.date.isoformat(),
        entry.digest == _digest(entry, seal.digest),
        verdict,
        on_merits,
        overall,
        why,
        [*_line_changes(case.candidate, entry), *_changed(seal, rules)],
    )


def _changed(seal: RuleSet, rules: RuleSet) -> list[RuleChange]:
    if seal.digest == rules.digest:
        return []
    from offercheck.loosening import rule_changes  # noqa: PLC0415 - start-up time

    return rule_changes(seal, rules)


def _as_sealed(case: Case, entry: SealEntry) -> Candidate:
    """The candidate with the lines of the seal: its dealbreakers, floor and waivers."""
    candidate = case.candidate
    goal = (candidate.goal or Goal()).model_copy(update={"dealbreakers": entry.dealbreakers})
    situation = candidate.situation or Situation(currency=entry.currency)
    situation = situation.model_copy(update={"pay_floor": entry.pay_floor})
    return candidate.model_copy(update={"goal": goal, "situation": situation, "waive": entry.waive})


def _line_changes(candidate: Candidate, entry: SealEntry) -> Iterator[RuleChange]:
    """The lines that the candidate drew and has moved since."""
    goal, situation = candidate.goal or Goal(), candidate.situation or Situation()
    path = "candidate.goal.dealbreakers"
    then, now = (_by_key(lines) for lines in (entry.dealbreakers, goal.dealbreakers))
    yield from (RuleChange(path, "looser", then[key], NOWHERE) for key in then if key not in now)
    yield from (RuleChange(path, "stricter", NOWHERE, now[key]) for key in now if key not in then)
    if entry.pay_floor != situation.pay_floor or (
        entry.pay_floor is not None and entry.currency != situation.currency
    ):
        yield _floor_change(situation, entry)
    yield from _waiver_changes(candidate.waive or [], entry.waive or [])


def _by_key(lines: Sequence[str] | None) -> dict[str, str]:
    """Lines by what they are compared by: upper and lower case are the same."""
    return {line.strip().casefold(): line for line in lines or ()}


def _waiver_changes(now: Sequence[Waiver], then: Sequence[Waiver]) -> Iterator[RuleChange]:
    """Rules that are waived now and were not, or for longer, and the reverse."""
    before, after = ({waiver.rule: waiver for waiver in waivers} for waivers in (then, now))
    for rule in dict.fromkeys([*before, *after]):
        ends = [_end(waivers.get(rule)) for waivers in (before, after)]
        if ends[0] != ends[1]:
            words = [_waived(waivers.get(rule)) for waivers in (before, after)]
            direction: Direction = "looser" if ends[1] > ends[0] else "stricter"
            yield RuleChange(f"candidate.waive.{rule}", direction, *words)


def _end(waiver: Waiver | None) -> datetime.date:
    if waiver is None:
        return datetime.date.min
    return waiver.until or datetime.date.max


def _waived(waiver: Waiver | None) -> str:
    if waiver is None:
        return "not waived"
    return f"waived until {waiver.until.isoformat()}" if waiver.until else "waived"


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

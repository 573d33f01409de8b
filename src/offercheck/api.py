"""The library: what the commands do, for programs. Nothing here prints, exits or asks the clock.

>>> import datetime, offercheck
>>> offer = {"company": "Acme", "title": "Nurse", "pay": {"base": 80000}}
>>> offercheck.evaluate(offer, as_of=datetime.date(2026, 11, 25)).verdict
'ask_first'
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from offercheck.case import Case, read_case
from offercheck.document import STANDARD_INPUT, Document, parse
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem
from offercheck.report import Comparison, Report
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet

Source = str | os.PathLike[str] | Mapping[str, Any]


def evaluate(
    offer: Source,
    candidate: Source | None = None,
    rules: str | os.PathLike[str] | None = None,
    *,
    as_of: datetime.date,
    changes: Sequence[str] = (),
) -> Report:
    """Judge an offer as of a day.

    An offer or candidate is the path of a file, or a mapping with the keys of one. The candidate is
    `candidate`, else what stands in the offer, else `candidate.yaml` beside an offer that is a file.
    The rules are those of the file, else the packaged ones. `changes` are `PATH=VALUE` texts laid
    over the offer; the report then says what it was before. Raises InputError with every problem, and
    TypeError for a value of a type that no file can hold or a day that is no date.
    """
    _check_day(as_of)
    ours, theirs = _source(offer, "offer"), _source(candidate, "candidate")
    case, rule_set = _all_of(partial(read_case, ours, theirs, changes), partial(_rules, rules))
    plain = _unchanged(ours, theirs) if changes else None
    unchanged = (plain, changes) if plain is not None else None
    return judge(case, rule_set, as_of, Database(), unchanged, _seal(case))


def compare(
    offers: Sequence[Source],
    candidate: Source | None = None,
    rules: str | os.PathLike[str] | None = None,
    *,
    as_of: datetime.date,
) -> Comparison:
    """Judge several offers to one candidate, each on its own, and put them in order.

    Sources as for `evaluate`. Raises InputError with every problem of every offer, and TypeError as
    `evaluate` does.
    """
    from offercheck.comparison import compare as compare_cases  # noqa: PLC0415 - start-up time

    _check_day(as_of)
    if not offers:
        raise InputError([Problem(Position("offers", 1, 1), "", "at least one offer", "none")])
    theirs = _source(candidate, "candidate")
    sources = [_source(offer, f"offer {place}") for place, offer in enumerate(offers, 1)]
    readers = (partial(read_case, source, theirs) for source in sources if source is not None)
    *cases, rule_set = _all_of(*readers, partial(_rules, rules))
    return compare_cases(cases, rule_set, as_of, Database(), _seal(cases[0]))


def _source(source: Source | None, name: str) -> Any:
    """A path as text, a mapping as the document that it is as JSON."""
    if source is None or isinstance(source, (str, os.PathLike)):
        return None if source is None else os.fspath(source)
    try:
        text = json.dumps(source, default=_as_written, allow_nan=False)
    except (ValueError, RecursionError) as error:
        found = "nesting without end" if isinstance(error, RecursionError) else str(error)
        expected = "values that a file can hold"
        raise InputError([Problem(Position(name, 1, 1), "", expected, found)]) from None
    return parse(name, text.encode())


def _check_day(as_of: datetime.date) -> None:
    # A moment is a date too in Python, but cannot be compared with one.
    if isinstance(as_of, datetime.datetime) or not isinstance(as_of, datetime.date):
        raise TypeError(f"as_of is a datetime.date, not {type(as_of).__name__}: {as_of!r}")


def _as_written(value: Any) -> Any:
    """Mappings as they are, dates as they are written in a file; other objects have no place in one."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an offer: {value!r}")


def _rules(named: str | os.PathLike[str] | None) -> RuleSet:
    return load_rules(packaged_rules() if named is None else os.fspath(named))


def _seal(case: Case) -> RuleSet | None:
    """The seal beside the candidate file, where there is such a file."""
    if case.candidate_document is None:
        return None
    from offercheck.sealing import seal_beside  # noqa: PLC0415 - start-up time

    return seal_beside(case)


def _unchanged(offer: str | Document, candidate: str | Document | None) -> Case | None:
    """The case as it is written; None where standard input is spent, or a change mends it."""
    if STANDARD_INPUT in (offer, candidate):
        return None
    try:
        return read_case(offer, candidate)
    except InputError:
        return None


def _all_of(*readers: Callable[[], Any]) -> list[Any]:
    """What each reader reads; the problems of all together."""
    problems: list[Problem] = []
    results = []
    for reader in readers:
        try:
            results.append(reader())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return results

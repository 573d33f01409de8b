"""Whole runs of the program: over files through the library, and as a process."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from forking_support import Ended, run_forked
from offercheck.case import read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.report import FactReport, Report
from offercheck.rules.loading import load_rules
from offercheck.rules.model import RuleSet

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
RULES = REPOSITORY / "rules.yaml"
AS_OF = datetime.date(2026, 11, 25)
SURVEYED = datetime.date(2025, 5, 15)
PROGRAM = (sys.executable, "-m", "offercheck")

# What a user's own settings could change in a run.
_SETTINGS = {
    "OFFERCHECK_RULES",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "TERM",
    "PYTHONUNBUFFERED",
}


@cache
def _default_rules() -> RuleSet:
    return load_rules(str(RULES))


def judged(
    file: Path,
    changes: Sequence[str] = (),
    *,
    as_of: datetime.date = AS_OF,
    rules: Path = RULES,
) -> Report:
    """The report on an offer file, with `PATH=VALUE` changes laid over it."""
    case = read_case(str(file), changes=changes)
    unchanged = (read_case(str(file)), changes) if changes else None
    used = _default_rules() if rules == RULES else load_rules(str(rules))
    return judge(case, used, as_of, Database(), unchanged)


def judged_text(folder: Path, text: str, *, as_of: datetime.date = SURVEYED) -> Report:
    """The report on an offer written as text; by default on the day of the wage survey."""
    file = folder / "offer.yaml"
    file.write_text(text, encoding="utf-8")
    return judged(file, as_of=as_of)


def fact_of(report: Report, name: str) -> FactReport:
    """One fact of a report."""
    return next(fact for fact in report.facts if fact.name == name)


def fired(report: Report, *severities: str) -> set[str]:
    """The ids of the rules that fired, with one of the severities."""
    return {
        rule.id
        for rule in report.rules
        if rule.outcome == "fired" and (not severities or rule.severity in severities)
    }


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run, with nothing set that would change it but `settings`."""
    inherited = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return inherited | dict(settings or {})


def run(
    *arguments: str,
    folder: Path,
    settings: Mapping[str, str] | None = None,
    standard_input: bytes = b"",
) -> Ended:
    """Run the program in a folder."""
    return run_forked(arguments, folder, environment(settings), standard_input)


class Run(NamedTuple):
    """What came of a run of the program."""

    returncode: int
    stdout: str
    stderr: str


def run_program(
    *arguments: str,
    folder: Path = REPOSITORY,
    settings: Mapping[str, str] | None = None,
    standard_input: str = "",
) -> Run:
    """Run the program with text for its standard input, and decode what it printed."""
    finished = run(
        *arguments, folder=folder, settings=settings, standard_input=standard_input.encode()
    )
    return Run(finished.returncode, finished.stdout.decode(), finished.stderr.decode())

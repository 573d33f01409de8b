"""Whole runs of the program: over files through the library, and as a process of its own."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from offercheck.case import read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.report import FactReport, Report
from offercheck.rules.loading import load_rules

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
RULES = REPOSITORY / "rules.yaml"
AS_OF = datetime.date(2026, 11, 25)
SURVEYED = datetime.date(2025, 5, 15)
PROGRAM = (sys.executable, "-m", "offercheck")
ENDLESS = 120  # seconds after which a run is taken to hang; no run takes a hundredth of it

# What a user's own settings could change in a run.
_SETTINGS = {
    "OFFERCHECK_RULES",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "TERM",
    "PYTHONUNBUFFERED",
}


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
    return judge(case, load_rules(str(rules)), as_of, Database(), unchanged)


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
    *arguments: str, folder: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a folder, with its output piped."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=environment(settings),
        capture_output=True,
        check=False,
        timeout=ENDLESS,
    )


class Run(NamedTuple):
    """What came of a run of the program."""

    returncode: int
    stdout: str
    stderr: str


def run_program(
    *arguments: str, folder: Path = REPOSITORY, settings: Mapping[str, str] | None = None
) -> Run:
    """Run the program and decode what it printed."""
    finished = run(*arguments, folder=folder, settings=settings)
    return Run(finished.returncode, finished.stdout.decode(), finished.stderr.decode())

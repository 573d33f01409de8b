"""Interviews held by typed lines: of the program as a process, and of the library with a scripted person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from forking_support import run_forked
from offercheck.interview.answers import Answers
from offercheck.interview.session import Setting, interview
from offercheck.market.finding import MarketFinding
from offercheck.report import Report
from scenario_support import AS_OF, RULES, Run, environment

AGING = 0.034  # of rules.yaml
DAY = AS_OF.isoformat()
START = ["Acme Robotics", "Backend Engineer", "experienced", "Austin, TX", "118k"]
YOU = ["Backend Engineer, Staff Engineer", "employed"]


def run_new(
    folder: Path, answers: Iterable[str], *options: str, setting: dict[str, str] | None = None
) -> Run:
    """Run the interview with these lines typed; after the last one the line is left."""
    return run_raw(
        folder, "".join(f"{line}\n" for line in answers).encode(), *options, setting=setting
    )


def run_raw(
    folder: Path, typed: bytes, *options: str, setting: dict[str, str] | None = None
) -> Run:
    """Run the interview with these bytes as standard input, and no terminal anywhere."""
    arguments = ("new", *options, "--as-of", DAY)
    ended = run_forked(arguments, folder, environment() | (setting or {}), typed)
    return Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def read_yaml(file: Path) -> Any:
    """The data of a file, by a reader that is not ours."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


class Scripted:
    """A person who types these lines, and leaves after the last; what was asked and told is kept."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, text: str, complete: str) -> str:  # noqa: ARG002 - nothing is completed
        self.asked.append(text)
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line

    def tell(self, text: str) -> None:
        self.told.append(text)

    def show_market(self, found: MarketFinding, as_of: datetime.date) -> None:
        pass


def interviewed(kept: Path, lines: Iterable[str]) -> tuple[Answers, Scripted, Report | None]:
    """Hold an interview whose answers are kept in a file; no report where the person left it."""
    answers, person = Answers(kept), Scripted(lines)
    try:
        report = interview(answers, person, Setting(AS_OF, str(RULES), AGING, None))
    except EOFError:
        report = None
    return answers, person, report

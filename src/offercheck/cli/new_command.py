"""`offercheck new`: the interview in a terminal, a blank form, and what a posting says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import typer

from offercheck import api
from offercheck.case import read_case
from offercheck.cli.options import read_day
from offercheck.cli.output import (
    colour_wanted,
    problems_as,
    width,
    write,
    write_new,
    write_over,
    writing,
)
from offercheck.cli.posting import read_posting, take_from
from offercheck.cli.terminal import Agreement, Terminal, terminal_here
from offercheck.document import parse
from offercheck.interview.answers import Answers
from offercheck.interview.session import Setting, interview
from offercheck.interview.writing import blank_text, document_text
from offercheck.render.plain import printable
from offercheck.rules.loading import find_rules, load_rules

CANDIDATE = "candidate.yaml"
LONGEST_PATH = 60
WELCOME = (
    "A few questions about the offer, the weightiest first. Leave an answer empty where you do not know;"
    " `back` takes the last one back, `done` ends it with a verdict, `help` tells what can be typed."
    " Leave at any time with Ctrl-D: what you answered is kept, and the same command goes on from there."
)


def new(
    path: str, *, blank: bool, source: str | None, rules: str | None, as_of: str | None
) -> None:
    """Write an offer file, and a candidate file where there is none beside it."""
    offer = Path(path)
    _check_path(offer, path)
    candidate = offer.with_name(CANDIDATE)
    if blank:
        _write_blank(offer, candidate)
        return
    day = read_day(as_of)
    named = find_rules(rules, os.environ)
    with problems_as("text"):
        aging = load_rules(named).assumptions.market_aging_per_year
        if candidate.is_file():
            read_case(parse("offer", b"company: A\ntitle: B\n"), str(candidate))
    setting = Setting(day, named, aging, str(candidate) if candidate.is_file() else None)
    posting = read_posting(source) if source is not None else None
    replaces = os.path.lexists(offer)
    kept = Answers.file_beside(offer)
    with problems_as("text"), writing(str(kept)):
        answers = Answers(kept)
        _ask(offer, answers, posting, setting)
    _write_files(offer, candidate, answers, replaces=replaces)
    from offercheck.render.table import render_table  # noqa: PLC0415 - only at the end

    with problems_as("text"):
        report = api.evaluate(path, None, named, as_of=day)
    write("\n" + render_table(report, width=width(), colour=colour_wanted()), None)
    typer.echo(f"wrote {printable(path)}; next: offercheck evaluate {printable(path)}", err=True)


def _check_path(offer: Path, path: str) -> None:
    """Refuse a path that no offer file can have."""
    try:
        possible = offer.parent.is_dir() and not offer.is_dir()
        possible = possible and not Answers.file_beside(offer).is_dir()
    except (OSError, ValueError):
        possible = False
    if not possible or offer.name in {"", CANDIDATE}:
        named = printable(path, LONGEST_PATH)
        typer.echo(f"{named!r} can be no offer file; name one such as offer.yaml", err=True)
        raise typer.Exit(2)
    if not os.access(offer.parent, os.W_OK | os.X_OK):
        typer.echo(f"could not write {printable(path)}: its folder is read-only", err=True)
        raise typer.Exit(2)


def _write_blank(offer: Path, candidate: Path) -> None:
    written = [offer] if os.path.lexists(candidate) else [offer, candidate]
    for file, name in zip(written, ("offer", "candidate"), strict=False):
        write_new(blank_text(name), str(file))
        typer.echo(f"wrote {printable(str(file))}", err=True)
    told = f"next: fill them in, then offercheck evaluate {printable(str(offer))}"
    typer.echo(told, err=True)


def _ask(offer: Path, answers: Answers, posting: str | None, setting: Setting) -> None:
    """Hold the interview; ends the program where it is left before there is an offer."""
    terminal = terminal_here(setting)
    try:
        _begin(offer, answers, terminal)
        if posting is not None:
            take_from(posting, answers, terminal)
        report = interview(answers, terminal, setting)
    except (EOFError, KeyboardInterrupt):
        report = None
    if report is None:
        _left(str(offer), answers)


def _begin(offer: Path, answers: Answers, terminal: Terminal) -> None:
    """Say what comes, and settle what becomes of answers and of a file that are there."""
    terminal.tell(WELCOME)
    count = f"{len(answers)} answer{'s' if len(answers) > 1 else ''}"
    resume = Agreement(f"There are {count} of an earlier time. Go on from there?", unsure=True)
    replace = Agreement(f"{printable(str(offer))} is there already. Replace it at the end?")
    asked = [resume] * bool(answers) + [replace] * os.path.lexists(offer)
    agreed = dict(zip(asked, terminal.agree(asked), strict=True))
    if not agreed.get(replace, True):
        terminal.tell("Name another file: offercheck new OTHER.yaml")
        raise typer.Exit(2)
    if not agreed.get(resume, True):
        answers.forget_all()


def _left(path: str, answers: Answers) -> NoReturn:
    kept = f"your {len(answers)} answers are kept; " if answers else ""
    typer.echo(f"\n{kept}to go on: offercheck new {printable(path)}", err=True)
    raise typer.Exit(1)


def _write_files(offer: Path, candidate: Path, answers: Answers, *, replaces: bool) -> None:
    """Write what was answered; only then is what was kept on the way removed."""
    unknown = answers.open_entries()
    about = answers.document("candidate")
    written = bool(about) and not os.path.lexists(candidate)
    if written:
        write_new(document_text("candidate", about, unknown), str(candidate))
        typer.echo(f"wrote {printable(str(candidate))}", err=True)
    text = document_text("offer", answers.document("offer"), unknown)
    (write_over if replaces else write_new)(text, str(offer))
    if about and not written:
        told = f"{printable(str(candidate))} is there: your answers about yourself are kept apart"
        typer.echo(told, err=True)
        return
    answers.remove()

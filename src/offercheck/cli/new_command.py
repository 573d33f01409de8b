"""`offercheck new`: the interview in a terminal, a blank form, and what a posting says."""

from __future__ import annotations

import datetime
import json
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer

from offercheck import api
from offercheck.case import read_case
from offercheck.cli.options import read_day
from offercheck.cli.output import colour_wanted, problems_as, width, write, write_new
from offercheck.document import parse
from offercheck.interview.answers import Answers
from offercheck.interview.posting import Finding, findings_in, pay_range_in
from offercheck.interview.session import Setting, interview
from offercheck.interview.writing import blank_text, document_text
from offercheck.market.finding import MarketFinding
from offercheck.problem import InputError
from offercheck.render.plain import printable
from offercheck.rules.loading import find_rules, load_rules

CANDIDATE = "candidate.yaml"
LINE = 78
WELCOME = (
    "A few questions about the offer, the weightiest first. Leave an answer empty where you do not know;"
    " `back` takes the last one back, `done` ends it with a verdict. Leave at any time with Ctrl-D:"
    " what you answered is kept, and the same command goes on from there."
)


def new(
    path: str, *, blank: bool, source: str | None, rules: str | None, as_of: str | None
) -> None:
    """Write an offer file, and a candidate file where there is none beside it."""
    offer = Path(path)
    _check_path(offer, path)
    candidate = offer.with_name(CANDIDATE)
    if blank:
        write_new(blank_text("offer"), str(offer))
        typer.echo(f"wrote {printable(path)}", err=True)
        if not candidate.exists():
            write_new(blank_text("candidate"), str(candidate))
            typer.echo(f"wrote {printable(str(candidate))}", err=True)
        typer.echo(f"next: fill them in, then offercheck evaluate {printable(path)}", err=True)
        return
    day = read_day(as_of)
    named = find_rules(rules, os.environ)
    with problems_as("text"):
        load_rules(named)
        if candidate.is_file():
            read_case(parse("offer", b"company: A\ntitle: B\n"), str(candidate))
    answers = Answers.beside(offer)
    terminal = _Terminal()
    try:
        _begin(offer, answers, terminal, source)
        setting = Setting(day, named, str(candidate) if candidate.is_file() else None)
        with problems_as("text"):
            report = interview(answers, terminal, setting)
    except (EOFError, KeyboardInterrupt):
        _left(path, answers)
    if report is None:
        _left(path, answers)
    _write_files(offer, candidate, answers)
    from offercheck.render.table import render_table  # noqa: PLC0415 - only at the end

    with problems_as("text"):
        report = api.evaluate(path, None, named, as_of=day)
    write("\n" + render_table(report, width=width(), colour=colour_wanted()), None)
    typer.echo(f"wrote {printable(path)}; next: offercheck evaluate {printable(path)}", err=True)


def _check_path(offer: Path, path: str) -> None:
    """Refuse a path that no offer file can have."""
    if not offer.name or offer.name == CANDIDATE or offer.is_dir() or not offer.parent.is_dir():
        typer.echo(
            f"{printable(path)!r} can be no offer file; name one such as offer.yaml", err=True
        )
        raise typer.Exit(2)


def _begin(offer: Path, answers: Answers, terminal: _Terminal, source: str | None) -> None:
    """Say what comes, settle what becomes of a file that is there, and read a posting."""
    terminal.tell(WELCOME)
    if len(answers):
        count = f"{len(answers)} answer{'s' if len(answers) > 1 else ''}"
        if not terminal.agree(f"There are {count} of an earlier time. Go on from there?"):
            while answers.take_back() is not None:
                pass
    if offer.exists() and not terminal.agree(
        f"{printable(str(offer))} is there already. Put another in its place at the end?"
    ):
        terminal.tell("Name another file: offercheck new OTHER.yaml")
        raise typer.Exit(2)
    if source is not None:
        _take_from(source, answers, terminal)


def _take_from(source: str, answers: Answers, terminal: _Terminal) -> None:
    """Confirm each thing that patterns find in a posting or letter."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8", "replace")
    except OSError as error:
        typer.echo(f"could not read {printable(source)}: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    found = [finding for finding in findings_in(text) if finding.entry not in answers]
    for finding in found:
        if terminal.agree(_told(finding)):
            answers.give(finding.entry, finding.value)
            if not _is_sound(answers):
                answers.take_back()
                terminal.tell(
                    "That cannot stand in an offer as it is written; it is asked for below."
                )
    ranged = pay_range_in(text)
    if ranged is not None and "offer.pay.base" not in answers:
        terminal.tell(
            f"The text names a range of pay: \u201c{printable(ranged.words)}\u201d. A range is no offer."
        )
    terminal.tell(
        "Not looked for: bonus, sign-on payment, benefits, non-compete and other terms. Read them"
        " yourself."
    )
    if not found:
        terminal.tell("Nothing was found in the text that could be told apart for certain.")


def _is_sound(answers: Answers) -> bool:
    """Whether what was answered is valid as far as it goes."""
    offer = {"company": "-", "title": "-", **answers.document("offer")}
    try:
        read_case(parse("offer", json.dumps(offer).encode()))
    except InputError:
        return False
    return True


def _told(finding: Finding) -> str:
    entry = finding.entry.partition(".")[2]
    return f"{entry}: {printable(finding.shown)}? The text says \u201c{printable(finding.words)}\u201d."


def _left(path: str, answers: Answers) -> NoReturn:
    kept = f"your {len(answers)} answers are kept; " if len(answers) else ""
    typer.echo(f"\n{kept}to go on: offercheck new {printable(path)}", err=True)
    raise typer.Exit(1)


def _write_files(offer: Path, candidate: Path, answers: Answers) -> None:
    """Write what was answered; only then is what was kept on the way removed."""
    unknown = answers.open_entries()
    about = answers.document("candidate")
    written = bool(about) and not candidate.exists()
    if written:
        write_new(document_text("candidate", about, unknown), str(candidate))
        typer.echo(f"wrote {printable(str(candidate))}", err=True)
    unwritten = bool(about) and not written
    text = document_text("offer", answers.document("offer"), unknown)
    write(text, str(offer))
    if unwritten:
        told = f"{printable(str(candidate))} is there: your answers about yourself are kept apart"
        typer.echo(told, err=True)
        return
    answers.remove()


class _Terminal:
    """Asks and tells in a terminal, in lines of at most 78 columns."""

    def ask(self, text: str, complete: str) -> str:
        """Ask and read a line; the Tab key completes titles and places."""
        with _Completing(complete):
            print(_wrapped(printable(text)))  # noqa: T201 - a dialogue is printed
            return input("> ")

    def agree(self, text: str) -> bool:
        """Ask for a yes or no until there is one."""
        while True:
            answer = self.ask(f"{text} (yes or no)", "").strip().lower()
            if answer in {"y", "yes"}:
                return True
            if answer in {"n", "no"}:
                return False
            self.tell("Expected yes or no.")

    def tell(self, text: str) -> None:
        """Print some lines."""
        for line in text.splitlines():
            print(_wrapped(printable(line)))  # noqa: T201 - as above

    def show_market(self, found: MarketFinding, as_of: datetime.date) -> None:
        """Print what the market pays, as soon as it can be looked up."""
        from offercheck.judgement import market_report  # noqa: PLC0415 - start-up time
        from offercheck.render.market import market_lines  # noqa: PLC0415 - start-up time

        report = market_report(found, as_of)
        for line in market_lines(report, "USD", LINE):
            print(_wrapped(line.plain) if len(line.plain) > LINE else line.plain)  # noqa: T201


def _wrapped(text: str) -> str:
    return textwrap.fill(text, LINE, subsequent_indent="  ") if len(text) > LINE else text


class _Completing:
    """The Tab key offers places or titles while a line is read, where the terminal can do that."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._readline: Any = None

    def __enter__(self) -> None:
        try:
            import readline  # noqa: PLC0415 - not everywhere there
        except ImportError:
            return
        from offercheck.cli import completion  # noqa: PLC0415 - start-up time

        offers: dict[str, Callable[[str], Sequence[str]]] = {
            "offer.location": completion.complete_location,
            "offer.title": completion.complete_title,
            "candidate.goal.roles": completion.complete_title,
        }
        offer = offers.get(self._entry)
        self._readline = readline
        readline.set_completer_delims("")
        readline.parse_and_bind("tab: complete")
        if offer is not None:
            readline.set_completer(
                lambda text, state: next(iter(offer(text)[state : state + 1]), None)
            )

    def __exit__(self, *_: object) -> None:
        if self._readline is not None:
            self._readline.set_completer(None)

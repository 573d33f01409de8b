"""A posting or offer letter to begin an interview with: read, and confirmed piece by piece."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from offercheck.cli.terminal import Agreement, Terminal
from offercheck.document import MAX_BYTES, STANDARD_INPUT
from offercheck.interview.answers import Answers
from offercheck.interview.posting import MOST_TEXT, Finding, findings_in, pay_range_in
from offercheck.problem import InputError
from offercheck.render.plain import printable

TERMINAL = "/dev/tty"


def read_posting(source: str) -> str:
    """The text of a file, or of standard input, after which the terminal is what answers come from."""
    try:
        if source == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(MAX_BYTES) if sys.stdin is not None else b""
            _answer_in_terminal()
        else:
            with Path(source).open("rb") as stream:
                raw = stream.read(MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        typer.echo(f"could not read {printable(source)}: {reason}", err=True)
        raise typer.Exit(2) from None
    return raw.decode("utf-8", "replace")


def _answer_in_terminal() -> None:
    try:
        terminal = os.open(TERMINAL, os.O_RDWR)
    except OSError:
        told = (
            "standard input held the posting, and there is no terminal to answer in: save the posting"
            " in a file, and begin with offercheck new --from FILE"
        )
        typer.echo(told, err=True)
        raise typer.Exit(2) from None
    os.dup2(terminal, 0)
    os.close(terminal)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)


def take_from(text: str, answers: Answers, terminal: Terminal) -> None:
    """Confirm each thing that patterns find in a posting or letter."""
    found = [finding for finding in findings_in(text) if finding.entry not in answers]
    if len(text) > MOST_TEXT:
        terminal.tell(f"Only the first {MOST_TEXT:,} characters of the text are looked through.")
    agreed = terminal.agree([Agreement(_told(finding)) for finding in found])
    for finding in (finding for finding, so in zip(found, agreed, strict=True) if so):
        try:
            for entry, value in (*finding.also, (finding.entry, finding.value)):
                answers.give(entry, value)
        except InputError:
            entry = finding.entry.partition(".")[2]
            terminal.tell(f"{entry} cannot stand in an offer as it is written there.")
    ranged = pay_range_in(text)
    if ranged is not None and "offer.pay.base" not in answers:
        words = printable(ranged.words)
        terminal.tell(f"The text names a range of pay: \u201c{words}\u201d. A range is no offer.")
    if not found:
        terminal.tell("Nothing was found in the text that could be told apart for certain.")
    terminal.tell("Only patterns looked through the text: read it yourself for what they missed.")


def _told(finding: Finding) -> str:
    entry = finding.entry.partition(".")[2]
    return f"{entry}: {printable(finding.shown)}? The text says \u201c{printable(finding.words)}\u201d."

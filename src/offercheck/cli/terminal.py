"""The dialogue of `offercheck new`: questions and answers, a line each, in at most 78 columns."""

from __future__ import annotations

import datetime
import os
import sys
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import typer

from offercheck.cli.ending import failed
from offercheck.document import MAX_BYTES
from offercheck.interview.forms import NO, YES
from offercheck.interview.session import BACK, DO_NOT_KNOW, FIRST_QUESTION, HELP, Setting
from offercheck.market.finding import MarketFinding
from offercheck.render.plain import printable

LINE = 78
AGREEMENT_HELP = (
    "Type yes or no. `back` returns to the question before, `help` shows this. Ctrl-D leaves."
)


class Agreement(NamedTuple):
    """What is agreed to by yes or no, and what it means not to know."""

    text: str
    unsure: bool = False


class Terminal:
    """Asks and tells, in lines. Raises EOFError where nobody answers, or nobody reads."""

    def ask(self, text: str, complete: str) -> str:
        """Ask and read a line; titles and places are completed where the terminal can do that."""
        while True:
            self.tell(text)
            line = self._line(complete)
            try:
                line.encode()
            except UnicodeEncodeError:
                self.tell("Expected text in UTF-8.")
            else:
                return line

    def agree(self, agreements: Sequence[Agreement]) -> list[bool]:
        """Ask each for yes or no until there is one."""
        answers: list[bool] = []
        while len(answers) < len(agreements):
            text, unsure = agreements[len(answers)]
            word = self.ask(f"{text} (yes or no)", "").strip().lower()
            if word == HELP:
                self.tell(AGREEMENT_HELP)
            elif word == BACK and not answers:
                self.tell(FIRST_QUESTION)
            elif word == BACK:
                answers.pop()
            elif word in YES or word in NO:
                answers.append(word in YES)
            elif word in DO_NOT_KNOW:
                answers.append(unsure)
            else:
                self.tell("Expected yes or no.")
        return answers

    def tell(self, text: str) -> None:
        """Print some lines."""
        for line in text.splitlines():
            _write(f"{_wrapped(printable(line))}\n")

    def show_market(self, found: MarketFinding, as_of: datetime.date) -> None:
        """Print what the market pays, as soon as it can be looked up."""
        from offercheck.judgement import market_report  # noqa: PLC0415 - start-up time
        from offercheck.render.market import market_lines  # noqa: PLC0415 - start-up time

        for line in market_lines(market_report(found, as_of), "USD", LINE):
            _write(f"{_wrapped(line.plain)}\n")

    def _line(self, complete: str) -> str:  # noqa: ARG002 - completed where a terminal can do that
        _write("> ")
        line = sys.stdin.readline(MAX_BYTES)
        if not line or len(line) == MAX_BYTES:
            raise EOFError
        return line.removesuffix("\n")


def terminal_here(setting: Setting) -> Terminal:
    """The dialogue with whoever is at standard input and output; a person sees matches while typing."""
    if sys.stdin is None:
        typer.echo("there is no standard input to answer in", err=True)
        raise typer.Exit(2)
    # What is no text is told to the person, not to the program.
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    people = sys.stdin.isatty() and sys.stdout.isatty()
    if not people or os.environ.get("TERM", "dumb") == "dumb":
        return Terminal()
    from offercheck.cli.live import LiveTerminal  # noqa: PLC0415 - start-up time

    return LiveTerminal(setting)


def _write(text: str) -> None:
    """Write UTF-8 whatever the encoding of standard output, as reports do."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise EOFError from None
    except OSError as error:
        sys.exit(failed(error))


def _wrapped(text: str) -> str:
    return textwrap.fill(text, LINE, subsequent_indent="  ") if len(text) > LINE else text

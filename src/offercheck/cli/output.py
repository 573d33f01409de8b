"""How commands print: width, colour, problems as text or JSON, and files that appear only when whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from offercheck.cli.ending import print_text
from offercheck.files import create_file, replace_file
from offercheck.problem import InputError

WIDTH_WHEN_PIPED = 80
NARROWEST, WIDEST = 60, 120


@contextmanager
def problems_as(output_format: str) -> Iterator[None]:
    """Print the problems of an input on standard error, as text unless `json`, and exit with 2."""
    try:
        yield
    except InputError as error:
        if output_format == "json":
            from offercheck.render.json_text import render_problems_json  # noqa: PLC0415 - start-up time

            typer.echo(render_problems_json(error.problems), err=True)
        else:
            from offercheck.render.problems import render_problems  # noqa: PLC0415 - start-up time

            typer.echo(render_problems(error.problems, width=width()), err=True)
        raise typer.Exit(2) from None


def width() -> int:
    """Columns to print in: the terminal's within 60 to 120, or 80 where nobody says."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return WIDTH_WHEN_PIPED
    columns = shutil.get_terminal_size((WIDTH_WHEN_PIPED, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def colour_wanted() -> bool:
    """Whether standard output is a terminal that wants colour; `NO_COLOR` is honoured."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def write(text: str, output: str | None) -> None:
    """Print, or write a file that appears under its name only when it is whole."""
    if output is None:
        print_text(text)
        return
    target = Path(os.path.realpath(output))  # a link is followed, a device written to
    with writing(output):
        if target.exists() and not target.is_file():
            target.write_bytes(text.encode())
        else:
            replace_file(text.encode(), target)


def write_over(text: str, path: str) -> None:
    """Write a file in the place of what has its name; a link is replaced, not followed."""
    with writing(path):
        replace_file(text.encode(), Path(path))


def write_new(text: str, path: str) -> None:
    """Write a file that does not exist yet; it appears only when whole, and never over another."""
    with writing(path):
        create_file(text.encode(), Path(path))


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Tell why a file could not be written, and exit with 2."""
    from offercheck.render.plain import printable  # noqa: PLC0415 - start-up time

    try:
        yield
    except FileExistsError:
        told = f"{printable(path)} is there already and was left as it is; name another file"
    except OSError as error:
        told = f"could not write {printable(path)}: {error.strerror}"
    else:
        return
    typer.echo(told, err=True)
    raise typer.Exit(2)

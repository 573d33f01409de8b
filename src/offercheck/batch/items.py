"""What a batch is made of: the lines of JSON Lines, and files, one after another."""

from __future__ import annotations

import codecs
import errno
import glob
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from offercheck.case import CANDIDATE_FILE
from offercheck.document import MAX_BYTES, STANDARD_INPUT
from offercheck.files import refuse_other_than_file
from offercheck.problem import InputError, Position, Problem

OFFER_FILES = (".yaml", ".yml", ".json")
BLOCK = 1 << 16
MOST_OF_A_LINE = 1_000_000_000  # bytes that are read on to the end of a line: there may be none


class Text(NamedTuple):
    """A file as it was read: its name as given, and its bytes."""

    name: str
    raw: bytes


class Item(NamedTuple):
    """One offer to judge. `line` is its line in JSON Lines, from 1, and None for a file of its own.

    `raw` is the text, or why it could not be read. `candidate` is the file beside the offer's.
    """

    name: str
    line: int | None
    raw: bytes | str
    candidate: Text | None = None

    @property
    def size(self) -> int:
        """The bytes that it takes of its input."""
        return len(self.raw) + (self.line is not None)


def files(inputs: Sequence[str]) -> list[str]:
    """The files of the inputs: a folder is the offers in it, a pattern the files it names.

    Raises InputError with every input that is none of them.
    """
    found: list[str] = []
    problems: list[Problem] = []
    for name in inputs:
        try:
            found += _files_of(name)
        except InputError as error:
            problems += error.problems
        except (OSError, RecursionError) as error:  # a name or a pattern beyond what there can be
            problems += _unreadable(name, getattr(error, "strerror", str(error)).lower()).problems
    if problems:
        raise InputError(problems)
    return found


def size_of(names: Sequence[str]) -> int | None:
    """The bytes of all files; None where that is not known beforehand."""
    try:
        return sum(Path(name).stat().st_size for name in names)
    except OSError:  # standard input has no name, and a file may be gone
        return None


def items(names: Sequence[str]) -> Iterator[Item]:
    """Every offer of the files, in their order.

    A name that ends in .yaml, .yml or .json is one offer. Anything else, and standard input, is JSON
    Lines: one offer on each line, blank lines left out. Raises InputError for one that cannot be read.
    """
    for name in names:
        if name.endswith(OFFER_FILES):
            yield _file(name)
        else:
            yield from _lines(name)


def _files_of(name: str) -> list[str]:
    """The files of one input. Raises InputError where there are none, OSError, or RecursionError."""
    path = Path(name)
    if name == STANDARD_INPUT or path.is_file() or path.is_fifo():
        return [name]
    several = _offers_in(path) if path.is_dir() else sorted(glob.glob(name))  # noqa: PTH207 - a pattern as a shell reads it
    if not several:
        raise _unreadable(name, "no such file, and no offers in it")
    return several


def _offers_in(folder: Path) -> list[str]:
    """The offers of a folder; a candidate's file is none."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(OFFER_FILES))
    offers = [name for name in names if name != CANDIDATE_FILE and not name.startswith(".")]
    return [str(folder / name) for name in offers]


def _file(name: str) -> Item:
    beside = Path(name).with_name(CANDIDATE_FILE)
    try:
        raw = _beginning(name)
        candidate = Text(str(beside), _beginning(str(beside))) if beside.is_file() else None
    except OSError as error:
        return Item(name, None, (error.strerror or str(error)).lower())
    return Item(name, None, raw, candidate)


def _beginning(name: str) -> bytes:
    """A file, or as much of one that is too large as tells so. Raises OSError."""
    refuse_other_than_file(Path(name))
    with Path(name).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _lines(name: str) -> Iterator[Item]:
    """The lines of a file that are not blank; of a line beyond every bound only the beginning."""
    try:
        if name == STANDARD_INPUT:
            yield from _lines_of(sys.stdin.buffer, name)
        else:
            with Path(name).open("rb") as stream:
                yield from _lines_of(stream, name)
    except OSError as error:
        raise _unreadable(name, (error.strerror or str(error)).lower()) from None


def _lines_of(stream: BinaryIO, name: str) -> Iterator[Item]:
    number = 0
    while raw := stream.readline(MAX_BYTES + 1):
        number += 1
        rest, size = raw, len(raw)
        while len(rest) > BLOCK and not rest.endswith(b"\n"):
            rest = stream.readline(BLOCK + 1)
            size += len(rest)
            if size > MOST_OF_A_LINE:
                raise OSError(errno.EFBIG, f"a line of more than {MOST_OF_A_LINE:,} bytes")
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if raw.strip():
            yield Item(name, number, raw.rstrip(b"\r\n"))


def _unreadable(name: str, found: str) -> InputError:
    expected = "JSON Lines, an offer, or a folder or pattern of offers"
    return InputError([Problem(Position(name, 1, 1), "", expected, found)])

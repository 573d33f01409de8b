"""The only reader of YAML: data, the position of every value, and all problems at once.

JSON is read by the same path, as the subset of YAML that it is. Nothing in a file is ever executed:
tags are refused, scalars become text, numbers, booleans or null by the rules of YAML 1.2, and the
plain words that YAML 1.1 readers would silently turn into something else are refused.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from offercheck.problem import (
    DataPath,
    InputError,
    Position,
    Problem,
    closest,
    dotted,
    source_line,
)
from offercheck.tree import Mark, TreeBuilder

MAX_BYTES = 1_000_000
STANDARD_INPUT = "-"


class Document(NamedTuple):
    """One file: its data, where each value stands, and the problems that reading it met.

    `problems` are those that leave the rest of the file readable; a value that could not be read
    is None in `data`. `digest` is the SHA-256 of the bytes. `root` is where the data stands in the
    file, for a part of a document. `first_line` is the line of the file on which the text begins.
    """

    name: str
    data: Any
    marks: dict[DataPath, Mark]
    lines: list[str]
    digest: str
    problems: tuple[Problem, ...] = ()
    changes: tuple[tuple[DataPath, Document], ...] = ()
    root: DataPath = ()
    first_line: int = 1

    def locate(self, path: DataPath, *, at_key: bool = False) -> Position:
        """Position of the value at `path`, or of the closest entry above it that is in the file."""
        document, inside = self._written_in(path)
        for length in range(len(inside), -1, -1):
            mark = document.marks.get(inside[:length])
            if mark is not None:
                line, column = mark.key if at_key and length == len(inside) else mark.value
                return Position(document.name, line + document.first_line - 1, column)
        return Position(document.name, document.first_line, 1)

    def has(self, path: DataPath) -> bool:
        """Whether an entry at `path` is written."""
        document, inside = self._written_in(path)
        return inside in document.marks

    def problem(
        self,
        path: DataPath,
        *,
        expected: str,
        found: str,
        suggestion: str = "",
        at_key: bool = False,
    ) -> Problem:
        """Build the problem of the entry at `path`, with its source line."""
        position = self.locate(path, at_key=at_key)
        document = self._written_in(path)[0]
        source = source_line(document.lines, position.line - document.first_line + 1)
        return Problem(position, dotted((*self.root, *path)), expected, found, suggestion, source)

    def part(self, path: DataPath) -> Document:
        """The value at `path` as a document of its own. Raises LookupError where there is none."""
        data = self.data
        for key in path:
            data = data[key]
        return self.standing_at(path, data)

    def standing_at(self, path: DataPath, data: Any) -> Document:
        """Other data as a document whose problems point to the entry at `path`."""
        return self._replace(data=data, problems=(), changes=(), root=(*self.root, *path))

    def with_change(self, path: DataPath, change: Document) -> Document:
        """The document with the value at `path` replaced by another document's."""
        return self._replace(
            data=_replaced(self.data, path, change.data),
            problems=(*self.problems, *(p._replace(path=dotted(path)) for p in change.problems)),
            changes=((path, change), *self.changes),
        )

    def _written_in(self, path: DataPath) -> tuple[Document, DataPath]:
        """The document in which the entry at `path` is written, and its path there."""
        for start, change in self.changes:
            if path[: len(start)] == start:
                return change, (*change.root, *path[len(start) :])
        return self, (*self.root, *path)


def _replaced(data: Any, path: DataPath, value: Any) -> Any:
    """A copy of nested mappings with one value replaced. Raises LookupError where it cannot be."""
    if not path:
        return value
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise LookupError(path[0])  # noqa: TRY004 - the path leads nowhere
    return {**data, path[0]: _replaced(data.get(path[0]), path[1:], value)}


def read(name: str, *, plain_words: frozenset[str] = frozenset()) -> Document:
    """Read the file `name`, or standard input for `-`.

    `plain_words` are the words, such as `off`, that have a meaning of their own in this document.
    Raises InputError when the file is missing, unreadable, too large or not one YAML document.
    """
    return parse(name, read_bytes(name), plain_words=plain_words)


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; at most one more than `parse` takes.

    Raises InputError when it is missing or unreadable.
    """
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [Problem(Position(name, 1, 1), "", "a readable file", reason.lower(), neighbour(name))]
        ) from None


def parse(
    name: str, raw: bytes, *, plain_words: frozenset[str] = frozenset(), first_line: int = 1
) -> Document:
    """Turn the bytes of one YAML document into data with positions. Raises InputError.

    `first_line` is the line of the file on which the bytes begin, where they are a part of it.
    """
    try:
        document = _parsed(name, raw, plain_words)
    except InputError as error:
        raise InputError([_moved(problem, first_line) for problem in error.problems]) from None
    problems = tuple(_moved(problem, first_line) for problem in document.problems)
    return document._replace(problems=problems, first_line=first_line)


def _moved(problem: Problem, first_line: int) -> Problem:
    """The problem of a text that begins on a line of its file."""
    position = problem.position
    return problem._replace(position=position._replace(line=position.line + first_line - 1))


def _parsed(name: str, raw: bytes, plain_words: frozenset[str]) -> Document:
    text = _decode(name, raw)
    lines = _LINE_BREAK.split(text)
    builder = TreeBuilder(name, lines, plain_words)
    try:
        # Both loaders are the safe ones; only their events are used, and no object is constructed.
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.stop(error)
    return Document(
        name,
        builder.data,
        builder.marks,
        lines,
        hashlib.sha256(raw).hexdigest(),
        tuple(builder.problems),
    )


def neighbour(name: str) -> str:
    """Suggest the file beside a missing one whose name is nearest."""
    try:
        here = [entry.name for entry in Path(name).parent.iterdir() if entry.is_file()][:500]
    except (OSError, ValueError):
        return ""
    return closest(Path(name).name, here)


_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Of JSON only: compiled when it is met.
_SURROGATES = r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"


def _decode(name: str, raw: bytes) -> str:
    def refuse(
        line: int, column: int, expected: str, found: str, suggestion: str = ""
    ) -> InputError:
        position = Position(name, line, column)
        return InputError([Problem(position, "", expected, found, suggestion)])

    if len(raw) > MAX_BYTES:
        raise refuse(1, 1, f"a file of at most {MAX_BYTES:,} bytes", "a larger one")
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise refuse(1, 1, "text in UTF-8", "text in UTF-16", "save the file as UTF-8")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        raise refuse(line, column, "text in UTF-8", found, "save the file as UTF-8") from None
    bad = _NOT_TEXT.search(text)
    if bad is not None:
        before_text = _LINE_BREAK.split(text[: bad.start()])
        found = f"the control character U+{ord(bad.group()):04X}"
        raise refuse(len(before_text), len(before_text[-1]) + 1, "printable text", found)
    if not text.strip():
        raise refuse(1, 1, "a document", "an empty file")
    if text.lstrip().startswith(("{", "[")):
        # JSON writes characters beyond U+FFFF as two escapes, which YAML writes as one.
        text = re.sub(_SURROGATES, _join_surrogates, text)
    return text


def _join_surrogates(match: re.Match[str]) -> str:
    high, low = (int(match.group(i), 16) for i in (1, 2))
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

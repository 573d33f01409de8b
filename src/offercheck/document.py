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
from collections.abc import Callable
from decimal import Decimal
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
    shorten,
    source_line,
)
from offercheck.scalars import Refusal, plain_scalar

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 100_000
TEXT_PER_VALUE = 20
STANDARD_INPUT = "-"

Key = str | int | Decimal


class Mark(NamedTuple):
    """Where an entry stands: its key (or list item) and its value; lines and columns from 1."""

    key: tuple[int, int]
    value: tuple[int, int]


class Document(NamedTuple):
    """One file: its data, where each value stands, and the problems that reading it met.

    `problems` are those that leave the rest of the file readable; a value that could not be read
    is None in `data`. `digest` is the SHA-256 of the bytes.
    """

    name: str
    data: Any
    marks: dict[DataPath, Mark]
    lines: list[str]
    digest: str
    problems: tuple[Problem, ...] = ()
    changes: tuple[tuple[DataPath, Document], ...] = ()

    def locate(self, path: DataPath, *, at_key: bool = False) -> Position:
        """Position of the value at `path`, or of the closest entry above it that is in the file."""
        document, inside = self._written_in(path)
        for length in range(len(inside), -1, -1):
            mark = document.marks.get(inside[:length])
            if mark is not None:
                line, column = mark.key if at_key and length == len(inside) else mark.value
                return Position(document.name, line, column)
        return Position(document.name, 1, 1)

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
        source = source_line(self._written_in(path)[0].lines, position)
        return Problem(position, dotted(path), expected, found, suggestion, source)

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
                return change, path[len(start) :]
        return self, path


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
    try:
        if name == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [Problem(Position(name, 1, 1), "", "a readable file", reason.lower(), _neighbour(name))]
        ) from None
    return parse(name, raw, plain_words=plain_words)


def parse(name: str, raw: bytes, *, plain_words: frozenset[str] = frozenset()) -> Document:
    """Turn the bytes of one YAML document into data with positions. Raises InputError."""
    text = _decode(name, raw)
    lines = _LINE_BREAK.split(text)
    builder = _Builder(name, lines, plain_words)
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


_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")

_HINTS = (
    ("mapping values are not allowed", "put quotes around a text that contains `: `"),
    ("could not find expected ':'", "write `key: value`, with a space after the colon"),
    ("undefined alias", "put quotes around a text that starts with `*`"),
    ("cannot start any token", "put quotes around a text that starts with this character"),
)


def _neighbour(name: str) -> str:
    """Suggest the file beside a missing one whose name is nearest."""
    try:
        here = [entry.name for entry in Path(name).parent.iterdir() if entry.is_file()][:500]
    except (OSError, ValueError):
        return ""
    return closest(Path(name).name, here)


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
        text = _SURROGATES.sub(_join_surrogates, text)
    return text


def _join_surrogates(match: re.Match[str]) -> str:
    high, low = (int(match.group(i), 16) for i in (1, 2))
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


class _Open:
    """A mapping or list whose end has not been read yet."""

    __slots__ = ("anchor", "key", "path", "size", "target")

    def __init__(
        self, target: dict[Any, Any] | list[Any], path: DataPath, anchor: str | None
    ) -> None:
        self.target = target
        self.path = path
        self.anchor = anchor
        self.key: tuple[Key, tuple[int, int]] | None = None
        self.size = 1


class _Builder:
    """Builds data and marks from the events of one document, within fixed bounds."""

    def __init__(self, name: str, lines: list[str], plain_words: frozenset[str]) -> None:
        self.name = name
        self.lines = lines
        self.plain_words = plain_words
        self.data: Any = None
        self.marks: dict[DataPath, Mark] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._values = 0
        self._documents = 0
        self._handlers: dict[type[Any], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._start(event, {}),
            yaml.SequenceStartEvent: lambda event: self._start(event, []),
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        """Handle one event of the parser."""
        handle = self._handlers.get(type(event))
        if handle is not None:
            handle(event)

    def stop(self, error: yaml.MarkedYAMLError) -> None:
        """Turn the parser's own error, after which nothing can be read, into an InputError."""
        problem = error.problem or "unreadable text"
        unfinished = error.context_mark and "could not find expected" in problem
        mark = error.context_mark if unfinished else error.problem_mark or error.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        words = problem.replace("<", "`").replace(">", "`").removeprefix("found ")
        hint = next((hint for sign, hint in _HINTS if sign in words), "")
        if source_line(self.lines, Position(self.name, *at))[at[1] - 1 :].startswith("\t"):
            hint = "indent with spaces, never with tabs"
        self._note(at, "valid YAML", words, hint)
        raise InputError(self.problems) from None

    def _start(self, event: Any, target: dict[Any, Any] | list[Any]) -> None:
        self._refuse_tag(event)
        if len(self._stack) >= MAX_DEPTH:
            raise self._refusal(event, f"at most {MAX_DEPTH} levels of nesting", "more")
        path = self._place(event, target, 1)
        self._stack.append(_Open(target, path, event.anchor))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refusal(event, "one document", "a second one after `---`")

    def _end(self, _event: Any) -> None:
        closed = self._stack.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.target, closed.size)
        if self._stack:
            self._stack[-1].size += closed.size - 1

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise self._refusal(
                event,
                "an alias of an earlier value",
                f"`*{event.anchor}`",
                "put quotes around a text that starts with `*`",
            )
        value, size = self._anchors[event.anchor]
        self._place(event, value, size)

    def _scalar(self, event: Any) -> None:
        self._refuse_tag(event)
        value = event.value if event.style or event.tag == "!" else self._plain(event)
        weight = 1 + len(event.value) // TEXT_PER_VALUE
        self._place(event, value, weight)
        if event.anchor:
            self._anchors[event.anchor] = (value, weight)

    def _place(self, event: Any, value: Any, size: int) -> DataPath:
        """Put a value where the open mapping or list expects it; its path is returned."""
        self._values += size
        if self._values > MAX_VALUES:
            raise self._refusal(
                event,
                f"at most {MAX_VALUES:,} values, aliases counted in full and long texts as several",
                "more",
            )
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        if not self._stack:
            self.data = value
            self.marks[()] = Mark(at, at)
            return ()
        top = self._stack[-1]
        top.size += size
        if isinstance(top.target, list):
            path = (*top.path, len(top.target))
            top.target.append(value)
            self.marks[path] = Mark(at, at)
            return path
        if top.key is None:
            top.key = (self._key(value, at), at)
            return (*top.path, top.key[0])
        key, key_at = top.key
        top.key = None
        path = (*top.path, key)
        if key in top.target:
            first = self.marks[path].key[0]
            self._note(
                key_at,
                "each key once",
                f"`{key}` again",
                f"it stands on line {first} already",
                path,
            )
        else:
            top.target[key] = value
            self.marks[path] = Mark(key_at, at)
        return path

    def _key(self, value: Any, at: tuple[int, int]) -> Key:
        if isinstance(value, (dict, list)) or value is None:
            self._note(at, "a plain key", "a mapping, a list or nothing", "write `key: value`")
            raise InputError(self.problems)
        return str(value).lower() if isinstance(value, bool) else value

    def _plain(self, event: Any) -> Any:
        """The value of a scalar without quotes; one that is refused is noted, and None."""
        value = plain_scalar(event.value, self.plain_words)
        if not isinstance(value, Refusal):
            return value
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        found = f"`{shorten(event.value)}`"
        self._note(at, value.expected, found, value.suggestion, self._next_path())
        return None

    def _next_path(self) -> DataPath:
        if not self._stack:
            return ()
        top = self._stack[-1]
        if isinstance(top.target, list):
            return (*top.path, len(top.target))
        return (*top.path, top.key[0]) if top.key else top.path

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            raise self._refusal(event, "a value without a tag", f"`{shorten(event.tag)}`")

    def _refusal(self, event: Any, expected: str, found: str, suggestion: str = "") -> InputError:
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        self._note(at, expected, found, suggestion, self._next_path())
        return InputError(self.problems)

    def _note(
        self,
        at: tuple[int, int],
        expected: str,
        found: str,
        suggestion: str = "",
        path: DataPath = (),
    ) -> None:
        position = Position(self.name, *at)
        source = source_line(self.lines, position)
        self.problems.append(Problem(position, dotted(path), expected, found, suggestion, source))

"""From the events of a YAML parser to data in which every entry knows its place, within bounds."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import yaml

from offercheck.problem import (
    DataPath,
    InputError,
    Position,
    Problem,
    dotted,
    shorten,
    source_line,
)
from offercheck.scalars import Refusal, plain_scalar

MAX_DEPTH = 40
MAX_VALUES = 100_000
TEXT_PER_VALUE = 20

Key = str | int | Decimal


class Mark(NamedTuple):
    """Where an entry stands: its key (or list item) and its value; lines and columns from 1."""

    key: tuple[int, int]
    value: tuple[int, int]


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


class TreeBuilder:
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
        if source_line(self.lines, at[0])[at[1] - 1 :].startswith("\t"):
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
                f"it stands {'earlier on this line' if first == key_at[0] else f'on line {first}'} already",
                path,
            )
        else:
            top.target[key] = value
            self.marks[path] = Mark(key_at, at)
        return path

    def _key(self, value: Any, at: tuple[int, int]) -> Key:
        if self.problems and self.problems[-1].position[1:] == at:
            raise InputError(self.problems)  # the key was refused, and told so
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
        source = source_line(self.lines, at[0])
        self.problems.append(Problem(position, dotted(path), expected, found, suggestion, source))


_HINTS = (
    ("mapping values are not allowed", "put quotes around a text that contains `: `"),
    ("could not find expected ':'", "write `key: value`, with a space after the colon"),
    ("undefined alias", "put quotes around a text that starts with `*`"),
    ("cannot start any token", "put quotes around a text that starts with this character"),
)

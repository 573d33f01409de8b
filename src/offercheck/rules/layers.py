"""A rule file laid over the one it extends: merged data in which every entry knows its file."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from offercheck.document import STANDARD_INPUT, Document, read
from offercheck.files import refuse_other_than_file
from offercheck.problem import DataPath, InputError, Position, Problem, closest
from offercheck.validation import describe

OFF = "off"
SEAL = "sealed"
DEFAULT = "default"
WHOLE = {
    "rules": {"dimension", "severity", "when", "says", "why", "source"},
    "scores": {"dimension", "weight", "fact", "value"},
    "dimensions": {"title", "weight"},
    "patterns": {"when", "says"},
}
KINDS: dict[str, type[Any]] = {**dict.fromkeys(WHOLE, dict), "assumptions": dict, "verdicts": list}
MAX_FILES = 20


class UnresolvedError(InputError):
    """A file that can be read, but from which no rules can be put together."""


@dataclass
class Layers:
    """The merged data, and for each merged entry the document and path it was written at.

    `extended` is the file that the last one extends, if it does.
    """

    name: str
    extended: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    owners: dict[DataPath, tuple[Document, DataPath]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def last(self) -> Document:
        """The file itself, without what it extends."""
        return self.owners[()][0]

    @property
    def digest(self) -> str:
        """SHA-256 of the resolved rules; a seal on them is no part of it."""
        rules = {section: value for section, value in self.data.items() if section != SEAL}
        return hashlib.sha256(repr(rules).encode()).hexdigest()

    def locate(self, path: DataPath, *, at_key: bool = False) -> Position:
        """Where the entry at a merged path is written."""
        document, original = self._owner(path)
        return document.locate(original, at_key=at_key)

    def problem(
        self,
        path: DataPath,
        *,
        expected: str,
        found: str,
        suggestion: str = "",
        at_key: bool = False,
    ) -> Problem:
        """Build the problem of the entry at a merged path."""
        document, original = self._owner(path)
        return document.problem(
            original, expected=expected, found=found, suggestion=suggestion, at_key=at_key
        )

    def _owner(self, path: DataPath) -> tuple[Document, DataPath]:
        for length in range(len(path), -1, -1):
            owner = self.owners.get(path[:length])
            if owner is not None:
                document, original = owner
                return document, (*original, *path[length:])
        raise LookupError(path)


def read_layers(name: str, default: str) -> Layers:
    """Read a rule file and every file it extends, the extended ones first.

    `default` is the path of the packaged rules. Raises InputError for a file that cannot be read;
    UnresolvedError for one that is no mapping, that extends no file, or extends itself.
    """
    chain = _chain(name, default)
    layers = Layers(name, chain[1].name if len(chain) > 1 else None)
    for document in reversed(chain):
        _lay(layers, document, extends=document is not chain[-1])
    return layers


def _chain(name: str, default: str) -> list[Document]:
    """The file, the one it extends, and so on."""
    chain: list[Document] = []
    seen: list[str] = []
    while True:
        document = _read(name, chain)
        if not isinstance(document.data, dict):
            problem = document.problem((), expected="a mapping", found="something else")
            raise UnresolvedError([*document.problems, problem])
        chain.append(document)
        seen.append(_real(name))
        extended = document.data.get("extends")
        if extended is None:
            return chain
        if not isinstance(extended, str) or extended == STANDARD_INPUT:
            problem = document.problem(
                ("extends",), expected="`default` or the path of a file", found="something else"
            )
            raise UnresolvedError([problem])
        name = default if extended == DEFAULT else str(Path(name).parent / extended)
        if _real(name) in seen or len(chain) >= MAX_FILES:
            names = " -> ".join([*seen, name])
            problem = document.problem(
                ("extends",), expected="files that do not extend each other", found=names
            )
            raise UnresolvedError([problem])


def _read(name: str, chain: list[Document]) -> Document:
    """Read a file; where one that is extended cannot be read, the file that names it is named too.

    One that is extended is a file: on a pipe or a terminal reading would wait.
    """
    try:
        if chain:
            _refuse_other_than_file(name)
        return read(name, plain_words=frozenset({OFF}))
    except InputError as error:
        if not chain:
            raise
        problem = chain[-1].problem(
            ("extends",), expected="a rule file that can be read", found=f"`{name}`, which cannot"
        )
        raise InputError([problem, *error.problems]) from None


def _refuse_other_than_file(name: str) -> None:
    try:
        refuse_other_than_file(Path(name))
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        problem = Problem(Position(name, 1, 1), "", "a readable file", found)
        raise InputError([problem]) from None


def _real(name: str) -> str:
    """The path without links; as it is where it cannot be followed, which reading it will say."""
    try:
        return os.path.realpath(name)
    except (OSError, ValueError):
        return name


def _lay(layers: Layers, document: Document, *, extends: bool) -> None:
    layers.problems.extend(document.problems)
    layers.owners[()] = (document, ())
    for section, value in document.data.items():
        path = (section,)
        if section == "extends":
            continue
        kind = KINDS.get(section)
        inherited = layers.data.get(section)
        if kind is not None and inherited is not None and not isinstance(value, kind):
            layers.problems.append(
                document.problem(
                    path,
                    expected="a list" if kind is list else "a mapping",
                    found=describe(value),
                    at_key=True,
                )
            )
        elif kind is None or not isinstance(value, kind):
            layers.data[section] = value
            layers.owners[path] = (document, path)
        elif inherited is None or isinstance(inherited, kind):
            layers.owners.setdefault(path, (document, path))
            _merge_section(layers, document, section, value, extends=extends)


def _merge_section(
    layers: Layers, document: Document, section: str, value: Any, *, extends: bool
) -> None:
    if layers.data.get(section) is None:
        layers.data[section] = type(value)()
    if section == "assumptions":
        _merge(layers, document, (section,), layers.data[section], value)
    elif section == "verdicts":
        _merge_rows(layers, document, value)
    else:
        _merge_entries(layers, document, section, value, extends=extends)


def _merge_entries(
    layers: Layers, document: Document, section: str, entries: dict[Any, Any], *, extends: bool
) -> None:
    merged = layers.data[section]
    for key, entry in entries.items():
        path = (section, key)
        inherited = merged.get(key)
        if inherited is None and (
            entry == OFF or (extends and _is_override(key, entry, section, merged))
        ):
            layers.problems.append(
                document.problem(
                    path,
                    expected=f"an entry of `{section}` that exists",
                    found=f"`{key}`",
                    suggestion=closest(str(key), [str(known) for known in merged]),
                    at_key=True,
                )
            )
            continue
        new = {"off": True} if entry == OFF else entry
        if isinstance(inherited, dict) and isinstance(new, dict):
            for name, value in new.items():
                inherited[name] = value
                here = path if entry == OFF else (*path, name)
                layers.owners[(*path, name)] = (document, here)
        else:
            merged[key] = dict(new) if isinstance(new, dict) else new
            layers.owners[path] = (document, path)


def _is_override(key: Any, entry: Any, section: str, merged: dict[Any, Any]) -> bool:
    """Whether an incomplete entry must mean an inherited one, to which its id is near."""
    incomplete = isinstance(entry, dict) and not WHOLE[section] <= set(entry)
    return incomplete and bool(closest(str(key), [str(known) for known in merged]))


def _merge(
    layers: Layers, document: Document, path: DataPath, merged: dict[Any, Any], new: dict[Any, Any]
) -> None:
    for key, value in new.items():
        here = (*path, key)
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            _merge(layers, document, here, merged[key], value)
            continue
        merged[key] = dict(value) if isinstance(value, dict) else value
        layers.owners[here] = (document, here)


def _merge_rows(layers: Layers, document: Document, rows: list[Any]) -> None:
    """New rows come first; a row with the id of an inherited one takes its place."""
    inherited = layers.data.get("verdicts", [])
    origins = [layers.owners.pop(("verdicts", index)) for index in range(len(inherited))]
    merged = list(zip(inherited, origins, strict=True))
    fresh = []
    for index, row in enumerate(rows):
        origin: tuple[Document, DataPath] = (document, ("verdicts", index))
        at = _index_of(row, [old for old, _ in merged])
        if at is None:
            fresh.append((row, origin))
        elif merged[at][1][0] is document:
            path: DataPath = ("verdicts", index, "id")
            found = f"`{row['id']}` again"
            layers.problems.append(document.problem(path, expected="each id once", found=found))
        else:
            merged[at] = (row, origin)
    combined = [*fresh, *merged]
    layers.data["verdicts"] = [row for row, _ in combined]
    for index, (_, origin) in enumerate(combined):
        layers.owners[("verdicts", index)] = origin


def _index_of(row: Any, rows: list[Any]) -> int | None:
    if not isinstance(row, dict) or "id" not in row:
        return None
    for index, other in enumerate(rows):
        if isinstance(other, dict) and other.get("id") == row["id"]:
            return index
    return None

"""The answers given so far: kept in a file beside the offer while the interview goes on."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from offercheck.case import read_case
from offercheck.document import MAX_BYTES, Document, parse
from offercheck.files import PRIVATE, replace_file
from offercheck.interview.forms import form_of
from offercheck.interview.prompts import IN_LISTS
from offercheck.problem import InputError, Position, Problem

UNKNOWN = "unknown"
WAY_OUT = "mend or remove the line; or move the file away to begin again"


class Step(NamedTuple):
    """An answer to an entry, or that it is not known."""

    entry: str
    value: Any
    known: bool


class Answers:
    """Answers by entry, in the order given. Each is on disk before the next question is asked.

    An entry whose answer is not known is kept too, so that it is not asked again. Raises InputError
    where the file holds anything else than answers that can stand together; the file stays as it is.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._steps = _read(file)

    @staticmethod
    def file_beside(offer: Path) -> Path:
        """Where the answers are kept for an offer file that is being written."""
        return offer.parent / f".{offer.name}.answers"

    def __len__(self) -> int:
        return len(self._steps)

    def __contains__(self, entry: str) -> bool:
        return any(entry == step.entry for step in self._steps)

    def give(self, entry: str, value: Any) -> None:
        """Keep an answer. Raises InputError where it cannot stand in a file beside the others."""
        self._keep(Step(entry, value, known=True))

    def leave_open(self, entry: str) -> None:
        """Keep that an answer is not known."""
        self._keep(Step(entry, None, known=False))

    def take_back(self) -> str | None:
        """Forget the last answer; its entry, if there was one."""
        if not self._steps:
            return None
        entry = self._steps[-1].entry
        self._write(self._steps[:-1])
        return entry

    def forget_all(self) -> None:
        """Forget every answer."""
        self._write([])

    def value(self, entry: str) -> Any:
        """The answer to an entry; None where there is none, or it is not known."""
        return next((step.value for step in self._steps if step.entry == entry), None)

    def open_entries(self) -> list[str]:
        """The entries whose answer is not known."""
        return [step.entry for step in self._steps if not step.known]

    def document(self, name: str) -> dict[str, Any]:
        """The offer or the candidate, as far as it is known."""
        return _document(self._steps, name)

    def remove(self) -> None:
        """Remove the file: what was answered has been written elsewhere."""
        self._file.unlink(missing_ok=True)

    def _keep(self, step: Step) -> None:
        steps = [*(other for other in self._steps if other.entry != step.entry), step]
        _check(steps)
        self._write(steps)

    def _write(self, steps: list[Step]) -> None:
        lines = [
            json.dumps(
                {"entry": step.entry, "value": step.value} if step.known else {UNKNOWN: step.entry}
            )
            for step in steps
        ]
        replace_file("".join(f"{line}\n" for line in lines).encode(), self._file, PRIVATE)
        self._steps = steps


def _read(file: Path) -> list[Step]:
    """What was kept. Raises InputError with every line that is no answer."""
    if not file.is_file():
        return []
    with file.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise InputError(
            [_refusal(file, 1, f"a file of at most {MAX_BYTES:,} bytes", "a larger one")]
        )
    steps: list[Step] = []
    problems: list[Problem] = []
    for number, line in enumerate(raw.splitlines(), 1):
        step = _step(line)
        if step is None or step.entry in {other.entry for other in steps}:
            problems.append(_refusal(file, number, "one answer to a question", "something else"))
            continue
        try:
            _check([*steps, step])
        except InputError as error:
            wrong = error.problems[0]
            problems.append(_refusal(file, number, wrong.expected, wrong.found, step.entry))
        else:
            steps.append(step)
    if problems:
        raise InputError(problems)
    return steps


def _refusal(file: Path, line: int, expected: str, found: str, entry: str = "") -> Problem:
    return Problem(Position(str(file), line, 1), entry, expected, found, WAY_OUT)


def _step(line: bytes) -> Step | None:
    """The answer that a line holds; None where it holds anything else."""
    try:
        step = json.loads(line)
        json.dumps(copy.deepcopy(step), allow_nan=False)
        match step:
            case {"entry": str(entry), "value": value} if value is not None and _is_asked(entry):
                return Step(entry, value, known=True)
            case {"unknown": str(entry)} if _is_asked(entry):
                return Step(entry, None, known=False)
    except (ValueError, RecursionError):
        pass
    return None


def _is_asked(entry: str) -> bool:
    """Whether there is a question for an entry: it has a form, or is one of those inside a list."""
    if entry in IN_LISTS:
        return True
    inside = any(part.isdecimal() for part in entry.split("."))
    return not inside and form_of(entry) is not None


def _check(steps: Sequence[Step]) -> None:
    """Raises InputError where the answers cannot stand together in files."""
    offer, candidate = (_document(steps, name) for name in ("offer", "candidate"))
    read_case(
        _parsed("offer", {"company": "-", "title": "-", **offer}), _parsed("candidate", candidate)
    )


def _parsed(name: str, data: dict[str, Any]) -> Document:
    return parse(name, json.dumps(data).encode())


def _document(steps: Sequence[Step], name: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for step in steps:
        document, *path = step.entry.split(".")
        if step.known and document == name:
            _put(data, path, copy.deepcopy(step.value))
    return data


def _put(data: Any, path: list[str], value: Any) -> None:
    """Put a value at a path, making the mappings on the way, but no item of a list."""
    *way, last = path
    for part in way:
        if not isinstance(data, list):
            data = data.setdefault(part, {})
        elif int(part) < len(data):
            data = data[int(part)]
        else:
            where = Position("answers", 1, 1)
            raise InputError([Problem(where, last, "an earlier answer that it belongs to", "none")])
    data[last] = value

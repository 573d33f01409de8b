"""The answers given so far: kept in a file beside the offer while the interview goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UNKNOWN = "unknown"


class Answers:
    """Answers by entry, in the order given. Each is on disk before the next question is asked.

    An entry whose answer is not known is kept too, so that it is not asked again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._steps: list[tuple[str, Any, bool]] = list(_read(file))

    @classmethod
    def beside(cls, offer: Path) -> Answers:
        """The answers kept for an offer file that is being written."""
        return cls(offer.with_name(f".{offer.name}.answers"))

    def __len__(self) -> int:
        return len(self._steps)

    def __contains__(self, entry: str) -> bool:
        return any(entry == given for given, _, _ in self._steps)

    def give(self, entry: str, value: Any) -> None:
        """Keep an answer."""
        self._keep(entry, value, known=True)

    def leave_open(self, entry: str) -> None:
        """Keep that an answer is not known."""
        self._keep(entry, None, known=False)

    def take_back(self) -> str | None:
        """Forget the last answer; its entry, if there was one."""
        if not self._steps:
            return None
        entry, _, _ = self._steps.pop()
        self._write()
        return entry

    def value(self, entry: str) -> Any:
        """The answer to an entry; None where there is none, or it is not known."""
        return next((v for given, v, known in self._steps if given == entry and known), None)

    def open_entries(self) -> list[str]:
        """The entries whose answer is not known."""
        return [entry for entry, _, known in self._steps if not known]

    def document(self, name: str) -> dict[str, Any]:
        """The offer or the candidate, as far as it is known."""
        data: dict[str, Any] = {}
        for entry, value, known in self._steps:
            document, *path = entry.split(".")
            if known and document == name:
                _put(data, path, value)
        return data

    def remove(self) -> None:
        """Remove the file: what was answered has been written elsewhere."""
        self._file.unlink(missing_ok=True)

    def _keep(self, entry: str, value: Any, *, known: bool) -> None:
        self._steps = [step for step in self._steps if step[0] != entry]
        self._steps.append((entry, value, known))
        self._write()

    def _write(self) -> None:
        """Write beside and move into place, so that the file is whole at every moment."""
        beside = self._file.with_name(f"{self._file.name}.new")
        lines = [
            json.dumps({"entry": e, "value": v} if k else {UNKNOWN: e}) for e, v, k in self._steps
        ]
        with beside.open("w", encoding="utf-8") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._file)


def _read(file: Path) -> Iterator[tuple[str, Any, bool]]:
    """What was kept; a line that is no answer is passed over."""
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            step = json.loads(line)
        except ValueError:
            continue
        if isinstance(step, dict) and isinstance(step.get("entry"), str) and "value" in step:
            yield step["entry"], step["value"], True
        elif isinstance(step, dict) and isinstance(step.get(UNKNOWN), str):
            yield step[UNKNOWN], None, False


def _put(data: Any, path: list[str], value: Any) -> None:
    """Put a value at a path, making the mappings on the way."""
    *way, last = path
    for part in way:
        data = data[int(part)] if isinstance(data, list) else data.setdefault(part, {})
    data[last] = value

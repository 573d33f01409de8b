"""The output of a batch while it grows, and what is needed to go on with it after any end.

Lines go to files beside the outputs, named `OUT.part`. Every second their lengths are kept in
`OUT.resume`, with how many offers they stand for; what was written after that is cut off when the
run is resumed, so that no line is lost or repeated. Each output appears under its name when whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, TypeAdapter

from offercheck.batch.items import Item
from offercheck.batch.tally import Tally
from offercheck.files import PRIVATE, replace_file

SECONDS = 1.0
PART, RESUME = ".part", ".resume"
VERSION = 1
MOST_BYTES = 10_000_000  # of a state; counts are a thousandth of that
Size = Annotated[int, Field(ge=0, le=sys.maxsize)]


class CannotResumeError(Exception):
    """Why a run cannot begin or go on, and what to do, in words for the user."""


class State(NamedTuple):
    """What stands in `OUT.resume`.

    `settings` are what may not change until the run is done; `digest` is that of the items so far.
    """

    version: Annotated[int, Field(ge=VERSION, le=VERSION)]
    settings: dict[str, str]
    items: Size
    digest: str
    lengths: list[Size]
    counts: list[tuple[str, str, Size]]
    whole: bool = False


def kept_state(output: Path) -> State | None:
    """The state of an interrupted run; None where there is none. Raises CannotResumeError."""
    file = _beside(output, RESUME)
    try:
        if not file.exists():
            return None
        if file.is_file() and file.stat().st_size <= MOST_BYTES:
            state = TypeAdapter(State).validate_json(file.read_bytes(), strict=True)
            Tally.from_data(state.counts)
            return state
    except (OSError, ValueError):
        pass
    raise CannotResumeError(f"{file} is no state of a run; remove it to begin anew")


class Fingerprint:
    """The digest of the items so far, by which a resumed run knows that they are the same."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.items = 0

    def add(self, item: Item) -> None:
        """Take in the next item."""
        self.items += 1
        raw = item.raw.encode() if isinstance(item.raw, str) else item.raw
        self._digest.update(b"%s\0%d\0" % (item.name.encode(errors="surrogateescape"), len(raw)))
        self._digest.update(raw)

    def __str__(self) -> str:
        return self._digest.hexdigest()


class Journal:
    """Growing files that become the outputs when whole. All raise OSError where one cannot be written."""

    def __init__(self, outputs: Sequence[Path], settings: Mapping[str, str]) -> None:
        self._outputs = outputs
        self._settings = dict(settings)
        self._files: list[int] = []
        self._saved_at = time.monotonic()
        self._saved = 0
        self.seen = Fingerprint()
        self.tally = Tally()

    @property
    def kept(self) -> str:
        """What of the run is kept, and how to go on, in words for the user."""
        return (
            f"{self._saved:,} offers are kept in {_beside(self._outputs[0], PART)}; "
            "the same command with --resume goes on"
        )

    def start(self, header: bytes, items: Iterator[Item], state: State | None) -> int:
        """Begin with a header, or go on from a state with the items after it.

        The bytes of the items that were judged before are returned. Raises CannotResumeError.
        """
        self._open()
        if state is None:
            for file in self._files:
                os.truncate(file, 0)
            _write(self._files[0], header)
            self.save()
            return 0
        self._check(state)
        for file, length in zip(self._files, state.lengths, strict=True):
            os.truncate(file, length)
            os.lseek(file, length, os.SEEK_SET)
        self.tally = Tally.from_data(state.counts)
        return self._skip(items, state)

    def _skip(self, items: Iterator[Item], state: State) -> int:
        """Pass over the items that were judged before."""
        size = 0
        for item in islice(items, state.items):
            self.seen.add(item)
            size += item.size
        if self.seen.items != state.items or str(self.seen) != state.digest:
            raise CannotResumeError(
                f"the first {state.items:,} offers of the input are not those that were judged; "
                f"restore them, or remove {_beside(self._outputs[0], RESUME)} to begin anew"
            )
        self._saved = state.items
        return size

    def _check(self, state: State) -> None:
        """Refuse a state that is of another run."""
        for name, value in self._settings.items():
            if state.settings.get(name) != value:
                raise CannotResumeError(
                    f"the run was begun with another {name}; use the same again, or remove "
                    f"{_beside(self._outputs[0], RESUME)} to begin anew"
                )
        if len(state.lengths) != len(self._files):
            raise CannotResumeError(
                f"the run was begun with other outputs; remove "
                f"{_beside(self._outputs[0], RESUME)} to begin anew"
            )
        for file, length, output in zip(self._files, state.lengths, self._outputs, strict=True):
            if os.fstat(file).st_size < length:
                raise CannotResumeError(
                    f"{_beside(output, PART)} is shorter than it was; remove "
                    f"{_beside(self._outputs[0], RESUME)} to begin anew"
                )

    def take(self, items: Sequence[Item], texts: Sequence[bytes]) -> None:
        """Write the next lines of each output; `items` are what they came from."""
        for file, text in zip(self._files, texts, strict=False):
            _write(file, text)
        for item in items:
            self.seen.add(item)
        if not self._saved or time.monotonic() - self._saved_at > SECONDS:
            self.save()

    def save(self, *, whole: bool = False) -> None:
        """Keep how far the run has come, on the disk and not only on its way there."""
        for file in self._files:
            os.fsync(file)
        state = State(
            VERSION,
            self._settings,
            self.seen.items,
            str(self.seen),
            [os.lseek(file, 0, os.SEEK_CUR) for file in self._files],
            self.tally.to_data(),
            whole,
        )
        replace_file(
            json.dumps(state._asdict()).encode(), _beside(self._outputs[0], RESUME), PRIVATE
        )
        self._saved_at = time.monotonic()
        self._saved = self.seen.items

    def finish(self) -> None:
        """Give the outputs their names."""
        self.save(whole=True)
        self.close()
        put_in_place(self._outputs)

    def close(self) -> None:
        """Close the files as they are."""
        for file in self._files:
            os.close(file)
        self._files = []

    def _open(self) -> None:
        try:
            self._open_all()
        except OSError:
            for output, file in zip(self._outputs, self._files, strict=False):
                if os.fstat(file).st_size == 0:  # made just now, for a run that cannot begin
                    _beside(output, PART).unlink(missing_ok=True)
            raise

    def _open_all(self) -> None:
        for output in self._outputs:
            part = _beside(output, PART)
            # Neither through a link nor into a pipe, on which a run would wait for a reader.
            how = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
            self._files.append(os.open(part, how, 0o666))
            _lock(self._files[-1], part)


def put_in_place(outputs: Sequence[Path]) -> None:
    """Move what is whole to its name; what was moved before stays."""
    for output in reversed(outputs):
        with suppress(FileNotFoundError):
            _beside(output, PART).replace(output)
    _beside(outputs[0], RESUME).unlink(missing_ok=True)


class Stream:
    """Standard output, on which lines are gone once they are written."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._written = 0

    @property
    def kept(self) -> str:
        """What was written, and what would have made it possible to go on."""
        return f"{self._written:,} offers were written; with -o FILE a run can be resumed"

    def start(self, header: bytes, items: Iterator[Item], state: State | None) -> int:  # noqa: ARG002 - as a Journal
        """Begin with a header."""
        self._write(header)
        return 0

    def take(self, items: Sequence[Item], texts: Sequence[bytes]) -> None:
        """Write the next lines."""
        self._write(texts[0])
        self._written += len(items)

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Nothing is open."""

    def _write(self, text: bytes) -> None:
        sys.stdout.buffer.write(text)
        sys.stdout.flush()


def _lock(file: int, part: Path) -> None:
    """Keep a second run from writing the same file. Raises CannotResumeError where one does."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotResumeError(f"another run is writing {part}") from None


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from forking_support import HUNG, run_forked

GUARD_SECONDS = 20
MOST_MEMORY_MB = 300
ADDRESS_SPACE = 1_500_000_000


@dataclass(frozen=True)
class Hostile:
    """Files to write, and the arguments to run the program with beside them."""

    arguments: Sequence[str]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    standard_input: bytes = field(default=b"", repr=False)


class Run(NamedTuple):
    """How a run ended. `code` is HUNG where the guard ended it; `peak_mb` is its largest memory."""

    code: int
    out: str
    err: str
    peak_mb: int


def run(hostile: Hostile, folder: Path) -> Run:
    """Run the program in a folder of its own, with bounded memory and a guard against hanging."""
    place = folder / "place"
    place.mkdir()
    for name, content in hostile.files.items():
        (place / name).write_bytes(content)
    ended = run_forked(
        hostile.arguments,
        place,
        {key: value for key, value in os.environ.items() if key != "OFFERCHECK_RULES"},
        hostile.standard_input,
        seconds=GUARD_SECONDS,
        address_space=ADDRESS_SPACE,
    )
    return Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode(), ended.peak_mb)


def complaints(ended: Run) -> list[str]:
    """What a run did that no input may make it do."""
    acting = acting_characters(ended.out + ended.err)
    found = {
        f"did not end within {GUARD_SECONDS} seconds": ended.code == HUNG,
        f"exit code {ended.code}": ended.code not in {HUNG, 0, 1, 2},
        "a traceback": "Traceback" in ended.out + ended.err,
        "no message": ended.code == 2 and not ended.err,
        "failed without a word": ended.code == 1 and not ended.err + ended.out,
        "a report although it could not run": ended.code == 2 and bool(ended.out),
        f"characters that act on a terminal: {acting}": bool(acting),
        f"{ended.peak_mb} MB of memory": ended.peak_mb >= MOST_MEMORY_MB,
    }
    return [complaint for complaint, holds in found.items() if holds]


def acting_characters(text: str) -> list[str]:
    """The characters, line breaks apart, that would act on a terminal rather than show."""
    classes = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return [
        ascii(character)
        for character in sorted(set(text))
        if character != "\n" and unicodedata.category(character) in classes
    ]

from __future__ import annotations

import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GUARD_SECONDS = 20
MOST_MEMORY_MB = 300
ADDRESS_SPACE = 1_500_000_000

# The peak memory of a process counts what it was started from, so a bare interpreter starts it.
LAUNCHER = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
command = [sys.executable, "-m", "offercheck", *sys.argv[3:]]
process = os.posix_spawn(sys.executable, command, os.environ)
_, status, usage = os.wait4(process, 0)
code = os.waitstatus_to_exitcode(status)
with open(sys.argv[2], "w") as report:
    report.write(f"{code} {usage.ru_maxrss // 1024} {usage.ru_utime + usage.ru_stime}")
"""


@dataclass(frozen=True)
class Hostile:
    """Files to write, and the arguments to run the program with beside them."""

    arguments: Sequence[str]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    standard_input: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Run:
    """How a run ended. `code` is None where the guard ended it; `peak_mb` is its largest memory."""

    code: int | None
    out: str
    err: str
    peak_mb: int
    processor_seconds: float


def run(hostile: Hostile, folder: Path) -> Run:
    """Run the program in a folder of its own, with bounded memory and a guard against hanging."""
    place = folder / "place"
    place.mkdir()
    for name, content in hostile.files.items():
        (place / name).write_bytes(content)
    report = folder / "report"
    process = subprocess.Popen(
        [
            *(sys.executable, "-S", "-c", LAUNCHER, str(ADDRESS_SPACE), str(report)),
            *hostile.arguments,
        ],
        cwd=place,
        env={key: value for key, value in os.environ.items() if key != "OFFERCHECK_RULES"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(hostile.standard_input, timeout=GUARD_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Run(None, "", "", 0, 0.0)
    code, peak, seconds = report.read_text().split()
    return Run(int(code), out.decode(), err.decode(), int(peak), float(seconds))


def complaints(ended: Run) -> list[str]:
    """What a run did that no input may make it do."""
    acting = acting_characters(ended.out + ended.err)
    found = {
        f"did not end within {GUARD_SECONDS} seconds": ended.code is None,
        f"exit code {ended.code}": ended.code not in {None, 0, 1, 2},
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

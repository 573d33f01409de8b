"""Coverage-guided fuzzing of everything that reads, judges or prints.

Run as `python tests/fuzz.py SECONDS FOLDER` with the extra `fuzz`. What it finds stands in
`FOLDER/findings`, each input with what came of it; the corpus is kept in `FOLDER/corpus`, so that
another run goes on from it. `python tests/fuzz.py --replay FILE...` tries inputs again.

The first byte of an input chooses what reads the rest, the second what is printed about it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from types import FrameType

import atheris

with atheris.instrument_imports(include=["offercheck"]):
    from fuzz_targets import ALLOWED, TARGETS, ComplaintError

from fuzz_seeds import seeds, words

SECONDS = 2.0 * 5  # of processor time for one input: what is traced takes five times as long
BYTES = 500_000_000  # of address space beyond what the imports take
LONGEST = 8192
GIVEN_UP = 60  # seconds after which libFuzzer ends a process that does not come back
EVERY = 60.0  # seconds between two lines of the log


class TooLongError(BaseException):
    """An input took more processor time than it may."""


class Fuzzing:
    """One process that fuzzes, with what it has counted so far."""

    def __init__(self, folder: Path) -> None:
        self._findings = folder / "findings"
        self._log = folder / "log.jsonl"
        self._began = self._told = time.monotonic()
        self._counts: Counter[str] = Counter()
        self._slowest = 0.0
        self._known = {file.name for file in self._findings.iterdir()}

    def take(self, data: bytes) -> None:
        """Try one input; a finding is kept, and the run goes on."""
        name, target = chosen(data)
        begun = time.process_time()
        try:
            self._counts[f"{name}: {tried(target, data)}"] += 1
        except (Exception, TooLongError) as error:  # noqa: BLE001 - a finding
            self._keep(name, data, error)
        self._slowest = max(self._slowest, time.process_time() - begun)
        if time.monotonic() - self._told > EVERY:
            self.tell()

    def tell(self) -> None:
        """Write a line of the log."""
        self._told = time.monotonic()
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        memory = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        line = {
            "seconds": round(self._told - self._began),
            "executions": self._counts.total(),
            "memory_mb": int(memory.split()[1]) // 1024,
            "slowest_seconds": round(self._slowest, 2),
            "findings": len(self._known),
            "counts": dict(sorted(self._counts.items())),
        }
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")

    def _keep(self, name: str, data: bytes, error: BaseException) -> None:
        """Keep the first input of each finding, by where it comes from."""
        self._counts[f"{name}: finding"] += 1
        key = sha256(_signature(error).encode()).hexdigest()[:12]
        if key not in self._known:
            self._known.add(key)
            (self._findings / key).write_bytes(data)
            told = "".join(traceback.format_exception(error))
            (self._findings / f"{key}.txt").write_text(f"{name}\n{told}", encoding="utf-8")


def chosen(data: bytes) -> tuple[str, Callable[[int, bytes], str]]:
    """What the first byte of an input chooses."""
    names = list(TARGETS)
    name = names[data[0] % len(names)] if data else names[0]
    return name, TARGETS[name]


def tried(target: Callable[[int, bytes], str], data: bytes) -> str:
    """What came of an input. Raises what it may not raise, TooLongError and MemoryError included."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return target(data[1] if len(data) > 1 else 0, data[2:])
    except ALLOWED:
        return "refused"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _signature(error: BaseException) -> str:
    if isinstance(error, ComplaintError):
        return str(error)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "offercheck" in frame.filename
    ]
    if isinstance(error, TooLongError) or not frames:
        return type(error).__name__ + (frames[0].name if frames else "")
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}"


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _settle() -> None:
    """Bound the time of each input, and work in a folder whose files never touch a disk."""
    signal.signal(signal.SIGPROF, _too_long)
    os.chdir(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm"))


def begin(folder: Path, options: list[str]) -> None:
    """Fuzz in this process until libFuzzer ends it."""
    _settle()
    taken = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    most = taken * resource.getpagesize() + BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    fuzzing = Fuzzing(folder)
    atheris.Setup([sys.argv[0], *options], fuzzing.take)
    atheris.Fuzz()


def supervise(seconds: int, folder: Path) -> int:
    """Run fuzzing processes one after another until the time is over; the number of findings."""
    for name in ("corpus", "seeds", "findings", "crashes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(_seeds()):
        (folder / "seeds" / f"{place:04}").write_bytes(seed)
    (folder / "words").write_text("".join(_dictionary()), encoding="ascii")
    end = time.monotonic() + seconds
    while (left := int(end - time.monotonic())) > 0:
        options = [
            *(str(folder / "corpus"), str(folder / "seeds"), f"-dict={folder / 'words'}"),
            *(f"-max_total_time={left}", f"-max_len={LONGEST}", f"-timeout={GIVEN_UP}"),
            *("-rss_limit_mb=2000", f"-artifact_prefix={folder / 'crashes'}/"),
            *("-print_final_stats=1", "-close_fd_mask=1", "-use_value_profile=0"),
        ]
        with (folder / "libfuzzer.txt").open("ab") as log:
            subprocess.run(
                [sys.executable, __file__, "--child", str(folder), *options],
                stdout=log,
                stderr=log,
                check=False,
            )
    found = [file for name in ("findings", "crashes") for file in (folder / name).iterdir()]
    return len([file for file in found if file.suffix != ".txt"])


def replay(files: list[str]) -> None:
    """Try inputs again, with a traceback for each that is a finding."""
    inputs = {file: Path(file).read_bytes() for file in files}
    _settle()
    for file, data in inputs.items():
        name, target = chosen(data)
        try:
            told = tried(target, data)
        except (Exception, TooLongError) as error:  # noqa: BLE001 - a finding
            told = "".join(traceback.format_exception(error))
        sys.stdout.write(f"{file}: {name}: {told}\n")


def _seeds() -> Iterator[bytes]:
    for place, name in enumerate(TARGETS):
        for number, seed in enumerate(seeds(name)):
            yield bytes([place, number % 256]) + seed


def _dictionary() -> Iterator[str]:
    for number, word in enumerate(words()):
        quoted = "".join(
            chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
            for byte in word.encode()
        )
        yield f'word{number}="{quoted}"\n'


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--child", folder, *options]:
            begin(Path(folder), options)
        case ["--replay", *files]:
            replay(files)
        case [seconds, folder]:
            return 1 if supervise(int(seconds), Path(folder).resolve()) else 0
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

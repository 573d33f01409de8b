"""A batch killed at random moments and resumed each time: `python tests/kill_batch.py [KILLS] [LINES] [SEED]`.

The process and its workers are killed without warning, the run is resumed, and killed again, until
it has been killed that often; then it is resumed to its end. Its outputs must be those of a run
that was left alone. Printed are how far each kill found it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch_support import command, write_offers
from forking_support import ENDLESS
from scenario_support import environment


def killed_and_resumed(
    folder: Path, kills: int, lines: int, draw: random.Random, *arguments: str
) -> list[int]:
    """How many offers were kept at each kill. Raises AssertionError where the outputs differ."""
    source = write_offers(folder, lines)
    with source.open("ab") as stream:
        stream.write(b"{bad\n")
    named = ("offers.jsonl", "--errors", "bad.jsonl", *arguments)
    start = time.monotonic()
    _finish(folder, *named, "-o", "alone.jsonl")
    usual = time.monotonic() - start
    alone = [(folder / name).read_bytes() for name in ("alone.jsonl", "bad.jsonl")]
    kept: list[int] = []
    while len(kept) < kills:
        process = subprocess.Popen(
            command(*named, "-o", "out.jsonl", "--resume"),
            cwd=folder,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=draw.uniform(0.2, 0.7) * usual)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if (folder / "out.jsonl").exists():  # it was done before it was killed: begin anew
            (folder / "out.jsonl").unlink()
            continue
        state = folder / "out.jsonl.resume"
        kept.append(json.loads(state.read_bytes())["items"] if state.exists() else 0)
    _finish(folder, *named, "-o", "out.jsonl", "--resume")
    assert [(folder / name).read_bytes() for name in ("out.jsonl", "bad.jsonl")] == alone
    assert not list(folder.glob("*.part")) + list(folder.glob("*.resume"))
    return kept


def _finish(folder: Path, *arguments: str) -> None:
    finished = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=10 * ENDLESS,
    )
    assert finished.returncode == 1, finished.stderr.decode()


def main() -> None:
    """Kill and resume with one process and with two."""
    kills, lines, seed = (
        int(sys.argv[place]) if len(sys.argv) > place else default
        for place, default in ((1, 10), (2, 20_000), (3, 1))
    )
    for jobs in ("1", "2"):
        with tempfile.TemporaryDirectory() as folder:
            draw = random.Random(seed)  # noqa: S311 - repeatable moments
            kept = killed_and_resumed(Path(folder), kills, lines, draw, "--jobs", jobs)
        sys.stdout.write(f"{jobs} process(es): the same bytes after {kills} kills, at {kept}\n")


if __name__ == "__main__":
    main()

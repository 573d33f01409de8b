"""A batch on a Dask cluster: a real scheduler and two workers here, one of which is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from batch_support import batch, command, records, write_offers
from forking_support import ENDLESS
from scenario_support import environment

pytest.importorskip("distributed")
LINES = 1_500


@contextmanager
def _process(
    *arguments: str, until: str, folder: Path
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A part of a cluster, once it says a line that matches, and what matched."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        cwd=folder,
        env=environment() | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    try:
        found = next((m for line in process.stderr if (m := re.search(until, line))), None)
        assert found is not None
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield process, found.group()
    finally:
        process.kill()
        process.wait(timeout=ENDLESS)
        drain.join(timeout=ENDLESS)
        process.stderr.close()


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_a_run_here(tmp_path: Path) -> None:
    write_offers(tmp_path, LINES)
    assert batch(tmp_path, "offers.jsonl", "-o", "here.jsonl").returncode == 0
    with ExitStack() as cluster:
        _, address = cluster.enter_context(
            _process(
                *("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
                until=r"tcp://127\.0\.0\.1:\d+",
                folder=tmp_path,
            )
        )
        worker = ("dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard")
        workers = [
            cluster.enter_context(
                _process(*worker, until="Starting established connection", folder=tmp_path)
            )[0]
            for _ in range(2)
        ]
        run = subprocess.Popen(
            command("offers.jsonl", "-o", "there.jsonl", "--scheduler", address),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        _until_written(tmp_path / "there.jsonl.part", run)
        workers[0].kill()
        _, told = run.communicate(timeout=ENDLESS)
    assert run.returncode == 0, told.decode()
    there = (tmp_path / "there.jsonl").read_bytes()
    assert there == (tmp_path / "here.jsonl").read_bytes()
    assert len(records(there)) == LINES


def _until_written(part: Path, run: subprocess.Popen[bytes]) -> None:
    """Wait until the first lines have come back, with most still to come."""
    deadline = time.monotonic() + ENDLESS
    while not (part.exists() and part.stat().st_size):
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_scheduler_that_does_not_answer_is_told_with_its_address(tmp_path: Path) -> None:
    write_offers(tmp_path, 2)
    run = batch(tmp_path, "offers.jsonl", "-o", "out.jsonl", "--scheduler", "tcp://127.0.0.1:9")
    assert run.returncode == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in run.stderr
    assert "Traceback" not in run.stderr
    assert os.listdir(tmp_path) == ["offers.jsonl"]  # noqa: PTH208 - names alone

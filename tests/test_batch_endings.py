"""How a batch ends before its end: killed, interrupted, without room, unread, or with a lost worker."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_support import batch, command, records, write_offers
from forking_support import ENDLESS
from kill_batch import killed_and_resumed
from scenario_support import environment, run_program

STATE = "out.jsonl.resume"
LINES = 60  # whole reports are given out ten at a time, and the first ten are kept at once


def test_a_killed_run_that_is_resumed_gives_the_bytes_of_one_left_alone(tmp_path: Path) -> None:
    draw = random.Random(5)  # noqa: S311 - repeatable moments
    kept = killed_and_resumed(tmp_path, 1, LINES, draw, "--full", "--jobs", "2")
    assert len(kept) == 1


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A run that has begun to write."""
    # Tests that run in the background ignore Ctrl-C, and what they start would too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + ENDLESS
    while not _grown(folder) and time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    return process


def _grown(folder: Path) -> bool:
    part = folder / "out.jsonl.part"
    return part.exists() and part.stat().st_size > 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_a_message_and_a_state_to_go_on_from(tmp_path: Path, jobs: str) -> None:
    write_offers(tmp_path, LINES)
    arguments = ("offers.jsonl", "--full", "-o", "out.jsonl", "--jobs", jobs)
    process = _started(tmp_path, *arguments)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=ENDLESS)
    assert process.returncode == 130
    assert b"interrupted; " in told
    assert b"offers are kept in " in told
    assert b"--resume goes on" in told
    assert b"Traceback" not in told
    assert not (tmp_path / "out.jsonl").exists()
    again = batch(tmp_path, *arguments)
    assert again.returncode == 2
    assert "add --resume to go on, or remove" in again.stderr
    assert batch(tmp_path, *arguments, "--resume").returncode == 0
    lines = records((tmp_path / "out.jsonl").read_bytes())
    assert [line["line"] for line in lines] == list(range(1, LINES + 1))


def test_a_worker_that_is_killed_ends_the_run_with_a_message_and_a_state(tmp_path: Path) -> None:
    write_offers(tmp_path, LINES)
    arguments = ("offers.jsonl", "--full", "-o", "out.jsonl", "--jobs", "2")
    process = _started(tmp_path, *arguments)
    os.kill(_workers(process.pid)[0], signal.SIGKILL)
    _, told = process.communicate(timeout=ENDLESS)
    assert process.returncode == 2
    assert b"a worker was lost, killed or out of memory" in told
    assert b"Traceback" not in told
    assert batch(tmp_path, *arguments, "--resume").returncode == 0
    assert len(records((tmp_path / "out.jsonl").read_bytes())) == LINES


def _workers(parent: int) -> list[int]:
    """The processes that a run has started to judge."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    names = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, name in names.items() if b"spawn_main" in name]


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    write_offers(tmp_path, LINES)
    process = _started(tmp_path, "offers.jsonl", "--full", "-o", "out.jsonl", "--jobs", "2")
    workers = _workers(process.pid)
    assert len(workers) == 2
    process.kill()
    process.communicate(timeout=ENDLESS)
    deadline = time.monotonic() + ENDLESS
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_no_room_on_the_disk_ends_in_a_message_and_a_state(tmp_path: Path) -> None:
    write_offers(tmp_path, 300)
    script = (
        "import resource, runpy, sys;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "sys.argv[0] = 'offercheck'; runpy.run_module('offercheck', run_name='__main__')"
    )
    arguments = ("offers.jsonl", "-o", "out.jsonl")
    full = subprocess.run(
        [sys.executable, "-c", script, *command(*arguments)[3:]],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=ENDLESS,
    )
    assert full.returncode == 2
    assert b"could not write the output: File too large; " in full.stderr
    assert b"--resume goes on" in full.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert batch(tmp_path, *arguments, "--resume").returncode == 0
    assert len(records((tmp_path / "out.jsonl").read_bytes())) == 300
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_an_output_that_nobody_reads_any_more_ends_in_a_message(tmp_path: Path) -> None:
    write_offers(tmp_path, 600)
    process = subprocess.Popen(
        command("offers.jsonl", "--summary", "none"),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=ENDLESS) == 2
    assert "nobody reads the output any more" in told
    assert "with -o FILE a run can be resumed" in told
    assert "Traceback" not in told


# --- Resuming


def _interrupted(folder: Path, *arguments: str) -> None:
    """A run that was killed once it had kept some."""
    write_offers(folder, LINES)
    process = _started(folder, *arguments)
    deadline = time.monotonic() + ENDLESS
    while not json.loads((folder / STATE).read_bytes())["items"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=ENDLESS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--as-of", "2026-12-01"), "begun with another day of the evaluation"),
        (("--candidate", "candidate.yaml"), "begun with another candidate"),
        (("--errors", "bad.jsonl"), "begun with another choice of --errors"),
    ],
)
def test_a_run_is_not_resumed_with_other_settings(
    tmp_path: Path, change: tuple[str, ...], told: str
) -> None:
    (tmp_path / "candidate.yaml").write_text("situation: {savings: 100}")
    arguments = ("offers.jsonl", "--full", "-o", "out.jsonl")
    _interrupted(tmp_path, *arguments)
    before = (tmp_path / STATE).read_bytes()
    run = run_program("batch", *arguments, "--resume", *change, folder=tmp_path)
    assert run.returncode == 2
    assert told in run.stderr
    assert (tmp_path / STATE).read_bytes() == before


def test_a_run_is_not_resumed_over_other_offers(tmp_path: Path) -> None:
    arguments = ("offers.jsonl", "--full", "-o", "out.jsonl")
    _interrupted(tmp_path, *arguments)
    file = tmp_path / "offers.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"company": "A"', b'"company": "B"', 1))
    run = batch(tmp_path, *arguments, "--resume")
    assert run.returncode == 2
    assert "offers of the input are not those that were judged" in run.stderr


def test_resuming_where_nothing_was_begun_begins_and_where_all_is_done_says_so(
    tmp_path: Path,
) -> None:
    write_offers(tmp_path, 3)
    arguments = ("offers.jsonl", "-o", "out.jsonl", "--resume")
    assert batch(tmp_path, *arguments).returncode == 0
    before = (tmp_path / "out.jsonl").stat()
    again = batch(tmp_path, *arguments)
    assert again.returncode == 0
    assert "is whole; there is nothing to go on with" in again.stderr
    assert (tmp_path / "out.jsonl").stat() == before


def test_the_day_of_a_resumed_run_is_that_on_which_it_was_begun(tmp_path: Path) -> None:
    arguments = ("offers.jsonl", "--full", "-o", "out.jsonl")
    _interrupted(tmp_path, *arguments)
    run = run_program("batch", *arguments, "--resume", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert {r["as_of"] for r in records((tmp_path / "out.jsonl").read_bytes())} == {"2026-11-25"}


def test_a_state_that_was_written_by_something_else_is_refused(tmp_path: Path) -> None:
    write_offers(tmp_path, 3)
    for text in ("", "{", "[]", '{"version": 9}', "null", '{"items": 1}'):
        (tmp_path / STATE).write_text(text)
        run = batch(tmp_path, "offers.jsonl", "-o", "out.jsonl", "--resume")
        assert run.returncode == 2
        assert "is no state of a run; remove it to begin anew" in run.stderr
        assert not (tmp_path / "out.jsonl").exists()

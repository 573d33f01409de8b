"""Batches of hostile lines, folders, names and states: each in a message, and nothing half written."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batch_support import judged, records
from hostile_batch_support import (
    ARGUMENTS,
    LINES,
    STATE,
    STATES,
    UNFINISHED,
    strange_folder,
)
from hostile_inputs_support import OFFER
from hostile_support import Hostile, acting_characters, complaints, run
from offercheck.batch.items import Item, files, items
from offercheck.batch.journal import CannotResumeError, kept_state
from offercheck.batch.records import DEFAULT_COLUMNS, Form
from offercheck.problem import InputError

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="memory is bounded and measured the way of Linux"
)

GOOD = b'{"company": "Acme", "title": "Nurse"}'
FORMS = {
    "results": Form(),
    "chosen fields": Form(("id", "company", "verdict", "reason")),
    "rows": Form(DEFAULT_COLUMNS, as_csv=True),
    "reports": Form(full=True),
}
SECONDS = 5.0  # on a busy machine; the longest takes one or two
SHORT = 10_000


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_line_is_judged_or_told_what_is_wrong_with_it(name: str) -> None:
    begun = time.process_time()
    done = judged(LINES[name], GOOD)
    assert time.process_time() - begun < SECONDS
    record, good = records(done.lines)
    assert "verdict" in good
    problems = record.get("problems", ())
    assert ("verdict" in record) != bool(problems)
    assert all(p["line"] == 1 and p["expected"] and p["found"] for p in problems)


@pytest.mark.parametrize("form", FORMS)
def test_no_hostile_line_acts_in_any_form(form: str) -> None:
    lines = [line for line in LINES.values() if len(line) < SHORT]
    done = judged(*lines, form=FORMS[form])
    written = done.lines.decode().splitlines()
    assert len(written) == len(lines)
    assert "please report" not in done.lines.decode()
    assert acting_characters("".join(written)) == []


def test_a_batch_of_hostile_lines_takes_bounded_memory_and_ends_with_1(tmp_path: Path) -> None:
    lines = b"\n".join(line for line in LINES.values() if b"\n" not in line)
    ended = run(Hostile(["batch", "in.jsonl", "-o", "out.jsonl"], {"in.jsonl": lines}), tmp_path)
    assert (complaints(ended), ended.code) == ([], 1)
    written = (tmp_path / "place" / "out.jsonl").read_bytes().splitlines()
    assert len(written) == len(
        [line for line in LINES.values() if line.strip() and b"\n" not in line]
    )


def test_long_texts_of_many_lines_are_not_kept_in_memory(tmp_path: Path) -> None:
    def peak_mb(lines: int) -> int:
        folder = tmp_path / str(lines)
        folder.mkdir()
        pattern = b'{"company": "a", "title": "%d %s", "location": "%d %s"}'
        long = b"senior developer " * 2500
        text = b"\n".join(pattern % (number, long, number, long) for number in range(lines))
        hostile = Hostile(["batch", "-", "-o", "out.jsonl"], standard_input=text)
        return run(hostile, folder).peak_mb

    assert peak_mb(130) - peak_mb(30) < 5  # of the 8 MB that a hundred lines are


def test_a_folder_of_strange_entries_is_answered_entry_by_entry(tmp_path: Path) -> None:
    place = strange_folder(tmp_path / "in")
    names = sorted(path.name for path in place.glob("*.yaml"))
    ended = run(Hostile(["batch", str(place), "--summary", "none"]), tmp_path)
    assert (complaints(ended), ended.code) == ([], 1)
    found = records(ended.out.encode())
    assert [Path(record["file"]).name for record in found] == names
    good = {Path(record["file"]).name for record in found if "verdict" in record}
    assert good == {"good.yaml", "=1+1.yaml", "line\nbreak.yaml", os.fsdecode(b"\xff\x1b[31m.yaml")}


def test_the_names_of_strange_files_do_not_act_in_rows(tmp_path: Path) -> None:
    place = strange_folder(tmp_path / "in")
    ended = run(Hostile(["batch", str(place), "--format", "csv", "--summary", "none"]), tmp_path)
    assert ended.code == 1
    assert acting_characters(ended.out.replace("\r\n", "\n")) == []


def test_a_candidate_without_end_beside_an_offer_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text(OFFER)
    with (tmp_path / "candidate.yaml").open("wb") as stream:
        stream.truncate(10**12)
    (item,) = items(files([str(tmp_path)]))
    assert item.candidate is not None
    assert len(item.candidate.raw) < 2_000_000


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_hostile_argument_ends_in_a_clear_message(name: str, tmp_path: Path) -> None:
    ended = run(Hostile(["batch", *ARGUMENTS[name]], {"in.jsonl": GOOD}), tmp_path)
    assert (complaints(ended), ended.code) == ([], 2)
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize("name", STATES)
def test_a_state_by_a_stranger_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / STATE).write_bytes(STATES[name])
    with pytest.raises(CannotResumeError, match="remove it to begin anew"):
        kept_state(tmp_path / "out.jsonl")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(path))


PLACED: dict[str, Callable[[Path], None]] = {
    "a pipe": _pipe,
    "a device without end": _device,
    "a link to itself": _loop,
    "a folder": Path.mkdir,
    "a socket": _socket,
}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        *(("out.jsonl.part", name) for name in PLACED),
        *((STATE, name) for name in PLACED if name != "a link to itself"),
        *(("out.jsonl", name) for name in ("a pipe", "a folder", "a socket")),
    ],
)
def test_something_else_in_the_place_of_a_file_of_the_batch_is_refused(
    file: str, name: str, tmp_path: Path
) -> None:
    PLACED[name](tmp_path / file)
    place = tmp_path / "run"
    place.mkdir()
    ended = run(
        Hostile(["batch", "-", "-o", str(tmp_path / "out.jsonl")], standard_input=GOOD), place
    )
    assert (complaints(ended), ended.code) == ([], 2)


def test_lines_that_were_kept_through_a_link_touch_no_other_file(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "out.jsonl.part").symlink_to(precious)
    place = tmp_path / "run"
    place.mkdir()
    ended = run(
        Hostile(["batch", "-", "-o", str(tmp_path / "out.jsonl")], standard_input=GOOD), place
    )
    assert (complaints(ended), ended.code) == ([], 2)
    assert precious.read_text() == "precious"


@pytest.mark.parametrize("name", UNFINISHED)
def test_a_run_is_not_resumed_from_lengths_of_another(name: str, tmp_path: Path) -> None:
    place = tmp_path / "run"
    place.mkdir()
    (tmp_path / STATE).write_bytes(json.dumps(UNFINISHED[name]).encode())
    (tmp_path / "out.jsonl.part").write_bytes(b"kept\n")
    arguments = ["batch", "-", "-o", str(tmp_path / "out.jsonl"), "--resume"]
    ended = run(Hostile(arguments, standard_input=GOOD), place)
    assert (complaints(ended), ended.code) == ([], 2)
    assert (tmp_path / "out.jsonl.part").read_bytes() == b"kept\n"


def test_a_file_that_is_gone_when_its_turn_comes_is_a_mistake_in_its_place() -> None:
    (item,) = items(["gone.yaml"])
    assert item == Item("gone.yaml", None, "no such file or directory")


def test_every_name_that_cannot_be_is_a_problem_of_its_own() -> None:
    names = ["x" * 300, "x/" * 5000, "[" * 100_000, "*/" * 1500, "none\0.jsonl"]
    with pytest.raises(InputError) as refused:
        files(names)
    assert len(refused.value.problems) == len(names)

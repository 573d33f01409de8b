"""What a shell sees of a run: exit codes, streams, files, pipes and colour."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from forking_support import ENDLESS
from scenario_support import EXAMPLES, PROGRAM, environment, run

DAY = ("--as-of", "2026-11-25")
DECLINED = ("evaluate", str(EXAMPLES / "revolving-door.yaml"), *DAY)
MINIMAL = ("evaluate", str(EXAMPLES / "only-company-and-title.yaml"), *DAY)
ESCAPE = b"\x1b["


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--fail-on", "decline"), 1),
        (("--fail-on", "bridge,decline"), 1),
        (("--fail-on", "accept,negotiate,bridge,ask_first"), 0),
        (("--fail-on", "no"), 2),
    ],
)
def test_only_what_the_caller_asked_for_fails(
    options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    assert run(*DECLINED, *options, folder=tmp_path).returncode == code


def test_a_verdict_that_fails_is_reported_all_the_same(tmp_path: Path) -> None:
    failing = run(*DECLINED, "--fail-on", "decline", folder=tmp_path)
    assert failing.stdout == run(*DECLINED, folder=tmp_path).stdout


def test_company_and_title_alone_are_evaluated_with_exit_code_0(tmp_path: Path) -> None:
    assert run(*MINIMAL, folder=tmp_path).returncode == 0


def test_company_and_title_alone_lead_to_asking_first(tmp_path: Path) -> None:
    output = run(*MINIMAL, "--format", "json", folder=tmp_path).stdout
    assert json.loads(output)["verdict"] == "ask_first"


def test_a_report_leaves_standard_error_empty(tmp_path: Path) -> None:
    assert run(*MINIMAL, folder=tmp_path).stderr == b""


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_an_output_file_holds_the_whole_report(output_format: str, tmp_path: Path) -> None:
    command = (*DECLINED, "--format", output_format)
    run(*command, "-o", "report", folder=tmp_path)
    assert (tmp_path / "report").read_bytes() == run(*command, folder=tmp_path).stdout


def test_an_output_file_leaves_both_streams_empty(tmp_path: Path) -> None:
    result = run(*DECLINED, "-o", "report", folder=tmp_path)
    assert (result.stdout, result.stderr) == (b"", b"")


def test_an_output_file_is_the_only_file_written(tmp_path: Path) -> None:
    run(*DECLINED, "-o", "report", folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_output_file_takes_the_place_of_a_longer_one(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("what stood here before\n" * 100_000, encoding="utf-8")
    run(*DECLINED, "-o", "report", folder=tmp_path)
    assert b"stood here before" not in (tmp_path / "report").read_bytes()


def test_an_output_file_in_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    assert run(*DECLINED, "-o", "missing/report", folder=tmp_path).returncode == 2


def test_an_offer_that_is_refused_writes_no_output_file(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("company: Example\n", encoding="utf-8")
    run("evaluate", "offer.yaml", "-o", "report", folder=tmp_path)
    assert not (tmp_path / "report").exists()


SIX_MISTAKES = """\
company: Example
title: Clerk
location_fit: lovely
decide_by: 2026-02-30
pay:
  base: "35.000"
  bonus: {target: 10}
benefits:
  retirement_match: 4
roles:
  path: direct
"""


def test_six_mistakes_are_six_problems_on_their_lines(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text(SIX_MISTAKES, encoding="utf-8")
    result = run("evaluate", "offer.yaml", "--format", "json", folder=tmp_path)
    lines = [problem["line"] for problem in json.loads(result.stderr)["problems"]]
    assert sorted(lines) == [3, 4, 6, 7, 9, 10]


@pytest.mark.parametrize("output_format", ["table", "json"])
def test_mistakes_end_with_exit_code_2_and_no_report(output_format: str, tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text(SIX_MISTAKES, encoding="utf-8")
    result = run("evaluate", "offer.yaml", "--format", output_format, folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")


def run_unread(arguments: tuple[str, ...], folder: Path, **settings: str) -> tuple[int, bytes]:
    """The exit code and standard error of a run whose output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            [*PROGRAM, *arguments],
            cwd=folder,
            env=environment(settings),
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=ENDLESS,
        )
    finally:
        os.close(writing)
    return result.returncode, result.stderr


# Python keeps short output back to the end, and meets the closed pipe there; long output, or any
# where it keeps nothing back, meets it while the command runs.
each_buffering = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])


@each_buffering
@pytest.mark.parametrize(
    "arguments",
    [
        DECLINED,
        (*DECLINED, "--explain"),
        (*DECLINED, "--format", "json"),
        ("facts",),
        ("market", "Barista"),
        ("schema", "result"),
        ("--help",),
        ("--version",),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[4:]),
)
def test_a_reader_that_is_gone_is_no_reason_for_a_message(
    arguments: tuple[str, ...], unbuffered: str, tmp_path: Path
) -> None:
    assert run_unread(arguments, tmp_path, PYTHONUNBUFFERED=unbuffered)[1] == b""


@each_buffering
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--format", "json"), 0),
        (("--fail-on", "decline"), 1),
        (("--format", "json", "--fail-on", "decline"), 1),
    ],
    ids=["table", "json", "failing table", "failing json"],
)
def test_a_reader_that_is_gone_changes_no_exit_code(
    options: tuple[str, ...], code: int, unbuffered: str, tmp_path: Path
) -> None:
    arguments = (*DECLINED, *options)
    assert run_unread(arguments, tmp_path, PYTHONUNBUFFERED=unbuffered)[0] == code


def on_a_terminal(folder: Path, settings: dict[str, str]) -> bytes:
    """What a run prints where its output is a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *DECLINED], cwd=folder, env=environment(settings), stdout=slave
    ):
        os.close(slave)
        chunks = []
        # Linux answers the end of a terminal with an error, others with nothing.
        with contextlib.suppress(OSError):
            while chunk := os.read(master, 65536):
                chunks.append(chunk)
    os.close(master)
    return b"".join(chunks)


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),  # no-color.org: only where it is not empty
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_a_terminal_is_coloured_unless_the_user_objects(
    settings: dict[str, str], *, coloured: bool, tmp_path: Path
) -> None:
    assert (ESCAPE in on_a_terminal(tmp_path, settings)) is coloured


def test_what_is_piped_is_not_coloured(tmp_path: Path) -> None:
    assert ESCAPE not in run(*DECLINED, folder=tmp_path, settings={"TERM": "xterm"}).stdout


def test_what_is_written_to_a_file_from_a_terminal_is_not_coloured(tmp_path: Path) -> None:
    assert ESCAPE not in on_a_terminal_to_file(tmp_path)


def on_a_terminal_to_file(folder: Path) -> bytes:
    """What a run on a terminal writes to an output file."""
    master, slave = pty.openpty()
    subprocess.run(
        [*PROGRAM, *DECLINED, "-o", "report"],
        cwd=folder,
        env=environment({"TERM": "xterm"}),
        stdout=slave,
        check=True,
        timeout=ENDLESS,
    )
    os.close(slave)
    os.close(master)
    return (folder / "report").read_bytes()

"""The answers kept on the way: what is trusted in their file, taking back, and hostile ways of answering."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from interview_support import START, YOU, interviewed, read_yaml, run_new, run_raw
from offercheck.interview.answers import Answers
from offercheck.problem import InputError
from scenario_support import PROGRAM, environment

COMPANY = json.dumps({"entry": "offer.company", "value": "Acme"})
PROSPECTS = json.dumps({"entry": "candidate.situation.prospects", "value": []})
SPOILT = {
    "no JSON": "not json",
    "a list": "[1]",
    "no entry": json.dumps({"entry": "weird", "value": "x"}),
    "no value": json.dumps({"entry": "offer.title", "value": None}),
    "an entry that holds entries": json.dumps({"entry": "offer.pay", "value": {"base": 50000}}),
    "a candidate in the offer": json.dumps({"entry": "offer.candidate.goal.level", "value": "x"}),
    "a comment that is none": json.dumps({"unknown": "offer.x\n# \x1b[31m"}),
    "an unreadable value": json.dumps({"entry": "offer.pay.base", "value": "lots"}),
    "an hourly rate": json.dumps({"entry": "offer.pay.base", "value": 45}),
    "the wrong kind": json.dumps({"entry": "offer.title", "value": ["Nurse"]}),
    "an answer twice": COMPANY,
    "not a number": '{"entry": "offer.notes", "value": NaN}',
    "half a character": '{"entry": "offer.notes", "value": "\\ud800"}',
    "5,000 digits": '{"entry": "offer.pay.base", "value": ' + "9" * 5000 + "}",
    "nested": '{"entry": "offer.notes", "value": ' + "[" * 50_000,
    "nested and closed": '{"entry": "offer.notes", "value": ' + "[" * 500 + "]" * 500 + "}",
    "a prospect of none": f'{PROSPECTS}\n{{"entry": "candidate.situation.prospects.0.pay", "value": 90000}}',
    "a prospect of nothing": '{"entry": "candidate.situation.prospects.0.pay", "value": 90000}',
    "a question that is never asked": json.dumps(
        {"unknown": f"candidate.history.{'7' * 5000}.title"}
    ),
    "a job far back": '{"entry": "candidate.history.7.title", "value": "Nurse"}',
}


@pytest.mark.parametrize("line", SPOILT.values(), ids=SPOILT)
def test_only_answers_are_taken_for_answers(tmp_path: Path, line: str) -> None:
    kept = tmp_path / "kept"
    kept.write_text(f"{COMPANY}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        Answers(kept)
    (problem,) = raised.value.problems
    number = 2 + line.count("\n")
    assert (problem.position.file, problem.position.line) == (str(kept), number)
    assert kept.read_text(encoding="utf-8") == f"{COMPANY}\n{line}\n"


def test_a_spoilt_file_of_answers_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    kept = tmp_path / ".offer.yaml.answers"
    kept.write_bytes(COMPANY.encode() + b"\nnot json\n\xff\n")
    before = kept.read_bytes()
    run = run_new(tmp_path, ["yes", "Nurse", "done"])
    assert (run.returncode, kept.read_bytes()) == (2, before)
    assert [line[:24] for line in run.stderr.splitlines()[::2]] == [
        ".offer.yaml.answers:2:1:",
        ".offer.yaml.answers:3:1:",
    ]
    assert "mend or remove the line; or move the file away to begin again" in run.stderr


def test_answers_are_private_and_never_written_through_a_link(tmp_path: Path) -> None:
    precious, kept = tmp_path / "precious", tmp_path / "kept"
    precious.write_text("", encoding="utf-8")
    kept.symlink_to(precious)
    (tmp_path / "kept.new").symlink_to(precious)
    Answers(kept).give("offer.company", "Acme")
    assert precious.read_text(encoding="utf-8") == ""
    assert (kept.is_symlink(), stat.S_IMODE(kept.stat().st_mode)) == (False, 0o600)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "kept.new", "precious"]


def test_an_offer_is_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").symlink_to(tmp_path / "elsewhere")
    run = run_new(tmp_path, ["yes", "Acme", "Nurse", "done"])
    assert (run.returncode, (tmp_path / "elsewhere").exists()) == (0, False)
    assert read_yaml(tmp_path / "offer.yaml") == {"company": "Acme", "title": "Nurse"}


def test_a_part_that_was_taken_back_is_in_no_other_answer(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "kept")
    answers.give("candidate.situation.prospects", [{"stage": "offer"}])
    answers.give("candidate.situation.prospects.0.pay", 90000)
    assert answers.document("candidate")["situation"]["prospects"][0]["pay"] == 90000
    answers.take_back()
    assert answers.document("candidate")["situation"]["prospects"] == [{"stage": "offer"}]


def test_an_occupation_that_was_taken_back_is_asked_for_again(tmp_path: Path) -> None:
    lines = ["Acme", "Manager", "2", "back", "help", "x", "3", "done"]
    answers, person, _ = interviewed(tmp_path / "kept", lines)
    choices = [text for text in person.asked if "Which of these is it?" in text]
    assert len(choices) == 4
    assert f"  3. {answers.value('offer.occupation')} " in choices[0]


def test_an_occupation_can_be_left_for_another_title(tmp_path: Path) -> None:
    answers, person, _ = interviewed(
        tmp_path / "kept", ["Acme", "Manager", "back", "Nurse", "done"]
    )
    assert answers.document("offer") == {"company": "Acme", "title": "Nurse"}
    assert "Which level of experience" in person.asked[-1]


def test_help_is_understood_everywhere_and_is_no_answer(tmp_path: Path) -> None:
    lines = [line for answer in (*START, *YOU) for line in ("help", answer)]
    answers, person, _ = interviewed(tmp_path / "kept", [*lines, "help"])
    assert (
        sum("`back` takes the last answer back" in told for told in person.told)
        == len(lines) // 2 + 1
    )
    assert "help" not in json.dumps(answers.document("offer") | answers.document("candidate"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("120", "Expected pay for a year; did you mean 120 an hour, or 120,000 a year?"),
        ("9" * 1900, "Expected an amount of at most a trillion."),
        ("9" * 5000, "Expected an answer of at most 2,000 characters."),
    ],
)
def test_what_pay_cannot_be_is_told_in_words(tmp_path: Path, typed: str, told: str) -> None:
    _, person, _ = interviewed(tmp_path / "kept", [*START[:4], typed])
    assert person.told[-1].startswith(told)


def test_a_wage_for_an_hour_is_no_pay_for_a_year_elsewhere_either(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    Answers(kept).give("candidate.situation.current_pay", "45,000")
    with pytest.raises(InputError, match="expected pay for a year"):
        Answers(kept).give("candidate.situation.pay_floor", 45)


# --- Hostile surroundings


def test_what_is_typed_in_no_known_encoding_is_asked_for_again(tmp_path: Path) -> None:
    typed = b"Ac\xff\nAcm\xc3\xa9\nNurse\ndone\n"
    run = run_raw(tmp_path, typed, setting={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert run.returncode == 0, run.stderr
    assert "Expected text in UTF-8." in run.stdout
    assert read_yaml(tmp_path / "offer.yaml")["company"] == "Acm\u00e9"


@pytest.mark.parametrize("name", ["folder", "n" * 250, "n" * 300])
def test_a_name_that_no_file_can_have_is_refused_before_the_first_question(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    run = run_new(tmp_path, ["Acme"], name)
    assert (run.returncode, run.stdout) == (2, "")
    assert "can be no offer file" in run.stderr


def test_a_full_disk_and_a_closed_pipe_end_in_a_message(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ends = {}
    with Path("/dev/full").open("wb") as full, os.fdopen(writer, "wb") as closed:
        for name, stream in (("full", full), ("closed", closed)):
            ended = subprocess.run(
                [*PROGRAM, "new"],
                cwd=tmp_path,
                env=environment(),
                input=b"Acme\n",
                stdout=stream,
                stderr=subprocess.PIPE,
                check=False,
            )
            ends[name] = (ended.returncode, ended.stderr.decode().strip())
    assert ends == {
        "full": (2, "could not write the output: No space left on device"),
        "closed": (1, "to go on: offercheck new offer.yaml"),
    }

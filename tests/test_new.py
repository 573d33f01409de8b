"""The interview, driven by answers as a person types them; a blank form; what a posting says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hostile_support import acting_characters
from interview_support import DAY, START, YOU, read_yaml, run_new
from offercheck.candidate import Candidate
from offercheck.document import parse
from offercheck.interview.forms import form_of, plain_schema, read_answer
from offercheck.interview.prompts import (
    ABOUT_YOU,
    AFTER_PROSPECTS,
    ASKS,
    FIRST,
    PARTS,
    ask_of,
)
from offercheck.interview.writing import blank_text, document_text
from offercheck.offer import Offer
from offercheck.quantities import QuantityError
from scenario_support import Run, run_program


def _asked(run: Run) -> int:
    return run.stdout.count("> ")


def test_an_interview_ends_with_a_verdict_in_under_twenty_answers(tmp_path: Path) -> None:
    run = run_new(tmp_path, [*START, *YOU, *[""] * 20])
    assert run.returncode == 0, run.stderr
    assert _asked(run) < 20
    assert re.search(
        r"^(NEGOTIATE|ASK FIRST)  Acme Robotics · Backend Engineer$", run.stdout, re.MULTILINE
    )
    assert read_yaml(tmp_path / "offer.yaml") == {
        "company": "Acme Robotics",
        "title": "Backend Engineer",
        "location": "Austin, TX",
        "pay": {"base": "118k"},
        "role": {"seniority": "experienced"},
    }
    assert read_yaml(tmp_path / "candidate.yaml") == {
        "goal": {"roles": ["Backend Engineer", "Staff Engineer"]},
        "situation": {"employment": "employed"},
    }


def test_what_was_written_is_judged_as_in_the_interview(tmp_path: Path) -> None:
    asked = run_new(tmp_path, [*START, *YOU, "direct", "want", *[""] * 20])
    again = run_program("evaluate", "offer.yaml", "--as-of", DAY, folder=tmp_path)
    heads = [
        text[text.index("  Acme Robotics") :].split("\n\n")[0]
        for text in (asked.stdout, again.stdout)
    ]
    assert heads[0] == heads[1]


def test_title_and_place_are_matched_and_the_market_is_shown_at_once(tmp_path: Path) -> None:
    out = run_new(tmp_path, START[:4]).stdout
    assert "Taken for 15-1252 Software Developers (the title is listed)." in out
    assert out.index("p50 $141,162") < out.index("What is the base pay?")


def test_a_title_that_is_not_certain_is_chosen_from_the_nearest(tmp_path: Path) -> None:
    run = run_new(tmp_path, ["Acme", "Manager", "2", "", "US", "90000", "done"])
    offered = re.findall(r"^  2\. ([0-9]{2}-[0-9]{4}) ", run.stdout, re.MULTILINE)
    assert [read_yaml(tmp_path / "offer.yaml")["occupation"]] == offered


def test_an_interview_that_was_left_goes_on_where_it_stood(tmp_path: Path) -> None:
    left = run_new(tmp_path, START[:4])
    assert (left.returncode, (tmp_path / "offer.yaml").exists()) == (1, False)
    assert "your 4 answers are kept; to go on: offercheck new offer.yaml" in left.stderr
    resumed = run_new(tmp_path, ["yes", START[4], *YOU, "done"])
    assert resumed.returncode == 0
    assert "What is the job title?" not in resumed.stdout
    assert read_yaml(tmp_path / "offer.yaml")["company"] == "Acme Robotics"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["candidate.yaml", "offer.yaml"]


def test_an_earlier_time_can_be_put_aside(tmp_path: Path) -> None:
    run_new(tmp_path, ["Wrong", "Nurse"])
    run_new(tmp_path, ["no", "Right", "Nurse", "done"])
    assert read_yaml(tmp_path / "offer.yaml")["company"] == "Right"


def test_what_is_not_known_is_written_down_as_a_comment_and_not_asked_again(tmp_path: Path) -> None:
    run = run_new(tmp_path, [*START, *YOU, "don't know", "?", "", "done"])
    assert run.returncode == 0
    text = (tmp_path / "offer.yaml").read_text(encoding="utf-8")
    assert text.count("\n#   ") == 3
    questions = [text.strip().splitlines()[-1] for text in run.stdout.split("\n> ")[:-1]]
    assert len(questions) == len(START) + len(YOU) + 4
    assert len(questions) == len(set(questions))


def test_the_last_answer_can_be_taken_back(tmp_path: Path) -> None:
    run_new(tmp_path, ["Acme", "Nurse", "back", "Registered Nurse", "done"])
    assert read_yaml(tmp_path / "offer.yaml")["title"] == "Registered Nurse"


def test_answers_of_an_earlier_time_can_be_taken_back_too(tmp_path: Path) -> None:
    run_new(tmp_path, ["Wrong", "Wrong too"])
    run_new(tmp_path, ["yes", "back", "back", "Acme", "Nurse", "done"])
    assert read_yaml(tmp_path / "offer.yaml") == {"company": "Acme", "title": "Nurse"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("35.000", "Expected an amount that can be read in one way"),
        ("lots", "Expected an amount of money"),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    tmp_path: Path, wrong: str, told: str
) -> None:
    run = run_new(tmp_path, [*START[:4], wrong, "56.75 an hour", "done"])
    assert told in run.stdout
    assert read_yaml(tmp_path / "offer.yaml")["pay"] == {"base": {"amount": 56.75, "per": "hour"}}


def test_a_file_that_is_there_is_not_replaced_without_a_yes(tmp_path: Path) -> None:
    offer = tmp_path / "offer.yaml"
    offer.write_text("company: Mine\ntitle: Nurse\n", encoding="utf-8")
    refused = run_new(tmp_path, ["no"])
    assert refused.returncode == 2
    left = run_new(tmp_path, ["yes", "Acme"])
    assert left.returncode == 1
    assert offer.read_text(encoding="utf-8") == "company: Mine\ntitle: Nurse\n"
    again = run_new(tmp_path, ["yes", "no"])
    assert again.returncode == 2
    assert offer.read_text(encoding="utf-8") == "company: Mine\ntitle: Nurse\n"
    run_new(tmp_path, ["yes", "yes", "Nurse", "done"])
    assert read_yaml(offer) == {"company": "Acme", "title": "Nurse"}


def test_a_candidate_that_is_there_is_used_and_not_asked_about(tmp_path: Path) -> None:
    person = tmp_path / "candidate.yaml"
    person.write_text("situation: {employment: employed}\n", encoding="utf-8")
    run = run_new(tmp_path, [*START, *[""] * 20])
    assert run.returncode == 0
    assert "Do I have a job today" not in run.stdout
    assert person.read_text(encoding="utf-8") == "situation: {employment: employed}\n"


def test_every_line_fits_a_terminal_and_nothing_typed_acts(tmp_path: Path) -> None:
    hostile = "\x1b[31mAcme\x1b]8;;x\x1b\\"
    run = run_new(tmp_path, [hostile, "Nurse \x1b[2J", *START[2:], *YOU, *[""] * 20])
    assert max(map(len, run.stdout.splitlines())) <= 80
    assert acting_characters(run.stdout + run.stderr) == []
    assert acting_characters((tmp_path / "offer.yaml").read_text(encoding="utf-8")) == []


# --- Forms


def _leaves(name: str) -> list[str]:
    model: Any = {"offer": Offer, "candidate": Candidate}[name]
    root = model.model_json_schema()

    def walk(path: str, schema: dict[str, Any]) -> list[str]:
        found = plain_schema(schema, root)
        if "properties" in found:
            return [
                leaf
                for key, inside in found["properties"].items()
                for leaf in walk(f"{path}.{key}", inside)
            ]
        return [path]

    return walk(name, root)


OBJECTS = {
    "offer.candidate.situation.prospects",
    "offer.candidate.history",
    "offer.candidate.waive",
}
OBJECTS |= {entry.removeprefix("offer.") for entry in OBJECTS}


@pytest.mark.parametrize("entry", [*_leaves("offer"), *_leaves("candidate")])
def test_every_entry_has_a_form(entry: str) -> None:
    assert (form_of(entry) is None) == (entry in OBJECTS or entry == "offer.facts")


def test_every_prompt_of_the_tables_is_about_an_entry() -> None:
    named = [prompt.entry for prompt in (*FIRST, *ABOUT_YOU)] + [
        entry for entry, _ in AFTER_PROSPECTS
    ]
    named += [entry for parts in PARTS.values() for entry, _ in parts] + list(ASKS)
    assert [entry for entry in named if form_of(entry) is None] == []


def test_what_is_answered_by_yes_or_no_is_asked_so() -> None:
    beginnings = ("Is ", "Do ", "Does ", "Did ", "Have ", "Has ", "Was ", "Were ", "Would ", "May ")
    flags = [
        entry for entry in _leaves("offer") if (form := form_of(entry)) and form.kind == "yes_no"
    ]
    assert flags
    asked = {entry: ask_of(entry) for entry in flags}
    assert {e: a for e, a in asked.items() if a and not a.startswith(beginnings)} == {}


@pytest.mark.parametrize(
    ("entry", "text", "value"),
    [
        ("offer.in_writing", "Y", True),
        ("offer.in_writing", "no", False),
        ("offer.work_mode", "hyb", "hybrid"),
        ("offer.role.path", "foot in door", "foot_in_door"),
        ("offer.role.skills", "python,  sql ,", ["python", "sql"]),
        ("offer.pay.base", "5,200 per month", {"amount": "5,200", "per": "month"}),
        ("offer.pay.base", "118k", "118k"),
        ("offer.pay.base", "45/hr", {"amount": 45, "per": "hour"}),
        ("offer.benefits.paid_leave_days", "3 weeks", "3 weeks"),
        ("offer.benefits.retirement_match", "1%", "1%"),
        ("offer.turnover.seat_holders_last_3_years", "3", 3),
        ("offer.company", "42", "42"),
    ],
)
def test_an_answer_is_read_as_its_entry_takes_it(entry: str, text: str, value: Any) -> None:
    form = form_of(entry)
    assert form is not None
    assert read_answer(form, text) == value


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("offer.in_writing", "maybe"),
        ("offer.role.level", "x"),
        ("offer.pay.base", "120"),
        ("offer.pay.base", "120 a year"),
        ("offer.benefits.retirement_match", "1"),
        ("offer.pay.bonus.target", "1"),
    ],
)
def test_an_answer_that_is_none_or_could_be_two_is_refused(entry: str, text: str) -> None:
    form = form_of(entry)
    assert form is not None
    with pytest.raises(QuantityError):
        read_answer(form, text)


# --- Files


SCALARS = st.text(min_size=1, max_size=30) | st.integers(0, 10**6) | st.booleans()


@given(
    st.dictionaries(st.sampled_from(["company", "title", "notes", "location"]), SCALARS, min_size=1)
)
def test_a_document_that_is_written_reads_back_as_it_was(data: dict[str, Any]) -> None:
    text = document_text("offer", data, ["offer.pay.base"])
    assert yaml.safe_load(text) == data


def test_a_blank_form_has_every_key_and_asks_for_what_is_required(tmp_path: Path) -> None:
    made = run_program("new", "--blank", folder=tmp_path)
    assert (made.returncode, made.stdout) == (0, "")
    for name in ("offer", "candidate"):
        text = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
        assert text == blank_text(name)
        keys = {leaf.rpartition(".")[2] for leaf in _leaves(name) if ".candidate." not in leaf}
        assert [key for key in keys - {"facts"} if f"{key}:" not in text] == []
    told = run_program("evaluate", "offer.yaml", folder=tmp_path)
    assert [
        line.split(": expected")[0] for line in told.stderr.splitlines() if "expected" in line
    ] == [
        "offer.yaml:2:9: company",
        "offer.yaml:3:7: title",
    ]


def test_a_blank_form_with_every_comment_sign_removed_is_a_document_of_known_keys() -> None:
    text = "\n".join(line.removeprefix("# ") for line in blank_text("offer").splitlines()[1:])
    assert set(parse("blank", text.encode()).data) == set(Offer.model_fields) - {
        "candidate",
        "facts",
    }


def test_a_place_that_cannot_be_looked_up_is_asked_for_again(tmp_path: Path) -> None:
    run = run_new(tmp_path, [*START[:3], "Denver", "Denver, CO", "90000", "done"])
    assert "Expected a city with its state, such as Denver, CO" in run.stdout
    assert read_yaml(tmp_path / "offer.yaml")["location"] == "Denver, CO"


def test_whoever_has_no_work_is_asked_how_long_the_money_lasts(tmp_path: Path) -> None:
    run_new(tmp_path, [*START, "Backend Engineer", "unemployed", "9000", "3000", "done"])
    situation = read_yaml(tmp_path / "candidate.yaml")["situation"]
    assert situation == {"employment": "unemployed", "savings": 9000, "monthly_expenses": 3000}


def test_dealbreakers_that_were_listed_are_looked_for_in_the_offer(tmp_path: Path) -> None:
    kept = {"entry": "candidate.goal.dealbreakers", "value": ["weekend work", "travel"]}
    (tmp_path / ".offer.yaml.answers").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    run = run_new(tmp_path, ["yes", *START, *YOU, "weekend", "done"])
    assert "Which of these does this offer have: weekend work, travel?" in run.stdout
    assert "DECLINE  Acme Robotics" in run.stdout
    assert read_yaml(tmp_path / "offer.yaml")["tags"] == ["weekend work"]


def test_a_part_of_a_whole_is_a_share_and_nothing_else_is() -> None:
    form = form_of("offer.turnover.annual_rate")
    assert form is not None
    assert read_answer(form, "3 of 12") == 0.25
    with pytest.raises(QuantityError):
        read_answer(form, "12 of 3")


@pytest.mark.parametrize("path", ["", ".", "candidate.yaml", "nowhere/offer.yaml"])
def test_a_path_that_can_be_no_offer_file_is_refused(tmp_path: Path, path: str) -> None:
    run = run_new(tmp_path, ["Acme"], path)
    assert (run.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "can be no offer file" in run.stderr


def test_none_is_no_dealbreaker() -> None:
    form = form_of("candidate.goal.dealbreakers")
    assert form is not None
    assert read_answer(form, "none") == []


@pytest.mark.parametrize("company", ["1e3", "08", "0o17", "yes", "null", "1:30"])
def test_a_name_that_looks_like_something_else_stays_a_name(tmp_path: Path, company: str) -> None:
    assert run_new(tmp_path, [company, "Nurse", "done"]).returncode == 0
    told = run_program("evaluate", "offer.yaml", "--format", "json", folder=tmp_path)
    assert json.loads(told.stdout)["company"] == company

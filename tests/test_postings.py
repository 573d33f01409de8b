"""What a posting or an offer letter says: what is found in it, what is left out, and how it is confirmed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from interview_support import read_yaml, run_new, run_raw
from offercheck.interview.posting import findings_in, pay_range_in

LETTER = """\
Dear Sam,

Harbor & Sons Inc. is pleased to offer you the position of Senior Data Analyst at our
Columbus, OH office. This is a full-time, hybrid role with a base salary of $96,500 per year
and a sign-on payment. Please respond by December 4, 2026.
"""
POSTING = """\
Job Title: Registered Nurse
Company: Valley Hospital
Location: Boise, ID
Pay: $38.50 - $52.00 per hour
"""


def test_a_letter_gives_what_it_says_with_the_words_it_says_it_in() -> None:
    found = {finding.entry: (finding.value, finding.words) for finding in findings_in(LETTER)}
    assert {entry: value for entry, (value, _) in found.items()} == {
        "offer.company": "Harbor & Sons Inc",
        "offer.title": "Senior Data Analyst",
        "offer.location": "Columbus, OH",
        "offer.pay.base": "96,500",
        "offer.employment": "full_time",
        "offer.work_mode": "hybrid",
        "offer.decide_by": "2026-12-04",
    }
    assert found["offer.pay.base"][1] == "base salary of $96,500 per year"
    assert all(
        " ".join(words.rstrip("…").split()) in " ".join(LETTER.split())
        for _, words in found.values()
    )


def test_a_range_of_pay_is_told_and_never_taken_for_an_offer() -> None:
    found = {finding.entry: finding.value for finding in findings_in(POSTING)}
    assert found == {
        "offer.title": "Registered Nurse",
        "offer.company": "Valley Hospital",
        "offer.location": "Boise, ID",
    }
    ranged = pay_range_in(POSTING)
    assert ranged is not None
    assert ranged.words == "$38.50 - $52.00 per hour"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nothing to see here.",
        "We are remote or on-site.",
        "by February 30, 2026",
        "$" * 5000,
        "a" * 300_000,
        "Aa." * 100_000,  # looked through in a moment: every word is bounded
        "Your salary will be $4,000 monthly.",
        "We pay a sign-on bonus of $10,000 a year.",
        "Salary up to $150,000 per year",
        "Pay: $1.2M per year",
        "This is not a remote position.",
        "We never offer remote roles; remote jobs are not available.",
        "There is an on-site gym, and parking on site.",
        "The bonus plan runs until June 30, 2024.",
        "You start by January 5, 2027.",
        "Accept this offer and start by January 5, 2027.",
        "We hire you as an Equal Opportunity Employer.",
        "the role of Senior\nData Analyst",
        "Your salary will be C$90,000 USD per year.",
        "Your salary will be $90,000 - $110,000 per year.",
        "an annual target bonus of up to 15%",
        "a bonus target between 5% and 10%",
        "15-20 days of PTO, or up to 20 days of vacation",
        "15 days of paid vacation in the first year, 20 days of paid vacation later",
        "12 weeks of paid parental leave",
        "There is no non-compete of 12 months.",
        "non-compete and non-solicitation of 24 months",
        "We do not pay a sign-on bonus of $5,000.",
        "benefits for full-time employees",
        "Sam Doe\nAustin, TX\n\nHarbor Inc.\nDenver, CO\n",
    ],
)
def test_what_is_not_certain_is_not_found(text: str) -> None:
    assert findings_in(text) == []


@pytest.mark.parametrize(
    ("text", "entry", "value"),
    [
        ("We offer the position of Senior Nurse. You report to Jo.", "title", "Senior Nurse"),
        (
            "We offer you the role of Analyst at Brightwell Logistics, Inc. in our Denver office.",
            "company",
            "Brightwell Logistics, Inc",
        ),
        (
            "at Brightwell Logistics, Inc. in our Denver, Colorado office",
            "location",
            "Denver, Colorado",
        ),
        ("a base salary of US$90,000 per year", "pay.base", "90,000"),
        ("an annual base salary of $90,000, paid twice a month", "pay.base", "90,000"),
        ("an hourly rate of $38.50", "pay.base", {"amount": "38.50", "per": "hour"}),
        ("a sign-on bonus of $10,000", "pay.sign_on.amount", "10,000"),
        ("a target bonus of 10% of base", "pay.bonus.target", "10%"),
        ("three (3) weeks of paid time off", "benefits.paid_leave_days", "3 weeks"),
        ("a non-compete for twelve (12) months", "terms.non_compete_months", "12 months"),
        ("This is an on-site role, not a remote position.", "work_mode", "onsite"),
        ("This offer is valid until December 4, 2026.", "decide_by", "2026-12-04"),
        ("Sign this letter no later than Friday, December 4, 2026.", "decide_by", "2026-12-04"),
    ],
)
def test_what_a_letter_states_is_found(text: str, entry: str, value: Any) -> None:
    found = {finding.entry: finding.value for finding in findings_in(text)}
    assert found[f"offer.{entry}"] == value


@pytest.mark.parametrize(
    ("written", "currency"),
    [("C$90,000", "CAD"), ("A$90,000", "AUD"), ("CA$90,000", "CAD"), ("$90,000 CAD", "CAD")],
)
def test_letters_with_a_dollar_sign_are_its_currency(written: str, currency: str) -> None:
    (found,) = findings_in(f"a salary of {written} per year")
    assert (found.value, found.also) == ("90,000", (("offer.pay.currency", currency),))
    assert found.shown == f"{currency} 90,000 a year"


REPEATED = (
    *("as a ", "position of A ", "A ", "Aa & ", "A. ", "A, In ", "Aaaa Bbbb, Cccc Dddd ", "A\n"),
    *("salary ", "salary $1 ", "$", "1,", "0", "$1,000 to ", "Denver, CO ", "Title: ", "\n", " "),
    *(
        "offer ",
        "accept on ",
        "by 1 ",
        "bonus target ",
        "1 days of ",
        "non-compete ",
        "not ",
        "remote job ",
    ),
    "full-time a ",
)


@pytest.mark.parametrize("repeated", REPEATED)
def test_no_text_takes_long_to_look_through(repeated: str) -> None:
    text = (repeated * 100_000)[:100_000]
    began = time.process_time()
    findings_in(text)
    pay_range_in(text)
    assert time.process_time() - began < 5  # a tenth of a second where nothing goes wrong


def test_a_posting_is_confirmed_piece_by_piece(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    answers = [
        "help",
        "yes",
        "no",
        "back",
        "yes",
        "yes",
        "no",
        "maybe",
        "yes",
        "",
        "yes",
        "97000",
        "done",
    ]
    run = run_new(tmp_path, answers, "--from", "letter.txt")
    assert run.returncode == 0, run.stderr
    assert "Expected yes or no." in run.stdout
    assert "`back` returns to the question before" in run.stdout
    assert "The text says \u201cbase salary of $96,500 per year\u201d." in " ".join(
        run.stdout.split()
    )
    written = read_yaml(tmp_path / "offer.yaml")
    assert (written["title"], written["pay"]) == ("Senior Data Analyst", {"base": 97000})
    assert "work_mode" not in written


def test_amounts_are_in_the_currency_they_were_confirmed_in(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("a salary of C$90,000 per year", encoding="utf-8")
    run_new(tmp_path, ["yes", "Acme", "Nurse", "done"], "--from", "letter.txt")
    assert read_yaml(tmp_path / "offer.yaml")["pay"] == {"currency": "CAD", "base": "90,000"}


@pytest.mark.parametrize("source", ["nowhere.txt", "."])
def test_a_posting_that_cannot_be_read_ends_in_a_message(tmp_path: Path, source: str) -> None:
    run = run_new(tmp_path, [], "--from", source)
    assert run.returncode == 2
    assert f"could not read {source}" in run.stderr


def test_a_posting_on_standard_input_needs_a_terminal_for_the_answers(tmp_path: Path) -> None:
    run = run_raw(tmp_path, LETTER.encode(), "--from", "-")
    assert (run.returncode, run.stdout) == (2, "")
    assert "offercheck new --from FILE" in run.stderr

from __future__ import annotations

import datetime
import io
import json
import sys
from functools import cache
from pathlib import Path

import pytest

from offercheck.candidate import Candidate
from offercheck.case import Case, read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.problem import InputError, Problem
from offercheck.report import Report
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet
from scenario_support import run_program

DAY = datetime.date(2026, 9, 1)
OFFER = "company: Acme\ntitle: Nurse\n"


@cache
def default_rules() -> RuleSet:
    return load_rules(packaged_rules())


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def case_of(folder: Path, text: str, *changes: str) -> Case:
    return read_case(written(folder, "offer.yaml", text), None, changes)


def judged(folder: Path, text: str) -> Report:
    return judge(case_of(folder, text), default_rules(), DAY, Database())


def problems_of(case: Case) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        judge(case, default_rules(), DAY, Database())
    return caught.value.problems


def refused(offer: str, candidate: str | None = None, *changes: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_case(offer, candidate, changes)
    return caught.value.problems


def refused_changes(folder: Path, *changes: str, offer: str = OFFER) -> tuple[Problem, ...]:
    return refused(written(folder, "offer.yaml", offer), None, *changes)


def savings(case: Case) -> float | None:
    return case.candidate.situation.savings if case.candidate.situation else None


# ---- where the candidate stands


def test_the_candidate_may_stand_in_the_offer(tmp_path: Path) -> None:
    case = case_of(tmp_path, OFFER + "candidate: {situation: {savings: 1000}}\n")
    assert (savings(case), case.candidate_is_in_offer) == (1000, True)


def test_the_candidate_may_stand_beside_the_offer(tmp_path: Path) -> None:
    written(tmp_path, "candidate.yaml", "situation: {savings: 2000}\n")
    case = case_of(tmp_path, OFFER)
    assert (savings(case), case.candidate_is_in_offer) == (2000, False)


def test_a_named_candidate_goes_before_the_one_beside_the_offer(tmp_path: Path) -> None:
    written(tmp_path, "candidate.yaml", "situation: {savings: 2000}\n")
    other = written(tmp_path, "me.yaml", "situation: {savings: 3000}\n")
    assert savings(read_case(written(tmp_path, "offer.yaml", OFFER), other)) == 3000


def test_the_candidate_in_the_offer_goes_before_the_one_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "candidate.yaml", "situation: {savings: 2000}\n")
    case = case_of(tmp_path, OFFER + "candidate: {situation: {savings: 1000}}\n")
    assert savings(case) == 1000


def test_two_candidates_that_were_both_asked_for_are_a_problem(tmp_path: Path) -> None:
    other = written(tmp_path, "me.yaml", "situation: {savings: 3000}\n")
    offer = written(tmp_path, "offer.yaml", OFFER + "candidate: {situation: {savings: 1}}\n")
    (problem,) = refused(offer, other)
    assert (problem.position.line, problem.path) == (3, "candidate")
    assert other in problem.found


def test_without_a_candidate_nothing_is_known_about_them(tmp_path: Path) -> None:
    case = case_of(tmp_path, OFFER)
    assert (case.candidate.situation, case.candidate_document) == (None, None)


def test_a_dash_reads_the_offer_from_standard_input_and_looks_at_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "candidate.yaml", "situation: {savings: 2000}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OFFER.encode())))
    case = read_case("-")
    assert (case.offer.company, case.candidate_document) == ("Acme", None)


def test_a_dash_reads_the_candidate_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"situation: {savings: 4000}"))
    monkeypatch.setattr(sys, "stdin", stream)
    assert savings(read_case(written(tmp_path, "offer.yaml", OFFER), "-")) == 4000


# ---- all problems together


def test_problems_of_offer_and_candidate_come_together(tmp_path: Path) -> None:
    offer = written(tmp_path, "offer.yaml", OFFER + "tags: x\nfacts: {pay.bse: 1}\n")
    candidate = written(tmp_path, "me.yaml", "goal: {roles: Nurse}\n")
    found = {(p.position.file, p.path) for p in refused(offer, candidate)}
    assert found == {(offer, "tags"), (offer, "facts.pay.bse"), (candidate, "goal.roles")}


def test_an_offer_that_cannot_be_read_does_not_hide_the_problems_of_the_candidate(
    tmp_path: Path,
) -> None:
    candidate = written(tmp_path, "me.yaml", "goal: {roles: Nurse}\n")
    missing = str(tmp_path / "gone.yaml")
    assert {p.position.file for p in refused(missing, candidate)} == {missing, candidate}


def test_problems_of_offer_candidate_and_rules_come_together(tmp_path: Path) -> None:
    written(tmp_path, "offer.yaml", OFFER + "tags: x\n")
    written(tmp_path, "me.yaml", "\ngoal: {roles: Nurse}\n")
    written(tmp_path, "mine.yaml", "extends: default\n\n\nrules: {pay-lager: off}\n")
    run = run_program(
        *("evaluate", "offer.yaml", "--format", "json"),
        *("--candidate", "me.yaml", "--rules", "mine.yaml"),
        folder=tmp_path,
    )
    problems = json.loads(run.stderr)["problems"]
    assert [(p["file"], p["line"]) for p in problems] == [
        ("me.yaml", 2),
        ("mine.yaml", 4),
        ("offer.yaml", 3),
    ]


# ---- changes


@pytest.mark.parametrize(
    ("change", "amount"),
    [("pay.base=131000", 131_000), ("pay.base = $131,000", 131_000), ("pay.base=131k", 131_000)],
)
def test_a_change_is_laid_over_the_offer(change: str, amount: float, tmp_path: Path) -> None:
    case = case_of(tmp_path, OFFER + "pay: {base: 100000, final: true}\n", change)
    assert case.offer.pay is not None
    assert case.offer.pay.base is not None
    assert (case.offer.pay.base.amount, case.offer.pay.final) == (amount, True)


def test_a_change_adds_what_the_offer_does_not_have(tmp_path: Path) -> None:
    case = case_of(tmp_path, OFFER, "role.internal_move={promised: true, written: false}")
    assert case.offer.role is not None
    assert case.offer.role.internal_move is not None
    assert case.offer.role.internal_move.written is False


def test_an_empty_change_makes_an_entry_unknown(tmp_path: Path) -> None:
    assert case_of(tmp_path, OFFER + "location: US\n", "location=").offer.location is None


def test_a_change_reaches_the_candidate_in_the_offer(tmp_path: Path) -> None:
    text = OFFER + "candidate: {situation: {savings: 1000}}\n"
    assert savings(case_of(tmp_path, text, "candidate.situation.savings=5000")) == 5000


def test_a_fact_is_stated_by_a_change(tmp_path: Path) -> None:
    assert case_of(tmp_path, OFFER, "facts.pay.market_ratio=0.7").stated == {
        "pay.market_ratio": 0.7
    }


@pytest.mark.parametrize(
    ("change", "path", "found"),
    [
        ("in_writing=no", "in_writing", "`no`"),
        ("pay.base=.inf", "pay.base", "`.inf`"),
        ("pay.base=1e999", "pay.base", "`1e999`"),
        ("pay.base=lots", "pay.base", "`lots`"),
        ("turnover.annual_rate=28", "turnover.annual_rate", "`28`"),
        ("pay.bonsu=1", "pay.bonsu", "`bonsu`"),
        ("facts.pay.bse=1", "facts.pay.bse", "`pay.bse`"),
        ("facts.pay.base=cheap", "facts.pay.base", "`cheap`"),
    ],
)
def test_a_wrong_change_is_named_as_it_was_given(
    change: str, path: str, found: str, tmp_path: Path
) -> None:
    (problem,) = refused_changes(tmp_path, change)
    assert problem.position.file.startswith(f"--set {path}")
    assert problem.found == found


def test_a_mistake_inside_a_changed_block_is_no_mistake_of_the_file(tmp_path: Path) -> None:
    offer = OFFER + "pay: {base: 100000}\n"
    (problem,) = refused_changes(tmp_path, "pay={base: lots}", offer=offer)
    assert problem.position.file.startswith("--set pay")


@pytest.mark.parametrize(
    "change", ["pay.base", "=5", "", "company.name=x", "pay=[1,", "pay=*x", "a=1\n---\nb"]
)
def test_a_change_that_cannot_be_made_is_refused(change: str, tmp_path: Path) -> None:
    (problem,) = refused_changes(tmp_path, change)
    assert problem.position.file.startswith("--set ")


# ---- stated facts


def test_a_stated_fact_is_read_in_its_unit(tmp_path: Path) -> None:
    text = OFFER + "facts: {pay.change_vs_current: -20%, terms.days_to_decide: 3, pay.base: null}\n"
    stated = case_of(tmp_path, text).stated
    assert stated == {"pay.change_vs_current": pytest.approx(-0.2), "terms.days_to_decide": 3}


@pytest.mark.parametrize(
    ("fact", "column", "suggestion"),
    [
        ("pay.bas: 1", 9, "did you mean `pay.base`?"),
        ("goal.path: sideways", 20, ""),
        ("pay.change_vs_current: 20", 32, "did you mean 20%?"),
        ("pay.market_percentile: 101", 32, ""),
        ("terms.in_writing: 1", 27, ""),
    ],
)
def test_a_fact_that_cannot_be_stated_so_is_a_problem(
    fact: str, column: int, suggestion: str, tmp_path: Path
) -> None:
    (problem,) = refused_changes(tmp_path, offer=f"{OFFER}facts: {{{fact}}}\n")
    assert (problem.position.line, problem.position.column) == (3, column)
    assert problem.suggestion == suggestion


def test_a_stated_fact_that_contradicts_the_offer_is_a_problem(tmp_path: Path) -> None:
    case = case_of(tmp_path, OFFER + "pay: {base: 118000}\nfacts: {pay.base: 100000}\n")
    (problem,) = problems_of(case)
    assert (problem.position.line, problem.position.column, problem.path) == (
        4,
        19,
        "facts.pay.base",
    )
    assert problem.expected.startswith("$118,000")
    assert problem.found == "$100,000"


# 80,000 / 100,000 - 1 is -0.2, which binary fractions only come near.
@pytest.mark.parametrize(
    "text",
    [
        "pay: {base: 80000}\nfacts: {pay.base: $80k}\n",
        "pay: {base: 80000}\nfacts: {pay.change_vs_current: -20%}\ncandidate: {situation: {current_pay: 100000}}\n",
    ],
)
def test_a_stated_fact_that_agrees_with_the_offer_is_no_problem(text: str, tmp_path: Path) -> None:
    assert judged(tmp_path, OFFER + text).company == "Acme"


# ---- waivers


@pytest.mark.parametrize("inside", [True, False])
def test_every_waiver_of_a_rule_that_does_not_exist_is_a_problem(
    inside: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
) -> None:
    waivers = (
        "waive: [{rule: reposted, reason: a}, {rule: repsted, reason: b}, {rule: zz, reason: c}]"
    )
    text = OFFER + (f"candidate:\n  {waivers}\n" if inside else "")
    if not inside:
        written(tmp_path, "candidate.yaml", waivers)
    found = problems_of(case_of(tmp_path, text))
    # Counted in the line above; inside the offer it is indented by two.
    assert [p.position.column - 2 * inside for p in found] == [45, 73]
    assert found[0].suggestion == "did you mean `reposted`?"


def test_a_change_of_the_candidate_is_laid_over_the_file_beside_the_offer(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("company: A\ntitle: B\n")
    (tmp_path / "candidate.yaml").write_text("situation: {pay_floor: 150000, savings: 1000}\n")
    changes = ["candidate.situation.savings=5000"]
    situation = read_case(str(tmp_path / "offer.yaml"), changes=changes).candidate.situation
    assert situation is not None
    assert (situation.pay_floor, situation.savings) == (150_000, 5_000)


@pytest.mark.parametrize(
    ("inside", "currency"), [(True, "EUR"), (False, "USD")], ids=["in the offer", "beside it"]
)
def test_amounts_without_a_currency_are_in_the_offers_only_inside_its_file(
    *, inside: bool, currency: str, tmp_path: Path
) -> None:
    offer = "company: A\ntitle: B\npay: {base: 60000, currency: EUR}\n"
    block = "situation: {pay_floor: 50000}"
    (tmp_path / "offer.yaml").write_text(offer + f"candidate: {{{block}}}\n" * inside)
    (tmp_path / "me.yaml").write_text(block)
    named = None if inside else str(tmp_path / "me.yaml")
    situation = read_case(str(tmp_path / "offer.yaml"), named).candidate.situation
    assert situation is not None
    assert situation.currency == currency


def test_a_candidate_file_in_which_everything_is_left_out_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("company: A\ntitle: B\n", encoding="utf-8")
    (tmp_path / "candidate.yaml").write_text("# goal:\n", encoding="utf-8")
    assert read_case(str(tmp_path / "offer.yaml")).candidate == Candidate()


def test_an_offer_that_is_not_there_is_answered_with_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_case(str(tmp_path / "nowhere.yaml"))
    (problem,) = raised.value.problems
    assert problem.suggestion == f"`offercheck new {tmp_path / 'nowhere.yaml'}` writes one"

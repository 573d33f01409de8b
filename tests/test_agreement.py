"""The default rules against published advice. See agreement.py, which prints it all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from agreement import CASES, VERDICTS, Outcome, best_cuts, outcomes, plain_verdict, points


@cache
def _cases() -> list[Outcome]:
    return outcomes()


def _share(cases: list[Outcome]) -> float:
    return sum(points(case, case.verdict) for case in cases) / len(cases)


def test_there_is_a_file_for_each_of_the_42_cases_and_no_other() -> None:
    assert len(_cases()) == 42
    assert {path.stem for path in CASES.iterdir()} == {case.name for case in _cases()}


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.stem)
def test_a_case_names_where_it_was_published(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(("# http://", "# https://"))


def test_of_the_strict_set_at_least_18_of_21_agree() -> None:
    strict = [case for case in _cases() if case.strict]
    assert len(strict) == 21
    assert sum(points(case, case.verdict) for case in strict) >= 18


@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_verdict_of_the_strict_set_agrees_in_less_than_half(verdict: str) -> None:
    assert _share([case for case in _cases() if case.strict and case.expected == verdict]) >= 0.5


def test_of_all_cases_at_least_three_quarters_agree() -> None:
    assert _share(_cases()) >= 0.75


def test_a_weighted_score_with_its_best_cut_offs_agrees_less() -> None:
    cuts = best_cuts(_cases())
    plain = [points(case, plain_verdict(case.score, cuts)) for case in _cases()]
    assert sum(plain) / len(plain) < _share(_cases())


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(80, "accept"), (79, "negotiate"), (40, "ask_first"), (19, "decline"), (None, "ask_first")],
)
def test_the_plain_score_is_cut_into_four_verdicts(score: float | None, verdict: str) -> None:
    assert plain_verdict(score, (80, 50, 20)) == verdict

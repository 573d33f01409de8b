"""What to ask: each answer that is named is tried, and the most telling questions come first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from advice_support import values_in
from evaluation_support import (
    DAY,
    default_rules,
    facts_of,
    one_rule,
    partial_facts,
    tried,
    write_rules,
)
from offercheck.advice.questions import Question, questions
from offercheck.advice.trials import Trials
from offercheck.evaluation import PATTERNS_FACT, Evaluation, evaluate
from offercheck.facts.known import Value
from offercheck.rules.loading import load_rules
from scenario_support import EXAMPLES, judged, judged_text, run_program


def _asked(values: dict[str, Value | None]) -> tuple[Evaluation, tuple[Question, ...]]:
    rules = default_rules()
    evaluation = evaluate(facts_of(values), rules, as_of=DAY)
    return evaluation, questions(evaluation, rules, Trials(evaluation, rules))


def _by_entry(values: dict[str, Value | None]) -> dict[str, Question]:
    return {question.fact: question for question in _asked(values)[1]}


WANTED: dict[str, Value | None] = {
    "goal.interest": "want",
    "goal.path": "direct",
    "pay.market_ratio": 1.0,
    "turnover.seat_churn": 3.0,
}


def test_a_question_names_the_answers_that_would_change_the_verdict() -> None:
    # Three people in three years; with a short stay it is a revolving door, and the work is wanted,
    # but that does not help against it.
    found = _by_entry(WANTED)["turnover.predecessor_months"]
    assert found.leads_to == ("decline",)
    assert [(answer.answer, answer.verdict) for answer in found.answers] == [
        ("under 12 months", "decline")
    ]


def test_a_choice_names_its_words_and_a_flag_yes_or_no() -> None:
    found = _by_entry(WANTED)
    assert [a.answer for a in found["goal.feeling"].answers] == ["bad"]
    assert [a.answer for a in found["terms.manager_met"].answers] == ["no"]


def test_an_answer_of_one_number_alone_is_that_number(tmp_path: Path) -> None:
    body = one_rule("turnover.seat_churn: {at_least: 2, at_most: 2}").replace(
        "verdicts:\n",
        "verdicts:\n  - {id: two, verdict: decline, says: No., when: {fired.first: true}}\n",
    )
    rules = load_rules(write_rules(tmp_path, body))
    evaluation = evaluate(facts_of({}), rules, as_of=DAY)
    (asked,) = questions(evaluation, rules, Trials(evaluation, rules))
    assert [(answer.answer, answer.verdict) for answer in asked.answers] == [("2", "decline")]


def test_a_yes_is_told_with_what_it_is_a_yes_to() -> None:
    # The question asks whether all holds, and it is the opposite that decides.
    (answer,) = _by_entry(WANTED)["terms.changed_after_agreement"].answers
    assert (answer.about, answer.answer, answer.verdict) == (
        *("terms changed after they were agreed", "yes", "decline"),
    )


def test_an_answer_that_ends_it_is_about_the_offer_and_not_only_about_the_candidate() -> None:
    report = judged(EXAMPLES / "one-month-of-savings.yaml")
    question = next(q for q in report.questions if q.entry == "candidate.goal.dealbreakers")
    assert question.ask == "What would I refuse at any pay, and does this offer have it?"
    assert [(a.about, a.answer, a.verdict) for a in question.answers] == [
        ("", "1 or more", "decline")
    ]


def test_questions_that_can_change_the_verdict_come_first_then_those_with_the_widest_swing() -> (
    None
):
    _, asked = _asked(WANTED)
    order = [(not question.leads_to, -question.swing) for question in asked]
    assert order == sorted(order)
    assert asked[0].leads_to


def test_the_swing_is_how_far_apart_the_answers_put_the_overall_score() -> None:
    # Nothing else is known: a direct path scores 100, an unrelated one 0.
    assert _by_entry({})["goal.path"].swing == 100


def test_a_question_names_the_rules_that_wait_for_it_and_no_other() -> None:
    waiting = {rule.id for rule in default_rules().rules if "goal.feeling" in str(rule.when)}
    assert set(_by_entry({})["goal.feeling"].rules) == waiting


def test_a_rule_waits_for_each_of_its_facts_that_could_clear_it_alone() -> None:
    # The door revolves where both are so; a long stay, or a seat that was held by one, ends that.
    asked = _by_entry({})
    for fact in ("turnover.seat_churn", "turnover.predecessor_months"):
        assert "revolving-door" in asked[fact].rules


def test_what_an_answer_makes_known_of_the_overall_score_is_its_weight_in_the_rule_file() -> None:
    # Turnover has 25 of 100; its scores weigh 3 3 2 3 2 1 1 1 1 1, and the seat 3 of these 18.
    asked = _by_entry({})
    assert asked["turnover.seat_churn"].score_weight == pytest.approx(0.25 * 3 / 18)
    assert asked["goal.feeling"].score_weight == 0


def test_the_level_is_asked_for_by_the_rules_on_pay_that_do_without_it(tmp_path: Path) -> None:
    offer = "company: A\ntitle: Engineer\noccupation: 15-1252\npay: {base: 118000}\n"
    asked = judged_text(tmp_path, offer).questions
    (level,) = [question for question in asked if question.fact == "pay.level"]
    on_pay = {rule.id for rule in default_rules().rules if "pay.market_ratio" in str(rule.when)}
    assert set(level.rules) >= on_pay != set()


def test_what_only_the_candidate_can_tell_is_asked_of_oneself_and_all_else_of_the_employer() -> (
    None
):
    asked = _by_entry({})
    assert asked["goal.interest"].of == asked["situation.runway_months"].of == "yourself"
    assert asked["turnover.seat_churn"].of == asked["terms.in_writing"].of == "the employer"


def test_an_answer_that_no_score_counts_puts_the_overall_score_no_further_apart() -> None:
    asked = _by_entry({})
    scored = {score.fact.name for score in default_rules().scores}
    assert {name for name, question in asked.items() if question.swing == 0} >= set(asked) - scored
    assert set(asked) - scored != set()


def test_what_no_rule_and_no_score_looks_at_is_not_asked() -> None:
    assert "pay.total_compensation" not in _by_entry({})


@tried(60)
@given(partial_facts(bounded=False))
def test_each_answer_leads_to_the_verdict_it_names_and_that_was_possible(
    values: dict[str, Value | None],
) -> None:
    values.pop(PATTERNS_FACT, None)
    evaluation, asked = _asked(values)
    for question in asked:
        assert set(question.leads_to) <= set(evaluation.could_become)
        for answer in question.answers:
            for value in values_in(answer.fact, answer.answer):
                after = evaluate(
                    facts_of(values | {answer.fact: value}), default_rules(), as_of=DAY
                )
                assert after.verdict == answer.verdict, (answer, value)


@tried(50)
@given(partial_facts())
def test_a_firm_verdict_leaves_no_question_that_could_change_it(
    values: dict[str, Value | None],
) -> None:
    evaluation, asked = _asked(values)
    assert not evaluation.firm or all(not question.leads_to for question in asked)


# --- Trying a change by hand


@pytest.mark.parametrize("base", [50_000, 60_000])
def test_a_report_on_a_changed_offer_says_what_it_was_before(base: int) -> None:
    plain = judged(EXAMPLES / "pay-lagger-open.yaml")
    changed = judged(EXAMPLES / "pay-lagger-open.yaml", [f"pay.base={base}"])
    assert plain.before is None
    assert changed.before is not None
    assert changed.before.changes == [f"pay.base={base}"]
    assert (changed.before.verdict, changed.before.overall) == (
        *(plain.verdict, plain.overall.value),
    )


def test_a_change_may_mend_what_is_wrong_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("title: Accountant\n", encoding="utf-8")
    run = run_program("evaluate", "offer.yaml", "--set", "company=Acme", folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "With company=" not in run.stdout


def test_a_change_to_standard_input_says_nothing_of_before(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("company: A\ntitle: Accountant\n", encoding="utf-8")
    shell = f"'{sys.executable}' -m offercheck evaluate - --set pay.base=50000 < offer.yaml"
    run = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0

"""Facts stated by a word where no figure is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from evaluation_support import DAY, default_rules
from facts_support import candidate_of, facts_of, offer_of
from offercheck.evaluation import evaluate
from offercheck.facts.assumptions import ChangeRange
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import ContradictionError
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.offer import Offer
from offercheck.problem import InputError
from offercheck.render.table import render_table
from offercheck.rules.file import read_entry
from scenario_support import judged_text

INFINITE = float("inf")


def _fact(name: str, offer: dict[str, Any], situation: dict[str, Any] | None = None) -> Fact:
    return facts_of(offer_of(**offer), candidate_of(situation=situation or {}))[name]


@pytest.mark.parametrize(
    ("name", "offer", "situation", "bounds", "typical"),
    [
        ("pay.change_vs_current", {"pay": {"versus_current": "much_lower"}}, {}, (-1, -0.2), -0.3),
        ("pay.change_vs_current", {"pay": {"versus_current": "same"}}, {}, (-0.02, 0.02), 0.0),
        (
            *("pay.change_vs_current", {"pay": {"versus_current": "much_higher"}}, {}),
            *((0.2, INFINITE), 0.25),
        ),
        ("pay.market_ratio", {"pay": {"versus_market": "far_below"}}, {}, (0, 0.79), 0.75),
        ("pay.benefits_ratio", {"benefits": {"overall": "good"}}, {}, (1.2, INFINITE), 1.3),
        ("situation.runway_months", {}, {"need_of_pay": "urgent"}, (0, 2.9), 1.0),
    ],
)
def test_a_word_bounds_the_fact_and_stands_for_a_figure(
    name: str,
    offer: dict[str, Any],
    situation: dict[str, Any],
    bounds: tuple[float, float],
    typical: float,
) -> None:
    fact = _fact(name, offer, situation)
    assert (fact.value, fact.typical, fact.basis) == (Interval(*bounds), typical, "stated")


@pytest.mark.parametrize(
    ("stated", "less", "typical"),
    [(-12_000, True, -0.1), (25_000, False, 0.1), ("-$5,000", True, -0.1)],
)
def test_of_an_amount_against_unknown_pay_only_the_sign_counts(
    stated: Any,
    less: bool,  # noqa: FBT001 - a column of the table
    typical: float,
) -> None:
    fact = _fact("pay.change_vs_current", {"pay": {"versus_current": stated}})
    assert isinstance(fact.value, Interval)
    low, high = fact.value
    assert (low < high < 0) if less else (0 < low < high)
    assert fact.typical == typical


def test_figures_come_before_a_word_that_agrees_with_them() -> None:
    offer = {"pay": {"base": 90_000, "versus_current": "lower"}}
    fact = _fact("pay.change_vs_current", offer, {"current_pay": 100_000})
    assert fact.value == pytest.approx(-0.1)
    assert fact.typical is None


def test_a_word_that_the_figures_contradict_is_refused() -> None:
    offer = {"pay": {"base": 90_000, "versus_current": "higher"}}
    with pytest.raises(ContradictionError):
        _fact("pay.change_vs_current", offer, {"current_pay": 100_000})


def test_the_refusal_points_at_the_word_and_names_the_figures(tmp_path: Path) -> None:
    text = (
        "company: A\ntitle: Accountant\npay:\n  base: 90000\n  versus_current: higher\n"
        "candidate: {situation: {current_pay: 100000}}\n"
    )
    with pytest.raises(InputError) as refusal:
        judged_text(tmp_path, text)
    (problem,) = refusal.value.problems
    assert (problem.position.line, problem.path) == (5, "pay.versus_current")
    assert "-10%" in problem.expected


@pytest.mark.parametrize("stated", ["lowr", "", True, [1]])
def test_what_is_neither_a_word_nor_an_amount_is_refused(stated: object) -> None:
    with pytest.raises(ValidationError):
        Offer.model_validate({"company": "A", "title": "B", "pay": {"versus_current": stated}})


@pytest.mark.parametrize(
    ("word", "rule", "outcome"),
    [
        ("much_lower", "deep-cut", "fired"),
        ("lower", "deep-cut", "unknown"),
        ("same", "deep-cut", "clear"),
        ("much_higher", "real-raise", "fired"),
    ],
)
def test_a_rule_fires_where_all_that_the_word_covers_meets_it(
    word: str, rule: str, outcome: str
) -> None:
    facts = facts_of(offer_of(pay={"versus_current": word}))
    found = {
        item.rule.id: item.outcome for item in evaluate(facts, default_rules(), as_of=DAY).outcomes
    }
    assert found[rule] == outcome


def test_a_word_is_scored_as_the_figure_it_stands_for_within_what_it_covers() -> None:
    # The score of a change runs from 15 at -20% over 40 at -10% to 60 at 0%.
    facts = facts_of(offer_of(pay={"versus_current": "lower"}))
    found = evaluate(facts, default_rules(), as_of=DAY)
    (score,) = (item for item in found.scores if item.score.id == "change")
    assert score.value == pytest.approx(40)
    assert tuple(score.bounds) == pytest.approx((15, 56))


def test_the_typical_figure_of_a_word_must_lie_in_its_range() -> None:
    with pytest.raises(ValidationError, match="typical"):
        read_entry(ChangeRange, {"at_least": "0%", "at_most": "10%", "typical": "20%"})


def test_the_words_of_the_default_rules_leave_no_change_of_pay_without_a_word() -> None:
    words = default_rules().assumptions.in_words.versus_current
    ranges: list[tuple[Value, Value]] = [
        (word.at_least or -1.0, word.at_most or INFINITE)
        for word in (words.much_lower, words.lower, words.same, words.higher, words.much_higher)
    ]
    assert [low for low, _ in ranges[1:]] == [high for _, high in ranges[:-1]]


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("USD", "this offer: between 80% and 95% of "),
        ("EUR", "this offer: between 80% and 95% of the market, as stated"),
    ],
)
def test_a_market_stated_in_words_is_shown_without_what_is_not_known(
    tmp_path: Path, currency: str, text: str
) -> None:
    offer = (
        "company: A\ntitle: Data Entry Clerk\nlocation: US\n"
        f"pay: {{versus_market: below, currency: {currency}}}\n"
    )
    table = render_table(judged_text(tmp_path, offer), width=120, colour=False)
    assert text in table
    assert "None" not in table


def test_what_a_word_states_is_not_asked_for_by_way_of_another_entry(tmp_path: Path) -> None:
    # The runway is told in words; that income is not stated is no question about savings.
    report = judged_text(
        tmp_path,
        "company: A\ntitle: Nurse\n"
        "candidate: {situation: {employment: unemployed, need_of_pay: urgent}}\n",
    )
    assert "candidate.situation.monthly_income" not in {q.entry for q in report.questions}

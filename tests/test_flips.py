"""What would change the verdict: every change named is tried by judging the changed offer anew."""

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice_support import moved_verdicts
from evaluation_support import default_rules, partial_facts, tried
from offercheck.advice.flips import Flip, flips
from offercheck.advice.levers import LEVERS, Lever, round_step
from offercheck.advice.moves import Moves
from offercheck.advice.trials import Trials
from offercheck.assessment import Assessment
from offercheck.candidate import Candidate
from offercheck.case import Case
from offercheck.document import parse
from offercheck.evaluation import evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import (
    ContradictionError,
    dependents,
    derive_facts,
    rederive,
)
from offercheck.facts.known import Value
from offercheck.facts.record import Record
from offercheck.market.finding import find_market
from offercheck.market.wages import Database
from offercheck.offer import Offer
from offercheck.rules.model import BETTER
from scenario_support import EXAMPLES, judged

DAY = datetime.date(2026, 11, 25)
DATABASE = Database()
DOCUMENT = parse("offer", b"company: A")
BY_ID = {lever.id: lever for lever in LEVERS}
SMALL: dict[str, dict[str, Any]] = {
    "pay": {
        "base": st.integers(60, 140).map(lambda thousands: thousands * 1000),
        "bonus": st.fixed_dictionaries(
            {"target": st.sampled_from(["5%", "20%"]), "guaranteed": st.booleans()}
        ),
        "sign_on": st.fixed_dictionaries({"clawback_months": st.sampled_from([6, 12, 24])}),
        "final": st.booleans(),
    },
    "benefits": {
        "paid_leave_days": st.integers(0, 25),
        "retirement_match": st.sampled_from(["0%", "4%"]),
    },
    "role": {
        "duties_toward_goal": st.sampled_from(["10%", "25%", "45%", "80%"]),
        "interest": st.sampled_from(["dream", "want", "fine"]),
        "path": st.sampled_from(["direct", "stepping_stone"]),
        "internal_move": st.fixed_dictionaries(
            {"promised": st.just(value=True), "written": st.booleans()}
        ),
    },
    "terms": {
        "non_compete_months": st.sampled_from([0, 6, 12, 24]),
        "unreimbursed_costs": st.sampled_from([0, 900]),
        "time_to_read": st.booleans(),
    },
    "manager": {"met": st.booleans()},
}


@st.composite
def _offers(draw: st.DrawFn) -> dict[str, Any]:
    """Offers with a market of 100,000 and some of what levers can move."""
    data: dict[str, Any] = {
        block: draw(st.fixed_dictionaries({}, optional=entries)) for block, entries in SMALL.items()
    }
    market = {"p50": 100_000, "p75": 125_000, "source": "A survey", "as_of": "2026-11-25"}
    data["pay"] |= {"market": market}
    data["role"] |= {"seniority": "experienced"}
    more = {
        "in_writing": st.booleans(),
        "decide_by": st.sampled_from(["2026-11-24", "2026-11-26", "2026-12-20"]),
    }
    return data | draw(st.fixed_dictionaries({}, optional=more))


SITUATIONS = st.fixed_dictionaries(
    {},
    optional={
        "employment": st.sampled_from(["employed", "unemployed"]),
        "current_pay": st.sampled_from([80_000, 110_000]),
        "pay_floor": st.sampled_from([90_000, 120_000]),
        "need_of_pay": st.sampled_from(["urgent", "none"]),
    },
)


def _assessment(offer: Offer, candidate: Candidate) -> Assessment:
    rules = default_rules()
    market = find_market(offer, DAY, rules.assumptions.market_aging_per_year, DATABASE)
    record = Record(offer, candidate, rules.assumptions, market, DAY)
    evaluation = evaluate(derive_facts(record), rules, as_of=DAY)
    return Assessment(Case(offer, candidate, {}, DOCUMENT, None), record, evaluation)


def _drawn(data: dict[str, Any], situation: dict[str, Any]) -> Assessment:
    offer = Offer.model_validate(
        {"company": "A", "title": "Engineer", "occupation": "15-1252"} | data
    )
    return _assessment(offer, Candidate.model_validate({"situation": situation}))


def _flips(assessment: Assessment) -> tuple[Flip, ...]:
    rules = default_rules()
    trials = Trials(assessment.evaluation, rules)
    moves = Moves(assessment, trials, rules.assumptions.negotiation)
    return flips(moves, assessment.evaluation.verdict)


def _moved(assessment: Assessment, moves: list[tuple[Lever, Any]]) -> str:
    """The verdict on the offer with levers moved, judged anew from the beginning."""
    offer = assessment.case.offer
    for lever, value in moves:
        offer = lever.moved(offer, value)
    return _assessment(offer, assessment.case.candidate).evaluation.verdict


@tried(75)
@given(_offers(), SITUATIONS)
def test_every_change_gives_the_verdict_it_promises_and_a_step_less_does_not(
    data: dict[str, Any], situation: dict[str, Any]
) -> None:
    assessment = _drawn(data, situation)
    offer, bounds = assessment.case.offer, default_rules().assumptions.negotiation
    standing = BETTER[assessment.evaluation.verdict]
    candidate = assessment.case.candidate
    for flip in _flips(assessment):
        assert BETTER[flip.verdict] > standing
        promised, lesser = moved_verdicts(
            flip, offer, bounds, lambda moved: _assessment(moved, candidate).evaluation.verdict
        )
        assert promised == flip.verdict
        assert all(BETTER[verdict] <= standing for verdict in lesser)


@tried(50)
@given(_offers(), SITUATIONS)
def test_where_nothing_is_named_no_lever_alone_helps_as_far_as_it_goes(
    data: dict[str, Any], situation: dict[str, Any]
) -> None:
    assessment = _drawn(data, situation)
    bounds = default_rules().assumptions.negotiation
    named = {change.lever for flip in _flips(assessment) for change in flip.changes}
    standing = BETTER[assessment.evaluation.verdict]
    for lever in LEVERS:
        values = lever.values(assessment.case.offer, bounds)
        if values and not named:
            assert BETTER[_moved(assessment, [(lever, values[-1])])] <= standing  # type: ignore[index]


@tried(50)
@given(_offers(), SITUATIONS, st.sampled_from(LEVERS))
def test_facts_worked_out_anew_from_a_moved_lever_are_those_of_the_moved_offer(
    data: dict[str, Any], situation: dict[str, Any], lever: Lever
) -> None:
    assessment = _drawn(data, situation)
    for value in lever.values(assessment.case.offer, default_rules().assumptions.negotiation)[-1:]:
        moved = lever.moved(assessment.case.offer, value)
        record = assessment.record._replace(offer=moved)
        names = dependents(f"offer.{'.'.join(lever.entry)}")
        before: dict[str, Fact] = dict(assessment.evaluation.facts)
        anew = before | rederive(record, before, names)
        expected = derive_facts(record)
        assert {name: fact.value for name, fact in anew.items()} == {
            name: fact.value for name, fact in expected.items()
        }


def test_base_has_a_part_in_all_that_is_worked_out_from_it() -> None:
    assert dependents("offer.pay.base.amount") >= {
        *("pay.base", "pay.total_cash", "pay.comparable_base", "pay.market_ratio"),
        *("pay.change_vs_current", "pay.gap_to_floor", "pay.covers_expenses"),
        "situation.wait_breakeven_months",
    }
    assert dependents("offer.in_writing") == {"terms.in_writing"}


def test_more_base_turns_the_pay_example_from_negotiating_into_accepting() -> None:
    report = judged(EXAMPLES / "pay-lagger-open.yaml")
    assert report.verdict == "negotiate"
    (flip,) = report.flips
    assert (flip.verdict, flip.changes[0].lever) == ("accept", "base")
    amount = flip.changes[0].after.removesuffix(" a year").replace("$", "").replace(",", "")
    assert judged(EXAMPLES / "pay-lagger-open.yaml", [f"pay.base={amount}"]).verdict == "accept"
    less = str(int(amount) - 200)  # 0.5% of $45,500 is $228, a step of $200
    assert judged(EXAMPLES / "pay-lagger-open.yaml", [f"pay.base={less}"]).verdict == "negotiate"


def test_a_word_that_the_change_makes_obsolete_gives_way_to_the_figure() -> None:
    report = judged(EXAMPLES / "tour" / "offer.yaml")
    assert report.verdict == "negotiate"
    assert [change.lever for flip in report.flips for change in flip.changes] == ["base"]


def test_pay_that_is_final_is_not_moved() -> None:
    report = judged(EXAMPLES / "pay-lagger-final.yaml")
    assert all(change.lever != "base" for flip in report.flips for change in flip.changes)


def test_nothing_is_named_where_the_answer_is_yes_already() -> None:
    assert judged(EXAMPLES / "strong-offer.yaml").flips == []


OPEN = {
    "pay": {
        "base": 100_000,
        "bonus": {"target": "10%", "guaranteed": False},
        "sign_on": {"amount": 5_000, "clawback_months": 2},
    },
    "benefits": {"paid_leave_days": 10, "retirement_match": "3%"},
    "role": {
        "duties_toward_goal": "50%",
        "internal_move": {"promised": True, "written": False},
    },
    "in_writing": False,
    "decide_by": "2026-12-04",
    "terms": {"time_to_read": False, "non_compete_months": 3, "unreimbursed_costs": 800},
    "manager": {"met": False},
}
MENDED = {
    "pay": {
        "base": 100_000,
        "bonus": {"target": 10_000, "guaranteed": True},
        "sign_on": {"amount": 5_000, "clawback_months": 0},
        "final": True,
    },
    "role": {"duties_toward_goal": "100%", "internal_move": {"promised": True, "written": True}},
    "in_writing": True,
    "terms": {"time_to_read": True, "non_compete_months": 0, "unreimbursed_costs": 0},
    "manager": {"met": True},
}
# By the negotiation figures of rules.yaml: the entry that each lever moves in the offer above, to how
# many values, the nearest and the farthest of them.
REACH: dict[str, tuple[str, int, Any, Any]] = {
    "base": ("pay.base.amount", 80, 100_500, 140_000),  # round steps of 0.5%, up to 40% more
    "bonus target": ("pay.bonus.target.share", 20, 0.11, 0.30),
    "bonus guaranteed": ("pay.bonus.guaranteed", 1, True, True),
    "paid leave days": ("benefits.paid_leave_days", 15, 11, 25),
    "retirement match": ("benefits.retirement_match", 6, 0.04, 0.09),
    "share of the work you want": ("role.duties_toward_goal", 10, 0.55, 1),
    "promised move in writing": ("role.internal_move.written", 1, True, True),
    "offer in writing": ("in_writing", 1, True, True),
    "day to decide": (
        *("decide_by", 21),
        *(datetime.date(2026, 12, 5), datetime.date(2026, 12, 25)),
    ),
    "time to read": ("terms.time_to_read", 1, True, True),
    "meeting the manager": ("manager.met", 1, True, True),
    "months of non-compete": ("terms.non_compete_months", 3, 2, 0),
    "months of clawback": ("pay.sign_on.clawback_months", 2, 1, 0),
    "costs of starting": ("terms.unreimbursed_costs", 1, 0, 0),
}
every_lever = pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.id)


def _offer(data: dict[str, Any]) -> Offer:
    return Offer.model_validate({"company": "A", "title": "Engineer"} | data)


@every_lever
def test_a_lever_moves_its_entry_step_by_step_as_far_as_the_rule_file_allows(lever: Lever) -> None:
    entry, count, nearest, farthest = REACH[lever.id]
    values = lever.values(_offer(OPEN), default_rules().assumptions.negotiation)
    moved = [attrgetter(entry)(lever.moved(_offer(OPEN), value)) for value in values]
    assert (len(moved), moved[0], moved[-1]) == (count, nearest, farthest)


@every_lever
def test_what_is_good_already_or_final_is_not_moved(lever: Lever) -> None:
    assert lever.values(_offer(MENDED), default_rules().assumptions.negotiation) == []


def test_an_amount_of_an_offer_that_says_nothing_of_pay_is_in_dollars() -> None:
    assert BY_ID["costs of starting"].show(800.0, _offer({})) == "$800"


@pytest.mark.parametrize(
    ("amount", "step"), [(590, 500), (1180, 1000), (228, 200), (0.15, 0.1), (100, 100), (99.9, 50)]
)
def test_a_step_is_a_round_number(amount: float, step: float) -> None:
    assert round_step(amount) == pytest.approx(step)


@tried(30)
@given(partial_facts(bounded=False))
def test_levers_of_which_the_offer_says_nothing_are_not_moved(
    stated: dict[str, Value | None],
) -> None:
    offer = Offer.model_validate({"company": "A", "title": "Engineer", "occupation": "15-1252"})
    rules = default_rules()
    market = find_market(offer, DAY, 0.0, DATABASE)
    known = {name: value for name, value in stated.items() if value is not None}
    record = Record(offer, Candidate(), rules.assumptions, market, DAY, None, known)
    try:
        facts = derive_facts(record)
    except ContradictionError:
        return
    evaluation = evaluate(facts, rules, as_of=DAY)
    assessment = Assessment(Case(offer, Candidate(), {}, DOCUMENT, None), record, evaluation)
    assert _flips(assessment) == ()
    assert set(facts) == set(CATALOGUE)


def test_base_is_shown_with_the_period_it_is_paid_for() -> None:
    (flip,) = judged(EXAMPLES / "engineer-in-stuttgart-in-euros.yaml").flips
    assert flip.changes[0].before == "EUR 5,200 a month"
    assert flip.changes[0].after.endswith(" a month")


def test_a_deadline_on_the_last_day_of_the_calendar_cannot_move() -> None:
    last = judged(EXAMPLES / "pay-lagger-open.yaml", ["decide_by=9999-12-31"])
    assert all(change.lever != "day to decide" for flip in last.flips for change in flip.changes)

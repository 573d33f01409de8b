"""Laws that hold for every offer, whatever is known: random facts, and random pay behind them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from evaluation_support import (
    DAY,
    Values,
    completed,
    default_rules,
    edges,
    judged,
    outcomes,
    partial_facts,
    tried,
    values_of,
)
from offercheck.candidate import Candidate, PastJob, Waiver
from offercheck.evaluation import PATTERNS_FACT, Evaluation, evaluate
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.derivation import derive_facts
from offercheck.facts.known import Value
from offercheck.facts.record import Record
from offercheck.interval import Interval
from offercheck.market.finding import find_market
from offercheck.market.wages import Database
from offercheck.offer import Offer

LAW = tried(100)
RANK = {"decline": 0, "negotiate": 1, "ask_first": 1, "accept": 2}
DATABASE = Database()
GRAVE = {"red_flag", "dealbreaker"}
FLAGS = {rule.id for rule in default_rules().rules if rule.entry.severity in GRAVE}
HISTORY = [PastJob(left_because=["pay", "manager", "turnover", "goal", "layoff", "terms"])]


def _flags(evaluation: Evaluation) -> set[str]:
    """The red flags and dealbreakers that fired."""
    return {name for name, outcome in outcomes(evaluation).items() if outcome == "fired"} & FLAGS


# --- Pay: through the derivation, with the market stated


def _points() -> st.SearchStrategy[dict[str, int]]:
    every = {"p10": 60_000, "p25": 80_000, "p75": 120_000, "p90": 150_000}
    return st.sets(st.sampled_from(sorted(every))).map(
        lambda names: {name: every[name] for name in names} | {"p50": 100_000}
    )


@st.composite
def _offers(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pay of an offer without its base, with a market of 100,000, and a candidate's figures."""
    figures = {"source": "A survey", "as_of": DAY.isoformat()} | draw(_points())
    figures["covers"] = draw(st.sampled_from(["all_levels", "this_level"]))
    targets = st.sampled_from(["5%", "15%", "45%", 5_000, 20_000, 60_000])
    bonus = st.fixed_dictionaries({"target": targets}, optional={"guaranteed": st.booleans()})
    pay = st.fixed_dictionaries(
        {"market": st.just(figures)}, optional={"bonus": bonus, "final": st.booleans()}
    )
    levels = st.sampled_from(["entry", "qualified", "experienced", "expert"])
    role = st.fixed_dictionaries({}, optional={"seniority": levels})
    amounts = st.sampled_from([60_000, 80_000, 100_000, 130_000])
    optional = {
        "current_pay": amounts,
        "pay_floor": amounts,
        "monthly_expenses": st.sampled_from([2_000, 5_000, 7_000]),
    }
    situation = draw(st.fixed_dictionaries({}, optional=optional))
    return {"pay": draw(pay), "role": draw(role)}, {"situation": situation}


def _with_base(
    base: int, offer: dict[str, Any], candidate: dict[str, Any], stated: Any
) -> Evaluation:
    data = {"company": "Acme", "title": "Engineer", "occupation": "15-1252"} | offer
    read = Offer.model_validate(data | {"pay": data["pay"] | {"base": base}})
    rules, person = default_rules(), Candidate.model_validate(candidate)
    market = find_market(read, DAY, rules.assumptions.market_aging_per_year, DATABASE)
    record = Record(read, person, rules.assumptions, market, DAY, None, stated)
    return evaluate(derive_facts(record), rules, as_of=DAY)


BASES = st.integers(40, 170).map(lambda thousands: thousands * 1000)
MEDIAN_ONLY = {"p50": 100_000, "source": "A survey", "as_of": DAY.isoformat()}
MARKET_ONLY: Any = ({"pay": {"market": MEDIAN_ONLY}}, {})
NOT_PAY = partial_facts(bounded=False, without="pay.")


@LAW
@given(_offers(), NOT_PAY, BASES, BASES)
@example(MARKET_ONLY, {"goal.level_change": "lower"}, 79_000, 81_000)
def test_a_higher_base_never_makes_the_merits_worse(
    case: tuple[dict[str, Any], dict[str, Any]], stated: Values, one: int, other: int
) -> None:
    lower, higher = (_with_base(base, *case, stated) for base in sorted((one, other)))
    assert RANK[higher.on_merits] >= RANK[lower.on_merits]


@LAW
@given(_offers(), NOT_PAY, BASES, BASES)
def test_base_alone_never_turns_negotiating_into_asking_or_back_in_a_known_market(
    case: tuple[dict[str, Any], dict[str, Any]], stated: Values, one: int, other: int
) -> None:
    results = [_with_base(base, *case, stated) for base in (one, other)]
    # Beyond the ends of a market, more base can make pay known or unknown.
    assume(all(isinstance(item.facts["pay.market_ratio"].value, float) for item in results))
    assert {item.on_merits for item in results} != {"negotiate", "ask_first"}


# --- Facts that only speak for or against the offer


def _better(name: str, value: Value) -> list[Value]:
    """The values of a fact that speak more for the offer, among those where rules change."""
    definition = CATALOGUE[name]
    if definition.choices:
        return list(definition.choices[: definition.choices.index(str(value))])
    sign = 1 if definition.better == "more" else -1
    every = edges(name) if definition.is_number else (False, True)
    return [other for other in every if sign * float(other) > sign * float(value)]  # type: ignore[arg-type]


TURNOVER = [name for name in CATALOGUE if name.startswith("turnover.")]


@LAW
@given(partial_facts(), st.sampled_from(TURNOVER), st.data())
def test_lower_turnover_never_makes_the_merits_worse(
    values: dict[str, Value | None], name: str, data: st.DataObject
) -> None:
    before = data.draw(values_of(name, bounded=False))
    after = data.draw(st.sampled_from([before, *_better(name, before)]))
    worse, better = judged(values | {name: before}), judged(values | {name: after})
    assert RANK[better.on_merits] >= RANK[worse.on_merits]


# The goal at 85, pay at 0 and turnover at 21: 39 of 100.
POOR: dict[str, Value | None] = {"pay.benefits_ratio": 0.3, "turnover.median_tenure_months": 6.0}
WANTED_BUT_POOR = POOR | {"goal.interest": "want"}


def test_lower_turnover_never_sinks_a_wanted_but_poor_offer() -> None:
    worse, better = (judged(WANTED_BUT_POOR | {"turnover.vs_industry": x}) for x in (1.50, 1.49))
    assert RANK[better.on_merits] >= RANK[worse.on_merits]


@LAW
@given(partial_facts(), st.sampled_from(sorted(FLAGS)))
@example({"pay.market_ratio": 0.69, "goal.level_change": "lower"}, "pay-lagger")
@example(WANTED_BUT_POOR | {"terms.answered_questions": False}, "no-answers")
def test_counting_a_red_flag_never_makes_the_merits_better(values: Values, rule: str) -> None:
    waived = judged(values, waivers=[Waiver(rule=rule, reason="Not counted.")])
    assert RANK[judged(values).on_merits] <= RANK[waived.on_merits]


@LAW
@given(partial_facts(bounded=False), st.data())
def test_a_known_fact_that_raises_a_red_flag_never_makes_the_merits_better(
    values: dict[str, Value | None], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([name for name in CATALOGUE if CATALOGUE[name].better]))
    worse = data.draw(values_of(name, bounded=False))
    before = judged(values | {name: data.draw(st.sampled_from([worse, *_better(name, worse)]))})
    after = judged(values | {name: worse})
    if _flags(after) > _flags(before):
        assert RANK[after.on_merits] <= RANK[before.on_merits]


def test_a_market_ratio_that_falls_below_the_line_never_makes_the_merits_better() -> None:
    before, after = judged({"pay.market_ratio": 0.81}), judged({"pay.market_ratio": 0.79})
    assert RANK[after.on_merits] <= RANK[before.on_merits]


@LAW
@given(partial_facts())
def test_an_offer_with_a_red_flag_is_never_accepted_on_its_merits(values: Values) -> None:
    evaluation = judged(values)
    assert not _flags(evaluation) or evaluation.on_merits != "accept"


DEALBREAKERS: list[dict[str, Value | None]] = [
    {"goal.dealbreakers_hit": 1.0},
    {"terms.changed_after_agreement": True},
    {"terms.manager_conduct": "hostile", "terms.manager_evidence": "seen"},
]


@LAW
@given(partial_facts(), st.sampled_from(DEALBREAKERS))
def test_nothing_buys_off_a_dealbreaker(
    values: dict[str, Value | None], breaker: dict[str, Value | None]
) -> None:
    evaluation = judged(values | breaker)
    assert (evaluation.on_merits, evaluation.verdict in {"decline", "bridge"}) == ("decline", True)


# --- The situation


@LAW
@given(partial_facts(), partial_facts())
def test_the_situation_never_changes_the_merits_nor_the_outcome_of_a_rule_about_the_offer(
    values: Values, others: Values
) -> None:
    here = {name: value for name, value in values.items() if not name.startswith("situation.")}
    there = {name: value for name, value in others.items() if name.startswith("situation.")}
    rules = [r.id for r in default_rules().rules if r.entry.dimension != "situation"]
    results = []
    for case in (values, here | there):
        evaluation = judged(case)
        found = outcomes(evaluation)
        results.append((evaluation.on_merits, [found[rule] for rule in rules]))
    assert results[0] == results[1]


@LAW
@given(partial_facts(without="situation."))
def test_without_a_known_situation_the_two_verdicts_agree(values: Values) -> None:
    evaluation = judged(values)
    assert evaluation.verdict == evaluation.on_merits


RUNWAYS = st.sampled_from([0.0, 2.0, 2.9, 3.0, 5.9, 6.0, 24.0, float("inf")])


@LAW
@given(partial_facts(), RUNWAYS, RUNWAYS)
def test_more_runway_never_makes_the_verdict_a_bridge(
    values: dict[str, Value | None], one: float, other: float
) -> None:
    short, long = (
        judged(values | {"situation.runway_months": months}) for months in sorted((one, other))
    )
    assert long.on_merits == short.on_merits
    assert long.verdict != "bridge" or short.verdict == "bridge"


# --- What is not known


@LAW
@given(partial_facts(), st.booleans(), st.data())
def test_whatever_the_unknown_facts_turn_out_to_be_the_verdict_was_among_those_named(
    values: dict[str, Value | None],
    with_history: bool,  # noqa: FBT001 - drawn
    data: st.DataObject,
) -> None:
    history = HISTORY if with_history else None
    if with_history:
        values.pop(PATTERNS_FACT, None)
    before = judged(values, history=history)
    filled = data.draw(completed(values, without=PATTERNS_FACT if with_history else ""))
    after = judged(filled, history=history)
    assert after.verdict in {before.verdict, *before.could_become}


# A row holds because the runway is not known, and no row before it can decline.
OUT_OF_WORK: dict[str, Value | None] = {
    "goal.path": "foot_in_door",
    "goal.dealbreakers_hit": 0.0,
    "terms.manager_conduct": "fine",
    "situation.employment": "unemployed",
    "situation.months_searching": 6.0,
    "terms.changed_after_agreement": False,
}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"terms.manager_conduct": "hostile"}, {"terms.manager_evidence": "rumour"}),
        (
            {"turnover.seat_churn": 3.0, "turnover.predecessor_months": 6.0},
            {"turnover.predecessor_left": "promoted"},
        ),
        (OUT_OF_WORK, {"situation.runway_months": 6.0}),
        ({"pay.market_ratio": Interval(0.5, 1.2)}, {"pay.market_ratio": 1.2}),
        ({}, {"goal.interest": "want", "pay.market_ratio": 1.0}),
        ({"goal.interest": "want", "pay.market_ratio": 1.0}, {"terms.manager_met": False}),
    ],
)
def test_a_fact_found_out_leads_to_a_verdict_that_was_named(
    values: dict[str, Value | None], found: dict[str, Value | None]
) -> None:
    before, after = judged(values), judged(values | found)
    assert after.verdict in {before.verdict, *before.could_become}


@LAW
@given(partial_facts())
def test_a_verdict_is_never_among_those_it_could_become(values: Values) -> None:
    evaluation = judged(values)
    assert evaluation.verdict not in evaluation.could_become

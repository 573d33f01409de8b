from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import candidate_of, facts_of, offer_of
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import Fact
from offercheck.facts.derivation import ContradictionError, dependents

OWN_MARKET = {"p50": 120_000, "source": "a survey", "as_of": "2025-05-15"}
PAID = {"base": 90_000, "bonus": {"target": "10%", "guaranteed": True}}
BLOCKS = st.fixed_dictionaries(
    {"title": st.sampled_from(["Software Engineer", "Manager", "Senior Cardiologist"])},
    optional={
        "location": st.sampled_from(["US", "Corpus Christi, TX", "London, UK"]),
        "pay": st.sampled_from([PAID, {"currency": "EUR"}, {"base": 90_000, "market": OWN_MARKET}]),
        "employment": st.sampled_from(["full_time", "part_time"]),
        "role": st.sampled_from([{"skills": ["python"]}, {"internal_move": {"promised": True}}]),
        "turnover": st.sampled_from([{"annual_rate": "28%"}, {"manager_reports": 0}]),
        "industry": st.sampled_from(["information", "other_services"]),
        "benefits": st.sampled_from([{}, {"paid_leave_days": 15}]),
    },
)
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "goal": st.sampled_from([{"roles": ["Software Engineer"]}, {"dealbreakers": ["tobacco"]}]),
        "situation": st.sampled_from(
            [{"employment": "employed"}, {"employment": "ending", "prospects": [{"pay": 90_000}]}]
        ),
        "history": st.sampled_from([[], [{"months": 7}, {}]]),
    },
)


def fact(name: str, candidate: dict[str, Any] | None = None, **offer: Any) -> Fact:
    return facts_of(offer_of(**offer), candidate_of(**(candidate or {})))[name]


def shown(found: Fact) -> str:
    assert found.value is not None
    return found.definition.show(found.value)


# ---- where a fact comes from


@pytest.mark.parametrize(
    ("name", "pay", "basis"),
    [
        ("pay.base", PAID, "derived"),
        ("pay.total_cash", PAID, "derived"),
        ("pay.market_reference", PAID, "data"),
        ("pay.market_ratio", PAID, "data"),
        ("pay.market_percentile", PAID, "data"),
        ("pay.market_reference", PAID | {"market": OWN_MARKET}, "derived"),
        ("pay.market_ratio", PAID | {"market": OWN_MARKET}, "derived"),
        ("pay.change_vs_current", PAID, "unknown"),
    ],
)
def test_a_fact_says_how_it_is_known(name: str, pay: dict[str, Any], basis: str) -> None:
    assert fact(name, pay=pay, location="US").basis == basis


def test_alignment_rests_on_the_packaged_occupations() -> None:
    assert fact("goal.alignment", {"goal": {"roles": ["Data Scientist"]}}).basis == "data"


def test_a_derived_fact_names_the_entries_it_came_from() -> None:
    situation = {"savings": 9_000, "monthly_expenses": 3_200, "monthly_income": 200}
    assert fact("situation.runway_months", {"situation": situation}).inputs == (
        "candidate.situation.savings",
        "candidate.situation.monthly_expenses",
        "candidate.situation.monthly_income",
    )


def test_a_derived_fact_tells_its_formula() -> None:
    found = fact("pay.gap_to_floor", {"situation": {"pay_floor": 100_000}}, pay=PAID)
    assert "Base less the candidate's floor" in found.note


# ---- unknown, and what is missing


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("pay.base", "offer.pay.base"),
        ("pay.total_compensation", "offer.pay.base"),  # through total cash and base
        ("pay.market_ratio", "offer.pay.base"),
        ("pay.change_vs_current", "candidate.situation.current_pay"),
        ("pay.benefits_ratio", "offer.benefits"),
        ("goal.alignment", "candidate.goal.roles"),
        ("turnover.vs_industry", "offer.industry"),
        ("turnover.manager_departure_rate", "offer.turnover.manager_reports"),
        ("situation.runway_months", "candidate.situation.savings"),
        ("terms.days_to_decide", "offer.decide_by"),
    ],
)
def test_an_unknown_fact_names_the_entry_to_fill_in(name: str, missing: str) -> None:
    assert missing in fact(name).inputs


def test_an_unknown_fact_names_every_entry_that_is_missing() -> None:
    assert fact("situation.runway_months").note == (
        "candidate.situation.savings is not stated; "
        "candidate.situation.monthly_expenses is not stated"
    )


def test_an_unknown_fact_does_not_name_what_is_there() -> None:
    found = fact("turnover.vs_industry", turnover={"annual_rate": "28%"})
    assert found.inputs == ("offer.industry",)


def test_an_unknown_fact_passes_on_why_its_input_is_unknown() -> None:
    pay = {"base": {"amount": 50, "per": "hour"}}
    found = fact("pay.total_cash", pay=pay, employment="part_time")
    assert found.note == "part-time work at an hourly rate needs `hours_per_week`"


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"location": "London, UK"}, "`London, UK` is not a US city"),
        ({"title": "Manager"}, "the occupation is not known"),
        ({"pay": {"base": 90_000, "currency": "EUR"}}, "in USD and the offer in EUR"),
    ],
)
def test_an_unknown_market_says_why_in_the_facts_that_need_it(
    entries: dict[str, Any], reason: str
) -> None:
    assert reason in fact("pay.market_ratio", **({"pay": PAID} | entries)).note


@pytest.mark.parametrize(
    "name", ["pay.change_vs_current", "pay.gap_to_floor", "pay.covers_expenses"]
)
def test_amounts_in_different_currencies_are_not_compared(name: str) -> None:
    situation = {
        "currency": "GBP",
        "current_pay": 80_000,
        "pay_floor": 70_000,
        "monthly_expenses": 3_000,
    }
    found = fact(name, {"situation": situation}, pay=PAID | {"currency": "EUR"})
    assert (found.value, found.note) == (
        None,
        "the offer and the candidate's amounts are in different currencies",
    )


def test_amounts_in_one_foreign_currency_are_compared() -> None:
    situation = {"currency": "EUR", "pay_floor": 70_000}
    found = fact("pay.gap_to_floor", {"situation": situation}, pay=PAID | {"currency": "EUR"})
    assert found.value == 20_000


@pytest.mark.parametrize("name", ["situation.runway_months", "situation.batna_pay"])
def test_what_is_all_in_the_candidate_s_currency_needs_no_comparison(name: str) -> None:
    situation = {
        "currency": "GBP",
        "employment": "employed",
        "current_pay": 80_000,
        "savings": 9_000,
        "monthly_expenses": 3_000,
    }
    assert fact(name, {"situation": situation}, pay=PAID).value is not None


# ---- facts that are only bounded


@pytest.mark.parametrize(
    ("name", "base", "text"),
    [
        ("pay.market_reference", 300_000, "at least $239,200"),
        ("pay.market_ratio", 299_000, "at most 125%"),  # 299,000 / 239,200
        ("pay.market_percentile", 300_000, "above the 25th"),
        ("pay.market_percentile", 230_000, "between 25th and 50th"),
        ("pay.market_percentile", 100_000, "below the 10th"),
    ],
)
def test_a_bound_stays_a_bound(name: str, base: int, text: str) -> None:
    found = fact(name, title="Cardiologist", location="Corpus Christi, TX", pay={"base": base})
    assert shown(found) == text


def test_an_offer_at_a_known_median_may_come_as_late_as_it_makes_up_for_the_wait() -> None:
    # 90,000 now for 24 months is 120,000 after 6 of them.
    found = fact(
        "situation.wait_breakeven_months",
        {"situation": {"employment": "unemployed"}},
        pay={"base": 90_000, "market": OWN_MARKET},
    )
    assert found.value == pytest.approx(6)


def test_a_median_that_is_only_a_bound_is_no_offer_to_wait_for() -> None:
    found = fact(
        "situation.wait_breakeven_months",
        {"situation": {"employment": "unemployed"}},
        title="Cardiologist",
        location="Corpus Christi, TX",
        pay={"base": 200_000},
    )
    assert (found.value, found.note) == (None, "the market median is only bounded")


def test_pay_beyond_a_bound_for_every_percentile_leaves_the_percentile_unknown() -> None:
    found = fact(
        "pay.market_percentile",
        occupation="29-1211",  # anesthesiologists: every percentile is at least 239,200 there
        location="Anchorage, AK",
        pay={"base": 400_000},
    )
    assert found.value is None


def test_a_bound_from_both_sides_at_one_number_is_that_number() -> None:
    found = fact("pay.market_ratio", pay=PAID | {"market": OWN_MARKET | {"covers": "this_level"}})
    assert found.value == 0.75  # 90,000 / 120,000


# ---- facts that are stated directly


def test_a_fact_may_be_stated_where_its_inputs_are_not_known() -> None:
    found = facts_of(offer_of(), stated={"pay.change_vs_current": -0.2})["pay.change_vs_current"]
    assert (found.value, found.basis, found.inputs) == (
        -0.2,
        "stated",
        ("offer.facts.pay.change_vs_current",),
    )


def test_a_stated_fact_beats_packaged_data() -> None:
    facts = facts_of(offer_of(location="US", pay=PAID), stated={"pay.market_ratio": 0.9})
    assert facts["pay.market_ratio"].value == 0.9


@pytest.mark.parametrize(("name", "value"), [("pay.total_cash", 95_000), ("pay.market_ratio", 1.0)])
def test_a_stated_fact_serves_the_facts_that_follow_from_it(name: str, value: float) -> None:
    offer = offer_of(pay={"market": OWN_MARKET | {"p50": 95_000}})
    found = facts_of(offer, stated={"pay.base": 95_000.0})
    assert found[name].value == value


def test_a_stated_fact_that_the_documents_contradict_is_refused_with_both_values() -> None:
    with pytest.raises(ContradictionError) as refusal:
        facts_of(offer_of(pay=PAID), stated={"pay.base": 95_000.0})
    assert (refusal.value.stated.value, refusal.value.derived.value) == (95_000, 90_000)


@pytest.mark.parametrize(
    ("name", "value", "pay"),
    [
        ("pay.base", 90_000.0, 90_000),
        ("pay.change_vs_current", -0.2, 84_000),  # 84,000 / 105,000 - 1
        ("pay.change_vs_current", 0.1, 115_500),
    ],
)
def test_a_stated_fact_that_the_documents_confirm_is_accepted(
    name: str, value: float, pay: int
) -> None:
    candidate = candidate_of(situation={"current_pay": 105_000})
    found = facts_of(offer_of(pay={"base": pay}), candidate, stated={name: value})
    assert found[name].value == pytest.approx(value)


def test_a_stated_fact_within_what_bounds_it_is_accepted() -> None:
    candidate = candidate_of(history=[{"months": 7}, {}])  # one or two short stints
    found = facts_of(offer_of(), candidate, stated={"situation.short_stints": 2.0})
    assert found["situation.short_stints"].value == 2


def test_a_stated_fact_outside_what_bounds_it_is_refused() -> None:
    candidate = candidate_of(history=[{"months": 7}, {}])
    with pytest.raises(ContradictionError):
        facts_of(offer_of(), candidate, stated={"situation.short_stints": 5.0})


# ---- every fact, for any offer


@given(BLOCKS, PEOPLE)
def test_every_fact_is_known_or_says_why_not(offer: dict[str, Any], person: dict[str, Any]) -> None:
    facts = facts_of(offer_of(**offer), candidate_of(**person))
    assert set(facts) == set(CATALOGUE)
    assert all(found.value is not None or found.note for found in facts.values())


@given(BLOCKS, PEOPLE)
def test_a_number_that_is_known_lies_in_the_range_of_its_fact(
    offer: dict[str, Any], person: dict[str, Any]
) -> None:
    outside = [
        found
        for found in facts_of(offer_of(**offer), candidate_of(**person)).values()
        if found.definition.is_number
        and isinstance(found.value, float)
        and not found.definition.bounds.low <= found.value <= found.definition.bounds.high
    ]
    assert not outside


def test_an_entry_or_a_fact_has_a_part_in_what_is_worked_out_from_it_and_in_nothing_else() -> None:
    # The level gives the reference, and that the ratio; the expenses the runway and what covers them.
    assert dependents("fact.pay.level") == {"pay.market_reference", "pay.market_ratio"}
    assert dependents("candidate.situation.monthly_expenses") == {
        "pay.covers_expenses",
        "situation.runway_months",
    }

from __future__ import annotations

import inspect
import re
import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from facts_support import FULL_OFFER, FULL_SITUATION, candidate_of, facts_of, offer_of
from offercheck.candidate import Candidate
from offercheck.document import parse
from offercheck.facts.asks import ENTRY_ASKS
from offercheck.facts.assumptions import Assumptions
from offercheck.facts.catalogue import CATALOGUE
from offercheck.facts.definition import UNITS, FactDefinition
from offercheck.interval import Interval
from offercheck.market.finding import MarketFinding
from offercheck.offer import Offer
from offercheck.quantities import QuantityError
from offercheck.rules.file import model_of

GROUPS = ("goal", "pay", "turnover", "terms", "situation")
# What a person may want to know of an offer, and whether more of it speaks for the offer: `+` for
# more, `-` for less, `.` where it only describes. The words of a choice stand from the best.
WANTED = {
    "goal": "alignment+ path+ duties_toward_goal+ level_change+ skill_overlap+ interest+"
    " location_fit+ dealbreakers_hit- internal_move_unwritten- workload+ feeling+",
    "pay": "base+ total_cash+ total_compensation+ variable_share- market_reference. market_ratio+"
    " market_percentile+ change_vs_current+ gap_to_floor+ gap_to_ask+ versus_best_offer+"
    " covers_expenses+ benefits_ratio+ final- level. comparable_base+",
    "turnover": "annual_rate- vs_industry- seat_churn- predecessor_months+ reposts-"
    " posting_age_days- manager_departure_rate- median_tenure_months+ layoffs- review_rating+"
    " company_outlook+ predecessor_left+",
    "terms": "in_writing+ days_to_decide+ changed_after_agreement- answered_questions+"
    " non_compete_months- clawback_months- manager_met+ manager_conduct+ disparaged_predecessor-"
    " unreimbursed_costs- people+ commute_minutes- time_to_read+ non_compete- employment."
    " manager_evidence. relocation_required-",
    "situation": "employment. runway_months+ months_searching. prospects+"
    " preferred_prospect_pending. batna_pay+ current_job. short_stints- repeated_patterns-"
    " wait_breakeven_months. job_outlook. job_market. preferred_decides."
    " preferred_decides_in_days.",
}
DIRECTIONS = {"+": "more", "-": "less", ".": None}
EXPECTED = {
    f"{group}.{word[:-1]}": DIRECTIONS[word[-1]]
    for group, words in WANTED.items()
    for word in words.split()
}
# What candidates have to answer themselves, of what they want, feel, have and see; all else is asked
# of the employer.
YOURSELF = {
    "goal": "alignment path level_change interest feeling location_fit dealbreakers_hit",
    "pay": "change_vs_current gap_to_floor gap_to_ask versus_best_offer covers_expenses",
    "turnover": "review_rating",
    "terms": "commute_minutes answered_questions manager_conduct manager_evidence",
    "situation": "employment runway_months months_searching prospects preferred_prospect_pending"
    " preferred_decides_in_days preferred_decides batna_pay current_job job_outlook job_market"
    " short_stints repeated_patterns wait_breakeven_months",
}
BEST_AND_WORST = {
    "goal.path": ("direct", "unrelated"),
    "goal.level_change": ("higher", "lower"),
    "goal.interest": ("dream", "unwanted"),
    "goal.location_fit": ("wanted", "unwanted"),
    "goal.workload": ("lighter", "heavier"),
    "goal.feeling": ("good", "bad"),
    "turnover.company_outlook": ("growing", "at_risk"),
    "terms.people": ("liked", "disliked"),
    "turnover.predecessor_left": ("promoted", "dismissed"),
    "terms.manager_conduct": ("fine", "hostile"),
}
# The facts that are entries of the full offer, or of its candidate's situation, as they stand.
STATED = {
    "goal.path": "direct",
    "goal.duties_toward_goal": 0.7,
    "goal.level_change": "higher",
    "goal.interest": "want",
    "goal.location_fit": "fine",
    "goal.workload": "heavier",
    "goal.feeling": "mixed",
    "pay.final": False,
    "turnover.annual_rate": 0.28,
    "turnover.seat_churn": 3,
    "turnover.predecessor_months": 7,
    "turnover.predecessor_left": "quit",
    "turnover.reposts": 4,
    "turnover.posting_age_days": 75,
    "turnover.median_tenure_months": 14,
    "turnover.layoffs": False,
    "turnover.review_rating": 3.1,
    "turnover.company_outlook": "at_risk",
    "terms.in_writing": True,
    "terms.employment": "contract",
    "terms.changed_after_agreement": False,
    "terms.answered_questions": True,
    "terms.non_compete_months": 6,
    "terms.people": "liked",
    "terms.commute_minutes": 45,
    "terms.time_to_read": False,
    "terms.clawback_months": 12,
    "terms.manager_met": False,
    "terms.manager_conduct": "evasive",
    "terms.manager_evidence": "rumour",
    "terms.disparaged_predecessor": True,
    "terms.relocation_required": True,
    "terms.unreimbursed_costs": 800,
    "situation.employment": "ending",
    "situation.months_searching": 5,
    "situation.current_job": "toxic",
    "situation.job_market": "tight",
    "situation.job_outlook": "uncertain",
}
# A value of each kind that can be written as it is printed.
WRITTEN = {
    "money": [0.0, 56.75, 118_000.0],
    "share": [0.0, 0.28, 0.125, 1.0],
    "change": [-0.2, 0.0, 0.1],
    "months": [0.0, 1.0, 7.5, 18.0],
    "days": [0.0, 1.0, 75.0],
    "count": [0.0, 3.0, 12.0],
    "score": [0.0, 62.5, 100.0],
    "rating": [1.0, 3.1, 5.0],
}
DEFINITIONS = tuple(CATALOGUE.values())
_GIVEN = CATALOGUE["goal.path"].derive
every_fact = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda item: item.name)


def exists(model: type[BaseModel], path: list[str]) -> bool:
    """Whether a path of keys leads through nested models to an entry."""
    field = model.model_fields.get(path[0])
    if field is None or len(path) == 1:
        return field is not None
    return any(exists(part, path[1:]) for part in _models_in(field.annotation))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    return [part for part in _parts(annotation) if issubclass(part, BaseModel)]


def _parts(annotation: Any) -> list[type]:
    if isinstance(annotation, type):
        return [annotation]
    return [part for argument in typing.get_args(annotation) for part in _parts(argument)]


# ---- every entry


def test_every_fact_that_is_wanted_is_in_the_catalogue() -> None:
    assert set(EXPECTED) == set(CATALOGUE)


@pytest.mark.parametrize(("name", "better"), EXPECTED.items())
def test_more_of_a_fact_speaks_for_or_against_the_offer(name: str, better: str | None) -> None:
    assert CATALOGUE[name].better == better


@every_fact
def test_a_question_goes_to_who_can_answer_it(definition: FactDefinition) -> None:
    group, _, name = definition.name.partition(".")
    assert definition.yourself == (name in YOURSELF[group].split())


@every_fact
def test_a_fact_is_named_by_its_group_and_a_name(definition: FactDefinition) -> None:
    group, _, name = definition.name.partition(".")
    assert group in GROUPS
    assert name.isidentifier()


@every_fact
def test_a_fact_is_found_by_its_own_name(definition: FactDefinition) -> None:
    assert CATALOGUE[definition.name] is definition


@every_fact
def test_a_fact_has_a_meaning_without_a_full_stop(definition: FactDefinition) -> None:
    assert definition.meaning.strip(" .") == definition.meaning != ""


@every_fact
def test_a_fact_has_a_question_to_ask(definition: FactDefinition) -> None:
    assert definition.ask.endswith(("?", "."))


@pytest.mark.parametrize(
    "definition",
    [d for d in CATALOGUE.values() if d.kind == "choice" and d.yourself],
    ids=lambda definition: definition.name,
)
def test_a_question_to_oneself_names_every_answer_that_is_told_beside_it(
    definition: FactDefinition,
) -> None:
    asked = re.findall("[a-z]+", definition.ask.lower())
    wanted = {word for choice in definition.choices for word in choice.split("_")}
    assert wanted - set(asked) == set()


@every_fact
def test_a_fact_has_a_unit(definition: FactDefinition) -> None:
    assert UNITS[definition.kind]


@every_fact
def test_only_choices_have_words_to_choose_from(definition: FactDefinition) -> None:
    assert (len(set(definition.choices)) > 1) == (definition.kind == "choice")


@pytest.mark.parametrize(("name", "ends"), BEST_AND_WORST.items())
def test_the_words_of_a_choice_stand_from_the_best_to_the_worst(
    name: str, ends: tuple[str, str]
) -> None:
    choices = CATALOGUE[name].choices
    assert (choices[0], choices[-1]) == ends


def test_every_choice_with_a_direction_has_its_ends_tried() -> None:
    assert set(BEST_AND_WORST) == {
        item.name for item in DEFINITIONS if item.kind == "choice" and item.better
    }


@every_fact
def test_a_fact_is_derived_from_entries_that_exist(definition: FactDefinition) -> None:
    models: dict[str, type[BaseModel]] = {
        "offer": Offer,
        "candidate": Candidate,
        "assumptions": model_of(Assumptions),
    }
    earlier = list(CATALOGUE)[: list(CATALOGUE).index(definition.name)]
    others = {f"fact.{name}" for name in earlier} | {"as_of", "goal_roles", "market.median"}
    others |= {f"market.{name}" for name in inspect.signature(MarketFinding).parameters}
    missing = [
        path
        for entry in definition.inputs
        if (path := entry.rstrip("?")) not in others
        and not exists(models[path.split(".")[0]], path.split(".")[1:])
    ]
    assert not missing


@pytest.mark.parametrize(
    "definition",
    [item for item in DEFINITIONS if item.kind == "choice" and item.derive is _GIVEN],
    ids=lambda definition: definition.name,
)
def test_a_choice_has_the_words_that_its_entry_allows(definition: FactDefinition) -> None:
    root, *path = definition.inputs[0].split(".")
    models: dict[str, type[BaseModel]] = {"offer": Offer, "candidate": Candidate}
    model = models[root]
    for part in path[:-1]:
        (model,) = _models_in(model.model_fields[part].annotation)
    allowed, _ = typing.get_args(model.model_fields[path[-1]].annotation)
    assert set(typing.get_args(allowed)) == set(definition.choices)


def test_every_entry_with_a_question_of_its_own_is_one_that_a_fact_is_derived_from() -> None:
    inputs = {entry.rstrip("?") for item in DEFINITIONS for entry in item.inputs}
    assert set(ENTRY_ASKS) - inputs == set()


@every_fact
def test_a_formula_takes_what_its_fact_is_derived_from(definition: FactDefinition) -> None:
    if definition.derive is not None:
        assert len(inspect.signature(definition.derive).parameters) == len(definition.inputs)


@pytest.mark.parametrize(("name", "value"), STATED.items())
def test_what_a_document_states_is_a_fact_as_it_stands(name: str, value: object) -> None:
    found = facts_of(offer_of(**FULL_OFFER), candidate_of(situation=FULL_SITUATION))[name]
    assert (found.value, found.basis) == (value, "stated")


def test_every_fact_that_a_document_states_is_tried() -> None:
    given_as_they_stand = {item.name for item in DEFINITIONS if item.derive is _GIVEN}
    assert given_as_they_stand == set(STATED)


# ---- reading and printing


@every_fact
def test_what_is_printed_can_be_written_where_the_unit_allows(definition: FactDefinition) -> None:
    for value in WRITTEN.get(definition.kind, []):
        text = parse("", definition.show(value).encode()).data
        assert definition.read(text) == pytest.approx(value)


@every_fact
def test_each_word_of_a_choice_can_be_written(definition: FactDefinition) -> None:
    for word in definition.choices:
        assert definition.read(word) == word


@every_fact
def test_a_value_out_of_range_is_refused_with_what_was_expected(definition: FactDefinition) -> None:
    beyond = definition.bounds.high + 1 if definition.is_number else 12
    if beyond == float("inf"):
        beyond = definition.bounds.low - 1
    if beyond == float("-inf"):
        beyond = float("nan")
    with pytest.raises(QuantityError) as refusal:
        definition.read(beyond)
    assert refusal.value.expected == definition.expected


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("pay.base", 118_000.0, "$118,000"),
        ("pay.gap_to_floor", -5_000.0, "-$5,000"),
        ("pay.change_vs_current", 0.1, "+10%"),
        ("pay.change_vs_current", -0.2, "-20%"),
        ("pay.market_ratio", 0.875, "87.5%"),
        ("pay.market_percentile", 50.0, "50th"),
        ("pay.market_percentile", 22.4, "22nd"),
        ("turnover.annual_rate", 0.28, "28%"),
        ("turnover.predecessor_months", 1.0, "1 month"),
        ("turnover.posting_age_days", 75.0, "75 days"),
        ("turnover.review_rating", 3.1, "3.1"),
        ("situation.runway_months", float("inf"), "without end"),
        ("situation.runway_months", 3.46, "3.5 months"),
        ("goal.path", "stepping_stone", "stepping stone"),
        ("terms.in_writing", True, "yes"),
        ("terms.in_writing", False, "no"),
        ("pay.market_percentile", Interval(0, 9.999999999), "below the 10th"),
        ("pay.market_percentile", Interval(90.00000001, 100), "above the 90th"),
        ("pay.market_ratio", Interval(0, 1.25), "at most 125%"),
        ("pay.market_reference", Interval(239_200, float("inf")), "at least $239,200"),
        ("goal.dealbreakers_hit", Interval(1, 3), "between 1 and 3"),
        ("situation.short_stints", Interval(2, 2), "2"),
    ],
)
def test_a_value_is_printed_in_its_unit(name: str, value: Any, text: str) -> None:
    assert CATALOGUE[name].show(value) == text


def test_money_is_printed_in_the_currency_of_the_offer() -> None:
    assert CATALOGUE["pay.base"].show(50_000.0, "EUR") == "EUR 50,000"


def test_a_number_that_has_no_sign_is_expected_with_its_unit() -> None:
    assert CATALOGUE["terms.commute_minutes"].expected == "a number (minutes) of at least 0"


@given(st.sampled_from(DEFINITIONS), st.floats(0, 1), st.floats(0, 1))
def test_a_bounded_value_is_printed_with_a_word_that_bounds_it(
    definition: FactDefinition, one: float, other: float
) -> None:
    low, high = sorted((1 + one, 3 + other))
    if definition.is_number and definition.bounds.high > high:
        text = definition.show(Interval(low, high))
        assert text.startswith(("between", "at least", "at most", "below", "above"))

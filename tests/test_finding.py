from __future__ import annotations

import datetime

import pytest

from facts_support import (
    DATABASE,
    FOUR_YEARS_LATER,
    SURVEY_DAY,
    candidate_of,
    facts_of,
    market_of,
    offer_of,
)
from offercheck.market.finding import GoalRole, goal_roles, match_of, occupation_of
from offercheck.market.wages import is_code

OWN_MARKET = {"p25": 104_000, "p50": 134_000, "p75": 169_000, "source": "a survey"}


# ---- which area, and what is said about it


@pytest.mark.parametrize(
    ("occupation", "location", "area"),
    [
        ("15-1252", "Austin, TX", "Austin-Round Rock-San Marcos, TX"),
        ("17-2161", "Austin, TX", "Texas"),  # nuclear engineers: not released for Austin
        ("15-2021", "Austin, TX", "United States"),  # mathematicians: nor for Texas
        ("15-2021", "Texas", "United States"),
        ("15-1252", "Marfa, TX", "Texas"),
        ("15-1252", "US", "United States"),
        ("15-1252", None, "United States"),
    ],
)
def test_wages_come_from_the_nearest_area_that_has_them(
    occupation: str, location: str | None, area: str
) -> None:
    found = market_of(offer_of(occupation=occupation, location=location)).area
    assert found is not None
    assert found.name == area


@pytest.mark.parametrize(
    ("occupation", "location", "note"),
    [
        (
            "17-2161",
            "Austin, TX",
            "nothing is published for Austin-Round Rock-San Marcos, TX: the figures are for Texas",
        ),
        ("15-2021", "Texas", "nothing is published for Texas: the figures are for United States"),
        (
            "15-1252",
            "Marfa, TX",
            "Marfa, TX is in no metropolitan area we know: the figures are the state's",
        ),
        ("15-1252", None, "no location is stated: the figures are those of the nation"),
        ("27-2042", "US", "published by the hour only; shown times 2,080 hours"),
        ("25-2021", "US", "published by the year only, whatever its hours"),
        (
            "29-1212",
            "Corpus Christi, TX",
            "the highest percentiles are published only as a bound",
        ),
    ],
)
def test_a_note_says_what_the_figures_are(occupation: str, location: str | None, note: str) -> None:
    assert market_of(offer_of(occupation=occupation, location=location)).notes == (note,)


@pytest.mark.parametrize("location", ["Austin, TX", "Texas", "US", "Remote"])
def test_figures_of_the_very_place_need_no_note(location: str) -> None:
    assert market_of(offer_of(location=location)).notes == ()


# ---- aging


def test_published_wages_stay_beside_the_aged_ones() -> None:
    found = market_of(offer_of(location="US"), FOUR_YEARS_LATER)
    assert found.published is not None
    assert found.published.wage_at(50) == (135_980, 135_980)


def test_wages_are_aged_from_the_survey_to_the_day_of_the_evaluation() -> None:
    # 1461 days are four years of 365.25: 135,980 x 1.034^4 = 135,980 x 1.143094552336 = 155,438.0
    found = market_of(offer_of(location="US"), FOUR_YEARS_LATER)
    assert found.wages is not None
    assert found.wages.wage_at(50).low == pytest.approx(155_438.0, abs=0.05)


# ---- the market that the offer states


def test_a_stated_market_beats_the_survey() -> None:
    found = market_of(offer_of(pay={"market": OWN_MARKET | {"as_of": "2025-05-15"}}))
    assert found.wages is not None
    assert found.wages.points == ((25, 104_000), (50, 134_000), (75, 169_000))


def test_a_stated_market_names_its_own_source() -> None:
    found = market_of(offer_of(pay={"market": OWN_MARKET | {"as_of": "2025-05"}}))
    assert (found.source, found.area) == ("a survey", None)


def test_a_stated_market_is_aged_from_its_own_day() -> None:
    # 2021-05-15 to 2025-05-15 are 1461 days: 1.034^4
    block = OWN_MARKET | {"as_of": "2021-05-15"}
    found = market_of(offer_of(pay={"market": block}), SURVEY_DAY)
    assert found.factor == pytest.approx(1.143094552336)


def test_a_stated_month_counts_from_its_middle() -> None:
    found = market_of(offer_of(pay={"market": OWN_MARKET | {"as_of": "2026-05"}}))
    assert found.surveyed_on == datetime.date(2026, 5, 15)


def test_a_stated_market_serves_offers_in_any_currency_place_and_occupation() -> None:
    found = market_of(
        offer_of(
            title="Synergy Wizard",
            location="Berlin, Germany",
            pay={"currency": "EUR", "market": OWN_MARKET | {"as_of": "2025-05"}},
        )
    )
    assert found.unknown == ""


# ---- unknown, and why


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (
            {"pay": {"currency": "EUR"}},
            "the packaged survey is in USD and the offer in EUR; state `pay.market`",
        ),
        ({"location": "London, UK"}, "`London, UK` is not a US city with its state"),
        ({"location": "Tbilisi, Georgia"}, "`Tbilisi, Georgia` could be in the country"),
        ({"title": "Manager"}, "the occupation is not known"),
        ({"occupation": "99-9999"}, "the survey has no occupation 99-9999"),
    ],
)
def test_an_unknown_market_says_why(entries: dict[str, object], reason: str) -> None:
    assert reason in market_of(offer_of(**entries)).unknown


@pytest.mark.parametrize(
    "entries",
    [
        {"pay": {"currency": "EUR"}},
        {"location": "London, UK"},
        {"title": "Manager"},
        {"occupation": "99-9999"},
    ],
)
def test_an_unknown_market_has_no_wages(entries: dict[str, object]) -> None:
    found = market_of(offer_of(**entries))
    assert (found.wages, found.published) == (None, None)


def test_an_ambiguous_title_passes_its_candidates_on() -> None:
    assert len(market_of(offer_of(title="Manager")).candidates) > 1


# ---- occupations by code or title


def test_a_stated_code_beats_the_title() -> None:
    assert occupation_of(offer_of(title="Nurse", occupation="15-1252"), DATABASE).code == "15-1252"


def test_without_a_code_the_title_is_matched() -> None:
    assert occupation_of(offer_of(title="Registered Nurse"), DATABASE).code == "29-1141"


def test_a_code_is_known_by_its_official_name() -> None:
    assert match_of("29-1141", DATABASE).name == "Registered Nurses"


def test_no_stated_goal_is_unknown_rather_than_empty() -> None:
    assert goal_roles(candidate_of(goal={"skills": ["python"]}), DATABASE) is None


def test_roles_of_the_goal_are_titles_or_codes() -> None:
    person = candidate_of(goal={"roles": ["Software Engineer", "29-1141", "Synergy Wizard"]})
    assert goal_roles(person, DATABASE) == (
        GoalRole("Software Engineer", "15-1252"),
        GoalRole("29-1141", "29-1141"),
        GoalRole("Synergy Wizard", None),
    )


@pytest.mark.parametrize(
    "text", ["151252", "15-125", "15-12520", "15-1252.00", "a15-1252", "15-1252\n", "", "Nurse"]
)
def test_only_two_digits_a_hyphen_and_four_are_a_code(text: str) -> None:
    assert not is_code(text)


# ---- an offer against the survey of May 2025, on its day


@pytest.mark.parametrize(
    ("base", "percentile"),
    [
        (135_980, "50th"),
        (82_460, "10th"),
        (214_670, "90th"),
        (300_000, "above the 90th"),
        (60_000, "below the 10th"),
    ],
)
def test_base_stands_where_the_survey_publishes_it(base: int, percentile: str) -> None:
    offer = offer_of(occupation="15-1252", location="US", pay={"base": base})
    fact = facts_of(offer, as_of=SURVEY_DAY)["pay.market_percentile"]
    assert fact.value is not None
    assert fact.definition.show(fact.value) == percentile


# The nation's 20th percentile for 15-1252 lies two thirds of the way from the 10th to the 25th:
# 82,460 x (105,210/82,460)^(2/3) = 97,003. The 17th (entry) is 82,460 x (105,210/82,460)^(7/15)
# = 92,390; the 67th (expert) 135,980 x (171,980/135,980)^(17/25) = 159,528.
@pytest.mark.parametrize(
    ("title", "seniority", "ratio"),
    [
        ("Software Engineer", "entry", 97_003 / 92_390),
        ("Junior Software Engineer", None, 97_003 / 92_390),
        ("Senior Software Engineer", None, 97_003 / 159_528),
        ("Software Engineer", None, 97_003 / 135_980),
    ],
)
def test_the_same_pay_is_enough_for_an_entry_role_and_too_little_for_a_senior_one(
    title: str, seniority: str | None, ratio: float
) -> None:
    offer = offer_of(
        title=title, location="US", pay={"base": 97_003}, role={"seniority": seniority}
    )
    assert facts_of(offer)["pay.market_ratio"].value == pytest.approx(ratio, abs=1e-4)


def test_a_nurse_at_36_hours_a_week_is_compared_by_the_hour() -> None:
    # $50 an hour x 2,080 hours, though the nurse is paid for 36 x 52 = 1,872 of them
    offer = offer_of(
        occupation="29-1141",
        location="US",
        pay={"base": {"amount": 50, "per": "hour", "hours_per_week": 36}},
    )
    assert facts_of(offer)["pay.comparable_base"].value == 104_000

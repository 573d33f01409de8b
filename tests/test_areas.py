from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import DATABASE
from offercheck.market.areas import UnknownPlaceError, areas_of

AREAS = {code: (kind, name) for code, kind, name in DATABASE.areas()}
STATES = [(code, name) for code, (kind, name) in AREAS.items() if kind == "S"]
METROS = [
    (code, name)
    for code, (kind, name) in AREAS.items()
    if kind == "M" and "nonmetropolitan" not in name
]
LISTED = [
    tuple(line.split("\t"))
    for line in (files("offercheck.market") / "places.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
PLACES = [(place, code) for place, code in LISTED if code != "?"]
ABROAD = [place for place, code in LISTED if code == "?"]


def nearest(location: str | None) -> tuple[str, str]:
    area = areas_of(location, DATABASE)[0]
    return area.kind, area.name


# ---- what is looked in, and in which order


def test_a_city_is_looked_up_in_its_metropolitan_area_then_state_then_nation() -> None:
    areas = areas_of("Austin, TX", DATABASE)
    assert [(area.kind, area.code) for area in areas] == [
        ("metro", "0012420"),
        ("state", "4800000"),
        ("nation", "0000000"),
    ]


def test_a_state_is_looked_up_in_the_state_then_the_nation() -> None:
    areas = areas_of("Texas", DATABASE)
    assert [(area.kind, area.code) for area in areas] == [
        ("state", "4800000"),
        ("nation", "0000000"),
    ]


@pytest.mark.parametrize(
    "location",
    [None, "", "  ", "US", "USA", "U.S.", "United States", "Remote", "remote (US)", "Remote, USA"],
)
def test_no_place_or_the_country_is_the_nation_alone(location: str | None) -> None:
    assert [area.kind for area in areas_of(location, DATABASE)] == ["nation"]


def test_a_town_outside_every_metropolitan_area_is_its_state() -> None:
    assert nearest("Marfa, TX") == ("state", "Texas")


# ---- how places are written


@pytest.mark.parametrize(
    "location",
    [
        "Austin, TX",
        "Austin TX",
        "austin, tx",
        "Austin, Texas",
        "Austin, TX 78701",
        "Austin, TX 78701-1234",
        "Austin, TX, USA",
        "Austin, Texas, United States",
        "Austin, TX (hybrid)",
        "Remote - Austin, TX",
        "Round Rock, TX",
    ],
)
def test_a_city_may_be_written_in_many_ways(location: str) -> None:
    assert nearest(location) == ("metro", "Austin-Round Rock-San Marcos, TX")


@pytest.mark.parametrize(
    ("location", "metro"),
    [
        ("Washington, DC", "Washington-Arlington-Alexandria, DC-VA-MD-WV"),
        ("Washington DC", "Washington-Arlington-Alexandria, DC-VA-MD-WV"),
        ("Washington, D.C.", "Washington-Arlington-Alexandria, DC-VA-MD-WV"),
        ("Arlington, VA", "Washington-Arlington-Alexandria, DC-VA-MD-WV"),
        ("St. Louis, MO", "St. Louis, MO-IL"),
        ("St Louis, MO", "St. Louis, MO-IL"),
        ("Saint Louis, Missouri", "St. Louis, MO-IL"),
        ("Saint Paul, MN", "Minneapolis-St. Paul-Bloomington, MN-WI"),
        ("Ft. Worth, TX", "Dallas-Fort Worth-Arlington, TX"),
        ("Winston-Salem, NC", "Winston-Salem, NC"),
        ("Coeur d'Alene, ID", "Coeur d'Alene, ID"),
        ("Louisville, KY", "Louisville/Jefferson County, KY-IN"),
        ("Nashville, TN", "Nashville-Davidson--Murfreesboro--Franklin, TN"),
        ("Brooklyn, NY", "New York-Newark-Jersey City, NY-NJ"),
        ("Honolulu, HI", "Urban Honolulu, HI"),
        ("San Juan, PR", "San Juan-Bayamon-Caguas, PR"),
    ],
)
def test_a_city_belongs_to_its_metropolitan_area(location: str, metro: str) -> None:
    assert nearest(location) == ("metro", metro)


@pytest.mark.parametrize(
    ("location", "metro"),
    [
        ("Kansas City, KS", "Kansas City, MO-KS"),
        ("Portland, ME", "Portland-South Portland, ME"),
        ("Portland, OR", "Portland-Vancouver-Hillsboro, OR-WA"),
        ("Vancouver, WA", "Portland-Vancouver-Hillsboro, OR-WA"),
        ("Springfield, IL", "Springfield, IL"),
        ("Springfield, MO", "Springfield, MO"),
        ("Columbus, GA", "Columbus, GA-AL"),
        ("Columbus, OH", "Columbus, OH"),
    ],
)
def test_the_state_tells_cities_of_one_name_apart(location: str, metro: str) -> None:
    assert nearest(location) == ("metro", metro)


def test_a_town_with_the_name_of_another_town_s_metropolitan_area_is_not_in_it() -> None:
    # "Minneapolis-St. Paul-Bloomington, MN-WI" is named after Bloomington, MN and reaches into WI;
    # Bloomington, WI is a village in another part of that state.
    assert nearest("Bloomington, WI") == ("state", "Wisconsin")


@pytest.mark.parametrize("location", ["DC", "D.C.", "District of Columbia"])
def test_the_district_of_columbia_counts_as_a_state(location: str) -> None:
    assert nearest(location) == ("state", "District of Columbia")


@pytest.mark.parametrize("location", ["Washington", "WA", "Washington State"])
def test_washington_alone_is_the_state(location: str) -> None:
    assert nearest(location) == ("state", "Washington")


# ---- places that are not understood are unknown, never the nation


@pytest.mark.parametrize(
    "location",
    [
        "London, UK",
        "Toronto, Ontario",
        "Vancouver, BC",
        "Berlin, Germany",
        "Bangalore, India",
        "Tijuana, Baja California",
        "Remote, Germany",
        "Paris",
        "EMEA",
        "San Francisco",
        "Somewhere in",
        "Anytown, XX",
    ],
)
def test_a_place_that_is_not_understood_is_refused(location: str) -> None:
    with pytest.raises(UnknownPlaceError, match=re.escape(location)):
        areas_of(location, DATABASE)


@pytest.mark.parametrize(
    "location", ["Berlin, DE", "Bangalore, IN", "Toronto, CA", "Tel Aviv, IL", "Bogota, CO"]
)
def test_a_country_code_after_a_foreign_city_is_not_a_state(location: str) -> None:
    with pytest.raises(UnknownPlaceError):
        areas_of(location, DATABASE)


def test_a_refusal_says_what_to_write() -> None:
    with pytest.raises(UnknownPlaceError, match=r"`City, ST`, or give the market in `pay.market`"):
        areas_of("London, UK", DATABASE)


@pytest.mark.parametrize("location", ["Tbilisi, Georgia", "Batumi, Georgia"])
def test_a_city_of_the_country_georgia_is_not_taken_for_the_state(location: str) -> None:
    with pytest.raises(UnknownPlaceError, match="could be in the country"):
        areas_of(location, DATABASE)


@pytest.mark.parametrize(
    ("location", "area"),
    [
        ("Atlanta, Georgia", ("metro", "Atlanta-Sandy Springs-Roswell, GA")),
        ("Savannah, GA", ("metro", "Savannah, GA")),
        ("Georgia", ("state", "Georgia")),
        ("Tifton, GA", ("state", "Georgia")),
    ],
)
def test_places_of_the_state_georgia_are_found(location: str, area: tuple[str, str]) -> None:
    assert nearest(location) == area


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_refused(location: str) -> None:
    try:
        areas = areas_of(location, DATABASE)
    except UnknownPlaceError:
        return
    assert areas[-1].kind == "nation"


# ---- the whole survey and the whole list of places


@pytest.mark.parametrize(("code", "name"), STATES)
def test_every_state_of_the_survey_is_found_by_its_name(code: str, name: str) -> None:
    assert areas_of(name, DATABASE)[0].code == code


@pytest.mark.parametrize(("code", "name"), METROS)
def test_every_metropolitan_area_is_found_by_its_first_city_and_state(code: str, name: str) -> None:
    cities, states = name.rsplit(", ", 1)
    city = re.split(r"(?<!Winston)(?<!Macon)-|/", cities)[0]
    assert areas_of(f"{city}, {states.split('-')[0]}", DATABASE)[0].code == code


def test_there_are_places_beside_the_names_of_the_areas() -> None:
    assert len(PLACES) > 500


def test_no_place_is_listed_twice() -> None:
    counts = Counter(place.casefold() for place, _ in PLACES)
    assert not [place for place, count in counts.items() if count > 1]


def test_every_listed_place_names_a_metropolitan_area_of_the_survey() -> None:
    metros = {code for code, _ in METROS}
    assert not [line for line in PLACES if line[1] != "-" and line[1] not in metros]


def test_every_listed_place_lies_in_a_state_of_its_area() -> None:
    elsewhere = [
        (place, AREAS[code][1])
        for place, code in PLACES
        if code != "-"
        and place.rsplit(", ", 1)[1] not in AREAS[code][1].rsplit(", ", 1)[1].split("-")
    ]
    assert not elsewhere


def test_every_listed_place_is_found_where_the_list_puts_it() -> None:
    astray = [
        (place, code)
        for place, code in PLACES
        if (area := areas_of(place, DATABASE)[0]).code != code
        and not (code == "-" and area.kind == "state")
    ]
    assert not astray


@pytest.mark.parametrize("place", ABROAD)
def test_a_city_whose_letters_are_also_its_country_is_not_taken_for_the_state(place: str) -> None:
    with pytest.raises(UnknownPlaceError, match="could be abroad"):
        areas_of(place, DATABASE)


@pytest.mark.parametrize("location", ["LA", "LA, CA", "TX/OK", "NY - NJ", "10001", "Remote 90210"])
def test_what_could_be_several_places_or_is_a_mere_number_is_none(location: str) -> None:
    with pytest.raises(UnknownPlaceError, match=re.escape(location)):
        areas_of(location, DATABASE)

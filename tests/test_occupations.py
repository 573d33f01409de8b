from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import DATABASE
from offercheck.market.occupations import OccupationMatch, match_title, normal_title, seniority_in

OCCUPATIONS = dict(DATABASE.occupations())
TITLES = [
    tuple(line.split("\t"))
    for line in (files("offercheck.market") / "titles.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
# The 22 major groups of the SOC 2018 without the military.
MAJOR_GROUPS = {f"{number}" for number in range(11, 54, 2)}

# Everyday titles and the SOC 2018 occupation whose definition covers them.
KNOWN_TITLES = [
    ("Marketing Manager", "11-2021"),
    ("Chief Executive Officer", "11-1011"),
    ("Accountant", "13-2011"),
    ("Financial Analyst", "13-2051"),
    ("Software Engineer", "15-1252"),
    ("Data Scientist", "15-2051"),
    ("Civil Engineer", "17-2051"),
    ("Chemist", "19-2031"),
    ("Mental Health Counselor", "21-1018"),
    ("Lawyer", "23-1011"),
    ("Paralegal", "23-2011"),
    ("Elementary School Teacher", "25-2021"),
    ("Graphic Designer", "27-1024"),
    ("Musician", "27-2042"),
    ("Registered Nurse", "29-1141"),
    ("Dental Assistant", "31-9091"),
    ("Firefighter", "33-2011"),
    ("Bartender", "35-3011"),
    ("Janitor", "37-2011"),
    ("Nanny", "39-9011"),
    ("Hairdresser", "39-5012"),
    ("Cashier", "41-2011"),
    ("Real Estate Agent", "41-9022"),
    ("Administrative Assistant", "43-6014"),
    ("Farmworker", "45-2092"),
    ("Electrician", "47-2111"),
    ("HVAC Technician", "49-9021"),
    ("Welder", "51-4121"),
    ("Truck Driver", "53-3032"),
    ("Airline Pilot", "53-2011"),
]
LEVELS = ["Senior", "Sr.", "Junior", "Jr", "Principal", "Lead", "Entry Level", "Mid-Level"]

GENERIC_WORDS = (
    "Manager Director Consultant Analyst Engineer Officer Assistant Specialist Coordinator "
    "Supervisor Technician Clerk Operator Agent Representative Administrator Advisor Designer "
    "Scientist Instructor Inspector Worker Helper Associate Executive Lead Intern Senior Doctor "
    "Driver"
)
PHRASES = st.lists(
    st.sampled_from(
        [*sorted({word for title, _ in TITLES for word in title.split()}), "-", "(", "of"]
    ),
    max_size=6,
).map(" ".join)


def matched(title: str) -> OccupationMatch:
    return match_title(title, DATABASE)


# ---- titles that are recognised


@pytest.mark.parametrize(("title", "code"), KNOWN_TITLES)
def test_an_everyday_title_is_matched_with_its_occupation(title: str, code: str) -> None:
    assert matched(title).code == code


def test_the_titles_tried_cover_every_major_group() -> None:
    assert {code[:2] for _, code in KNOWN_TITLES} == MAJOR_GROUPS


def test_a_match_carries_the_official_name() -> None:
    assert matched("Registered Nurse").name == "Registered Nurses"


def test_a_match_says_which_title_was_listed() -> None:
    assert matched("Senior Registered Nurse").matched == "Registered Nurse"


@pytest.mark.parametrize(
    "title",
    [
        "SOFTWARE ENGINEER",
        "  software   engineer ",
        "Software Engineers",
        "Software Engineer - Payments",
        "Software Engineer (Remote)",
        "Software Engineer, Full-Time",
        "Sofware Engineer",
        "Software\u00a0Engineer",
    ],
)
def test_a_title_is_recognised_in_the_spellings_of_postings(title: str) -> None:
    assert matched(title).code == "15-1252"


# ---- words of level do not decide


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("title", "code"),
    [("Software Engineer", "15-1252"), ("Accountant", "13-2011"), ("Electrician", "47-2111")],
)
def test_a_word_of_level_does_not_change_the_occupation(level: str, title: str, code: str) -> None:
    assert matched(f"{level} {title}").code == code


@pytest.mark.parametrize("ending", ["I", "II", "III", "2", "Intern", "Trainee", "Level 3"])
def test_a_level_at_the_end_does_not_change_the_occupation(ending: str) -> None:
    assert matched(f"Software Engineer {ending}").code == "15-1252"


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior Software Engineer", "expert"),
        ("Sr. Accountant", "expert"),
        ("Principal Software Engineer", "expert"),
        ("Staff Engineer", "expert"),
        ("Junior Accountant", "entry"),
        ("Jr Web Developer", "entry"),
        ("Entry-Level Nurse", "entry"),
        ("Software Engineer Intern", "entry"),
        ("Apprentice Electrician", "entry"),
        ("New Grad Software Engineer", "entry"),
        ("Accountant I", "entry"),
        ("Mid-Level Developer", "qualified"),
        ("Software Engineer II", "qualified"),
    ],
)
def test_a_title_may_tell_the_level(title: str, level: str) -> None:
    assert seniority_in(title) == level


@pytest.mark.parametrize(
    "title",
    [
        "Software Engineer",
        "Senior Living Coordinator",
        "Senior Center Director",
        "High School Principal",
        "Junior High School Teacher",
        "Staff Nurse",
        "Staff Accountant",
        "Lead Generation Specialist",
        "Executive Assistant",
        "Teaching Assistant",
        "Leading Actor",
        "",
    ],
)
def test_a_word_that_names_the_work_is_no_level(title: str) -> None:
    assert seniority_in(title) is None


def test_words_of_two_levels_tell_none() -> None:
    assert seniority_in("Junior / Senior Software Engineer") is None


# ---- titles that are not certain


@pytest.mark.parametrize("title", GENERIC_WORDS.split())
def test_a_single_generic_word_is_not_matched(title: str) -> None:
    assert matched(title).code is None


@pytest.mark.parametrize("title", ["Manager", "Senior Engineer", "Analyst", "Driver II"])
def test_a_tied_title_lists_occupations_it_could_be(title: str) -> None:
    assert len({code for code, _ in matched(title).candidates}) > 1


@pytest.mark.parametrize("title", ["Synergy Wizard", "Rockstar Ninja", "Growth Hacker", "", "!!!"])
def test_a_title_without_a_listed_one_near_is_unknown(title: str) -> None:
    assert matched(title).code is None


@pytest.mark.parametrize("title", ["Manager", "Synergy Wizard", "Driver", ""])
def test_an_unknown_title_has_neither_name_nor_listed_title_but_a_reason(title: str) -> None:
    match = matched(title)
    assert (match.name, match.matched, bool(match.reason)) == (None, None, True)


@given(st.text(max_size=80) | PHRASES)
def test_any_text_is_an_occupation_of_the_survey_or_unknown(title: str) -> None:
    match = matched(title)
    assert match.code is None or OCCUPATIONS[match.code] == match.name


@given(PHRASES)
def test_candidates_are_occupations_of_the_survey(title: str) -> None:
    assert {code for code, _ in matched(title).candidates} <= set(OCCUPATIONS)


@given(PHRASES)
def test_an_occupation_that_is_certain_has_no_candidates(title: str) -> None:
    match = matched(title)
    assert match.code is None or match.candidates == ()


# ---- titles compared with one another


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Backend Engineer", "backend engineer"),
        ("Backend Engineer", "Senior Backend Engineer"),
        ("Backend Engineer", "Backend Engineer II"),
        ("Director of Marketing", "Marketing Director"),
    ],
)
def test_titles_that_differ_only_in_writing_or_level_are_one(one: str, other: str) -> None:
    assert normal_title(one) == normal_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Backend Engineer", "Frontend Engineer"),
        ("Store Manager", "Store Clerk"),
        ("Senior Center Director", "Center Director"),
    ],
)
def test_titles_of_other_work_differ(one: str, other: str) -> None:
    assert normal_title(one) != normal_title(other)


# ---- the list of titles, and the names of the survey


def test_the_list_has_at_least_600_titles() -> None:
    assert len(TITLES) >= 600


def test_the_list_has_titles_of_every_major_group() -> None:
    assert {code[:2] for _, code in TITLES} == MAJOR_GROUPS


def test_every_listed_title_belongs_to_a_detailed_occupation_of_the_survey() -> None:
    assert not [line for line in TITLES if line[1] not in OCCUPATIONS]


def test_no_title_is_listed_twice() -> None:
    counts = Counter(title.casefold() for title, _ in TITLES)
    assert not [title for title, count in counts.items() if count > 1]


def test_every_listed_title_is_matched_with_its_own_occupation() -> None:
    assert not [(title, code) for title, code in TITLES if matched(title).code != code]


@pytest.mark.parametrize("written", ["Senior {}", "{} II"])
def test_no_listed_title_moves_to_another_occupation_with_a_word_of_level(written: str) -> None:
    moved = [
        (title, code, found)
        for title, code in TITLES
        if (found := matched(written.format(title)).code) not in {code, None}
    ]
    assert not moved


def test_every_name_of_the_survey_is_matched_with_its_own_occupation() -> None:
    astray = [
        (name, code, found)
        for code, name in OCCUPATIONS.items()
        if (found := matched(name).code) != code
    ]
    assert not astray


def test_occupations_of_the_survey_are_detailed_ones_not_groups() -> None:
    assert not [code for code in OCCUPATIONS if code.endswith("000")]


@pytest.mark.parametrize("kind", ["Warehouse", "Data Center", "Production", "Elevator", "Kitchen"])
def test_a_technician_of_any_kind_is_none_of_the_operating_room(kind: str) -> None:
    # "OR Technician" is listed, and its `or` is no conjunction that could be left out.
    assert matched(f"{kind} Technician").code is None
    assert matched("OR Technician").code == "29-2055"

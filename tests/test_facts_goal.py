from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import ASSUMPTIONS
from offercheck.facts import goal
from offercheck.facts.known import Result, Unknown
from offercheck.interval import Interval
from offercheck.market.finding import GoalRole
from offercheck.offer import InternalMove

FIGURES = ASSUMPTIONS.alignment  # 100, 85, 65, 35, 5, and 70 for all skills
CODES = st.sampled_from(["15-1252", "15-1253", "15-1211", "15-2051", "29-1141", "11-3021"])


def aligned(
    occupation: str | None,
    *roles: tuple[str, str | None],
    title: str = "Software Engineer",
    skills: float | None = None,
) -> Result:
    wanted = [GoalRole(name, code) for name, code in roles]
    return goal.alignment(title, occupation, wanted, FIGURES, skills)


# ---- alignment


@pytest.mark.parametrize(
    ("offered", "wanted", "score"),
    [
        ("15-1252", "15-1252", 100),  # the occupation
        ("15-1252", "15-1253", 85),  # 15-1250, the broad group
        ("15-1252", "15-1211", 65),  # 15-1200, the minor group
        ("29-1141", "29-1215", 65),  # 29-1000, the minor group
        ("15-1252", "15-2051", 35),  # 15-0000, the major group
        ("29-1141", "29-2061", 35),  # 29-0000, the major group
        ("15-1252", "29-1141", 5),
    ],
)
def test_alignment_follows_what_the_two_codes_share(
    offered: str, wanted: str, score: float
) -> None:
    assert aligned(offered, ("Some Role", wanted)) == score


def test_the_goal_s_best_role_counts() -> None:
    found = aligned("15-1252", ("Nurse", "29-1141"), ("Tester", "15-1253"), ("Cook", "35-2014"))
    assert found == 85


@pytest.mark.parametrize("role", ["Software Engineer", "senior software engineer"])
def test_the_same_title_is_the_same_occupation_though_neither_is_recognised(role: str) -> None:
    assert aligned(None, (role, None)) == 100


@pytest.mark.parametrize(
    ("wanted", "overlap", "score"),
    [
        ("15-2051", 0.9, 63),  # 70 x 0.9 is more than 35
        ("15-2051", 0.4, 35),  # 70 x 0.4 = 28 is not
        ("29-1141", 1.0, 70),
        ("15-1252", 1.0, 100),
        ("29-1141", 0.0, 5),
    ],
)
def test_shared_skills_count_where_they_are_more(wanted: str, overlap: float, score: float) -> None:
    assert aligned("15-1252", ("Some Role", wanted), skills=overlap) == pytest.approx(score)


def test_a_role_that_is_not_recognised_could_only_raise_the_alignment() -> None:
    found = aligned("15-1252", ("Data Scientist", "15-2051"), ("Synergy Wizard", None))
    assert found == Interval(35, 100)


def test_a_role_that_is_not_recognised_cannot_raise_full_alignment() -> None:
    assert aligned("15-1252", ("Developer", "15-1252"), ("Synergy Wizard", None)) == 100


def test_a_title_that_is_not_recognised_leaves_alignment_unknown_and_says_so() -> None:
    found = aligned(None, ("Nurse", "29-1141"), title="Synergy Wizard")
    assert found == Unknown("the title `Synergy Wizard` matches no occupation; state its SOC code")


def test_roles_that_are_not_recognised_leave_alignment_unknown_and_are_named() -> None:
    found = aligned("15-1252", ("Synergy Wizard", None), ("Ninja", None))
    assert found == Unknown(
        "the goal `Synergy Wizard`, `Ninja` matches no occupation; state its SOC code"
    )


@given(CODES, st.lists(CODES, min_size=1, max_size=4), CODES)
def test_another_role_in_the_goal_never_lowers_alignment(
    occupation: str, wanted: list[str], another: str
) -> None:
    roles = [(f"Role {code}", code) for code in wanted]
    before = aligned(occupation, *roles)
    after = aligned(occupation, *roles, (f"Role {another}", another))
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert after >= before


@given(CODES, CODES)
def test_alignment_is_the_same_in_both_directions(one: str, other: str) -> None:
    assert aligned(one, ("Some Role", other)) == aligned(other, ("Some Role", one))


# ---- skills


@pytest.mark.parametrize(
    ("offered", "wanted", "share"),
    [
        (["python", "postgresql"], ["python", "go"], 0.5),
        (["Python ", "SQL"], ["python", "sql", "go"], 1.0),
        (["python", "Python", "cobol", "jcl"], ["python"], 1 / 3),
        (["cobol"], ["python"], 0.0),
    ],
)
def test_skill_overlap_is_the_share_of_the_role_s_skills_that_the_goal_names(
    offered: list[str], wanted: list[str], share: float
) -> None:
    assert goal.skill_overlap(offered, wanted) == pytest.approx(share)


@pytest.mark.parametrize(("offered", "wanted"), [([], ["python"]), (["python"], [])])
def test_an_empty_list_of_skills_leaves_their_overlap_unknown(
    offered: list[str], wanted: list[str]
) -> None:
    assert goal.skill_overlap(offered, wanted) == Unknown("no skills are listed")


# ---- what the candidate will not accept


def hits(
    dealbreakers: Sequence[str],
    tags: Sequence[str] | None = (),
    mode: str | None = "hybrid",
    employment: str | None = "full_time",
    *,
    relocation: bool | None = False,
) -> Result:
    return goal.dealbreakers_hit(dealbreakers, tags, mode, employment, relocation)


def test_no_dealbreaker_is_hit_where_the_offer_has_none_of_them() -> None:
    assert hits(["tobacco", "relocation"], ["defence"]) == 0


@pytest.mark.parametrize("tag", ["tobacco", "Tobacco", " TOBACCO "])
def test_a_dealbreaker_is_found_among_the_tags_in_any_case(tag: str) -> None:
    assert hits(["tobacco"], [tag, "b2b"]) == 1


@pytest.mark.parametrize(
    ("dealbreaker", "mode", "employment"),
    [
        ("onsite", "onsite", "full_time"),
        ("part time", "hybrid", "part_time"),
        ("part_time", "hybrid", "part_time"),
        ("Contract", "hybrid", "contract"),
    ],
)
def test_work_mode_and_employment_can_be_dealbreakers(
    dealbreaker: str, mode: str, employment: str
) -> None:
    assert hits([dealbreaker], [], mode, employment) == 1


def test_required_relocation_can_be_a_dealbreaker() -> None:
    assert hits(["relocation"], [], relocation=True) == 1


def test_every_dealbreaker_hit_counts() -> None:
    found = hits(
        ["tobacco", "relocation", "onsite", "gambling"], ["tobacco"], "onsite", relocation=True
    )
    assert found == 3


def test_no_dealbreakers_cannot_be_hit() -> None:
    assert hits([], None, None, None, relocation=None) == 0


def test_without_tags_the_dealbreakers_that_are_left_stay_open() -> None:
    assert hits(["tobacco", "gambling", "onsite"], None, "onsite") == Interval(1, 3)


def test_without_tags_a_relocation_that_is_ruled_out_does_not_stay_open() -> None:
    assert hits(["relocation"], None, relocation=False) == 0


def test_without_tags_dealbreakers_that_are_all_hit_leave_nothing_open() -> None:
    assert hits(["onsite"], None, "onsite") == 1


def test_a_stated_work_mode_and_employment_rule_out_the_others() -> None:
    assert hits(["onsite", "contract"], None, "remote", "full_time") == 0


@pytest.mark.parametrize(
    ("dealbreaker", "mode", "employment", "relocation"),
    [
        ("relocation", "hybrid", "full_time", None),
        ("onsite", None, "full_time", False),
        ("contract", "hybrid", None, False),
    ],
)
def test_what_the_offer_does_not_say_is_not_ruled_out_by_its_tags(
    dealbreaker: str,
    mode: str | None,
    employment: str | None,
    relocation: bool | None,  # noqa: FBT001 - one case in a table
) -> None:
    found = hits([dealbreaker], ["defence"], mode, employment, relocation=relocation)
    assert found == Interval(0, 1)


@pytest.mark.parametrize(
    "dealbreaker",
    [
        "onsite",
        "hybrid",
        "remote",
        "full_time",
        "part_time",
        "contract",
        "temporary",
        "internship",
        "relocation",
    ],
)
def test_tags_rule_out_nothing_that_an_entry_of_its_own_tells(dealbreaker: str) -> None:
    nothing = (None, None, None)
    assert goal.dealbreakers_hit([dealbreaker], ["defence"], *nothing) == Interval(0, 1)
    written = dealbreaker.replace("_", "-").upper()
    assert goal.dealbreakers_hit([written], ["defence"], *nothing) == Interval(0, 1)


# ---- promises


@pytest.mark.parametrize(
    ("move", "unwritten"),
    [
        (InternalMove(promised=True, written=False), True),
        (InternalMove(promised=True, written=True), False),
        (InternalMove(promised=False, written=False), False),
        (InternalMove(promised=False), False),
    ],
)
def test_a_promised_move_is_unwritten_or_not(move: InternalMove, unwritten: bool) -> None:  # noqa: FBT001 - the expected value
    assert goal.internal_move_unwritten(move) is unwritten


def test_a_promise_of_which_nothing_more_is_said_is_unknown() -> None:
    found = goal.internal_move_unwritten(InternalMove(promised=True))
    assert found == Unknown("it is not stated whether the promise is in writing")

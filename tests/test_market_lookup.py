"""`offercheck market`: what it shows, and how a script learns that nothing was found."""

from __future__ import annotations

import datetime

import pytest

from offercheck.market.lookup import look_up
from offercheck.market.wages import Database
from offercheck.problem import InputError
from scenario_support import AS_OF, run_program

DATABASE = Database()
SURVEYED_MEDIAN = 135_980  # 15-1252 in the nation, May 2025


def _refused(title: str, location: str | None, day: datetime.date = AS_OF) -> list[str]:
    with pytest.raises(InputError) as refusal:
        look_up(title, location, day, 0.034, DATABASE)
    problems = refusal.value.problems
    return [f"{p.position.file}: {p.found}: {p.suggestion}" for p in problems]


def test_a_title_and_a_place_that_are_known_are_looked_up() -> None:
    found = look_up("15-1252", "US", AS_OF, 0.034, DATABASE)
    assert found.published is not None
    assert dict(found.published.points)[50] == SURVEYED_MEDIAN


def test_a_title_of_many_occupations_is_refused_with_them_and_the_command_for_one() -> None:
    (told,) = _refused("Engineer", None)
    assert told.startswith("TITLE: `Engineer`: type `offercheck market 17-")
    assert "17-2112 Industrial Engineers" in told


@pytest.mark.parametrize("title", ["zzqqxx", "99-9999"])
def test_a_title_that_nothing_is_near_is_refused_with_what_to_type(title: str) -> None:
    (told,) = _refused(title, None)
    assert told.startswith(f"TITLE: `{title}`: ")
    assert "`offercheck market 15-1252`" in told


def test_a_place_that_is_not_known_is_refused_with_the_command_for_one_that_is() -> None:
    (told,) = _refused("Registered Nurse", "Atlantis")
    assert told == (
        '--location: `Atlantis`: type it as in `offercheck market 29-1141 --location "Austin, TX"`'
    )


def test_everything_that_is_wrong_is_told_at_once() -> None:
    day = datetime.date(1950, 1, 1)
    given = [told.split(":")[0] for told in _refused("zzqqxx", "Atlantis", day)]
    assert given == ["--as-of", "--location", "TITLE"]


@pytest.mark.parametrize(
    ("output_format", "start"), [("table", "TITLE:1:1: expected"), ("json", '{"problems": [')]
)
def test_the_program_exits_with_2_and_prints_nothing_where_nothing_was_found(
    output_format: str, start: str
) -> None:
    found = run_program("market", "zzqqxx", "--format", output_format)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(start)

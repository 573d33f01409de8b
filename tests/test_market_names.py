"""The packaged index of titles and places is made from our lists and the names of the survey."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from offercheck.market import index
from offercheck.market.names import INDEX_FILE, area_at, listed, listed_or_official

TABLES = ("title", "place")


def rows_of(path: Path) -> dict[str, list[tuple[str, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        # The names of the tables are ours.
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
            for table in TABLES
        }


def test_the_packaged_index_is_made_from_the_lists_as_they_stand(tmp_path: Path) -> None:
    index.build(tmp_path / INDEX_FILE)
    with as_file(files("offercheck.market") / INDEX_FILE) as packaged:
        assert rows_of(packaged) == rows_of(tmp_path / INDEX_FILE), (
            "run: python -m offercheck.market.index"
        )


def test_what_a_build_that_was_stopped_left_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / INDEX_FILE
    target.with_suffix(".new").write_text("half")
    index.build(target)
    assert list(tmp_path.iterdir()) == [target]
    assert rows_of(target)["title"]


def test_a_title_of_our_list_and_a_name_of_the_survey_are_told_apart() -> None:
    assert listed("registered nurse") == ("Registered Nurse", "29-1141")
    assert listed("registered nurses") is None
    assert listed_or_official("registered nurses") == ("Registered Nurses", "29-1141")
    assert listed_or_official("nobody at all") is None


def test_our_list_of_places_goes_before_the_names_of_the_survey() -> None:
    # The survey's Huntington-Ashland, WV-KY-OH is named for Ashland in Kentucky; that in Ohio is
    # a town of another county, and our list says so.
    assert area_at("ashland", "KY") == "0026580"
    assert area_at("ashland", "OH") == "-"


def test_a_city_is_in_every_state_and_by_every_part_of_the_name_of_its_area() -> None:
    # Washington-Arlington-Alexandria, DC-VA-MD-WV.
    assert {area_at("arlington", state) for state in ("DC", "VA", "MD")} == {"0047900"}
    assert area_at("washington arlington", "VA") == "0047900"
    # Winston-Salem, NC.
    assert area_at("winston salem", "NC") == area_at("salem", "NC") == "0049180"
    assert area_at("salem", "VT") is None


@pytest.mark.parametrize(
    ("name", "cities"),
    [
        ("Austin-Round Rock-San Marcos, TX", {"austin", "round rock", "san marcos"}),
        ("Louisville/Jefferson County, KY-IN", {"louisville", "jefferson county"}),
        ("St. Louis, MO-IL", {"saint louis"}),
        ("Central Texas nonmetropolitan area", set()),
    ],
)
def test_the_cities_in_the_name_of_an_area(name: str, cities: set[str]) -> None:
    found = set(index.cities_in(name))
    assert cities <= found
    assert bool(found) == bool(cities)


def test_near_titles_are_in_the_same_order_whatever_python_makes_of_sets() -> None:
    # Forging and rolling machine setters are equally near; their order once hung on the seed.
    code = (
        "from offercheck.market.occupations import match_title\n"
        "from offercheck.market.wages import Database\n"
        "print(match_title('Plastic', Database()))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "2", "9")
    }
    assert len(runs) == 1

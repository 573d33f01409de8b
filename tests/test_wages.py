from __future__ import annotations

import datetime
import itertools
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import as_file, files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_support import DATABASE
from offercheck.market.wages import PERCENTS, WageDistribution, aging_factor

NATION, AUSTIN, CORPUS_CHRISTI, ANCHORAGE = "0000000", "0012420", "0018580", "0011260"
SOFTWARE_DEVELOPERS, CARDIOLOGISTS, ANESTHESIOLOGISTS = "15-1252", "29-1212", "29-1211"
TEACHERS, MUSICIANS, ACTORS = "25-2021", "27-2042", "27-2011"

# Chosen so that the steps between percentiles are simple powers: x2, x2.25, x16/9 and x27/8.
POWERS = WageDistribution(
    ((10.0, 20_000), (25.0, 40_000), (50.0, 90_000), (75.0, 160_000), (90.0, 540_000))
)


def published(area: str, occupation: str) -> WageDistribution:
    found = DATABASE.wages(area, occupation)
    assert found is not None
    return found


def rows_of_the_package() -> Iterator[tuple[float | None, ...]]:
    with (
        as_file(files("offercheck.market") / "wages.sqlite") as path,
        closing(sqlite3.connect(path)) as connection,
    ):
        yield from connection.execute("SELECT p10, p25, p50, p75, p90 FROM wage")


@st.composite
def distributions(draw: st.DrawFn, least_step: int = 1) -> WageDistribution:
    steps = draw(st.lists(st.integers(least_step, 200_000), min_size=5, max_size=5))
    known = draw(st.integers(1, 5))
    wages = list(itertools.accumulate(steps, initial=10_000))[1:]
    points = tuple(zip(PERCENTS[:known], (float(wage) for wage in wages), strict=False))
    bounded = PERCENTS[known:]
    return WageDistribution(points, bounded, wages[known - 1] * 1.5 if bounded else math.inf)


# ---- published figures


@pytest.mark.parametrize(
    ("area", "wages"),
    [
        (NATION, [82_460, 105_210, 135_980, 171_980, 214_670]),
        (AUSTIN, [96_110, 104_000, 134_120, 168_730, 209_890]),
    ],
)
def test_software_developers_earn_what_the_survey_publishes(area: str, wages: list[float]) -> None:
    assert published(area, SOFTWARE_DEVELOPERS).points == tuple(zip(PERCENTS, wages, strict=True))


@pytest.mark.parametrize(
    ("occupation", "paid"),
    [(SOFTWARE_DEVELOPERS, "both"), (TEACHERS, "year"), (MUSICIANS, "hour"), (ACTORS, "hour")],
)
def test_an_occupation_says_how_the_survey_publishes_it(occupation: str, paid: str) -> None:
    assert published(NATION, occupation).paid == paid


def test_teachers_keep_their_published_yearly_wages() -> None:
    wages = [wage for _, wage in published(NATION, TEACHERS).points]
    assert wages == [47_960, 57_710, 63_970, 81_450, 104_340]


@pytest.mark.parametrize(
    ("occupation", "hourly"),
    [
        (MUSICIANS, [20.35, 27.57, 47.80, 75.33, 132.56]),
        (ACTORS, [16.50, 20.34, 29.05, 97.95, 143.68]),
    ],
)
def test_hourly_wages_become_yearly_at_2080_hours(occupation: str, hourly: list[float]) -> None:
    wages = [wage for _, wage in published(NATION, occupation).points]
    assert wages == pytest.approx([rate * 2080 for rate in hourly])


def test_employment_is_the_published_number_of_people() -> None:
    assert DATABASE.employment(NATION, SOFTWARE_DEVELOPERS) == 1_687_890


def test_an_occupation_that_is_not_published_in_an_area_has_no_wages_there() -> None:
    assert DATABASE.wages(AUSTIN, "17-2161") is None  # nuclear engineers


def test_an_occupation_carries_its_official_name() -> None:
    assert DATABASE.occupation_name("29-1141") == "Registered Nurses"


def test_a_code_that_the_survey_does_not_know_has_no_name() -> None:
    assert DATABASE.occupation_name("99-9999") is None


def test_published_wages_never_fall_from_one_percentile_to_the_next() -> None:
    falling = [
        row
        for row in rows_of_the_package()
        if (known := [wage for wage in row if wage is not None]) != sorted(known)
    ]
    assert not falling


def test_only_the_highest_percentiles_are_bounds() -> None:
    holes = [
        row
        for row in rows_of_the_package()
        if None in row and any(wage is not None for wage in row[row.index(None) :])
    ]
    assert not holes


# ---- between the percentiles: the logarithm of the wage is linear


BETWEEN = [
    (17.5, 28_284.27),  # half of the way from 20,000 to twice that: 20,000 x sqrt(2)
    (37.5, 60_000),  # half of the way from 40,000 to 2.25 times that: 40,000 x 1.5
    (62.5, 120_000),  # half of the way from 90,000 to 16/9 of that: 90,000 x 4/3
    (80.0, 240_000),  # a third of the way from 160,000 to 27/8 of that: 160,000 x 1.5
]


@pytest.mark.parametrize(("percent", "wage"), BETWEEN)
def test_a_wage_between_percentiles_is_interpolated(percent: float, wage: float) -> None:
    assert POWERS.wage_at(percent) == pytest.approx((wage, wage), abs=0.01)


@pytest.mark.parametrize(("percent", "wage"), BETWEEN)
def test_a_percentile_between_wages_is_interpolated(percent: float, wage: float) -> None:
    assert POWERS.percentile_of(wage) == pytest.approx((percent, percent), abs=0.001)


def test_a_published_percentile_is_its_published_wage() -> None:
    assert [POWERS.wage_at(percent) for percent in PERCENTS] == [
        (wage, wage) for _, wage in POWERS.points
    ]


# ---- beyond the ends


def test_below_the_lowest_percentile_a_wage_is_at_most_the_lowest_published() -> None:
    assert POWERS.wage_at(5) == (0, 20_000)


def test_above_the_highest_percentile_a_wage_is_at_least_the_highest_published() -> None:
    assert POWERS.wage_at(95) == (540_000, math.inf)


def test_a_wage_under_the_lowest_published_is_below_the_10th() -> None:
    assert POWERS.percentile_of(19_999) == (0, math.nextafter(10, 0))


def test_a_wage_over_the_highest_published_is_above_the_90th() -> None:
    assert POWERS.percentile_of(540_001) == (math.nextafter(90, 100), 100)


def test_a_wage_equal_to_two_percentiles_stands_anywhere_between_them() -> None:
    flat = WageDistribution(((10.0, 35_580), (25.0, 35_580), (50.0, 35_580), (75.0, 51_230)))
    assert flat.percentile_of(35_580) == (10, 50)


def test_between_two_equal_percentiles_the_wage_is_theirs() -> None:
    flat = WageDistribution(((10.0, 35_580), (25.0, 35_580)))
    assert flat.wage_at(17) == (35_580, 35_580)


# ---- bounds: at least $239,200, never a number


def test_cardiologists_have_two_published_percentiles_and_three_bounds() -> None:
    assert published(CORPUS_CHRISTI, CARDIOLOGISTS) == WageDistribution(
        ((10.0, 120_360), (25.0, 225_580)), (50.0, 75.0, 90.0), 239_200
    )


@pytest.mark.parametrize("percent", [50, 67, 75, 90, 99])
def test_a_bounded_percentile_is_at_least_the_bound(percent: float) -> None:
    wages = published(CORPUS_CHRISTI, CARDIOLOGISTS)
    assert wages.wage_at(percent) == (239_200, math.inf)


def test_between_the_last_published_percentile_and_a_bound_a_wage_is_at_least_the_former() -> None:
    assert published(CORPUS_CHRISTI, CARDIOLOGISTS).wage_at(34) == (225_580, math.inf)


def test_a_wage_short_of_the_bound_is_below_the_first_bounded_percentile() -> None:
    wages = published(CORPUS_CHRISTI, CARDIOLOGISTS)
    assert wages.percentile_of(230_000) == (math.nextafter(25, 100), math.nextafter(50, 0))


@pytest.mark.parametrize("wage", [239_200, 300_000, 900_000])
def test_a_wage_beyond_the_bound_is_only_known_to_be_above_the_last_percentile(wage: float) -> None:
    found = published(CORPUS_CHRISTI, CARDIOLOGISTS).percentile_of(wage)
    assert found == (math.nextafter(25, 100), 100)


def test_a_bound_is_never_below_the_last_published_percentile() -> None:
    # Cardiologists in Jacksonville, FL: the 75th is published as 524,650, the 90th as a bound.
    assert published("0027260", CARDIOLOGISTS).wage_at(90) == (524_650, math.inf)


def test_a_wage_short_of_a_bound_for_every_percentile_is_below_the_10th() -> None:
    wages = published(ANCHORAGE, ANESTHESIOLOGISTS)
    assert wages.percentile_of(230_000) == (0, math.nextafter(10, 0))


def test_nothing_bounds_a_percentile_below_those_that_are_all_bounds() -> None:
    assert published(ANCHORAGE, ANESTHESIOLOGISTS).wage_at(5) == (0, math.inf)


def test_nothing_bounds_the_percentile_of_a_wage_beyond_a_bound_for_every_percentile() -> None:
    assert published(ANCHORAGE, ANESTHESIOLOGISTS).percentile_of(400_000) == (0, 100)


# ---- aging


@pytest.mark.parametrize(
    ("until", "factor"),
    [
        (datetime.date(2025, 5, 15), 1.0),
        # 1461 days, four years of 365.25: 1.034 x 1.034 = 1.069156, squared 1.143094552336
        (datetime.date(2029, 5, 15), 1.143094552336),
        (datetime.date(2021, 5, 15), 1 / 1.143094552336),
        # 365 days: 1.034^(365/365.25) = 1.034 x exp(-0.25/365.25 x 0.0334348) = 1.0339763
        (datetime.date(2026, 5, 15), 1.0339763),
    ],
)
def test_figures_age_by_compound_interest(until: datetime.date, factor: float) -> None:
    since = datetime.date(2025, 5, 15)
    assert aging_factor(0.034, since, until) == pytest.approx(factor, abs=1e-7)


def test_every_wage_and_the_bound_age_alike() -> None:
    wages = WageDistribution(((10.0, 100_000), (25.0, 200_000)), (50.0,), 240_000)
    assert wages.aged(1.5) == WageDistribution(((10.0, 150_000), (25.0, 300_000)), (50.0,), 360_000)


# ---- laws


@given(distributions(least_step=0), st.data())
def test_more_pay_never_stands_at_a_lower_percentile(
    wages: WageDistribution, data: st.DataObject
) -> None:
    pay = st.sampled_from([wage for _, wage in wages.points]) | st.floats(1, 2_000_000)
    less, more = sorted((data.draw(pay), data.draw(pay)))
    low, high = wages.percentile_of(less), wages.percentile_of(more)
    assert low.low <= high.low + 1e-9
    assert low.high <= high.high + 1e-9


@given(distributions(), st.floats(0.1, 99.9), st.floats(0.1, 99.9))
def test_a_higher_percentile_never_pays_less(
    wages: WageDistribution, one: float, other: float
) -> None:
    low, high = (wages.wage_at(percent) for percent in sorted((one, other)))
    assert low.low <= high.low * (1 + 1e-12)
    assert low.high <= high.high * (1 + 1e-12)


@given(distributions(), st.floats(0.1, 99.9))
def test_the_wage_at_a_percentile_stands_at_that_percentile(
    wages: WageDistribution, percent: float
) -> None:
    wage = wages.wage_at(percent)
    if wage.is_point:
        assert wages.percentile_of(wage.low) == pytest.approx((percent, percent), abs=1e-6)


@given(distributions(), st.floats(0.1, 99.9))
def test_what_bounds_a_wage_stands_on_the_right_side_of_its_percentile(
    wages: WageDistribution, percent: float
) -> None:
    wage = wages.wage_at(percent)
    assert wages.percentile_of(max(wage.low, 1)).low <= percent + 1e-6


@given(distributions(), st.floats(1, 2_000_000))
def test_a_percentile_is_a_range_within_0_and_100(wages: WageDistribution, wage: float) -> None:
    found = wages.percentile_of(wage)
    assert 0 <= found.low <= found.high <= 100

"""Wage percentiles of an occupation in an area, and where a wage stands among them.

The figures are those of the US BLS Occupational Employment and Wage Statistics survey, May 2025:
straight-time gross pay with commission, tips and production bonuses, but without overtime and other
bonuses; all levels of experience together; yearly figures at 2,080 hours.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Literal, NamedTuple

from offercheck.interval import Interval, above, at_least, below, point
from offercheck.market.packaged import Packaged

PERCENTS = (10.0, 25.0, 50.0, 75.0, 90.0)
SURVEYED_ON = datetime.date(2025, 5, 15)
SURVEY = "BLS OEWS May 2025"
HOURS_PER_YEAR = 2080
DAYS_PER_YEAR = 365.25
NATION = "0000000"
METROPOLITAN = "M"

Paid = Literal["both", "hour", "year"]


class WageDistribution(NamedTuple):
    """Yearly wages at rising percentiles.

    `paid` says how the survey publishes the occupation: by the hour and by the year of 2,080 hours
    alike; by the hour only, here times 2,080, so that only hourly rates may be compared; or by the
    year only, whatever its hours (teachers), so that hourly rates may not. `points` are the percentiles with a published wage. A percentile that the survey publishes only
    as a bound is not among them: every percentile in `bounded` has a wage of at least `bound`.
    """

    points: tuple[tuple[float, float], ...]
    bounded: tuple[float, ...] = ()
    bound: float = math.inf
    paid: Paid = "both"

    def aged(self, factor: float) -> WageDistribution:
        """The same distribution with every wage times `factor`."""
        return self._replace(
            points=tuple((percent, wage * factor) for percent, wage in self.points),
            bound=self.bound * factor,
        )

    def wage_at(self, percent: float) -> Interval:
        """The wage at a percentile: a point where it can be read off, else what bounds it.

        Between two published percentiles the logarithm of the wage is linear in the percentile.
        """
        known = dict(self.points)
        if percent in known:
            return point(known[percent])
        lower = [pair for pair in self.points if pair[0] < percent]
        upper = [pair for pair in self.points if pair[0] > percent]
        if lower and upper:
            (low, low_wage), (high, high_wage) = lower[-1], upper[0]
            if low_wage == high_wage:
                return point(low_wage)
            share = (percent - low) / (high - low)
            return point(math.exp(_between(math.log(low_wage), math.log(high_wage), share)))
        if self.bounded and percent >= self.bounded[0]:
            return at_least(self.bound)
        if lower:
            return at_least(lower[-1][1])
        return Interval(0.0, upper[0][1] if upper else math.inf)

    def percentile_of(self, wage: float) -> Interval:
        """The percentile at which a wage stands, from 0 to 100; beyond the ends, what bounds it.

        A wage that equals several percentiles stands
        anywhere among them, and one that reaches into the percentiles published only as bounds anywhere from the last published one upwards.
        """
        equal = [percent for percent, known in self.points if known == wage]
        if equal:
            return Interval(equal[0], equal[-1])
        lower = [pair for pair in self.points if pair[1] < wage]
        upper = [pair for pair in self.points if pair[1] > wage]
        if lower and upper:
            (low, low_wage), (high, high_wage) = lower[-1], upper[0]
            share = math.log(wage / low_wage) / math.log(high_wage / low_wage)
            return point(_between(low, high, share))
        if upper:
            return below(upper[0][0], 0.0)
        if not lower:
            return below(self.bounded[0], 0.0) if wage < self.bound else Interval(0.0, 100.0)
        last = lower[-1][0]
        if self.bounded and wage < self.bound:
            return Interval(math.nextafter(last, math.inf), below(self.bounded[0]).high)
        return above(last, 100.0)


def aging_factor(rate_per_year: float, since: datetime.date, until: datetime.date) -> float:
    """What a figure of `since` is multiplied by to stand for `until`: growth by compound interest.

    `rate_per_year` is a share, 0.034 for 3.4%. Days over 365.25 make the years.
    """
    return float((1 + rate_per_year) ** years_between(since, until))


def years_between(since: datetime.date, until: datetime.date) -> float:
    """Years from one day to another, negative backwards; a year has 365.25 days."""
    return (until - since).days / DAYS_PER_YEAR


def is_code(text: str) -> bool:
    """Whether a text has the form of a SOC 2018 code, NN-NNNN."""
    return _CODE.fullmatch(text) is not None


class Database(NamedTuple):
    """The packaged survey, opened in each thread that asks it. One is like another."""

    def wages(self, area: str, occupation: str) -> WageDistribution | None:
        """The wages of an occupation in an area, or None where none are published."""
        row = _SURVEY.row(
            "SELECT paid, bound, p10, p25, p50, p75, p90 FROM wage"
            " WHERE area = ? AND occupation = ?",
            (int(area), int(occupation.replace("-", ""))),
        )
        if row is None:
            return None
        paid, bound, *wages = row
        unit = 100.0 / HOURS_PER_YEAR if paid == "hour" else 1.0
        pairs = list(zip(PERCENTS, wages, strict=True))
        points = tuple((percent, wage / unit) for percent, wage in pairs if wage is not None)
        return WageDistribution(
            points,
            tuple(percent for percent, wage in pairs if wage is None),
            # A percentile is at least the last published one, which can lie above the bound.
            math.inf if bound is None else max(bound / unit, points[-1][1] if points else 0),
            paid,
        )

    def employment(self, area: str, occupation: str) -> int | None:
        """How many people work in an occupation in an area, or None where it is not published."""
        row = _SURVEY.row(
            "SELECT employment FROM wage WHERE area = ? AND occupation = ?",
            (int(area), int(occupation.replace("-", ""))),
        )
        employment: int | None = None if row is None else row[0]
        return employment

    def occupation_name(self, occupation: str) -> str | None:
        """The name of a SOC 2018 code, or None where the survey does not know it."""
        row = _SURVEY.row(
            "SELECT name FROM occupation WHERE code = ?", (int(occupation.replace("-", "")),)
        )
        name: str | None = None if row is None else row[0]
        return name

    def occupations(self) -> list[tuple[str, str]]:
        """Every detailed occupation: its code and name."""
        rows = _SURVEY.rows("SELECT code, name FROM occupation WHERE detailed ORDER BY 1")
        return [(_code(code), name) for code, name in rows]

    def areas(self) -> list[tuple[str, str, str]]:
        """Every area: code, kind (N, S or M for nation, state or metropolitan) and name."""
        rows = _SURVEY.rows("SELECT code, kind, name FROM area ORDER BY code")
        return [(f"{code:07d}", kind, name) for code, kind, name in rows]

    def area_name(self, area: str) -> str | None:
        """The name of an area, or None where the survey does not know it."""
        row = _SURVEY.row("SELECT name FROM area WHERE code = ?", (int(area),))
        name: str | None = None if row is None else row[0]
        return name


_SURVEY = Packaged("wages.sqlite")
_CODE = re.compile(r"[0-9]{2}-[0-9]{4}")


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _code(number: int) -> str:
    return f"{number // 10000:02d}-{number % 10000:04d}"

"""The market of a title and a place that somebody typed: what is not understood is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from offercheck.market.areas import UnknownPlaceError, areas_of
from offercheck.market.finding import (
    MOST_YEARS,
    TOO_FAR,
    MarketFinding,
    match_of,
    survey_market,
)
from offercheck.market.occupations import OccupationMatch
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem, shorten

COMMAND = "offercheck market"
SOME_CODE = "15-1252"


def look_up(
    title: str,
    location: str | None,
    as_of: datetime.date,
    aging_per_year: float,
    database: Database,
) -> MarketFinding:
    """The market of a title or SOC 2018 code in the packaged survey.

    Raises InputError for a title that names no single occupation, a place that the survey does not
    know, and a day too far from the survey's.
    """
    match = match_of(title, database)
    problems = [*_about_title(title, match), *_about_place(location, match, database)]
    found = survey_market(match, location, as_of, aging_per_year, database)
    if found.unknown == TOO_FAR:
        expected = f"a day within {MOST_YEARS} years of the survey"
        problems.append(_problem("--as-of", expected, as_of.isoformat(), "leave it out for today"))
    if problems:
        raise InputError(problems)
    return found


def _about_title(title: str, match: OccupationMatch) -> Iterator[Problem]:
    if match.code is None:
        expected = f"a title that tells one occupation, or its SOC 2018 code ({match.reason})"
        told = f"type plainer words for the work, or a code as in `{COMMAND} {SOME_CODE}`"
        if match.candidates:
            near = ", ".join(f"{code} {name}" for code, name in match.candidates)
            told = f"type `{COMMAND} {match.candidates[0][0]}`, for one of these: {near}"
        yield _problem("TITLE", expected, title, told)


def _about_place(
    location: str | None, match: OccupationMatch, database: Database
) -> Iterator[Problem]:
    try:
        areas_of(location, database)
    except UnknownPlaceError:
        expected = "a US city with its state, a US state, or US"
        told = f'type it as in `{COMMAND} {match.code or SOME_CODE} --location "Austin, TX"`'
        yield _problem("--location", expected, location or "", told)


def _problem(given: str, expected: str, found: str, suggestion: str) -> Problem:
    return Problem(Position(given, 1, 1), "", expected, f"`{shorten(found)}`", suggestion)

"""What the market pays for an offer: occupation, area, wages, and why any of them is unknown."""

import datetime
from functools import lru_cache
from typing import NamedTuple

from offercheck.candidate import Candidate
from offercheck.market.areas import Area, UnknownPlaceError, areas_of
from offercheck.market.occupations import OccupationMatch, match_title
from offercheck.market.wages import (
    SURVEY,
    SURVEYED_ON,
    Database,
    WageDistribution,
    aging_factor,
    is_code,
    years_between,
)
from offercheck.offer import MarketBlock, Offer

MOST_YEARS = 25
REMEMBERED = 4096  # titles, and places: those of many offers recur
LONGEST = 200  # characters of what is remembered: longer texts recur seldom and take memory
TOO_FAR = f"the figures are more than {MOST_YEARS} years from the day of the evaluation"


class MarketFinding(NamedTuple):
    """The market of one offer. `wages` is None when it is unknown, and `unknown` says why.

    `published` are the wages as the source gives them for `surveyed_on`; `wages` are aged by
    `factor` to the day of the evaluation. `notes` say what the reader of a figure should know.
    """

    occupation: str | None = None
    occupation_name: str | None = None
    matched: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    area: Area | None = None
    published: WageDistribution | None = None
    wages: WageDistribution | None = None
    surveyed_on: datetime.date | None = None
    factor: float = 1.0
    source: str = ""
    covers: str = "all_levels"
    unknown: str = ""
    notes: tuple[str, ...] = ()


class GoalRole(NamedTuple):
    """A role of the candidate's goal, with its occupation where the title is recognised."""

    title: str
    code: str | None


def find_market(
    offer: Offer, as_of: datetime.date, aging_per_year: float, database: Database
) -> MarketFinding:
    """Find the market of an offer: its own `pay.market` block, else the packaged survey.

    `aging_per_year` is a share, 0.034 for 3.4%.
    """
    match = occupation_of(offer, database)
    block = offer.pay.market if offer.pay else None
    if block is not None:
        return _stated_market(match, block, as_of, aging_per_year)
    return survey_market(match, offer.location, as_of, aging_per_year, database, _currency(offer))


def occupation_of(offer: Offer, database: Database) -> OccupationMatch:
    """The occupation of an offer: the stated code, else the one its title is matched with."""
    return match_of(offer.occupation or offer.title, database)


def match_of(title_or_code: str, database: Database) -> OccupationMatch:
    """The occupation of a SOC 2018 code, or the one a title is matched with."""
    found = _match_of if len(title_or_code) <= LONGEST else _match_of.__wrapped__
    return found(title_or_code, database)


@lru_cache(maxsize=REMEMBERED)
def _match_of(title_or_code: str, database: Database) -> OccupationMatch:
    if not is_code(title_or_code):
        return match_title(title_or_code, database)
    name = database.occupation_name(title_or_code)
    if name is not None:
        return OccupationMatch(title_or_code, title_or_code, name, None, (), "by its SOC code")
    # Some occupations are published only together, under the code of their broad group.
    broad = title_or_code[:-1] + "0"
    name = database.occupation_name(broad)
    if name is not None:
        reason = f"{title_or_code} is published as {broad}"
        return OccupationMatch(title_or_code, broad, name, None, (), reason)
    reason = f"the survey has no occupation {title_or_code}"
    return OccupationMatch(title_or_code, None, None, None, (), reason)


def goal_roles(
    candidate: Candidate, database: Database, offered: str | None = None
) -> tuple[GoalRole, ...] | None:
    """The roles of the candidate's goal, given as titles or codes; None when no goal is stated.

    A role of the occupation `offered` is as near as can be: those after it are not looked up.
    """
    if candidate.goal is None or candidate.goal.roles is None:
        return None
    roles: list[GoalRole] = []
    for role in candidate.goal.roles:
        roles.append(GoalRole(role, match_of(role, database).code))
        if offered is not None and roles[-1].code == offered:
            break
    return tuple(roles)


def survey_market(
    match: OccupationMatch,
    location: str | None,
    as_of: datetime.date,
    aging_per_year: float,
    database: Database,
    currency: str = "USD",
) -> MarketFinding:
    """Look the wages up in the packaged survey: metropolitan area, else state, else nation."""

    def unknown(reason: str) -> MarketFinding:
        return MarketFinding(match.code, match.name, match.reason, match.candidates, unknown=reason)

    if currency != "USD":
        return unknown(
            f"the packaged survey is in USD and the offer in {currency}; state `pay.market`"
        )
    if abs(years_between(SURVEYED_ON, as_of)) > MOST_YEARS:
        return unknown(TOO_FAR)
    if match.code is None:
        return unknown(f"the occupation is not known: {match.reason}; state `occupation`")
    found = _areas if len(location or "") <= LONGEST else _areas.__wrapped__
    areas = found(location, database)
    if isinstance(areas, str):
        return unknown(areas)
    for area in areas:
        published = database.wages(area.code, match.code)
        if published is not None:
            factor = aging_factor(aging_per_year, SURVEYED_ON, as_of)
            return MarketFinding(
                match.code,
                match.name,
                match.reason,
                area=area,
                published=published,
                wages=published.aged(factor),
                surveyed_on=SURVEYED_ON,
                factor=factor,
                source=SURVEY,
                notes=_notes(location, areas, area, published),
            )
    return unknown(f"the survey publishes no wages for {match.code} {match.name}")


@lru_cache(maxsize=REMEMBERED)
def _areas(location: str | None, database: Database) -> tuple[Area, ...] | str:
    """The areas of a location, the nearest first, or why there are none."""
    try:
        return areas_of(location, database)
    except UnknownPlaceError as error:
        return str(error)


def _stated_market(
    match: OccupationMatch, block: MarketBlock, as_of: datetime.date, aging_per_year: float
) -> MarketFinding:
    if abs(years_between(block.collected_on(), as_of)) > MOST_YEARS:
        return MarketFinding(match.code, match.name, match.reason, unknown=TOO_FAR)
    published = WageDistribution(block.points())
    factor = aging_factor(aging_per_year, block.collected_on(), as_of)
    return MarketFinding(
        match.code,
        match.name,
        match.reason,
        match.candidates,
        published=published,
        wages=published.aged(factor),
        surveyed_on=block.collected_on(),
        factor=factor,
        source=block.source,
        covers=block.covers,
    )


def _notes(
    location: str | None, areas: tuple[Area, ...], area: Area, wages: WageDistribution
) -> tuple[str, ...]:
    notes = []
    if not location:
        notes.append("no location is stated: the figures are those of the nation")
    elif area != areas[0]:
        notes.append(f"nothing is published for {areas[0].name}: the figures are for {area.name}")
    elif len(areas) > 1 and area.kind == "state" and "," in location:
        notes.append(f"{location} is in no metropolitan area we know: the figures are the state's")
    if wages.paid == "hour":
        notes.append("published by the hour only; shown times 2,080 hours")
    if wages.paid == "year":
        notes.append("published by the year only, whatever its hours")
    if wages.bounded:
        notes.append("the highest percentiles are published only as a bound")
    return tuple(notes)


def _currency(offer: Offer) -> str:
    return offer.pay.currency if offer.pay else "USD"

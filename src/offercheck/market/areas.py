"""From a place as people write it to the areas of the survey: metropolitan area, state, nation.

A place that is not understood is unknown, with the reason; it is never taken for the nation.
"""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from offercheck.market.names import area_at
from offercheck.market.wages import METROPOLITAN, NATION, Database
from offercheck.problem import shorten

PLACES_FILE = "places.tsv"
NOT_METROPOLITAN = "-"
ABROAD = "?"


class Area(NamedTuple):
    """An area of the survey: its code, kind (metro, state or nation) and name."""

    code: str
    kind: str
    name: str


class UnknownPlaceError(ValueError):
    """A place that cannot be found in the survey; the message says what to write."""


def areas_of(location: str | None, database: Database) -> tuple[Area, ...]:
    """The areas to look in for a location, the nearest first and the nation last.

    No location, or one that only says that the work is remote, is the nation alone.
    Raises UnknownPlaceError for a place that is not understood.
    """
    nation = Area(NATION, "nation", "United States")
    location = shorten(location or "")
    text = _cleaned(location)
    if not text and any(letter.isdecimal() for letter in location):
        raise UnknownPlaceError(
            f"`{location}` is a number; write `City, ST`, or give the market in `pay.market`"
        )
    if not text or text.lower() in _NATION_NAMES:
        return (nation,)
    city, state = _split(text)
    if text == "LA" or (city in _STATES and state is not None):
        raise UnknownPlaceError(
            f"`{location}` could be several places; write the city in full, as in `City, ST`, or the "
            "state in full"
        )
    if state is None:
        raise UnknownPlaceError(
            f"`{location}` is not a US city with its state, a US state, or US; "
            "write `City, ST`, or give the market in `pay.market`"
        )
    found = area_at(plain_city(city), state) if city else None
    if found == ABROAD:
        raise UnknownPlaceError(f"`{location}` could be abroad; give the market in `pay.market`")
    metro = _metro(found, database)
    if metro is None and re.search(_COUNTRY_TOO, text):
        raise UnknownPlaceError(f"`{location}` could be in the country; write `City, GA`")
    code = f"{_STATES[state][0]:02d}00000"
    around = (Area(code, "state", _STATES[state][1]), nation)
    return (metro, *around) if metro else around


def _metro(code: str | None, database: Database) -> Area | None:
    if code is None or code == NOT_METROPOLITAN:
        return None
    name = database.area_name(code)
    return Area(code, "metro", name) if name else None


def listed_places() -> list[tuple[str, str]]:
    """The places of our own list, each with the code of its area or a mark."""
    lines = Path(__file__).with_name(PLACES_FILE).read_text("utf-8").splitlines()
    columns = (line.partition("\t") for line in lines if not line.startswith("#"))
    return [(place, code) for place, tab, code in columns if tab]


def places() -> list[str]:
    """Cities with their states, and states, that can be written as a location."""
    found = {place for place, code in listed_places() if code not in {NOT_METROPOLITAN, ABROAD}}
    for _, kind, name in Database().areas():
        if kind == METROPOLITAN and ", " in name and "nonmetropolitan" not in name:
            cities, states = name.rsplit(", ", 1)
            found.add(f"{re.split('--?|/', cities)[0]}, {states.split('-')[0]}")
    return [*sorted(found), *(name for _, name in _STATES.values())]


def plain_city(city: str) -> str:
    """The name of a city for comparing: without accents and marks, `St.` written out."""
    text = unicodedata.normalize("NFKD", city).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9 ]", " ", text.replace("'", "").replace(".", "")).split()
    return " ".join(_WHOLE_WORDS.get(word, word) for word in words)


def _cleaned(location: str) -> str:
    """The location without the words and numbers that do not say where it is."""
    text = re.sub(
        r"\b(remote|hybrid|on-?site)\b|\b[0-9]{5}(-[0-9]{4})?\b", " ", location, flags=re.IGNORECASE
    )
    text = text.replace(" - ", " ").translate(_BRACKETS_AND_BARS)
    text = " ".join(text.split()).strip(" ,-")
    return re.sub(
        r",?\s*(USA|U\.S\.A\.|United States( of America)?)$", "", text, flags=re.IGNORECASE
    ) or ("US" if text else "")


def _split(text: str) -> tuple[str, str | None]:
    """City and state, or no city for a state alone; no state where none is recognised."""
    if _CAPITAL.fullmatch(text):
        return "Washington", "DC"
    alone = _STATE_NAMES.get(text.lower()) or (text if text in _STATES else None)
    if alone is not None:
        return "", alone
    city, comma, last = text.rpartition("," if "," in text else " ")
    word = last.strip().strip(".")
    if word in _STATES or (comma == "," and word.upper() in _STATES):
        return city.strip(), word.upper()
    return city.strip(), _STATE_NAMES.get(word.lower()) if comma == "," else None


_BRACKETS_AND_BARS = str.maketrans(dict.fromkeys("()[];|/", " "))
# Compiled when it is met, by few places.
_COUNTRY_TOO = r"(?i),\s*Georgia$"
_WHOLE_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_CAPITAL = re.compile(r"washington,?\s*d\.?\s*c\.?", re.IGNORECASE)
_NATION_NAMES = frozenset(
    {"us", "u.s", "u.s.", "usa", "united states", "nationwide", "anywhere us"}
)
_STATES = {
    "AL": (1, "Alabama"),
    "AK": (2, "Alaska"),
    "AZ": (4, "Arizona"),
    "AR": (5, "Arkansas"),
    "CA": (6, "California"),
    "CO": (8, "Colorado"),
    "CT": (9, "Connecticut"),
    "DE": (10, "Delaware"),
    "DC": (11, "District of Columbia"),
    "FL": (12, "Florida"),
    "GA": (13, "Georgia"),
    "HI": (15, "Hawaii"),
    "ID": (16, "Idaho"),
    "IL": (17, "Illinois"),
    "IN": (18, "Indiana"),
    "IA": (19, "Iowa"),
    "KS": (20, "Kansas"),
    "KY": (21, "Kentucky"),
    "LA": (22, "Louisiana"),
    "ME": (23, "Maine"),
    "MD": (24, "Maryland"),
    "MA": (25, "Massachusetts"),
    "MI": (26, "Michigan"),
    "MN": (27, "Minnesota"),
    "MS": (28, "Mississippi"),
    "MO": (29, "Missouri"),
    "MT": (30, "Montana"),
    "NE": (31, "Nebraska"),
    "NV": (32, "Nevada"),
    "NH": (33, "New Hampshire"),
    "NJ": (34, "New Jersey"),
    "NM": (35, "New Mexico"),
    "NY": (36, "New York"),
    "NC": (37, "North Carolina"),
    "ND": (38, "North Dakota"),
    "OH": (39, "Ohio"),
    "OK": (40, "Oklahoma"),
    "OR": (41, "Oregon"),
    "PA": (42, "Pennsylvania"),
    "RI": (44, "Rhode Island"),
    "SC": (45, "South Carolina"),
    "SD": (46, "South Dakota"),
    "TN": (47, "Tennessee"),
    "TX": (48, "Texas"),
    "UT": (49, "Utah"),
    "VT": (50, "Vermont"),
    "VA": (51, "Virginia"),
    "WA": (53, "Washington"),
    "WV": (54, "West Virginia"),
    "WI": (55, "Wisconsin"),
    "WY": (56, "Wyoming"),
    "GU": (66, "Guam"),
    "PR": (72, "Puerto Rico"),
    "VI": (78, "Virgin Islands"),
}
_STATE_NAMES = {name.lower(): code for code, (_, name) in _STATES.items()} | {
    "d.c.": "DC",
    "washington state": "WA",
    "new york state": "NY",
}

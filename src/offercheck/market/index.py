"""Make the index of titles and places: `python -m offercheck.market.index`, when a list has changed.

It holds our own lists (`titles.tsv`, `places.tsv`) and the names of the packaged survey by their keys.
Our own lists come first: what they hold is not taken from a name of the survey.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from offercheck.market.areas import listed_places, plain_city
from offercheck.market.names import INDEX_FILE
from offercheck.market.title_words import key_of
from offercheck.market.titles import listed_titles
from offercheck.market.wages import METROPOLITAN, Database

_SCHEMA = """
CREATE TABLE title (key TEXT PRIMARY KEY, title TEXT, code TEXT, official INTEGER) WITHOUT ROWID;
CREATE TABLE place (state TEXT, city TEXT, area TEXT, PRIMARY KEY (state, city)) WITHOUT ROWID;
"""


def build(target: Path) -> None:
    """Write the index, whole or not at all."""
    beside = target.with_suffix(".new")
    beside.unlink(missing_ok=True)
    index = sqlite3.connect(beside)
    index.executescript(_SCHEMA)
    index.executemany("INSERT OR IGNORE INTO title VALUES (?, ?, ?, ?)", title_rows())
    index.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", place_rows())
    index.commit()
    index.execute("VACUUM")
    index.close()
    beside.replace(target)


def title_rows() -> Iterator[tuple[str, str, str, bool]]:
    """Key, title, code of the occupation and whether the survey calls it so; of equal keys the first counts."""
    yield from ((key_of(title), title, code, False) for title, code in listed_titles())
    yield from ((key_of(name), name, code, True) for code, name in Database().occupations())


def place_rows() -> Iterator[tuple[str, str, str]]:
    """State, plain name of a city and its area; of equal places the first counts."""
    for place, area in listed_places():
        city, _, state = place.rpartition(", ")
        yield state, plain_city(city), area
    for area, kind, name in Database().areas():
        if kind == METROPOLITAN:
            for state in states_in(name):
                yield from ((state, city, area) for city in cities_in(name))


def states_in(name: str) -> list[str]:
    """The states in the name of a metropolitan area."""
    return name.rsplit(", ", 1)[-1].split("-") if ", " in name else []


def cities_in(name: str) -> list[str]:
    """Every city in the name of a metropolitan area; a hyphen joins cities or stands inside one."""
    if "nonmetropolitan" in name:
        return []
    parts = re.split(r"--?|/", name.rsplit(", ", 1)[0])
    runs = (parts[i:j] for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    return [plain_city(" ".join(run)) for run in runs]


if __name__ == "__main__":
    here = Path(__file__).with_name(INDEX_FILE)
    build(here)
    sys.stdout.write(f"{here.name}\n")

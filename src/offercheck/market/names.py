"""Titles and places by how people write them, looked up in an index of our lists and the survey's names.

`python -m offercheck.market.index` makes the index anew when a list has changed.
"""

from offercheck.market.packaged import Packaged

INDEX_FILE = "names.sqlite"

Listed = tuple[str, str]


def listed(key: str) -> Listed | None:
    """The title of our own list with a key, and the code of its occupation."""
    return _first("SELECT title, code FROM title WHERE key = ? AND NOT official", key)


def listed_or_official(key: str) -> Listed | None:
    """The same, else the survey's own name of an occupation."""
    return _first("SELECT title, code FROM title WHERE key = ?", key)


def all_titles() -> dict[str, Listed]:
    """Every title, of our own list or the survey's, with the code of its occupation, by its key.

    The survey's come first, then ours, each in the order of codes: so are equally near titles shown.
    """
    rows = _INDEX.rows(
        "SELECT key, title, code FROM title ORDER BY official DESC, code, title COLLATE NOCASE"
    )
    return {key: (title, code) for key, title, code in rows}


def area_at(city: str, state: str) -> str | None:
    """What is known of a city, by its plain name: the code of its area, or a mark of our list of places."""
    row = _INDEX.row("SELECT area FROM place WHERE state = ? AND city = ?", (state, city))
    return None if row is None else str(row[0])


_INDEX = Packaged(INDEX_FILE)


def _first(query: str, key: str) -> Listed | None:
    row = _INDEX.row(query, (key,))
    return None if row is None else (row[0], row[1])

"""The packaged SQLite files: read only, and opened once in each thread that asks."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any


class Packaged:
    """A packaged file, by its name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._here = threading.local()

    def rows(self, query: str, values: tuple[int | str, ...] = ()) -> sqlite3.Cursor:
        """The rows that a query gives."""
        if not hasattr(self._here, "opened"):
            self._here.opened = _Opened(self._name)
        cursor: sqlite3.Cursor = self._here.opened.connection.execute(query, values)
        return cursor

    def row(self, query: str, values: tuple[int | str, ...]) -> tuple[Any, ...] | None:
        """The first of these rows, or None where there is none."""
        found: tuple[Any, ...] | None = self.rows(query, values).fetchone()
        return found


class _Opened:
    """A file while a thread may ask it."""

    def __init__(self, name: str) -> None:
        file = Path(__file__).with_name(name).as_uri()
        self.connection = sqlite3.connect(f"{file}?mode=ro&immutable=1", uri=True)

    def __del__(self) -> None:
        """Close the file; Python 3.13 warns of one that is left open."""
        self.connection.close()

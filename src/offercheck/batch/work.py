"""Judging a run of items: what a worker does, in this process, another, or on another machine."""

from __future__ import annotations

import datetime
import pickle
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from offercheck.assessment import assess
from offercheck.batch.items import Item, Text
from offercheck.batch.reading import BadLineError, read_item
from offercheck.batch.records import Form, Judged, Writer, failure_of, json_line
from offercheck.batch.tally import Tally
from offercheck.evaluation import Evaluation
from offercheck.market.wages import Database
from offercheck.problem import InputError, Position, Problem
from offercheck.render.json_text import data_of
from offercheck.rules.compiled import compiled
from offercheck.rules.model import RuleSet


class Settings(NamedTuple):
    """What every offer of a batch is judged by, and how its line is written.

    With `errors_apart` what is wrong with an offer is written as JSON, and not in its place.
    """

    rules: RuleSet
    as_of: datetime.date
    candidate: Text | None
    form: Form
    errors_apart: bool = False

    def packed(self) -> bytes:
        """The settings for a worker. Workers unpack only what the one who started them sends."""
        return zlib.compress(pickle.dumps(self))


class Done(NamedTuple):
    """What came of a run of items: the lines to write, and the counts."""

    lines: bytes
    errors: bytes
    counts: Counter[tuple[str, str]]


def judge_items(packed: bytes, items: Sequence[Item]) -> Done:
    """Judge items in their order. Never raises for what is wrong with one of them."""
    settings, writer, database = _bench(packed)
    tally = Tally()
    lines: list[bytes] = []
    errors: list[bytes] = []
    for item in items:
        try:
            with_places = settings.form.full
            line, evaluation = _line(item, settings, writer, database, with_places=with_places)
            lines.append(line)
            tally.add(evaluation)
        except BadLineError as error:
            tally.add_bad()
            failure = failure_of(item, error.id, error.problems)
            if settings.errors_apart:
                errors.append(json_line(data_of(failure)))
            else:
                lines.append(writer.failure(failure))
    return Done(b"".join(lines), b"".join(errors), tally.counts)


def _line(
    item: Item, settings: Settings, writer: Writer, database: Database, *, with_places: bool
) -> tuple[bytes, Evaluation]:
    """The line of an item. Raises BadLineError, for a mistake of this program too."""
    name: str | int | None = None
    try:
        name, case = read_item(item, settings.candidate, with_places=with_places)
        assessment = assess(case, settings.rules, settings.as_of, database)
        line = writer.result(Judged(item, name, assessment, settings.rules))
    except BadLineError:
        raise
    except InputError as error:
        if not with_places:  # what cannot be judged is told with its places
            return _line(item, settings, writer, database, with_places=True)
        raise BadLineError(error, name) from None
    except Exception as error:
        at = Position(item.name, item.line or 1, 1)
        found = f"one that offercheck fails on ({type(error).__name__}); please report it"
        problem = Problem(at, "", "an offer that can be judged", found)
        raise BadLineError(InputError([problem]), name) from error
    return line, assessment.evaluation


@lru_cache(maxsize=2)
def _bench(packed: bytes) -> tuple[Settings, Writer, Database]:
    """Everything that a worker prepares once: compiled rules, the writer, the market."""
    settings: Settings = pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed by the one who runs the batch
    settings = settings._replace(rules=compiled(settings.rules))
    return settings, Writer(settings.form), Database()

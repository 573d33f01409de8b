"""From one line to a case: JSON read quickly where nothing is wrong with it, else with positions."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from offercheck.batch.items import Item, Text
from offercheck.candidate import Candidate
from offercheck.case import Case, candidate_of, case_of, has_candidate, two_candidates
from offercheck.document import MAX_BYTES, Document, parse, read_bytes
from offercheck.problem import InputError, Position, Problem, shorten
from offercheck.scalars import MAX_LENGTH, plain_scalar
from offercheck.tree import MAX_VALUES

ID = "id"
LONGEST_ID = 200


class Named(NamedTuple):
    """An offer's case, and the `id` that its line gives it, if any."""

    id: str | int | None
    case: Case


class BadLineError(InputError):
    """What is wrong with an item, and its `id` where that could be read."""

    def __init__(self, error: InputError, name: str | int | None) -> None:
        super().__init__(error.problems)
        self.id = name


def read_item(item: Item, candidate: Text | None, *, with_places: bool) -> Named:
    """The case of an item, to the candidate of that file or the one inside it.

    `with_places` keeps where every entry is written. Raises BadLineError with every problem.
    """
    name: str | int | None = None
    try:
        document = _document(item, with_places=with_places)
        if item.line is not None:
            name, document = _without_id(document)
        return Named(name, _case(item, document, candidate))
    except InputError as error:
        if item.line is not None and not with_places:
            # Whatever a quick reading refuses is told by the careful one.
            return read_item(item, candidate, with_places=True)
        raise BadLineError(error, name) from None


def _case(item: Item, document: Document, candidate: Text | None) -> Case:
    theirs = candidate or (None if has_candidate(document) else item.candidate)
    if theirs is None:
        return case_of(document, None)
    candidate_document, person = _person(theirs)
    if candidate is not None and has_candidate(document):
        raise InputError([two_candidates(document, theirs.name)])
    return case_of(document, candidate_document, person)


def read_candidate(name: str) -> Text:
    """The text of a candidate's file, which is one that can be used. Raises InputError."""
    text = Text(name, read_bytes(name))
    _person(text)
    return text


@lru_cache(maxsize=16)
def _person(text: Text) -> tuple[Document, Candidate]:
    document = parse(*text)
    return document, candidate_of(document)


def _document(item: Item, *, with_places: bool) -> Document:
    if isinstance(item.raw, str):
        problem = Problem(Position(item.name, item.line or 1, 1), "", "a readable file", item.raw)
        raise InputError([problem])
    if item.line is None:
        return parse(item.name, item.raw)
    if with_places:
        _refuse_other_than_json(item)
        return parse(item.name, item.raw, first_line=item.line)
    return Document(item.name, read_quickly(item.raw), {}, [], "", first_line=item.line)


def read_quickly(raw: bytes) -> Any:
    """The data of a line, as reading it carefully gives it. Raises InputError where it may not."""
    try:
        text = raw.decode()
        usual = text.isprintable() and _UNUSUAL.search(text) is None
        if usual and len(raw) <= MAX_BYTES and raw.count(b",") < MAX_VALUES // 2:
            return _DECODER.decode(text)
    except (ValueError, RecursionError):
        pass
    raise InputError([])


def _refuse_other_than_json(item: Item) -> None:
    """Refuse what is YAML, or nothing at all, but not JSON; other mistakes are left to the reader."""
    assert isinstance(item.raw, bytes)  # noqa: S101 - an item without text was refused
    if len(item.raw) > MAX_BYTES:
        return
    text = item.raw.decode(errors="replace")
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        found, column = error.msg[:1].lower() + error.msg[1:], error.colno
    except _NoNumberError as error:
        found, column = f"`{error}`, which JSON does not know", text.index(str(error)) + 1
    except RecursionError:
        return
    else:
        return
    at = Position(item.name, item.line or 1, column)
    source = shorten(text, LONGEST_ID)
    raise InputError([Problem(at, "", "one JSON object on the line", found, "", source)])


class _NoNumberError(ValueError):
    """NaN or infinity, which Python writes and JSON does not know."""


def _no_constant(text: str) -> None:
    raise _NoNumberError(text)


def _without_id(document: Document) -> tuple[str | int | None, Document]:
    """The `id` of a line and the offer without it. Raises InputError for an id of another kind."""
    data = document.data
    if not isinstance(data, dict) or ID not in data:
        return None, document
    name = data[ID]
    if isinstance(name, bool) or not isinstance(name, (str, int)) or len(str(name)) > LONGEST_ID:
        expected = f"text of at most {LONGEST_ID} characters, or a whole number"
        raise InputError([document.problem((ID,), expected=expected, found=shorten(f"`{name}`"))])
    return name, document._replace(data={key: data[key] for key in data if key != ID})


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key twice")
    return data


def _decimal(text: str) -> Decimal:
    """A number as the careful reader reads it. Raises ValueError for one that it refuses."""
    value = plain_scalar(text)
    if not isinstance(value, Decimal):
        raise ValueError(text)  # noqa: TRY004 - a text of another form
    return value


# Escapes of single characters, and numbers of more digits than the careful reader takes.
_UNUSUAL = re.compile(rf"\\u|[0-9]{{{MAX_LENGTH}}}")
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_decimal, parse_constant=_no_constant
)

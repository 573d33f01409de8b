"""How an entry of a document is asked for and how an answer is read, from the models themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from offercheck.candidate import Candidate
from offercheck.fields import DAYS_TEXT, MONEY_TEXT, MONTHS_TEXT, SHARE_TEXT
from offercheck.offer import Offer
from offercheck.quantities import QuantityError, parse_yearly_pay

Schema = dict[str, Any]
YES, NO = frozenset({"y", "yes", "true"}), frozenset({"n", "no", "false"})
NOTHING = frozenset({"none", "no", "nothing", "-"})
HINTS = {
    MONEY_TEXT: "an amount such as 118000",
    SHARE_TEXT: "a share such as 10%, or 3 of 12",
    MONTHS_TEXT: "months, or 2 years",
    DAYS_TEXT: "days, or 2 weeks",
}
RATE_HINT = "a year, as 118000; or 56.75 an hour"
# Three digits after a point could be thousands: such a text is left for the entry to refuse.
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,2})?")
_PART_OF = re.compile(r"([0-9]{1,9})\s*(?:of|out of|/)\s*([0-9]{1,9})")
_RATE = re.compile(r"(\S{1,40}) ?(?:/|an? |per ) ?(hour|hr|week|month|year|yr)", re.IGNORECASE)
PERIODS = {"hr": "hour", "yr": "year", "annum": "year"}


class Form(NamedTuple):
    """What kind of answer an entry takes, which says how it is read; a hint; the words to choose from."""

    kind: str
    hint: str
    choices: tuple[str, ...] = ()


def form_of(entry: str) -> Form | None:
    """The form of an entry such as `offer.pay.base`; None where it holds entries of its own."""
    if entry == "offer.pay.base":
        return Form("rate", RATE_HINT)
    document, *path = entry.split(".")
    schema = _schemas().get(document, {})
    found: Schema = schema
    for part in path:
        found = plain_schema(found, schema)
        inside = found.get("items") if part.isdecimal() else found.get("properties", {}).get(part)
        if inside is None:
            return None
        found = inside
    return _form(plain_schema(found, schema), schema)


def read_answer(form: Form, text: str) -> Any:
    """An answer as it stands in a file. Raises QuantityError with what was expected."""
    return _READERS[form.kind](text, form.choices)


@cache
def _schemas() -> Mapping[str, Schema]:
    return {"offer": Offer.model_json_schema(), "candidate": Candidate.model_json_schema()}


def plain_schema(schema: Schema, root: Schema) -> Schema:
    """The schema behind a reference, and without the possibility that nothing is stated."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    ways = [way for way in schema.get("anyOf", ()) if way.get("type") != "null"]
    return plain_schema(ways[0], root) if len(ways) == 1 else schema


def _form(schema: Schema, root: Schema) -> Form | None:
    kind = schema.get("type")
    words = schema.get("enum") or ([schema["const"]] if "const" in schema else None)
    if words is not None:
        return Form("choice", " | ".join(words), tuple(words))
    if kind == "boolean":
        return Form("yes_no", "yes or no")
    if kind == "array":
        return _list_form(_form(plain_schema(schema["items"], root), root))
    if kind == "string":
        return _text_form(schema)
    return _number_form(schema)


def _list_form(items: Form | None) -> Form | None:
    if items is None or items.kind not in {"text", "choice"}:
        return None
    return Form("list", items.hint if items.choices else "several with commas", items.choices)


def _text_form(schema: Schema) -> Form:
    if schema.get("format") == "date":
        return Form("value", "a date such as 2026-12-04")
    return Form("text", " | ".join(schema["examples"]) if "examples" in schema else "")


def _number_form(schema: Schema) -> Form | None:
    """A number, or what may also be written as text with its unit."""
    if "anyOf" in schema:
        words = [" | ".join(way["enum"]) for way in schema["anyOf"] if "enum" in way]
        words += [HINTS[way["pattern"]] for way in schema["anyOf"] if way.get("pattern") in HINTS]
        kind = "share" if HINTS[SHARE_TEXT] in words else "value"
        return Form(kind, " or ".join(words))
    if schema.get("type") not in {"number", "integer"}:
        return None
    ends = [f"{schema[end]:g}" for end in ("minimum", "maximum") if end in schema]
    whole = "a whole number" if schema["type"] == "integer" else "a number"
    return Form("value", f"{whole} from {' to '.join(ends)}" if len(ends) > 1 else whole)


def _yes_or_no(text: str) -> bool:
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    raise QuantityError("yes or no")


def _choice(text: str, choices: tuple[str, ...]) -> str:
    """The word meant: whole, or begun so that only one fits."""
    word = _key(text)
    found = [choice for choice in choices if _key(choice) == word] or [
        choice for choice in choices if _key(choice).startswith(word)
    ]
    if len(found) != 1:
        raise QuantityError("one of " + ", ".join(choices))
    return found[0]


def _several(text: str, choices: tuple[str, ...]) -> list[str]:
    if not choices and text.strip().lower() in NOTHING:
        return []
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [_choice(part, choices) if choices else part for part in parts]


def _by_number(text: str, choices: tuple[str, ...]) -> str:
    numbered = {str(place): choice for place, choice in enumerate(choices, 1)}
    if text not in numbered:
        raise QuantityError(f"a number from 1 to {len(choices)}")
    return numbered[text]


def _rate(text: str) -> Any:
    """Pay for a year as it is, and for another period with the period."""
    match = _RATE.fullmatch(" ".join(text.split()))
    amount = match[1] if match else text
    period = PERIODS.get(match[2].lower(), match[2].lower()) if match else "year"
    if period == "year":
        parse_yearly_pay(_value(amount))
    return {"amount": _value(amount), "per": period} if match else _value(amount)


def _share(text: str) -> Any:
    """A share as written, or a part of a whole. `1` could be one percent or the whole."""
    if text == "1":
        raise QuantityError("a share that can be read in one way", "write 1% or 100%")
    match = _PART_OF.fullmatch(text)
    return _value(text) if match is None else _part(int(match[1]), int(match[2]))


def _part(part: int, whole: int) -> float:
    if not 0 < whole >= part:
        raise QuantityError("a part of a whole, such as 3 of 12")
    return part / whole


def _key(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _value(text: str) -> Any:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


_READERS: Mapping[str, Callable[[str, tuple[str, ...]], Any]] = {
    "yes_no": lambda text, _: _yes_or_no(text),
    "choice": _choice,
    "numbered": _by_number,
    "list": _several,
    "rate": lambda text, _: _rate(text),
    "share": lambda text, _: _share(text),
    "text": lambda text, _: text,
    "value": lambda text, _: _value(text),
}

"""Offer and candidate files as text: what is known with its question beside it, the rest commented out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from offercheck.candidate import Candidate
from offercheck.document import parse
from offercheck.fields import Model
from offercheck.interview.forms import Schema, form_of, plain_schema
from offercheck.interview.prompts import ask_of
from offercheck.offer import Offer
from offercheck.render.plain import printable
from offercheck.rules.wording import text_as_written

COMMENT_COLUMN = 40
HEADS = {
    "offer": "# A job offer. What is left out is unknown, and the report asks for it.",
    "candidate": "# The candidate: kept once, used for every offer beside it.",
}
MODELS: dict[str, type[Model]] = {"offer": Offer, "candidate": Candidate}
REQUIRED = {"company", "title"}
LEFT_OUT = {"candidate", "facts"}  # the candidate has a file of its own; facts are for experts


def document_text(name: str, data: dict[str, Any], open_entries: Sequence[str]) -> str:
    """The file of a document: its entries, and below them those whose answer is not known."""
    order = list(MODELS[name].model_fields)
    known = {key: data[key] for key in sorted(data, key=order.index)}
    lines = [HEADS[name], *_entries(name, known, 0)]
    unknown = [entry for entry in open_entries if entry.startswith(f"{name}.")]
    if unknown:
        lines += ["", "# Not known yet; write it above once you know:"]
        lines += [f"#   {entry.partition('.')[2]}: {ask_of(entry)}" for entry in unknown]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def blank_text(name: str) -> str:
    """The file of a document with every key, all but the required ones commented out."""
    schema = MODELS[name].model_json_schema()
    return "\n".join([HEADS[name], *_blank(name, schema, schema, 0)]) + "\n"


def _entries(path: str, data: dict[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, value in data.items():
        entry = f"{path}.{key}"
        if isinstance(value, dict) and form_of(entry) is None:
            yield f"{indent}{key}:"
            yield from _entries(entry, value, depth + 1)
            continue
        ask = ask_of(entry)
        line = f"{indent}{key}: {_flow(value)}"
        yield f"{line:<{COMMENT_COLUMN}}  # {ask}" if ask else line


def _flow(value: Any) -> str:
    """A value on one line, as the YAML library writes it; what could act in a terminal as its code."""
    text = _dumped(value, allow_unicode=True)
    if printable(text) != text:
        text = _dumped(value, allow_unicode=False)
    # The library quotes what YAML 1.1 takes for something else than text; our reader is of 1.2.
    if isinstance(value, str) and parse("a value", f"a: {text}".encode()).data != {"a": value}:
        return text_as_written(value)
    return text


def _dumped(value: Any, *, allow_unicode: bool) -> str:
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=allow_unicode, width=math.inf
    )
    return text.removesuffix("\n").removesuffix("...").removesuffix("\n")


def _blank(path: str, schema: Schema, root: Schema, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, inside in schema["properties"].items():
        if depth == 0 and key in LEFT_OUT:
            continue
        entry = f"{path}.{key}"
        found = plain_schema(inside, root)
        form = form_of(entry)
        sign = "" if key in REQUIRED else "# "
        if form is None and "properties" in found:
            yield f"{sign}{indent}{key}:"
            yield from _blank(entry, found, root, depth + 1)
            continue
        hint = form.hint if form else "see examples/tour"
        if form is not None and form.kind == "yes_no":
            hint = "true or false"  # yes and no have two meanings in YAML
        notes = [hint, inside.get("description", "")]
        line = f"{sign}{indent}{key}:"
        told = "; ".join(note for note in ("required" if not sign else "", *notes) if note)
        yield f"{line:<{COMMENT_COLUMN}}  # {told}" if told else line

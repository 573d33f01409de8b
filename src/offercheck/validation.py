"""From what Pydantic refuses to problems that a person can mend: position, expected, found."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from offercheck.problem import DataPath, InputError, Problem, closest, shorten
from offercheck.quantities import QuantityError

KEY = "[key]"
ModelT = TypeVar("ModelT", bound=BaseModel)


class Source(Protocol):
    """Data that knows where each entry is written: one document, or several laid over another."""

    @property
    def data(self) -> Any:
        """The data to validate."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What reading it met."""

    def problem(
        self,
        path: DataPath,
        *,
        expected: str,
        found: str,
        suggestion: str = "",
        at_key: bool = False,
    ) -> Problem:
        """Build the problem of the entry at a path."""


def validate(document: Source, model: type[ModelT], at: DataPath = ()) -> ModelT:
    """Build `model` from the data at the path `at`.

    Raises InputError with every problem of the document: those met in reading, and these.
    """
    data = value_at(document, at)
    problems = list(document.problems)
    unreadable = {problem.path for problem in problems}
    result: ModelT | None = None
    try:
        result = model.model_validate(data)
    except ValidationError as refusal:
        for error in refusal.errors(include_url=False):
            problem = _problem(document, model, at, data, error)
            if problem.path not in unreadable or error["input"] is not None:
                problems.append(problem)
    if problems or result is None:
        raise InputError(problems)
    return result


def value_at(document: Source, path: DataPath) -> Any:
    """The data at a path of the document. Raises KeyError or IndexError when it is not there."""
    return _inside(document.data, path)


def describe(value: Any) -> str:
    """Name a value in the user's words: `12`, `no`, a mapping, a list, nothing."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{shorten(str(value))}`"


def _problem(
    document: Source, model: type[BaseModel], at: DataPath, data: Any, error: Any
) -> Problem:
    loc, kind = tuple(map(_key, error["loc"])), error["type"]
    context = error.get("ctx", {})
    if kind == "missing":
        return document.problem(
            (*at, *loc), expected=f"the key `{loc[-1]}`", found="nothing", suggestion="add it"
        )
    inside = _path_in_file(data, loc)
    path = (*at, *inside)
    if kind == "invalid_key" or loc[-1:] == (KEY,):
        form = _expected(kind, context, error["msg"])
        expected = "a key that is text" if kind == "invalid_key" else f"a key that is {form}"
        found = f"`{inside[-1]}`" if inside else "something else"
        return document.problem(path, expected=expected, found=found, at_key=True)
    if kind == "extra_forbidden":
        return document.problem(
            path,
            expected="a key that is known here",
            found=f"`{shorten(str(loc[-1]))}`",
            suggestion=_known_key(model, loc),
            at_key=True,
        )
    cause = context.get("error")
    if isinstance(cause, QuantityError):
        expected, suggestion = cause.expected, cause.suggestion
    else:
        expected, suggestion = _expected(kind, context, error["msg"]), ""
    if kind == "literal_error" and isinstance(error["input"], str):
        suggestion = closest(error["input"], expected.split("`")[1::2])
    # What stands in the file, which a field may have been read from in several steps.
    found = _inside(data, inside)
    if kind in {"list_type", "model_type", "model_attributes_type"} and loc:
        suggestion = _in_form(kind, _model_at(model, loc), found)
    return document.problem(path, expected=expected, found=describe(found), suggestion=suggestion)


def _inside(data: Any, path: DataPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _key(part: Any) -> Any:
    """A part of Pydantic's location, which has a decimal number that is a key as Python shows it."""
    if isinstance(part, str) and part.startswith("Decimal('"):
        with suppress(InvalidOperation):
            return Decimal(part.removeprefix("Decimal('").removesuffix("')"))
    return part


def _path_in_file(data: Any, loc: tuple[Any, ...]) -> DataPath:
    """The part of Pydantic's location that is in the file; its own tags are left out."""
    path: list[Any] = []
    for part in loc:
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data = data[part]
        elif isinstance(data, dict) and not isinstance(part, int):
            continue
        else:
            break
        path.append(part)
    return tuple(path)


def _known_key(model: type[BaseModel], loc: tuple[Any, ...]) -> str:
    """Where an unknown key belongs, else the nearest key that is known where it stands, else all."""
    word, known = str(loc[-1]), list((_model_at(model, loc[:-1]) or model).model_fields)
    homes = _homes(model).get(word)
    if homes:
        return "it belongs " + ", or ".join(homes)
    return closest(word, known) or "one of: " + ", ".join(known)


@cache
def _homes(model: type[BaseModel]) -> Mapping[str, Sequence[str]]:
    """In words, where each key of a model and of the models in it belongs."""
    homes: dict[str, list[str]] = {}
    for path in _paths(model):
        homes.setdefault(path.rpartition(".")[2], []).append(_home(path))
    return homes


def _home(path: str) -> str:
    above = path.rpartition(".")[0]
    return f"under `{above}`: `{path}`" if above else "at the top level, not under another key"


def _paths(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key of a model and of the models in it, as `pay.base` or `history[0].months`."""
    for name, field in model.model_fields.items():
        yield above + name
        inner = _model_in(field.annotation)
        if inner is not None and not _allows(dict, field.annotation):
            item = "[0]" if _allows(list, field.annotation) else ""
            yield from _paths(inner, f"{above}{name}{item}.")


def _in_form(kind: str, model: type[BaseModel] | None, found: Any) -> str:
    """How to write a list or a mapping where something else stands."""
    inner = "" if isinstance(found, (dict, list)) or found is None else shorten(str(found))
    if model is not None:
        fields = model.model_fields
        keys = [name for name, field in fields.items() if field.is_required()] or list(fields)[:1]
        inner = "{" + ", ".join(f"{key}: ..." for key in keys) + "}"
    if not inner:
        return ""
    return f"write it as `[{inner}]`" if kind == "list_type" else f"write it as `{inner}`"


def _model_at(model: type[BaseModel], loc: tuple[Any, ...]) -> type[BaseModel] | None:
    """The model of what stands at a location, with list indices and mapping keys skipped."""
    current: type[BaseModel] | None = model
    for part in loc:
        field = current.model_fields.get(str(part)) if current is not None else None
        if field is not None:
            current = _model_in(field.annotation)
    return current


def _allows(kind: type, annotation: Any) -> bool:
    """Whether an annotation is, or allows for, a list or a mapping."""
    parts = typing.get_args(annotation)
    return typing.get_origin(annotation) is kind or any(_allows(kind, part) for part in parts)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model inside an annotation such as `list[Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in typing.get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _expected(kind: str, context: dict[str, Any], message: str) -> str:
    words = {
        "string_type": "text",
        "bool_type": "`true` or `false`",
        "list_type": "a list",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "float_type": "a number",
        "int_type": "a whole number",
        "string_too_short": "text that is not empty",
        "too_short": "at least one entry",
        "too_long": f"at most {context.get('max_length')} entries",
        "string_too_long": "a shorter text",
    }
    if kind in words:
        return words[kind]
    if kind == "literal_error":
        return "one of " + str(context["expected"]).replace("'", "`")
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
    for bound, phrase in (
        ("ge", "at least"),
        ("gt", "more than"),
        ("le", "at most"),
        ("lt", "less than"),
    ):
        if bound in context:
            return f"a value of {phrase} {context[bound]:g}"
    return message[:1].lower() + message[1:]


_PATTERNS = {
    "^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens, such as `pay-lagger`",
    "^[a-z][a-z_]*$": "small letters and `_`, such as `pay`",
    "^[A-Z]{3}$": "a currency code such as USD",
    "^[0-9]{2}-[0-9]{4}$": "a SOC 2018 code such as 15-1252",
    "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$": "a month such as 2026-05, or a day",
}

"""The JSON Schemas of the documents, made from the models that read and write them."""

from __future__ import annotations

import functools
import operator
import typing
from typing import Any

from pydantic import TypeAdapter, create_model

from offercheck.candidate import Candidate
from offercheck.fields import Model
from offercheck.offer import Offer
from offercheck.report import Comparison, Report
from offercheck.results import CounterReport, Failure, Result, Summary
from offercheck.rules.schema import rules_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, Any] = {
    "offer": Offer,
    "candidate": Candidate,
    "result": Report,
    "counter": CounterReport,
    "comparison": Comparison,
    "batch": Result | Failure,
    "summary": Summary,
}


def schema_of(document: str) -> dict[str, Any]:
    """The schema of a document by its name. Raises KeyError for another name."""
    if document == "rules":
        return {"$schema": DIALECT, **rules_schema()}
    schema = TypeAdapter(_mapped(_MODELS[document])).json_schema()
    return {"$schema": DIALECT, **schema}


def _mapped(kind: Any) -> Any:
    """A type with every named tuple in it as the mapping that JSON shows it as."""
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        fields = {name: (_mapped(hint), ...) for name, hint in typing.get_type_hints(kind).items()}
        return create_model(kind.__name__, __base__=Model, __doc__=kind.__doc__, **fields)  # type: ignore[call-overload]
    parts = typing.get_args(kind)
    if not parts or typing.get_origin(kind) is typing.Literal:
        return kind
    if typing.get_origin(kind) is dict:
        return dict[parts[0], _mapped(parts[1])]  # type: ignore[misc,valid-type]
    if typing.get_origin(kind) in {list, tuple}:
        return list[_mapped(parts[0])]  # type: ignore[misc]
    return functools.reduce(operator.or_, (_mapped(part) for part in parts))

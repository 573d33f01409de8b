"""A rule file as a whole, and the models that read it and what is in it.

The models are made from the named tuples that an evaluation runs on, so that each field is written
once. They take time to make, and rules that are unpacked need none.
"""

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from pydantic import Field, create_model, model_validator

from offercheck.facts.assumptions import Assumptions, WordRange, typical_lies_inside
from offercheck.fields import Model, Text
from offercheck.quantities import QuantityError
from offercheck.rules.model import (
    DimensionEntry,
    DimensionName,
    Id,
    PatternEntry,
    RowEntry,
    RuleEntry,
    ScoreEntry,
    SealEntry,
)

EntryT = TypeVar("EntryT", bound=tuple[Any, ...])


class RuleFile(NamedTuple):
    """A rule file after `extends` has been followed."""

    version: Annotated[int, Field(ge=1, le=1)]
    extends: Text | None
    assumptions: Assumptions
    dimensions: dict[DimensionName, DimensionEntry]
    scores: dict[Id, ScoreEntry]
    rules: dict[Id, RuleEntry]
    patterns: Annotated[dict[Text, PatternEntry], Field(default_factory=dict)]
    verdicts: Annotated[list[RowEntry], Field(min_length=1)]
    sealed: SealEntry | None


def read_entry(kind: type[EntryT], data: Any) -> EntryT:
    """The named tuple that a mapping of a file is read as. Raises Pydantic's ValidationError."""
    return cast("EntryT", model_of(kind).model_validate(data))


@cache
def model_of(kind: Any) -> type[Model]:
    """The model that reads a mapping as a named tuple. What may be None may be left out."""

    def made(read: Model) -> Any:
        entry = kind(**dict(read))
        if isinstance(entry, WordRange) and not typical_lies_inside(entry):
            raise QuantityError("a range with the typical figure inside it")
        return entry

    hints, defaults = kind.__annotations__, kind._field_defaults
    optional = {name: None for name, hint in hints.items() if NoneType in get_args(hint)}
    fields: dict[str, Any] = {name: _as_read(hint) for name, hint in hints.items()}
    fields |= {name: (fields[name], value) for name, value in (optional | defaults).items()}
    reading: Any = {"made": model_validator(mode="after")(made)}
    return create_model(
        kind.__name__, __base__=Model, __doc__=kind.__doc__, __validators__=reading, **fields
    )


def _as_read(hint: Any) -> Any:
    """A hint with the model of each named tuple in its place."""
    if isinstance(hint, type) and issubclass(hint, tuple):
        return model_of(hint)
    origin, parts = get_origin(hint), tuple(map(_as_read, get_args(hint)))
    if origin is UnionType:
        return Union[parts]  # noqa: UP007 - of parts that are known only here
    return origin[parts] if origin in {dict, list, Annotated} else hint

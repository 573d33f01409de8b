"""Every value of a resolved rule file with the place where it was written."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from offercheck.problem import DataPath, Position, dotted
from offercheck.rules.layers import Layers


class Origin(NamedTuple):
    """One value of the resolved file: its path, and where it is written."""

    path: str
    value: Any
    position: Position


def origins(layers: Layers) -> Iterator[Origin]:
    """Every value that is no mapping, and no list of mappings, in the order of the resolved file."""
    for path, value in _leaves((), layers.data):
        yield Origin(dotted(path), _plain(value), layers.locate(path))


def _leaves(path: DataPath, value: Any) -> Iterator[tuple[DataPath, Any]]:
    if isinstance(value, dict) and value:
        for key, inside in value.items():
            yield from _leaves((*path, key), inside)
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        for index, inside in enumerate(value):
            yield from _leaves((*path, index), inside)
    else:
        yield path, value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value

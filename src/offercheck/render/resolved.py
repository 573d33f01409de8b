"""A resolved rule file as YAML that can be loaded again, each value with its file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from offercheck.problem import DataPath
from offercheck.render.json_text import to_json
from offercheck.render.plain import printable
from offercheck.rules.layers import Layers
from offercheck.rules.origins import origins

INDENT = "  "
# Words that a reader of YAML takes for something else than text.
NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*|[0-9]+(?:\.[0-9]+)?%")


def render_resolved(layers: Layers) -> str:
    """The resolved rules, as they are in force."""
    name = printable(layers.name)
    head = [f"# {name}, resolved. Behind each value stands the file and line it comes from."]
    return "\n".join([*head, *_mapping(layers, (), layers.data, 0)]) + "\n"


def render_origins_json(layers: Layers) -> str:
    """Every value with its path, file, line and column."""
    return to_json(
        {
            "file": layers.name,
            "values": [
                {
                    "path": item.path,
                    "value": item.value,
                    "file": item.position.file,
                    "line": item.position.line,
                    "column": item.position.column,
                }
                for item in origins(layers)
            ],
        }
    )


def _mapping(layers: Layers, path: DataPath, data: dict[Any, Any], depth: int) -> Iterator[str]:
    for key, value in data.items():
        here = (*path, key)
        yield from _entry(layers, here, f"{INDENT * depth}{_key(key)}:", value, depth)


def _entry(layers: Layers, path: DataPath, start: str, value: Any, depth: int) -> Iterator[str]:
    """A key, or the dash of a list, with its value on the same line or below it."""
    if isinstance(value, dict) and value:
        yield start
        yield from _mapping(layers, path, value, depth + 1)
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        yield start
        for index, item in enumerate(value):
            yield from _item(layers, (*path, index), item, depth + 1)
    else:
        yield f"{start} {_scalar(value)}  # {_place(layers, path)}"


def _item(layers: Layers, path: DataPath, value: Any, depth: int) -> Iterator[str]:
    lines = list(_entry(layers, path, "", value, depth))
    first = lines[0].strip() or lines.pop(1).strip()
    yield f"{INDENT * depth}- {first}"
    yield from lines[1:]


def _place(layers: Layers, path: DataPath) -> str:
    position = layers.locate(path)
    return f"{printable(position.file)}:{position.line}"


def _key(key: Any) -> str:
    text = str(key)
    return text if _PLAIN.fullmatch(text) or not isinstance(key, str) else _quoted(text)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{}"
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in NOT_TEXT
    return value if plain else _quoted(value)


def _quoted(text: str) -> str:
    """Text in double quotes, in ASCII, with the escapes of YAML."""
    return _PAIR.sub(_joined, json.dumps(text))


def _joined(pair: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, YAML as one."""
    character = json.loads(f'"{pair.group()}"')
    return f"\\U{ord(character):08X}"

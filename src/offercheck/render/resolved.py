"""A resolved rule file as YAML that can be loaded again, each value with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from offercheck.problem import DataPath
from offercheck.render.json_text import to_json
from offercheck.render.plain import printable
from offercheck.rules.layers import DEFAULT, Layers
from offercheck.rules.loading import packaged_rules
from offercheck.rules.origins import origins
from offercheck.rules.wording import text_as_written

INDENT = 2
WIDTH = 96  # of what stands before the origin
ORIGIN_COLUMN = 60
# Words that a reader of YAML takes for something else than text.
NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*|[-+]?[0-9]+(?:\.[0-9]+)?%")
_FOLDS = re.compile(r"(?<! ) (?! )")


def render_resolved(layers: Layers) -> str:
    """The resolved rules, as they are in force; values of one line of a file stand on one line."""
    lines = list(_lines(layers, (), layers.data, 0))
    head = [f"# {printable(layers.name)}, resolved. Behind each value stands its file and line."]
    if any(line.origin.startswith(f"{DEFAULT}:") for line in lines):
        head.append(f"# {DEFAULT} is {printable(packaged_rules())}")
    return "\n".join([*head, *(_printed(line) for line in lines)]) + "\n"


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


class _Line(NamedTuple):
    """A line of YAML, and where all the values on it are written, if there are any."""

    text: str
    origin: str = ""


def _printed(line: _Line) -> str:
    return f"{line.text:<{ORIGIN_COLUMN}}  # {line.origin}" if line.origin else line.text


def _lines(layers: Layers, path: DataPath, value: Any, indent: int) -> Iterator[_Line]:
    """The entries of a mapping or list."""
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
        start = " " * indent + (f"{_key(key)}:" if isinstance(value, dict) else "-")
        yield from _entry(layers, (*path, key), start, inside, indent + INDENT)


def _entry(layers: Layers, path: DataPath, start: str, value: Any, indent: int) -> Iterator[_Line]:
    """A key, or the dash of a list, with its value on the same line or below it."""
    written = dict.fromkeys(_origins(layers, path, value))
    text = f"{start} {_flow(value)}"
    holds_others = isinstance(value, (dict, list)) and bool(value)
    if len(written) == 1 and (len(text) <= WIDTH or not holds_others):
        *before, last = _folded(start, value, indent) if isinstance(value, str) else [text]
        yield from (_Line(line) for line in before)
        yield _Line(last, *written)
        return
    below = list(_lines(layers, path, value, indent))
    if start.endswith("-"):
        yield below[0]._replace(text=f"{start} {below[0].text.lstrip()}")
        below = below[1:]
    else:
        yield _Line(start)
    yield from below


def _origins(layers: Layers, path: DataPath, value: Any) -> Iterator[str]:
    """Where the values within a value are written."""
    if not isinstance(value, (dict, list)) or not value:
        position = layers.locate(path)
        packaged = position.file == packaged_rules()
        yield f"{DEFAULT if packaged else printable(position.file)}:{position.line}"
        return
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _origins(layers, (*path, key), inside)


def _folded(start: str, text: str, indent: int) -> Iterator[str]:
    """A text over as many lines as it takes; readers put one space where a line ends."""
    line = start
    for word in _FOLDS.split(_scalar(text)):
        if line != start and len(line) + 1 + len(word) > WIDTH:
            yield line
            line = " " * indent + word
        else:
            line = f"{line} {word}"
    yield line


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(key)}: {_flow(inside)}' for key, inside in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(inside) for inside in value)}]"
    return _scalar(value)


def _key(key: Any) -> str:
    text = str(key)
    return text if _PLAIN.fullmatch(text) or not isinstance(key, str) else text_as_written(text)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in NOT_TEXT
    return value if plain else text_as_written(value)

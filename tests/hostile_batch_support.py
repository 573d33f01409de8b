"""Lines, folders, arguments and states meant to hurt a batch, by what they try."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

from hostile_inputs_support import NOT_TEXT, OFFERS, RAW
from hostile_report_support import HOSTILE

STATE = "out.jsonl.resume"
HEAD = b'{"company": "Acme", "title": "Nurse"'


def _line(name: str, value: bytes) -> bytes:
    """An offer with one more key."""
    return HEAD + b', "%s": %s}' % (name.encode(), value)


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


LINES: dict[str, bytes] = {
    "longer than an offer may be": _line("notes", b'"' + b"x" * 3_000_000 + b'"'),
    "lists nested thousands deep": b"[" * 100_000,
    "closed lists nested thousands deep": _line("tags", b"[" * 5000 + b"]" * 5000),
    "mappings nested thousands deep": b'{"a":' * 100_000,
    "a million commas": _line("tags", b"[" + b"," * 900_000 + b"]"),
    "a million items": _line("tags", b"[" + b"1," * 450_000 + b"1]"),
    "a hundred thousand keys": HEAD
    + b"".join(b', "k%d": 1' % number for number in range(70_000))
    + b"}",
    "a number of thousands of digits": _line("commute_minutes", b"1" * 9000),
    "a number of a million digits": _line("commute_minutes", b"1" * 900_000),
    "a fraction of a million digits": _line("commute_minutes", b"0." + b"1" * 900_000),
    "an exponent without end": _line("commute_minutes", b"1e" + b"9" * 9000),
    "a number that is no double": _line("commute_minutes", b"1e400"),
    "an id of thousands of digits": _line("id", b"9" * 5000),
    "not a number": _line("commute_minutes", b"NaN"),
    "not a number in a text before": b'{"company": "NaN Inc", "title": "x", "pay": {"base": NaN}}',
    "infinity": _line("pay", b'{"base": -Infinity}'),
    "half a surrogate pair": _line("notes", b'"\\ud800"'),
    "half a surrogate pair in a key": _line("\\udfff", b"1"),
    "half a surrogate pair as the id": _line("id", b'"\\udc00"'),
    "a surrogate in bytes": _line("notes", b'"\xed\xa0\x80"'),
    "equal keys": b'{"company": "a", "company": "b", "title": "c"}',
    "equal keys below": _line("pay", b'{"base": 1, "base": 90000}'),
    "an id twice": b'{"id": 1, "id": 2, "company": "a", "title": "b"}',
    "a null byte": _line("notes", b'"\0"'),
    "a written null": _line("notes", b'"\\u0000"'),
    "null bytes alone": b"\0" * 1000,
    "text in UTF-16": HEAD.decode().encode("utf-16"),
    "text in Latin-1": _line("notes", b'"Caf\xe9"'),
    "two encodings on a line": _line("notes", '"Caf\u00e9 '.encode() + b'\xe9"'),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD + b"}",
    "two objects": HEAD + b"}" + HEAD + b"}",
    "a list": b"[1]",
    "a text": b'"offer"',
    "a number": b"1",
    "nothing": b"null",
    "an empty object": b"{}",
    "YAML": b"company: Acme, title: Nurse",
    "a comment": HEAD + b"} # comment",
    "a line end within": HEAD + b"}\x0c",
    "a carriage return within": HEAD + b',\r"notes": "x"}',
    "a separator of lines within": _line("notes", '"a\u2028b\u0085c"'.encode()),
    "an id of null": _line("id", b"null"),
    "an id of true": _line("id", b"true"),
    "an id of a fraction": _line("id", b"1.5"),
    "an id of a list": _line("id", b"[" * 50 + b"]" * 50),
    "an id of a mapping": _line("id", b'{"a": 1}'),
    "an id of no letters": _line("id", b'""'),
    "an id too long": _line("id", b'"' + b"x" * 100_000 + b'"'),
    "a negative id": _line("id", b"-9223372036854775809"),
    "a key of a million letters": _line("x" * 900_000, b"1"),
    "a key that is empty": _line("", b"1"),
    "a key that is a path": _line("pay.base", b"90000"),
    "a key that Python knows": _line("__class__", b"{}"),
    "thousands of waivers": _line(
        "candidate",
        b'{"waive": [' + b'{"rule": "posting-ag", "reason": "x"},' * 20_000 + b"{}]}",
    ),
    "thousands of facts": _line(
        "facts", b"{" + b",".join(b'"pay.bas%d": 1' % n for n in range(30_000)) + b"}"
    ),
    **{
        f"texts with {name}": json.dumps(dict.fromkeys(("company", "title", "id"), text)).encode()
        for name, text in HOSTILE.items()
    },
    **{
        f"an offer with {name}": _raw(text).replace(b"\n", b" ")
        for name, text in OFFERS.items()
        if _raw(text).strip() and len(_raw(text)) < 200_000
    },
}
ARGUMENTS: dict[str, list[str]] = {
    "an input with escapes": [RAW],
    "an input that is no text": [NOT_TEXT],
    "an input too long": ["x" * 100_000],
    "a pattern too long": ["[" * 100_000],
    "a pattern too deep": ["*/" * 1500],
    "a line without end": ["/dev/zero"],
    "fields with escapes": ["in.jsonl", "--compact", f"id,{RAW}"],
    "fields that are no text": ["in.jsonl", "--compact", NOT_TEXT],
    "no fields": ["in.jsonl", "--compact", ""],
    "fields too many": ["in.jsonl", "--compact", "id," * 40_000],
    "a candidate without end": ["in.jsonl", "--candidate", "/dev/zero"],
    "a candidate that is no text": ["in.jsonl", "--candidate", NOT_TEXT],
    "rules without end": ["in.jsonl", "--rules", "/dev/zero"],
    "an output with escapes": ["in.jsonl", "-o", f"gone{RAW}/out"],
    "an output that is no text": ["in.jsonl", "-o", f"gone{NOT_TEXT}/out"],
    "an output too long": ["in.jsonl", "-o", "x" * 100_000],
    "an output that is empty": ["in.jsonl", "-o", ""],
    "errors in a folder that is not there": ["in.jsonl", "-o", "out", "--errors", "gone/errors"],
    "more processes than there can be": ["in.jsonl", "--jobs", "1" * 5000],
    "a scheduler with escapes": ["in.jsonl", "--scheduler", RAW],
    "a day with escapes": ["in.jsonl", "--as-of", RAW],
}
_STATE: dict[str, Any] = {
    "version": 1,
    "settings": {"rule file": "x"},
    "items": 3,
    "digest": "0" * 64,
    "lengths": [5],
    "counts": [["offers", "judged", 3]],
    "whole": False,
}


def _state(**changed: Any) -> bytes:
    return json.dumps(_STATE | changed).encode()


STATES: dict[str, bytes] = {
    "nothing": b"",
    "no text": b"\xff\xfe\0",
    "nested thousands deep": b"[" * 100_000,
    "nested thousands deep inside": _state(counts=0).replace(b"0", b"[" * 9000 + b"]" * 9000),
    "megabytes": _state(digest="x" * 11_000_000),
    "a number of thousands of digits": _state().replace(b": 3", b": " + b"9" * 5000),
    "another version": _state(version=2),
    "a version as text": _state(version="1"),
    "a version that is true": _state(version=True),
    "items as text": _state(items="3"),
    "items as a fraction": _state(items=3.5),
    "items below nothing": _state(items=-1),
    "items beyond measure": _state(items=10**30),
    "not a number of items": _state(items=float("nan")),
    "a length below nothing": _state(lengths=[-1]),
    "a length beyond measure": _state(lengths=[2**63]),
    "lengths as a mapping": _state(lengths={"0": 1}),
    "lengths as text": _state(lengths="12"),
    "settings as a list": _state(settings=["x"]),
    "settings of numbers": _state(settings={"rule file": 1}),
    "counts of two": _state(counts=[["offers", 3]]),
    "counts of four": _state(counts=[["offers", "judged", 3, 4]]),
    "counts as text": _state(counts=["abc"]),
    "counts below nothing": _state(counts=[["offers", "judged", -3]]),
    "counts of nothing": _state(counts=[[None, None, None]]),
    "scores that are no number": _state(counts=[["score overall", "x", 1]]),
    "whole as text": _state(whole="yes"),
    "a key too many": _state(more=1),
    "a key too few": b'{"version": 1}',
}
UNFINISHED: dict[str, dict[str, Any]] = {
    "of another run": _STATE,
    "without settings": _STATE | {"settings": {}},
    "longer than the file": _STATE | {"lengths": [10**9]},
    "for two files": _STATE | {"lengths": [1, 1]},
    "for none": _STATE | {"lengths": []},
    "with a day that is none": _STATE | {"settings": {"day of the evaluation": RAW}},
}


def strange_folder(place: Path) -> Path:
    """A folder in which nearly every entry that looks like an offer is something else."""
    offer = "company: Acme\ntitle: Nurse\n"
    place.mkdir()
    (place / "good.yaml").write_text(offer)
    (place / "=1+1.yaml").write_text(offer)
    (place / "line\nbreak.yaml").write_text(offer)
    (place / os.fsdecode(b"\xff\x1b[31m.yaml")).write_text(offer)
    (place / "folder.yaml").mkdir()
    (place / "gone.yaml").symlink_to("nowhere")
    (place / "loop.yaml").symlink_to("loop.yaml")
    (place / "endless.yaml").symlink_to("/dev/zero")
    (place / "empty.yaml").touch()
    os.mkfifo(place / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(place / "socket.yaml"))
    with (place / "huge.yaml").open("wb") as stream:
        stream.truncate(10**12)
    return place

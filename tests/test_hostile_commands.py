"""Hostile files met by every other command that reads: each ends in a clear message, within bounds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hostile_inputs_support import CANDIDATES, LONG, NOT_TEXT, OFFER, OFFERS, RULE_FILES, RULES
from hostile_support import Hostile, complaints, run

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="memory is bounded and measured the way of Linux"
)

TOO_LONG = "x" * 300
TESTS = "version: 1\nas_of: 2026-12-01\ntests:\n"
EXPECT = "expect: {verdict: accept}"
GOAL = b"goal: {dealbreakers: [tobacco]}\n"
SEALED = "date: 2026-01-01, digest: x"


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _offer(name: str) -> dict[str, bytes]:
    return {"offer.yaml": OFFER.encode(), "other.yaml": _raw(OFFERS[name])}


def _tests(text: str) -> Hostile:
    files = {"tests.yaml": text.encode(), "offer.yaml": OFFER.encode()}
    return Hostile(["rules", "test", "tests.yaml"], files)


def _sealed(text: str) -> Hostile:
    """An evaluation whose candidate has a seal beside it."""
    files = {"offer.yaml": OFFER.encode(), "candidate.yaml": GOAL}
    return Hostile(
        ["evaluate", "offer.yaml", "--explain"], {**files, "candidate.seal.yaml": text.encode()}
    )


def _seal_of(rules: str, candidate: bytes = GOAL) -> Hostile:
    files = {"rules.yaml": rules.encode(), "candidate.yaml": candidate}
    return Hostile(["rules", "seal", "--rules", "rules.yaml"], files)


def _checked(name: str) -> Hostile:
    return Hostile(["rules", "check", "rules.yaml"], {"rules.yaml": RULE_FILES[name].encode()})


CASES = {
    **{
        f"compare: {name}": Hostile(["compare", "offer.yaml", "other.yaml"], _offer(name))
        for name in (
            "lists that alias lists",
            "thousands of unknown keys",
            "escapes in wrong values",
            "the largest and smallest amounts",
        )
    },
    "compare: an offer a thousand times": Hostile(
        ["compare", *["offer.yaml"] * 40], _offer("nothing")
    ),
    **{
        f"counter: {name}": Hostile(["counter", "other.yaml"], _offer(name))
        for name in ("a list that contains itself", "market figures of the year 1", "equal keys")
    },
    **{
        f"check: {name}": _checked(name)
        for name in (
            "thousands of rules",
            "thousands of values that are none",
            "conditions nested deep",
            "sections of the wrong kind",
            "escapes in every sentence",
        )
    },
    "test: lists that alias lists": _tests(_raw(OFFERS["lists that alias lists"]).decode()),
    "test: thousands of tests of one name": _tests(
        TESTS + f"- {{name: a, {EXPECT}}}\n" * 15_000,
    ),
    "test: thousands of rules that are none": _tests(
        f"{TESTS}- {{name: a, expect: {{rules: {{"
        + ", ".join(f"pay-lagge{number}: fired" for number in range(20_000))
        + "}}}\n"
    ),
    "test: thousands of changes": _tests(
        f"{TESTS}- {{name: a, {EXPECT}, set: {{"
        + ", ".join(f"pay.p{number}: 1" for number in range(9000))
        + "}}\n"
    ),
    "test: an offer without end": _tests(f"{TESTS}- {{name: a, offer: /dev/zero, {EXPECT}}}\n"),
    "test: an offer of no path": _tests(f'{TESTS}- {{name: a, offer: "a\\0b", {EXPECT}}}\n'),
    "test: an offer of a path too long": _tests(
        f"{TESTS}- {{name: a, offer: {TOO_LONG}, {EXPECT}}}\n"
    ),
    "test: rules of a path too long": _tests(
        f"rules: {TOO_LONG}\n{TESTS}- {{name: a, {EXPECT}}}\n"
    ),
    "test: a change nested deep": _tests(
        f"{TESTS}- {{name: a, set: {{{'a.' * 20_000}a: 1}}, {EXPECT}}}\n"
    ),
    "seal beside: lists that alias lists": _sealed(RULE_FILES["lists that alias lists"]),
    "seal beside: no seal": _sealed(RULES),
    "seal beside: the first day": _sealed(f"{RULES}sealed: {{date: 0001-01-01, digest: x}}\n"),
    "seal beside: a floor beyond measure": _sealed(
        f"{RULES}sealed: {{{SEALED}, pay_floor: 1e30, currency: XXX}}\n"
    ),
    "seal beside: escapes and a rule that is none": _sealed(
        f'{RULES}sealed: {{{SEALED}, dealbreakers: ["\\e[31m[red]x"],'
        ' waive: [{rule: "\\e]0;t\\a", reason: x}]}\n'
    ),
    "seal beside: long lines": _sealed(f"{RULES}sealed: {{{SEALED}, dealbreakers: [{LONG}]}}\n"),
    "seal beside: of the wrong kind": _sealed(f"{RULES}sealed: [1, 2]\n"),
    "seal: rules that alias lists": _seal_of(RULE_FILES["lists that alias lists"]),
    "seal: fifty long roles": _seal_of(RULES, CANDIDATES["fifty long roles"].encode()),
    "seal: escapes": _seal_of(RULES, CANDIDATES["escapes in every text"].encode()),
    "change: lists nested deep": Hostile(
        ["evaluate", "offer.yaml", "--set", "tags=" + "[" * 50_000], _offer("nothing")
    ),
    "change: many": Hostile(
        ["evaluate", "offer.yaml", *["--set", "pay.base=1"] * 2000], _offer("nothing")
    ),
    "change: of the candidate, which is none": Hostile(
        ["evaluate", "offer.yaml", "--set", "candidate=[1]"], _offer("nothing")
    ),
    "change: of an item": Hostile(
        ["evaluate", "offer.yaml", "--set", "tags.0=x"], _offer("nothing")
    ),
    "change: that is no text, of a new offer": Hostile(
        ["counter", "offer.yaml", "--set", f"notes={NOT_TEXT}"], _offer("nothing")
    ),
    **{
        f"a folder of a name too long: {command}": Hostile(
            [command, "offer.yaml", f"{TOO_LONG}/offer.yaml"][:: 1 if command == "compare" else 2],
            _offer("nothing"),
        )
        for command in ("evaluate", "compare", "counter")
    },
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_every_command_in_a_clear_message(name: str, tmp_path: Path) -> None:
    assert complaints(run(CASES[name], tmp_path)) == []


@pytest.mark.parametrize("name", ["pipe.yaml", "/dev/tty", "/dev/stdin", "."])
def test_rules_wait_for_nothing_that_they_extend(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "rules.yaml").write_text(f"extends: {name}\n")
    ended = run(Hostile(["rules", "check", str(tmp_path / "rules.yaml")]), tmp_path)
    assert (complaints(ended), ended.code) == ([], 2)


def test_a_seal_takes_the_place_of_no_file(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "candidate.yaml").write_bytes(GOAL)
    (tmp_path / "candidate.seal.yaml").symlink_to(precious)
    arguments = ["rules", "seal", "--candidate", str(tmp_path / "candidate.yaml")]
    ended = run(Hostile(arguments), tmp_path)
    assert (complaints(ended), ended.code) == ([], 2)
    assert precious.read_text() == "precious"

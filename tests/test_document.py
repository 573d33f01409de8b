from __future__ import annotations

import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from document_support import NAME, only_problem, parsed, place, problems_in
from offercheck.document import parse, read
from offercheck.problem import InputError, Position, closest, dotted


# The core schema of YAML 1.2.2, chapter 10.3, with decimal fractions kept exact.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+12", 12),
        ("09", 9),
        ("1.50", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e3", Decimal(1000)),
        ("-2.5E-2", Decimal("-0.025")),
        ("text", "text"),
        ("yes please", "yes please"),
        ("2026-12-04", "2026-12-04"),
        ("118_000", "118_000"),
        ("10%", "10%"),
        ("1.2.3", "1.2.3"),
        ("NaN", "NaN"),
        ('"no"', "no"),
        ("'9:30'", "9:30"),
        ('"010"', "010"),
        ('"null"', "null"),
        ("! 12", "12"),
        ("|-\n  9:30", "9:30"),
        ('"\\e[31m"', "\x1b[31m"),
    ],
)
def test_a_scalar_is_read_by_the_rules_of_yaml_1_2(text: str, value: object) -> None:
    found = parsed(f"key: {text}\n").data["key"]
    assert (type(found), found) == (type(value), value)


@given(st.floats(min_value=1e-25, max_value=1e25))
def test_a_written_number_keeps_its_value(number: float) -> None:
    assert float(parsed(f"key: {number!r}").data["key"]) == number


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("no", "false"),
        ("No", "false"),
        ("n", "false"),
        ("off", "false"),
        ("yes", "true"),
        ("YES", "true"),
        ("y", "true"),
        ("on", "true"),
        ("9:30", '"9:30"'),
        ("1:02:03", '"1:02:03"'),
        ("010", '"010"'),
        ("0x1F", '"0x1F"'),
        ("0o17", '"0o17"'),
        ("0b11", '"0b11"'),
        (".nan", ""),
        (".inf", ""),
        ("-.INF", ""),
        ("1e400", ""),
        ("1e-400", ""),
        ("1e999999999999", ""),
        ("9" * 41, ""),
    ],
)
def test_a_word_that_readers_of_yaml_disagree_on_is_refused(text: str, suggested: str) -> None:
    problem = only_problem(f"a: 1\nlist: [x, {text}]\n")
    assert (place(problem), problem.path) == ((2, 11), "list[1]")
    assert problem.found == f"`{text}`"
    assert suggested in problem.suggestion


def test_a_refused_word_is_not_read_as_a_value() -> None:
    document = parse(NAME, b"a: no\nb: 1\n")
    assert document.data == {"a": None, "b": 1}


def test_a_word_that_the_document_defines_is_text() -> None:
    document = parse(NAME, b"rule: off\n", plain_words=frozenset({"off"}))
    assert (document.data, document.problems) == ({"rule": "off"}, ())


def test_all_words_refused_in_one_file_are_reported() -> None:
    found = problems_in("a: no\nb: 1\nb: 2\nc: [9:30]\nd: .nan\n")
    assert [place(problem) for problem in found] == [(1, 4), (3, 1), (4, 5), (5, 4)]


def test_a_word_that_the_document_defines_is_told_where_it_is_written_another_way() -> None:
    (problem,) = parse(NAME, b"rule: OFF\n", plain_words=frozenset({"off"})).problems
    assert problem.suggestion == 'write off, or "OFF" if it is text'


def test_a_key_that_is_refused_is_told_once() -> None:
    (problem,) = problems_in("a: {yes: 1}\n")
    assert problem.expected == "a word with one meaning"


def test_a_key_that_stands_twice_on_one_line_is_told_without_a_line() -> None:
    (problem,) = problems_in('{"a": 1, "a": 2}')
    assert problem.suggestion == "it stands earlier on this line already"


POSITIONS = """\
company: Ärger & Söhne
pay:
  base: 118000
tags: [a, "b,c", {d: e}]
list:
  - one
  -   key: two
"ü": last
"""


# Lines and columns counted by hand in the text above.
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("company",), (1, 1), (1, 10)),
        (("pay",), (2, 1), (3, 3)),
        (("pay", "base"), (3, 3), (3, 9)),
        (("tags", 0), (4, 8), (4, 8)),
        (("tags", 1), (4, 11), (4, 11)),
        (("tags", 2, "d"), (4, 19), (4, 22)),
        (("list", 0), (6, 5), (6, 5)),
        (("list", 1, "key"), (7, 7), (7, 12)),
        (("ü",), (8, 1), (8, 6)),
    ],
)
@pytest.mark.parametrize("form", ["\n", "\r\n", "bom"])
def test_every_value_knows_its_line_and_column(
    path: tuple[Any, ...], key: tuple[int, int], value: tuple[int, int], form: str
) -> None:
    text = "\ufeff" + POSITIONS if form == "bom" else POSITIONS.replace("\n", form)
    document = parsed(text)
    assert document.locate(path) == Position(NAME, *value)
    assert document.locate(path, at_key=True) == Position(NAME, *key)


def test_the_place_of_an_entry_that_is_missing_is_its_nearest_parent() -> None:
    document = parsed("a: 1\npay:\n  base: 5\n")
    assert document.locate(("pay", "bonus", "target")) == Position(NAME, 3, 3)


def test_a_value_reached_through_an_alias_stands_where_the_alias_does() -> None:
    document = parsed("a: &x {b: 1}\nc: *x\n")
    assert document.data["c"] == {"b": 1}
    assert document.locate(("c", "b")) == Position(NAME, 2, 4)


def test_a_problem_shows_the_line_it_is_on() -> None:
    assert only_problem("a: 1\r\nb:   no\r\n").source == "b:   no"


json_texts = st.text(st.characters(codec="utf-8"), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | json_texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(json_texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(json_texts, json_values, max_size=5), st.sampled_from([None, 2, "\t"]))
@example({"\U0001f600": "\x1b\x00\x7f\u2028\x85"}, None)
def test_json_is_read_as_what_it_means(data: dict[str, Any], indent: int | str | None) -> None:
    assert parsed(json.dumps(data, indent=indent)).data == data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'{"a":"\ud83d\ude00"}', "\U0001f600"),
        (r'{"a":"\uD834\uDD1E!"}', "\U0001d11e!"),
        ('{\n\t"a"\t:\t"tabs"\n}', "tabs"),
        (r'{"a":"\/\t\""}', '/\t"'),
        ('{"a":[1,{"b":-2}]}', [1, {"b": -2}]),
    ],
)
def test_the_writing_of_json_is_accepted(text: str, value: object) -> None:
    assert parsed(text).data == {"a": value}


def test_half_a_surrogate_pair_is_refused() -> None:
    assert place(only_problem(r'{"a": "\ud83d"}'))[0] == 1


def test_a_missing_file_suggests_the_near_name(tmp_path: Path) -> None:
    (tmp_path / "offer.yaml").write_text("a: 1\n")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / "ofer.yaml"))
    (problem,) = caught.value.problems
    assert problem.position.file == str(tmp_path / "ofer.yaml")
    assert problem.suggestion == "did you mean `offer.yaml`?"


def test_a_near_name_is_suggested_whatever_its_case(tmp_path: Path) -> None:
    (tmp_path / "Offer-Acme.yaml").write_text("a: 1\n")
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / "Offer-Acm.yaml"))
    assert caught.value.problems[0].suggestion == "did you mean `Offer-Acme.yaml`?"


@pytest.mark.parametrize("name", ["gone/offer.yaml", "a\0b", "x" * 5000])
def test_a_path_that_cannot_exist_is_a_problem(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / name))
    assert caught.value.problems[0].expected == "a readable file"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(str(tmp_path))
    assert "directory" in caught.value.problems[0].found


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: 1\n")))
    document = read("-")
    assert (document.name, document.data) == ("-", {"a": 1})


def test_the_digest_is_the_sha_256_of_the_bytes() -> None:
    # The published test vector for "abc" (FIPS 180-4 examples).
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert parse(NAME, b"abc").digest == expected


def test_a_path_is_written_as_people_do() -> None:
    assert dotted(("situation", "prospects", 0, "pay")) == "situation.prospects[0].pay"


@pytest.mark.parametrize(
    ("word", "suggestion"), [("bonsu", "did you mean `bonus`?"), ("zebra", ""), ("", "")]
)
def test_a_near_word_is_suggested_and_no_far_one(word: str, suggestion: str) -> None:
    assert closest(word, ["base", "bonus", "currency"]) == suggestion


def test_what_is_wrong_in_a_part_of_a_part_points_into_the_file() -> None:
    part = parse(NAME, b"a:\n  b:\n    c: 1\n").part(("a",)).part(("b",))
    problem = part.problem(("c",), expected="2", found="1")
    assert part.data == {"c": 1}
    assert (problem.path, problem.position) == ("a.b.c", Position(NAME, 3, 8))


def test_other_data_standing_at_an_entry_points_to_it() -> None:
    standing = parse(NAME, b"a:\n  b: 1\n").standing_at(("a",), {"x": 2})
    assert standing.data == {"x": 2}
    assert standing.locate(("x",)) == Position(NAME, 2, 3)


def test_a_part_laid_over_another_document_keeps_its_own_place() -> None:
    change = parse("other.yaml", b"set:\n  pay: {base: 5}\n").part(("set", "pay"))
    changed = parse(NAME, b"pay: 1\n").with_change(("pay",), change)
    assert changed.data == {"pay": {"base": 5}}
    assert changed.locate(("pay", "base")) == Position("other.yaml", 2, 15)

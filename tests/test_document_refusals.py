from __future__ import annotations

import codecs
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from document_support import NAME, only_problem, parsed, place, problems_in
from offercheck.document import MAX_BYTES, parse
from offercheck.tree import MAX_DEPTH, MAX_VALUES


@pytest.mark.parametrize(
    ("text", "at", "path", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "a", "`a` again"),
        ("x: {a: 1,\n  a: 2}\n", (2, 3), "x.a", "`a` again"),
        ("1: a\n1.0: b\n", (2, 1), "1.0", "`1.0` again"),
        ("a: !!python/object/apply:os.system [ls]\n", (1, 4), "a", "python/object/apply:os.system"),
        ("a: !mine x\n", (1, 4), "a", "`!mine`"),
        ("a: !!str 1\n", (1, 4), "a", "tag:yaml.org,2002:str"),
        ("a: 1\n---\nb: 2\n", (2, 1), "", "a second one"),
        ("a: *gone\n", (1, 4), "a", "`*gone`"),
        ("a: &x [1, *x]\n", (1, 11), "a[1]", "`*x`"),
        ("a: &x {b: *x}\n", (1, 11), "a.b", "`*x`"),
        ("? [a, b]\n: c\n", (1, 3), "", "a mapping, a list or nothing"),
        ("{~: c}\n", (1, 2), "", "a mapping, a list or nothing"),
        (": c\n", (1, 1), "", "did not find expected key"),
        ("a: b: c\n", (1, 5), "", "mapping values are not allowed"),
        ("a: [1, 2\n", (2, 1), "", "did not find expected"),
        ("a:\n\t- b\n", (2, 1), "", "cannot start any token"),
        ("a: b\nc\nd: e\n", (2, 1), "", "could not find expected ':'"),
        ("a: @b\n", (1, 4), "", "cannot start any token"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    text: str, at: tuple[int, int], path: str, found: str
) -> None:
    problem = only_problem(text)
    assert (place(problem), problem.path) == (at, path)
    assert found in problem.found


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("a:\n\t- b\n", "indent with spaces, never with tabs"),
        ("a: @b\n", "put quotes around a text that starts with this character"),
        ("a: x: y\n", "put quotes around a text that contains `: `"),
        ("a: b\nc\nd: e\n", "write `key: value`, with a space after the colon"),
        ("a: *b\n", "put quotes around a text that starts with `*`"),
    ],
)
def test_a_common_slip_of_yaml_comes_with_the_way_out(text: str, suggestion: str) -> None:
    assert only_problem(text).suggestion == suggestion


@pytest.mark.parametrize("text", ["a: @b\n", "%YAML 9.9\n---\na: 1\n"])
def test_what_was_found_reads_as_one_sentence(text: str) -> None:
    assert not only_problem(text).found.startswith("found")


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    assert "line 2" in only_problem("a: 1\nb: 2\nc: 3\nb: 4\n").suggestion


def test_the_first_of_two_equal_keys_is_kept() -> None:
    assert parse(NAME, b"a: 1\na: 2\n").data == {"a": 1}


def test_a_billion_laughs_are_refused() -> None:
    lines = ["l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 10)]
    problem = only_problem("\n".join(lines))
    # l3 stands for more than ten thousand values, so its ten aliases in l4 go beyond the bound.
    assert MAX_VALUES <= 100_000
    assert problem.position.line == 5
    assert problem.expected.startswith(f"at most {MAX_VALUES:,} values")


@pytest.mark.parametrize(
    "text", ["notes: &a {0}\ntags: [{1}]\n", "notes: {0}\n? &a {0}\n: [{1}]\n"]
)
def test_a_long_text_behind_many_aliases_is_counted_in_full(text: str) -> None:
    # Fifty thousand characters, twenty thousand times: a billion.
    assert problems_in(text.format("x" * 50_000, "*a, " * 20_000)) != ()


def test_nesting_up_to_the_bound_is_read() -> None:
    data: Any = parsed("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    for _ in range(MAX_DEPTH - 1):
        (data,) = data
    assert data == []


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", '{"a":'])
def test_nesting_beyond_the_bound_is_refused(opening: str) -> None:
    problem = only_problem(opening * (MAX_DEPTH + 1))
    assert (problem.expected, problem.found) == (f"at most {MAX_DEPTH} levels of nesting", "more")
    assert place(problem) == (1, len(opening) * MAX_DEPTH + 1)


def test_more_values_than_the_bound_are_refused() -> None:
    assert "values" in only_problem("- a\n" * MAX_VALUES).expected


def test_as_many_values_as_the_bound_are_read() -> None:
    assert len(parsed("- a\n" * (MAX_VALUES - 1)).data) == MAX_VALUES - 1


def test_a_file_of_the_largest_size_is_read() -> None:
    assert parsed(b"a: 1\n#" + b"x" * (MAX_BYTES - 6)).data == {"a": 1}


def test_a_larger_file_is_refused() -> None:
    problem = only_problem(b"a: 1\n#" + b"x" * (MAX_BYTES - 5))
    assert problem.expected == "a file of at most 1,000,000 bytes"


@pytest.mark.parametrize("raw", [b"", b" \n\n", b"\xef\xbb\xbf", b"\r\n\t"])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    assert only_problem(raw).found == "an empty file"


@pytest.mark.parametrize(
    ("raw", "at", "byte"),
    [
        (b"\xff: 1\n", (1, 1), "0xff"),
        (b"a: 1\r\nb: \xc3\xa9\xe2\x82\xac\xfe\n", (2, 6), "0xfe"),
        (b"a: \xc3", (1, 4), "0xc3"),
        (b"a: caf\xe9\n", (1, 7), "0xe9"),
        (b"a: \xed\xa0\x80\n", (1, 4), "0xed"),
        (b"a: \xc0\xaf\n", (1, 4), "0xc0"),
        (codecs.BOM_UTF8 + b"a: \xff\n", (1, 4), "0xff"),
    ],
)
def test_invalid_utf_8_is_refused_with_its_line_and_column(
    raw: bytes, at: tuple[int, int], byte: str
) -> None:
    problem = only_problem(raw)
    assert (place(problem), problem.found) == (at, f"the byte {byte}")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-16", "text in UTF-16"),
        ("utf-16-le", "the control character U+0000"),
        ("utf-16-be", "the control character U+0000"),
    ],
)
def test_other_encodings_are_refused(encoding: str, found: str) -> None:
    assert only_problem("company: Acme\n".encode(encoding)).found == found


FORBIDDEN = [*range(9), 11, 12, *range(14, 32), 127, *range(128, 133), *range(134, 160)]


@pytest.mark.parametrize("code", [*FORBIDDEN, 0xFFFE, 0xFFFF])
def test_a_control_character_is_refused_with_its_place(code: int) -> None:
    problem = only_problem(f"a: 1\n\nb: ä{chr(code)}c\n")
    assert (place(problem), problem.found) == ((3, 5), f"the control character U+{code:04X}")


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@example(b"\xef\xbb\xbf\xef\xbb\xbfa: 1")
@example(b"%YAML 9.9\n---\na: 1")
def test_any_bytes_are_read_or_refused_with_a_place_in_them(raw: bytes) -> None:
    lines = raw.count(b"\n") + raw.count(b"\r") + raw.decode("utf-8", "replace").count("\x85") + 2
    assert all(1 <= problem.position.line <= lines for problem in problems_in(raw))

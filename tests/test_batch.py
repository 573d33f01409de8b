"""Many offers: each line as `evaluate` judges it, mistakes in their place, in order, and resumable."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import offercheck
from batch_support import batch, command, judged, offers, records, settings, write_offers
from evaluation_support import tried
from offercheck.assessment import Assessment, assess
from offercheck.batch.items import Item, Text, files, items
from offercheck.batch.reading import read_item, read_quickly
from offercheck.batch.records import Form
from offercheck.batch.work import judge_items
from offercheck.case import Case
from offercheck.cli.schemas import schema_of
from offercheck.document import parse
from offercheck.problem import InputError
from scenario_support import AS_OF, EXAMPLES, RULES
from screen_support import Screen

NURSE = b'{"company": "Acme", "title": "Registered Nurse", "location": "Austin, TX"}'


# --- What a line says


def test_every_line_says_what_evaluate_says_of_the_offer() -> None:
    lines = offers(60)
    for line, record in zip(lines, records(judged(*lines).lines), strict=True):
        data = json.loads(line)
        name = data.pop("id")
        report = offercheck.evaluate(data, rules=RULES, as_of=AS_OF)
        assert record["id"] == name
        assert record["verdict"] == report.verdict
        assert record["on_merits"] == report.on_merits
        assert record["firm"] == report.firm
        assert record["could_become"] == report.could_become
        assert record["decided_by"] == report.decided_by.row
        assert record["reason"] == report.reason
        assert record["unknown"] == report.unknown
        assert record["waived"] == []
        assert record["scores"] == {s.name: s.value for s in (*report.scores, report.overall)}
        assert record["findings"] == [
            {"rule": r.id, "dimension": r.dimension, "severity": r.severity, "says": r.says}
            for r in report.rules
            if r.outcome == "fired"
        ]


def test_lines_are_as_their_schema_says() -> None:
    done = judged(*offers(10), b"{", b'{"company": "A"}', b"[]")
    validator = jsonschema.Draft202012Validator(schema_of("batch"))
    lines = records(done.lines)
    assert len(lines) == 13
    for line in lines:
        validator.validate(line)


def test_a_full_line_is_the_whole_report_with_its_line_in_every_place() -> None:
    padding, offer = offers(1)[0], NURSE.replace(b"}", b', "pay": {"base": 80000}}')
    line = records(judged(padding, offer, form=Form(full=True)).lines)[1]
    report = offercheck.evaluate(json.loads(offer), rules=RULES, as_of=AS_OF)
    assert line["line"] == 2
    assert line["verdict"] == report.verdict
    assert len(line["flips"]) == len(report.flips)
    base = next(fact for fact in line["facts"] if fact["name"] == "pay.base")
    column = offer.index(b'"base"') + 1
    assert base["at"] == [{"file": "offers.jsonl", "line": 2, "column": column}]


def test_a_line_says_what_the_title_and_the_place_were_taken_for_or_why_for_nothing() -> None:
    known, nowhere, nobody = records(
        judged(
            b'{"company": "A", "title": "Registered Nurse", "location": "Austin, TX"}',
            b'{"company": "A", "title": "Registered Nurse", "location": "NYC"}',
            b'{"company": "A", "title": "Keeper of the Zzyzx"}',
        ).lines
    )
    assert (known["occupation"], known["area"], known["market_unknown"]) == (
        *("29-1141", "Austin-Round Rock-San Marcos, TX"),
        "",
    )
    assert (nowhere["occupation"], nowhere["area"]) == ("29-1141", None)
    assert "NYC" in nowhere["market_unknown"]
    assert (nobody["occupation"], nobody["area"]) == (None, None)
    assert nobody["market_unknown"]


def test_a_row_of_a_spreadsheet_has_the_way_out_of_a_mistake() -> None:
    offer = NURSE.replace(b"}", b', "turnover": {"annual_rate": 22}}')
    rows = judged(offer, form=Form(("line",), as_csv=True)).lines.decode()
    assert "found `22`; did you mean 22%?" in rows


def test_chosen_fields_are_all_that_stands_on_a_line_in_the_order_they_were_named() -> None:
    form = Form(("verdict", "line", "scores.pay", "facts.pay.base", "rules.pay-lagger"))
    offer = NURSE.replace(b"}", b', "pay": {"base": 30000}}')
    assert judged(offer, form=form).lines == (
        b'{"verdict": "ask_first", "line": 1, "scores.pay": 0.0, "facts.pay.base": 30000.0,'
        b' "rules.pay-lagger": "fired"}\n'
    )


def test_a_spreadsheet_meets_no_formula_and_a_terminal_no_escape(tmp_path: Path) -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1", 'a"b,c\r\nd', "\x1b[31m red"]
    lines = [json.dumps({"company": text, "title": "Nurse"}).encode() for text in hostile]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([*lines, b"{"]))
    run = batch(tmp_path, "in.jsonl", "--format", "csv", "-o", "out.csv")
    assert run.returncode == 1
    text = (tmp_path / "out.csv").read_text("utf-8")
    assert "\x1b" not in text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["company"] for row in rows] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        " =1",
        "'\uff1d1",
        'a"b,c  d',
        "\\x1b[31m red",
        "",
    ]
    assert rows[0]["verdict"] == "ask_first"
    assert rows[-1]["problem"].startswith("in.jsonl:9:2: ")


# --- Reading


@tried(200)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**45), 10**45)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=8,
    ).filter(lambda data: isinstance(data, dict)),
    st.booleans(),
)
def test_reading_quickly_gives_what_reading_carefully_gives(data: object, ascii_only: bool) -> None:  # noqa: FBT001 - drawn
    raw = json.dumps(data, ensure_ascii=ascii_only).encode(errors="surrogatepass")
    try:
        quick = read_quickly(raw)
    except InputError:
        return
    careful = parse("a", raw)
    assert not careful.problems
    assert repr(quick) == repr(careful.data)


@pytest.mark.parametrize(
    ("line", "column", "expected", "found"),
    [
        (b'{"company": "A"', 16, "one JSON object on the line", "expecting ',' delimiter"),
        (b"company: A", 1, "one JSON object on the line", "expecting value"),
        (b'{"company": "A", "company": "B", "title": "C"}', 18, "each key once", "`company` again"),
        (b'{"company": "A", "title": NaN}', 27, "one JSON object on the line", "`NaN`, which JSON does not know"),
        (b'{"company": "A"}', 1, "the key `title`", "nothing"),
        (b'{"company": "A", "title": "B", "pay": {"base": "x"}}', 48, "an amount of money such as 118000, $118,000 or 118k", "`x`"),
        (b'{"company": "A", "title": "B\xff"}', 29, "text in UTF-8", "the byte 0xff"),
        (b'{"company": "A", "title": "B", "id": [1]}', 38, "text of at most 200 characters, or a whole number", "`[1]`"),
        (b"[1]", 1, "a mapping", "a list"),
    ],
)  # fmt: skip
def test_a_bad_line_says_in_its_place_what_is_wrong_and_where(
    line: bytes, column: int, expected: str, found: str
) -> None:
    first, bad, last = records(judged(NURSE, line, NURSE).lines)
    assert first["verdict"] == last["verdict"] == "ask_first"
    assert [first["line"], bad["line"], last["line"]] == [1, 2, 3]
    (problem,) = bad["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("offers.jsonl", 2, column)
    assert problem["expected"] == expected
    assert problem["found"] == found


def test_an_offer_that_can_be_read_and_not_judged_says_where_too() -> None:
    line = NURSE.replace(b"}", b', "candidate": {"waive": [{"rule": "no-rule", "reason": "x"}]}}')
    _, bad = records(judged(NURSE, line).lines)
    (problem,) = bad["problems"]
    assert problem["path"] == "candidate.waive[0].rule"
    assert (problem["line"], problem["column"]) == (2, line.index(b'"no-rule"') + 1)


def test_a_bad_line_keeps_its_id() -> None:
    (bad,) = records(judged(b'{"id": "x-7", "company": "A", "titel": "B"}').lines)
    assert bad["id"] == "x-7"
    assert {p["path"] for p in bad["problems"]} == {"title", "titel"}


def test_a_candidate_in_the_line_or_beside_all_lines_but_not_both() -> None:
    inside = NURSE.replace(
        b"}", b', "candidate": {"situation": {"savings": 9000, "monthly_expenses": 3000}}}'
    )
    person = Text("candidate.yaml", b"situation: {savings: 9000, monthly_expenses: 3000}")
    form = Form(("facts.situation.runway_months", "verdict"))
    alone = judged(inside, form=form).lines
    assert alone == judged(NURSE, form=form, candidate=person).lines
    (both,) = records(judged(inside, candidate=person).lines)
    assert both["problems"][0]["found"] == "one here and one in candidate.yaml"


def test_a_line_longer_than_any_offer_costs_no_memory_and_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"company": "' + b"a" * 3_000_000 + b'"}\n' + NURSE)
    run = batch(tmp_path, "in.jsonl", "--summary", "none")
    long, offer = records(run.stdout.encode())
    assert long["line"] == 1
    assert long["problems"][0]["expected"] == "a file of at most 1,000,000 bytes"
    assert offer["line"] == 2
    assert offer["verdict"] == "ask_first"


def test_blank_lines_a_byte_order_mark_and_crlf_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + NURSE + b"\r\n\r\n" + NURSE + b"\r\n")
    run = batch(tmp_path, "in.jsonl", "--compact", "line,verdict", "--summary", "none")
    assert run.returncode == 0
    assert run.stdout == (
        '{"line": 1, "verdict": "ask_first"}\n{"line": 3, "verdict": "ask_first"}\n'
    )


def test_a_folder_is_its_offers_by_name_each_with_the_candidate_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "offers"
    folder.mkdir()
    (folder / "b.yaml").write_bytes(b"company: B\ntitle: Nurse\n")
    (folder / "a.json").write_bytes(NURSE)
    (folder / "c.yml").write_bytes(b"company: C\n")
    (folder / "candidate.yaml").write_bytes(b"situation: {savings: 9000, monthly_expenses: 3000}")
    (folder / "notes.txt").write_bytes(b"nothing")
    form = ("--compact", "file,line,company,facts.situation.runway_months", "--summary", "none")
    run = batch(tmp_path, "offers", *form)
    first, second, third = records(run.stdout.encode())
    assert first["file"] == "offers/a.json"
    assert first["line"] is None
    assert second["company"] == "B"
    assert second["facts.situation.runway_months"] == pytest.approx(3)
    assert third["problems"][0]["file"] == "offers/c.yml"
    assert batch(tmp_path, "offers/*", *form).stdout.splitlines()[:2] == run.stdout.splitlines()[:2]


# --- A whole run


def test_two_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    write_offers(tmp_path, 1200)
    for jobs in ("1", "2"):
        run = batch(tmp_path, "offers.jsonl", "-o", f"out{jobs}.jsonl", "--jobs", jobs)
        assert run.returncode == 0, run.stderr
    one, two = (tmp_path / f"out{jobs}.jsonl" for jobs in "12")
    assert one.read_bytes() == two.read_bytes()
    assert [record["line"] for record in records(one.read_bytes())] == list(range(1, 1201))


def test_a_terminal_is_shown_how_far_the_run_has_come(tmp_path: Path) -> None:
    write_offers(tmp_path, 20)
    with Screen(command("offers.jsonl", "-o", "out.jsonl", "--full"), tmp_path) as screen:
        screen.wait_for("10 offers", "20 offers as of")
        assert "\\x1b" not in screen.seen  # the bar acts on the terminal and is not written out


def test_mistakes_go_to_a_file_of_their_own_where_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(NURSE + b"\n{\n" + NURSE)
    run = batch(tmp_path, "in.jsonl", "-o", "out.jsonl", "--errors", "bad.jsonl")
    assert run.returncode == 1
    assert [r["line"] for r in records((tmp_path / "out.jsonl").read_bytes())] == [1, 3]
    assert [r["line"] for r in records((tmp_path / "bad.jsonl").read_bytes())] == [2]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "bad.jsonl",
        "in.jsonl",
        "out.jsonl",
    ]


def test_the_summary_counts_what_the_lines_say(tmp_path: Path) -> None:
    lines = [*offers(80), b"{"]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    run = batch(tmp_path, "in.jsonl", "-o", "out.jsonl", "--summary", "json")
    summary = json.loads(run.stdout)
    jsonschema.Draft202012Validator(schema_of("summary")).validate(summary)
    found = [r for r in records((tmp_path / "out.jsonl").read_bytes()) if "verdict" in r]
    assert (summary["offers"], summary["bad"]) == (81, 1)
    assert summary["firm"] == sum(r["firm"] for r in found)
    for field, group in (("verdict", "verdicts"), ("on_merits", "on_merits")):
        counted = Counter(r[field] for r in found)
        assert {s["name"]: s["offers"] for s in summary[group]} == counted
    fired = Counter(finding["rule"] for r in found for finding in r["findings"])
    assert {r["rule"]: r["fired"] for r in summary["rules"] if r["fired"]} == fired
    unknown = Counter(name for r in found for name in r["unknown"])
    assert {s["name"]: s["offers"] for s in summary["unknown"]} == unknown
    assert [s["offers"] for s in summary["unknown"]] == sorted(unknown.values(), reverse=True)
    for spread in summary["scores"]:
        points = sorted(
            round(r["scores"][spread["name"]])
            for r in found
            if r["scores"][spread["name"]] is not None
        )
        assert spread["known"] == len(points)
        if points:
            # The median of an even number is the lower of the two in the middle.
            assert spread["median"] == points[(len(points) - 1) // 2]


def test_the_summary_as_a_table_fits_eighty_columns(tmp_path: Path) -> None:
    write_offers(tmp_path, 40)
    run = batch(tmp_path, "offers.jsonl", "-o", "out.jsonl")
    assert "40 offers as of 2026-11-25" in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("none.jsonl",), "no such file, and no offers in it"),
        (("in.jsonl", "--compact", "verdct"), "did you mean `verdict`?"),
        (("in.jsonl", "--resume"), "needs `-o FILE` beside it"),
        (("in.jsonl", "--errors", "e.jsonl"), "needs `-o FILE` beside it"),
        (("in.jsonl", "-o", "x", "--errors", "x"), "must be another file than that of `-o`"),
        (("in.jsonl", "--full", "--format", "csv"), "a whole report has no chosen fields"),
        (("in.jsonl", "-o", "."), "is not a file"),
        (("in.jsonl", "-o", "in.jsonl"), "in.jsonl is read and would be replaced"),
        (("in.jsonl", "-o", "x", "--errors", "in.jsonl"), "in.jsonl is read and would be replaced"),
        (("in.jsonl", "-o", "no/out.jsonl"), "No such file or directory"),
        (("in.jsonl", "--candidate", "none.yaml"), "no such file or directory"),
    ],
)
def test_what_cannot_be_run_says_so_and_leaves_nothing(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "in.jsonl").write_bytes(NURSE)
    run = batch(tmp_path, *arguments)
    assert run.returncode == 2
    assert told in " ".join(run.stderr.replace("│", " ").split())
    assert "Traceback" not in run.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_file_that_cannot_be_read_is_a_mistake_in_its_place() -> None:
    item = Item("gone.yaml", None, "permission denied")
    with pytest.raises(InputError) as refused:
        read_item(item, None, with_places=False)
    assert refused.value.problems[0].found == "permission denied"


def test_every_example_judged_in_a_folder_is_judged_as_alone() -> None:
    names = files([str(EXAMPLES)])
    found = records(judge_items(settings(), list(items(names))).lines)
    assert len(found) == len(names) >= 18
    for name, record in zip(names, found, strict=True):
        report = offercheck.evaluate(name, rules=RULES, as_of=AS_OF)
        assert (record["file"], record["verdict"]) == (name, report.verdict)


def test_an_offer_that_the_program_itself_fails_on_ends_no_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(case: Case, *arguments: Any) -> Assessment:
        if case.offer.company == "Trouble":
            raise ZeroDivisionError
        return assess(case, *arguments)

    monkeypatch.setattr("offercheck.batch.work.assess", fails)
    first, bad, last = records(judged(NURSE, NURSE.replace(b"Acme", b"Trouble"), NURSE).lines)
    assert first["verdict"] == last["verdict"] == "ask_first"
    assert bad["line"] == 2
    assert "offercheck fails on (ZeroDivisionError)" in bad["problems"][0]["found"]


def test_a_line_that_the_program_fails_to_write_ends_no_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(assessment: Assessment, *_: Any) -> None:
        raise RecursionError(assessment.case.offer.company)

    monkeypatch.setattr("offercheck.batch.records.build_report", fails)
    (bad,) = records(judged(NURSE, form=Form(full=True)).lines)
    assert "offercheck fails on (RecursionError)" in bad["problems"][0]["found"]

"""Every file in examples/ has its verdict in one table, and is judged so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from offercheck.cli.schemas import schema_of
from offercheck.document import read
from offercheck.render.json_text import render_data
from offercheck.render.table import render_table
from offercheck.report import Report
from scenario_support import AS_OF, EXAMPLES, RULES, judged, run


class Example(NamedTuple):
    """A file, what becomes of it, and the verdict row and the rule that decide."""

    file: str
    verdict: str
    on_merits: str
    row: str
    rule: str | None


TABLE = (
    Example("tour/offer.yaml", "negotiate", "negotiate", "mend-it", "pay-lagger"),
    Example("only-company-and-title.yaml", "ask_first", "ask_first", "nothing-known", None),
    Example("strong-offer.yaml", "accept", "accept", "clear-yes", None),
    Example("customer-service-for-a-developer.yaml", "decline", "decline", "red-flag", "off-goal"),
    Example("foot-in-the-door.yaml", "decline", "decline", "red-flag", "foot-in-door"),
    Example("pay-lagger-final.yaml", "decline", "decline", "red-flag", "final-low-pay"),
    Example("pay-lagger-open.yaml", "negotiate", "negotiate", "mend-it", "pay-lagger"),
    Example(
        "pay-lagger-after-eight-months.yaml", "bridge", "negotiate", "nothing-else", "pay-lagger"
    ),
    Example("revolving-door.yaml", "decline", "decline", "red-flag", "revolving-door"),
    Example(
        "hostile-manager-at-twice-the-market.yaml", "decline", "decline", "veto", "hostile-manager"
    ),
    Example("one-month-of-savings.yaml", "bridge", "decline", "stopgap", "off-goal"),
    Example("a-year-of-savings.yaml", "decline", "decline", "red-flag", "off-goal"),
    Example(
        "terms-that-keep-changing.yaml",
        "decline",
        "decline",
        "veto-in-any-situation",
        "moving-terms",
    ),
    Example("nurse-36-hours-a-week.yaml", "accept", "accept", "clear-yes", None),
    Example("teacher-on-a-salary-schedule.yaml", "accept", "accept", "clear-yes", None),
    Example(
        "warehouse-lead-with-turnover.yaml",
        "ask_first",
        "ask_first",
        "wanted-with-a-doubt",
        "high-turnover",
    ),
    Example(
        "accountant-with-a-better-prospect.yaml",
        "ask_first",
        "accept",
        "ask-for-time",
        "better-prospect",
    ),
    Example("sales-on-commission.yaml", "negotiate", "negotiate", "mend-it", "long-non-compete"),
    Example("line-cook-by-the-hour.yaml", "accept", "accept", "clear-yes", None),
    Example(
        "engineer-in-stuttgart-in-euros.yaml", "negotiate", "negotiate", "mend-it", "below-floor"
    ),
    Example("three-offers/northwind.yaml", "negotiate", "negotiate", "worth-asking", "lagging-pay"),
    Example("three-offers/harbor-bank.yaml", "decline", "decline", "red-flag", "revolving-door"),
    Example(
        "three-offers/meadow-health.yaml",
        "ask_first",
        "ask_first",
        "not-yet-an-offer",
        "not-in-writing",
    ),
    Example(
        "electrician-with-a-dealbreaker.json",
        "decline",
        "decline",
        "veto-in-any-situation",
        "own-dealbreaker",
    ),
)

each_example = pytest.mark.parametrize("example", TABLE, ids=[row.file for row in TABLE])


@cache
def report_on(file: str) -> Report:
    return judged(EXAMPLES / file)


@cache
def validator(document: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(document))


def errors_in(data: Any, document: str) -> list[str]:
    return [
        f"{error.json_path}: {error.message}" for error in validator(document).iter_errors(data)
    ]


def test_the_table_reads_every_file_in_the_folder() -> None:
    there = {
        path for path in EXAMPLES.rglob("*") if path.is_file() and not path.name.startswith(".")
    }
    read_by_the_table = {
        Path(item.file)
        for row in TABLE
        for item in report_on(row.file).inputs
        if item.role != "rules"
    }
    assert there == read_by_the_table


@each_example
def test_an_example_has_its_verdict(example: Example) -> None:
    report = report_on(example.file)
    assert (report.verdict, report.on_merits) == (example.verdict, example.on_merits)


@each_example
def test_an_example_is_decided_by_its_row(example: Example) -> None:
    assert report_on(example.file).decided_by.row == example.row


@each_example
def test_an_example_is_decided_by_its_rule(example: Example) -> None:
    rules = report_on(example.file).decided_by.rules
    assert example.rule in rules if example.rule else rules == []


def test_nothing_unknown_can_change_the_strong_offer() -> None:
    assert report_on("strong-offer.yaml").firm


def test_a_step_on_the_way_makes_the_foot_in_the_door_negotiable() -> None:
    # What the header of the file suggests to try.
    changed = judged(EXAMPLES / "foot-in-the-door.yaml", ["role.path=stepping_stone"])
    assert (changed.verdict, changed.decided_by.rules) == ("negotiate", ["unwritten-move"])


@each_example
def test_the_header_of_an_example_says_what_to_expect(example: Example) -> None:
    header = (EXAMPLES / example.file).read_text(encoding="utf-8")[:300]
    assert f"Expect {example.verdict.replace('_', ' ').upper()}" in header


@each_example
@pytest.mark.parametrize("explain", [False, True], ids=["table", "explained"])
def test_the_table_of_an_example_keeps_within_80_columns(
    example: Example, *, explain: bool
) -> None:
    table = render_table(report_on(example.file), width=80, colour=False, explain=explain)
    assert [line for line in table.splitlines() if len(line) > 80] == []


@each_example
@pytest.mark.parametrize("explain", [False, True], ids=["table", "explained"])
def test_the_table_of_an_example_without_colour_has_no_escape(
    example: Example, *, explain: bool
) -> None:
    table = render_table(report_on(example.file), width=80, colour=False, explain=explain)
    assert "\x1b" not in table


@each_example
def test_the_json_of_an_example_follows_the_published_schema(example: Example) -> None:
    assert errors_in(json.loads(render_data(report_on(example.file))), "result") == []


@each_example
def test_the_json_of_an_example_is_the_same_bytes_on_every_run(example: Example) -> None:
    # A run of the program is another process: sets and hashes come in another order there.
    file, day = str(EXAMPLES / example.file), AS_OF.isoformat()
    options = ("--rules", str(RULES), "--as-of", day, "--format", "json")
    again = run("evaluate", file, *options, folder=EXAMPLES).stdout
    assert again == (render_data(report_on(example.file)) + "\n").encode()


@each_example
def test_an_example_follows_the_published_schema_of_an_offer(example: Example) -> None:
    assert errors_in(data_of(EXAMPLES / example.file), "offer") == []


def test_the_candidate_of_the_tour_follows_the_published_schema() -> None:
    assert errors_in(data_of(EXAMPLES / "tour/candidate.yaml"), "candidate") == []


@pytest.mark.parametrize("document", ["offer", "candidate"])
def test_the_tour_shows_every_key(document: str) -> None:
    schema = schema_of(document)
    shown = set(keys_in(data_of(EXAMPLES / f"tour/{document}.yaml")))
    # In the tour the candidate has a file of its own.
    known = {key for key in keys_of(schema, schema) if not key.startswith("candidate")}
    assert known - shown == set()


def data_of(file: Path) -> Any:
    """What a file holds, as JSON has it: dates are text, and decimals are numbers."""

    def plain(value: Any) -> str | float:
        return float(value) if isinstance(value, Decimal) else str(value)

    return json.loads(json.dumps(read(str(file)).data, default=plain))


def keys_in(data: Any, path: str = "") -> Iterator[str]:
    """Every key of a document as a path of keys; the items of a list share theirs."""
    if isinstance(data, list):
        for item in data:
            yield from keys_in(item, path)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield f"{path}{key}"
            yield from keys_in(value, f"{path}{key}.")


def keys_of(schema: dict[str, Any], node: Any, path: str = "") -> Iterator[str]:
    """Every key that a JSON Schema knows, as a path of keys."""
    if "$ref" in node:
        yield from keys_of(schema, schema["$defs"][node["$ref"].rpartition("/")[2]], path)
    for inner in (*node.get("anyOf", ()), *([node["items"]] if "items" in node else ())):
        yield from keys_of(schema, inner, path)
    for key, value in node.get("properties", {}).items():
        yield f"{path}{key}"
        yield from keys_of(schema, value, f"{path}{key}.")

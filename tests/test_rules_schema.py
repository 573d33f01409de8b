"""The JSON Schema of rules.yaml: it knows every fact and what it can be compared with."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from language_server import mistaken, seen_in_an_editor, server_command
from offercheck.cli.schemas import schema_of
from offercheck.document import parse, read
from offercheck.facts.catalogue import CATALOGUE
from offercheck.quantities import QuantityError
from offercheck.rules.loading import packaged_rules
from offercheck.rules.starter import STARTER
from scenario_support import run_program

SCHEMA = schema_of("rules")
VALIDATOR = Draft202012Validator(SCHEMA)
OFF = frozenset({"off"})


def _plain(data: Any) -> Any:
    """Data as JSON would hold it."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(item) for item in data]
    return float(data) if isinstance(data, Decimal) else data


def _problems(text: str) -> list[str]:
    data = _plain(parse("rules", text.encode(), plain_words=OFF).data)
    return ["/".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(run_program("schema", "rules").stdout) == SCHEMA


def test_it_accepts_the_default_rules_and_the_starter() -> None:
    default = _plain(read(packaged_rules(), plain_words=OFF).data)
    assert list(VALIDATOR.iter_errors(default)) == []
    assert _problems(STARTER) == []


def test_it_knows_every_fact_with_its_meaning() -> None:
    properties = SCHEMA["$defs"]["Condition"]["properties"]
    assert set(properties) == {*CATALOGUE, "all", "any", "not"}
    said = {name: SCHEMA["$defs"][name]["description"] for name in CATALOGUE}
    assert all(properties[name] == {"$ref": f"#/$defs/{name}"} for name in CATALOGUE)
    assert all(CATALOGUE[name].meaning in said[name] for name in CATALOGUE)


@pytest.mark.parametrize(
    "entry", ["DimensionEntry", "ScoreEntry", "RuleEntry", "PatternEntry", "RowEntry"]
)
def test_an_editor_is_told_what_each_key_of_an_entry_means(entry: str) -> None:
    def described(schema: Any) -> bool:
        whole = SCHEMA["$defs"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        return bool(whole.get("description"))

    keys = {key: item for key, item in SCHEMA["$defs"][entry]["properties"].items() if key != "id"}
    assert [key for key, item in keys.items() if not described(item)] == []
    assert described(SCHEMA["properties"]["extends"])


def test_a_file_that_extends_another_needs_nothing_else() -> None:
    assert _problems("extends: default\n") == []


def test_a_file_that_stands_alone_needs_every_section_and_whole_entries() -> None:
    sections = "assumptions: {}\ndimensions: {}\nscores: {}\nrules: {}\n"
    end = 'verdicts: [{id: end, verdict: negotiate, says: "The end."}]\n'
    alone = f"version: 1\n{sections}{end}"
    assert _problems(alone) == []
    for section in ("version: 1", "assumptions: {}", "scores: {}", end.strip()):
        assert _problems(alone.replace(section, "")) == [""]
    assert _problems(alone.replace("rules: {}", "rules: {a: {severity: caution}}")) != []
    assert _problems(alone.replace("rules: {}", "rules: {a: off}")) != []


# Each could be meant for some fact; what the loader reads, the schema accepts.
PROBES = [
    "0",
    "0.5",
    "1",
    "2",
    "3.5",
    "-1",
    "-0.5",
    "-3",
    "6",
    "40",
    "101",
    "1000000",
    "35%",
    "150%",
]
PROBES += ["-20%", "3 months", "2 weeks", '"$5,000"', "5k", "true", "direct", "quit", "[1]", "null"]


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_schema_accepts_just_the_values_that_the_loader_reads(name: str) -> None:
    def read(text: str) -> bool:
        try:
            CATALOGUE[name].read(parse("value", text.encode()).data)
        except QuantityError:
            return False
        return True

    loaded = {text for text in PROBES if read(text)}
    accepted = {
        text for text in PROBES if not _problems(BODY.replace("WHEN", f"{{{name}: {text}}}"))
    }
    # A text is only compared with a pattern, which knows no range.
    assert loaded <= accepted
    assert {text for text in accepted - loaded if not text.endswith(("%", "k", "s"))} == set()


BODY = "version: 1\nextends: default\nrules: {pay-lagger: {when: WHEN}}\n"


@pytest.mark.parametrize(
    "when",
    [
        "{pay.market_ratio: {below: 0.85}}",
        "{pay.market_ratio: {below: 85%}}",
        "{goal.duties_toward_goal: {at_least: 25%, below: 0.5}}",
        "{goal.path: direct, pay.final: true}",
        "{goal.path: {one_of: [direct, stepping_stone]}}",
        "{any: [{turnover.layoffs: true}, {not: {turnover.seat_churn: {known: false}}}]}",
        "{situation.runway_months: {below: 3 months}}",
        '{pay.base: {below: "$50,000"}}',
        "{turnover.annual_rate: {above: 120%}}",
    ],
)
def test_it_accepts_what_can_be_compared(when: str) -> None:
    assert _problems(BODY.replace("WHEN", when)) == []


@pytest.mark.parametrize(
    "when",
    [
        "{pay.market_ration: {below: 0.85}}",
        "{pay.market_ratio: {belw: 0.85}}",
        "{goal.duties_toward_goal: {below: 25}}",
        "{goal.path: {above: direct}}",
        "{goal.path: directly}",
        "{pay.final: maybe}",
        "{turnover.review_rating: {below: 7}}",
        "{goal.alignment: {below: -1}}",
        "{any: {turnover.layoffs: true}}",
        "{any: []}",
        "{}",
        "{count.red_flag: 1}",
    ],
)
def test_it_refuses_what_cannot(when: str) -> None:
    assert _problems(BODY.replace("WHEN", when)) == ["rules/pay-lagger"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("rules: {pay-lagger: off}", []),
        ("rules: {pay-lagger: of}", ["rules/pay-lagger"]),
        ("scores: {change: {weight: 2}}", []),
        ("scores: {change: {fact: pay.chnge}}", ["scores/change"]),
        ("dimensions: {goal: {weight: 40}}", []),
        ("dimensions: {goal: {wieght: 40}}", ["dimensions/goal"]),
        ("dimensions: {goal: off}", ["dimensions/goal"]),
        ("patterns: {pay: off}", []),
        ("rules: {Pay_Lagger: off}", ["rules"]),
        ("scores: {path: {fact: goal.path, value: {direct: 1, unrelated: 0}}}", ["scores/path"]),
        ("scores: {layoffs: {fact: turnover.layoffs, value: {true: 25, false: 80}}}", []),
        ("scores: {duties: {value: {0%: 0, 80%: 100}}}", []),
        ("scores: {duties: {value: {0%: 0, 80%: 101}}}", ["scores/duties"]),
        ("scores: {duties: {value: [0, 100]}}", ["scores/duties"]),
        ("patterns: {salary: {says: a}}", ["patterns"]),
        ("assumptions: {take_home_share: 70%}", []),
        ("assumptions: {take_home_share: 70}", ["assumptions/take_home_share"]),
        ("verdicts: [{id: a, verdict: accept, says: b, when: {count.red_flag: 0}}]", []),
        ("verdicts: [{id: a, verdict: accept, says: b, when: {fired.pay-lagger: true}}]", []),
        ("verdicts: [{id: a, verdict: accept, says: b, when: {score.goal: {above: 50}}}]", []),
        ("verdicts: [{id: a, verdict: acept, says: b}]", ["verdicts/0/verdict"]),
        (
            "verdicts: [{id: a, verdict: accept, says: b, when: {count.flags: 0}}]",
            ["verdicts/0/when"],
        ),
        ("rulse: {}", [""]),
    ],
)
def test_each_section_takes_whole_and_partial_entries(text: str, places: list[str]) -> None:
    assert _problems(f"version: 1\nextends: default\n{text}\n") == places


@pytest.mark.parametrize("name", ["always-fires", "implied", "not-monotone", "row-taken"])
def test_what_only_a_proof_can_find_is_no_matter_of_the_schema(name: str) -> None:
    file = Path(__file__).parent / "data" / "rules" / f"{name}.yaml"
    assert _problems(file.read_text(encoding="utf-8")) == []


@pytest.mark.skipif(server_command() is None, reason="no yaml-language-server on this machine")
def test_an_editor_completes_and_checks_a_rule_file(tmp_path: Path) -> None:
    command = server_command()
    assert command is not None
    assert mistaken(seen_in_an_editor(command, tmp_path)) == []


@pytest.mark.parametrize(
    "sealed",
    ["{}", "{date: 2026-01-01}", "{date: 2026-01-01, digest: x, waive: [{rule: posting-age}]}"],
)
def test_a_seal_and_its_waivers_are_whole_or_refused(sealed: str) -> None:
    assert _problems(f"extends: default\nsealed: {sealed}\n") != []
    assert _problems("extends: default\nsealed: {date: 2026-01-01, digest: x}\n") == []

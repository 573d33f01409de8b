"""`rules show`, `list`, `explain` and `init`: what is in force, where it comes from, how to change it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from evaluation_support import default_rules, facts_of, one_rule, tried, write_rules
from offercheck.document import parse
from offercheck.facts.catalogue import CATALOGUE
from offercheck.render.rule_page import render_page
from offercheck.rules.cells import thresholds_of
from offercheck.rules.conditions import All, AnyOf, Comparison, Condition, ConditionReader, Not
from offercheck.rules.layers import read_layers
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet
from offercheck.rules.origins import Origin, origins
from offercheck.rules.pages import names_of, pages_of
from offercheck.rules.space import Requirement, Space
from offercheck.rules.starter import STARTER
from offercheck.rules.templates import fill
from offercheck.rules.wording import (
    as_written,
    condition_as_written,
    condition_in_lines,
    condition_in_short,
    text_as_written,
)
from scenario_support import run_program

IN_DOLLARS = {"offer": "USD", "candidate": "USD"}
FIVE_LINES = """\
version: 1
extends: default
rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.85}}}, posting-age: off, far: {dimension: terms, severity: red_flag,
  when: {terms.commute_minutes: {at_least: 45}}, says: "{terms.commute_minutes} each way.", why: "Far.", source: "Mine."}}
scores: {posting: {weight: 0.5}}
"""


def _bare(condition: Condition) -> Condition:
    """The condition without the places where its tests stand."""
    if isinstance(condition, Comparison):
        return condition._replace(path=())
    if isinstance(condition, Not):
        return Not(_bare(condition.part))
    return type(condition)(tuple(_bare(part) for part in condition.parts))


def _in_force(rules: RuleSet) -> object:
    """All that a rule file decides, without the places where it stands."""
    return (
        [(r.id, r.entry._replace(when=None), _bare(r.when)) for r in rules.rules],
        [(r.id, r.entry._replace(when=None), _bare(r.when)) for r in rules.rows],
        [(p.reason, p.entry.says, _bare(p.when)) for p in rules.patterns],
        (rules.scores, rules.assumptions, dict(rules.dimensions)),
    )


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(FIVE_LINES, encoding="utf-8")
    return file


# --- show


def test_five_lines_change_a_threshold_turn_a_rule_off_and_add_one(mine: Path) -> None:
    assert len(FIVE_LINES.splitlines()) == 5
    rules = {rule.id: rule for rule in load_rules(str(mine)).rules}
    assert rules["posting-age"].entry.off
    assert _bare(rules["pay-lagger"].when) == Comparison("pay.market_ratio", "below", 0.85)
    assert len(rules) == len(default_rules().rules) + 1


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("rules.pay-lagger.when.pay.market_ratio.below", 0.85, 3),
        ("rules.posting-age.off", True, 3),
        ("rules.far.when.terms.commute_minutes.at_least", 45, 4),
        ("scores.posting.weight", 0.5, 5),
    ],
)
def test_what_a_file_changes_comes_from_its_own_line(
    mine: Path, path: str, value: object, line: int
) -> None:
    run = run_program("rules", "show", "--rules", str(mine), "--format", "json")
    found = {item["path"]: item for item in json.loads(run.stdout)["values"]}
    assert (found[path]["value"], found[path]["file"], found[path]["line"]) == (
        *(value, str(mine), line),
    )


def test_what_a_file_leaves_comes_from_the_line_of_the_default(mine: Path) -> None:
    run = run_program("rules", "show", "--rules", str(mine), "--format", "json")
    found = {item["path"]: item for item in json.loads(run.stdout)["values"]}
    lines = Path(packaged_rules()).read_text(encoding="utf-8").splitlines()
    for path, words in (
        ("rules.pay-lagger.severity", "severity: red_flag"),
        ("rules.high-turnover.when.turnover.vs_industry.at_least", "{at_least: 1.50}"),
        ("assumptions.take_home_share", "take_home_share: 75%"),
        ("verdicts[0].id", "id: veto-in-any-situation"),
    ):
        assert found[path]["file"] == packaged_rules()
        assert words in lines[found[path]["line"] - 1]


def test_every_value_shown_has_its_file_and_line_behind_it(mine: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown.yaml"
    shown.write_text(run_program("rules", "show", "--rules", str(mine)).stdout, encoding="utf-8")
    lines = shown.read_text(encoding="utf-8").splitlines()
    assert lines[1] == f"# default is {packaged_rules()}"
    places = {item.path: item.position for item in _origins(mine)}
    for item in _origins(shown):
        place = places[item.path]
        # A text over several lines has its origin behind the last of them.
        behind = next(line for line in lines[item.position.line - 1 :] if "  # " in line)
        name = str(mine) if place.file == str(mine) else "default"
        assert behind.rpartition("  # ")[2] == f"{name}:{place.line}"


def _origins(file: Path) -> list[Origin]:
    return list(origins(read_layers(str(file), packaged_rules())))


def test_what_is_shown_keeps_within_120_columns_but_for_an_address(mine: Path) -> None:
    lines = run_program("rules", "show", "--rules", "mine.yaml", folder=mine.parent).stdout
    assert [line for line in lines.splitlines() if len(line) > 120 and "http" not in line] == []


@pytest.mark.parametrize("name", ["default", "mine"])
def test_what_is_shown_can_be_loaded_and_is_the_same(name: str, mine: Path, tmp_path: Path) -> None:
    file = packaged_rules() if name == "default" else str(mine)
    shown = tmp_path / "shown.yaml"
    shown.write_text(run_program("rules", "show", "--rules", file).stdout, encoding="utf-8")
    assert _in_force(load_rules(str(shown))) == _in_force(load_rules(file))


HOSTILE = [
    "no",
    "9:30",
    "{pay.base}",
    "# not a comment",
    "a: b",
    "\\",
    '"',
    "é \U0001f600",
    "- x",
    " x ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_so_that_it_reads_back_as_it_was(text: str, tmp_path: Path) -> None:
    file, shown = tmp_path / "a.yaml", tmp_path / "b.yaml"
    rules = {"off-goal": {"says": text}}
    data = json.dumps({"version": 1, "extends": "default", "rules": rules}, ensure_ascii=False)
    file.write_text(data, encoding="utf-8")
    output = run_program("rules", "show", "--rules", str(file)).stdout
    shown.write_text(output, encoding="utf-8")
    (rule,) = (rule for rule in load_rules(str(shown)).rules if rule.id == "off-goal")
    assert rule.entry.says == text
    # Another reader of YAML agrees.
    assert yaml.safe_load(output)["rules"]["off-goal"]["says"] == text


def test_rules_that_are_not_sound_are_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("version: 1\nextends: default\nrules: {pay-laggr: off}\n", encoding="utf-8")
    run = run_program("rules", "show", "--rules", str(file))
    assert (run.returncode, run.stdout) == (2, "")
    assert "did you mean `pay-lagger`?" in run.stderr


# --- list


def test_every_rule_is_listed_within_80_columns() -> None:
    run = run_program("rules", "list", settings={"COLUMNS": "80"})
    assert run.returncode == 0
    assert max(len(line) for line in run.stdout.splitlines()) <= 80
    words = run.stdout.split()
    assert all(rule.id in words for rule in default_rules().rules)


def test_a_list_can_be_narrowed_to_a_dimension_and_a_severity() -> None:
    run = run_program(
        *("rules", "list", "--dimension", "terms", "--severity", "dealbreaker", "--format", "json")
    )
    assert [rule["id"] for rule in json.loads(run.stdout)] == ["hostile-manager", "moving-terms"]


def test_a_dimension_that_does_not_exist_is_refused_with_those_that_do() -> None:
    run = run_program("rules", "list", "--dimension", "moeny")
    assert run.returncode == 2
    assert "goal, pay, turnover, terms, situation" in run.stderr


def test_a_rule_that_is_off_is_listed_as_off(mine: Path) -> None:
    run = run_program("rules", "list", "--rules", str(mine), "--format", "json")
    assert [rule["id"] for rule in json.loads(run.stdout) if rule["off"]] == ["posting-age"]


# --- explain


@pytest.mark.parametrize("name", names_of(default_rules()))
def test_the_override_on_every_page_loads_and_as_printed_changes_nothing(
    name: str, tmp_path: Path
) -> None:
    for page in pages_of(name, default_rules()):
        file = tmp_path / f"{page.kind}.yaml"
        file.write_text(page.override, encoding="utf-8")
        assert _in_force(load_rules(str(file))) == _in_force(default_rules())


@pytest.mark.parametrize("name", ["far", "pay-lagger"])
def test_the_override_of_a_file_of_ones_own_extends_that_file(name: str, mine: Path) -> None:
    (page,) = pages_of(name, load_rules(str(mine)))
    file = mine.with_name("further.yaml")
    file.write_text(page.override, encoding="utf-8")
    assert _in_force(load_rules(str(file))) == _in_force(load_rules(str(mine)))


def test_a_page_names_the_verdict_rows_that_look_at_the_rule() -> None:
    # By the verdict table of rules.yaml: the row names the rule, or counts dealbreakers.
    run = run_program("rules", "explain", "moving-terms", "--format", "json")
    (page,) = json.loads(run.stdout)
    assert page["rows"] == "veto-in-any-situation, stopgap, nothing-else, veto, clear-yes"


@pytest.mark.parametrize("rule", [rule.id for rule in default_rules().rules])
def test_the_example_of_a_rule_makes_it_fire(rule: str) -> None:
    (page,) = (page for page in pages_of(rule, default_rules()) if page.kind == "rule")
    facts = parse("example", page.example.encode()).data
    values = {name: CATALOGUE[name].read(value) for name, value in facts.items()}
    index = [item.id for item in default_rules().rules].index(rule)
    assert default_rules().truths(values)[index] is True


def test_a_page_tells_what_why_whence_when_and_how_to_change_it() -> None:
    run = run_program("rules", "explain", "revolving-door", settings={"COLUMNS": "80"})
    assert run.returncode == 0
    for words in (
        "red flag: a ground for saying no",
        "https://www.youtube.com/watch?v=4PL5YtajF8M, at 11:25",
        "how many people held this seat in the last three years: at least 3",
        "turnover.predecessor_months below 12 months (months; ",
        "facts: {turnover.predecessor_months: 11, turnover.seat_churn: 3}",
        "or: revolving-door: off",
    ):
        assert words in run.stdout
    pasted = ("  facts: ", "      when: ")
    lines = [line for line in run.stdout.splitlines() if not line.startswith(pasted)]
    assert max(len(line) for line in lines) <= 80


def test_no_page_is_wider_than_asked_for_but_where_it_is_to_be_pasted() -> None:
    rules = default_rules()
    pages = [render_page(page, width=80) for r in rules.rules for page in pages_of(r.id, rules)]
    lines = [line for page in pages for line in page.splitlines()]
    too_wide = [line for line in lines if len(line) > 80]
    pasted = ("  facts: ", "      when: ", "      says: ")
    assert [line for line in too_wide if not line.startswith(pasted)] == []


def test_the_page_of_a_rule_has_every_sentence_of_the_file_under_its_key() -> None:
    (page,) = pages_of("revolving-door", default_rules())
    written = yaml.safe_load(Path(packaged_rules()).read_text("utf-8"))["rules"]["revolving-door"]
    assert page.texts == {
        "severity": "red flag: a ground for saying no",
        "dimension": "Turnover",
        "rows": "stopgap, nothing-else, wanted-with-a-doubt, red-flag, wanted-and-in-hand, clear-yes",
        "says": written["says"],
        "do": "",
        "ask": written["ask"],
        "why": written["why"],
        "source": "https://www.youtube.com/watch?v=4PL5YtajF8M, at 11:25",
    }


def test_the_page_of_a_score_tells_its_share_of_the_dimension_and_of_the_whole() -> None:
    # 3 of 18 within turnover, which has 25 of 100.
    (page,) = pages_of("seat", default_rules())
    assert page.texts == {
        "dimension": "Turnover",
        "fact": "turnover.seat_churn: how many people held this seat in the last three years",
        "weight": "3: 17% of its dimension, 4.2% of the overall score",
    }
    assert page.points == (("1", 95), ("2", 70), ("3", 25), ("5", 0))


def test_a_score_of_a_dimension_without_weight_has_no_share_of_the_whole(tmp_path: Path) -> None:
    only = "{dimension: situation, weight: 2, fact: pay.market_ratio, value: {0: 0, 1: 9}}"
    body = one_rule("pay.final: true").replace("scores: {}", f"scores: {{only: {only}}}")
    (page,) = pages_of("only", load_rules(write_rules(tmp_path, body)))
    assert page.texts["weight"] == "2: 100% of its dimension, 0.0% of the overall score"


def test_the_page_of_a_row_tells_its_verdict_and_its_place_in_the_table() -> None:
    (page,) = pages_of("veto", default_rules())
    assert page.texts == {
        "verdict": "decline",
        "place": "row 4 of 21: the first that holds decides",
        "says": "A dealbreaker ends it; no salary buys it off.",
        "do": "Decline, in a sentence of thanks.",
    }


def test_a_name_that_several_entries_have_is_explained_for_each() -> None:
    run = run_program("rules", "explain", "pay-at-risk", "--format", "json")
    assert [page["kind"] for page in json.loads(run.stdout)] == ["rule", "score"]


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    run = run_program("rules", "explain", "pay-laggr")
    assert (run.returncode, run.stdout) == (2, "")
    assert "did you mean `pay-lagger`?" in run.stderr


# --- conditions as they are written


def _tests() -> st.SearchStrategy[Comparison]:
    ratios = st.sampled_from([0.0, 0.125, 0.35, 1.0])
    words = st.sampled_from(CATALOGUE["goal.path"].choices)
    several = st.lists(words, min_size=1, unique=True).map(tuple)
    ordered = st.sampled_from(["below", "above", "at_least", "at_most", "is"])
    numbers = st.sampled_from(["pay.market_ratio", "pay.variable_share"])
    any_fact = st.sampled_from(["pay.market_ratio", "goal.path", "pay.final"])
    return st.one_of(
        st.tuples(numbers, ordered, ratios),
        st.tuples(st.just("goal.path"), st.just("is"), words),
        st.tuples(st.just("goal.path"), st.just("one_of"), several),
        st.tuples(st.just("pay.final"), st.just("is"), st.booleans()),
        st.tuples(any_fact, st.just("known"), st.booleans()),
    ).map(lambda parts: Comparison(*parts))


def _conditions() -> st.SearchStrategy[Condition]:
    def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        groups = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return groups.map(All) | groups.map(AnyOf) | parts.map(Not)

    return st.recursive(_tests(), grown, max_leaves=6)


@tried(150)
@given(_conditions())
def test_a_condition_as_written_reads_back_as_one_that_means_the_same(condition: Condition) -> None:
    written = condition_as_written(condition, CATALOGUE)
    problems: list[object] = []

    def report(*path: object, **what: object) -> None:
        problems.append((path, what))

    data = parse("condition", written.encode()).data
    read = ConditionReader(CATALOGUE, report).read(data, ())
    # A contradiction of two bounds is refused when it is read.
    if problems:
        assert "a range that some value lies in" in str(problems)
        return
    assert set(thresholds_of([read])) == set(thresholds_of([condition]))
    space = Space([condition, read], CATALOGUE)
    for one, other in itertools.permutations((True, False, None), 2):
        differ = (
            Requirement(condition, frozenset({one})),
            Requirement(read, frozenset({other})),
        )
        assert space.witness(differ) is None


@tried(100)
@given(st.text())
@example("well \N{PARTY POPPER} paid \N{REGIONAL INDICATOR SYMBOL LETTER U}")
@example("a \\u{1F389} \\ud83c\\udf89 as letters")
def test_a_text_as_written_is_ascii_and_reads_back_as_itself(text: str) -> None:
    written = text_as_written(text)
    assert written.isascii()
    assert parse("text", written.encode()).data == text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("pay.market_ratio", 0.8, "0.8"),
        ("pay.change_vs_current", -0.2, "-20%"),
        ("goal.duties_toward_goal", 0.255, "25.5%"),
        ("pay.base", 118_000.0, "118000"),
        ("goal.path", "foot_in_door", "foot_in_door"),
        ("pay.final", True, "true"),
    ],
)
def test_a_value_is_written_as_a_file_has_it(name: str, value: float | str, text: str) -> None:
    assert as_written(CATALOGUE[name], value) == text
    assert CATALOGUE[name].read(parse("value", text.encode()).data) == pytest.approx(value)


def test_a_condition_in_lines_says_of_each_group_whether_all_or_any_is_asked_for() -> None:
    final = Comparison("pay.final", "is", threshold=True)
    base = Comparison("pay.base", "below", 9.0)
    condition = All((final, AnyOf((base, Not(final)))))
    assert list(condition_in_lines(condition, CATALOGUE)) == [
        (0, "all of these:"),
        (1, "the employer has said that pay cannot move: yes (pay.final)"),
        (1, "any of these:"),
        (2, f"{CATALOGUE['pay.base'].meaning}: below $9 (pay.base)"),
        (2, "not:"),
        (3, "the employer has said that pay cannot move: yes (pay.final)"),
    ]
    assert list(condition_in_lines(All(()), CATALOGUE)) == [(0, "always")]


def test_a_sentence_prints_facts_in_their_unit_and_says_which_are_not_known() -> None:
    facts = facts_of({"pay.base": 90_000.0})
    told = fill("{pay.base}, {pay.total_cash}, {coverage}, {no.fact}, {}", facts, 0.13, IN_DOLLARS)
    assert told == "$90,000, (not known), 13%, {no.fact}, {}"


def test_a_condition_in_short_shows_groups_in_brackets() -> None:
    final = Comparison("pay.final", operator="is", threshold=True)
    known = Comparison("pay.base", operator="known", threshold=True)
    seats = Comparison("turnover.seat_churn", "at_least", 3.0)
    condition = All((seats, AnyOf((final, Not(known)))))
    assert condition_in_short(condition, CATALOGUE) == (
        "turnover.seat_churn at least 3 and (pay.final true or not (pay.base known))"
    )


# --- init


def test_a_starter_judges_as_the_default_rules_do(tmp_path: Path) -> None:
    run = run_program("rules", "init", "mine.yaml", folder=tmp_path)
    assert (run.returncode, run.stdout) == (0, "")
    file = tmp_path / "mine.yaml"
    assert file.read_text(encoding="utf-8") == STARTER
    assert _in_force(load_rules(str(file))) == _in_force(default_rules())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_every_example_of_the_starter_can_be_uncommented(tmp_path: Path) -> None:
    head, marker, examples = STARTER.partition("extends: default\n")
    lines = [line.removeprefix("# ") for line in examples.splitlines()]
    # Sentences end with a colon and have spaces in their first word; YAML keys have none.
    active = [line for line in lines if line[:1].isspace() or line.rstrip(":").isidentifier()]
    file = tmp_path / "mine.yaml"
    file.write_text(head + marker + "\n".join(active) + "\n", encoding="utf-8")
    changed, default = load_rules(str(file)), default_rules()
    assert len(changed.rules) == len(default.rules) + 1
    assert len(changed.rows) == len(default.rows) + 1
    assert changed.dimensions["turnover"].weight == 40
    assert changed.assumptions.take_home_share == 0.70
    assert [rule.id for rule in changed.rules if rule.entry.off] == ["few-shared-skills"]


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("mine", encoding="utf-8")
    run = run_program("rules", "init", folder=tmp_path)
    assert run.returncode == 2
    assert "rules.yaml is there already" in run.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]


def test_a_folder_that_is_not_there_ends_in_a_message(tmp_path: Path) -> None:
    run = run_program("rules", "init", "nowhere/mine.yaml", folder=tmp_path)
    assert run.returncode == 2
    assert "could not write nowhere/mine.yaml" in run.stderr

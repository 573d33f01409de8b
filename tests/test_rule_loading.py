"""Rule files: which one is used, and what is refused in one that stands alone, at which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation_support import (
    ASSUMPTIONS,
    TWO_DIMENSIONS,
    marked_line,
    one_rule,
    problems_of,
    small_rules,
    write_rules,
)
from offercheck.problem import Problem
from offercheck.rules.loading import ENVIRONMENT_VARIABLE, find_rules, load_rules, packaged_rules


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("variable", ["from-variable.yaml", None])
def test_the_rules_option_comes_before_everything(
    folder: Path, variable: str | None, *, beside: bool
) -> None:
    if beside:
        (folder / "rules.yaml").touch()
    environment = {} if variable is None else {ENVIRONMENT_VARIABLE: variable}
    assert find_rules("from-option.yaml", environment) == "from-option.yaml"


@pytest.mark.usefixtures("folder")
def test_the_variable_comes_before_the_file_in_the_working_folder() -> None:
    Path("rules.yaml").touch()
    environment = {"OFFERCHECK_RULES": "from-variable.yaml"}
    assert find_rules(None, environment) == "from-variable.yaml"


@pytest.mark.parametrize("environment", [{}, {"OFFERCHECK_RULES": ""}, {"RULES": "other.yaml"}])
@pytest.mark.usefixtures("folder")
def test_the_file_in_the_working_folder_comes_before_the_packaged_one(
    environment: dict[str, str],
) -> None:
    Path("rules.yaml").touch()
    assert find_rules(None, environment) == "rules.yaml"


@pytest.mark.parametrize("is_folder", [True, False])
def test_the_packaged_rules_are_used_where_nothing_else_is(
    folder: Path, *, is_folder: bool
) -> None:
    if is_folder:
        (folder / "rules.yaml").mkdir()
    assert find_rules(None, {}) == packaged_rules()


@pytest.mark.usefixtures("folder")
def test_the_packaged_rules_are_the_file_at_the_top_of_the_repository() -> None:
    own = Path(__file__).parents[1] / "rules.yaml"
    assert Path(packaged_rules()).read_bytes() == own.read_bytes()


def test_a_named_file_that_is_missing_is_a_problem_that_names_it(folder: Path) -> None:
    (folder / "my-rules.yaml").touch()
    (problem,) = problems_of("my-rule.yaml")
    assert (problem.position.file, "my-rules.yaml" in problem.suggestion) == ("my-rule.yaml", True)


ONE_SCORE = """\
scores:
  only:
    dimension: pay
    weight: 1
    fact: {fact}
    value: {value}
rules: {{}}
verdicts:
  - {{id: end, verdict: negotiate, says: "The end."}}
"""


@pytest.mark.parametrize("values", ["0.85: 30, 85%: 80", "85%: 80, 0.5: 1, 0.85: 30"])
def test_a_value_that_is_scored_twice_in_two_forms_is_refused(tmp_path: Path, values: str) -> None:
    path = write_rules(tmp_path, ONE_SCORE.format(fact="pay.market_ratio", value=f"{{{values}}}"))
    (problem,) = problems_of(path)
    assert problem.expected == "each value once"


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        ("{0.5: abc, 1: 90}", "scores.only.value.0.5", "`abc`"),
        ("{0: 10, 1.50: 101}", "scores.only.value.1.50", "`101`"),
        ("{-1: [], 1: 90}", "scores.only.value[-1]", "an empty list"),
    ],
)
def test_a_wrong_score_is_told_at_its_own_place_whatever_number_it_is_for(
    tmp_path: Path, value: str, path: str, found: str
) -> None:
    text = ONE_SCORE.format(fact="pay.market_ratio", value=value)
    file = write_rules(tmp_path, text)
    (problem,) = problems_of(file)
    wrong = found.strip("`").replace("an empty list", "[]")
    line = next(line for line in text.splitlines() if "value:" in line)
    assert (problem.path, problem.found) == (path, found)
    assert problem.position.column == line.index(f": {wrong}") + 3


@pytest.mark.parametrize(
    ("fact", "value", "missing"),
    [
        ("goal.path", "{direct: 100, stepping_stone: 60, unrelated: 0}", "`foot in door`"),
        ("goal.path", "{direct: 100}", "`stepping stone`, `foot in door`, `unrelated`"),
        ("turnover.layoffs", "{true: 20}", "`no`"),
    ],
)
def test_a_score_table_must_have_each_value_of_its_fact(
    tmp_path: Path, fact: str, value: str, missing: str
) -> None:
    path = write_rules(tmp_path, ONE_SCORE.format(fact=fact, value=f"{value}  # here"))
    (problem,) = problems_of(path)
    assert (problem.position.line, problem.found) == (marked_line(path), f"none for {missing}")


@pytest.mark.parametrize(
    ("fact", "value", "found"),
    [
        (
            "goal.path",
            "{direct: 1, stepping_stone: 1, foot_in_dor: 1, unrelated: 1}",
            "foot_in_dor",
        ),
        ("turnover.layoffs", "{true: 20, maybe: 50}", "maybe"),
        ("goal.duties_toward_goal", "{0%: 0, 50: 60}", "50"),
        ("goal.alignment", "{0: 0, 101: 60}", "101"),
        ("pay.market_ratio", "{low: 0, 1.0: 60}", "low"),
        ("pay.market_ratio", "{0.8: 0, 1.0: 101}", "101"),
        ("pay.market_ratio", "{0.8: -1, 1.0: 100}", "-1"),
    ],
)
def test_a_score_of_what_is_no_value_of_its_fact_or_beyond_0_to_100_is_refused(
    tmp_path: Path, fact: str, value: str, found: str
) -> None:
    path = write_rules(tmp_path, ONE_SCORE.format(fact=fact, value=f"{value}  # here"))
    (problem,) = problems_of(path)
    assert (problem.position.line, problem.found) == (marked_line(path), f"`{found}`")


def test_everything_that_is_wrong_with_a_value_function_is_told_at_once(tmp_path: Path) -> None:
    value = "{low: 0, 0.9: 101, high: 50, 1.0: -1}"
    path = write_rules(tmp_path, ONE_SCORE.format(fact="pay.market_ratio", value=value))
    found = [problem.found for problem in problems_of(path)]
    assert found == ["`low`", "`101`", "`high`", "`-1`"]


def test_a_score_of_a_fact_that_does_not_exist_is_refused_with_a_suggestion(
    tmp_path: Path,
) -> None:
    path = write_rules(tmp_path, ONE_SCORE.format(fact="pay.bse  # here", value="{1: 1}"))
    (problem,) = problems_of(path)
    assert (problem.position.line, "`pay.base`" in problem.suggestion) == (marked_line(path), True)


GOOD = """\
scores:
  ratio:
    dimension: pay
    weight: 1
    fact: pay.market_ratio
    value: {0.8: 0, 1.2: 100}
rules:
  first:
    dimension: pay
    severity: red_flag
    when: {pay.market_ratio: {below: 0.8}}
    says: "Base is {pay.market_ratio}."
    do: "Ask about {pay.base}."
    ask: "Is {pay.base} final?"
    why: "Too low."
    source: "A source."
patterns:
  pay:
    when: {pay.market_ratio: {below: 0.9}}
    says: "Again {pay.market_ratio}."
verdicts:
  - {id: flagged, verdict: decline, says: "Known: {coverage}.", when: {count.red_flag: 1}}
  - {id: end, verdict: negotiate, says: "The end of {pay.base}."}
"""


def test_a_file_without_faults_is_read_whole(tmp_path: Path) -> None:
    rules = small_rules(tmp_path, GOOD)
    ids = [
        [item.id for item in rules.scores],
        [item.id for item in rules.rules],
        [item.reason for item in rules.patterns],
        [item.id for item in rules.rows],
    ]
    assert ids == [["ratio"], ["first"], ["pay"], ["flagged", "end"]]


FAULTS = {
    "fact in says": ("is {pay.market_ratio}.", "is {pay.market_ration}.", "`pay.market_ratio`"),
    "fact in do": ("about {pay.base}.", "about {pay.bse}.", "`pay.base`"),
    "fact in ask": ("Is {pay.base}", "Is {pay.bse}", "`pay.base`"),
    "fact in why": ("Too low.", "Too {low}.", ""),
    "fact in a pattern": ("Again {pay.market_ratio}", "Again {pay.market_ration}", "market_ratio`"),
    "fact in a row": ("end of {pay.base}", "end of {pay.bse}", "`pay.base`"),
    "dimension of a rule": ("    dimension: pay\n    sev", "    dimension: pai\n    sev", "`pay`"),
    "dimension of a score": ("    dimension: pay\n    wei", "    dimension: pai\n    wei", "`pay`"),
    "key of a rule": ("    why: ", "    wy: ", "`why`"),
    "key of a score": ("    weight: ", "    wieght: ", "`weight`"),
    "key of a row": ("{id: flagged,", "{id: flagged, situationel: true,", "`situational`"),
    "section": ("patterns:", "pattern:", "`patterns`"),
    "severity": ("severity: red_flag", "severity: red_flg", "`red_flag`"),
    "verdict": ("verdict: decline", "verdict: declin", "`decline`"),
    "rule of a row": ("{count.red_flag: 1}", "{fired.frist: true}", "`fired.first`"),
    "count of a row": ("{count.red_flag: 1}", "{count.red_flags: 1}", "`count.red_flag`"),
    "score of a row": ("{count.red_flag: 1}", "{score.pai: {below: 50}}", "`score.pay`"),
    "weight of nothing": ("    weight: 1", "    weight: 0", ""),
    "id": ("  first:", "  First Rule:", ""),
    "reason of a pattern": ("  pay:\n", "  pai:\n", "`pay`"),
}


def _with_fault(folder: Path, right: str, wrong: str) -> tuple[str, int, tuple[Problem, ...]]:
    """The good file with one fault, the line of the fault, and the problems found."""
    assert GOOD.count(right) == 1
    path = write_rules(folder, GOOD.replace(right, wrong))
    before = (ASSUMPTIONS + TWO_DIMENSIONS + GOOD).partition(right)[0]
    return path, before.count("\n") + 1, problems_of(path)


@pytest.mark.parametrize(("right", "wrong", "hint"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_at_its_line_with_the_nearest_right_word(
    tmp_path: Path, right: str, wrong: str, hint: str
) -> None:
    path, line, problems = _with_fault(tmp_path, right, wrong)
    places = [problem.position[:2] for problem in problems]
    hints = " ".join(problem.suggestion for problem in problems)
    assert ((path, line) in places, hint in hints) == (True, True)


@pytest.mark.parametrize("part", ["dimension", "severity", "when", "says", "why", "source"])
def test_a_rule_without_one_of_its_parts_is_refused(tmp_path: Path, part: str) -> None:
    lines = one_rule("pay.final: true").splitlines()
    kept = [line for line in lines if not line.startswith(f"    {part}:")]
    body = "\n".join(line for line in kept if part != "when" or "pay.final" not in line)
    (problem,) = problems_of(write_rules(tmp_path, body))
    assert (problem.path, problem.expected) == (f"rules.first.{part}", f"the key `{part}`")


def test_a_last_row_with_a_condition_is_refused(tmp_path: Path) -> None:
    last = '  - {id: end, verdict: negotiate, says: "The end of {pay.base}."}'
    conditional = last.removesuffix("}") + ", when: {pay.final: true}}  # here"
    path = write_rules(tmp_path, GOOD.replace(last, conditional))
    (problem,) = problems_of(path)
    assert (problem.position.line, problem.path) == (marked_line(path), "verdicts[1].when")


def test_two_rows_with_the_same_id_are_refused(tmp_path: Path) -> None:
    body = GOOD.replace("{id: end,", "{id: flagged,").replace(
        '{pay.base}."}', '{pay.base}."}  # here'
    )
    path = write_rules(tmp_path, body)
    (problem,) = problems_of(path)
    assert (problem.position.line, problem.found) == (marked_line(path), "`flagged` again")


def test_two_rules_with_the_same_id_are_refused(tmp_path: Path) -> None:
    again = "rules:\n  first: {}\n  first:  # here"
    path = write_rules(tmp_path, GOOD.replace("rules:\n  first:", again))
    assert marked_line(path) in [problem.position.line for problem in problems_of(path)]


def test_problems_of_shape_and_of_meaning_are_all_reported_at_once(tmp_path: Path) -> None:
    body = GOOD.replace("    why: ", "    wy: ").replace(
        "fact: pay.market_ratio", "fact: pay.ratio"
    )
    paths = {problem.path for problem in problems_of(write_rules(tmp_path, body))}
    assert {"rules.first.wy", "scores.ratio.fact"} <= paths


@pytest.mark.parametrize("section", ["assumptions", "dimensions", "scores", "rules", "verdicts"])
def test_a_file_that_stands_alone_needs_every_section(tmp_path: Path, section: str) -> None:
    text = ASSUMPTIONS + TWO_DIMENSIONS + GOOD
    path = tmp_path / "small.yaml"
    path.write_text(text.replace(f"{section}:", f"x{section}:"))
    expected = {problem.expected for problem in problems_of(str(path))}
    assert f"the key `{section}`" in expected


@pytest.mark.parametrize("version", ["0", "2", "one", "1.5"])
def test_a_version_that_is_not_1_is_refused_at_its_line(tmp_path: Path, version: str) -> None:
    path = tmp_path / "small.yaml"
    text = ASSUMPTIONS.replace("version: 1", f"version: {version}") + TWO_DIMENSIONS + GOOD
    path.write_text(text)
    assert [(p.position.line, p.path) for p in problems_of(str(path))] == [(1, "version")]


@pytest.mark.parametrize("text", ["[1, 2]", "rules", "42"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(text)
    assert [problem.expected for problem in problems_of(str(path))] == ["a mapping"]


def test_the_same_text_gives_the_same_digest_and_another_threshold_another(tmp_path: Path) -> None:
    first = small_rules(tmp_path, GOOD)
    again = load_rules(write_rules(tmp_path, GOOD, name="copy.yaml"))
    other = load_rules(write_rules(tmp_path, GOOD.replace("0.9", "0.95"), name="other.yaml"))
    assert (first.digest == again.digest, first.digest == other.digest) == (True, False)

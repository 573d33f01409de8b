"""`rules check`: each kind of mistake is found at its line, and the default rules are clean."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evaluation_support import ONE_RULE, default_rules, write_rules
from offercheck.problem import InputError
from offercheck.rules.checks import CHECKS, CheckedFile, check_rules
from offercheck.rules.loading import packaged_rules
from scenario_support import run_program

BAD_FILES = sorted((Path(__file__).parent / "data" / "rules").glob("*.yaml"))
MARK = re.compile(r"# <- ([a-z-]+)(?:: (.*))?$")


def _marks(path: Path) -> list[tuple[int, str, str]]:
    """What a bad file says of itself: the line, the check, and words of the message."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = ((number, MARK.search(line)) for number, line in enumerate(lines, 1))
    return [(number, mark[1], mark[2] or "") for number, mark in found if mark]


def _lines(checked: CheckedFile) -> set[tuple[int, str]]:
    return {(item.problem.position.line, item.check) for item in checked.findings}


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_a_bad_file_is_reported_at_the_lines_it_marks_and_at_no_other(path: Path) -> None:
    checked = check_rules(str(path))
    assert _lines(checked) == {(line, check) for line, check, _ in _marks(path)}
    assert {item.problem.position.file for item in checked.findings} == {str(path)}


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [(path, line, words) for path in BAD_FILES for line, _, words in _marks(path) if words],
    ids=lambda value: value.stem if isinstance(value, Path) else None,
)
def test_the_message_names_what_is_wrong(path: Path, line: int, words: str) -> None:
    messages = [
        f"{item.problem.expected} {item.problem.found} {item.problem.suggestion}"
        for item in check_rules(str(path)).findings
        if item.problem.position.line == line
    ]
    assert any(words in message for message in messages)


def test_every_check_has_a_bad_file() -> None:
    assert {check for path in BAD_FILES for _, check, _ in _marks(path)} == set(CHECKS)


def test_the_default_rules_are_clean() -> None:
    checked = check_rules(packaged_rules())
    assert checked.findings == ()
    assert (checked.rules, checked.rows) == (len(default_rules().rules), len(default_rules().rows))


WHEN = "pay.market_ratio: {below: 0.80}"


def _one_rule_with(folder: Path, rows: str, when: str = WHEN) -> CheckedFile:
    body = ONE_RULE.replace("WHEN", when)
    end = '  - {id: end, verdict: negotiate, says: "The end."}\n'
    assert end in body
    body = body.replace("scores: {}", SCORES)
    return check_rules(write_rules(folder, body.replace(end, rows)))


SCORES = """scores:
  ratio: {dimension: pay, weight: 1, fact: pay.market_ratio, value: {0: 0, 1: 100}}
  writing: {dimension: terms, weight: 1, fact: terms.in_writing, value: {true: 100, false: 0}}"""
END = '  - {id: otherwise, verdict: negotiate, says: "The end."}\n'


def test_a_small_file_of_its_own_is_clean(tmp_path: Path) -> None:
    assert _one_rule_with(tmp_path, END).findings == ()


def test_a_row_after_the_one_that_always_holds_is_reported(tmp_path: Path) -> None:
    after = '  - {id: after, verdict: decline, says: "Never."}\n'
    (finding,) = _one_rule_with(tmp_path, END + after).findings
    assert finding.check == "unreachable-row"
    assert "taken by `otherwise`" in finding.problem.found


def test_a_table_whose_last_row_has_a_condition_is_reported(tmp_path: Path) -> None:
    row = '  - {id: only, verdict: decline, says: "No.", when: {count.caution: 1}}\n'
    (finding,) = _one_rule_with(tmp_path, row).findings
    assert (finding.check, finding.problem.path) == ("invalid", "verdicts[0].when")
    assert "every case has a verdict" in finding.problem.expected


def test_a_row_that_the_rules_above_leave_some_case_is_not_reported(tmp_path: Path) -> None:
    rows = (
        '  - {id: fired, verdict: decline, says: "No.", when: {fired.first: true}}\n'
        '  - {id: clear, verdict: accept, says: "Yes.", when: {pay.market_ratio: {at_least: 0.8}}}\n'
    )
    assert _one_rule_with(tmp_path, rows + END).findings == ()


def test_a_rule_that_is_off_never_fires_and_counts_nowhere(tmp_path: Path) -> None:
    rows = '  - {id: fired, verdict: decline, says: "No.", when: {fired.first: true}}\n'
    when = WHEN + "\n    off: true"
    (finding,) = _one_rule_with(tmp_path, rows + END, when).findings
    assert (finding.check, finding.problem.path) == ("unreachable-row", "verdicts[0]")


def test_equal_rules_of_another_severity_are_not_reported(tmp_path: Path) -> None:
    text = (
        "version: 1\nextends: default\nrules:\n  old-posting:\n    dimension: turnover\n"
        "    severity: red_flag\n    when: {turnover.posting_age_days: {at_least: 120}}\n"
        '    says: "Old."\n    why: "A reason."\n    source: "A source."\n'
    )
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    assert check_rules(str(file)).findings == ()


@pytest.mark.parametrize("text", ["a: [", "", "--- 1\n--- 2\n", "- a list\n"])
def test_what_is_no_readable_mapping_cannot_be_checked(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        check_rules(str(file))


def test_a_file_too_large_for_every_proof_says_so(tmp_path: Path) -> None:
    entry = "{dimension: pay, severity: caution, says: a, why: b, source: c, when: {pay.base: {below: N}}}"
    rules = "".join(f"  r{n}: {entry.replace('N', str(n + 1))}\n" for n in range(200))
    file = tmp_path / "rules.yaml"
    file.write_text(f"version: 1\nextends: default\nrules:\n{rules}", encoding="utf-8")
    run = run_program("rules", "check", str(file))
    assert "too large to compare every rule" in run.stdout


# --- The command


def test_a_clean_file_exits_with_0_and_says_so() -> None:
    run = run_program("rules", "check", packaged_rules())
    assert (run.returncode, run.stderr) == (0, "")
    assert "no problem" in run.stdout


def test_problems_exit_with_1_and_stand_on_standard_output() -> None:
    run = run_program("rules", "check", str(BAD_FILES[0]))
    assert (run.returncode, run.stderr) == (1, "")
    assert f"{BAD_FILES[0]}:" in run.stdout


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_file_that_is_not_there_exits_with_2(output_format: str) -> None:
    run = run_program("rules", "check", "no-such-file.yaml", "--format", output_format)
    assert (run.returncode, run.stdout) == (2, "")
    assert "no-such-file.yaml" in run.stderr


def test_the_json_has_every_problem_with_its_place() -> None:
    path = next(path for path in BAD_FILES if path.stem == "several")
    run = run_program("rules", "check", str(path), "--format", "json")
    problems = json.loads(run.stdout)["problems"]
    assert [(item["line"], item["check"]) for item in problems] == [
        (line, check) for line, check, _ in _marks(path)
    ]
    assert set(problems[0]) == {
        *("check", "file", "line", "column", "path", "expected", "found", "suggestion"),
    }

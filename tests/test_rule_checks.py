"""`rules check`: each kind of mistake is found at its line, and the default rules are clean."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation_support import (
    default_rules,
    judged,
    one_rule,
    partial_facts,
    tried,
    write_rules,
)
from offercheck.candidate import PastJob, Waiver
from offercheck.facts.known import Value
from offercheck.problem import InputError
from offercheck.rules.cases import COUNT, COVERAGE, FIRED, SCORE, Cases
from offercheck.rules.checks import CHECKS, CheckedFile, Finding, check_rules
from offercheck.rules.conditions import holds
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.reading import inspect_rules
from offercheck.rules.subject import Subject
from scenario_support import run_program

BAD_FILES = sorted((Path(__file__).parent / "data" / "rules").glob("*.yaml"))
MARK = re.compile(r"# <- ([a-z-]+)(?:: (.*))?$")


def _marks(path: Path) -> list[tuple[int, str, str]]:
    """What a bad file says of itself: the line, the check, and words of the message."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = ((number, MARK.search(line)) for number, line in enumerate(lines, 1))
    return [(number, mark[1], mark[2] or "") for number, mark in found if mark]


@cache
def _checked(path: Path) -> CheckedFile:
    return check_rules(str(path))


@cache
def _default_cases() -> Cases:
    return Cases(Subject(inspect_rules(packaged_rules())))


def _lines(checked: CheckedFile) -> set[tuple[int, str]]:
    return {(item.problem.position.line, item.check) for item in checked.findings}


def _message(finding: Finding) -> str:
    problem = finding.problem
    return f"{problem.expected} / {problem.found} / {problem.suggestion}"


# --- The bad files


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_a_bad_file_is_reported_at_the_lines_it_marks_and_at_no_other(path: Path) -> None:
    checked = _checked(path)
    assert _lines(checked) == {(line, check) for line, check, _ in _marks(path)}
    assert {item.problem.position.file for item in checked.findings} == {str(path)}


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [(path, line, words) for path in BAD_FILES for line, _, words in _marks(path) if words],
    ids=lambda value: value.stem if isinstance(value, Path) else None,
)
def test_the_message_names_what_is_wrong(path: Path, line: int, words: str) -> None:
    findings = _checked(path).findings
    messages = [_message(item) for item in findings if item.problem.position.line == line]
    assert any(words in message for message in messages)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_a_bad_file_that_only_it_reports(check: str) -> None:
    assert any({name for _, name, _ in _marks(path)} == {check} for path in BAD_FILES)


def test_the_default_rules_are_clean() -> None:
    checked = check_rules(packaged_rules())
    assert checked.findings == ()
    assert checked.is_proved
    assert (checked.rules, checked.rows) == (len(default_rules().rules), len(default_rules().rows))


# --- Small files


HEAD = "version: 1\nextends: default\n"
RULE = "{dimension: turnover, severity: caution, says: a, why: b, source: c, when: {WHEN}}"
SCORES = """scores:
  ratio: {dimension: pay, weight: 1, fact: pay.market_ratio, value: {0: 0, 1: 100}}
  writing: {dimension: terms, weight: 1, fact: terms.in_writing, value: {true: 100, false: 0}}"""
LAST = '  - {id: end, verdict: negotiate, says: "The end."}\n'


def _extending(folder: Path, text: str, name: str = "rules.yaml") -> CheckedFile:
    file = folder / name
    file.write_text(HEAD + text, encoding="utf-8")
    return check_rules(str(file))


def _row(name: str, when: str, *, situational: bool = False) -> str:
    extra = ", situational: true" if situational else ""
    return f'  - {{id: {name}, verdict: decline, says: "No.", when: {{{when}}}{extra}}}\n'


def _rows(folder: Path, rows: str, when: str = "pay.market_ratio: {below: 0.80}") -> CheckedFile:
    """A file of its own with one rule, two scored dimensions, and these rows."""
    body = one_rule(when).replace("scores: {}", SCORES)
    assert LAST in body
    return check_rules(write_rules(folder, body.replace(LAST, rows)))


def _checks(checked: CheckedFile) -> list[tuple[str, str]]:
    return [(item.check, item.problem.path) for item in checked.findings]


def test_a_small_file_of_its_own_is_clean(tmp_path: Path) -> None:
    assert _rows(tmp_path, LAST).findings == ()


@pytest.mark.parametrize(
    ("fact", "value", "found"),
    [
        ("terms.in_writing", "{true: 0, false: 100}", ["not-monotone"]),
        ("terms.in_writing", "{true: 100, false: 0}", []),
        ("turnover.layoffs", "{true: 100, false: 0}", ["not-monotone"]),
        ("turnover.layoffs", "{true: 0, false: 100}", []),
    ],
)
def test_a_yes_scores_as_it_speaks_for_the_offer(
    tmp_path: Path, fact: str, value: str, found: list[str]
) -> None:
    score = f"{{dimension: terms, weight: 1, fact: {fact}, value: {value}}}"
    assert [
        item.check for item in _extending(tmp_path, f"scores: {{mine: {score}}}\n").findings
    ] == found


def test_a_score_that_is_refused_is_judged_no_further(tmp_path: Path) -> None:
    scores = "scores: {{reposts: {{value: {{1: 20, 3: {}}}}}}}"  # more of it is worse
    found = [_extending(tmp_path, scores.format(last)).findings for last in (80, 180)]
    assert [[item.check for item in findings] for findings in found] == [
        ["not-monotone"],
        ["invalid"],
    ]


def test_a_row_after_the_one_that_always_holds_is_reported(tmp_path: Path) -> None:
    after = '  - {id: after, verdict: decline, says: "Never."}\n'
    (finding,) = _rows(tmp_path, LAST + after).findings
    assert (finding.check, finding.problem.path) == ("unreachable-row", "verdicts[1]")
    assert "taken above by `end`" in finding.problem.found


def test_a_table_whose_last_row_has_a_condition_is_told_a_case_without_a_row(
    tmp_path: Path,
) -> None:
    rows = _row("lagging", "pay.market_ratio: {below: 0.8}") + _row(
        "unread", "pay.market_ratio: {known: false}"
    )
    (finding,) = _rows(tmp_path, rows).findings
    assert (finding.check, finding.problem.path) == ("no-row", "verdicts[1].when")
    assert finding.problem.found == (
        "a condition; no row takes the case with `pay.market_ratio` 80%"
    )


def test_a_case_without_a_row_is_told_without_what_does_not_fire(tmp_path: Path) -> None:
    rows = _row("counted", "count.caution: {at_least: 1}") + _row("final", "pay.final: true")
    (finding,) = _rows(tmp_path, rows).findings
    assert finding.problem.found == "a condition; no row takes the case with nothing known"


def test_a_case_without_a_row_is_told_with_what_is_counted_in_it(tmp_path: Path) -> None:
    rows = _row("none", "count.caution: 0") + _row("unscored", "score.pay: {known: false}")
    (finding,) = _rows(tmp_path, rows).findings
    shown = re.findall(r"`([^`]*)` ([^,]*)", finding.problem.found)
    told = dict(shown)
    # The caution fires, which it only does below 80% of the market, and pay is scored by that.
    assert told["count.caution"] == "1"
    assert told["fired.first"] == "yes"
    assert told["pay.market_ratio"] == "70%"


def test_rows_that_take_every_case_are_told_of_none(tmp_path: Path) -> None:
    rows = _row("low", "coverage: {below: 50%}") + _row("high", "coverage: {at_least: 50%}")
    (finding,) = _rows(tmp_path, rows).findings
    assert (finding.check, finding.problem.found) == ("no-row", "a condition")


def test_a_row_that_the_rows_above_leave_some_case_is_not_reported(tmp_path: Path) -> None:
    rows = _row("fired", "fired.first: true") + _row("clear", "pay.market_ratio: {at_least: 0.8}")
    assert _rows(tmp_path, rows + LAST).findings == ()


def test_a_row_for_a_value_that_is_only_bounded_is_not_reported(tmp_path: Path) -> None:
    # A ratio somewhere from 70% to 90% is neither below 80% nor at least 80%.
    either = "any: [{pay.market_ratio: {below: 0.8}}, {pay.market_ratio: {at_least: 0.8}}]"
    rows = _row("known", either) + _row("bounded", "pay.market_ratio: {known: true}")
    assert _rows(tmp_path, rows + LAST).findings == ()


def test_a_rule_for_a_value_that_is_only_bounded_is_not_implied(tmp_path: Path) -> None:
    # Somewhere from 90 to 110 lies in the narrow range, and it is not known in which wide one.
    narrow = "pay.total_cash: {at_least: 80, below: 120}"
    split = "any: [{pay.total_cash: {below: 100}}, {pay.total_cash: {at_least: 100, below: 200}}]"
    text = f"rules:\n  narrow: {RULE.replace('WHEN', narrow)}\n  split: {RULE.replace('WHEN', split)}\n"
    assert _extending(tmp_path, text).findings == ()


def test_a_row_that_only_the_merits_get_to_is_not_reported(tmp_path: Path) -> None:
    rows = _row("urgent", "pay.final: true", situational=True) + _row("same", "pay.final: true")
    assert _rows(tmp_path, rows + LAST).findings == ()


def test_a_situational_row_behind_rows_that_take_its_cases_is_reported(tmp_path: Path) -> None:
    rows = _row("first", "pay.final: true") + _row("second", "pay.final: true", situational=True)
    assert _checks(_rows(tmp_path, rows + LAST)) == [("unreachable-row", "verdicts[1]")]


def test_fewer_than_more_rules_than_there_are_is_a_row_that_some_case_meets(
    tmp_path: Path,
) -> None:
    rows = _row("few", "count.caution: {below: 10, at_least: 1}") + _row(
        "low", "score.pay: {below: 99}"
    )
    assert _rows(tmp_path, rows + LAST).findings == ()


@pytest.mark.parametrize(
    "when",
    [
        "count.caution: {above: 1}",
        "count.dealbreaker: {at_least: 1}",
        "fired.first: true, count.caution: 0",
        "fired.first: false, count.caution: {at_least: 1}",
        "fired.first: true, pay.market_ratio: {known: false}",
        "count.caution: 0, count.negotiable_caution: {at_least: 1}",
        "coverage: 0%, score.pay: {known: true}",
        "coverage: {above: 0%}, score.overall: {known: false}",
        "coverage: {above: 0%}, score.pay: {known: false}, score.terms: {known: false}",
        "score.situation: {at_least: 0}",
    ],
)
def test_a_row_against_the_way_rules_are_counted_and_scores_weighed_is_reported(
    tmp_path: Path, when: str
) -> None:
    # One caution that cannot be mended, a score in each of two dimensions, none of the situation.
    found = _checks(_rows(tmp_path, _row("never", when) + LAST))
    assert ("unreachable-row", "verdicts[0]") in found


@pytest.mark.parametrize(("cautions", "found"), [(1, ["unreachable-row"]), (2, [])])
def test_no_more_cautions_can_be_mended_than_there_are(
    tmp_path: Path, cautions: int, found: list[str]
) -> None:
    when = f"count.caution: {{at_most: {cautions}}}, count.negotiable_caution: {{at_least: 2}}"
    rule = RULE.replace("{dim", "{negotiable: true, dim").replace("turnover", "pay")
    more = [rule.replace("WHEN", test) for test in ("pay.final: true", "pay.base: {below: 9}")]
    body = one_rule("pay.market_ratio: {below: 0.80}").replace(LAST, _row("some", when) + LAST)
    rules = body.replace("rules:\n", f"rules:\n  two: {more[0]}\n  three: {more[1]}\n")
    checked = check_rules(write_rules(tmp_path, rules.replace("scores: {}", SCORES)))
    assert [item.check for item in checked.findings] == found


@pytest.mark.parametrize(
    "when",
    [
        "count.caution: 1, fired.first: true",
        "count.caution: 0, pay.market_ratio: {below: 0.8}",  # waived
        "coverage: {above: 0%}, score.pay: {known: false}",
        "coverage: 0%, score.overall: {known: false}",
        "score.situation: {known: false}, pay.final: true",
        "fired.first: {known: true}, score.overall: 100",
    ],
)
def test_a_row_for_a_case_that_occurs_is_not_reported(tmp_path: Path, when: str) -> None:
    assert _checks(_rows(tmp_path, _row("some", when) + LAST)) == []


FROM_5_TO_95 = """scores:
  one: {dimension: pay, weight: FIRST, fact: pay.final, value: {true: 5, false: 95}}
  two: {dimension: pay, weight: SECOND, fact: pay.covers_expenses, value: {true: 95, false: 5}}
  writing: {dimension: terms, weight: 1, fact: terms.in_writing, value: {true: 100, false: 0}}"""


@pytest.mark.parametrize(
    ("weights", "best", "test"),
    [
        ((0.1, 0.7), True, "above: 95"),  # in floating point (9.5 + 66.5) / 0.8 is a digit more
        ((0.1, 0.2), False, "below: 5"),  # and (0.5 + 1) / 0.3 is a digit less
    ],
)
def test_a_row_beyond_every_score_is_reported_and_no_rounding_gets_to_it(
    tmp_path: Path, *, weights: tuple[float, float], best: bool, test: str
) -> None:
    scores = FROM_5_TO_95.replace("FIRST", str(weights[0])).replace("SECOND", str(weights[1]))
    body = one_rule("pay.market_ratio: {below: 0.80}").replace("scores: {}", scores)
    row = _row("beyond", f"score.pay: {{{test}}}")
    file = write_rules(tmp_path, body.replace(LAST, row + LAST))
    values: dict[str, Value | None] = {"pay.final": not best, "pay.covers_expenses": best}
    assert judged(values, load_rules(file)).row.id != "beyond"
    assert [finding.check for finding in check_rules(file).findings] == ["unreachable-row"]


SITUATION = """scores:
  ratio: {dimension: pay, weight: 1, fact: pay.market_ratio, value: {0: 0, 1: 100}}
  writing: {dimension: terms, weight: 1, fact: terms.in_writing, value: {true: 100, false: 0}}
  runway: {dimension: situation, weight: 1, fact: situation.runway_months, value: {0: 0, 6: 100}}"""


def test_what_is_known_of_the_situation_covers_nothing(tmp_path: Path) -> None:
    body = one_rule("pay.market_ratio: {below: 0.80}").replace("scores: {}", SITUATION)
    row = _row("only", "coverage: 0%, score.situation: {at_least: 50}")
    file = write_rules(tmp_path, body.replace(LAST, row + LAST))
    assert judged({"situation.runway_months": 6.0}, load_rules(file)).row.id == "only"
    assert check_rules(file).findings == ()


def test_a_rule_that_is_off_never_fires_and_counts_nowhere(tmp_path: Path) -> None:
    off = "pay.market_ratio: {below: 0.80}\n    off: true"
    rows = _row("fired", "fired.first: true") + _row("any", "count.caution: {at_least: 1}")
    paths = ["verdicts[0]", "verdicts[1]"]
    found = _checks(_rows(tmp_path, rows + LAST, off))
    assert found == [("unreachable-row", path) for path in paths]


def test_turning_inherited_rules_and_scores_off_is_no_problem(tmp_path: Path) -> None:
    text = "rules: {own-dealbreaker: off, moving-terms: off}\nscores: {reposts: off}\n"
    assert _extending(tmp_path, text).findings == ()


def test_a_row_that_no_case_meets_without_ones_own_rows_is_not_laid_at_them(
    tmp_path: Path,
) -> None:
    text = "rules: {own-dealbreaker: off, moving-terms: off}\nverdicts:\n"
    row = _row("mine", "score.goal: {below: 20}, pay.final: true")
    assert _extending(tmp_path, text + row).findings == ()


def test_a_rule_that_is_off_is_not_reasoned_about(tmp_path: Path) -> None:
    never = "when: {terms.unreimbursed_costs: {below: 0}}"
    assert _extending(tmp_path, f"rules: {{own-costs: {{off: true, {never}}}}}\n").findings == ()


def test_a_score_of_words_of_which_none_is_better_may_go_any_way(tmp_path: Path) -> None:
    words = "{full_time: 50, part_time: 10, contract: 90, temporary: 0, internship: 60}"
    score = f"{{dimension: terms, weight: 1, fact: terms.employment, value: {words}}}"
    assert _extending(tmp_path, f"scores:\n  kind: {score}\n").findings == ()


def test_a_dimension_whose_score_is_broken_is_not_called_unscored(tmp_path: Path) -> None:
    text = (
        "dimensions:\n  family: {title: Family, weight: 20}\n"
        "scores:\n  near: {dimension: family, weight: 1, fact: family.near, value: {true: 1}}\n"
    )
    assert _checks(_extending(tmp_path, text)) == [("invalid", "scores.near.fact")]


def _whole(dimension: str, when: str) -> str:
    return RULE.replace("turnover", dimension).replace("WHEN", when)


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n  reposted: {dimension: terms, when: {terms.employment: internship}}\n",
        f"rules:\n  reposted: {_whole('turnover', 'terms.employment: internship')}\n",
        f"rules:\n  reposted: {_whole('terms', 'turnover.reposts: {at_least: 9}')}\n",
        "verdicts:\n  - {id: mend-it, verdict: negotiate, says: a, when: {goal.workload: heavier}}\n",
        "verdicts:\n  - {id: otherwise, verdict: ask_first, says: a}\n",
    ],
)
def test_an_entry_with_something_in_common_with_the_one_it_replaces_is_not_shadowing(
    tmp_path: Path, text: str
) -> None:
    assert "shadowed" not in {check for check, _ in _checks(_extending(tmp_path, text))}


def test_the_id_of_a_rule_that_is_off_is_free(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(f"{HEAD}rules: {{reposted: off}}\n", encoding="utf-8")
    rule = _whole("terms", "terms.employment: internship").replace("{dim", "{off: false, dim", 1)
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        f"version: 1\nextends: base.yaml\nrules:\n  reposted: {rule}\n", encoding="utf-8"
    )
    assert check_rules(str(mine)).findings == ()


def test_rules_that_each_imply_the_next_are_reported_once_each(tmp_path: Path) -> None:
    rules = "".join(
        f"  r{most}: {_whole('goal', f'pay.total_cash: {{below: {most}}}')}\n"
        for most in (10, 20, 30)
    )
    found = _checks(_extending(tmp_path, f"rules:\n{rules}"))
    assert found == [("implied", "rules.r10"), ("implied", "rules.r20")]


def test_an_ordinary_file_of_ones_own_is_clean(tmp_path: Path) -> None:
    text = (
        "dimensions: {goal: {weight: 40}, pay: {weight: 30}}\n"
        "assumptions: {take_home_share: 75%}\n"
        "scores: {reposts: {weight: 2}}\n"
        "rules:\n  pay-lagger: {when: {pay.market_ratio: {below: 0.85}}}\n"
        f"  long-way: {RULE.replace('WHEN', 'terms.commute_minutes: {above: 45}')}\n"
        "verdicts:\n" + _row("far", "fired.long-way: true, score.goal: {below: 40}")
    )
    assert _extending(tmp_path, text).findings == ()


@pytest.mark.parametrize(
    "change",
    ["severity: caution", "severity: red_flag", "dimension: terms"],
)
def test_a_rule_with_another_weight_is_not_implied(tmp_path: Path, change: str) -> None:
    rule = RULE.replace("WHEN", "turnover.posting_age_days: {at_least: 120}")
    key = change.partition(":")[0]
    other = re.sub(rf"{key}: \w+", change, rule)
    found = _checks(_extending(tmp_path, f"rules:\n  old: {other}\n"))
    assert found == ([("implied", "rules.old")] if other == rule else [])


def test_an_inherited_rule_that_ones_own_condition_makes_idle_is_reported_there(
    tmp_path: Path,
) -> None:
    slow = RULE.replace("WHEN", "terms.commute_minutes: {above: 300}")
    _extending(tmp_path, f"rules:\n  old: {slow}\n", "team.yaml")
    mine = tmp_path / "mine.yaml"
    when = "{when: {turnover.posting_age_days: {at_least: 120}}}"
    mine.write_text(f"version: 1\nextends: team.yaml\nrules:\n  old: {when}\n", encoding="utf-8")
    (finding,) = check_rules(str(mine)).findings
    assert (finding.check, finding.problem.position.file) == ("implied", str(mine))
    assert finding.problem.position.line == 4


@pytest.mark.parametrize("section", ["scores", "rules", "patterns"])
@pytest.mark.parametrize("written", ["7.5", "a-b", "true", "[a-b, ab]"])
def test_a_section_that_is_no_mapping_is_refused_and_looked_at_no_further(
    tmp_path: Path, section: str, written: str
) -> None:
    lines = one_rule("pay.final: true").replace("scores: {}", "scores: {}\npatterns: {}")
    kept = re.sub(
        rf"^{section}:.*\n(  .*\n)*", f"{section}: {written}\n", lines, flags=re.MULTILINE
    )
    assert f"{section}: {written}" in kept
    found = _checks(check_rules(write_rules(tmp_path, kept)))
    assert [check for check, path in found if path.startswith(section)] == ["invalid"]


def test_a_row_that_one_row_takes_is_not_said_to_be_taken_by_several_together(
    tmp_path: Path,
) -> None:
    rows = _row("low", "pay.market_ratio: {below: 0.9}") + _row(
        "lower", "pay.market_ratio: {below: 0.8}"
    )
    (finding,) = _rows(tmp_path, rows + LAST).findings
    assert finding.problem.found == "`lower`, of which every case is taken above by `low`"


def test_braces_in_the_sentence_of_a_pattern_are_reported_at_it(tmp_path: Path) -> None:
    text = 'patterns:\n  pay: {says: "Paid { pay.base } again."}\n'
    assert _checks(_extending(tmp_path, text)) == [("unfilled-template", "patterns.pay.says")]


def test_an_implied_rule_that_a_row_asks_for_is_not_reported(tmp_path: Path) -> None:
    rule = RULE.replace("WHEN", "turnover.posting_age_days: {at_least: 120}")
    row = _row("old", "fired.old: true, score.goal: {below: 40}")
    assert _extending(tmp_path, f"rules:\n  old: {rule}\nverdicts:\n{row}").findings == ()


def test_an_override_through_two_files_is_compared_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text(
        HEAD + "rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.85}}}}\n",
        encoding="utf-8",
    )
    text = "version: 1\nextends: team.yaml\nrules:\n  pay-lagger: {when: {pay.market_ratio: {below: NUMBER}}}\n"
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace("NUMBER", "0.85"), encoding="utf-8")
    assert _checks(check_rules(str(mine))) == [("no-effect", "rules.pay-lagger")]
    mine.write_text(text.replace("NUMBER", "0.80"), encoding="utf-8")
    assert check_rules(str(mine)).findings == ()


def test_a_problem_of_an_inherited_file_stands_at_its_line_there(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(
        f"{HEAD}rules:\n  own-costs:\n    when: {{terms.unreimbursed_costs: {{below: 0}}}}\n",
        encoding="utf-8",
    )
    mine = tmp_path / "mine.yaml"
    mine.write_text("version: 1\nextends: base.yaml\n", encoding="utf-8")
    (finding,) = check_rules(str(mine)).findings
    assert finding.check == "never-fires"
    assert (finding.problem.position.file, finding.problem.position.line) == (str(base), 5)


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n",
        "version: 1\nextends: 5\n",
        "version: 1\nextends: rules.yaml\n",
        "version: 1\n",
        "version: 1\nextends: default\nrules: 7\nscores: [1]\nverdicts: {a: 1}\n",
        "version: 1\nextends: default\nverdicts: [1, {id: a}]\ndimensions: {pay: 5}\n",
        "version: 1\nextends: default\nrules: {5: {when: 1}, x: {when: {not: 5}}}\n",
        "version: 1\nextends: default\nrules:\n  pay-lagger: {dimension: nowhere}\n",
        "version: 1\nextends: default\nscores:\n  reposts: {value: {a: 1}, fact: 5}\n",
        "version: 1\nextends: default\nverdicts: []\npatterns: {boredom: {when: {a: 1}, says: a}}\n",
    ],
)
def test_a_file_of_the_wrong_shape_has_problems_and_no_more(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    found = {item.check for item in check_rules(str(file)).findings}
    with pytest.raises(InputError):
        load_rules(str(file))
    assert found == {"invalid"}


@pytest.mark.parametrize("text", ["a: [", "", "--- 1\n--- 2\n"])
def test_what_is_no_readable_document_cannot_be_checked(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        check_rules(str(file))


@tried(15)
@given(st.sampled_from(BAD_FILES), st.data())
def test_a_file_with_one_line_missing_is_checked_all_the_same(
    tmp_path_factory: pytest.TempPathFactory, path: Path, data: st.DataObject
) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = data.draw(st.integers(0, len(lines) - 1))
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_text("".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")
    try:
        checked = check_rules(str(file))
    except InputError:
        return
    assert all(item.problem.position.line >= 1 for item in checked.findings)
    if not checked.findings:
        load_rules(str(file))


@pytest.mark.parametrize(
    "rules",
    [
        "".join(
            f"  r{n}: {RULE.replace('WHEN', f'pay.base: {{below: {n + 1}}}')}\n"
            for n in range(2000)
        ),
        "  r: "
        + RULE.replace(
            "WHEN",
            "all: ["
            + ", ".join(
                f"{{any: [{{pay.base: {{above: {n}}}}}, {{pay.total_cash: {{below: {n}}}}}]}}"
                for n in range(2000)
            )
            + "]",
        )
        + "\n",
    ],
    ids=["many rules", "one huge rule"],
)
def test_a_huge_file_is_checked_in_bounded_time(tmp_path: Path, rules: str) -> None:
    started = process_time()
    _extending(tmp_path, f"rules:\n{rules}")
    assert process_time() - started < 30  # a tenth of it on an idle machine


# --- What the proofs take for granted


_LEAVING = st.lists(
    st.sampled_from(["pay", "manager", "turnover", "goal", "layoff"]), unique=True, max_size=3
)
_WAIVED = st.sets(st.sampled_from([rule.id for rule in default_rules().rules]), max_size=4)


@tried(75)
@given(partial_facts(), _LEAVING, _WAIVED)
def test_every_evaluation_is_one_of_the_cases_that_rows_are_judged_by(
    values: dict[str, Value | None], reasons: list[str], waived: set[str]
) -> None:
    cases = _default_cases()
    history = [PastJob.model_validate({"title": "Clerk", "months": 7, "left_because": reasons})]
    waivers = [Waiver.model_validate({"rule": name, "reason": "so"}) for name in waived]
    found = judged(values, history=history, waivers=waivers)
    known = {name: fact.value for name, fact in found.facts.items()} | dict(found.decisions)
    assert [relation for relation in cases.relations if holds(relation, known) is not True] == []
    for name, value in found.decisions.items():
        assert not isinstance(value, tuple)
        if name.startswith((COUNT, FIRED)) or name == COVERAGE:
            assert value is not None
        if isinstance(value, float):
            low, high = cases.definitions[name].bounds
            assert low <= value <= high, name


_TESTS = st.sampled_from(
    [
        "count.red_flag: 0",
        "count.red_flag: {at_least: 2}",
        "count.fixed_red_flag: {at_least: 1}",
        "count.negotiable_red_flag: {at_most: 1}",
        "count.dealbreaker: {below: 1}",
        "count.caution: {at_least: 3}",
        "count.negotiable_caution: {at_least: 1}",
        "fired.pay-lagger: true",
        "fired.pay-lagger: false",
        "fired.own-dealbreaker: true",
        "score.goal: {at_least: 60}",
        "score.overall: {below: 60}",
        "score.overall: {known: false}",
        "coverage: {below: 20%}",
        "coverage: 0%",
        "pay.market_ratio: {below: 0.80}",
        "pay.market_ratio: {at_least: 0.80}",
        "pay.market_ratio: {known: true}",
        "goal.interest: {one_of: [dream, want]}",
        "goal.interest: {one_of: [fine, unwanted]}",
    ]
)
_WHENS = st.lists(_TESTS, min_size=1, max_size=3).map(
    lambda tests: "any: [" + ", ".join(f"{{{test}}}" for test in tests) + "]"
) | st.lists(_TESTS, min_size=1, max_size=2, unique_by=lambda test: test.partition(":")[0]).map(
    ", ".join
)


@tried(10)
@given(st.lists(st.tuples(_WHENS, st.booleans()), min_size=2, max_size=6), st.data())
def test_no_evaluation_is_decided_by_a_row_that_is_called_unreachable(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, bool]], data: st.DataObject
) -> None:
    rows = "".join(
        _row(f"row-{place}", when, situational=situational)
        for place, (when, situational) in enumerate(table)
    )
    checked = _extending(tmp_path_factory.mktemp("rules"), f"verdicts:\n{rows}")
    unreachable = {
        item.problem.path
        for item in checked.findings
        if item.check == "unreachable-row" and "leaves the rows after" not in item.problem.expected
    }
    rules = load_rules(checked.name)
    places = {row.id: f"verdicts[{place}]" for place, row in enumerate(rules.rows)}
    for _ in range(6):
        found = judged(data.draw(partial_facts()), rules)
        assert not unreachable & {places[found.row.id], places[found.merits_row.id]}


def test_a_dimension_without_scores_is_never_scored() -> None:
    found = judged({"situation.runway_months": 3.0})
    assert found.decisions[f"{SCORE}situation"] is None


# --- The command


def test_a_clean_file_exits_with_0_and_says_so() -> None:
    run = run_program("rules", "check", packaged_rules())
    assert (run.returncode, run.stderr) == (0, "")
    rules, rows = len(default_rules().rules), len(default_rules().rows)
    assert f"no problem in {rules} rules" in run.stdout
    assert f"{rows} verdict rows" in run.stdout


def test_problems_exit_with_1_and_stand_on_standard_output() -> None:
    path = next(path for path in BAD_FILES if path.stem == "contradiction")
    run = run_program("rules", "check", str(path))
    assert (run.returncode, run.stderr) == (1, "")
    told = " ".join(run.stdout.split())  # a long path breaks the line
    assert told.startswith(f"{path}:6:28: rules.revolving-door.when.turnover.seat_churn: ")
    assert "\n  check: invalid\n" in run.stdout
    assert f"\n{path}: 1 problem in " in run.stdout


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_file_that_is_not_there_exits_with_2(output_format: str) -> None:
    run = run_program("rules", "check", "no-such-file.yaml", "--format", output_format)
    assert (run.returncode, run.stdout) == (2, "")
    assert "no-such-file.yaml" in run.stderr


def test_the_json_has_every_problem_with_its_place() -> None:
    path = next(path for path in BAD_FILES if path.stem == "not-monotone")
    run = run_program("rules", "check", str(path), "--format", "json")
    assert run.returncode == 1
    result = json.loads(run.stdout)
    assert (result["file"], result["every_proof"]) == (str(path), True)
    assert [(item["line"], item["check"]) for item in result["problems"]] == [
        (line, check) for line, check, _ in _marks(path)
    ]
    assert set(result["problems"][0]) == {
        *("check", "file", "line", "column", "path", "expected", "found", "suggestion"),
    }


def test_past_fifty_problems_people_are_told_their_number(tmp_path: Path) -> None:
    rules = "".join(f"  r{n}: {RULE.replace('WHEN', 'pay.bas: 1')}\n" for n in range(60))
    file = tmp_path / "rules.yaml"
    file.write_text(f"{HEAD}rules:\n{rules}", encoding="utf-8")
    run = run_program("rules", "check", str(file))
    assert "\nand 10 more problems\n" in run.stdout
    assert f"{file}: 60 problems in " in run.stdout


def test_escapes_in_a_rule_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(f'{HEAD}rules:\n  off-goal: {{says: "{{\\e[31m}}"}}\n', encoding="utf-8")
    run = run_program("rules", "check", str(file))
    assert run.returncode == 1
    assert "unfilled-template" in run.stdout
    assert "\x1b" not in run.stdout

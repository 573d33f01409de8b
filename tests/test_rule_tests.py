"""`rules test`: users' own tests of a rule file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evaluation_support import ASSUMPTIONS, TWO_DIMENSIONS, default_rules, one_rule, small_rules
from offercheck.problem import InputError, Problem
from offercheck.rule_tests.coverage import Coverage
from offercheck.rule_tests.model import ScoreTest
from offercheck.rule_tests.reading import prepare, read_tests
from offercheck.rule_tests.running import RuleTestRun, run_tests
from offercheck.rules.model import RuleSet
from scenario_support import PROGRAM, Run, environment, run_program

HEAD = "version: 1\nrules: default\nas_of: 2026-11-25\ntests:\n"
LAGGER = "offer: {company: A, title: Accountant, role: {interest: want}, facts: {pay.market_ratio: 0.75}}"


def _run(folder: Path, tests: str, *options: str, head: str = HEAD) -> Run:
    file = folder / "tests.yaml"
    file.write_text(head + tests, encoding="utf-8")
    return run_program("rules", "test", "tests.yaml", *options, folder=folder)


def test_a_test_that_is_met_passes(tmp_path: Path) -> None:
    run = _run(tmp_path, f"  - {{name: lagger, {LAGGER}, expect: {{verdict: negotiate}}}}\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 passed, 0 failed" in run.stdout


def test_a_failure_names_the_test_what_was_expected_and_why_it_is_not_so(tmp_path: Path) -> None:
    expect = "{verdict: decline, rules: {pay-lagger: clear}, scores: {goal: {below: 80}}}"
    run = _run(tmp_path, f"  - {{name: lagger, {LAGGER}, expect: {expect}}}\n")
    assert run.returncode == 1
    lines = run.stdout.splitlines()
    assert lines[:5] == [
        "FAILED tests.yaml:5: lagger",
        "  verdict: expected decline, found negotiate",
        "    decided by row mend-it: pay-lagger fired",
        "  rule pay-lagger: expected clear, found fired",
        "    pay.market_ratio is 75%, wanted below 80%: holds",
    ]
    assert lines[5] == "  score goal: expected below 80, found 85"


def _done(folder: Path, tests: str, *, rules: RuleSet | None = None) -> RuleTestRun:
    """The tests run without the program around them, by the default rules unless others are given."""
    file = folder / "tests.yaml"
    file.write_text(HEAD + tests, encoding="utf-8")
    rule_set = rules or default_rules()
    return run_tests(prepare(read_tests([str(file)]), rule_set), rule_set)


def _differences(run: RuleTestRun) -> list[tuple[str, str, str]]:
    return [
        (failure.what, failure.expected, failure.found)
        for result in run.results
        for failure in result.failures
    ]


# A hostile manager is a veto; who is out of money takes the job as a bridge all the same.
STOPGAP = (
    "facts: {terms.manager_conduct: hostile, situation.employment: unemployed,"
    " situation.runway_months: 2, pay.covers_expenses: true}"
)


def test_the_verdict_and_the_merits_are_compared_each_with_its_own(tmp_path: Path) -> None:
    tests = (
        f"  - {{name: right, {STOPGAP}, expect:"
        " {verdict: bridge, on_merits: decline, row: stopgap, merits_row: veto}}\n"
        f"  - {{name: wrong, {STOPGAP}, expect:"
        " {verdict: decline, on_merits: bridge, row: veto, merits_row: stopgap}}\n"
    )
    assert _differences(_done(tmp_path, tests)) == [
        ("verdict", "decline", "bridge"),
        ("on_merits", "bridge", "decline"),
        ("row", "veto", "stopgap"),
        ("merits_row", "stopgap", "veto"),
    ]


def test_what_a_verdict_could_become_is_compared_in_any_order(tmp_path: Path) -> None:
    # With nothing known every other verdict is possible.
    tests = (
        "  - {name: right, expect: {could_become: [negotiate, bridge, decline, accept]}}\n"
        "  - {name: wrong, expect: {could_become: [negotiate, bridge, decline]}}\n"
    )
    assert _differences(_done(tmp_path, tests)) == [
        ("could_become", "bridge, decline, negotiate", "accept, bridge, decline, negotiate")
    ]


def test_whether_a_verdict_is_firm_is_compared(tmp_path: Path) -> None:
    # A line that the candidate drew ends it, whatever else becomes known.
    vetoed = "facts: {goal.dealbreakers_hit: 1}"
    tests = (
        f"  - {{name: right, {vetoed}, expect: {{firm: true, could_become: []}}}}\n"
        f"  - {{name: wrong, {vetoed}, expect: {{firm: false}}}}\n"
        "  - {name: open, expect: {firm: true}}\n"
    )
    assert _differences(_done(tmp_path, tests)) == [
        ("firm", "false", "true"),
        ("firm", "true", "false"),
    ]


def test_an_offer_is_named_by_its_path_beside_the_file_and_changed_by_set(tmp_path: Path) -> None:
    (tmp_path / "offers").mkdir()
    offer = "company: A\ntitle: Accountant\nfacts: {pay.market_ratio: 0.75}\n"
    (tmp_path / "offers" / "mine.yaml").write_text(offer, encoding="utf-8")
    (tmp_path / "me.yaml").write_text("goal: {dealbreakers: [tobacco]}\n", encoding="utf-8")
    tests = (
        "  - name: as it is\n    offer: offers/mine.yaml\n    candidate: me.yaml\n"
        "    expect: {rules: {pay-lagger: fired, own-dealbreaker: unknown}}\n"
        "  - name: changed\n    offer: offers/mine.yaml\n    candidate: me.yaml\n"
        "    set: {facts.pay.market_ratio: 0.95, tags: [tobacco], candidate.situation.employment: employed}\n"
        "    expect: {rules: {pay-lagger: clear, own-dealbreaker: fired, can-wait: fired}}\n"
    )
    run = _run(tmp_path, tests)
    assert (run.returncode, run.stderr) == (0, "")


def test_facts_alone_make_a_case_and_a_test_may_have_a_day_of_its_own(tmp_path: Path) -> None:
    tests = (
        "  - name: deadline\n    offer: {company: A, title: B, decide_by: 2026-12-01}\n"
        "    as_of: 2026-12-02\n    expect: {rules: {deadline-passed: fired}}\n"
        "  - {name: facts, facts: {goal.path: unrelated}, expect: {on_merits: decline}}\n"
    )
    assert _run(tmp_path, tests).returncode == 0


def test_only_the_tests_whose_name_matches_are_run(tmp_path: Path) -> None:
    tests = (
        "  - {name: pay one, expect: {verdict: accept}}\n"
        "  - {name: goal two, expect: {verdict: ask_first}}\n"
    )
    assert _run(tmp_path, tests).returncode == 1
    run = _run(tmp_path, tests, "--run", "^goal")
    assert run.returncode == 0
    assert "1 passed, 0 failed" in run.stdout


def test_a_state_counts_as_covered_only_where_a_test_expects_it(tmp_path: Path) -> None:
    tests = (
        "  - {name: one, facts: {goal.path: unrelated}, expect: {rules: {unrelated-path: fired}}}\n"
    )
    run = _run(tmp_path, tests, "--format", "json")
    coverage = json.loads(run.stdout)["coverage"]
    assert coverage["rules"]["unrelated-path"] == {
        "fired": True,
        "clear": False,
        "unknown": False,
    }
    assert sum(sum(states.values()) for states in coverage["rules"].values()) == 1
    assert not any(coverage["rows"].values())
    assert "rule unrelated-path: never clear, unknown" in coverage["untested"]


def test_a_row_counts_as_covered_where_it_or_its_verdict_is_expected(tmp_path: Path) -> None:
    def rows_reached(expect: str) -> set[str]:
        run = _done(tmp_path, f"  - {{name: one, {STOPGAP}, expect: {expect}}}\n")
        return {row for row, is_reached in run.coverage.rows.items() if is_reached}

    assert rows_reached("{verdict: bridge}") == {"stopgap"}
    assert rows_reached("{row: stopgap}") == {"stopgap"}
    assert rows_reached("{on_merits: decline}") == {"veto"}
    assert rows_reached("{merits_row: veto}") == {"veto"}
    assert rows_reached("{rules: {hostile-manager: fired}}") == set()


def test_a_rule_that_is_off_needs_no_test(tmp_path: Path) -> None:
    body = one_rule("{pay.final: true}").replace("    dimension:", "    off: true\n    dimension:")
    rules = small_rules(tmp_path, body)
    run = _done(tmp_path, "  - {name: one, expect: {verdict: negotiate}}\n", rules=rules)
    assert run.coverage == Coverage(rules={}, rows={"end": True})
    assert run.coverage.share == 1


def test_a_failing_test_covers_nothing(tmp_path: Path) -> None:
    expect = "{rules: {unrelated-path: fired}, verdict: accept}"
    tests = f"  - {{name: one, facts: {{goal.path: unrelated}}, expect: {expect}}}\n"
    coverage = json.loads(_run(tmp_path, tests, "--format", "json").stdout)["coverage"]
    assert coverage["share"] == 0


@pytest.mark.parametrize(("threshold", "code"), [("0.3%", 0), ("0.5%", 1)])
def test_coverage_below_the_threshold_exits_with_1(
    tmp_path: Path, threshold: str, code: int
) -> None:
    # One of 3 x 80 states and 21 rows: 0.38%.
    tests = (
        "  - {name: one, facts: {goal.path: unrelated}, expect: {rules: {unrelated-path: fired}}}\n"
    )
    assert _run(tmp_path, tests, "--coverage-threshold", threshold).returncode == code


def test_the_junit_report_has_a_case_for_each_test(tmp_path: Path) -> None:
    tests = (
        '  - {name: "good <&>", expect: {verdict: ask_first}}\n'
        '  - {name: "bad \\u0001", expect: {verdict: accept}}\n'
    )
    run = _run(tmp_path, tests, "--junit", "report.xml")
    assert run.returncode == 1
    root = ET.parse(tmp_path / "report.xml").getroot()  # noqa: S314 - written by the program itself
    (suite,) = root
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == (
        "tests.yaml",
        "2",
        "1",
    )
    good, bad = suite
    assert (good.get("name"), good.find("failure")) == ("good <&>", None)
    failure = bad.find("failure")
    assert failure is not None
    assert failure.get("message") == "verdict: expected accept, found ask_first"


def test_the_junit_report_is_read_as_written_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "tests.yaml").write_text(
        HEAD + "  - {name: Zürich, expect: {verdict: ask_first}}\n", encoding="utf-8"
    )
    command = ("rules", "test", "tests.yaml", "--junit", "report.xml")
    latin = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    # Python reads these when it starts.
    subprocess.run([*PROGRAM, *command], cwd=tmp_path, env=environment(latin), check=True)
    root = ET.fromstring((tmp_path / "report.xml").read_bytes())  # noqa: S314 - written by the program itself
    assert [case.get("name") for case in root.iter("testcase")] == ["Zürich"]


def test_a_rule_that_is_waived_or_off_says_so_where_another_outcome_is_expected(
    tmp_path: Path,
) -> None:
    mine = "version: 1\nextends: default\nrules: {foot-in-door: off}\n"
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    tests = (
        "  - name: one\n    candidate: {waive: [{rule: off-goal, reason: a step}]}\n"
        "    facts: {goal.alignment: 3}\n"
        "    expect: {rules: {off-goal: fired, foot-in-door: clear}}\n"
    )
    run = _run(tmp_path, tests, "--rules", "mine.yaml")
    assert run.stdout.splitlines()[1:5] == [
        "  rule off-goal: expected fired, found waived",
        "    the candidate waives it: a step",
        "    goal.alignment is 3, wanted below 30: holds",
        "  rule foot-in-door: expected clear, found off",
    ]


def test_what_no_test_reaches_is_listed(tmp_path: Path) -> None:
    mine = ASSUMPTIONS + TWO_DIMENSIONS + one_rule("{pay.final: true}")
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    tests = "  - {name: one, facts: {pay.final: true}, expect: {rules: {first: fired}}}\n"
    run = _run(tmp_path, tests, "--rules", "mine.yaml")
    # One of three outcomes of the rule and one row.
    assert run.stdout.splitlines() == [
        "Rule first: no test expects it clear or unknown",
        "Verdict rows that decide in no test: end",
        "Rules: mine.yaml",
        "Coverage 25%: 1 of 3 outcomes of 1 rule, 0 of 1 verdict rows",
        "1 passed, 0 failed",
    ]


def test_control_characters_of_a_name_do_not_act(tmp_path: Path) -> None:
    run = _run(tmp_path, '  - {name: "\\e[31mred", expect: {verdict: accept}}\n')
    assert "\x1b" not in run.stdout
    assert "\\x1b[31mred" in run.stdout


# --- What is wrong with a file


def _mistakes(folder: Path, tests: str, *, head: str = HEAD) -> tuple[Problem, ...]:
    """What is wrong with the tests, read and run without the program around them."""
    file = folder / "tests.yaml"
    file.write_text(head + tests, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        run_tests(prepare(read_tests([str(file)]), default_rules()), default_rules())
    return refusal.value.problems


def _place(problem: Problem) -> str:
    file, line, column = problem.position
    return f"{Path(file).name}:{line}:{column}"


@pytest.mark.parametrize(
    ("tests", "place", "words"),
    [
        ("  - {name: a, expect: {}}\n", "tests.yaml:5:23", "at least one expectation"),
        ("  - {name: a, expect: {verdict: acept}}\n", "tests.yaml:5:33", "did you mean `accept`?"),
        (
            "  - {name: a, expect: {rules: {pay-laggr: fired}}}\n",
            *("tests.yaml:5:32", "did you mean `pay-lagger`?"),
        ),
        ("  - {name: a, expect: {row: mendit}}\n", "tests.yaml:5:29", "did you mean `mend-it`?"),
        (
            "  - {name: a, expect: {scores: {gol: 50}}}\n",
            *("tests.yaml:5:33", "did you mean `goal`?"),
        ),
        ("  - {name: a, expect: {scores: {goal: 101}}}\n", "tests.yaml:5:39", "from 0 to 100"),
        (
            "  - {name: a, facts: {goal.pth: direct}, expect: {firm: true}}\n",
            *("tests.yaml:5:23", "did you mean `goal.path`?"),
        ),
        (
            "  - {name: a, offer: {company: A, title: B, pay: {base: lots}}, expect: {firm: true}}\n",
            *("tests.yaml:5:57", "tests[0].offer.pay.base"),
        ),
        (
            "  - {name: a, set: {pay.base: lots}, expect: {firm: true}}\n",
            *("tests.yaml:5:31", "an amount"),
        ),
        (
            "  - {name: a, offer: nowhere.yaml, expect: {firm: true}}\n",
            *("tests.yaml:5:22", "`nowhere.yaml`, which is no file"),
        ),
        (
            "  - {name: a, expect: {firm: true}}\n  - {name: a, expect: {firm: true}}\n",
            *("tests.yaml:6:12", "it stands on line 5 already"),
        ),
        (
            "  - {name: a, offer: -, expect: {firm: true}}\n",
            *("tests.yaml:5:22", "the path of a file beside this one, or a mapping"),
        ),
        (
            "  - {name: a, set: {company.name: x}, expect: {firm: true}}\n",
            *("tests.yaml:5:21", "a plain value above `name`"),
        ),
        (
            f"  - {{name: a, set: {{{'a.' * 50}a: x}}, expect: {{firm: true}}}}\n",
            *("tests.yaml:5:21", "a path of at most 40 keys"),
        ),
        (
            "  - {name: a, candidate: {goal: {level: senior}}, set: {candidate: {goal: {level: junior}}}, expect: {firm: true}}\n",
            *("tests.yaml:5:15", "one here and one in the offer"),
        ),
        (
            "  - {name: a, candidate: {waive: [{rule: off-goals, reason: x}]}, expect: {firm: true}}\n",
            *("tests.yaml:5:42", "did you mean `off-goal`?"),
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, tests: str, place: str, words: str
) -> None:
    (problem,) = _mistakes(tmp_path, tests)
    assert _place(problem) == place
    assert words in f"{problem.path}: {problem.expected}, {problem.found}, {problem.suggestion}"


def test_a_mistake_ends_the_run_before_any_test_and_exits_with_2(tmp_path: Path) -> None:
    tests = "  - {name: a, expect: {verdict: accept}}\n  - {name: b, expect: {row: mendit}}\n"
    run = _run(tmp_path, tests)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("tests.yaml:6:29: tests[1].expect.row: expected the id of a")


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    tests = (
        "  - {name: a, facts: {goal.pth: direct}, expect: {row: mendit}}\n"
        "  - {name: b, set: {pay.base: lots}, expect: {firm: true}}\n"
    )
    places = [_place(problem) for problem in _mistakes(tmp_path, tests)]
    assert places == ["tests.yaml:5:23", "tests.yaml:5:56", "tests.yaml:6:31"]


def test_every_case_that_cannot_be_judged_is_named_at_once(tmp_path: Path) -> None:
    # Both state a base pay that is not the one of the offer.
    tests = (
        "  - {name: a, set: {pay.base: 50000}, facts: {pay.base: 60000}, expect: {firm: true}}\n"
        "  - {name: b, set: {pay.base: 50000}, facts: {pay.base: 70000}, expect: {firm: true}}\n"
    )
    places = [_place(problem) for problem in _mistakes(tmp_path, tests)]
    assert places == ["tests.yaml:5:57", "tests.yaml:6:57"]


def test_what_is_wrong_with_an_offer_of_several_tests_is_said_once(tmp_path: Path) -> None:
    offer = "company: A\ntitle: B\npay: {base: lots}\n"
    (tmp_path / "mine.yaml").write_text(offer, encoding="utf-8")
    tests = "".join(
        f"  - {{name: {name}, offer: mine.yaml, expect: {{firm: true}}}}\n" for name in "ab"
    )
    assert [_place(problem) for problem in _mistakes(tmp_path, tests)] == ["mine.yaml:3:13"]


def _places(run: Run) -> list[str]:
    return [line.split(": ")[0] for line in run.stderr.splitlines() if ": expected" in line]


def test_the_mistakes_of_all_files_are_named_together(tmp_path: Path) -> None:
    bad = HEAD + "  - {name: a, expect: {verdict: acept}}\n"
    (tmp_path / "one.yaml").write_text(bad, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(bad, encoding="utf-8")
    run = run_program("rules", "test", "one.yaml", "none.yaml", "two.yaml", folder=tmp_path)
    assert run.returncode == 2
    assert _places(run) == ["none.yaml:1:1", "one.yaml:5:33", "two.yaml:5:33"]


def test_a_rule_file_that_is_not_there_is_named_where_the_tests_name_it(tmp_path: Path) -> None:
    head = HEAD.replace("rules: default", "rules: none.yaml")
    run = _run(tmp_path, "  - {name: a, expect: {firm: true}}\n", head=head)
    assert (run.returncode, _places(run)) == (2, ["tests.yaml:2:8"])


def test_a_test_without_a_day_is_refused(tmp_path: Path) -> None:
    head = "version: 1\nrules: default\ntests:\n"
    (problem,) = _mistakes(tmp_path, "  - {name: a, expect: {firm: true}}\n", head=head)
    assert _place(problem) == "tests.yaml:4:5"
    assert problem.expected == "a day, since a test asks no clock"


@pytest.mark.parametrize(
    "options",
    [
        ("--run", "("),
        ("--run", "no such name"),
        ("--coverage-threshold", "90"),
        ("--coverage-threshold", "101%"),
        ("--coverage-threshold", "x"),
    ],
)
def test_an_option_that_cannot_be_read_exits_with_2(
    tmp_path: Path, options: tuple[str, str]
) -> None:
    run = _run(tmp_path, "  - {name: a, expect: {verdict: ask_first}}\n", *options)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_the_rule_file_named_by_the_option_comes_before_that_of_the_file(tmp_path: Path) -> None:
    mine = "version: 1\nextends: default\nrules: {unrelated-path: off}\n"
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    tests = (
        "  - {name: one, facts: {goal.path: unrelated}, expect: {rules: {unrelated-path: off}}}\n"
    )
    assert _run(tmp_path, tests).returncode == 1
    assert _run(tmp_path, tests, "--rules", "mine.yaml").returncode == 0
    head = HEAD.replace("rules: default", "rules: mine.yaml")
    assert _run(tmp_path, tests, head=head).returncode == 0


def test_files_for_different_rules_are_not_run_together(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("version: 1\nextends: default\n", encoding="utf-8")
    test = "  - {name: a, expect: {verdict: ask_first}}\n"
    (tmp_path / "one.yaml").write_text(HEAD + test, encoding="utf-8")
    other = HEAD.replace("rules: default", "rules: mine.yaml") + test
    (tmp_path / "two.yaml").write_text(other, encoding="utf-8")
    run = run_program("rules", "test", "one.yaml", "two.yaml", folder=tmp_path)
    assert run.returncode == 2
    assert run.stderr.startswith("two.yaml:2:8: rules: expected one rule file")


@pytest.mark.parametrize(
    ("expected", "value", "meets"),
    [
        (ScoreTest(unknown=True), None, True),
        (ScoreTest(unknown=True), 50.0, False),
        (ScoreTest(unknown=False, comparisons=(("is", 50.0),)), 50.004, True),
        (ScoreTest(unknown=False, comparisons=(("is", 50.0),)), 50.006, False),
        (ScoreTest(unknown=False, comparisons=(("at_least", 50.0), ("below", 60.0))), 60.0, False),
        (ScoreTest(unknown=False, comparisons=(("is", 50.0),)), None, False),
    ],
)
def test_a_score_is_compared_to_two_decimals(
    expected: ScoreTest,
    value: float | None,
    meets: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert expected.is_met_by(value) is meets

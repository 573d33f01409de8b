"""What people see first: one screen, the verdict and why in the first lines, and the whole chain."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from offercheck.case import read_case
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.render.table import render_table
from offercheck.render.words import VERDICT_WORDS
from offercheck.report import Report
from offercheck.rules.loading import load_rules, packaged_rules
from scenario_support import AS_OF, EXAMPLES, RULES, judged

FILES = sorted(str(path.relative_to(EXAMPLES)) for path in EXAMPLES.glob("*.yaml"))
TALLEST = {80: 60, 120: 48}  # lines of a terminal window that fills a screen

each_file = pytest.mark.parametrize("file", FILES)


@cache
def _report(file: str) -> Report:
    return judged(EXAMPLES / file)


def _table(file: str, *, width: int = 80, explain: bool = False) -> str:
    return render_table(_report(file), width=width, colour=False, explain=explain)


@each_file
@pytest.mark.parametrize("width", TALLEST)
def test_a_report_stays_one_screen(file: str, width: int) -> None:
    lines = _table(file, width=width).splitlines()
    assert len(lines) <= TALLEST[width]
    assert max(map(len, lines)) <= width


@each_file
def test_the_first_five_lines_say_what_to_do_and_why(file: str) -> None:
    report = _report(file)
    head = " ".join(" ".join(_table(file).splitlines()[:5]).split())
    assert head.startswith(VERDICT_WORDS[report.verdict])
    assert " ".join(report.reason.split()) in head


@each_file
def test_a_situation_that_changed_the_answer_is_said_in_the_first_lines(file: str) -> None:
    report = _report(file)
    head = " ".join(_table(file).partition("\n\n")[0].split())
    assert ("Your situation changed the answer" in head) == (report.verdict != report.on_merits)
    assert "ould become: " in head


# --- The chain from the verdict to the lines of the offer and of the rules


def _line(place: str, before: int = 0) -> str:
    """What stands at a `file:line` of the report, or so many lines before."""
    name, _, number = place.rpartition(":")
    path = RULES if name == RULES.name else Path(name)
    return path.read_text(encoding="utf-8").splitlines()[int(number) - 1 - before].strip()


@each_file
def test_the_chain_leads_from_the_verdict_to_the_line_of_its_row(file: str) -> None:
    report = _report(file)
    chain = _table(file, width=400, explain=True)
    found = re.search(rf"^  {report.decided_by.row} \((.*:\d+)\) ", chain, re.MULTILINE)
    assert found is not None
    assert f"id: {report.decided_by.row}" in _line(found[1])
    assert found[1].rpartition(":")[0] == RULES.name


@each_file
def test_the_chain_leads_from_each_rule_to_its_line_its_facts_and_their_lines(file: str) -> None:
    report = _report(file)
    chain = _table(file, width=400, explain=True).partition("Every question")[0]
    rules = {rule.id: rule for rule in report.rules}
    facts = {fact.name: fact for fact in report.facts}
    for name in report.decided_by.rules:
        rule = rules[name]
        found = re.search(rf"^  [a-z ]+ {name} \((.*:\d+)\): (.*)$", chain, re.MULTILINE)
        assert found is not None
        assert found[2] == rule.says
        # A condition stands behind its key, or on the line below it.
        assert _line(found[1]).startswith("when:") or _line(found[1], before=1) == "when:"
        for test in (test for test in rule.tests if test.holds):
            wanted = f"{test.fact} {test.operator.replace('_', ' ')} {test.threshold_text}: "
            assert f"    {wanted}{test.value_text}, holds\n" in chain
            for place in facts[test.fact].at:
                assert f"{place.file}:{place.line}" in chain


def test_the_line_of_an_offer_in_the_chain_is_the_one_that_states_it() -> None:
    chain = _table("revolving-door.yaml", width=400, explain=True).partition("Every question")[0]
    lines = chain.splitlines()
    at = next(i for i, line in enumerate(lines) if "turnover.predecessor_months below" in line)
    assert "predecessor_months: 7" in _line(lines[at + 1].rpartition("at ")[2])


def test_where_the_merits_were_decided_by_another_row_both_chains_are_shown() -> None:
    chain = _table("one-month-of-savings.yaml", width=400, explain=True)
    assert "\nWhy TAKE IT AS A BRIDGE\n  stopgap (" in chain
    assert "\nWhy, on its merits: DECLINE\n  red-flag (" in chain


def test_a_reason_that_repeats_is_shown_with_the_lines_of_the_job_and_of_the_pattern() -> None:
    (found,) = judged(EXAMPLES / "three-offers" / "harbor-bank.yaml").repeated_patterns
    assert (found.reason, found.job) == ("manager", "Support Engineer")
    assert found.job_at is not None
    assert "Support Engineer" in _line(f"{found.job_at.file}:{found.job_at.line}")
    assert _line(f"{found.pattern_at.file}:{found.pattern_at.line}", before=1) == "manager:"


def _explained_by(rules: Path, file: str = "revolving-door.yaml") -> str:
    report = judge(read_case(str(EXAMPLES / file)), load_rules(str(rules)), AS_OF, Database())
    return render_table(report, width=400, colour=False, explain=True)


def test_the_packaged_rules_are_named_in_full_once_and_by_their_bare_name_at_each_line() -> None:
    table = _explained_by(Path(packaged_rules()))
    assert table.count(packaged_rules()) == 1
    assert re.search(r"\n +rule at rules\.yaml:[0-9]+", table)


def test_packaged_rules_beneath_ones_own_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    own = tmp_path / "rules.yaml"
    own.write_text("version: 1\nextends: default\nrules: {pay-lagger: {when: {pay.final: true}}}\n")
    table = _explained_by(own)
    assert table.count(packaged_rules()) == 1
    assert f"packaged rules.yaml is {packaged_rules()}" in table
    assert re.search(r"\n +rule at packaged rules\.yaml:[0-9]+", table)
    assert f"rule at {own}:3" in table

"""The default rules: their tests reach everything, each number is pinned, each belief cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation_support import DAY, default_rules, outcomes
from mutate_rules import is_noticed, ready_tests, rows_taken_out, rule_mutants, score_mutants
from offercheck.candidate import Candidate
from offercheck.evaluation import evaluate
from offercheck.facts.derivation import derive_facts
from offercheck.facts.record import Record
from offercheck.market.finding import find_market
from offercheck.market.wages import Database
from offercheck.offer import Offer
from offercheck.rule_tests.running import run_tests
from offercheck.rules.conditions import comparisons_in
from offercheck.rules.loading import load_rules, packaged_rules

RULES = {rule.id: rule for rule in default_rules().rules}
TEXT = Path(packaged_rules()).read_text(encoding="utf-8")
TESTS = ready_tests()


def test_the_tests_of_the_default_rules_pass_and_reach_every_state_and_row() -> None:
    run = run_tests([item.test for item in TESTS], default_rules())
    assert [result for result in run.results if not result.passed] == []
    assert list(run.coverage.untested) == []
    assert run.coverage.share == 1


@pytest.mark.parametrize("name", RULES)
def test_a_rule_turned_off_or_with_a_changed_threshold_fails_one_of_its_tests(name: str) -> None:
    missed = [item.what for item in rule_mutants(name) if not is_noticed(item, TESTS)]
    assert missed == []


def test_a_verdict_row_taken_out_fails_a_test() -> None:
    assert [item.what for item in rows_taken_out() if not is_noticed(item, TESTS)] == []


def test_a_score_with_a_moved_point_or_another_weight_fails_a_test() -> None:
    assert [item.what for item in score_mutants() if not is_noticed(item, TESTS)] == []


SOURCE = re.compile(r"4PL5YtajF8M \d\d:\d\d|https?://\S+|.+, .*\d{4}.*")


@pytest.mark.parametrize("name", RULES)
def test_the_source_of_a_rule_can_be_looked_up(name: str) -> None:
    assert SOURCE.fullmatch(RULES[name].entry.source)


@pytest.mark.parametrize("part", ["says", "why"])
@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_and_why_in_whole_sentences(name: str, part: str) -> None:
    text: str = getattr(RULES[name].entry, part)
    assert text[0].isupper() or text[0] == "{"
    assert text.endswith(".")


@pytest.mark.parametrize(
    "name",
    [name for name, rule in RULES.items() if rule.entry.severity in {"dealbreaker", "red_flag"}],
)
def test_a_red_flag_or_dealbreaker_says_what_to_do_or_to_ask(name: str) -> None:
    entry = RULES[name].entry
    assert entry.do or entry.ask


BELIEFS = {
    "a job must serve the long-term goal": ("00:59", "01:14", "04:01"),
    "need of a paycheck can force a yes": ("01:26",),
    "without knowing the situation the pattern repeats": ("01:34",),
    "desperation hands control to the company": ("01:47", "02:24"),
    "a foot in the door does not work out": ("04:38",),
    "moving later does not come about": ("04:47",),
    "reposted jobs and people leaving point at a fault": ("06:48",),
    "turnover could have one looking again soon": ("07:18",),
    "pay and benefits far below market": ("08:10",),
    "a pay lagger may never catch up": ("08:41",),
    "low pay follows from job to job": ("08:58",),
    "good employers use benefits to keep people": ("09:27",),
    "turnover in the role or under the manager": ("11:25",),
    "turnover is often a toxic culture": ("12:16",),
    "be very selective": ("12:35",),
}
CITED = {
    minute
    for minutes in re.findall(r"4PL5YtajF8M ((?:\d\d:\d\d(?:, )?)+)", TEXT)
    for minute in minutes.split(", ")
}


@pytest.mark.parametrize("minutes", BELIEFS.values(), ids=BELIEFS)
def test_a_belief_is_cited_where_it_is_applied(minutes: tuple[str, ...]) -> None:
    assert CITED & set(minutes)


def test_there_are_at_least_35_rules_over_the_five_dimensions() -> None:
    assert len(RULES) >= 35
    assert {rule.entry.dimension for rule in RULES.values()} == {
        *("goal", "pay", "turnover", "terms", "situation"),
    }


def test_only_the_situation_is_situational_and_it_weighs_nothing() -> None:
    dimensions = default_rules().dimensions
    weights = {name: entry.weight for name, entry in dimensions.items()}
    assert [name for name, entry in dimensions.items() if entry.situational] == ["situation"]
    assert weights == {"goal": 35, "pay": 30, "turnover": 25, "terms": 10, "situation": 0}


def test_no_rule_of_the_situation_speaks_about_the_offer_but_for_what_binds_someone_in_need() -> (
    None
):
    groups = {
        test.fact.partition(".")[0]
        for rule in RULES.values()
        if rule.entry.dimension == "situation" and not rule.entry.binds
        for test in comparisons_in(rule.when)
    }
    assert groups == {"situation"}


def test_no_rule_of_the_offer_looks_at_the_situation() -> None:
    conditions = [rule.when for rule in RULES.values() if rule.entry.dimension != "situation"]
    conditions += [row.when for row in default_rules().rows if not row.entry.situational]
    tests = [test.fact for condition in conditions for test in comparisons_in(condition)]
    assert [fact for fact in tests if fact.startswith("situation.")] == []


def test_a_changed_threshold_changes_the_outcome_of_its_rule_and_nothing_else(
    tmp_path: Path,
) -> None:
    text = Path(packaged_rules()).read_text(encoding="utf-8")
    written = "when: {pay.market_ratio: {below: 0.80}}\n"
    assert text.count(written) == 1
    (tmp_path / "rules.yaml").write_text(text.replace(written, written.replace("0.80", "0.95")))
    offer = Offer.model_validate(
        {
            "company": "Acme",
            "title": "Software Developer",
            "pay": {
                "base": 90_000,
                "market": {
                    "p50": 100_000,
                    "source": "A survey",
                    "as_of": DAY.isoformat(),
                    "covers": "this_level",
                },
            },
        }
    )
    results = []
    for rules in (default_rules(), load_rules(str(tmp_path / "rules.yaml"))):
        market = find_market(offer, DAY, rules.assumptions.market_aging_per_year, Database())
        facts = derive_facts(Record(offer, Candidate(), rules.assumptions, market, DAY))
        results.append(evaluate(facts, rules, as_of=DAY))
    before, after = results
    assert before.facts["pay.market_ratio"].value == 0.9
    changed = set(outcomes(before).items()) ^ set(outcomes(after).items())
    assert changed == {("pay-lagger", "clear"), ("pay-lagger", "fired")}
    assert (before.facts, before.scores, before.dimensions, before.overall) == (
        *(after.facts, after.scores, after.dimensions, after.overall),
    )

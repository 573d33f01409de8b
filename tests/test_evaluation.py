"""From facts to outcomes, counts, rows and verdicts: waivers, patterns, and what decided."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path

import pytest

from evaluation_support import (
    DAY,
    Values,
    facts_of,
    judged,
    outcomes,
    small_rules,
)
from offercheck.candidate import Candidate, PastJob, Waiver
from offercheck.evaluation import PATTERNS_FACT, Evaluation, deciding_rules, evaluate
from offercheck.facts.known import Value
from offercheck.interval import Interval
from offercheck.rules.model import RuleSet

RULE = '  {0}: {{{1}, when: {{{2}}}, says: "S.", why: "W.", source: "A source."}}\n'
RULES = "".join(
    RULE.format(*parts)
    for parts in [
        (
            "breach",
            "dimension: terms, severity: dealbreaker",
            "terms.changed_after_agreement: true",
        ),
        ("unmet", "dimension: terms, severity: red_flag", "terms.manager_met: false"),
        (
            *("low", "dimension: pay, severity: red_flag, negotiable: true"),
            "pay.market_ratio: {below: 0.8}",
        ),
        ("oral", "dimension: terms, severity: caution", "terms.in_writing: false"),
        ("open", "dimension: terms, severity: strength", "terms.answered_questions: true"),
        ("need", "dimension: situation, severity: red_flag", "situation.runway_months: {below: 3}"),
        ("silent", "dimension: pay, severity: red_flag, off: true", "pay.final: true"),
    ]
)
TABLE = f"""\
scores:
  ratio: {{dimension: pay, weight: 1, fact: pay.market_ratio, value: {{0.8: 0, 1.2: 100}}}}
rules:
{RULES}
patterns:
  pay: {{when: {{pay.market_ratio: {{below: 0.9}}}}, says: "Low pay again."}}
  manager: {{when: {{terms.manager_met: false}}, says: "An unseen manager again."}}
verdicts:
  - {{id: stopgap, verdict: bridge, situational: true, says: "S.", when: {{fired.need: true, count.red_flag: {{at_least: 1}}}}}}
  - {{id: veto, verdict: decline, says: "S.", when: {{count.dealbreaker: {{at_least: 1}}}}}}
  - {{id: fixed, verdict: decline, says: "S.", when: {{count.fixed_red_flag: {{at_least: 1}}}}}}
  - {{id: mend, verdict: negotiate, says: "S.", when: {{count.negotiable_red_flag: {{at_least: 1}}}}}}
  - {{id: good, verdict: accept, says: "S.", when: {{score.overall: {{at_least: 75}}, count.caution: 0}}}}
  - {{id: end, verdict: ask_first, says: "S."}}
"""
Known = dict[str, Value | None]
BREACH: Known = {"terms.changed_after_agreement": True}
UNMET: Known = {"terms.manager_met": False}
LOW: Known = {"pay.market_ratio": 0.7}
HIGH: Known = {"pay.market_ratio": 1.1}  # scores 75
ORAL: Known = {"terms.in_writing": False}
NEED: Known = {"situation.runway_months": 2.0}


@pytest.fixture
def table(tmp_path: Path) -> RuleSet:
    """A rule of each severity, one of them situational and one off, and six rows."""
    return small_rules(tmp_path, TABLE)


@pytest.mark.parametrize(
    ("values", "row", "merits_row"),
    [
        ({}, "end", "end"),
        (HIGH, "good", "good"),
        (HIGH | ORAL, "end", "end"),
        (LOW, "mend", "mend"),
        (LOW | UNMET, "fixed", "fixed"),
        (LOW | UNMET | BREACH, "veto", "veto"),
        (LOW | NEED, "stopgap", "mend"),
        (UNMET | BREACH | NEED, "stopgap", "veto"),
        (HIGH | NEED, "good", "good"),
        (NEED, "end", "end"),
    ],
)
def test_the_first_row_that_holds_decides_and_the_merits_skip_situational_rows(
    table: RuleSet, values: Values, row: str, merits_row: str
) -> None:
    evaluation = judged(values, table)
    assert (evaluation.row.id, evaluation.merits_row.id) == (row, merits_row)


def test_the_verdict_is_that_of_the_row_and_the_merits_that_of_theirs(table: RuleSet) -> None:
    evaluation = judged(UNMET | NEED, table)
    assert (evaluation.verdict, evaluation.on_merits) == ("bridge", "decline")


@pytest.mark.parametrize(
    ("values", "outcome"),
    [(LOW, "fired"), (HIGH, "clear"), ({}, "unknown")],
)
def test_a_rule_fires_is_clear_or_unknown_as_its_condition_is(
    table: RuleSet, values: Values, outcome: str
) -> None:
    assert outcomes(judged(values, table))["low"] == outcome


@pytest.mark.parametrize("final", [True, False, None])
def test_a_rule_that_is_off_is_off_whatever_its_facts(
    table: RuleSet, *, final: bool | None
) -> None:
    assert outcomes(judged({"pay.final": final}, table))["silent"] == "off"


# dealbreaker, red flag, fixed red flag, negotiable red flag, caution, strength
@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, (0, 0, 0, 0, 0, 0)),
        (BREACH, (1, 0, 0, 0, 0, 0)),
        (UNMET, (0, 1, 1, 0, 0, 0)),
        (LOW, (0, 1, 0, 1, 0, 0)),
        (LOW | UNMET | ORAL, (0, 2, 1, 1, 1, 0)),
        ({"terms.answered_questions": True}, (0, 0, 0, 0, 0, 1)),
        (NEED, (0, 0, 0, 0, 0, 0)),  # rules of the situation are never counted
        ({"pay.final": True}, (0, 0, 0, 0, 0, 0)),  # nor are those that are off
        ({"pay.market_ratio": Interval(0.7, 0.9)}, (0, 0, 0, 0, 0, 0)),  # nor unknown ones
    ],
)
def test_fired_rules_are_counted_by_severity(
    table: RuleSet, values: Values, counts: tuple[int, ...]
) -> None:
    names = ("dealbreaker", "red_flag", "fixed_red_flag", "negotiable_red_flag", "caution")
    decisions = judged(values, table).decisions
    assert tuple(decisions[f"count.{name}"] for name in (*names, "strength")) == counts


def _waiver(rule: str, until: datetime.date | None = None) -> Waiver:
    return Waiver(rule=rule, reason="I know why.", until=until)


@pytest.mark.parametrize(
    ("until", "outcome", "row"),
    [
        (None, "waived", "end"),
        (DAY + datetime.timedelta(days=1), "waived", "end"),
        (DAY, "waived", "end"),
        (DAY - datetime.timedelta(days=1), "fired", "fixed"),
    ],
)
def test_a_waived_rule_does_not_count_up_to_and_with_its_last_day(
    table: RuleSet, until: datetime.date | None, outcome: str, row: str
) -> None:
    evaluation = judged(UNMET, table, waivers=[_waiver("unmet", until)])
    assert (outcomes(evaluation)["unmet"], evaluation.row.id) == (outcome, row)


def test_a_waived_rule_keeps_the_waiver_with_its_reason(table: RuleSet) -> None:
    waiver = _waiver("unmet")
    evaluation = judged(UNMET, table, waivers=[waiver])
    assert [item.waiver for item in evaluation.outcomes if item.waiver] == [waiver]


@pytest.mark.parametrize(
    ("values", "rule", "until", "unused"),
    [
        (UNMET, "unmet", None, False),
        (UNMET, "unmet", DAY - datetime.timedelta(days=1), True),
        ({"terms.manager_met": True}, "unmet", None, True),
        ({}, "unmet", None, True),
        ({"pay.final": True}, "silent", None, True),
    ],
)
def test_a_waiver_is_unused_unless_its_rule_would_have_fired(
    table: RuleSet, values: Values, rule: str, until: datetime.date | None, *, unused: bool
) -> None:
    waiver = _waiver(rule, until)
    evaluation = judged(values, table, waivers=[waiver])
    assert evaluation.unused_waivers == ((waiver,) if unused else ())


def test_a_waived_rule_that_is_unknown_cannot_change_the_verdict(table: RuleSet) -> None:
    known = LOW | {"terms.changed_after_agreement": False, "situation.runway_months": 12.0}
    evaluation = judged(known, table, waivers=[_waiver("unmet")])
    assert (evaluation.verdict, evaluation.could_become) == ("negotiate", ())


def _history(*reasons: str) -> list[PastJob]:
    jobs = [{"title": f"Job {number}", "left_because": [why]} for number, why in enumerate(reasons)]
    return Candidate.model_validate({"history": jobs}).history or []


@pytest.mark.parametrize(
    ("reasons", "values", "count"),
    [
        (["pay"], LOW, 1.0),
        (["pay"], HIGH, 0.0),
        (["manager"], LOW, Interval(0, 1)),
        (["pay", "manager"], LOW | UNMET, 2.0),
        (["pay", "pay"], LOW, 1.0),
        (["pay", "manager"], LOW, Interval(1, 2)),
        (["commute"], LOW | UNMET, 0.0),  # no pattern belongs to it
        ([], LOW, 0.0),
    ],
)
def test_reasons_for_leaving_that_the_offer_shows_again_are_counted_once_each(
    table: RuleSet, reasons: list[str], values: Values, count: float | Interval
) -> None:
    evaluation = judged(values, table, history=_history(*reasons))
    found = evaluation.facts["situation.repeated_patterns"]
    assert (found.value, found.basis) == (count, "derived")


def test_a_score_that_is_known_leaves_no_row_about_it_open(table: RuleSet) -> None:
    # A ratio of 1.0 scores 50, under the 75 from which the answer is accept.
    known: Known = {
        "terms.changed_after_agreement": False,
        "terms.manager_met": True,
        "pay.market_ratio": 1.0,
        "terms.in_writing": True,
        "terms.answered_questions": True,
        "situation.runway_months": 12.0,
    }
    evaluation = judged(known, table)
    assert (evaluation.verdict, evaluation.could_become) == ("ask_first", ())


def test_a_verdict_is_firm_where_nothing_that_is_unknown_can_change_it() -> None:
    assert judged({"goal.dealbreakers_hit": 1.0}).firm is True
    assert judged({}).firm is False


def test_without_a_history_repeated_patterns_stay_unknown(table: RuleSet) -> None:
    assert judged(LOW, table).facts["situation.repeated_patterns"].value is None


def test_each_past_job_left_for_a_repeated_reason_is_named(table: RuleSet) -> None:
    evaluation = judged(LOW, table, history=_history("pay", "manager", "pay"))
    assert [tuple(item) for item in evaluation.repetitions] == [
        ("pay", "Job 0", "Low pay again.", 0),
        ("pay", "Job 2", "Low pay again.", 2),
    ]


def _deciding(evaluation: Evaluation) -> list[str]:
    return [item.rule.id for item in deciding_rules(evaluation.row, evaluation)]


@pytest.mark.parametrize(
    ("values", "deciding"),
    [
        (BREACH | UNMET | LOW, ["breach"]),
        (UNMET | LOW | ORAL, ["unmet"]),
        (LOW | ORAL, ["low"]),
        (UNMET | LOW | NEED, ["unmet", "low", "need"]),  # the row counts and names them
        (HIGH, []),
        ({}, []),
    ],
)
def test_the_rules_that_decided_are_those_the_row_counted_or_named(
    table: RuleSet, values: Values, deciding: list[str]
) -> None:
    assert _deciding(judged(values, table)) == deciding


def test_a_pattern_that_an_open_choice_could_bring_back_bounds_how_many_repeat(
    table: RuleSet,
) -> None:
    # Pay is compared with the median, since the level is not known; with its own it could be low.
    facts = facts_of({"pay.market_ratio": 0.95})
    ratio = facts["pay.market_ratio"]
    for could_be, bounds in ((Interval(0.8, 1.0), Interval(0, 1)), (Interval(0.92, 1.0), None)):
        facts["pay.market_ratio"] = ratio._replace(could_be=could_be)
        found = evaluate(facts, table, as_of=DAY, history=_history("pay")).facts[PATTERNS_FACT]
        assert (found.value, found.could_be) == (0, bounds)


def test_a_rule_of_which_a_row_allows_some_did_not_decide(tmp_path: Path) -> None:
    # The row holds although the caution fired, not because it did.
    allowed = "count.caution: {at_most: 2}, pay.final: true"
    rules = small_rules(
        tmp_path, TABLE.replace("fired.need: true, count.red_flag: {at_least: 1}", allowed)
    )
    evaluation = judged(ORAL | {"pay.final": True}, rules)
    assert [item.rule.id for item in evaluation.outcomes if item.outcome == "fired"] == ["oral"]
    assert _deciding(evaluation) == []


def test_a_rule_counted_only_where_the_row_does_not_hold_did_not_decide(tmp_path: Path) -> None:
    either = "any: [{pay.final: true}, {count.negotiable_red_flag: 1, fired.oral: true}]"
    rules = small_rules(
        tmp_path, TABLE.replace("fired.need: true, count.red_flag: {at_least: 1}", either)
    )
    assert _deciding(judged(LOW | {"pay.final": True}, rules)) == []


def test_a_rule_that_fired_for_want_of_a_fact_can_still_clear(tmp_path: Path) -> None:
    body = TABLE.replace(
        'when: {terms.manager_met: false}, says: "S."',
        'when: {terms.manager_met: false, terms.manager_evidence: {known: false}}, says: "S."',
    )
    evaluation = judged(UNMET | LOW, small_rules(tmp_path, body))
    assert (evaluation.verdict, "negotiate" in evaluation.could_become) == ("decline", True)


def test_judging_leaves_its_facts_as_they_were(table: RuleSet) -> None:
    facts = facts_of(LOW | UNMET)
    before = copy.copy(facts)
    evaluate(facts, table, as_of=DAY, history=_history("pay", "manager"))
    assert facts == before


def test_judging_twice_gives_the_same(table: RuleSet) -> None:
    history = _history("pay", "manager")
    waivers = [_waiver("unmet"), _waiver("low", DAY)]
    first, second = (judged(LOW | UNMET, table, history=history, waivers=waivers) for _ in "ab")
    assert first == second

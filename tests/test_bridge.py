"""The terms of a bridge, worked out by hand, and the runway that ends it, tried on the rules."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from offercheck.advice.bridge import Bridge
from offercheck.report import Report
from scenario_support import AS_OF, EXAMPLES, judged, judged_text

# Out of work with a month of savings: 2,000 for 2,000 a month. A base of 36,000 leaves, at 75%
# take-home, 36,000 * 0.75 / 12 - 2,000 = 250 a month.
IN_NEED = {"employment": "unemployed", "savings": 2_000, "monthly_expenses": 2_000}
OFFER = {
    "company": "A",
    "title": "Clerk",
    "occupation": "43-9021",
    "pay": {"base": 36_000},
    "role": {"path": "unrelated"},
}


def _report(folder: Path, situation: dict[str, Any] = IN_NEED, **more: Any) -> Report:
    offer = OFFER | more | {"candidate": {"situation": situation}}
    return judged_text(folder, yaml.safe_dump(offer), as_of=AS_OF)


def _bridge(folder: Path, situation: dict[str, Any] = IN_NEED, **more: Any) -> Bridge:
    found = _report(folder, situation, **more).bridge
    assert found is not None
    return found


def test_the_pay_that_stops_the_bleeding_is_what_take_home_must_cover(tmp_path: Path) -> None:
    found = _bridge(tmp_path)
    assert found.least_base is not None
    assert found.least_base.amount == 32_000  # 2,000 * 12 / 0.75
    assert found.left_each_month == pytest.approx(250)


def test_the_runway_bought_is_the_one_from_which_the_rules_say_something_else(
    tmp_path: Path,
) -> None:
    found = _bridge(tmp_path)
    assert found.runway_bought is not None
    assert (found.runway_now, found.runway_bought.months) == (1, 3)
    # Two more months of expenses, 4,000, at 250 a month: 16 months of 30.4375 days.
    by = AS_OF + datetime.timedelta(days=487)
    assert found.runway_bought.by == by.isoformat()
    longer = _report(tmp_path, IN_NEED | {"savings": 6_000})
    assert longer.verdict == found.runway_bought.verdict
    assert _report(tmp_path, IN_NEED | {"savings": 5_999}).verdict == "bridge"


def test_pay_that_leaves_nothing_buys_no_runway_on_any_day(tmp_path: Path) -> None:
    found = _bridge(tmp_path, pay={"base": 32_000})
    assert found.left_each_month == 0
    assert found.runway_bought is not None
    assert found.runway_bought.by is None


def test_the_search_goes_on_and_is_looked_at_when_half_of_all_searches_have_ended(
    tmp_path: Path,
) -> None:
    search = _bridge(tmp_path).search
    # 2.5 months of 30.4375 days are 76.1 days
    later = AS_OF + datetime.timedelta(days=77)
    assert (search.since, search.widen_on) == (AS_OF.isoformat(), later.isoformat())


def test_what_holds_one_in_the_job_makes_a_bad_bridge(tmp_path: Path) -> None:
    terms = {"non_compete_months": 12, "unreimbursed_costs": 0, "relocation_required": False}
    pay = {"base": 36_000, "sign_on": {"amount": 500, "clawback_months": 6}}
    ties = _bridge(tmp_path, terms=terms, pay=pay).ties
    assert {tie.rule: tie.state for tie in ties} == {
        "long-non-compete": "fired",
        "repay-on-leaving": "fired",
    }
    assert "6 months" in next(tie.text for tie in ties if tie.rule == "repay-on-leaving")


def test_what_is_not_known_of_it_is_asked(tmp_path: Path) -> None:
    ties = _bridge(tmp_path).ties
    assert {tie.state for tie in ties} == {"unknown"}
    assert "Would I have to move for this job?" in {tie.text for tie in ties}
    # That one is out of work is known, so the rule that needs both asks about the repayment.
    (repay,) = (tie.text for tie in ties if tie.rule == "repay-on-leaving")
    assert repay.startswith("Would I have to pay anything back")


def test_the_exits_name_a_better_offer_the_preferred_job_and_the_runway(tmp_path: Path) -> None:
    prospects = {"prospects": [{"stage": "interviewing", "preferred": True}]}
    assert _bridge(tmp_path, IN_NEED | prospects).exits == (
        "the job you prefer is offered to you",
        "an offer comes that these rules accept",
        "your savings last 3 months",
    )
    assert _bridge(tmp_path).exits[0] == "an offer comes that these rules accept"


def test_amounts_in_another_currency_are_not_mixed(tmp_path: Path) -> None:
    found = judged_text(
        tmp_path,
        yaml.safe_dump(
            OFFER
            | {
                "pay": {"base": 36_000, "currency": "EUR"},
                "facts": {"pay.covers_expenses": True, "situation.runway_months": 1},
                "candidate": {"situation": IN_NEED | {"currency": "USD"}},
            }
        ),
        as_of=AS_OF,
    ).bridge
    assert found is not None
    assert (found.least_base, found.left_each_month) == (None, None)


@pytest.mark.parametrize("file", ["strong-offer.yaml", "revolving-door.yaml"])
def test_another_verdict_has_no_bridge_terms(file: str) -> None:
    assert judged(EXAMPLES / file).bridge is None


def test_a_rule_that_binds_and_rests_on_a_range_is_asked_about(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        "version: 1\nextends: default\nrules: {far: {dimension: pay, severity: caution, binds: true,"
        " when: {pay.change_vs_current: {below: -15%}}, says: Far., why: It is., source: Me.}}\n",
        encoding="utf-8",
    )
    offer = tmp_path / "offer.yaml"
    stated = OFFER | {"pay": {"base": 36_000, "versus_current": "lower"}}
    offer.write_text(yaml.safe_dump(stated | {"candidate": {"situation": IN_NEED}}), "utf-8")
    found = judged(offer, rules=rules).bridge
    assert found is not None
    assert "far" in {tie.rule for tie in found.ties if tie.state == "unknown"}


def test_the_terms_are_told_in_sentences(tmp_path: Path) -> None:
    found = _bridge(tmp_path)
    by = (AS_OF + datetime.timedelta(days=487)).isoformat()
    assert found.says_pay == (
        "Your expenses need a base of $32,000 a year (75% take-home); this pay leaves $250 a month."
    )
    assert found.says_runway == (
        f"Saved up, your savings last 3 months (now 1 month) by {by}: from then you are free to leave."
    )
    assert found.search.text == (
        f"Go on searching; more widely from {found.search.widen_on}, since half of all searches end"
        " within 2.5 months."
    )


def test_without_a_day_to_be_free_the_sentence_names_none(tmp_path: Path) -> None:
    found = _bridge(tmp_path, pay={"base": 32_000})
    assert (
        found.says_runway == "Once your savings last 3 months (now 1 month), you are free to leave."
    )


def test_pay_that_just_covers_the_expenses_leaves_nothing(tmp_path: Path) -> None:
    # 32,000 * 0.75 / 12 is 2,000.
    found = _bridge(tmp_path, pay={"base": 32_000})
    assert found.says_pay.endswith("; this pay leaves $0 a month.")


def test_pay_that_does_not_cover_the_expenses_says_what_it_lacks(tmp_path: Path) -> None:
    # A sure thing while a preferred job is undecided; 30,000 * 0.75 / 12 is 1,875 of 2,000.
    preferred = {"prospects": [{"stage": "interviewing", "preferred": True}]}
    found = _bridge(tmp_path, IN_NEED | preferred, pay={"base": 30_000}, role={"path": "direct"})
    assert found.says_pay.endswith("; this pay lacks $125 a month.")


def test_a_runway_over_which_the_rules_turn_is_named_by_its_threshold(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        "version: 1\nextends: default\nverdicts: [{id: stopgap, verdict: bridge, situational: true,"
        " says: Take it., when: {situation.runway_months: {at_most: 4}, count.red_flag: {at_least: 1}}}]\n",
        encoding="utf-8",
    )
    offer = tmp_path / "offer.yaml"
    offer.write_text(yaml.safe_dump(OFFER | {"candidate": {"situation": IN_NEED}}), "utf-8")
    found = judged(offer, rules=rules).bridge
    assert found is not None
    assert found.runway_bought is not None
    assert found.runway_bought.months == 4

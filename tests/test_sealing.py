"""Seals: what was loosened since the rules were fixed, and what it would come to by those."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from evaluation_support import default_rules
from offercheck.loosening import rule_changes
from offercheck.rules.loading import load_rules
from scenario_support import EXAMPLES, Run, run_program

OFFER = "northwind.yaml"
DAY = ("--as-of", "2026-11-25")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A candidate and an offer, with the default rules sealed beside them."""
    for name in ("candidate.yaml", OFFER, "meadow-health.yaml"):
        shutil.copy(EXAMPLES / "three-offers" / name, tmp_path)
    sealed = run_program("rules", "seal", "--as-of", "2026-10-01", folder=tmp_path)
    assert (sealed.returncode, sealed.stdout) == (0, "")
    return tmp_path


def _mine(folder: Path, body: str) -> str:
    (folder / "mine.yaml").write_text(f"version: 1\nextends: default\n{body}", encoding="utf-8")
    return str(folder / "mine.yaml")


def _evaluate(folder: Path, *options: str) -> Run:
    return run_program("evaluate", OFFER, *DAY, *options, folder=folder)


def _sealed(folder: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_evaluate(folder, *options, "--format", "json").stdout)
    sealed: dict[str, Any] = found["sealed"]
    return sealed


def _changes(folder: Path, body: str) -> dict[str, tuple[str, str, str]]:
    """What a file of one's own changes against the default rules: direction, before and after."""
    changes = rule_changes(default_rules(), load_rules(_mine(folder, body)))
    return {item.path: (item.direction, item.before, item.after) for item in changes}


# --- What is looser


@pytest.mark.parametrize(
    ("body", "path", "direction"),
    [
        (
            "rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.70}}}}",
            *("rules.pay-lagger.when", "looser"),
        ),
        (
            "rules: {revolving-door: {when: {turnover.seat_churn: {at_least: 3}, turnover.predecessor_months: {below: 12}, all: [{turnover.predecessor_left: {known: false}}, {turnover.predecessor_left: {one_of: [quit, dismissed]}}]}}}",
            *("rules.revolving-door.when", "looser"),  # `all` where the default has `any`
        ),
        (
            "rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.85}}}}",
            *("rules.pay-lagger.when", "stricter"),
        ),
        (
            "rules: {pay-lagger: {when: {turnover.seat_churn: {at_least: 4}}}}",
            *("rules.pay-lagger.when", "changed"),
        ),
        ("rules: {posting-age: off}", "rules.posting-age", "looser"),
        ("rules: {can-wait: off}", "rules.can-wait", "stricter"),
        ("scores: {seat: off}", "scores.seat", "changed"),
        ("rules: {no-access: {severity: caution}}", "rules.no-access.severity", "looser"),
        (
            "rules: {evasive-manager: {severity: red_flag}}",
            *("rules.evasive-manager.severity", "stricter"),
        ),
        ("rules: {off-goal: {negotiable: true}}", "rules.off-goal.negotiable", "looser"),
        (
            "rules: {can-wait: {when: {situation.runway_months: {at_least: 3}}}}",
            *("rules.can-wait.when", "changed"),
        ),
        (
            "rules: {other-offers: {when: {situation.batna_pay: {above: 50000}}}}",
            *("rules.other-offers.when", "stricter"),
        ),
        ("scores: {seat: {value: {1: 95, 2: 80, 3: 40, 5: 0}}}", "scores.seat.value", "looser"),
        ("scores: {seat: {value: {1: 90, 2: 60, 3: 20, 5: 0}}}", "scores.seat.value", "stricter"),
        ("scores: {seat: {value: {1: 100, 2: 60, 5: 0}}}", "scores.seat.value", "changed"),
        ("scores: {seat: {weight: 1}}", "scores.seat.weight", "changed"),
        ("dimensions: {turnover: {weight: 5}}", "dimensions.turnover", "changed"),
        (
            "assumptions: {level_percentile: {entry: 10}}",
            *("assumptions.level_percentile.entry", "changed"),
        ),
        (
            (
                "verdicts: [{id: red-flag, verdict: decline, says: No.,"
                " when: {count.fixed_red_flag: {at_least: 2}}}]"
            ),
            *("verdicts.red-flag.when", "looser"),
        ),
        (
            (
                "verdicts: [{id: good, verdict: accept, says: Yes.,"
                " when: {score.overall: {at_least: 50}, count.caution: {at_most: 3}}}]"
            ),
            *("verdicts.good.when", "looser"),
        ),
        (
            (
                "verdicts: [{id: good, verdict: accept, says: Yes.,"
                " when: {score.overall: {at_least: 80}, count.caution: {at_most: 3}}}]"
            ),
            *("verdicts.good.when", "stricter"),
        ),
        (
            (
                "verdicts: [{id: red-flag, verdict: accept, says: Yes.,"
                " when: {count.fixed_red_flag: {at_least: 1}}}]"
            ),
            *("verdicts.red-flag", "looser"),
        ),
        (
            "verdicts: [{id: perhaps, verdict: negotiate, says: Ask., when: {pay.final: true}}]",
            *("verdicts.perhaps", "changed"),
        ),
        (
            "verdicts: [{id: never, verdict: decline, says: No., when: {pay.final: true}}]",
            *("verdicts.never", "stricter"),
        ),
        (
            "verdicts: [{id: gladly, verdict: accept, says: Yes., when: {pay.final: false}}]",
            *("verdicts.gladly", "looser"),
        ),
    ],
)
def test_a_change_makes_a_yes_easier_or_harder(
    tmp_path: Path, body: str, path: str, direction: str
) -> None:
    changes = _changes(tmp_path, body)
    assert {path: direction} == {name: told[0] for name, told in changes.items()}


def test_a_threshold_that_moved_is_named_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    body = "rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.70}}}}"
    assert _changes(tmp_path, body)["rules.pay-lagger.when"] == (
        "looser",
        "pay.market_ratio below 80%",
        "pay.market_ratio below 70%",
    )


def test_a_row_that_leads_on_as_before_by_other_words_is_neither_looser_nor_stricter() -> None:
    rules = default_rules()
    place = next(at for at, row in enumerate(rules.rows) if row.entry.verdict == "negotiate")
    row = rules.rows[place]
    asking = row._replace(entry=row.entry._replace(verdict="ask_first"))
    rows = (*rules.rows[:place], asking, *rules.rows[place + 1 :])
    (change,) = rule_changes(rules, rules._replace(rows=rows))
    assert (change.path, change.direction) == (f"verdicts.{row.id}", "changed")


def test_of_a_condition_with_several_tests_only_the_one_that_changed_is_told(
    tmp_path: Path,
) -> None:
    when = "{score.overall: {below: 20}, score.goal: {below: 50}, coverage: {at_least: 6%}}"
    body = f"verdicts: [{{id: weak, verdict: decline, says: No., when: {when}}}]"
    assert _changes(tmp_path, body)["verdicts.weak.when"][1:] == (
        "score.overall below 30",
        "score.overall below 20",
    )


def test_a_value_function_that_moved_is_told_with_all_its_points(tmp_path: Path) -> None:
    body = "scores: {seat: {value: {1: 95, 2: 70, 3: 30, 5: 0}}}"
    assert _changes(tmp_path, body) == {
        "scores.seat.value": ("looser", "1: 95, 2: 70, 3: 25, 5: 0", "1: 95, 2: 70, 3: 30, 5: 0")
    }


def test_the_order_of_the_verdict_rows_is_a_change_of_its_own() -> None:
    rules = default_rules()
    first, second, *rest = rules.rows
    (change,) = rule_changes(rules, rules._replace(rows=(second, first, *rest)))
    assert (change.path, change.direction) == ("verdicts", "changed")
    assert change.before.startswith(f"{first.id}, {second.id}, ")
    assert change.after.startswith(f"{second.id}, {first.id}, ")


def test_what_an_employer_can_mend_is_called_negotiable_and_what_not_fixed(tmp_path: Path) -> None:
    body = "rules: {off-goal: {negotiable: true}, pay-lagger: {negotiable: false}}"
    assert _changes(tmp_path, body) == {
        "rules.off-goal.negotiable": ("looser", "fixed", "negotiable"),
        "rules.pay-lagger.negotiable": ("stricter", "negotiable", "fixed"),
    }


def test_two_thresholds_that_moved_are_both_named(tmp_path: Path) -> None:
    body = "rules: {lagging-pay: {when: {pay.market_ratio: {at_least: 0.75, below: 0.85}}}}"
    assert _changes(tmp_path, body)["rules.lagging-pay.when"] == (
        "changed",
        "pay.market_ratio at least 80% and pay.market_ratio below 90%",
        "pay.market_ratio at least 75% and pay.market_ratio below 85%",
    )


def test_a_test_that_was_added_beside_one_that_moved_is_named(tmp_path: Path) -> None:
    body = "rules: {pay-lagger: {when: {pay.market_ratio: {below: 0.7}, pay.final: true}}}"
    assert _changes(tmp_path, body)["rules.pay-lagger.when"] == (
        "looser",
        "pay.market_ratio below 80%",
        "pay.market_ratio below 70% and pay.final true",
    )


def test_the_same_condition_written_in_another_way_is_no_change(tmp_path: Path) -> None:
    body = "rules: {pay-lagger: {when: {all: [{pay.market_ratio: {below: 80%}}]}}}"
    assert _changes(tmp_path, body) == {}


# --- The seal beside the candidate


def test_a_seal_is_the_same_rules_and_loads_as_a_rule_file(folder: Path) -> None:
    seal = load_rules(str(folder / "candidate.seal.yaml"))
    assert seal.digest == default_rules().digest
    assert seal.sealed is not None
    assert seal.sealed.date.isoformat() == "2026-10-01"
    assert (seal.sealed.dealbreakers, seal.sealed.pay_floor) == (["tobacco"], 115_000)


def test_where_nothing_changed_the_day_of_the_seal_is_all_that_is_said(folder: Path) -> None:
    sealed = _sealed(folder)
    assert (sealed["date"], sealed["intact"], sealed["changes"]) == ("2026-10-01", True, [])
    table = _evaluate(folder).stdout
    assert "By the rules and lines that you sealed on 2026-10-01." in table
    assert "oosened" not in table


def test_loosened_rules_are_named_with_the_answer_by_the_sealed_ones(folder: Path) -> None:
    mine = _mine(
        folder,
        "rules: {lagging-pay: {when: {pay.market_ratio: {at_least: 0.80, below: 0.85}}}}\n",
    )
    sealed = _sealed(folder, "--rules", mine)
    assert [(c["path"], c["direction"]) for c in sealed["changes"]] == [
        ("rules.lagging-pay.when", "looser")
    ]
    assert sealed["verdict"] == "negotiate"
    table = _evaluate(folder, "--rules", mine).stdout
    head = " ".join(table.partition("\n\n")[0].split())
    assert head.startswith("ACCEPT")
    assert "Loosened since you sealed your rules on 2026-10-01: rules.lagging-pay.when" in head
    assert "from pay.market_ratio below 90% to pay.market_ratio below 85%" in head
    assert "By the sealed rules the answer is NEGOTIATE." in head


def test_lines_that_the_candidate_moved_are_loosened_too(folder: Path) -> None:
    file = folder / "candidate.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("[tobacco]", "[gambling]").replace("115000", "100000")
    file.write_text(text + "waive: [{rule: lagging-pay, reason: It will do.}]\n", encoding="utf-8")
    sealed = _sealed(folder)
    assert [tuple(change.values()) for change in sealed["changes"]] == [
        ("candidate.goal.dealbreakers", "looser", "tobacco", "not drawn"),
        ("candidate.goal.dealbreakers", "stricter", "not drawn", "gambling"),
        ("candidate.situation.pay_floor", "looser", "$115,000", "$100,000"),
        ("candidate.waive.lagging-pay", "looser", "not waived", "waived"),
    ]
    assert sealed["verdict"] == "negotiate"


def test_the_sealed_floor_and_dealbreakers_decide_by_the_seal(folder: Path) -> None:
    file = folder / "candidate.yaml"
    text = file.read_text(encoding="utf-8").replace("  dealbreakers: [tobacco]\n", "")
    file.write_text(text, encoding="utf-8")
    offer = folder / OFFER
    offer.write_text(offer.read_text(encoding="utf-8") + "tags: [tobacco]\n", encoding="utf-8")
    assert _sealed(folder)["verdict"] == "decline"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("take_home_share: 75%", "take_home_share: 70%"),
        ("date: 2026-10-01", "date: 2026-01-01"),
        ("pay_floor: 115000", "pay_floor: 90000"),
        ('dealbreakers: ["tobacco"]', "dealbreakers: []"),
    ],
)
def test_a_seal_that_was_edited_is_called_so(folder: Path, old: str, new: str) -> None:
    file = folder / "candidate.seal.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert _sealed(folder)["intact"] is False
    assert "was itself changed after it was made" in _evaluate(folder).stdout


def _rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_that_can_do_either_is_never_called_no_loosening(folder: Path) -> None:
    mine = _mine(folder, "assumptions: {take_home_share: 99%}\n")
    table = " ".join(_evaluate(folder, "--rules", mine).stdout.split())
    assert "which may loosen: assumptions.take_home_share from 0.75 to 0.99" in table


def test_a_floor_in_another_currency_leaves_the_sealed_answer_open(folder: Path) -> None:
    _rewrite(folder / "candidate.yaml", "pay_floor: 115000", "pay_floor: 115000\n  currency: JPY")
    sealed = _sealed(folder)
    assert (sealed["verdict"], sealed["changes"][0]["direction"]) == (None, "changed")
    table = " ".join(_evaluate(folder).stdout.split())
    assert "not known: the sealed floor is in another currency" in table


def test_what_contradicts_the_sealed_lines_leaves_the_sealed_answer_open(folder: Path) -> None:
    _rewrite(folder / "candidate.yaml", "pay_floor: 115000", "pay_floor: 100000")
    with (folder / OFFER).open("a", encoding="utf-8") as file:
        file.write("facts: {pay.gap_to_floor: 26000}\n")
    sealed = _sealed(folder)
    assert (sealed["verdict"], sealed["why_unknown"] != "") == (None, True)


def test_a_waiver_that_was_made_to_last_longer_is_looser(tmp_path: Path) -> None:
    for name in ("candidate.yaml", OFFER):
        shutil.copy(EXAMPLES / "three-offers" / name, tmp_path)
    waiver = "waive: [{rule: own-dealbreaker, reason: Then., until: 2026-01-01}]\n"
    with (tmp_path / "candidate.yaml").open("a", encoding="utf-8") as file:
        file.write(waiver)
    with (tmp_path / OFFER).open("a", encoding="utf-8") as file:
        file.write("tags: [tobacco]\n")
    assert run_program("rules", "seal", folder=tmp_path).returncode == 0
    _rewrite(tmp_path / "candidate.yaml", "2026-01-01", "2099-01-01")
    sealed = _sealed(tmp_path)
    assert [(c["path"], c["direction"]) for c in sealed["changes"]] == [
        ("candidate.waive.own-dealbreaker", "looser")
    ]
    assert sealed["verdict"] == "decline"


@pytest.mark.parametrize(
    ("old", "new"), [("[tobacco]", "[Tobacco ]"), ("pay_floor: 115000", 'pay_floor: "$115,000"')]
)
def test_the_same_line_written_in_another_way_is_no_change(
    folder: Path, old: str, new: str
) -> None:
    _rewrite(folder / "candidate.yaml", old, new)
    assert _sealed(folder)["changes"] == []


def test_a_floor_with_cents_is_sealed_as_it_is(tmp_path: Path) -> None:
    for name in ("candidate.yaml", OFFER):
        shutil.copy(EXAMPLES / "three-offers" / name, tmp_path)
    _rewrite(tmp_path / "candidate.yaml", "115000", "115000.128")
    assert run_program("rules", "seal", folder=tmp_path).returncode == 0
    sealed = _sealed(tmp_path)
    assert (sealed["intact"], sealed["changes"]) == (True, [])


def test_a_counter_names_what_was_loosened_too(folder: Path) -> None:
    _rewrite(folder / "candidate.yaml", "pay_floor: 115000", "pay_floor: 100000")
    found = run_program("counter", OFFER, *DAY, folder=folder)
    assert "pay_floor from $115,000 to $100,000" in " ".join(found.stdout.split())


def test_standard_input_has_no_place_for_a_seal(tmp_path: Path) -> None:
    found = run_program("rules", "seal", "--candidate", "-", folder=tmp_path)
    assert (found.returncode, list(tmp_path.iterdir())) == (2, [])


def test_a_seal_is_never_written_over(folder: Path) -> None:
    before = (folder / "candidate.seal.yaml").read_bytes()
    again = run_program("rules", "seal", folder=folder)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is there already" in again.stderr
    assert (folder / "candidate.seal.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message"), [("version: 1\nextends: default\n", "a seal"), ("[", "expected")]
)
def test_a_seal_that_cannot_be_read_ends_in_a_message(
    folder: Path, text: str, message: str
) -> None:
    (folder / "candidate.seal.yaml").write_text(text, encoding="utf-8")
    found = _evaluate(folder)
    assert (found.returncode, found.stdout) == (2, "")
    assert "candidate.seal.yaml" in found.stderr
    assert message in found.stderr


def test_a_comparison_names_what_was_loosened_too(folder: Path) -> None:
    mine = _mine(folder, "rules: {posting-age: off}\n")
    found = run_program(
        "compare", OFFER, "meadow-health.yaml", "--rules", mine, *DAY, folder=folder
    )
    assert "Loosened since you sealed your rules" in found.stdout
    row = next(line for line in found.stdout.splitlines() if line.startswith("By the seal"))
    assert row.split() == ["By", "the", "seal", "ask", "first", "negotiate"]


def test_a_candidate_file_that_is_not_there_ends_in_a_message(tmp_path: Path) -> None:
    found = run_program("rules", "seal", folder=tmp_path)
    assert found.returncode == 2
    assert "candidate.yaml" in found.stderr

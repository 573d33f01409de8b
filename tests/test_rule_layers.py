"""Rule files that extend others: what is merged, what comes first, and where each entry stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation_support import (
    ASSUMPTIONS,
    TWO_DIMENSIONS,
    default_rules,
    marked_line,
    problems_of,
    write_rules,
)
from offercheck.problem import DataPath, InputError
from offercheck.rules.conditions import comparisons_in
from offercheck.rules.loading import load_rules
from offercheck.rules.model import Rule, RuleSet

BASE = """\
scores:
  ratio:
    dimension: pay
    weight: 3
    fact: pay.market_ratio
    value: {0.8: 0, 1.2: 100}
rules:
  lagger:
    dimension: pay
    severity: red_flag
    negotiable: true
    when: {pay.market_ratio: {below: 0.8}}
    says: "Base is low."
    why: "For a reason."
    source: "A source."
  unmet:
    dimension: terms
    severity: caution
    when: {terms.manager_met: false}
    says: "You have not met the manager."
    why: "For another reason."
    source: "Another source."
patterns:
  pay:
    when: {pay.market_ratio: {below: 0.9}}
    says: "Pay again."
verdicts:
  - {id: flagged, verdict: decline, says: "Flagged.", when: {count.red_flag: {at_least: 1}}}
  - {id: unmet, verdict: ask_first, says: "Unmet.", when: {fired.unmet: true}}
  - {id: end, verdict: negotiate, says: "The end."}
"""
NEW_RULE = """\
  mine:
    dimension: pay
    severity: caution
    when: {pay.final: true}
    says: "Pay is final."
    why: "Mine."
    source: "Mine."
"""


def _extending(folder: Path, body: str, base: str = BASE, name: str = "mine.yaml") -> str:
    """Write `base.yaml` and a file that extends it, and return the path of the second."""
    write_rules(folder, base, name="base.yaml")
    return _file(folder, f"extends: base.yaml\n{body}", name)


def _file(folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _rule(rules: RuleSet, name: str) -> Rule:
    return next(rule for rule in rules.rules if rule.id == name)


def _thresholds(rules: RuleSet, name: str) -> list[object]:
    return [test.threshold for test in comparisons_in(_rule(rules, name).when)]


def test_a_file_that_only_extends_the_default_is_the_default(tmp_path: Path) -> None:
    assert load_rules(_file(tmp_path, "extends: default\n")).digest == default_rules().digest


def test_a_file_can_extend_a_path_relative_to_itself(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    write_rules(tmp_path, BASE, name="base.yaml")
    rules = load_rules(_file(tmp_path / "inner", "extends: ../base.yaml\n"))
    assert [rule.id for rule in rules.rules] == ["lagger", "unmet"]


def test_an_entry_is_merged_into_the_inherited_one_key_by_key(tmp_path: Path) -> None:
    body = "rules:\n  lagger: {when: {pay.market_ratio: {below: 0.7}}, severity: caution}\n"
    rules = load_rules(_extending(tmp_path, body))
    entry = _rule(rules, "lagger").entry
    assert (entry.severity, entry.negotiable, entry.says) == ("caution", True, "Base is low.")


def test_a_condition_is_replaced_as_a_whole(tmp_path: Path) -> None:
    body = "rules:\n  lagger: {when: {pay.final: true}}\n"
    assert _thresholds(load_rules(_extending(tmp_path, body)), "lagger") == [True]


def test_entries_that_are_not_named_stay_as_they_were(tmp_path: Path) -> None:
    body = "rules:\n  lagger: {severity: caution}\n"
    base, mine = load_rules(_extending(tmp_path, "")), load_rules(_extending(tmp_path, body))
    assert _rule(mine, "unmet") == _rule(base, "unmet")


def test_a_figure_of_the_assumptions_can_be_changed_alone(tmp_path: Path) -> None:
    body = "assumptions:\n  level_percentile: {expert: 75}\n  take_home_share: 70%\n"
    assumptions = load_rules(_extending(tmp_path, body)).assumptions
    percentiles = assumptions.level_percentile
    assert (percentiles.expert, percentiles.entry, assumptions.take_home_share) == (75, 17, 0.70)


def test_weights_of_dimensions_and_scores_can_be_changed_alone(tmp_path: Path) -> None:
    body = "dimensions:\n  pay: {weight: 10}\nscores:\n  ratio: {weight: 5}\n"
    rules = load_rules(_extending(tmp_path, body))
    assert [rules.dimensions[name].weight for name in ("pay", "terms")] == [10, 40]
    assert [(score.weight, score.fact.name) for score in rules.scores] == [(5, "pay.market_ratio")]


def test_a_rule_that_is_off_stays_in_the_list_as_off(tmp_path: Path) -> None:
    rules = load_rules(_extending(tmp_path, "rules:\n  lagger: off\n"))
    assert [(rule.id, rule.entry.off) for rule in rules.rules] == [
        ("lagger", True),
        ("unmet", False),
    ]


def test_a_score_that_is_off_is_gone(tmp_path: Path) -> None:
    assert load_rules(_extending(tmp_path, "scores:\n  ratio: off\n")).scores == ()


def test_a_pattern_that_is_off_is_gone(tmp_path: Path) -> None:
    assert load_rules(_extending(tmp_path, "patterns:\n  pay: off\n")).patterns == ()


def test_a_rule_can_be_switched_on_again_by_a_file_that_extends_further(tmp_path: Path) -> None:
    _extending(tmp_path, "rules:\n  lagger: off\n", name="middle.yaml")
    rules = load_rules(_file(tmp_path, "extends: middle.yaml\nrules:\n  lagger: {off: false}\n"))
    assert _rule(rules, "lagger").entry.off is False


def test_a_new_rule_comes_after_the_inherited_ones(tmp_path: Path) -> None:
    rules = load_rules(_extending(tmp_path, f"rules:\n{NEW_RULE}"))
    assert [rule.id for rule in rules.rules] == ["lagger", "unmet", "mine"]


NEW_ROWS = """\
verdicts:
  - {id: first, verdict: accept, says: "First.", when: {pay.final: false}}
  - {id: unmet, verdict: decline, says: "Unmet, so no.", when: {fired.unmet: true}}
  - {id: second, verdict: accept, says: "Second.", when: {pay.final: true}}
"""


def test_new_rows_come_first_and_replaced_rows_keep_their_place(tmp_path: Path) -> None:
    rows = load_rules(_extending(tmp_path, NEW_ROWS)).rows
    assert [(row.id, row.entry.verdict) for row in rows] == [
        *[("first", "accept"), ("second", "accept")],
        *[("flagged", "decline"), ("unmet", "decline"), ("end", "negotiate")],
    ]


MERGED = f"""\
rules:
  lagger:
    when: {{pay.market_ratio: {{below: 0.7}}}}  # lagger
{NEW_RULE.replace("true}", "true}  # mine")}
{NEW_ROWS.replace("false}}", "false}}  # first").replace("unmet: true}}", "unmet: true}}  # unmet")}
"""
PLACES: list[tuple[DataPath, str, str]] = [
    (("rules", "lagger", "when"), "mine.yaml", "# lagger"),
    (("rules", "mine", "when"), "mine.yaml", "# mine"),
    (("rules", "lagger", "says"), "base.yaml", "Base is low."),
    (("rules", "unmet", "when"), "base.yaml", "terms.manager_met"),
    (("verdicts", 0), "mine.yaml", "# first"),
    (("verdicts", 2), "base.yaml", "id: flagged"),
    (("verdicts", 3), "mine.yaml", "# unmet"),
    (("verdicts", 4), "base.yaml", "id: end"),
    (("scores", "ratio", "fact"), "base.yaml", "fact: pay.market_ratio"),
    (("patterns", "pay", "says"), "base.yaml", "Pay again."),
]


@pytest.mark.parametrize(("entry", "name", "mark"), PLACES)
def test_a_merged_entry_is_placed_where_it_was_written(
    tmp_path: Path, entry: DataPath, name: str, mark: str
) -> None:
    place = load_rules(_extending(tmp_path, MERGED)).locate(entry)
    file = str(tmp_path / name)
    assert place[:2] == (file, marked_line(file, mark))


@pytest.mark.parametrize(
    ("section", "right", "wrong"),
    [("rules", "lagger", "lager"), ("scores", "ratio", "ration"), ("patterns", "pay", "pai")],
)
@pytest.mark.parametrize("change", ["off", "{says: Low}", "{when: {pay.final: true}}"])
def test_an_override_of_what_does_not_exist_suggests_what_does(
    tmp_path: Path, section: str, right: str, wrong: str, change: str
) -> None:
    path = _extending(tmp_path, f"{section}:\n  {wrong}: {change}  # here\n")
    (problem,) = problems_of(path)
    assert (*problem.position[:2], problem.suggestion) == (
        *(path, marked_line(path)),
        f"did you mean `{right}`?",
    )


@pytest.mark.parametrize(
    "body",
    [
        "rules:\n  lagger: {whenn: {pay.final: true}}  # here\n",
        "rules:\n  lagger:\n    when:\n      pay.finale: true  # here\n",
        "rules:\n  lagger: {severity: bad}  # here\n",
        "rules:\n  lagger: [1]  # here\n",
        "scores:\n  ratio: {value: {0.8: 200}}  # here\n",
        "assumptions:\n  take_home_share: 75  # here\n",
        "verdicts:\n  - {id: more, verdict: maybe, says: More.}  # here\n",
        "version: 2  # here\n",
        "rules:  # here\n  - lagger\n",
        "scores: none  # here\n",
        "verdicts:  # here\n  lagger: off\n",
    ],
)
def test_a_fault_of_the_extending_file_is_placed_in_it(tmp_path: Path, body: str) -> None:
    path = _extending(tmp_path, body)
    places = [problem.position for problem in problems_of(path)]
    assert {place.file for place in places} == {path}
    assert min(abs(place.line - marked_line(path)) for place in places) <= 1


def test_a_fault_of_the_extended_file_is_placed_in_that(tmp_path: Path) -> None:
    base = BASE.replace("severity: caution", "severity: small  # here")
    (problem,) = problems_of(_extending(tmp_path, "rules:\n  unmet: {says: New}\n", base))
    file = str(tmp_path / "base.yaml")
    assert problem.position[:2] == (file, marked_line(file))


@pytest.mark.parametrize(
    ("section", "base"),
    [("rules", "[lagger]"), ("rules", ""), ("scores", "none"), ("verdicts", "{a: b}")],
)
@pytest.mark.parametrize("own", ["\n  lagger: {severity: caution}", '\n  - {id: a, says: "A."}'])
def test_sections_of_the_wrong_shape_are_problems_in_every_combination(
    tmp_path: Path, section: str, base: str, own: str
) -> None:
    sections = {"rules": "{}", "scores": "{}", "verdicts": "[]"} | {section: base}
    text = "".join(f"{name}: {value}\n" for name, value in sections.items())
    assert problems_of(_extending(tmp_path, f"{section}:{own}\n", text))


@pytest.mark.parametrize("name", ["first", "unmet"])
def test_an_id_that_two_rows_of_the_extending_file_share_is_refused(
    tmp_path: Path, name: str
) -> None:
    again = f'  - {{id: {name}, verdict: decline, says: "Again."}}  # here\n'
    path = _extending(tmp_path, NEW_ROWS + again)
    assert [problem.position.line for problem in problems_of(path)] == [marked_line(path)]


@pytest.mark.parametrize(
    "names", [["a.yaml"], ["a.yaml", "b.yaml"], ["a.yaml", "b.yaml", "c.yaml"]]
)
def test_files_that_extend_each_other_are_refused_and_all_named(
    tmp_path: Path, names: list[str]
) -> None:
    for name, extended in zip(names, [*names[1:], names[0]], strict=True):
        _file(tmp_path, f"extends: ./{extended}\n", name)
    (problem,) = problems_of(str(tmp_path / "a.yaml"))
    assert problem.path == "extends"
    assert all(name in problem.found for name in names)


@pytest.mark.parametrize("value", ["[default]", "1", "{file: default}"])
def test_what_is_extended_must_be_a_name(tmp_path: Path, value: str) -> None:
    path = _file(tmp_path, f"rules: {{}}\nextends: {value}  # here\n")
    (problem,) = problems_of(path)
    assert problem.position[:2] == (path, marked_line(path))


def test_the_digest_is_that_of_the_merged_rules(tmp_path: Path) -> None:
    whole = load_rules(_file(tmp_path, ASSUMPTIONS + TWO_DIMENSIONS + BASE.replace("0.9", "0.95")))
    change = "patterns:\n  pay: {when: {pay.market_ratio: {below: 0.95}}}\n"
    assert load_rules(_extending(tmp_path, change)).digest == whole.digest


def test_a_file_that_is_extended_but_not_there_is_named_where_it_is_extended(
    tmp_path: Path,
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("version: 1\nextends: nowhere.yaml\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_rules(str(file))
    places = {(Path(p.position.file).name, p.position.line) for p in refusal.value.problems}
    assert places == {("mine.yaml", 2), ("nowhere.yaml", 1)}


def test_standard_input_cannot_be_extended(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text('version: 1\nextends: "-"\n', encoding="utf-8")
    with pytest.raises(InputError, match="extends: expected `default` or the path of a file"):
        load_rules(str(file))

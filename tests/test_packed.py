"""The packed form of the packaged rules is what reading them gives, and stands in for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from offercheck.rules import packed
from offercheck.rules.layers import read_layers
from offercheck.rules.loading import load_rules, packaged_rules
from offercheck.rules.model import RuleSet
from offercheck.rules.reading import read_rules
from readme_support import packed_rules

NAME = packaged_rules()
READ = read_rules(NAME)


def _comparable(rules: RuleSet) -> dict[str, Any]:
    """All of a rule set but its functions; the condition of an entry is the one that was read."""

    def without_raw(items: Any) -> list[Any]:
        return [item._replace(entry=item.entry._replace(when=None)) for item in items]

    parts = {part: without_raw(getattr(rules, part)) for part in ("rules", "patterns", "rows")}
    return rules._asdict() | parts | {"truths": None, "locate": None}


def _conditioned(rules: RuleSet) -> list[Any]:
    return [*rules.rules, *rules.patterns, *rules.rows]


def test_the_packed_file_is_made_from_the_rules_as_they_stand() -> None:
    made = packed_rules()
    assert packed.PACKED_FILE.read_text("ascii") == made, (
        "run: cd tests && python readme_support.py"
    )


def test_unpacked_rules_are_those_that_reading_the_file_gives() -> None:
    found = packed.unpacked(NAME)
    assert found is not None
    assert _comparable(found) == _comparable(READ)
    # Named tuples are equal where their parts are: `all` and `any` differ only in how they are shown.
    assert [repr(item.when) for item in _conditioned(found)] == [
        repr(item.when) for item in _conditioned(READ)
    ]
    assert found.truths({}) == READ.truths({})


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("rules", "pay-lagger"),
        ("rules", "pay-lagger", "when", "pay.market_ratio", "below"),
        ("scores", "interest", "value", "dream"),
        ("verdicts", 2, "when", "all", 0, "any", 1),
        ("verdicts", 2, "no such key"),
        ("no such section", 3),
    ],
)
def test_an_unpacked_entry_stands_where_it_is_written(path: Any) -> None:
    assert load_rules(NAME).locate(path) == READ.locate(path)


def test_a_copy_of_the_packaged_file_is_unpacked_under_its_own_name(tmp_path: Path) -> None:
    copy = tmp_path / "rules.yaml"
    copy.write_bytes(Path(NAME).read_bytes())
    found = packed.unpacked(str(copy))
    assert found is not None
    assert (found.name, found.locate(()).file) == (str(copy), str(copy))


def test_a_file_that_differs_by_one_letter_is_read(tmp_path: Path) -> None:
    changed = tmp_path / "rules.yaml"
    text = Path(NAME).read_text("utf-8")
    changed.write_text(text.replace("{title: Turnover,", "{title: Turnovers,"), "utf-8")
    assert packed.unpacked(str(changed)) is None
    assert load_rules(str(changed)).dimensions["turnover"].title == "Turnovers"


@pytest.mark.parametrize(
    "condition",
    [
        "{not: {goal.path: unrelated}}",
        "{any: [{goal.path: direct}, {not: {all: [{pay.final: true}, {pay.base: {below: 9}}]}}]}",
        "{goal.path: {one_of: [direct, unrelated]}, turnover.layoffs: {known: false}}",
    ],
)
def test_every_form_of_a_condition_is_unpacked_as_it_was_read(
    condition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, form = tmp_path / "rules.yaml", tmp_path / "packaged.json"
    text = Path(NAME).read_text("utf-8")
    file.write_text(text.replace("{goal.interest: unwanted}", condition, 1), "utf-8")
    read = read_rules(str(file))
    form.write_text(packed.pack(read, read_layers(str(file), NAME).last), "ascii")
    monkeypatch.setattr(packed, "PACKED_FILE", form)
    found = packed.unpacked(str(file))
    assert found is not None
    assert [repr(rule.when) for rule in found.rules] == [repr(rule.when) for rule in read.rules]
    assert [repr(rule.when) for rule in read.rules] != [repr(rule.when) for rule in READ.rules]


@pytest.mark.parametrize("broken", ["", "{", '{"source": ""}'])
def test_a_packed_file_that_is_broken_or_missing_is_passed_over(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "packaged.json"
    if broken:
        file.write_text(broken)
    monkeypatch.setattr(packed, "PACKED_FILE", file)
    assert packed.unpacked(NAME) is None

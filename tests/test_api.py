"""The library: the same results as the program's, from files and from mappings, without a side effect."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import typing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

import offercheck
from offercheck.render.json_text import render_data
from scenario_support import AS_OF, EXAMPLES, run_program

OFFER = EXAMPLES / "three-offers" / "northwind.yaml"
CANDIDATE = EXAMPLES / "three-offers" / "candidate.yaml"


def _mapping(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def test_the_library_gives_what_the_program_prints() -> None:
    told = run_program(
        *("evaluate", str(OFFER), "--as-of", AS_OF.isoformat(), "--format", "json"),
        *("--rules", str(EXAMPLES.parent / "rules.yaml")),
    )
    found = offercheck.evaluate(OFFER, rules=EXAMPLES.parent / "rules.yaml", as_of=AS_OF)
    assert json.loads(render_data(found)) == json.loads(told.stdout)


@pytest.mark.parametrize("name", ["evaluate", "compare"])
def test_the_types_of_the_library_can_be_looked_up(name: str) -> None:
    hints = typing.get_type_hints(getattr(offercheck, name))
    assert hints["return"] in {offercheck.Report, offercheck.Comparison}


def test_mappings_are_judged_as_the_files_are() -> None:
    files = offercheck.evaluate(OFFER, as_of=AS_OF)
    mappings = offercheck.evaluate(_mapping(OFFER), _mapping(CANDIDATE), as_of=AS_OF)
    assert (mappings.verdict, mappings.scores) == (files.verdict, files.scores)


def test_a_mapping_may_hold_dates() -> None:
    offer = {"company": "A", "title": "Nurse", "decide_by": datetime.date(2026, 12, 5)}
    found = offercheck.evaluate(offer, as_of=AS_OF)
    days = next(fact for fact in found.facts if fact.name == "terms.days_to_decide")
    assert days.value == 10


def test_changes_are_told_with_what_it_was_before() -> None:
    found = offercheck.evaluate(OFFER, as_of=AS_OF, changes=["pay.base=150000"])
    assert found.before is not None
    assert found.before.verdict == "negotiate"


def test_every_problem_of_both_sources_is_raised_at_once() -> None:
    with pytest.raises(offercheck.InputError) as raised:
        offercheck.evaluate({"company": "A"}, {"goals": {}}, as_of=AS_OF)
    assert {problem.path for problem in raised.value.problems} == {"title", "goals"}


def test_what_no_file_could_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no place in an offer"):
        offercheck.evaluate({"company": "A", "title": {"B"}}, as_of=AS_OF)


@pytest.mark.parametrize("as_of", [datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC), "today"])
def test_a_day_that_is_no_date_is_refused(as_of: Any) -> None:
    with pytest.raises(TypeError, match=r"as_of is a datetime\.date, not (datetime|str)"):
        offercheck.evaluate(OFFER, as_of=as_of)
    with pytest.raises(TypeError, match=r"as_of is a datetime\.date"):
        offercheck.compare([OFFER], as_of=as_of)


def test_no_offers_cannot_be_compared() -> None:
    with pytest.raises(offercheck.InputError, match="expected at least one offer, found none"):
        offercheck.compare([], as_of=AS_OF)


def test_any_mapping_is_an_offer() -> None:
    pay = MappingProxyType({"base": 80000})
    offer = MappingProxyType({"company": "A", "title": "Nurse", "pay": pay})
    found = offercheck.evaluate(offer, as_of=AS_OF)
    assert next(fact.value for fact in found.facts if fact.name == "pay.base") == 80000


def _deep() -> Any:
    value: Any = 1
    for _ in range(100_000):
        value = {"a": value}
    return value


def _round() -> Any:
    value: dict[str, Any] = {}
    value["notes"] = value
    return value


UNHOLDABLE = {
    "5,000 digits": 10**5000,
    "5,000 digits below zero": -(10**5000),
    "not a number": float("nan"),
    "half a character": "\ud800",
    "nested": _deep(),
    "holding itself": _round(),
    "a million characters": "x" * 10**6,
}


@pytest.mark.parametrize("notes", UNHOLDABLE.values(), ids=UNHOLDABLE)
def test_a_value_that_no_file_can_hold_is_told(notes: Any) -> None:
    with pytest.raises(offercheck.InputError):
        offercheck.evaluate({"company": "A", "title": "B", "notes": notes}, as_of=AS_OF)
    with pytest.raises(offercheck.InputError):
        offercheck.compare([{"company": "A", "title": "B", "notes": notes}], as_of=AS_OF)


def test_the_rules_in_the_working_folder_are_no_part_of_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules.yaml").write_text("broken: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert offercheck.evaluate(OFFER, as_of=AS_OF).verdict == "negotiate"


def test_several_offers_are_compared() -> None:
    harbor = _mapping(OFFER.with_name("harbor-bank.yaml"))
    found = offercheck.compare([harbor, _mapping(OFFER)], CANDIDATE, as_of=AS_OF)
    assert [offer.company for offer in found.offers] == ["Northwind Robotics", "Harbor Bank"]


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, offercheck; print('pydantic' in sys.modules, offercheck.__version__ != '')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True"]


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(offercheck, name) for name in offercheck.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        offercheck.nothing  # noqa: B018 - asked for on purpose


@pytest.mark.skipif(sys.platform != "linux", reason="open files are counted the way of Linux")
def test_judging_offer_after_offer_leaves_no_file_open() -> None:
    def evaluate_and_count(title: str) -> int:
        offercheck.evaluate({"company": "A", "title": title}, as_of=AS_OF)
        return len(list(Path("/proc/self/fd").iterdir()))

    first, *others = [evaluate_and_count(f"Nurse {number}") for number in range(4)]
    assert others == [first] * 3


def test_offers_are_judged_in_many_threads_at_once() -> None:
    def verdict(number: int) -> str:
        offer = {"company": "A", "title": f"Registered Nurse {number}", "pay": {"base": 50_000}}
        return offercheck.evaluate(offer, as_of=AS_OF).verdict

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(verdict, range(6))) == [verdict(number) for number in range(6)]

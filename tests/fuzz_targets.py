"""What is fuzzed: everything that takes bytes or text from outside."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import strategies
from evaluation_support import default_rules
from every_output import OUTPUTS, Subject, complaints, complaints_about
from hostile_inputs_support import OFFER
from offercheck.batch.items import Item
from offercheck.batch.journal import CannotResumeError, kept_state
from offercheck.batch.records import Form
from offercheck.batch.work import Settings, judge_items
from offercheck.case import Case, case_of, read_case
from offercheck.document import parse
from offercheck.interview.answers import Answers
from offercheck.interview.forms import form_of, read_answer
from offercheck.interview.posting import findings_in, pay_range_in
from offercheck.problem import InputError
from offercheck.quantities import QuantityError
from offercheck.render.checked import render_checked, render_checked_json
from offercheck.render.rule_tests import render_junit, render_rule_tests, render_rule_tests_json
from offercheck.rule_tests.reading import prepare, read_tests
from offercheck.rule_tests.running import run_tests
from offercheck.rules.checks import check_rules
from offercheck.rules.loading import load_rules
from offercheck.sealing import read_seal
from scenario_support import AS_OF, EXAMPLES

FAILED = "please report it"  # what a batch says of an offer on which the program itself fails
# What the readers say that they raise for an input that they cannot use.
ALLOWED = (InputError, QuantityError, CannotResumeError)
AGAIN = 240  # of 256 inputs, those from here on are printed twice
FORMS = (Form(), Form(full=True), Form(("id", "company", "verdict", "reason"), as_csv=True))
PERSON = (EXAMPLES / "pay-lagger-open.yaml").read_bytes()
ENTRIES = (
    *("offer.company", "offer.pay.base", "offer.decide_by", "offer.pay.bonus.target"),
    *("offer.turnover.annual_rate", "offer.role.skills", "offer.in_writing", "offer.industry"),
    *("candidate.situation.employment", "candidate.situation.savings", "candidate.goal.roles"),
    *("offer.terms.non_compete_months", "offer.benefits.paid_leave_days", "offer.tags"),
)


class ComplaintError(Exception):
    """Something is printed that may not be."""


def _told(which: int, make: Callable[[], Subject]) -> str:
    """Print one thing about a subject, or what is wrong with it."""
    try:
        subject = make()
        name = list(OUTPUTS)[which % len(OUTPUTS)]
        output = OUTPUTS[name]
        text = output.make(subject)
    except InputError as error:
        _refuse("problems", complaints_about(error))
        return "refused"
    _refuse(name, complaints(output, text))
    if which >= AGAIN and output.make(subject) != text:
        _refuse(name, ["another text the second time"])
    return "printed"


def _refuse(name: str, found: list[str]) -> None:
    if found:
        raise ComplaintError(f"{name}: {'; '.join(found)}")


def _offer(which: int, raw: bytes) -> str:
    return _told(which, lambda: Subject(case_of(parse("offer.yaml", raw), None), default_rules()))


def _candidate(which: int, raw: bytes) -> str:
    return _told(which, lambda: Subject(_case_with(raw), default_rules()))


def _case_with(candidate: bytes) -> Case:
    return case_of(parse("offer.yaml", OFFER.encode()), parse("candidate.yaml", candidate))


def _rules(which: int, raw: bytes) -> str:
    return _by_rules(which, _written("rules.yaml", raw))


def _by_rules(which: int, name: str) -> str:
    if which % 4 == 0:
        checked = check_rules(name)
        _refuse("check", complaints(OUTPUTS["table"], render_checked(checked, width=80)))
        _refuse("check as JSON", complaints(OUTPUTS["JSON"], render_checked_json(checked)))
        return "checked"
    return _told(which // 4, lambda: Subject(_person(), load_rules(name)))


def _seal(which: int, raw: bytes) -> str:
    name = _written("candidate.seal.yaml", raw)
    return _told(which, lambda: Subject(_person(), default_rules(), read_seal(name)))


def _line(which: int, raw: bytes) -> str:
    items = [Item("offers.jsonl", 1, raw), Item("offers.jsonl", 2, raw)]
    done = judge_items(_packed(which % len(FORMS)), items)
    for line in done.lines.decode().splitlines():
        kind = "row of a batch" if FORMS[which % len(FORMS)].as_csv else "line of a batch"
        failed = [line] if FAILED in line else []
        _refuse(kind, failed + complaints(OUTPUTS[kind], line))
    return "judged" if done.counts["offers", "judged"] else "refused"


@cache
def _packed(form: int) -> bytes:
    return Settings(default_rules(), AS_OF, None, FORMS[form]).packed()


@cache
def _person() -> Case:
    return case_of(parse("offer.yaml", PERSON), None)


def _change(which: int, raw: bytes) -> str:
    change = os.fsdecode(raw)
    document = parse("offer.yaml", PERSON)
    return _told(which, lambda: Subject(read_case(document, None, [change]), default_rules()))


def _answer(which: int, raw: bytes) -> str:
    form = form_of(ENTRIES[which % len(ENTRIES)])
    assert form is not None
    read_answer(form, raw.decode(errors="replace"))
    return "read"


def _answers(_which: int, raw: bytes) -> str:
    answers = Answers(Path(_written("answers", raw)))
    return "kept" if len(answers) else "empty"


def _posting(_which: int, raw: bytes) -> str:
    text = raw.decode(errors="replace")
    pay_range_in(text)
    return "found" if findings_in(text) else "nothing"


def _resume(_which: int, raw: bytes) -> str:
    _written("out.jsonl.resume", raw)
    return "read" if kept_state(Path("out.jsonl")) else "none"


def _rule_tests(_which: int, raw: bytes) -> str:
    files = read_tests([_written("tests.yaml", raw)])
    rules = default_rules()
    run = run_tests(prepare(files, rules), rules)
    _refuse("rule tests", complaints(OUTPUTS["table"], render_rule_tests(run, width=80)))
    _refuse("rule tests as JSON", complaints(OUTPUTS["JSON"], render_rule_tests_json(run)))
    render_junit(run)
    return "run"


def _written(name: str, raw: bytes) -> str:
    """The name of a file in the working folder, which holds these bytes."""
    Path(name).write_bytes(raw)
    return name


def _structured(documents: st.SearchStrategy[Any], reader: Callable[[int, Any], str]) -> Any:
    """A target whose bytes choose what the strategies build."""
    which_output, told = 0, ""

    @settings(
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents | strategies.almost(documents))
    def built(document: Any) -> None:
        nonlocal told
        told = reader(which_output, document)

    def target(which: int, raw: bytes) -> str:
        nonlocal which_output, told
        which_output, told = which, "not built"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            built.hypothesis.fuzz_one_input(raw)  # type: ignore[attr-defined]
        return told

    return target


TARGETS: dict[str, Callable[[int, bytes], str]] = {
    "offer": _offer,
    "candidate": _candidate,
    "rules": _rules,
    "seal": _seal,
    "line": _line,
    "change": _change,
    "answer": _answer,
    "answers": _answers,
    "posting": _posting,
    "resume": _resume,
    "rule tests": _rule_tests,
    "built offer": _structured(
        strategies.offers(), lambda which, data: _offer(which, strategies.as_json(data))
    ),
    "built candidate": _structured(
        strategies.candidates(), lambda which, data: _candidate(which, strategies.as_json(data))
    ),
    "built line": _structured(
        strategies.offers(), lambda which, data: _line(which, strategies.as_json(data))
    ),
    "built rules": _structured(
        strategies.rule_files(), lambda which, data: _rules(which, strategies.as_yaml(data))
    ),
}

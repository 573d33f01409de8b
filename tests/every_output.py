"""Everything that can be printed about an offer, and what must hold of all of it, whatever it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len

from hostile_support import acting_characters
from offercheck.assessment import assess
from offercheck.batch.items import Item
from offercheck.batch.records import DEFAULT_COLUMNS, Form, Judged, Writer
from offercheck.case import Case, case_of
from offercheck.comparison import compare
from offercheck.document import parse
from offercheck.judgement import judge
from offercheck.market.wages import Database
from offercheck.problem import InputError, Problem
from offercheck.render.comparison_markdown import render_comparison_markdown
from offercheck.render.comparison_table import render_comparison
from offercheck.render.counter_text import render_counter
from offercheck.render.html import render_comparison_html, render_html
from offercheck.render.json_text import render_data, render_problems_json
from offercheck.render.markdown import render_markdown
from offercheck.render.problems import render_problems
from offercheck.render.table import render_table
from offercheck.report import Comparison, Report
from offercheck.results import counter_of
from offercheck.rules.model import RuleSet
from scenario_support import AS_OF

JOINER = "\u200d"  # joins the parts of one picture, and is printed as it stands
WORD_JOINER = "\u2060"  # keeps readers of Markdown from making links of addresses in texts
DATABASE = Database()
OTHER = parse("other.yaml", b"{company: Other, title: Registered Nurse, pay: {base: 90000}}")


class Subject(NamedTuple):
    """An offer with its candidate, and the rules to judge it by."""

    case: Case
    rules: RuleSet
    seal: RuleSet | None = None


class Output(NamedTuple):
    """How something is made of a subject; `width` is the most columns that its lines may take.

    `unseen` are characters that show nothing and stand in it on purpose.
    """

    make: Callable[[Subject], str]
    width: int | None = None
    is_json: bool = False
    unseen: str = JOINER


def report_of(subject: Subject) -> Report:
    return judge(subject.case, subject.rules, AS_OF, DATABASE, None, subject.seal)


def comparison_of(subject: Subject) -> Comparison:
    """The comparison with another offer to the same candidate."""
    other = subject.case._replace(offer=case_of(OTHER, None).offer, stated={}, offer_document=OTHER)
    return compare([subject.case, other], subject.rules, AS_OF, DATABASE, subject.seal)


def batch_line(form: Form) -> Callable[[Subject], str]:
    """The line of a batch about a subject."""

    def make(subject: Subject) -> str:
        assessment = assess(subject.case, subject.rules, AS_OF, DATABASE)
        item = Item(subject.case.offer_document.name, 1, b"")
        return Writer(form).result(Judged(item, None, assessment, subject.rules)).decode()

    return make


def _table(width: int, *, explain: bool = False) -> Output:
    return Output(
        lambda it: render_table(report_of(it), width=width, colour=False, explain=explain), width
    )


OUTPUTS = {
    "table": _table(80),
    "wide table": _table(120),
    "narrow table": _table(60, explain=True),
    "explanation": _table(80, explain=True),
    "JSON": Output(lambda it: render_data(report_of(it)), is_json=True),
    "HTML": Output(lambda it: render_html(report_of(it))),
    "Markdown": Output(lambda it: render_markdown(report_of(it)), unseen=JOINER + WORD_JOINER),
    "counter": Output(
        lambda it: render_counter(counter_of(report_of(it)), width=80, colour=False), 80
    ),
    "counter as JSON": Output(lambda it: render_data(counter_of(report_of(it))), is_json=True),
    "comparison": Output(
        lambda it: render_comparison(comparison_of(it), width=80, colour=False), 80
    ),
    "comparison as HTML": Output(lambda it: render_comparison_html(comparison_of(it))),
    "comparison as Markdown": Output(
        lambda it: render_comparison_markdown(comparison_of(it)), unseen=JOINER + WORD_JOINER
    ),
    "comparison as JSON": Output(lambda it: render_data(comparison_of(it)), is_json=True),
    "line of a batch": Output(batch_line(Form()), is_json=True),
    "whole line of a batch": Output(batch_line(Form(full=True)), is_json=True),
    "row of a batch": Output(batch_line(Form(DEFAULT_COLUMNS, as_csv=True))),
}
SHOWN = Output(lambda _: "")
PROBLEMS = Output(lambda _: "", 80)
PROBLEMS_AS_JSON = Output(lambda _: "", is_json=True)


def complaints(output: Output, text: str) -> list[str]:
    """What is wrong with an output."""
    acting = set(acting_characters(text.replace("\r\n", "\n"))) - set(map(ascii, output.unseen))
    widest = max(map(cell_len, text.splitlines()), default=0) if output.width else 0
    found = {
        f"characters that act: {sorted(acting)}": bool(acting),
        "lines that are too wide": widest > (output.width or widest),
        "JSON that is not plain": output.is_json and not (text.isascii() and _is_json(text)),
    }
    return [complaint for complaint, holds in found.items() if holds]


def complaints_about(error: InputError) -> list[str]:
    """What is wrong with how a refusal is told."""
    nothing = [] if error.problems else ["no problem is named"]
    return [
        *nothing,
        *complaints(SHOWN, render_problems(error.problems, width=80)),
        *complaints(PROBLEMS, render_problems(tuple(map(_nearby, error.problems)), width=80)),
        *complaints(PROBLEMS_AS_JSON, render_problems_json(error.problems)),
    ]


def _nearby(problem: Problem) -> Problem:
    """A problem of a file with a short name: a place is never broken, however long it is."""
    return problem._replace(position=problem.position._replace(file="file"))


def _is_json(text: str) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True

"""One line out for one offer in: the result, chosen fields of it, or what was wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from offercheck.assessment import Assessment
from offercheck.batch.items import Item
from offercheck.evaluation import deciding_rules
from offercheck.facts.catalogue import CATALOGUE
from offercheck.judgement import build_report
from offercheck.problem import Problem
from offercheck.render.json_text import data_of, problem_report, to_json
from offercheck.render.plain import printable
from offercheck.report import SCHEMA_VERSION
from offercheck.results import Failure, Finding
from offercheck.rules.model import RuleSet
from offercheck.statements import Statements, currencies_of, reported

# What a spreadsheet takes for the beginning of a formula.
ACTING = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
PROBLEM = "problem"
DEFAULT_COLUMNS = (
    "file",
    "line",
    "id",
    "company",
    "title",
    "occupation",
    "area",
    "market_unknown",
    "verdict",
    "on_merits",
    "firm",
    "could_become",
    "reason",
    "scores.overall",
)


class Form(NamedTuple):
    """How lines are written: chosen `fields`, whole reports (`full`), or else results."""

    fields: tuple[str, ...] = ()
    full: bool = False
    as_csv: bool = False


class Judged(NamedTuple):
    """One offer of a batch with everything that its line may show."""

    item: Item
    id: str | int | None
    assessment: Assessment
    rules: RuleSet


Column = Callable[[Judged], Any]


class Writer:
    """Writes the line of an offer in one form. Same offer, same bytes."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._columns = {field: column(field) for field in form.fields or COLUMNS}

    @property
    def header(self) -> bytes:
        """What stands before the first line."""
        return _row([*self._form.fields, PROBLEM]) if self._form.as_csv else b""

    def result(self, judged: Judged) -> bytes:
        """The line of an offer that was judged."""
        if self._form.full:
            report = build_report(judged.assessment, judged.rules)
            return json_line({"line": judged.item.line, "id": judged.id, **data_of(report)})
        line = {field: read(judged) for field, read in self._columns.items()}
        if self._form.as_csv:
            return _row([*(_cell(value) for value in line.values()), ""])
        return json_line(line)

    def failure(self, failure: Failure) -> bytes:
        """The line of an offer that could not be judged."""
        if not self._form.as_csv:
            return json_line(data_of(failure))
        told = "; ".join(
            f"{p.file}:{p.line}:{p.column}: {p.path}: expected {p.expected}, found {p.found}"
            + (f"; {p.suggestion}" if p.suggestion else "")
            for p in failure.problems
        )
        known = {"file": failure.file, "line": failure.line, "id": failure.id}
        return _row([*(_cell(known.get(field)) for field in self._form.fields), _cell(told)])


def failure_of(item: Item, name: str | int | None, problems: Sequence[Problem]) -> Failure:
    """The record of an offer that could not be judged."""
    reports = [problem_report(problem) for problem in problems]
    return Failure(SCHEMA_VERSION, item.name, item.line, name, reports)


def json_line(data: Any) -> bytes:
    """Plain data as one line of JSON."""
    return (to_json(data) + "\n").encode("ascii")


def _row(cells: Sequence[str]) -> bytes:
    """A line of CSV as RFC 4180 has it."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as a cell that no spreadsheet takes for a formula and no terminal acts on."""
    if isinstance(value, list):
        told = (item["says"] if isinstance(item, dict) else item for item in value)
        return _cell("; ".join(told))
    if isinstance(value, str):
        text = printable(value)
        return f"'{text}" if text.startswith(ACTING) else text
    return "" if value is None else to_json(value)


def fields_of(rules: RuleSet) -> list[str]:
    """Every field that a line can be made of, by name."""
    return [
        *COLUMNS,
        *(f"scores.{name}" for name in (*rules.dimensions, "overall")),
        *(f"facts.{name}" for name in CATALOGUE),
        *(f"rules.{rule.id}" for rule in rules.rules),
    ]


def column(field: str) -> Column:
    """What a field of `fields_of` shows of an offer."""
    group, _, name = field.partition(".")
    if not name:
        return COLUMNS[field]
    return {
        "scores": lambda judged: _scores(judged)[name],
        "facts": lambda judged: _fact(judged, name),
        "rules": lambda judged: next(
            item.outcome for item in judged.assessment.evaluation.outcomes if item.rule.id == name
        ),
    }[group]


def _words(judged: Judged) -> Statements:
    case, _, evaluation = judged.assessment
    return Statements(case, judged.rules, evaluation, currencies_of(case))


def _reason(judged: Judged) -> str:
    evaluation = judged.assessment.evaluation
    deciding = deciding_rules(evaluation.row, evaluation)
    return _words(judged).reason(evaluation.row.entry.says, deciding)


def _findings(judged: Judged) -> list[dict[str, str]]:
    words = _words(judged)
    return [
        Finding(
            item.rule.id,
            item.rule.entry.dimension,
            item.rule.entry.severity,
            words.fill(item.rule.entry.says),
        )._asdict()
        for item in judged.assessment.evaluation.outcomes
        if item.outcome == "fired"
    ]


def _area(judged: Judged) -> str | None:
    area = judged.assessment.record.market.area
    return area.name if area else None


def _scores(judged: Judged) -> dict[str, float | None]:
    evaluation = judged.assessment.evaluation
    return {item.name: item.value for item in (*evaluation.dimensions, evaluation.overall)}


def _fact(judged: Judged, name: str) -> Any:
    return data_of(reported(judged.assessment.evaluation.facts[name].value))


# The fields of a `Result`, as plain data.
COLUMNS: dict[str, Column] = {
    "schema_version": lambda _: SCHEMA_VERSION,
    "file": lambda judged: judged.item.name,
    "line": lambda judged: judged.item.line,
    "id": lambda judged: judged.id,
    "company": lambda judged: judged.assessment.case.offer.company,
    "title": lambda judged: judged.assessment.case.offer.title,
    "occupation": lambda judged: judged.assessment.record.market.occupation,
    "area": _area,
    "market_unknown": lambda judged: judged.assessment.record.market.unknown,
    "verdict": lambda judged: judged.assessment.evaluation.verdict,
    "on_merits": lambda judged: judged.assessment.evaluation.on_merits,
    "firm": lambda judged: judged.assessment.evaluation.firm,
    "could_become": lambda judged: list(judged.assessment.evaluation.could_become),
    "decided_by": lambda judged: judged.assessment.evaluation.row.id,
    "reason": _reason,
    "scores": _scores,
    "findings": _findings,
    "waived": lambda judged: [
        item.rule.id for item in judged.assessment.evaluation.outcomes if item.outcome == "waived"
    ],
    "unknown": lambda judged: [
        name for name, fact in judged.assessment.evaluation.facts.items() if fact.value is None
    ],
    "as_of": lambda judged: judged.assessment.record.as_of.isoformat(),
}

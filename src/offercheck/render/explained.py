"""The whole chain for `--explain`: from the verdict to its row, its rules, their facts and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.padding import Padding
from rich.text import Text

from offercheck.render.layout import mark
from offercheck.render.places import unnamed_rules, with_short_places
from offercheck.render.plain import printable
from offercheck.render.sealed import change_text
from offercheck.render.words import VERDICT_WORDS
from offercheck.report import ComparisonReport, Decision, FactReport, Place, Report, RuleReport

INDENT = 2


def explained(report: Report) -> Iterator[Any]:
    """Why the verdict is what it is, then every question, rule and fact."""
    if told := unnamed_rules(report):
        yield Text()
        yield Text(printable(told), style="dim")
    report = with_short_places(report)
    yield from _chain("Why", report.verdict, report.decided_by, report)
    if report.merits_decided_by.row != report.decided_by.row:
        yield from _chain("Why, on its merits:", report.on_merits, report.merits_decided_by, report)
    if report.repeated_patterns:
        yield from _heading("Patterns that repeat")
        for item in report.repeated_patterns:
            job = (
                f"{printable(item.job)} ({_at(item.job_at)})"
                if item.job_at
                else printable(item.job)
            )
            pattern = f"pattern {printable(item.reason)} ({_at(item.pattern_at)})"
            yield _indented(f"{job}: {printable(item.says)} {pattern}", 1)
    if report.sealed is not None and report.sealed.changes:
        yield from _heading(f"Changed since the seal of {report.sealed.date}")
        for change in report.sealed.changes:
            yield _indented(f"{change.direction}: {change_text(change)}", 1)
    yield from _heading("Every question")
    for question in report.questions:
        entry = question.entry.removeprefix("offer.")
        yield _indented(f"{printable(question.ask)} ({printable(entry)})", 1)
    yield from _heading("Every rule")
    for rule in report.rules:
        yield from _rule(rule)
    yield from _heading("Every fact")
    for fact in report.facts:
        yield _indented(_fact(fact), 1)


def _heading(text: str) -> Iterator[Text]:
    yield Text()
    yield Text(text, style="bold")


def _chain(heading: str, verdict: str, decision: Decision, report: Report) -> Iterator[Any]:
    """From the verdict to the row that gave it, to the rules it counted, to facts and their lines."""
    facts = {fact.name: fact for fact in report.facts}
    rules = {rule.id: rule for rule in report.rules}
    yield from _heading(f"{heading} {VERDICT_WORDS[verdict]}")
    first = (
        "is the first row that holds" if decision.tests else "stands last, and none before holds"
    )
    yield _indented(f"{decision.row} ({_at(decision.row_at)}) {first}", 1)
    yield from _tests(decision.tests, facts, 2)
    for name in decision.rules:
        rule = rules[name]
        severity = rule.severity.replace("_", " ")
        yield _indented(f"{severity} {rule.id} ({_at(rule.rule_at)}): {printable(rule.says)}", 1)
        yield from _tests(rule.tests, facts, 2)


def _tests(
    tests: Iterable[ComparisonReport], facts: Mapping[str, FactReport], depth: int
) -> Iterator[Padding]:
    """Each test that holds, and where its fact comes from."""
    for test in tests:
        if test.holds:
            yield _indented(_test(test), depth)
            if test.fact in facts:
                yield _indented(_origin(facts[test.fact]), depth + 1)


def _rule(rule: RuleReport) -> Iterator[Any]:
    shown = mark(rule.severity) if rule.outcome == "fired" else (" ", "")
    severity = rule.severity.replace("_", " ")
    yield Text.assemble(shown, f" {rule.id} ({severity}): {rule.outcome}")
    if rule.outcome == "fired":
        yield _indented(printable(rule.says), 2)
    yield _indented(f"why: {printable(rule.why)}", 2)
    yield _indented(f"source: {printable(rule.source)}", 2)
    for test in rule.tests:
        yield _indented(_test(test), 2)
    places = ", ".join(dict.fromkeys(_at(place) for place in rule.offer_at))
    facts_at = f"; facts at {places}" if places else ""
    yield _indented(f"rule at {_at(rule.rule_at)}{facts_at}", 2)


def _test(test: ComparisonReport) -> str:
    answer = {True: "holds", False: "does not hold", None: "unknown"}[test.holds]
    wanted = f"{test.operator.replace('_', ' ')} {printable(test.threshold_text)}"
    return f"{test.fact} {wanted}: {printable(test.value_text)}, {answer}"


def _fact(fact: FactReport) -> str:
    return f"{fact.name}: {printable(fact.text)} ({_origin(fact)})"


def _origin(fact: FactReport) -> str:
    """How a fact is known: stated or worked out, by what, and from which lines."""
    note = f": {printable(fact.note)}" if fact.note else ""
    places = ", ".join(_at(place) for place in fact.at)
    return f"{fact.basis}{note}{f'; at {places}' if places else ''}"


def _at(place: Place) -> str:
    return f"{printable(place.file)}:{place.line}"


def _indented(text: str, depth: int) -> Padding:
    return Padding(Text(text), (0, 0, 0, INDENT * depth))

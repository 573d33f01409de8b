"""What to do about an offer, in short: steps, changes, counter, bridge, waiting and questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group
from rich.text import Text

from offercheck.advice.bridge import Bridge
from offercheck.advice.counter import Counter
from offercheck.advice.moves import Change
from offercheck.advice.questions import Question
from offercheck.advice.waiting import Waiting
from offercheck.render.layout import MARKS, VERDICT_WORDS, listed
from offercheck.render.plain import printable
from offercheck.report import Report, RuleReport

MOST_STEPS = 3
MOST_QUESTIONS = 3
MOST_ANSWERS = 2
MOST_CHANGES = 3
MOST_WAITS = 2


def advice(report: Report) -> Iterator[tuple[str, Any]]:
    """Each part of the advice with its label."""
    steps = list(_steps(report))
    if steps:
        yield "To do", listed(steps[:MOST_STEPS])
    if report.verdict != "accept":
        yield "Changes", listed(list(_changes(report)))
    if report.counter is not None and report.verdict == "negotiate":
        yield "Counter", listed(_counter(report.counter))
    if report.bridge is not None:
        yield "Bridge", listed(_bridge(report.bridge))
    waits = list(_waits(report.waiting)) if report.waiting is not None else []
    if waits and report.verdict != "accept":
        yield "Waiting", listed(waits)
    if report.questions:
        yield "Find out" if not report.firm else "Unknown", _questions(report)


def _steps(report: Report) -> Iterator[str]:
    fired = [rule for rule in report.rules if rule.outcome == "fired" and (rule.do or rule.ask)]
    fired.sort(key=lambda rule: list(MARKS).index(rule.severity))
    first = [printable(report.decided_by.do)] if report.decided_by.do else []
    yield from dict.fromkeys([*first, *(_step(rule) for rule in fired)])


def _step(rule: RuleReport) -> str:
    return printable(rule.do) if rule.do else f"Ask: {printable(rule.ask or '')}"


def _changes(report: Report) -> Iterator[str]:
    """The changes that give a better verdict, or that there is none."""
    for flip in report.flips[:MOST_CHANGES]:
        changes = " and ".join(change_text(change) for change in flip.changes)
        yield f"{changes}: {VERDICT_WORDS[flip.verdict]}"
    if len(report.flips) > MOST_CHANGES:
        yield f"and {len(report.flips) - MOST_CHANGES} more (offercheck counter)"
    if not report.flips:
        yield "Nothing that the employer could plausibly change makes the answer better."


def change_text(change: Change) -> str:
    """One change by the employer, in words."""
    return f"{change.lever} {printable(change.after)} instead of {printable(change.before)}"


def _counter(found: Counter) -> Iterator[str]:
    """What to ask for in short."""
    if found.ask is not None and found.target is not None:
        yield f"Ask for {found.ask.text}: {found.ask.because}."
        yield f"Aim for {found.target.text}: {found.target.because}."
    else:
        yield f"Ask for no base. {found.why}"
    if found.walk_away is not None:
        yield f"Walk away below {found.walk_away.text}: {found.walk_away.because}."


def _bridge(found: Bridge) -> Iterator[str]:
    yield f"{found.says_pay} {found.says_runway}"
    yield found.search.text
    yield f"Leave when {', or '.join(found.exits)}."
    bad = [printable(tie.text) for tie in found.ties if tie.state == "fired"]
    open_ones = [tie.rule for tie in found.ties if tie.state == "unknown"]
    unknown = f"Not known: {', '.join(open_ones)}." if open_ones else ""
    if bad or unknown:
        makes = f"What makes it a bad bridge: {' '.join(bad)} " if bad else "A bad bridge? "
        yield f"{makes}{unknown}".strip()


def _waits(found: Waiting) -> Iterator[str]:
    """The price of saying no; where pay goes on meanwhile, only what waiting could gain."""
    shown = [wait for wait in found.waits if wait.months or not found.meanwhile][:MOST_WAITS]
    for wait in shown[:-1]:
        yield wait.text
    for wait in shown[-1:]:
        yield f"{wait.text} {found.runway}".strip()


def _questions(report: Report) -> Group:
    """The first questions, the entry to fill in, and what an answer would lead to."""
    wanted: dict[str, Question] = {}
    for question in report.questions:
        wanted.setdefault(printable(question.ask), question)
    shown = [
        Text.assemble(ask, (f" {_hint(question)}", "dim"))
        for ask, question in list(wanted.items())[:MOST_QUESTIONS]
    ]
    more = len(wanted) - len(shown)
    rest = [Text(f"  and {more} more (--explain)", style="dim")] if more else []
    return Group(listed(shown, "?"), *rest)


def _hint(question: Question) -> str:
    """The entry to fill in, and what an answer would lead to."""
    leads = "".join(
        f"; {printable(answer.answer)}: {VERDICT_WORDS[answer.verdict]}"
        for answer in question.answers[:MOST_ANSWERS]
    )
    return f"({printable(question.entry.removeprefix('offer.'))}{leads})"

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
NO_CHANGE = "No change of terms by the employer would make the answer better."


def advice(report: Report) -> Iterator[tuple[str, Any]]:
    """Each part of the advice with its label."""
    steps = list(_steps(report))
    if steps:
        yield "To do", listed(steps[:MOST_STEPS])
    if report.verdict != "accept":
        yield "Changes", listed(list(_changes(report)))
    if report.verdict == "negotiate":
        yield "Counter", listed(_counter(report.counter))
    if report.bridge is not None:
        yield "Bridge", listed(_bridge(report.bridge))
    ended = any(rule.severity == "dealbreaker" and rule.outcome == "fired" for rule in report.rules)
    waits = list(_waits(report.waiting)) if report.waiting is not None else []
    if waits and report.verdict != "accept" and not ended:
        yield "Waiting", listed(waits)
    if report.questions:
        yield "Find out" if not report.firm else "Unknown", _questions(report)


def _steps(report: Report) -> Iterator[str]:
    fired = [
        rule
        for rule in report.rules
        if rule.outcome == "fired" and (rule.do or rule.ask) and _is_to_do(rule, report)
    ]
    fired.sort(key=lambda rule: list(MARKS).index(rule.severity))
    first = [printable(report.decided_by.do)] if report.decided_by.do else []
    yield from dict.fromkeys([*first, *(_step(rule) for rule in fired)])


def _is_to_do(rule: RuleReport, report: Report) -> bool:
    """What to do about one's situation has no place beside a plain yes or no."""
    is_plain = report.verdict in {"accept", "decline"}
    return not is_plain or rule.dimension != report.scores[-1].name


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
        yield NO_CHANGE


def change_text(change: Change) -> str:
    """One change by the employer, in words."""
    return f"{change.lever} {printable(change.after)} (now {printable(change.before)})"


def _counter(found: Counter) -> Iterator[str]:
    """What to ask for in short."""
    if found.ask is not None and found.target is not None:
        yield f"Ask for {found.ask.text}: {found.ask.because}."
        yield f"Aim for {found.target.text}: {found.target.because}."
    else:
        yield found.why
    if found.walk_away is not None:
        yield f"Walk away below {found.walk_away.text}: {found.walk_away.because}."


def _bridge(found: Bridge) -> Iterator[str]:
    yield f"{found.says_pay} {found.says_runway}"
    yield found.search.text
    yield f"Leave when {', or '.join(found.exits)}."
    bad = [printable(tie.text) for tie in found.ties if tie.state == "fired"]
    if bad:
        yield f"What makes it a bad bridge: {' '.join(bad)}"
    open_ones = [tie.rule.replace("-", " ") for tie in found.ties if tie.state == "unknown"]
    if open_ones:
        yield f"A bad bridge holds you. Find out before you sign: {', '.join(open_ones)}."


def _waits(found: Waiting) -> Iterator[str]:
    """The price of saying no; where pay goes on meanwhile, only what waiting could gain."""
    shown = [wait for wait in found.waits if wait.months or not found.meanwhile]
    yield from (wait.text for wait in shown[:MOST_WAITS])


def _questions(report: Report) -> Group:
    """The first questions, and what an answer would lead to; the entries stand under --explain."""
    wanted: dict[str, Question] = {}
    for question in report.questions:
        wanted.setdefault(printable(question.ask), question)
    shown = [
        Text.assemble(ask, (_hint(question), "dim"))
        for ask, question in list(wanted.items())[:MOST_QUESTIONS]
    ]
    more = len(wanted) - len(shown)
    rest = [Text(f"  and {more} more (--explain)", style="dim")] if more else []
    return Group(listed(shown, "?"), *rest)


def _hint(question: Question) -> str:
    """Whom to ask where it is not the employer, and what an answer would lead to."""
    parts = ["ask yourself"] if question.of == "yourself" else []
    for answer in question.answers[:MOST_ANSWERS]:
        about = f"{printable(answer.about)}, " if answer.about else ""
        parts.append(f"{about}{printable(answer.answer)}: {VERDICT_WORDS[answer.verdict]}")
    return f" ({'; '.join(parts)})" if parts else ""

"""What to do about an offer in sentences: steps, changes, counter, bridge, waiting and questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from offercheck.advice.bridge import Bridge
from offercheck.advice.counter import Counter
from offercheck.advice.flips import Flip
from offercheck.advice.moves import Change
from offercheck.advice.questions import Question
from offercheck.advice.waiting import Waiting
from offercheck.render.plain import printable
from offercheck.render.words import MARKS, VERDICT_WORDS
from offercheck.report import Report, RuleReport

MOST_STEPS = 3
MOST_QUESTIONS = 3
MOST_ANSWERS = 2
MOST_CHANGES = 3
MOST_WAITS = 2
NO_CHANGE = "No change of terms by the employer would make the answer better."


class Item(NamedTuple):
    """One piece of advice, with a hint that matters less."""

    text: str
    hint: str = ""


class Section(NamedTuple):
    """Pieces of advice of one kind under a label. `left_out` counts those not shown."""

    label: str
    mark: str
    items: tuple[Item, ...]
    left_out: int = 0


def advice(report: Report, *, short: bool) -> Iterator[Section]:
    """Each part of the advice; in short, the first few pieces of each."""
    yield from _section("To do", _steps(report), MOST_STEPS if short else None)
    if report.verdict != "accept":
        yield from _section("Changes", _changes(report), MOST_CHANGES if short else None)
    if report.verdict == "negotiate":
        yield from _section("Counter", _counter(report.counter))
    if report.bridge is not None:
        yield from _section("Bridge", _bridge(report.bridge))
    ended = any(rule.severity == "dealbreaker" and rule.outcome == "fired" for rule in report.rules)
    if report.waiting is not None and report.verdict != "accept" and not ended:
        yield from _section("Waiting", _waits(report.waiting), MOST_WAITS if short else None)
    label = "Unknown" if report.firm else "Find out"
    yield from _questions(label, report, MOST_QUESTIONS if short else None)


def _section(label: str, lines: Iterable[str], most: int | None = None) -> Iterator[Section]:
    """The section, unless it is empty."""
    items = tuple(Item(line) for line in lines)
    if items:
        shown = items[:most]
        yield Section(label, "-", shown, len(items) - len(shown))


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
    yield from (flip_text(flip) for flip in report.flips)
    if not report.flips:
        yield NO_CHANGE


def flip_text(flip: Flip) -> str:
    """The changes that together lead to a verdict, and the verdict."""
    changes = " and ".join(change_text(change) for change in flip.changes)
    return f"{changes}: {VERDICT_WORDS[flip.verdict]}"


def change_text(change: Change) -> str:
    """One change by the employer, in words."""
    return f"{change.lever} {printable(change.after)} (now {printable(change.before)})"


def _counter(found: Counter) -> Iterator[str]:
    """What to ask for in short."""
    if found.ask is not None and found.target is not None:
        yield f"Ask for {found.ask.text}: {found.ask.because}."
        if found.target.amount < found.ask.amount:
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
    yield from (wait.text for wait in shown)


def _questions(label: str, report: Report, most: int | None) -> Iterator[Section]:
    """What to ask, each once, and what an answer would lead to."""
    wanted: dict[str, Question] = {}
    for question in report.questions:
        wanted.setdefault(printable(question.ask), question)
    items = tuple(Item(ask, _hint(question)) for ask, question in wanted.items())
    if items:
        shown = items[:most]
        yield Section(label, "?", shown, len(items) - len(shown))


def _hint(question: Question) -> str:
    """Whom to ask where it is not the employer, and what an answer would lead to."""
    parts = ["ask yourself"] if question.of == "yourself" else []
    for answer in question.answers[:MOST_ANSWERS]:
        about = f"{printable(answer.about)}, " if answer.about else ""
        parts.append(f"{about}{printable(answer.answer)}: {VERDICT_WORDS[answer.verdict]}")
    return "; ".join(parts)

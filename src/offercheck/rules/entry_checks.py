"""Checks of entries as a whole: what they take the place of, what they repeat, what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from offercheck.problem import DataPath, Position, Problem
from offercheck.rules.conditions import comparisons_in, without_places
from offercheck.rules.layers import WHOLE
from offercheck.rules.model import PatternEntry, Row, RowEntry, Rule, RuleEntry
from offercheck.rules.reading import Inspection, keys_of
from offercheck.rules.subject import Subject
from offercheck.rules.templates import PLACEHOLDER

BRACES = re.compile(r"\{[^{}]*\}")
TEXTS = ("says", "do", "ask", "why")


def without_effect(subject: Subject) -> Iterator[Problem]:
    """Entries of an extending file that leave the inherited entry as it is."""
    if subject.inherited is None:
        return
    before, after = (_resolved(item) for item in (subject.inherited, subject.inspection))
    what = "a change of what is inherited, or nothing", "what is inherited anyway", "remove it"
    for (section, key), entry in after.items():
        if subject.writes(section, key) and before.get((section, key)) == entry:
            yield subject.own_problem(section, key, *what)
    for placed in subject.rows:
        key = ("verdicts", placed.row.id)
        if placed.is_own and key in before and before[key] == after.get(key):
            yield subject.problem(placed.path, *what)


def shadowed(subject: Subject) -> Iterator[Problem]:
    """Entries that take the place of one they have nothing in common with, or whose ids look alike."""
    for section in ("rules", "scores", "patterns"):
        yield from _alike(section, subject)
    if subject.inherited is not None:
        yield from _replaced_rules(subject.inherited, subject)
        yield from _replaced_rows(subject.inherited, subject)


def unfilled_templates(subject: Subject) -> Iterator[Problem]:
    """Braces in sentences that are printed as they stand, since no name of a fact is in them."""
    for path, entry in _sentences(subject.inspection):
        for part in TEXTS:
            for braces in BRACES.findall(getattr(entry, part, None) or ""):
                if not PLACEHOLDER.fullmatch(braces):
                    yield subject.problem(
                        (*path, part),
                        "the name of a fact in `{}`",
                        f"`{braces}`, which is printed as it stands",
                        "write it as `{pay.base}`, without spaces",
                    )


def _resolved(inspection: Inspection) -> dict[tuple[str, Any], Any]:
    """What each entry comes to: its keys, and its condition whatever the way it is written."""
    found: dict[tuple[str, Any], Any] = {}
    file = inspection.file
    if file is None:
        return found
    for score_id, score in file.scores.items():
        found["scores", score_id] = score
    for item in inspection.rules:
        found["rules", item.id] = (_bare(item.entry), without_places(item.when))
    for pattern in inspection.patterns:
        found["patterns", pattern.reason] = (_bare(pattern.entry), without_places(pattern.when))
    for row in inspection.rows.values():
        found["verdicts", row.id] = (_bare(row.entry), without_places(row.when))
    return found


def _bare(entry: RuleEntry | PatternEntry | RowEntry) -> tuple[Any, ...]:
    return entry._replace(when=None)


def _alike(section: str, subject: Subject) -> Iterator[Problem]:
    """Ids that differ in nothing but hyphens."""
    seen: dict[str, str] = {}
    for key in keys_of(subject.layers.data.get(section)):
        first = seen.setdefault(key.replace("-", ""), key)
        if first != key:
            yield subject.problem(
                (section, key),
                "ids that differ in more than hyphens",
                f"`{key}` beside `{first}` ({subject.where((section, first))})",
                f"name it `{first}` to change that entry, or give it another id",
                at_key=True,
            )


def _replaced_rules(before: Inspection, subject: Subject) -> Iterator[Problem]:
    """Whole rules written under the id of an inherited one about something else."""
    inherited = {rule.id: rule for rule in before.rules if not rule.entry.off}
    for rule in subject.rules:
        old = inherited.get(rule.id)
        is_whole = all(subject.layers.last.has(("rules", rule.id, key)) for key in WHOLE["rules"])
        if old is None or not is_whole or old.entry.dimension == rule.entry.dimension:
            continue
        if not _facts(old) & _facts(rule):
            where = before.layers.locate(("rules", rule.id), at_key=True)
            yield subject.own_problem("rules", rule.id, *_replacement(rule.id, where))


def _replaced_rows(before: Inspection, subject: Subject) -> Iterator[Problem]:
    """Rows under the id of an inherited one that have another verdict for other facts."""
    inherited = {row.id: (place, row) for place, row in before.rows.items()}
    for placed in subject.rows:
        place, old = inherited.get(placed.row.id, (0, None))
        if old is None or not placed.is_own or old.entry.verdict == placed.row.entry.verdict:
            continue
        if _facts(old) and _facts(placed.row) and not _facts(old) & _facts(placed.row):
            where = before.layers.locate(("verdicts", place))
            yield subject.problem(placed.path, *_replacement(old.id, where))


def _facts(item: Rule | Row) -> set[str]:
    return {test.fact for test in comparisons_in(item.when)}


def _replacement(key: str, where: Position) -> tuple[str, str, str]:
    return (
        "an id of its own for an entry about something else",
        f"`{key}`, which takes the place of an inherited one ({where.file}:{where.line})",
        "give it another id, so that both are there",
    )


def _sentences(
    inspection: Inspection,
) -> Iterator[tuple[DataPath, RuleEntry | PatternEntry | RowEntry]]:
    for rule in inspection.rules:
        yield ("rules", rule.id), rule.entry
    for pattern in inspection.patterns:
        yield ("patterns", pattern.reason), pattern.entry
    for place, row in inspection.rows.items():
        yield ("verdicts", place), row.entry

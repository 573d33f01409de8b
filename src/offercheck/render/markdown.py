"""Reports as Markdown for a note or an issue. No character of an input acts as markup there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from offercheck.quantities import format_share
from offercheck.render.advice import advice
from offercheck.render.pictures import score_picture
from offercheck.render.plain import printable
from offercheck.render.words import MARKS, VERDICT_WORDS, plain
from offercheck.report import Report

_ACTING = re.compile(r"[\\`*_\[\]<>&|~$^]")
# At the beginning of a line: headings, lists, rules, and numbers that begin a list.
_BEGINNING = re.compile(r"^(\s*)([-+#=:]|[0-9]+(?=[.)]))")
# What is linked or drawn though nothing marks it: addresses, and words between colons.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|:(?=[a-z0-9_+-]+:)", re.IGNORECASE)
# What a site links by itself: people and issues. A word joiner after the sign keeps it from that.
_LINKED = re.compile(r"[@#](?=\w)")
JOINER = "\u2060"


def render_markdown(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which nothing acts as Markdown, HTML or a link."""
    shown = _ACTING.sub(r"\\\g<0>", printable(text))
    shown = _ADDRESS.sub(r"\\\g<0>", shown)
    shown = _LINKED.sub(rf"\g<0>{JOINER}", shown)
    return _BEGINNING.sub(_at_the_beginning, shown)


def _at_the_beginning(match: re.Match[str]) -> str:
    space, sign = match.groups()
    if sign.isdecimal():  # a backslash before a digit would stay: it goes before what follows
        return f"{space}{sign}\\"
    return f"{space}\\{sign}"


def _lines(report: Report) -> Iterator[str]:
    words = VERDICT_WORDS[report.verdict]
    yield f"# {words}: {escaped(report.company)}, {escaped(report.title)}"
    yield ""
    yield escaped(report.reason)
    yield ""
    if report.verdict != report.on_merits:
        merits = VERDICT_WORDS[report.on_merits]
        yield f"**Your situation changed the answer, not the offer: on its merits {merits}.**"
    else:
        yield "The same on its merits and in your situation."
    others = ", ".join(plain(verdict) for verdict in report.could_become)
    yield f"Could become: {others or 'nothing else'}."
    if report.before is not None:
        changes = ", ".join(escaped(change) for change in report.before.changes)
        yield f"With {changes}; without it was {VERDICT_WORDS[report.before.verdict]}."
    if report.sealed is not None and report.sealed.changes:
        yield f"Since the seal of {report.sealed.date}:"
        for change in report.sealed.changes:
            told = f"{change.path} from {change.before} to {change.after}"
            yield f"- {change.direction}: {escaped(told)}"
    yield from _scores(report)
    for section in advice(report, short=False):
        yield ""
        yield f"## {section.label}"
        yield ""
        for item in section.items:
            yield f"- {escaped(item.text)}{f' ({escaped(item.hint)})' if item.hint else ''}"
    yield from _findings(report)
    yield ""
    files = ", ".join(f"{item.role} {escaped(item.file)}" for item in report.inputs)
    yield f"As of {report.as_of}; {files}. No legal, tax or financial advice."


def _scores(report: Report) -> Iterator[str]:
    yield ""
    yield "| Dimension | Score, 0-100 | Known |"
    yield "|---|---|---|"
    for score in (*report.scores, report.overall):
        if score.weight:
            known = format_share(round(score.coverage, 2))
            yield f"| {escaped(score.title)} | {score_picture(score).text} | {known} |"


def _findings(report: Report) -> Iterator[str]:
    yield ""
    yield "## Findings"
    fired = [rule for rule in report.rules if rule.outcome == "fired"]
    for score in report.scores:
        found = [rule for rule in fired if rule.dimension == score.name]
        found.sort(key=lambda rule: list(MARKS).index(rule.severity))
        if found:
            yield ""
            yield f"### {escaped(score.title)}"
            yield ""
        for rule in found:
            source = f"{rule.why} ({rule.source})"
            yield f"- **{plain(rule.severity)}**: {escaped(rule.says)} {escaped(source)}"

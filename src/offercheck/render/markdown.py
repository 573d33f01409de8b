"""Reports as Markdown for a note or an issue. No character of an input acts as markup there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from offercheck.quantities import format_share
from offercheck.render.advice import advice
from offercheck.render.findings import (
    DEALBREAKER_DECIDES,
    NOTHING_FOUND,
    fired_in,
    idle_waivers,
    lacking_in,
    overruled_scores,
    patterns_in,
    score_text,
    waived_in,
)
from offercheck.render.plain import printable
from offercheck.render.sealed import SealLine, sealed_answer, sealed_lines
from offercheck.render.words import VERDICT_WORDS, plain
from offercheck.report import Report, RuleReport

_ACTING = re.compile(r"[\\`*_\[\]<>&|~$^]")
# At the beginning of a line: headings, lists, rules, and numbers that begin a list.
_BEGINNING = re.compile(r"^(\s*)([-+#=:]|[0-9]+(?=[.)]))")
# What is linked or drawn though nothing marks it: addresses, and words between colons.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|:(?=[a-z0-9_+-]+:)", re.IGNORECASE)
# What sites link by themselves after the markup is read: people, issues such as #12, GH-12 or !12,
# milestones and labels, and commits. A word joiner, which nobody sees, keeps them from that. In the
# path of an address only a whole commit is broken, so that the address can be copied.
_LINKED = re.compile(
    r"[@#](?=\w)|(?<!\w)[!%&~](?=[\w\"])|(?<![\w/-])[a-z]{2,}(?=-[0-9])"
    r"|(?<![\w/.-])(?=[0-9]*[a-f])[0-9a-f]{7,}(?!\w)|(?<![a-z0-9])[0-9a-f]{40}(?![a-z0-9])",
    re.IGNORECASE,
)
SHORTEST_COMMIT = 7
_COMMIT = re.compile(f"[0-9a-f]{{{SHORTEST_COMMIT},}}", re.IGNORECASE)
JOINER = "\u2060"


def render_markdown(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which nothing acts as Markdown, HTML or a link."""
    shown = _ACTING.sub(r"\\\g<0>", printable(text))
    shown = _ADDRESS.sub(r"\\\g<0>", shown)
    shown = _LINKED.sub(_kept_apart, shown)
    return _BEGINNING.sub(_at_the_beginning, shown)


def _kept_apart(match: re.Match[str]) -> str:
    """What begins a reference with a joiner behind it, a commit in parts too short for one."""
    text, most = match[0], SHORTEST_COMMIT - 1
    if not _COMMIT.fullmatch(text):
        return text + JOINER
    return JOINER.join(text[start : start + most] for start in range(0, len(text), most))


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
    if report.sealed is not None:
        yield ""
        sealed = (*sealed_lines(report.sealed, short=False), *sealed_answer(report.sealed))
        yield from map(told, sealed)
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


def told(line: SealLine) -> str:
    """A sentence as a point of a list; what matters most stands out."""
    return f"- **{escaped(line.text)}**" if line.style == "bold" else f"- {escaped(line.text)}"


def _scores(report: Report) -> Iterator[str]:
    overruled = overruled_scores(report)
    yield ""
    yield "| Dimension | Score, 0-100 | Known |"
    yield "|---|---|---|"
    for score in (*report.scores, report.overall):
        if score.weight:
            known = format_share(round(score.coverage, 2))
            yield f"| {escaped(score.title)} | {score_text(score, overruled)} | {known} |"
    if overruled:
        yield ""
        yield DEALBREAKER_DECIDES


def _findings(report: Report) -> Iterator[str]:
    yield ""
    yield "## Findings"
    for score in report.scores:
        yield ""
        yield f"### {escaped(score.title)}"
        yield ""
        notes = [*patterns_in(report, score.name), *waived_in(report, score.name)]
        found = [*map(_finding, fired_in(report, score.name)), *map(escaped, notes)]
        if lacking := lacking_in(report, score.name):
            found.append(lacking)
        yield from (f"- {text}" for text in found or [NOTHING_FOUND])
    idle = list(idle_waivers(report))
    if idle:
        yield ""
        yield from (f"- {escaped(text)}" for text in idle)


def _finding(rule: RuleReport) -> str:
    source = f"{rule.why} ({rule.source})"
    return f"**{plain(rule.severity)}**: {escaped(rule.says)} {escaped(source)}"

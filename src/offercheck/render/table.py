"""The verdict as a table for people, readable at 80 columns, without colour, and when piped.

Every text goes in as Rich `Text`, never as markup, after everything that could act was written out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from offercheck.advice.flips import Change
from offercheck.quantities import format_number, format_share
from offercheck.render.market import market_lines
from offercheck.render.plain import printable
from offercheck.report import Before, ComparisonReport, Report, RuleReport, ScoreReport

VERDICT_WORDS = {
    "accept": "ACCEPT",
    "negotiate": "NEGOTIATE",
    "decline": "DECLINE",
    "bridge": "TAKE IT AS A BRIDGE",
    "ask_first": "ASK FIRST",
}
VERDICT_STYLES = {
    "accept": "bold green",
    "negotiate": "bold yellow",
    "decline": "bold red",
    "bridge": "bold magenta",
    "ask_first": "bold cyan",
}
MARKS: dict[str, tuple[str, str]] = {
    "dealbreaker": ("✗", "red"),
    "red_flag": ("✗", "red"),
    "caution": ("!", "yellow"),
    "strength": ("+", "green"),
}
UNKNOWN_MARK = ("?", "cyan")
BAR_WIDTH = 10
MOST_ANSWERS = 2
MOST_LISTED = 4
MOST_FINDINGS = 3
TITLE_WIDTH = 60
LABEL_WIDTH = 8


def render_table(report: Report, *, width: int, colour: bool, explain: bool = False) -> str:
    """The report as text of at most `width` columns; `explain` adds every rule and fact."""
    parts: list[Any] = [*_head(report), _dimensions(report)]
    parts += _asks(report)
    parts += _market(report, width)
    parts += _foot(report)
    if explain:
        parts += _explained(report)
    return print_parts(parts, width=width, colour=colour)


def print_parts(parts: Iterable[Any], *, width: int, colour: bool) -> str:
    """Lay Rich renderables out as text, without ever asking a terminal."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(Group(*parts))
    lines = capture.get().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(report: Report) -> Iterator[Text]:
    words = VERDICT_WORDS[report.verdict]
    title = printable(f"{report.company} · {report.title}", TITLE_WIDTH)
    yield Text.assemble((words, VERDICT_STYLES[report.verdict]), "  ", title)
    yield Text(printable(report.reason))
    if report.verdict != report.on_merits:
        merits = VERDICT_WORDS[report.on_merits]
        yield Text(
            f"Your situation, not the offer, changed the answer: on its merits it is {merits}.",
            style="bold",
        )
    if report.before is not None:
        yield _before(report, report.before)
    yield Text()
    yield Text.assemble("On its merits      ", _verdict(report.on_merits))
    yield Text.assemble("In your situation  ", _verdict(report.verdict))
    if report.firm:
        yield Text("Could become       nothing else: no unknown fact can change it")
    else:
        others = ", ".join(_plain_verdict(verdict) for verdict in report.could_become)
        yield Text(f"Could become       {others}")
    yield Text()


def _before(report: Report, before: Before) -> Text:
    """What the changes of `--set` did."""
    changes = ", ".join(printable(change, TITLE_WIDTH) for change in before.changes)
    scores = [_rounded(before.overall), _rounded(report.overall.value)]
    was = VERDICT_WORDS[before.verdict]
    what = "still" if before.verdict == report.verdict else f"{was} without, now"
    return Text(
        f"With {changes}: {what} {VERDICT_WORDS[report.verdict]};"
        f" the score was {scores[0]} and is {scores[1]}."
    )


def _rounded(score: float | None) -> str:
    return "unknown" if score is None else format_number(score, 0)


def _verdict(verdict: str) -> tuple[str, str]:
    return _plain_verdict(verdict), VERDICT_STYLES[verdict]


def _plain_verdict(verdict: str) -> str:
    return verdict.replace("_", " ")


def _dimensions(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column("Dimension", no_wrap=True)
    table.add_column("Findings", overflow="fold")
    for score in report.scores:
        findings = list(_findings(report, score.name))
        bar = _bar(score) if score.weight else Text("not scored", style="dim")
        table.add_row(
            Text.assemble(printable(score.title), "\n", bar),
            Text("\n").join(findings) if findings else Text("nothing found"),
        )
    known = (
        f"on its merits; {format_share(round(report.overall.coverage, 2))} of what counts is known"
    )
    if any(rule.outcome == "fired" and rule.severity == "dealbreaker" for rule in report.rules):
        known += ". A dealbreaker decides whatever the score"
    table.add_row(
        Text.assemble(("Overall", "bold"), "\n", _bar(report.overall)),
        Text(known),
    )
    return table


def _bar(score: ScoreReport) -> Text:
    if score.value is None:
        return Text("·" * BAR_WIDTH + "  ?")
    filled = round(score.value / 100 * BAR_WIDTH)
    style = "green" if score.value >= 65 else "yellow" if score.value >= 40 else "red"  # noqa: PLR2004 - colours only
    return Text.assemble(
        ("█" * filled, style),
        ("░" * (BAR_WIDTH - filled), "dim"),
        f"{format_number(score.value, 0):>3}",
    )


def _findings(report: Report, dimension: str) -> Iterator[Text]:
    fired = [r for r in report.rules if r.dimension == dimension and r.outcome == "fired"]
    ranked = sorted(fired, key=lambda rule: list(MARKS).index(rule.severity))
    for rule in ranked[:MOST_FINDINGS]:
        mark, style = MARKS[rule.severity]
        yield Text.assemble((mark, style), " ", printable(rule.says), _cited(rule))
    if len(ranked) > MOST_FINDINGS:
        yield Text(f"  and {len(ranked) - MOST_FINDINGS} more (--explain)")
    for waived in (r for r in report.rules if r.dimension == dimension and r.outcome == "waived"):
        yield Text(f"~ waived: {printable(waived.says)} ({printable(waived.waived_because or '')})")
    unknown = [r for r in report.rules if r.dimension == dimension and r.outcome == "unknown"]
    grave = sum(rule.severity in {"dealbreaker", "red_flag"} for rule in unknown)
    if unknown:
        lack = "1 rule lacks facts" if len(unknown) == 1 else f"{len(unknown)} rules lack facts"
        flags = f"; {grave} could speak against it" if grave else ""
        yield Text.assemble(UNKNOWN_MARK, f" {lack}{flags}")


def _cited(rule: RuleReport) -> tuple[str, str]:
    """The minute of the video behind a rule; longer sources stand under --explain."""
    video, _, minute = rule.source.partition(" ")
    return (
        (f" [{printable(minute)}]", "dim")
        if minute and ":" in minute and "/" not in video
        else ("", "")
    )


def _asks(report: Report) -> Iterator[Any]:
    fired = [rule for rule in report.rules if rule.outcome == "fired" and (rule.do or rule.ask)]
    fired.sort(key=lambda rule: list(MARKS).index(rule.severity))
    first = [printable(report.decided_by.do)] if report.decided_by.do else []
    lines = list(dict.fromkeys([*first, *(_step(rule) for rule in fired)]))
    if lines:
        yield Text()
        yield Text("What to do", style="bold")
        yield _list(lines[:MOST_LISTED], "-")
    yield from _changes(report)
    yield from _counter(report)
    if report.questions:
        yield Text()
        yield Text("Not known yet" if report.firm else "What to find out first", style="bold")
        yield _questions(report)


def _changes(report: Report) -> Iterator[Any]:
    """The changes that give a better verdict, or that there is none."""
    if report.verdict == "accept":
        return
    yield Text()
    yield Text("What would change this", style="bold")
    lines = [
        f"{' and '.join(_change(change) for change in flip.changes)}: {VERDICT_WORDS[flip.verdict]}"
        for flip in report.flips
    ]
    yield _list(lines or ["Nothing that the employer could plausibly change in this offer."], "-")


def _counter(report: Report) -> Iterator[Any]:
    """What to ask for in short, where something is to be asked for."""
    found = report.counter
    if found is None or report.verdict != "negotiate":
        return
    lines = []
    if found.ask is not None and found.target is not None:
        lines.append(f"Ask for {found.ask.text}: {found.ask.because}.")
        lines.append(f"Aim for {found.target.text}: {found.target.because}.")
    else:
        lines.append(f"Ask for no base. {found.why}")
    if found.walk_away is not None:
        lines.append(f"Walk away below {found.walk_away.text}: {found.walk_away.because}.")
    yield Text()
    yield Text("Counter", style="bold")
    yield _list(lines, "-")


def _change(change: Change) -> str:
    return f"{change.lever} {printable(change.after)} instead of {printable(change.before)}"


def _questions(report: Report) -> Table:
    """The first questions, whom to ask, the entry to fill in, and what an answer would lead to."""
    wanted: dict[str, str] = {}
    for question in report.questions:
        entry = question.entry.removeprefix("offer.")
        whom = "yourself" if question.of == "yourself" else "them"
        leads = "".join(
            f"; {printable(answer.answer)}: {VERDICT_WORDS[answer.verdict]}"
            for answer in question.answers[:MOST_ANSWERS]
        )
        wanted.setdefault(printable(question.ask), f" (ask {whom}; {entry}{leads})")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for ask, hint in list(wanted.items())[:MOST_LISTED]:
        grid.add_row(Text("?"), Text.assemble(ask, (hint, "dim")))
    if len(wanted) > MOST_LISTED:
        grid.add_row(Text(""), Text(f"and {len(wanted) - MOST_LISTED} more (--format json)"))
    return grid


def _step(rule: RuleReport) -> str:
    return printable(rule.do) if rule.do else f"Ask: {printable(rule.ask or '')}"


def _list(lines: list[str], mark: str) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row(Text(mark), Text(line))
    return grid


def _market(report: Report, width: int) -> Iterator[Any]:
    yield Text()
    yield labelled("Market", _market_texts(report, width - LABEL_WIDTH))


def labelled(label: str, lines: Iterable[Text]) -> Table:
    """A label, and lines that wrap beside it."""
    grid = Table.grid()
    grid.add_column(width=LABEL_WIDTH, no_wrap=True)
    grid.add_column(overflow="fold")
    for index, line in enumerate(lines):
        grid.add_row(Text("" if index else label), line)
    return grid


def _market_texts(report: Report, width: int) -> Iterator[Text]:
    base = next(fact for fact in report.facts if fact.name == "pay.comparable_base")
    texts = {f.name: f.text if f.value is not None else None for f in report.facts}
    value = base.value if isinstance(base.value, float) else None
    yield from market_lines(report.market, report.currency, width, value)
    stated = texts["pay.base"]
    if texts["pay.comparable_base"] not in {stated, None}:
        how = "at 2,080 hours a year, with commission and tips"
        yield Text(f"counted as the market counts, {how}: {texts['pay.comparable_base']}")
    if texts["pay.market_ratio"] is not None:
        level = texts["pay.level"]
        compared = f"the {level} level" if level else "the median, since the level is not known"
        yield Text(
            f"this offer: {texts['pay.market_percentile']} percentile;"
            f" {texts['pay.market_ratio']} of {texts['pay.market_reference']}, {compared}"
        )


def _foot(report: Report) -> Iterator[Text]:
    yield Text()
    for waiver in report.waived:
        if waiver.state != "used":
            yield Text(f"Waiver of {printable(waiver.rule)}: {waiver.state}", style="dim")
    names: dict[str, list[str]] = {}
    for item in report.inputs:
        names.setdefault(printable(item.file), []).append(item.role)
    files = ", ".join(f"{' and '.join(roles)} {name}" for name, roles in names.items())
    digest = report.inputs[-1].digest[:12]
    yield Text(
        f"As of {report.as_of}, from {files} ({digest}). Take-home is an assumed share of base;"
        " this is no legal or tax advice.",
        style="dim",
    )


def _explained(report: Report) -> Iterator[Any]:
    yield Text()
    yield Text("Every rule", style="bold")
    for rule in report.rules:
        mark, style = MARKS[rule.severity] if rule.outcome == "fired" else (" ", "")
        yield Text.assemble(
            (mark, style), f" {rule.id} ({rule.severity.replace('_', ' ')}): {rule.outcome}"
        )
        if rule.outcome == "fired":
            yield _indented(printable(rule.says))
        yield _indented(f"why: {printable(rule.why)}")
        yield _indented(f"source: {printable(rule.source)}")
        for test in rule.tests:
            yield _indented(_test_line(test, report))
        yield _indented(f"rule at {_at(rule.rule_at)}" + _offer_places(rule))
    yield Text()
    yield Text("Every fact", style="bold")
    for fact in report.facts:
        note = f" ({printable(fact.note)})" if fact.note else ""
        yield Text(f"  {fact.name}: {printable(fact.text)}{note}")


def _indented(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 4))


def _test_line(test: ComparisonReport, report: Report) -> str:
    shown = next(fact.text for fact in report.facts if fact.name == test.fact)
    answer = {True: "holds", False: "does not hold", None: "unknown"}[test.holds]
    wanted = f"{test.operator.replace('_', ' ')} {printable(test.threshold_text)}"
    return f"{test.fact} {wanted}: {printable(shown)}, {answer}"


def _at(place: Any) -> str:
    return f"{printable(place.file)}:{place.line}"


def _offer_places(rule: RuleReport) -> str:
    places = ", ".join(dict.fromkeys(_at(place) for place in rule.offer_at))
    return f"; facts at {places}" if places else ""

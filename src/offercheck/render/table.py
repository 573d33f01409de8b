"""The verdict as a table for people, readable at 80 columns, without colour, and when piped.

Every text goes in as Rich `Text`, never as markup, after everything that could act was written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from offercheck.quantities import format_number, format_share
from offercheck.render.advice import Section, advice
from offercheck.render.findings import (
    DEALBREAKER_DECIDES,
    NO_DECISION,
    NOTHING_FOUND,
    fired_in,
    idle_waivers,
    lacking_in,
    overruled_scores,
    patterns_in,
    waived_in,
)
from offercheck.render.layout import (
    LABEL_WIDTH,
    UNKNOWN_STYLE,
    VERDICT_STYLES,
    labelled,
    labelled_list,
    mark,
    print_parts,
    verdict_text,
)
from offercheck.render.market import market_lines
from offercheck.render.plain import printable
from offercheck.render.words import UNKNOWN_MARK, VERDICT_WORDS
from offercheck.report import Before, Report, RuleReport, ScoreReport

BAR_WIDTH = 10
MOST_FINDINGS = 3
TITLE_WIDTH = 60


def render_table(report: Report, *, width: int, colour: bool, explain: bool = False) -> str:
    """The report as text of at most `width` columns; `explain` adds the chain to the verdict."""
    parts: list[Any] = [*_head(report), _dimensions(report), Text()]
    parts += [_section(section) for section in advice(report, short=True)]
    parts.append(labelled("Market", _market(report, width - LABEL_WIDTH)))
    parts += _foot(report)
    if explain:
        from offercheck.render.explained import explained  # noqa: PLC0415 - start-up time

        parts += explained(report)
    return print_parts(parts, width=width, colour=colour)


def _section(section: Section) -> Table:
    items = (
        Text.assemble(item.text, (f" ({item.hint})" if item.hint else "", "dim"))
        for item in section.items
    )
    more = f"and {section.left_out} more (--explain)" if section.left_out else ""
    return labelled_list(section.label, items, section.mark, more)


def _head(report: Report) -> Iterator[Text]:
    words = VERDICT_WORDS[report.verdict]
    title = printable(f"{report.company} · {report.title}", TITLE_WIDTH)
    yield Text.assemble((words, VERDICT_STYLES[report.verdict]), "  ", title)
    yield Text(printable(report.reason))
    yield from _verdicts(report)
    if report.before is not None:
        yield _before(report, report.before)
    if report.sealed is not None:
        from offercheck.render.sealed import sealed_answer, sealed_lines  # noqa: PLC0415 - start-up time

        lines = (*sealed_lines(report.sealed, short=True), *sealed_answer(report.sealed))
        yield from (Text(line.text, line.style) for line in lines)
    yield Text()


def _verdicts(report: Report) -> Iterator[Text]:
    """The two verdicts, and what else is possible; what the situation changed stands out."""
    others = ", ".join(verdict_text(verdict)[0] for verdict in report.could_become)
    become = f"ould become: {others or 'nothing else'}"
    if report.verdict != report.on_merits:
        merits = VERDICT_WORDS[report.on_merits]
        changed = f"Your situation changed the answer, not the offer: on its merits {merits}."
        yield Text.assemble((changed, "bold"), f" C{become}")
    else:
        verdict = verdict_text(report.verdict)
        yield Text.assemble("On its merits and in your situation: ", verdict, f" · c{become}")


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


def _dimensions(report: Report) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    overruled = overruled_scores(report)
    for score in report.scores:
        findings = list(_findings(report, score.name))
        shown = bar(score, overruled) if score.weight else Text("not scored", style="dim")
        table.add_row(
            Text.assemble(printable(score.title), "\n", shown),
            Text("\n").join(findings) if findings else Text(NOTHING_FOUND),
        )
    share = format_share(round(report.overall.coverage, 2))
    known = f"on its merits; {share} of what counts is known"
    if overruled:
        known += f". {DEALBREAKER_DECIDES}"
    whole = Text.assemble(("Overall", "bold"), "\n", bar(report.overall, overruled))
    table.add_row(whole, Text(known))
    return table


def bar(score: ScoreReport, overruled: frozenset[str] = frozenset()) -> Text:
    """A score as a bar and a number; one that a dealbreaker overrules has no bar."""
    if score.value is None:
        return Text("·" * BAR_WIDTH + "  ?")
    number = format_number(score.value, 0)
    if score.name in overruled:
        return Text(f"{number} {NO_DECISION}", style="dim")
    filled = round(score.value / 100 * BAR_WIDTH)
    style = "green" if score.value >= 65 else "yellow" if score.value >= 40 else "red"  # noqa: PLR2004 - colours only
    return Text.assemble(("█" * filled, style), ("░" * (BAR_WIDTH - filled), "dim"), f"{number:>3}")


def _findings(report: Report, dimension: str) -> Iterator[Text]:
    fired = fired_in(report, dimension)
    for rule in fired[:MOST_FINDINGS]:
        yield Text.assemble(mark(rule.severity), " ", printable(rule.says), _cited(rule))
    if len(fired) > MOST_FINDINGS:
        yield Text(f"  and {len(fired) - MOST_FINDINGS} more (--explain)")
    yield from (Text(f"  {text}") for text in patterns_in(report, dimension))
    yield from (Text(f"~ {text}") for text in waived_in(report, dimension))
    if lacking := lacking_in(report, dimension):
        yield Text.assemble((UNKNOWN_MARK, UNKNOWN_STYLE), f" {lacking}")


def _cited(rule: RuleReport) -> tuple[str, str]:
    """The minute of the video behind a rule; longer sources stand under --explain."""
    video, _, minute = rule.source.partition(" ")
    return (
        (f" [{printable(minute)}]", "dim")
        if minute and ":" in minute and "/" not in video
        else ("", "")
    )


def _market(report: Report, width: int) -> Iterator[Text]:
    base = next(fact for fact in report.facts if fact.name == "pay.comparable_base")
    texts = {f.name: f.text if f.value is not None else None for f in report.facts}
    value = base.value if isinstance(base.value, float) else None
    yield from market_lines(report.market, report.currency, width, value)
    stated = texts["pay.base"]
    if texts["pay.comparable_base"] not in {stated, None}:
        how = "at 2,080 hours a year, with commission and tips"
        yield Text(f"counted as the market counts, {how}: {texts['pay.comparable_base']}")
    if texts["pay.market_ratio"] is not None:
        yield Text(f"this offer: {'; '.join(_place(texts))}")


def _place(texts: Mapping[str, str | None]) -> Iterator[str]:
    """Where the offer stands in the market, as far as that is known."""
    if texts["pay.market_percentile"] is not None:
        yield f"{texts['pay.market_percentile']} percentile"
    level, reference = texts["pay.level"], texts["pay.market_reference"]
    compared = f"the {level} level" if level else "the median (level not known)"
    of = f" of {reference}, {compared}" if reference is not None else " of the market, as stated"
    yield f"{texts['pay.market_ratio']}{of}"


def _foot(report: Report) -> Iterator[Text]:
    yield Text()
    yield from (Text(told, style="dim") for told in idle_waivers(report))
    names: dict[str, list[str]] = {}
    for item in report.inputs:
        names.setdefault(printable(item.file), []).append(item.role)
    files = ", ".join(f"{' and '.join(roles)} {name}" for name, roles in names.items())
    digest = report.inputs[-1].digest[:12]
    yield Text(
        f"As of {report.as_of}; {files} ({digest}). Take-home is an assumed share of base; no legal"
        " or tax advice.",
        style="dim",
    )

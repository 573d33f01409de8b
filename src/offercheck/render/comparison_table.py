"""`offercheck compare`: several offers side by side, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from offercheck.quantities import format_number
from offercheck.render.advice import change_text
from offercheck.render.layout import VERDICT_STYLES, mark, print_parts, verdict_text
from offercheck.render.plain import printable
from offercheck.render.sealed import sealed_lines
from offercheck.render.words import PAY_NAMES, VERDICT_WORDS
from offercheck.report import Compared, Comparison, ScoreReport

LABELS_WIDTH = 20
NARROWEST_COLUMN = 20
MOST_AGAINST = 4
MOST_CHANGES = 2
NAME_WIDTH = 60


def render_comparison(found: Comparison, *, width: int, colour: bool) -> str:
    """The comparison as text of at most `width` columns; more offers than fit stand below."""
    fitting = max(1, (width - LABELS_WIDTH) // NARROWEST_COLUMN)
    parts: list[Any] = list(_head(found))
    for start in range(0, len(found.offers), fitting):
        parts += [Text(), _table(found.offers[start : start + fitting])]
    parts += _foot(found)
    return print_parts(parts, width=width, colour=colour)


def _head(found: Comparison) -> Iterator[Text]:
    best = found.offers[0]
    words, style = VERDICT_WORDS[best.verdict], VERDICT_STYLES[best.verdict]
    first = [offer for offer in found.offers if offer.rank == 1]
    names = " and ".join(_name(offer) for offer in first)
    ahead = "is ahead" if len(first) == 1 else "are equal"
    yield Text.assemble(f"{names} {ahead}: ", (words, style))
    yield Text(printable(best.reason))
    if best.verdict == "decline":
        yield Text("None of these offers is worth taking as it stands.", style="bold")
    if found.sealed is not None:
        yield from sealed_lines(found.sealed)
    could = [_name(offer) for offer in found.offers if offer.could_lead]
    if could:
        yield Text(f"What is not known could still put first: {', '.join(could)}.")


def _name(offer: Compared) -> str:
    return printable(f"{offer.company} · {offer.title}", NAME_WIDTH)


def _table(offers: Sequence[Compared]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=LABELS_WIDTH - 2, no_wrap=True)
    for _ in offers:
        table.add_column(overflow="fold", ratio=1)
    table.expand = True
    for label, cells in _rows(offers):
        table.add_row(Text(label, style="bold"), *cells)
    return table


def _rows(offers: Sequence[Compared]) -> Iterator[tuple[str, list[Text]]]:
    yield "", [Text(f"{offer.rank}. {_name(offer)}", style="bold") for offer in offers]
    yield "Answer", [Text.assemble(verdict_text(offer.verdict)) for offer in offers]
    yield "On its merits", [Text.assemble(verdict_text(offer.on_merits)) for offer in offers]
    if any(offer.by_the_seal is not None for offer in offers):
        yield "By the seal", [Text(_by_the_seal(offer)) for offer in offers]
    yield "Could become", [Text(_others(offer)) for offer in offers]
    yield "Overall, 0-100", [Text(_score(offer.overall)) for offer in offers]
    for index, score in enumerate(offers[0].scores):
        if score.weight:
            cells = [Text(_score(offer.scores[index])) for offer in offers]
            yield printable(score.title, LABELS_WIDTH - 2), cells
    for index, fact in enumerate(offers[0].pay):
        yield PAY_NAMES[fact.name], [Text(printable(offer.pay[index].text)) for offer in offers]
    yield "Against it", [_against(offer) for offer in offers]
    yield "To come first", [_to_lead(offer) for offer in offers]


def _by_the_seal(offer: Compared) -> str:
    return "not known" if offer.by_the_seal is None else verdict_text(offer.by_the_seal)[0]


def _others(offer: Compared) -> str:
    return ", ".join(verdict_text(verdict)[0] for verdict in offer.could_become) or "nothing else"


def _score(score: ScoreReport) -> str:
    """The score, and between which ends what is not known leaves it."""
    if score.value is None:
        return "not known"
    low, high = (format_number(end or 0.0, 0) for end in score.could_be)
    shown = format_number(score.value, 0)
    return shown if low == high else f"{shown} ({low} to {high})"


def _against(offer: Compared) -> Text:
    if not offer.against:
        return Text("nothing grave known")
    lines = [
        Text.assemble(mark(rule.severity), f" {printable(rule.says)}")
        for rule in offer.against[:MOST_AGAINST]
    ]
    if len(offer.against) > MOST_AGAINST:
        lines.append(Text(f"and {len(offer.against) - MOST_AGAINST} more"))
    return Text("\n").join(lines)


def _to_lead(offer: Compared) -> Text:
    if offer.rank == 1:
        return Text("-")
    if not offer.to_lead:
        return Text("nothing the employer could plausibly change")
    ways = [" and ".join(map(change_text, changes)) for changes in offer.to_lead[:MOST_CHANGES]]
    return Text(", or ".join(ways))


def _foot(found: Comparison) -> Iterator[Text]:
    yield Text()
    currencies = {offer.currency for offer in found.offers}
    if len(currencies) > 1:
        yield Text("Amounts in different currencies are not converted, and do not compare.")
    rules = next(entry for entry in found.inputs if entry.role == "rules")
    yield Text(
        f"As of {found.as_of}; each offer judged on its own by {printable(rules.file)}"
        f" ({rules.digest[:12]}). Scores rank, rules decide; no legal or tax advice.",
        style="dim",
    )

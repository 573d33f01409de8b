"""Offers side by side, in the words that every form of a comparison shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offercheck.render.advice import change_text
from offercheck.render.findings import DEALBREAKER, overruled_by
from offercheck.render.pictures import ScorePicture, score_picture
from offercheck.render.plain import printable
from offercheck.render.sealed import SealLine, sealed_lines
from offercheck.render.words import PAY_NAMES, plain
from offercheck.report import Compared, Comparison

MOST_AGAINST = 4
MOST_CHANGES = 2
NAME_WIDTH = 60
NONE_WORTH_TAKING = "None of these offers is worth taking as it stands."
CURRENCIES_DIFFER = "Amounts in different currencies are not converted, and do not compare."


class Line(NamedTuple):
    """One line of a cell; `kind` is the verdict or the severity that it is about, if any."""

    text: str
    kind: str = ""


class Row(NamedTuple):
    """One row of a comparison, with a cell for each offer, and the pictures of a row of scores.

    The cells of most rows are one line; those that `lists` hold any number.
    """

    label: str
    cells: list[list[Line]]
    pictures: list[ScorePicture] | None = None
    lists: bool = False


def name_of(offer: Compared) -> str:
    """An offer by its company and title."""
    return printable(f"{offer.company} · {offer.title}", NAME_WIDTH)


def ahead(found: Comparison) -> str:
    """Which offer is ahead, or which are equal."""
    first = [offer for offer in found.offers if offer.rank == 1]
    return " and ".join(map(name_of, first)) + (" is ahead" if len(first) == 1 else " are equal")


def notices(found: Comparison, *, short: bool) -> Iterator[SealLine]:
    """What to know before the rows: whether any is worth taking, the seal, and who could lead."""
    if found.offers[0].verdict == "decline":
        yield SealLine(NONE_WORTH_TAKING, "bold")
    if found.sealed is not None:
        yield from sealed_lines(found.sealed, short=short)
    could = [name_of(offer) for offer in found.offers if offer.could_lead]
    if could:
        yield SealLine(f"What is not known could still put first: {', '.join(could)}.")


def compared_rows(offers: Sequence[Compared], *, short: bool) -> Iterator[Row]:
    """Every row below the names; in short, the gravest findings and the first ways only."""
    yield Row("Answer", [[_verdict(offer.verdict)] for offer in offers])
    yield Row("On its merits", [[_verdict(offer.on_merits)] for offer in offers])
    if any(offer.by_the_seal is not None for offer in offers):
        sealed = [offer.by_the_seal for offer in offers]
        yield Row("By the seal", [[_verdict(v) if v else Line("not known")] for v in sealed])
    yield Row("Could become", [[_others(offer)] for offer in offers])
    yield from _score_rows(offers)
    for place, fact in enumerate(offers[0].pay):
        cells = [[Line(printable(offer.pay[place].text))] for offer in offers]
        yield Row(PAY_NAMES[fact.name], cells)
    yield Row("Against it", [_against(offer, short=short) for offer in offers], lists=True)
    yield Row("To come first", [_to_lead(offer, short=short) for offer in offers], lists=True)


def _verdict(verdict: str) -> Line:
    return Line(plain(verdict), verdict)


def _others(offer: Compared) -> Line:
    return Line(", ".join(map(plain, offer.could_become)) or "nothing else")


def _score_rows(offers: Sequence[Compared]) -> Iterator[Row]:
    """The scores, the whole first; of an offer that a dealbreaker ends they do not decide."""
    overruled = [
        overruled_by(offer.against if offer.verdict == "decline" else ()) for offer in offers
    ]
    named = [("Overall, 0-100", [offer.overall for offer in offers])]
    for place, score in enumerate(offers[0].scores):
        if score.weight:
            named.append((printable(score.title), [offer.scores[place] for offer in offers]))
    for label, scores in named:
        pictures = [score_picture(*pair) for pair in zip(scores, overruled, strict=True)]
        yield Row(label, [[Line(picture.text)] for picture in pictures], pictures)


def _against(offer: Compared, *, short: bool) -> list[Line]:
    most = MOST_AGAINST if short else len(offer.against)
    gravest = sorted(offer.against, key=lambda rule: rule.severity != DEALBREAKER)
    lines = [Line(printable(rule.says), rule.severity) for rule in gravest[:most]]
    if len(offer.against) > most:
        lines.append(Line(f"and {len(offer.against) - most} more"))
    return lines or [Line("nothing grave known")]


def _to_lead(offer: Compared, *, short: bool) -> list[Line]:
    if offer.rank == 1:
        return [Line("is first")]
    ways = [" and ".join(map(change_text, changes)) for changes in offer.to_lead]
    shown = ways[: MOST_CHANGES if short else None]
    lines = [Line(f"or {way}" if place else way) for place, way in enumerate(shown)]
    return lines or [Line("nothing the employer could plausibly change")]


def differ_in_currency(found: Comparison) -> bool:
    """Whether amounts of the offers do not compare."""
    return len({offer.currency for offer in found.offers}) > 1

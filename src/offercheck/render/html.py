"""Reports as HTML: one file without script, picture or font from elsewhere, readable on paper too.

The template engine escapes every value, and what could act on a terminal is written out as everywhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from offercheck.render.advice import advice
from offercheck.render.compared import (
    CURRENCIES_DIFFER,
    ahead,
    compared_rows,
    differ_in_currency,
    name_of,
    notices,
)
from offercheck.render.findings import (
    DEALBREAKER_DECIDES,
    NOTHING_FOUND,
    fired_in,
    idle_waivers,
    lacking_in,
    overruled_scores,
    patterns_in,
    waived_in,
)
from offercheck.render.pictures import market_picture, score_picture
from offercheck.render.places import with_short_places
from offercheck.render.plain import printable
from offercheck.render.sealed import sealed_answer, sealed_lines
from offercheck.render.words import MARKS, PAY_NAMES, VERDICT_WORDS, plain
from offercheck.report import Comparison, Report

HEADINGS = {
    "To do": "Next",
    "Changes": "What would change the answer",
    "Counter": "What to ask for",
    "Bridge": "If you take it as a bridge",
    "Waiting": "The price of saying no",
}

MORE_PAY_NAMES = {
    "pay.market_reference": "Market wage for the level",
    "pay.change_vs_current": "Against current pay",
    "pay.gap_to_floor": "Above your floor",
}


def render_html(report: Report) -> str:
    """The report as one HTML page."""
    report = with_short_places(report)
    facts = {fact.name: fact for fact in report.facts}
    decisions = [(report.decided_by, report.verdict, "Why")]
    if report.merits_decided_by.row != report.decided_by.row:
        decisions.append((report.merits_decided_by, report.on_merits, "Why, on its merits:"))
    overruled = overruled_scores(report)
    sealed = report.sealed
    return _page(
        "report.html",
        report=report,
        sealed=[*sealed_lines(sealed, short=False), *sealed_answer(sealed)] if sealed else [],
        sections=list(advice(report, short=False)),
        headings=HEADINGS,
        picture=market_picture(report),
        scores=[score_picture(score, overruled) for score in (*report.scores, report.overall)],
        dealbreaker_decides=DEALBREAKER_DECIDES if overruled else "",
        pay=[
            (label, facts[name].text)
            for name, label in {**PAY_NAMES, **MORE_PAY_NAMES}.items()
            if facts[name].value is not None
        ],
        telling=[question for question in report.questions if question.answers],
        others=[question for question in report.questions if not question.answers],
        findings=[_findings(report, score.name, score.title) for score in report.scores],
        idle_waivers=list(idle_waivers(report)),
        rules={rule.id: rule for rule in report.rules},
        facts=facts,
        decisions=decisions,
    )


def _findings(report: Report, dimension: str, title: str) -> dict[str, Any]:
    """What is to be said of one dimension."""
    told = {
        "rules": fired_in(report, dimension),
        "notes": [*patterns_in(report, dimension), *waived_in(report, dimension)],
        "lacking": lacking_in(report, dimension),
    }
    return {"title": title, "nothing": "" if any(told.values()) else NOTHING_FOUND, **told}


def render_comparison_html(found: Comparison) -> str:
    """The comparison as one HTML page."""
    return _page(
        "comparison.html",
        ahead=ahead(found),
        best=found.offers[0],
        notices=list(notices(found, short=False)),
        names=[f"{offer.rank}. {name_of(offer)}" for offer in found.offers],
        rows=list(compared_rows(found.offers, short=False)),
        note=CURRENCIES_DIFFER if differ_in_currency(found) else "",
        as_of=found.as_of,
    )


def _page(template: str, **values: Any) -> str:
    page = _environment().get_template(template)
    return page.render(words=VERDICT_WORDS, marks=MARKS, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("offercheck.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_written_out,
    )
    environment.filters["plain"] = plain
    environment.filters["is_link"] = _is_link
    return environment


def _written_out(value: Any) -> Any:
    """Text with every character written out that could act on a reader."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _is_link(text: str) -> bool:
    """Whether a text is nothing but the address of a page."""
    return text.startswith("https://") and text == printable(text) and not set(' "<>') & set(text)

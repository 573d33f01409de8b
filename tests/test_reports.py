"""Reports as HTML and Markdown: whole without anything from elsewhere, and no text in them acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from evaluation_support import default_rules
from hostile_report_support import HOSTILE, hostile_report
from hostile_support import acting_characters
from offercheck.case import read_case
from offercheck.comparison import compare
from offercheck.market.wages import Database
from offercheck.render.html import render_comparison_html, render_html
from offercheck.render.json_text import render_data
from offercheck.render.markdown import escaped, render_markdown
from offercheck.render.pictures import END, START, market_picture
from offercheck.render.plain import printable
from offercheck.render.table import render_table
from offercheck.render.words import VERDICT_WORDS
from scenario_support import AS_OF, EXAMPLES, judged, run_program

FILES = sorted(path.name for path in EXAMPLES.glob("*.yaml"))
ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "footer",
        "section",
        "div",
    ),
    *("h1", "h2", "h3", "p", "span", "strong", "br", "ul", "ol", "li", "blockquote", "a"),
    *("table", "tr", "th", "td", "svg", "rect", "line", "circle", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "scope", "role", "aria-label"),
    *(
        "tabindex",
        "href",
        "rel",
        "height",
        "width",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
    ),
    *("dx", "text-anchor"),
}

each_file = pytest.mark.parametrize("file", FILES)
each_hostile = pytest.mark.parametrize("name", HOSTILE)


class _Page(HTMLParser):
    """Everything in a page: its elements, attributes, links and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _compared_page() -> str:
    files = (EXAMPLES / "three-offers").glob("[hmn]*.yaml")
    cases = [read_case(str(file)) for file in sorted(files)]
    return render_comparison_html(compare(cases, default_rules(), AS_OF, Database()))


@each_file
def test_a_page_holds_only_what_the_template_puts_there_and_is_well_formed(file: str) -> None:
    page = _Page(render_html(judged(EXAMPLES / file)))
    assert page.elements <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert page.open == []


@each_file
def test_a_page_takes_nothing_from_elsewhere(file: str) -> None:
    page = render_html(judged(EXAMPLES / file))
    assert "default-src 'none'" in page
    assert re.search(r"<script|@import|url\(|<link|<img|<iframe|\ssrc=|srcset", page) is None
    assert all(link.startswith("https://") for link in _Page(page).links)


@each_file
def test_a_page_says_the_verdict_the_reason_and_every_finding(file: str) -> None:
    report = judged(EXAMPLES / file)
    text = " ".join(_Page(render_html(report)).text.split())
    wanted = [VERDICT_WORDS[report.verdict], report.reason, report.merits_reason]
    wanted += [rule.says for rule in report.rules if rule.outcome == "fired"]
    wanted += [question.ask for question in report.questions]
    if report.verdict == report.on_merits:
        wanted.remove(report.merits_reason)
    assert [told for told in wanted if " ".join(told.split()) not in text] == []


def test_a_comparison_is_a_page_too() -> None:
    page = _Page(_compared_page())
    assert page.elements <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert {"Meadow Health", "Harbor Bank"} <= set(
        re.findall("Meadow Health|Harbor Bank", page.text)
    )


# --- The market on a line


@each_file
def test_what_stands_on_the_line_of_the_market_stands_in_the_order_of_its_amounts(
    file: str,
) -> None:
    picture = market_picture(judged(EXAMPLES / file))
    if picture is None:
        return
    placed = [(tick.at, tick.amount) for tick in picture.ticks]
    placed += [(marker.at, marker.amount) for marker in picture.markers]
    amounts = [float(re.sub(r"[^0-9.]", "", amount)) for _, amount in placed]
    by_amount = sorted(range(len(placed)), key=amounts.__getitem__)
    assert [placed[i][0] for i in by_amount] == sorted(at for at, _ in placed)
    assert all(START <= at <= END for at, _ in placed)


def test_an_offer_half_way_between_two_wages_by_their_logarithm_stands_half_way() -> None:
    # 84,853 is the geometric mean of 60,000 and 120,000.
    changes = [
        "pay.market={p50: 60000, p75: 120000, source: A survey, as_of: 2026-11-25}",
        "pay.base=84853",
        "pay.final=true",
    ]
    picture = market_picture(judged(EXAMPLES / "pay-lagger-open.yaml", changes))
    assert picture is not None
    low, high = (tick.at for tick in picture.ticks)
    (offer,) = (marker for marker in picture.markers if marker.label == "This offer")
    assert offer.at == pytest.approx((low + high) / 2, abs=0.02)


def test_a_page_asks_for_no_pay_where_the_answer_is_no() -> None:
    report = judged(EXAMPLES / "a-year-of-savings.yaml")
    assert "What to say" not in render_html(report)
    picture = market_picture(report)
    assert picture is not None
    assert [marker.label for marker in picture.markers] == ["This offer"]


# --- Hostile texts


@each_hostile
def test_a_hostile_text_is_shown_on_a_page_as_text(name: str) -> None:
    report = hostile_report(HOSTILE[name])
    page = _Page(render_html(report))
    assert page.elements <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert printable(HOSTILE[name]) in page.text
    assert acting_characters(page.text) == []


def test_only_a_plain_address_is_a_link_on_a_page() -> None:
    for name in ("attribute", "escape", "direction", "script", "image"):
        links = _Page(render_html(hostile_report(HOSTILE[name]))).links
        assert [link for link in links if "evil.example/" in link] == []


@each_hostile
def test_a_hostile_text_is_shown_in_the_table_and_in_json_and_acts_in_neither(name: str) -> None:
    report = hostile_report(HOSTILE[name])
    table = render_table(report, width=80, colour=False, explain=True)
    assert acting_characters(table) == []
    assert max(map(len, table.splitlines())) <= 80
    assert printable(HOSTILE[name])[:20].strip() in table
    assert render_data(report).isascii()


def _blocks(text: str) -> list[Any]:
    return MarkdownIt("gfm-like", {"linkify": False}).parse(text)


def _tokens(text: str) -> Iterator[Any]:
    for token in _blocks(text):
        yield token
        yield from token.children or ()


@each_hostile
def test_a_hostile_text_acts_in_no_markdown(name: str) -> None:
    text = render_markdown(hostile_report(HOSTILE[name]))
    kinds = {token.type for token in _tokens(text)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    assert not kinds & {"code_block", "s_open", "em_open"}
    assert acting_characters(text.replace("\u2060", "")) == []


@each_hostile
def test_a_hostile_text_alone_is_one_paragraph_that_reads_as_it_was(name: str) -> None:
    shown = printable(HOSTILE[name])
    kinds = [token.type for token in _blocks(escaped(HOSTILE[name]))]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]
    tokens = _tokens(escaped(HOSTILE[name]))
    read = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert read.replace("\u2060", "") == shown.strip()


# --- The program


@pytest.mark.parametrize(("output_format", "start"), [("html", "<!doctype"), ("markdown", "# ")])
def test_the_program_writes_a_report_to_a_file(
    tmp_path: Path, output_format: str, start: str
) -> None:
    target = tmp_path / "report"
    arguments = ("--format", output_format, "-o", str(target), "--as-of", AS_OF.isoformat())
    found = run_program("evaluate", str(EXAMPLES / "strong-offer.yaml"), *arguments)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
    assert target.read_text(encoding="utf-8").startswith(start)


def test_a_page_is_the_same_bytes_on_every_run() -> None:
    pages = [render_html(judged(EXAMPLES / "revolving-door.yaml")) for _ in range(2)]
    assert pages[0].encode() == pages[1].encode()

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
from hostile_report_support import HOSTILE, hostile_case, hostile_report
from hostile_support import acting_characters
from offercheck.case import read_case
from offercheck.comparison import compare
from offercheck.market.wages import Database
from offercheck.render.comparison_markdown import render_comparison_markdown
from offercheck.render.comparison_table import render_comparison
from offercheck.render.html import render_comparison_html, render_html
from offercheck.render.json_text import render_data
from offercheck.render.markdown import escaped, render_markdown
from offercheck.render.pictures import END, START, market_picture
from offercheck.render.plain import printable
from offercheck.render.table import render_table
from offercheck.render.words import VERDICT_WORDS
from offercheck.report import Comparison, Report, SealReport
from offercheck.rules.model import RuleChange
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


def _compared() -> Comparison:
    files = (EXAMPLES / "three-offers").glob("[hmn]*.yaml")
    cases = [read_case(str(file)) for file in sorted(files)]
    return compare(cases, default_rules(), AS_OF, Database())


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
    page = _Page(render_comparison_html(_compared()))
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


# What the sites that hold code make references of, in the text as it reads.
REFERENCES = re.compile(
    r"(?<!\w)(GH-|[A-Z]{2,}-)[0-9]+|#[0-9]+|@\w|(?<!\w)[!%&~][\w\"]|\b[0-9a-f]{40}\b"
    r"|(?<![\w/.-])(?=[0-9]*[a-f])[0-9a-f]{7,40}\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["issues", "commits", "bare"])
def test_no_hostile_text_becomes_a_reference_where_it_is_pasted(name: str) -> None:
    assert REFERENCES.search(HOSTILE[name])
    tokens = list(_tokens(escaped(HOSTILE[name])))
    read = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert REFERENCES.findall(read) == []


def test_an_address_and_an_amount_can_be_copied() -> None:
    address = "https://example.org/2014-04-22/take-a-2/h-a20140827-20140827.html"
    assert "\u2060" not in escaped(f"{address} $118,000 28% 1234567 15-1252 part-time")


def _hostile_comparison(name: str) -> Comparison:
    return compare([hostile_case(HOSTILE[name])] * 2, default_rules(), AS_OF, Database())


@each_hostile
def test_a_hostile_text_acts_in_no_comparison(name: str) -> None:
    found = _hostile_comparison(name)
    text = render_comparison_markdown(found)
    kinds = {token.type for token in _tokens(text)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    assert not kinds & {"code_block", "s_open", "em_open"}
    assert acting_characters(text.replace("\u2060", "")) == []
    (table,) = (token for token in _blocks(text) if token.type == "table_open")
    rows = [token for token in _blocks(text) if token.type == "tr_open"]
    cells = [token for token in _blocks(text) if token.type in {"td_open", "th_open"}]
    assert (table.level, len(cells)) == (0, 3 * len(rows))
    page = _Page(render_comparison_html(found))
    assert page.elements <= ELEMENTS
    assert acting_characters(page.text) == []


# --- The same words in every form


def _forms(report: Report) -> dict[str, str]:
    """The table, the page and the Markdown of a report, as they read."""
    markdown = " ".join(
        token.content for token in _tokens(render_markdown(report)) if not token.children
    )
    forms = {
        "table": render_table(report, width=120, colour=False),
        "html": _Page(render_html(report)).text,
        "markdown": markdown,
    }
    return {form: " ".join(text.replace("\u2060", "").split()) for form, text in forms.items()}


@each_file
def test_every_form_says_how_many_rules_lack_facts(file: str) -> None:
    report = judged(EXAMPLES / file)
    for dimension in report.scores:
        unknown = [
            rule
            for rule in report.rules
            if (rule.dimension, rule.outcome) == (dimension.name, "unknown")
        ]
        grave = [rule for rule in unknown if rule.severity in {"dealbreaker", "red_flag"}]
        if len(unknown) > 1 and grave:
            told = f"{len(unknown)} rules lack facts; {len(grave)} could speak against it"
            assert [form for form, text in _forms(report).items() if told not in text] == []


def test_every_form_names_each_waiver_and_whether_it_holds(tmp_path: Path) -> None:
    offer = tmp_path / "offer.yaml"
    offer.write_text(
        "company: Acme\ntitle: Nurse\nin_writing: true\n"
        "turnover: {posting_age_days: 90, layoffs_last_12_months: true}\n"
        "candidate:\n  waive:\n"
        "    - {rule: recent-layoffs, reason: they hire again}\n"
        "    - {rule: posting-age, reason: many seats, until: 2026-01-31}\n"
        "    - {rule: moving-terms, reason: I know them}\n"
    )
    for text in _forms(judged(offer)).values():
        assert "(they hire again)" in text
        assert "waived: " in text
        assert "Waiver of posting-age: expired on 2026-01-31" in text
        assert "Waiver of moving-terms: unused" in text


@pytest.mark.parametrize("intact", [True, False])
def test_every_form_says_what_the_sealed_rules_say(intact: bool) -> None:  # noqa: FBT001 - drawn from the table
    change = RuleChange("rules.pay-lagger", "looser", "red flag", "off")
    sealed = SealReport(
        "me.seal.yaml", "2026-03-01", intact, "decline", "decline", 40.0, "", [change]
    )
    report = judged(EXAMPLES / "strong-offer.yaml")._replace(sealed=sealed)
    for text in _forms(report).values():
        assert (
            "Loosened since you sealed your rules on 2026-03-01:"
            " rules.pay-lagger from red flag to off." in text
        )
        assert "By the sealed rules the answer is DECLINE." in text
        changed = "The seal me.seal.yaml was itself changed after it was made."
        assert (changed in text) is not intact


def test_every_form_says_that_a_score_beside_a_dealbreaker_does_not_decide() -> None:
    ended = _forms(judged(EXAMPLES / "terms-that-keep-changing.yaml"))
    for text in ended.values():
        assert "A dealbreaker decides, whatever the scores." in text
        assert re.search(r"87 (\(\d+ to \d+\), )?does not decide", text)
    for text in _forms(judged(EXAMPLES / "strong-offer.yaml")).values():
        assert "does not decide" not in text
        assert "dealbreaker decides" not in text


def test_every_form_of_a_comparison_has_the_same_rows_and_words() -> None:
    found = _compared()
    page = " ".join(_Page(render_comparison_html(found)).text.split())
    table = " ".join(render_comparison(found, width=120, colour=False).split())
    markdown = " ".join(
        token.content for token in _tokens(render_comparison_markdown(found)) if not token.children
    )
    wanted = [
        "Meadow Health · Backend Engineer is ahead",
        "87 (66 to 89)",
        "$136,080",
        "nothing else",
    ]
    wanted += ["What is not known could still put first: Northwind Robotics · Backend Engineer."]
    wanted += ["Base a year", "To come first", "Against it", "is first"]
    for text in (page, table, markdown):
        assert [words for words in wanted if words not in text] == []


def test_a_comparison_says_that_a_score_beside_a_dealbreaker_does_not_decide() -> None:
    ending = read_case(
        str(EXAMPLES / "three-offers" / "northwind.yaml"),
        changes=["terms.changed_after_agreement=true"],
    )
    other = read_case(str(EXAMPLES / "three-offers" / "meadow-health.yaml"))
    found = compare([ending, other], default_rules(), AS_OF, Database())
    for text in (
        render_comparison(found, width=120, colour=False),
        render_comparison_markdown(found),
        _Page(render_comparison_html(found)).text,
    ):
        assert text.count("does not decide") == 2  # overall, and the terms


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

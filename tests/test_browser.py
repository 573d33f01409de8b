"""The pages as a browser shows them; only where a Chromium is on the path and Playwright is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation_support import default_rules
from hostile_report_support import HOSTILE, hostile_report
from offercheck.case import read_case
from offercheck.comparison import compare
from offercheck.market.wages import Database
from offercheck.render.html import render_comparison_html, render_html
from scenario_support import AS_OF, EXAMPLES, judged

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
# One for each verdict, one about which next to nothing is known, and one with the longest names.
FILES = (
    "strong-offer.yaml",
    "pay-lagger-open.yaml",
    "revolving-door.yaml",
    "one-month-of-savings.yaml",
    "warehouse-lead-with-turnover.yaml",
    "only-company-and-title.yaml",
    "sales-on-commission.yaml",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def _shown(browser: Any, html: str, folder: Path, width: int, scheme: str) -> tuple[Any, list[str]]:
    """The page in a browser, and whatever it asked for or complained about."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    noticed: list[str] = []
    page.on("console", lambda message: noticed.append(message.text))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    page.on("dialog", lambda dialog: noticed.append(dialog.message))
    page.on("request", lambda request: noticed.append(request.url))
    page.goto(file.as_uri())
    return page, [told for told in noticed if told != file.as_uri()]


def _serious(page: Any) -> list[str]:
    violations = axe.Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {found['nodes'][0]['html']}"
        for found in violations
        if found["impact"] in {"serious", "critical", "moderate"}
    ]


def _comparison() -> str:
    files = sorted((EXAMPLES / "three-offers").glob("[hmn]*.yaml"))
    cases = [read_case(str(file)) for file in files]
    return render_comparison_html(compare(cases, default_rules(), AS_OF, Database()))


@pytest.mark.parametrize("file", [*FILES, "a comparison"])
def test_a_page_asks_for_nothing_fits_its_width_and_is_accessible(
    browser: Any, file: str, tmp_path: Path
) -> None:
    html = _comparison() if file == "a comparison" else render_html(judged(EXAMPLES / file))
    for width, scheme in ((1280, "light"), (390, "dark")):
        page, noticed = _shown(browser, html, tmp_path, width, scheme)
        assert noticed == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert _serious(page) == []
        page.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_does_nothing_in_a_browser(browser: Any, name: str, tmp_path: Path) -> None:
    html = render_html(hostile_report(HOSTILE[name]))
    page, noticed = _shown(browser, html, tmp_path, 390, "light")
    assert noticed == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.scripts.length + document.images.length") == 0
    page.close()


def test_a_page_goes_on_paper(browser: Any, tmp_path: Path) -> None:
    page, _ = _shown(browser, _comparison(), tmp_path, 1280, "light")
    assert page.pdf().startswith(b"%PDF")
    page.close()

"""A report as a person reads it: in a real browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from edgeproof.laws import Outcome
from edgeproof.reporting import Result
from edgeproof.reporting.html import as_html
from tests.browser import Browsing
from tests.reporting.html.documents import CURL, every_law, full_result, hostile_result
from tests.reporting.html.test_page import HOSTILE

pytestmark = pytest.mark.once

PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def report(tmp_path: Path) -> str:
    return address(full_result(), tmp_path)


def address(result: Result, folder: Path) -> str:
    file = folder / "report.html"
    file.write_text(as_html(result), "utf-8")
    return file.as_uri()


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_broken_law_opens_to_the_command_that_shows_it_and_is_copied(
    open_page: Browsing, report: str
) -> None:
    visit = open_page(report, permissions=CLIPBOARD)
    page = visit.page
    law = page.locator("details.law.o-broken").first
    law.locator("summary").first.click()
    law.get_by_role("button", name="Copy command 2").click()
    law.get_by_role("button", name="Copied").wait_for()
    assert clipboard(page) == CURL[1]
    assert visit.complaints == []


def test_all_commands_of_a_law_are_copied_at_once(open_page: Browsing, report: str) -> None:
    page = open_page(report, permissions=CLIPBOARD).page
    law = page.locator("details.law.o-broken").first
    law.locator("summary").first.click()
    law.get_by_role("button", name="Copy all").click()
    law.get_by_role("button", name="Copied").wait_for()
    assert clipboard(page) == "\n".join(CURL)


def test_the_keyboard_reaches_a_law_and_its_commands(open_page: Browsing, report: str) -> None:
    page = open_page(report).page
    law = page.locator("details.law.o-broken").first
    law.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert law.evaluate("law => law.open")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('details.law').contains(document.activeElement)")


def test_the_report_asks_for_nothing_but_itself(open_page: Browsing, report: str) -> None:
    visit = open_page(report)
    assert visit.fetched == [report]
    assert visit.complaints == []


def test_a_search_leaves_the_laws_that_have_its_words(open_page: Browsing, report: str) -> None:
    page = open_page(report).page
    page.get_by_label("Search").fill("concurrent SNAPSHOT")
    shown = page.locator("details.law:visible").all_text_contents()
    assert shown
    assert all("snapshot" in text for text in shown)
    page.get_by_role("button", name="Show all").click()
    page.locator("#shown", has_text=f"{len(every_law())} of {len(every_law())} laws").wait_for()


def test_laws_are_filtered_by_outcome_and_suite(open_page: Browsing, report: str) -> None:
    page = open_page(report).page
    page.get_by_label("held").uncheck()
    page.get_by_label("redis", exact=True).uncheck()
    left = [law for law in every_law() if law.outcome != Outcome.HELD and law.suite != "redis"]
    page.locator("#shown", has_text=f"{len(left)} of").wait_for()
    assert page.locator("details.law[data-outcome=held]:visible").count() == 0
    assert page.locator("details.law[data-suite=redis]:visible").count() == 0


def test_it_is_as_light_or_dark_as_the_reader_likes(open_page: Browsing, report: str) -> None:
    grounds = {}
    for theme in ("light", "dark"):
        page = open_page(report, color_scheme=theme).page
        grounds[theme] = ground(page)
    page.get_by_role("button", name="Theme: auto").click()
    assert ground(page) == grounds["light"]
    assert grounds["light"] != grounds["dark"]


def ground(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_and_breaks_no_rule_of_accessibility(
    open_page: Browsing, report: str, size: dict[str, int], theme: str
) -> None:
    page = open_page(report, viewport=size, color_scheme=theme).page
    law = page.locator("details.law.o-broken").first
    law.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_nothing_is_missing_but_what_needs_them(
    open_page: Browsing, report: str
) -> None:
    page = open_page(report, java_script_enabled=False).page
    page.locator("details.law.o-broken").first.locator("summary").first.click()
    assert page.locator("pre", has_text=CURL[1]).first.is_visible()
    assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_document_runs_nothing(open_page: Browsing, tmp_path: Path, text: str) -> None:
    visit = open_page(address(hostile_result(text), tmp_path))
    visit.page.locator("details.law.o-broken summary").first.hover()
    assert visit.page.evaluate("typeof hacked") == "undefined"
    assert visit.complaints == []
    assert len(visit.fetched) == 1

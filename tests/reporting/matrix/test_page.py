"""The matrix in a real browser."""

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe

from edgeproof.laws import Outcome
from edgeproof.reporting.matrix import matrix_as_html, matrix_of
from tests.browser import Browsing
from tests.reporting.html.documents import every_law
from tests.reporting.results import result_of

BROKEN = "posts.create.answers-id"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page on three deployments; on the last all but one of the laws have other outcomes."""
    laws = every_law()
    held = [msgspec.structs.replace(law, outcome=Outcome.HELD) for law in laws]
    broken = [msgspec.structs.replace(held[0], outcome=Outcome.BROKEN, reason="seen"), *held[1:]]
    matrix = matrix_of({"a": result_of(held), "b": result_of(broken), "c": result_of(broken)})
    file = tmp_path_factory.mktemp("matrix") / "matrix.html"
    file.write_text(matrix_as_html(matrix), "utf-8")
    return file.as_uri()


def test_only_differences_are_shown_if_that_is_asked_for(open_page: Browsing, address: str) -> None:
    page = open_page(address).page
    rows = page.locator("tbody tr[id]:visible")
    assert rows.count() == len(every_law())
    page.get_by_label("only differences").check()
    assert [row.get_attribute("id") for row in rows.all()] == [BROKEN]
    page.get_by_label("only differences").uncheck()
    assert rows.count() == len(every_law())


def test_the_names_of_the_deployments_stay_in_sight(open_page: Browsing, address: str) -> None:
    page = open_page(address, viewport={"width": 1280, "height": 700}).page
    page.locator("#redis\\.families\\.independent").scroll_into_view_if_needed()
    box = page.locator("thead th").nth(1).bounding_box()
    assert box is not None
    assert box["y"] == 0


def test_a_broken_cell_leads_to_what_was_seen_and_back(open_page: Browsing, address: str) -> None:
    page = open_page(address).page
    page.get_by_role("img", name="broken").nth(1).click()
    assert page.url.endswith(f"#{BROKEN}--2")
    assert page.locator(f'[id="{BROKEN}--2"] + dd').inner_text() == "seen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(open_page: Browsing, address: str, scheme: str) -> None:
    visit = open_page(address, color_scheme=scheme)
    found = Axe().run(visit.page)
    assert found.response["violations"] == []
    assert visit.complaints == []
    assert visit.fetched == [address]

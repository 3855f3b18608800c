"""A real browser for tests: a chromium without a window."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests import needs
from tests.chromium import chromium


class Visit:
    """A page that was opened, what the browser complained of since, and what it asked for.

    `complaints` are errors of scripts and what the console calls an error, such as a breach of the
    page's own policy; `fetched` are addresses.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.fetched: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("request", lambda request: self.fetched.append(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)


class Browsing:
    """Opens pages, each in a context (a fresh profile) of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def __call__(self, url: str, **context: Any) -> Visit:
        """Open that address; `context` is what playwright's `new_context` takes."""
        visit = Visit(self._browser.new_context(**context).new_page())
        visit.page.goto(url)
        return visit


@contextmanager
def browsing() -> Iterator[Browsing]:
    """Start the browser, and end it."""
    found = chromium()
    # The node that playwright brings asks for a library that bare systems lack.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", needs.node())
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, who is who containers run as.
        browser = playwright.chromium.launch(
            executable_path=found.program,
            chromium_sandbox=False,
            env={**os.environ, **found.environment},
        )
        yield Browsing(browser)
        browser.close()

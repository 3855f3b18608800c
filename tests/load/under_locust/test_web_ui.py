"""Locust's web UI over the engine, as people use it, in a real browser."""

import contextlib
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import Browsing
from tests.load.faulty_posts import Posts
from tests.load.under_locust.running import command
from tests.stand_in import Seen, stand_in

pytestmark = pytest.mark.once

PATIENCE_MS = 120_000
"""Locust asks its page's figures every two seconds, and a busy machine takes its time as well."""


def test_a_load_is_started_watched_stopped_and_its_report_downloaded(
    open_page: Browsing, tmp_path: Path
) -> None:
    with stand_in(Posts()) as server, web_ui(server.url) as address:
        visit = open_page(address, accept_downloads=True)
        page = visit.page
        _start(page, "CreateListDelete")
        page.get_by_role("tab", name="Statistics").click()
        expect(page.get_by_role("cell", name="create-list-delete").first).to_be_visible(
            timeout=PATIENCE_MS
        )
        _charts_move(page)
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text("Stopped", exact=False).first).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("tab", name="Download Data").click()
        report = _report(page, address)
    assert visit.complaints == []
    assert "create-list-delete" in report


class SlowToForget(Posts):
    """Loses posts, and takes its time to delete the others: what is found last is found late."""

    def __call__(self, seen: Seen) -> bytes:
        if seen.method == "DELETE":
            time.sleep(0.2)
        return super().__call__(seen)


@pytest.mark.parametrize("more", [(), ("--processes", "2")], ids=["alone", "with workers"])
def test_the_page_is_told_of_an_end_only_with_the_figures_that_come_last(
    more: tuple[str, ...],
) -> None:
    # Its last question is the first that is answered with another word than `running`.
    with (
        stand_in(SlowToForget(loses_each=5)) as server,
        web_ui(server.url, *more) as address,
        httpx.Client(base_url=address, timeout=60) as page,
        ThreadPoolExecutor() as threads,
    ):
        load = {"user_count": 4, "spawn_rate": 4, "scenario": "Writers"}
        assert page.post("swarm", data=load).json()["success"]
        _asked_until(page, lambda told: len(told["stats"]) > 1 and told["state"] == "running")
        stopping = threads.submit(page.post, "stop")
        told = _asked_until(page, lambda told: told["state"] not in {"spawning", "running"})
        assert stopping.result().json()["success"]
    assert told["state"] == "stopped"
    assert "history" in {one["name"] for one in told["errors"]}


def _asked_until(page: httpx.Client, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    for _ in range(600):
        told: dict[str, Any] = page.get("stats/requests").json()
        if holds(told):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


@contextmanager
def web_ui(host: str, *more: str) -> Iterator[str]:
    """Run Locust with its web UI; the address of that."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--host", host, "--web-host", "127.0.0.1", "--web-port", str(port), *more]
    locust = subprocess.Popen(command(*options), stderr=subprocess.PIPE, text=True)
    assert locust.stderr is not None
    try:
        said = ""
        while "Starting web interface" not in said:
            said = locust.stderr.readline()
            assert said, "Locust has ended"
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        locust.terminate()
        locust.communicate(timeout=60)


def _wait_for(port: int) -> None:
    """Locust says that it starts its web interface, and then starts it."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        time.sleep(0.1)
    raise AssertionError("the web interface did not start")


def _start(page: Page, scenario: str) -> None:
    page.locator('input[name="userCount"]').fill("4")
    page.locator('input[name="spawnRate"]').fill("4")
    page.get_by_text("Custom parameters").click()
    page.locator('select[name="scenario"]').select_option(scenario)
    page.get_by_role("button", name="Start").click()


def _charts_move(page: Page) -> None:
    """The rate in the head of the page, from which the charts are drawn, is that of a load."""
    page.get_by_role("tab", name="Charts").click()
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[1-9][0-9.]*$")).first).to_be_visible(timeout=PATIENCE_MS)


def _report(page: Page, address: str) -> str:
    link = page.get_by_role("link", name="Download Report").get_attribute("href") or ""
    return page.request.get(address + link.removeprefix("./")).text()

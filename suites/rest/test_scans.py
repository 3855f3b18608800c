"""Scans: page after page, by a cursor that is a string."""

from collections.abc import Callable, Sequence

import pytest

from edgeproof.clients import RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Untested, law

STAYING = [f"staying {number}" for number in range(600)]
LEAVING = [f"leaving {number}" for number in range(100)]
"""Too many for any host to keep them in an encoding without pages."""

MOST_PAGES = 300
"""More than a scan of all these can take; a cursor that still goes on never returns to "0"."""


async def scan_page_by_page(
    redis: RedisRestClient,
    expect: Expectations,
    scan: Callable[[str], Sequence[str]],
    meanwhile: Callable[[int], Sequence[str]] | None = None,
) -> list[object]:
    """The items of all pages.

    `scan` gives the command for a cursor, `meanwhile` gives what is done after the page with that
    number.
    """
    items: list[object] = []
    cursor, pages = "0", 0
    while pages == 0 or cursor != "0":
        expect.that("the scan", pages < MOST_PAGES, received=cursor, expected='"0" in the end')
        reply = await redis(*scan(cursor))
        is_page = isinstance(reply, list) and [type(part) for part in reply] == [str, list]
        expect.that("the page", is_page, received=reply, expected='["cursor", […]]')
        cursor = reply[0]  # type: ignore[index]  # a pair, as expected
        items += reply[1]  # type: ignore[index]  # a pair, as expected
        pages += 1
        if meanwhile is not None:
            await redis(*meanwhile(pages))
    return items


def as_members(names: list[str]) -> list[str]:
    """The arguments of SADD."""
    return names


def as_fields(names: list[str]) -> list[str]:
    """The arguments of HSET."""
    return [word for name in names for word in (name, "value")]


def as_scored(names: list[str]) -> list[str]:
    """The arguments of ZADD."""
    return [word for name in names for word in ("1", name)]


@law("rest.reply.scan")
@pytest.mark.parametrize(
    ("add", "arguments", "scan"),
    [("SADD", as_members, "SSCAN"), ("HSET", as_fields, "HSCAN"), ("ZADD", as_scored, "ZSCAN")],
    ids=["SSCAN", "HSCAN", "ZSCAN"],
)
async def test_a_scan_of_a_key_shows_all_its_members(
    redis: RedisRestClient,
    expect: Expectations,
    add: str,
    arguments: Callable[[list[str]], list[str]],
    scan: str,
) -> None:
    key = redis.fresh_key()
    await redis(add, key, *arguments(STAYING))
    items = await scan_page_by_page(redis, expect, lambda at: (scan, key, at, "COUNT", "100"))
    shown = items if scan == "SSCAN" else items[::2]
    expect.equal("members not shown", [name for name in STAYING if name not in shown], [])


@law("rest.reply.scan")
async def test_a_scan_shows_what_stays_while_other_members_come_and_go(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis("SADD", key, *STAYING, *LEAVING)
    shown = await scan_page_by_page(
        redis,
        expect,
        scan=lambda at: ("SSCAN", key, at, "COUNT", "60"),
        meanwhile=lambda page: ("SREM", key, LEAVING[page % len(LEAVING)]),
    )
    expect.equal("members not shown", [name for name in STAYING if name not in shown], [])


@law("rest.reply.scan")
async def test_a_scan_of_the_database_shows_all_keys_that_match(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    if not run.deployment.is_own:
        raise Untested("a scan of somebody's database may take for ever")
    keys = redis.fresh_keys(300)
    await redis("MSET", *[word for key in keys for word in (key, "value")])
    pattern = f"{run.key_prefix}:*"
    shown = await scan_page_by_page(
        redis, expect, lambda at: ("SCAN", at, "MATCH", pattern, "COUNT", "100")
    )
    expect.equal("keys not shown", [key for key in keys if key not in shown], [])

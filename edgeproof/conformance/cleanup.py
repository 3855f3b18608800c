"""Cleanup: a run removes each post and key that it made, even after a failure or Ctrl-C."""

from functools import partial

import anyio
import httpx
import msgspec

from edgeproof.clients import at_once, open_http_client
from edgeproof.conformance.run import Run

KEYS_A_COMMAND = 200
_CLIENTS = 8
GONE_ALREADY = {httpx.codes.NOT_FOUND, httpx.codes.GONE}


async def remove_posts(http: httpx.AsyncClient, run: Run) -> None:
    """DELETE every post of the ledger, a few at once; posts whose DELETE fails stay in it."""
    post_ids = run.posts.outstanding

    async def remove_some(first: int) -> None:
        for post_id in post_ids[first::_CLIENTS]:
            await _remove_post(http, run, post_id)

    await at_once([partial(remove_some, first) for first in range(_CLIENTS)])


async def _remove_post(http: httpx.AsyncClient, run: Run, post_id: str) -> None:
    try:
        answer = await http.delete(f"{run.deployment.posts_url}/{post_id}")
    except httpx.HTTPError:
        return
    if answer.is_success or answer.status_code in GONE_ALREADY:
        run.posts.removed(post_id)


async def remove_keys(http: httpx.AsyncClient, run: Run) -> None:
    """DEL every key of the ledger, many per command; keys whose DEL fails stay in it."""
    deployment = run.deployment
    if deployment.redis_url is None or deployment.token is None:
        return
    keys = run.keys.outstanding
    for start in range(0, len(keys), KEYS_A_COMMAND):
        batch = keys[start : start + KEYS_A_COMMAND]
        try:
            answer = await http.post(
                deployment.redis_url,
                content=msgspec.json.encode(["DEL", *batch]),
                headers={"Authorization": f"Bearer {deployment.token.reveal()}"},
            )
        except httpx.HTTPError:
            continue
        if answer.is_success:
            for key in batch:
                run.keys.removed(key)


def remove_everything_now(run: Run) -> None:
    """Remove what the laws have left, with an event loop and connections of its own.

    An interruption may have left the session's event loop in the middle of something.
    """
    if run.posts.outstanding or run.keys.outstanding:
        anyio.run(_remove_everything, run)


async def _remove_everything(run: Run) -> None:
    async with open_http_client(uses_proxies=not run.deployment.is_own) as http:
        await remove_posts(http, run)
        await remove_keys(http, run)

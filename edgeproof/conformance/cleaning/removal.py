"""Cleanup: a run removes each post and key that it made, even after a failure or Ctrl-C.

It uses a form that the deployment was seen to understand, and looks afterwards whether they are
gone.
"""

from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

import anyio
import httpx

from edgeproof.clients import (
    Form,
    HttpClient,
    NoAnswer,
    RedisRestClient,
    a_few_at_once,
    attempt,
    digest_of_text,
)
from edgeproof.conformance.run import Run
from edgeproof.conformance.survival import posts_client, redis_client
from edgeproof.laws import Case

_GONE_ALREADY: Final = frozenset({httpx.codes.NOT_FOUND, httpx.codes.GONE})
_KEYS_AT_ONCE: Final = {Form.PATH: 20, Form.PATH_BODY: 1}
"""Keys per command where they stand in a URL; elsewhere `_MOST_KEYS`."""
_MOST_KEYS: Final = 200
_PATIENCE_S: Final = 5.0
_ATTEMPTS: Final = 3
_PAUSE_S: Final = 1.0
_LOOK_S: Final = 60.0
_MOST_PAGES: Final = 10_000
"""Of SCAN: enough for ten million keys."""


async def remove_posts(http: HttpClient, run: Run) -> None:
    """DELETE every post of the ledger, a few at once; posts whose DELETE fails stay in it."""
    if run.deployment.posts_url is None or not run.posts.outstanding or run.has_ended:
        return
    posts = posts_client(run, http, Case())
    is_silent = False

    async def remove(post_id: str) -> None:
        nonlocal is_silent
        if is_silent:
            return
        answer = await attempt(posts.delete(post_id), patience_s=_PATIENCE_S)
        if isinstance(answer, NoAnswer):
            is_silent = True
        elif answer.is_success or answer.status in _GONE_ALREADY:
            run.posts.removed(post_id)

    await a_few_at_once(remove, run.posts.outstanding)


async def remove_keys(http: HttpClient, run: Run) -> None:
    """DEL every key of the ledger, many per command; keys whose DEL fails stay in it."""
    if run.deployment.redis_url is None or run.deployment.token is None or run.has_ended:
        return
    await _remove_keys(redis_client(run, http, Case()), run, run.keys.outstanding)


async def remove_many_keys(http: HttpClient, run: Run) -> None:
    """DEL every key of the ledger, once there are as many as one command takes."""
    if len(run.keys.outstanding) >= _MOST_KEYS:
        await remove_keys(http, run)


async def _remove_keys(redis: RedisRestClient, run: Run, keys: Sequence[str]) -> None:
    form = run.redis_form or Form.BODY
    for batch in _batches(keys, _KEYS_AT_ONCE.get(form, _MOST_KEYS)):
        answer = await attempt(redis.send(("DEL", *batch), form), patience_s=_PATIENCE_S)
        if isinstance(answer, NoAnswer):
            return
        if answer.is_success:
            for key in batch:
                run.keys.removed(key)


def _batches(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


async def _look_for_posts(http: HttpClient, run: Run) -> None:
    """See which of the run's posts are listed; those without a name are known by their texts."""
    if run.deployment.posts_url is None or not (run.posts.made_count or run.posts.nameless):
        return
    posts = posts_client(run, http, Case())
    pairs = await attempt(posts.pairs(), patience_s=_LOOK_S)
    if isinstance(pairs, NoAnswer):
        return
    before, made, nameless = set(run.listed), set(run.posts.all_made), run.posts.nameless
    for post_id, text in pairs:
        if post_id in made or (post_id not in before and digest_of_text(text.encode()) in nameless):
            run.posts.found(post_id)
    run.has_seen_posts = True


async def _look_for_keys(http: HttpClient, run: Run) -> None:
    """See which of the run's keys are there: by SCAN, or else by EXISTS of each."""
    deployment = run.deployment
    if deployment.redis_url is None or deployment.token is None or not run.keys.made_count:
        return
    redis = redis_client(run, http, Case())
    if isinstance(
        await attempt(_result_of(redis, run, ("PING",)), patience_s=_PATIENCE_S), NoAnswer
    ):
        return
    keys = await attempt(_scanned(redis, run), patience_s=_LOOK_S)
    if keys is None:
        keys = await attempt(_existing(redis, run), patience_s=_LOOK_S)
    if isinstance(keys, NoAnswer) or keys is None:
        return
    for key in keys:
        run.keys.found(key)
    run.has_seen_keys = True


async def _scanned(redis: RedisRestClient, run: Run) -> list[str] | None:
    """All keys with the run's name in them, however they are spelled; None without a right SCAN."""
    cursor, found = "0", []
    for _ in range(_MOST_PAGES):
        command = ("SCAN", cursor, "MATCH", f"*{run.run_id}*", "COUNT", "1000")
        match await _result_of(redis, run, command):
            case [str() | int() as following, list() as page]:
                found += [_name(item) for item in page if run.run_id in _name(item)]
                cursor = _name(str(following))
                if cursor == "0":
                    return found
            case _:
                return None
    return None


async def _existing(redis: RedisRestClient, run: Run) -> list[str] | None:
    """The keys of the ledger that exist; None if EXISTS says nothing that can be understood."""
    form = run.redis_form or Form.BODY
    found: list[str] = []
    for batch in _batches(run.keys.all_made, _KEYS_AT_ONCE.get(form, _MOST_KEYS)):
        count = await _result_of(redis, run, ("EXISTS", *batch))
        if not isinstance(count, int):
            return None
        if count:
            for key in batch:
                found += [key] if await _result_of(redis, run, ("EXISTS", key)) else []
    return found


async def _result_of(redis: RedisRestClient, run: Run, command: Sequence[str]) -> object:
    """The `result` of an answer, or of the only item of a batch; None if there is none."""
    response = await redis.send(command, run.redis_form or Form.BODY)
    match response.json():
        case {"result": result} | [{"result": result}]:
            return result
    return None


def _name(item: object) -> str:
    """The name in an answer; some endpoints answer in base64 whatever they are asked."""
    text = str(item)
    with suppress(ValueError):
        decoded = b64decode(text, validate=True).decode()
        return decoded if "edgeproof" in decoded or decoded.isdecimal() else text
    return text


def remove_everything_now(run: Run) -> None:
    """Remove what the laws have left, with an event loop and connections of its own, and look.

    An interruption may have left the session's event loop in the middle of something.
    """
    if run.perch.startswith(f"{run.key_prefix}:"):  # not that of another process
        run.keys.made(run.perch)
    try:
        is_needed = run.posts.made_count or run.posts.nameless or run.keys.made_count
        if is_needed and not run.is_clean:
            anyio.run(_remove_everything, run)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_words_of_an_end(run)) from None
    finally:
        run.close_journal()


def _words_of_an_end(run: Run) -> str:
    if run.journal is None:
        return ""
    return "interrupted while it cleaned up: edgeproof clean removes what is left"


async def _remove_everything(run: Run) -> None:
    ended, run.has_ended = run.has_ended, ""
    try:
        async with HttpClient(uses_proxies=not run.deployment.is_own) as http:
            for pause_s in [*[_PAUSE_S] * (_ATTEMPTS - 1), 0.0]:
                await remove_posts(http, run)
                await remove_keys(http, run)
                await _look_for_posts(http, run)
                await _look_for_keys(http, run)
                if ended or not (run.posts.outstanding or run.keys.outstanding):
                    break
                await anyio.sleep(pause_s)
        run.is_clean = True
    finally:
        run.has_ended = ended

"""Service: whatever one client sends, the others are served as before."""

from collections.abc import Callable

import pytest

from edgeproof.clients import (
    Canary,
    DisconnectMoment,
    Endpoint,
    Form,
    RedisRestClient,
    attempt,
)
from edgeproof.conformance.run import Run
from edgeproof.conformance.survival import REDIS_SERVICE, expect_service
from edgeproof.laws import Expectations, Risk, law, risky

BRIEFLY_S = 3.0
"""How long to wait for an answer that may never come; a command that waits does so for a second."""

COMMANDS = (
    (Risk.BLOCKING, ("BLPOP", "{key}", "1")),
    (Risk.CONNECTION, ("CLIENT", "SETNAME", "edgeproof")),
    (Risk.CONNECTION, ("WATCH", "{key}")),
    (Risk.CONNECTION, ("MULTI",)),
    (Risk.CONNECTION, ("SELECT", "1")),
    (Risk.CONNECTION, ("AUTH", "not-the-password")),
    (Risk.CONNECTION, ("HELLO", "3")),
    (Risk.CONNECTION, ("RESET",)),
    (Risk.CONNECTION, ("QUIT",)),
    (Risk.STREAM, ("SUBSCRIBE", "{key}")),
    (Risk.STREAM, ("PSUBSCRIBE", "{key}")),
    (Risk.STREAM, ("MONITOR",)),
)
"""Commands by themselves, in the order in which they are sent."""

BODIES = (
    (Risk.LARGE, "a value of 2 MiB", b'["SET","{key}","' + b"x" * (2 << 20) + b'"]'),
    (Risk.NESTED, "a command nested 10,000 deep", b"[" * 10_000 + b"]" * 10_000),
    (Risk.NESTED, "an object nested 5,000 deep", b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
)


@law("rest.service.survives")
async def test_ordinary_requests_end_no_service(
    redis: RedisRestClient, run: Run, expect: Expectations, canaries: Callable[[str], Canary | None]
) -> None:
    await redis.reply("PING")
    await expect_service(run, expect, canaries(REDIS_SERVICE))


@law("rest.service.survives")
@pytest.mark.parametrize(
    "body", [pytest.param(body, id=name, marks=risky(risk)) for risk, name, body in BODIES]
)
async def test_a_body_ends_no_service(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    canaries: Callable[[str], Canary | None],
    body: bytes,
) -> None:
    sent = body.replace(b"{key}", redis.fresh_key().encode())
    await attempt(redis.request("POST", "/", body=sent), patience_s=BRIEFLY_S)
    await expect_service(run, expect, canaries(REDIS_SERVICE))


@law("rest.service.survives")
@risky(Risk.ABANDONED)
@pytest.mark.parametrize("moment", DisconnectMoment)
async def test_a_client_that_goes_away_ends_no_service(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    canaries: Callable[[str], Canary | None],
    moment: DisconnectMoment,
) -> None:
    command = ("SET", redis.fresh_key(), "a value")
    await attempt(redis.abandon(command, Form.BODY, moment), patience_s=BRIEFLY_S)
    await expect_service(run, expect, canaries(REDIS_SERVICE))


@law("rest.service.survives")
@pytest.mark.parametrize(
    "command",
    [pytest.param(command, id=command[0], marks=risky(risk)) for risk, command in COMMANDS],
)
async def test_a_command_ends_no_service(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    canaries: Callable[[str], Canary | None],
    command: tuple[str, ...],
) -> None:
    key = redis.fresh_key()
    words = [word.replace("{key}", key) for word in command]
    await attempt(redis.send(words), patience_s=BRIEFLY_S)
    await expect_service(run, expect, canaries(REDIS_SERVICE))


@law("rest.service.survives")
@risky(Risk.STREAM)
@pytest.mark.parametrize("endpoint", [Endpoint.SUBSCRIBE, Endpoint.PSUBSCRIBE, Endpoint.MONITOR])
async def test_a_stream_of_events_ends_no_service(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    canaries: Callable[[str], Canary | None],
    endpoint: Endpoint,
) -> None:
    await attempt(redis.try_endpoint(endpoint, redis.fresh_key()), patience_s=BRIEFLY_S)
    await expect_service(run, expect, canaries(REDIS_SERVICE))

"""Isolation: no other client, and no later request, notices what one client does."""

from functools import partial
from hashlib import sha1

import pytest

from edgeproof.clients import (
    Bystanders,
    DisconnectMoment,
    Form,
    RedisRestClient,
    at_once,
    pending,
    try_in_forms,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, law, needs, risky
from edgeproof.strategies import BLOCKING, MISUSES, blocking_command

EVERY_FORM = pytest.mark.parametrize("form", Form)
FEW = 8
"""Bystanders who should notice anything that delays everybody."""


def forms_of_any_command(run: Run) -> list[Form]:
    """The forms that the deployment has, including for commands of a single word."""
    return [form for form in run.forms() if form is not Form.PATH_BODY]


@law("rest.isolation.no-state")
@risky(Risk.STREAM)
@pytest.mark.parametrize("name", MISUSES)
async def test_what_a_request_does_to_its_connection_no_later_one_notices(
    redis: RedisRestClient, run: Run, expect: Expectations, name: str
) -> None:
    misuse = MISUSES[name]
    bystanders = await Bystanders.gathered(redis)
    await try_in_forms(redis, misuse.commands, forms_of_any_command(run))
    noticed = await bystanders.notice(remedy=misuse.remedy)
    expect.equal("what later requests noticed", noticed, [])


@law("rest.isolation.no-state")
@risky(Risk.CONNECTION)
async def test_what_a_request_watches_fails_no_later_transaction(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("multi-exec")
    key = redis.fresh_key()
    bystanders = await Bystanders.gathered(redis)
    await try_in_forms(redis, [("WATCH", key)], forms_of_any_command(run))
    await redis("SET", key, "changed")
    noticed = await bystanders.notice(Form.TRANSACTION, remedy=("UNWATCH",))
    expect.equal("what later transactions noticed", noticed, [])


@law("rest.isolation.blocking")
@risky(Risk.BLOCKING)
@pytest.mark.parametrize("name", BLOCKING)
async def test_a_command_that_waits_delays_nobody(
    redis: RedisRestClient, expect: Expectations, name: str
) -> None:
    before, command = blocking_command(name, redis.fresh_keys(2))
    await redis.sequence(*before)
    bystanders = await Bystanders.gathered(redis, FEW)
    async with pending([partial(redis.send, command)]):
        noticed = await bystanders.notice()
    expect.equal("what others noticed meanwhile", noticed, [])


@law("rest.isolation.blocking")
@risky(Risk.BLOCKING)
@pytest.mark.parametrize("form", [Form.PIPELINE, Form.TRANSACTION])
async def test_a_batch_that_waits_delays_nobody(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    _, command = blocking_command("BLPOP", redis.fresh_keys(2))
    bystanders = await Bystanders.gathered(redis, FEW)
    async with pending([partial(redis.send, command, form)]):
        noticed = await bystanders.notice()
    expect.equal("what others noticed meanwhile", noticed, [])


@law("rest.isolation.blocking")
@risky(Risk.BLOCKING)
async def test_many_commands_that_wait_delay_nobody(
    redis: RedisRestClient, expect: Expectations
) -> None:
    _, command = blocking_command("BLPOP", redis.fresh_keys(2))
    bystanders = await Bystanders.gathered(redis, FEW)
    async with pending([partial(redis.send, command)] * 40):
        noticed = await bystanders.notice()
    expect.equal("what others noticed meanwhile", noticed, [])


@law("rest.isolation.disconnect")
@risky(Risk.ABANDONED)
@pytest.mark.parametrize("form", [Form.BODY, Form.PATH_BODY, Form.PIPELINE, Form.TRANSACTION])
async def test_what_was_half_sent_is_not_executed_and_harms_nobody(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    bystanders = await Bystanders.gathered(redis, FEW)
    await redis("SET", key, "before")
    await redis.abandon(("SET", key, "afterwards"), form, DisconnectMoment.SENDING)
    expect.equal("what later requests noticed", await bystanders.notice(), [])
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.isolation.disconnect")
@needs("body")
@risky(Risk.ABANDONED)
async def test_an_answer_that_nobody_waited_for_is_given_to_nobody_else(
    redis: RedisRestClient, expect: Expectations
) -> None:
    bystanders = await Bystanders.gathered(redis)
    abandon = partial(redis.abandon, ("ECHO", "abandoned"), Form.BODY, DisconnectMoment.WAITING)
    await at_once([abandon] * 10)
    expect.equal("what later requests noticed", await bystanders.notice(), [])


@law("rest.isolation.disconnect")
@needs("body")
@risky(Risk.ABANDONED)
async def test_an_answer_that_was_half_read_harms_nobody(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    expect.equal("the reply to SET", await redis("SET", key, "large" * 60_000), "OK")
    bystanders = await Bystanders.gathered(redis)
    abandon = partial(redis.abandon, ("GET", key), Form.BODY, DisconnectMoment.READING)
    await at_once([abandon] * 10)
    expect.equal("what later requests noticed", await bystanders.notice(), [])


def locking_script(key: str) -> str:
    """A script that the database has never seen, and that needs nothing but the flag."""
    return f"#!lua flags=allow-key-locking\nreturn {{KEYS[1], ARGV[1], '{key}'}}"


@law("rest.isolation.lua-flags")
@needs("scripts")
@EVERY_FORM
async def test_a_script_that_locks_its_keys_runs(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    reply = await redis("EVAL", locking_script(key), "1", key, "argument", form=form)
    expect.equal("the reply", reply, [key, "argument", key])


@law("rest.isolation.lua-flags")
@needs("scripts")
@EVERY_FORM
async def test_a_script_that_locks_its_keys_runs_by_its_digest_once_it_was_loaded(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    key = redis.fresh_key()
    script = locking_script(key)
    digest = sha1(script.encode(), usedforsecurity=False).hexdigest()
    loaded = await redis("SCRIPT", "LOAD", script, form=form)
    expect.equal("the digest that SCRIPT LOAD answers", loaded, digest)
    reply = await redis("EVALSHA", digest, "1", key, "argument", form=form)
    expect.equal("the reply by digest", reply, [key, "argument", key])


@law("rest.isolation.lua-flags")
@needs("scripts")
async def test_a_script_that_locks_its_keys_runs_by_its_digest_once_it_has_run(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    script = locking_script(key)
    digest = sha1(script.encode(), usedforsecurity=False).hexdigest()
    first = await redis.reply("EVALSHA", digest, "1", key, "argument")
    expect.equal("the code word before", first.code, "NOSCRIPT")
    await redis("EVAL", script, "1", key, "argument")
    reply = await redis("EVALSHA", digest, "1", key, "argument")
    expect.equal("the reply by digest", reply, [key, "argument", key])

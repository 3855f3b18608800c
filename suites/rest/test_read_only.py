"""The read-only token: it reads in every form, and writes in none."""

from collections.abc import Callable

import pytest

from edgeproof.clients import Endpoint, Form, RedisRestClient, parse_reply, replies_to_each
from edgeproof.conformance.keyrings import fresh_keyring
from edgeproof.conformance.run import Run
from edgeproof.conformance.write_attempts import change_by, share_of
from edgeproof.laws import Expectations, Risk, Untested, law, risky
from edgeproof.strategies.keyring import READS, NamedTemplate

EVERY_FORM = pytest.mark.parametrize("form", Form)
BLOCKING_IF_ALLOWED = risky(Risk.BLOCKING, is_needed=False)
"""Some writes wait for what they take, if only for a tenth of a second."""

WRITES = [
    ["SET", "{key}", "value"],
    ["INCR", "{key}"],
    ["DEL", "{key}"],
    ["EXPIRE", "{key}", "100"],
    ["LPUSH", "{key}", "value"],
    ["SADD", "{key}", "value"],
    ["HSET", "{key}", "field", "value"],
    ["ZADD", "{key}", "1", "value"],
]

NO_PERMISSION = {Form.TRANSACTION: ["NOPERM", "EXECABORT"]}
"""The code words of a refusal, where `NOPERM` is not the only one: Redis has its own for what it
discards because it has refused a part."""


def on_key(command: list[str], key: str) -> list[str]:
    """The command with the name of its key."""
    return [word.replace("{key}", key) for word in command]


def name_of(part: object) -> str | None:
    """The name of a command, to identify a test."""
    return part[0] if isinstance(part, list) else None


@law("rest.read-only.reads")
@EVERY_FORM
async def test_it_reads_what_the_full_token_reads(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    reads = (await fresh_keyring(redis, READS)).commands(READS)
    truths = await redis.sequence(*reads)
    known = {
        tuple(read): truth for read, truth in zip(reads, truths, strict=True) if not truth.code
    }
    replies = await replies_to_each(reader, list(known), form)
    read = {command: reply.value for command, reply in zip(known, replies, strict=True)}
    truth = {command: reply.result for command, reply in known.items()}
    expect.equal("what the read-only token reads", read, truth)


@law("rest.read-only.reads")
@EVERY_FORM
async def test_it_reads_in_base64(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    run.need("base64")
    key = redis.fresh_key()
    await redis("SET", key, "text")
    answer = await reader.send(("GET", key), form, headers=[("Upstash-Encoding", "base64")])
    is_batch = form in {Form.PIPELINE, Form.TRANSACTION}
    envelope = {"result": "dGV4dA=="}
    expect.equal("the answer in base64", answer.json(), [envelope] if is_batch else envelope)


@law("rest.read-only.no-writes")
@BLOCKING_IF_ALLOWED
@EVERY_FORM
async def test_no_write_has_an_effect(
    redis: RedisRestClient,
    reader: RedisRestClient,
    write_attempts: list[NamedTemplate],
    run: Run,
    expect: Expectations,
    form: Form,
) -> None:
    run.need(form)
    attempts = share_of(write_attempts, form, run.profile)
    change = await change_by(reader, redis, attempts, form)
    expect.equal("what the read-only token changed", change, None)


@law("rest.read-only.no-writes")
@BLOCKING_IF_ALLOWED
@pytest.mark.parametrize("spelled", [str.lower, str.title], ids=["lower", "title"])
@pytest.mark.parametrize("form", [Form.PIPELINE, Form.PATH])
async def test_no_write_has_an_effect_in_another_case(
    redis: RedisRestClient,
    reader: RedisRestClient,
    write_attempts: list[NamedTemplate],
    run: Run,
    expect: Expectations,
    form: Form,
    spelled: Callable[[str], str],
) -> None:
    run.need(form)
    attempts = share_of(write_attempts, form, run.profile)
    respelled = [(spelled(name), *words) for name, *words in attempts]
    change = await change_by(reader, redis, respelled, form)
    expect.equal("what the read-only token changed", change, None)


@law("rest.read-only.no-writes")
async def test_no_write_has_an_effect_with_the_token_in_the_query(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("token-query")
    key = redis.fresh_key()
    await reader.send_with_query_token(("SET", key, "value"))
    expect.equal("the keys that it made", await redis("EXISTS", key), 0)


@law("rest.read-only.scan-keys")
@EVERY_FORM
@pytest.mark.parametrize(
    "command", [["SCAN", "0", "MATCH", "{key}"], ["scan", "0"], ["KEYS", "{key}"]], ids=name_of
)
async def test_reads_of_the_whole_database_are_refused(
    redis: RedisRestClient,
    reader: RedisRestClient,
    run: Run,
    expect: Expectations,
    form: Form,
    command: list[str],
) -> None:
    run.need(form)
    reply = await reader.reply(*on_key(command, redis.fresh_key()), form=form)
    is_refused = reply.error is not None
    expect.that(f"the reply to {command[0]}", is_refused, received=reply, expected="an error")


@law("rest.read-only.noperm")
@EVERY_FORM
@pytest.mark.parametrize("command", WRITES, ids=name_of)
async def test_a_refusal_says_noperm(
    redis: RedisRestClient,
    reader: RedisRestClient,
    run: Run,
    expect: Expectations,
    form: Form,
    command: list[str],
) -> None:
    run.need(form)
    key = redis.fresh_key()
    reply = await reader.reply(*on_key(command, key), form=form)
    allowed = NO_PERMISSION.get(form, ["NOPERM"])
    expect.one_of(f"the code word of the reply to {command[0]}", reply.code, allowed)
    expect.equal("whether there is such a key", await redis("EXISTS", key), 0)


@law("rest.read-only.noperm")
async def test_in_a_pipeline_a_refusal_is_the_error_of_its_item(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need(Form.PIPELINE)
    key = redis.fresh_key()
    await redis("SET", key, "before")
    replies = await reader.pipeline(("GET", key), ("SET", key, "after"), ("GET", key))
    seen = [reply.code or reply.result for reply in replies]
    expect.equal("the replies, errors by their code words", seen, ["before", "NOPERM", "before"])


@law("rest.read-only.noperm")
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "between", "last"])
async def test_a_transaction_with_one_forbidden_command_is_refused_whole(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations, place: int
) -> None:
    run.need(Form.TRANSACTION)
    key = redis.fresh_key()
    await redis("SET", key, "before")
    commands = [["GET", key], ["STRLEN", key]]
    commands.insert(place, ["SET", key, "after"])
    response = await reader.send_batch(Form.TRANSACTION, commands)
    expect.that("the status", not response.is_success, received=response.status, expected="4xx")
    code = parse_reply(response.status, response.json()).code
    expect.one_of("the code word", code, NO_PERMISSION[Form.TRANSACTION])
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.read-only.admin")
@risky(Risk.STREAM)
async def test_the_stream_of_everybodys_commands_is_refused(
    redis: RedisRestClient, reader: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("monitor")
    response = await reader.try_endpoint(Endpoint.MONITOR, redis.fresh_key())
    expect.that("the status", not response.is_success, received=response.status, expected="4xx")


@law("rest.read-only.admin")
@pytest.mark.parametrize("form", [Form.BODY, Form.PATH, Form.PIPELINE])
@pytest.mark.parametrize(
    "command",
    # Redis's default: a server that obeys keeps its setting, if nobody has changed it.
    [
        ["ACL", "LIST"],
        pytest.param(["MONITOR"], marks=risky(Risk.STREAM)),
        ["CONFIG", "SET", "maxmemory-samples", "5"],
        ["FLUSHALL"],
    ],
    ids=name_of,
)
async def test_administration_is_refused(
    reader: RedisRestClient, run: Run, expect: Expectations, form: Form, command: list[str]
) -> None:
    run.need(form)
    if command[0] == "FLUSHALL" and not run.deployment.is_own:
        raise Untested("FLUSHALL would take everybody's keys where it is not refused")
    if command[0] != "ACL" and not run.may_probe_isolation:
        raise Untested(f"{command[0]} harms others where it is not refused (--probe-isolation)")
    reply = await reader.reply(*command, form=form)
    is_refused = reply.error is not None
    expect.that(f"the reply to {command[0]}", is_refused, received=reply, expected="an error")

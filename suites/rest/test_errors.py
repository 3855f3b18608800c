"""Errors: 400 and Redis's own code word for a failure, and nothing worse for any input."""

from hashlib import sha1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import Form, RedisRestClient, Response, parse_reply, path_segment
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, law, needs, risky
from edgeproof.strategies import (
    AWKWARD_BODIES,
    DEEP_BODIES,
    FAILING_SCRIPTS,
    MALFORMED_URLS,
    Template,
    commands_of,
    strange_bodies,
    strange_commands,
    strange_headers,
    strange_paths,
    strange_queries,
)
from edgeproof.strategies.texts import NOT_UTF8

SINGLE_FORMS = pytest.mark.parametrize("form", [Form.BODY, Form.PATH, Form.PATH_BODY])

METHODS = st.sampled_from(["GET", "POST", "PUT"])
ENDPOINTS = ["", "/pipeline", "/multi-exec"]


@law("rest.error.status")
@SINGLE_FORMS
@pytest.mark.parametrize(
    ("before", "command", "code"),
    [
        (["RPUSH", "element"], ["GET"], "WRONGTYPE"),
        (["SET", "text"], ["LPUSH", "element"], "WRONGTYPE"),
        (["SET", "text"], ["INCRBY", "1"], "ERR"),
        (["SET", "text"], ["SET", "another", "EX", "0"], "ERR"),
        (["SET", "text"], ["SET", "another", "NOOPTION"], "ERR"),
        (["SET", "text"], ["NOSUCHCOMMAND", "x"], "ERR"),
        (["SET", "text"], ["HSET", "field without a value"], "ERR"),
        (["XGROUP CREATE", "g", "$", "MKSTREAM"], ["XGROUP CREATE", "g", "$"], "BUSYGROUP"),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else part,
)
async def test_a_command_that_fails_is_400_with_the_code_word_of_redis(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    *,
    form: Form,
    before: list[str],
    command: list[str],
    code: str,
) -> None:
    run.need(form)
    key = redis.fresh_key()
    await redis(*with_key(before, key))
    response = await redis.send(with_key(command, key), form)
    expect.equal("the status", response.status, 400)
    expect.equal("the code word", parse_reply(response.status, response.json()).code, code)


def with_key(command: list[str], key: str) -> list[str]:
    """The command with its key, which follows the name (of one word or two)."""
    name, *rest = command
    return [*name.split(), key, *rest]


@law("rest.error.status")
@needs("scripts")
@given(code=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=20))
async def test_any_code_word_arrives(
    redis: RedisRestClient, expect: Expectations, code: str
) -> None:
    script = f"return redis.error_reply('{code} and what it means')"
    response = await redis.send(("EVAL", script, "0"))
    expect.equal("the status", response.status, 400)
    expect.equal("the code word", parse_reply(response.status, response.json()).code, code)


def expect_no_server_error(expect: Expectations, response: Response) -> None:
    """Whatever was sent, the answer is JSON and not a failure of the server."""
    expect_no_server_status(expect, response.status)
    response.json()


def expect_no_server_status(expect: Expectations, status: int) -> None:
    """The status is below 500, or the 501 that says of a whole part that it is not there."""
    holds = status < 500 or status == 501
    expect.that("the status", holds, received=status, expected="2xx, 4xx or 501")


@law("rest.error.never-5xx")
@given(template=strange_commands())
async def test_no_command_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, template: Template
) -> None:
    [command] = commands_of((template,), [redis.fresh_key()])
    expect_no_server_error(expect, await redis.send(command))


@law("rest.error.never-5xx")
@pytest.mark.parametrize("script", FAILING_SCRIPTS)
async def test_no_script_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, script: str
) -> None:
    expect_no_server_error(expect, await redis.send(("EVAL", script, "0")))


@law("rest.error.never-5xx")
@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "body",
    [
        *(pytest.param(body, id=repr(body[:20])) for body in AWKWARD_BODIES),
        *(
            pytest.param(body, id=f"deep {body[:5]!r} {len(body)}", marks=risky(Risk.NESTED))
            for body in DEEP_BODIES
        ),
    ],
)
async def test_no_body_that_parsers_stumble_over_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, body: bytes, endpoint: str
) -> None:
    response = await redis.request("POST", endpoint, body=body)
    expect_no_server_error(expect, response)


@law("rest.error.never-5xx")
@pytest.mark.parametrize("data", NOT_UTF8)
async def test_no_byte_in_a_path_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, data: bytes
) -> None:
    response = await redis.request("GET", f"/nosuchcommand/{path_segment(data)}")
    expect_no_server_error(expect, response)


@law("rest.error.never-5xx")
@given(body=strange_bodies(), endpoint=st.sampled_from(ENDPOINTS))
async def test_no_body_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, body: bytes, endpoint: str
) -> None:
    response = await redis.request("POST", endpoint, body=body)
    expect_no_server_error(expect, response)


@law("rest.error.never-5xx")
@given(
    method=METHODS, path=strange_paths(), query=strange_queries(), body=st.none() | strange_bodies()
)
async def test_no_url_is_a_server_error(
    redis: RedisRestClient,
    expect: Expectations,
    *,
    method: str,
    path: str,
    query: str,
    body: bytes | None,
) -> None:
    response = await redis.request(method, path + query, body=body)
    expect_no_server_error(expect, response)


@law("rest.error.never-5xx")
@given(headers=strange_headers(), body=st.sampled_from([b'["PING"]', b"{}", b""]))
async def test_no_header_is_a_server_error(
    redis: RedisRestClient, expect: Expectations, headers: list[tuple[str, str]], body: bytes
) -> None:
    response = await redis.request("POST", headers=headers, body=body)
    expect_no_server_error(expect, response)


@law("rest.error.never-5xx")
@pytest.mark.parametrize("url", MALFORMED_URLS)
async def test_a_malformed_url_is_no_server_error(
    redis: RedisRestClient, expect: Expectations, url: str
) -> None:
    # What stands in front of the deployment may refuse such a URL, in words of its own.
    expect_no_server_status(expect, (await redis.request("GET", url)).status)


@law("rest.error.noscript")
@needs("scripts")
@SINGLE_FORMS
async def test_an_unknown_script_is_told_by_its_code_word(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form
) -> None:
    run.need(form)
    digest = digest_of_no_script(redis)
    response = await redis.send(("EVALSHA", digest, "1", redis.fresh_key(), "argument"), form)
    expect.equal("the status", response.status, 400)
    expect.equal("the code word", parse_reply(response.status, response.json()).code, "NOSCRIPT")


@law("rest.error.noscript")
@needs("scripts")
async def test_an_unknown_script_in_a_pipeline_is_told_by_its_code_word(
    redis: RedisRestClient, run: Run, expect: Expectations
) -> None:
    run.need("pipeline")
    key = redis.fresh_key()
    before, unknown, after = await redis.pipeline(
        ("SET", key, "text"), ("EVALSHA", digest_of_no_script(redis), "0"), ("GET", key)
    )
    expect.equal("the code word", unknown.code, "NOSCRIPT")
    expect.equal("the replies around it", [before.value, after.value], ["OK", "text"])


def digest_of_no_script(redis: RedisRestClient) -> str:
    """A digest that the database cannot know, since it has never seen the text."""
    return sha1(redis.fresh_key().encode(), usedforsecurity=False).hexdigest()

"""Authentication: without a valid token there is a 401 that says so, and nothing else happens."""

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import pytest

from edgeproof.clients import (
    JSON_BODY,
    WRITING_ENDPOINTS,
    Endpoint,
    RedisRestClient,
    every_byte_encoded,
    json_bytes,
    parse_reply,
    wrong_credential,
)
from edgeproof.conformance.confidential import confidential_texts
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Risk, Undecided, as_shown, law, needs, risky

STREAMS = {Endpoint.SUBSCRIBE, Endpoint.PSUBSCRIBE, Endpoint.MONITOR}
EVERY_ENDPOINT = pytest.mark.parametrize(
    "endpoint",
    [pytest.param(one, marks=risky(Risk.STREAM)) if one in STREAMS else one for one in Endpoint],
)
EVERY_WRONG_TOKEN = pytest.mark.parametrize(
    "wrong", ["another", "a prefix", "one letter more", "empty", "other case"]
)


def in_base64(text: str | None) -> str:
    return b64encode((text or "").encode()).decode()


def minimally_encoded(token: str) -> str:
    """The token with only the necessary encoding: `=` and `/` may stand in a query."""
    return quote(token, safe="=/")


async def key_set_before(redis: RedisRestClient) -> str:
    """A key that a client with the token has set. Raises Undecided if it may not."""
    key = redis.fresh_key()
    reply = await redis.reply("SET", key, "before")
    if reply.error is not None:
        raise Undecided(f"blocked: SET with the token is answered {as_shown(reply.error)}")
    return key


@law("rest.auth.bearer")
@EVERY_ENDPOINT
async def test_a_bearer_token_is_accepted_at_every_endpoint(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    response = await redis.try_endpoint(endpoint, redis.fresh_key())
    expect.equal(f"the status of {endpoint} with a token", response.status, 200)


@law("rest.auth.missing")
@EVERY_ENDPOINT
async def test_no_endpoint_answers_without_a_token(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    response = await redis.try_endpoint(endpoint, redis.fresh_key(), is_anonymous=True)
    expect.equal(f"the status of {endpoint} without a token", response.status, 401)


@law("rest.auth.wrong")
@EVERY_WRONG_TOKEN
@EVERY_ENDPOINT
async def test_no_endpoint_takes_a_wrong_token(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint, wrong: str
) -> None:
    run.need(endpoint.capability)
    credential = wrong_credential(redis.token, wrong)
    response = await redis.try_endpoint(endpoint, redis.fresh_key(), credential=credential)
    expect.equal(f"the status of {endpoint} with {wrong} as its token", response.status, 401)


@law("rest.auth.wrong")
@needs("body")
@EVERY_WRONG_TOKEN
async def test_no_wrong_token_is_taken_from_the_query(
    redis: RedisRestClient, run: Run, expect: Expectations, wrong: str
) -> None:
    run.need("token-query")
    response = await redis.try_endpoint(
        Endpoint.ROOT,
        redis.fresh_key(),
        query="_token={token}",
        credential=wrong_credential(redis.token, wrong),
        is_anonymous=True,
    )
    expect.equal(f"the status of / with {wrong} as _token", response.status, 401)


@law("rest.auth.no-effect")
@pytest.mark.parametrize("endpoint", WRITING_ENDPOINTS)
async def test_a_request_without_a_token_changes_nothing(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    key = await key_set_before(redis)
    response = await redis.try_endpoint(endpoint, key, is_anonymous=True)
    expect.equal("the value afterwards", await redis("GET", key), "before")
    expect.that(
        f"the body of {endpoint}'s answer without a token",
        b'"result"' not in response.body,
        received=response.text,
        expected="no `result` in it",
    )


@law("rest.auth.no-effect")
@pytest.mark.parametrize("endpoint", WRITING_ENDPOINTS)
async def test_a_request_with_a_wrong_token_changes_nothing(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    key = await key_set_before(redis)
    another = wrong_credential(redis.token, "another")
    response = await redis.try_endpoint(endpoint, key, credential=another)
    expect.equal("the value afterwards", await redis("GET", key), "before")
    expect.that(
        f"the body of {endpoint}'s answer to a wrong token",
        b'"result"' not in response.body,
        received=response.text,
        expected="no `result` in it",
    )


@law("rest.auth.error-body")
@EVERY_ENDPOINT
async def test_a_refusal_says_why_as_plain_json(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    key = redis.fresh_key()
    refusal = await redis.try_endpoint(endpoint, key, is_anonymous=True)
    encoded = await redis.try_endpoint(
        endpoint, key, is_anonymous=True, headers=[("Upstash-Encoding", "base64")]
    )
    errors = [parse_reply(401, answer.json()).error for answer in (refusal, encoded)]
    expect.that(
        "the errors without and with `Upstash-Encoding: base64`",
        all(errors) and errors[1] != in_base64(errors[0]),
        received=[refusal.text, encoded.text],
        expected='{"error": "…"} with some text, never in base64',
    )


@law("rest.auth.before-body")
@pytest.mark.parametrize("target", ["/", "/pipeline", "/multi-exec"])
@pytest.mark.parametrize("body", [b'["PING"', b"{}", b"\xff"])
async def test_a_strangers_body_is_not_parsed(
    redis: RedisRestClient, run: Run, expect: Expectations, target: str, body: bytes
) -> None:
    run.need(Endpoint(target).capability)
    response = await redis.request(
        "POST", target, headers=[JSON_BODY], body=body, is_anonymous=True
    )
    expect.equal("the status without a token and with a malformed body", response.status, 401)


@law("rest.auth.query-token")
@EVERY_ENDPOINT
async def test_a_token_in_the_query_is_enough_at_every_endpoint(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    response = await redis.try_endpoint(
        endpoint, redis.fresh_key(), query="_token={token}", is_anonymous=True
    )
    expect.equal(f"the status of {endpoint} with ?_token=", response.status, 200)


@law("rest.auth.query-token-not-argument")
@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("_token={token}", []),
        ("_token={token}&c=d&e=f", ["c", "d", "e", "f"]),
        ("c=d&_token={token}&e=f", ["c", "d", "e", "f"]),
        ("c=d&e=f&_token={token}", ["c", "d", "e", "f"]),
    ],
)
async def test_the_querys_token_is_no_argument_wherever_it_stands(
    redis: RedisRestClient, run: Run, expect: Expectations, query: str, others: list[str]
) -> None:
    run.need("query-arguments" if others else "path")
    key = redis.fresh_key()
    written = query.replace("{token}", quote(redis.token.reveal(), safe=""))
    await redis.request("GET", f"/rpush/{key}/a/b?{written}", is_anonymous=True)
    arguments = await redis("LRANGE", key, 0, -1)
    expect.equal("the arguments that arrived", arguments, ["a", "b", *others])


@law("rest.auth.query-token-not-argument")
@needs("body")
@pytest.mark.parametrize("encoded", [minimally_encoded, every_byte_encoded])
async def test_the_querys_token_is_percent_decoded(
    redis: RedisRestClient, expect: Expectations, encoded: Callable[[str], str]
) -> None:
    key = redis.fresh_key()
    await redis.request(
        "POST",
        f"/?_token={encoded(redis.token.reveal())}",
        headers=[JSON_BODY],
        body=json_bytes(["RPUSH", key, "a", "b"]),
        is_anonymous=True,
    )
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), ["a", "b"])


@law("rest.auth.header-decides")
@EVERY_ENDPOINT
async def test_a_right_token_in_the_query_does_not_rescue_a_wrong_header(
    redis: RedisRestClient, run: Run, expect: Expectations, endpoint: Endpoint
) -> None:
    run.need(endpoint.capability)
    response = await redis.try_endpoint(
        endpoint,
        redis.fresh_key(),
        query="_token={token}",
        headers=[("Authorization", "Bearer not-the-token")],
        is_anonymous=True,
    )
    expect.equal(f"the status of {endpoint} with a wrong header", response.status, 401)


@law("rest.auth.scheme-case")
@needs("body")
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_may_be_written_in_any_case(
    redis: RedisRestClient, expect: Expectations, scheme: str
) -> None:
    response = await redis.try_endpoint(
        Endpoint.ROOT,
        redis.fresh_key(),
        headers=[("Authorization", f"{scheme} {redis.token.reveal()}")],
        is_anonymous=True,
    )
    expect.equal(f"the status with the scheme {scheme}", response.status, 200)


@law("rest.auth.secrets")
@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("POST", "/", b'["PING"'),
        ("POST", "/", b'["NOSUCHCOMMAND", "a"]'),
        ("POST", "/", b'["GET"]'),
        pytest.param("POST", "/", b'["CLIENT", "INFO"]', marks=risky(Risk.CONNECTION)),
        ("POST", "/", b'["EVAL", "return nosuchvariable", "0"]'),
        ("POST", "/pipeline", b'[["NOSUCHCOMMAND"], []]'),
        ("POST", "/multi-exec", b'[["NOSUCHCOMMAND"]]'),
        ("POST", "/nosuchcommand/a", b"b"),
        ("GET", "/nosuchcommand/a", None),
        ("GET", "/info/server", None),
        pytest.param("GET", "/subscribe", None, marks=risky(Risk.STREAM)),
        ("DELETE", "/", b'["PING"]'),
    ],
)
async def test_no_answer_names_a_token_or_the_database(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    method: str,
    target: str,
    body: bytes | None,
) -> None:
    secrets = confidential_texts(run.deployment)
    query = f"?_token={quote(redis.token.reveal(), safe='')}"
    by_header = await redis.request(method, target, body=body)
    by_query = await redis.request(method, target + query, body=body, is_anonymous=True)
    seen = [
        name
        for name, text in secrets.items()
        if by_header.contains(text) or by_query.contains(text)
    ]
    expect.equal(f"the secrets in the answers to {method} {target}", seen, [])


@law("rest.auth.secrets")
@needs("body")
@EVERY_WRONG_TOKEN
async def test_no_refusal_names_a_token(
    redis: RedisRestClient, run: Run, expect: Expectations, wrong: str
) -> None:
    secrets = confidential_texts(run.deployment)
    credential = wrong_credential(redis.token, wrong)
    response = await redis.try_endpoint(Endpoint.ROOT, redis.fresh_key(), credential=credential)
    seen = [name for name, text in secrets.items() if response.contains(text)]
    expect.equal("the secrets in the refusal", seen, [])

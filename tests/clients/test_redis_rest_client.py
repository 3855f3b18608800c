"""The client of the Redis REST API takes replies strictly, and finds out what there is."""

import json
from collections.abc import Callable

import pytest

from edgeproof.clients import Encoding, Form, Ledger, RedisRestClient, parse_reply, probe
from edgeproof.deployments import Secret
from edgeproof.laws import CAPABILITIES, Broken, Support
from tests.clients.conftest import TOKEN, Connect
from tests.conformance.stand_in_redis import StandInRedis
from tests.stand_in import Behaviour, Seen, StandIn, answer

Serve = Callable[[Behaviour], StandIn]
Opened = Callable[[Behaviour], RedisRestClient]


@pytest.fixture
def client(serve: Serve, connect: Connect) -> Opened:
    """Open a client of an endpoint that behaves as told."""
    return lambda behaviour: RedisRestClient(
        connect(serve(behaviour).url), Secret(TOKEN), Ledger(), key_prefix="edgeproof:run"
    )


def always(status: int, body: bytes) -> Behaviour:
    return lambda _: answer(status, body)


def test_a_reply_is_a_result_or_an_error() -> None:
    assert parse_reply(200, {"result": None}).value is None
    assert parse_reply(200, {"result": [1, "a"]}).value == [1, "a"]
    error = parse_reply(400, {"error": "WRONGTYPE Operation against"})
    assert error.code == "WRONGTYPE"
    with pytest.raises(Broken):
        _ = error.value


@pytest.mark.parametrize(
    "item", [None, [], "OK", {}, {"result": 1, "error": "x"}, {"error": None}, {"error": 1}]
)
def test_what_is_neither_breaks_the_law(item: object) -> None:
    with pytest.raises(Broken):
        parse_reply(200, item)


async def test_a_command_goes_in_the_form_that_is_asked_for(serve: Serve, connect: Connect) -> None:
    server = serve(always(200, b'{"result":"OK"}'))
    redis = RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")
    for form in (Form.BODY, Form.PATH, Form.PATH_BODY):
        assert await redis("SET", "k", "a/b", form=form) == "OK"
    assert [(seen.method, seen.target, seen.body) for seen in server.seen] == [
        ("POST", "/", b'["SET","k","a/b"]'),
        ("GET", "/SET/k/a%2Fb", b""),
        ("POST", "/SET/k", b"a/b"),
    ]
    assert {seen.header("authorization") for seen in server.seen} == {f"Bearer {TOKEN}"}


async def test_a_command_goes_in_the_form_that_works_by_default(
    serve: Serve, connect: Connect
) -> None:
    server = serve(always(200, b'[{"result":"OK"}]'))
    redis = RedisRestClient(
        connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p", form=Form.PIPELINE
    )
    assert await redis("SET", "k", "v") == "OK"
    assert [(seen.target, seen.body) for seen in server.seen] == [
        ("/pipeline", b'[["SET","k","v"]]')
    ]


async def test_what_a_path_would_have_to_decode_goes_as_a_pipeline(
    serve: Serve, connect: Connect
) -> None:
    def behave(seen: Seen) -> bytes:
        is_batch = seen.target == "/pipeline"
        return answer(200, b'[{"result":1}]' if is_batch else b'{"result":1}')

    server = serve(behave)
    redis = RedisRestClient(
        connect(server.url),
        Secret(TOKEN),
        Ledger(),
        key_prefix="p",
        form=Form.PATH,
        has_pipeline=True,
    )
    for argument in ("plain:key", "", "a/b", "é", b"\xff"):
        await redis("SADD", "k", argument)
    await redis("SADD", "k", "a/b", form=Form.PATH)
    assert [seen.target for seen in server.seen] == [
        "/SADD/k/plain:key",
        *["/pipeline"] * 3,
        "/SADD/k/%FF",
        "/SADD/k/a%2Fb",
    ]


async def test_texts_that_always_come_in_base64_are_read_as_such(
    serve: Serve, connect: Connect
) -> None:
    server = serve(always(200, b'{"result":["dGV4dA==",1,null]}'))
    redis = RedisRestClient(
        connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p", is_base64=True
    )
    assert await redis("LRANGE", "k", 0, -1) == ["text", 1, None]
    assert await redis("LRANGE", "k", 0, -1, encoding=Encoding.BASE64) == [b"text", 1, None]


async def test_a_batch_has_one_reply_a_command(client: Opened) -> None:
    replies = await client(always(200, b'[{"result":1},{"error":"ERR x"}]')).pipeline(["A"], ["B"])
    assert [(reply.result, reply.code) for reply in replies] == [(1, None), (None, "ERR")]
    for sent in (always(200, b'[{"result":1}]'), always(400, b'[{"result":1},{"result":1}]')):
        with pytest.raises(Broken):
            await client(sent).pipeline(["A"], ["B"])


async def test_a_sequence_of_nothing_sends_nothing(serve: Serve, connect: Connect) -> None:
    server = serve(always(400, b'{"error":"ERR expected a non-empty array of commands"}'))
    redis = RedisRestClient(
        connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p", has_pipeline=True
    )
    assert await redis.sequence() == []
    assert server.seen == []


@pytest.mark.parametrize("has_pipeline", [True, False])
async def test_series_side_by_side_have_their_own_replies(
    serve: Serve, connect: Connect, *, has_pipeline: bool
) -> None:
    def echo(seen: Seen) -> bytes:
        value = json.loads(seen.body)
        results = [{"result": word} for _, word in (value if has_pipeline else [value])]
        return answer(200, json.dumps(results if has_pipeline else results[0]).encode())

    server = serve(echo)
    redis = RedisRestClient(
        connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p", has_pipeline=has_pipeline
    )
    series = [[("ECHO", "a"), ("ECHO", "b")], [], [("ECHO", "c")]]
    replies = await redis.side_by_side(series)
    assert [[reply.value for reply in part] for part in replies] == [["a", "b"], [], ["c"]]
    assert len(server.seen) == (1 if has_pipeline else 3)


async def test_keys_are_fresh_and_in_the_ledger(client: Opened) -> None:
    redis = client(always(200, b"{}"))
    keys = [*redis.fresh_keys(3), redis.with_token(Secret("x")).fresh_key(), redis.fresh_key("set")]
    assert len(set(keys)) == 5
    assert all(key.startswith("edgeproof:run:") for key in keys)


async def test_keys_of_given_endings_are_under_one_fresh_name(client: Opened) -> None:
    redis = client(always(200, b"{}"))
    keys = redis.fresh_keys_ending(["a", "A"])
    assert [key.rpartition(":")[2] for key in keys] == ["a", "A"]
    assert len({key.rpartition(":")[0] for key in keys}) == 1
    assert {*keys} < {*redis._ledger.outstanding}
    assert redis.fresh_key() not in keys


async def test_an_endpoint_of_bodies_alone_lacks_all_else(client: Opened) -> None:
    def behaviour(seen: Seen) -> bytes:
        return StandInRedis()(seen)

    found = await probe(client(behaviour))
    assert set(found) == set(CAPABILITIES)
    supported = [name for name, support in found.items() if support is Support.SUPPORTED]
    assert supported == ["body", "scripts"]
    assert found["pipeline"] is Support.UNSUPPORTED
    assert found["read-only-token"] is Support.UNTESTED


@pytest.mark.parametrize("status", [400, 404, 405, 501])
async def test_a_refusal_that_has_an_effect_all_the_same_is_pretence(
    client: Opened, status: int
) -> None:
    def behaviour(seen: Seen) -> bytes:
        is_asked = b'"EXISTS"' in seen.body
        return answer(200, b'{"result":1}') if is_asked else answer(status, b'{"error":"ERR"}')

    found = await probe(client(behaviour))
    assert found["pipeline"] is Support.SUPPORTED


async def test_a_body_that_is_dropped_after_a_path_is_pretence(client: Opened) -> None:
    def behaviour(seen: Seen) -> bytes:
        # As Redis answers without it: SET has too few arguments then, RPUSH has not.
        is_refused = seen.target.lower().startswith("/set/") and seen.target.count("/") == 2
        is_asked = b'"EXISTS"' in seen.body
        status = 400 if is_refused else 200
        return answer(
            status, b'{"error":"ERR"}' if is_refused else b'{"result":%d}' % (not is_asked)
        )

    found = await probe(client(behaviour))
    assert found["path-body"] is Support.SUPPORTED


@pytest.mark.parametrize("status", [200, 401, 403, 429, 500])
async def test_what_is_no_honest_refusal_is_pretence(client: Opened, status: int) -> None:
    def behaviour(seen: Seen) -> bytes:
        is_asked = b'"EXISTS"' in seen.body
        return answer(200, b'{"result":0}') if is_asked else answer(status, b'{"error":"ERR"}')

    found = await probe(client(behaviour))
    assert found["pipeline"] is Support.SUPPORTED
    assert found["base64"] is Support.SUPPORTED


async def test_no_commands_in_sequence_are_no_request(serve: Serve, connect: Connect) -> None:
    server = serve(always(400, b"{}"))
    for has_pipeline in (True, False):
        redis = RedisRestClient(
            connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p", has_pipeline=has_pipeline
        )
        assert await redis.sequence() == []
    assert server.seen == []

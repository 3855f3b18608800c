"""Subjects: what is sent for a call, and what the history has of its answer."""

import json
from typing import Any

import pytest

from edgeproof.clients import Ledger, RedisRestClient, Transport
from edgeproof.conformance.at_once.subjects import Done, Members, Silence, Strings
from edgeproof.deployments import Secret
from edgeproof.laws import Broken, Undecided
from edgeproof.strategies import Words
from tests.stand_in import StandIn, answer


def said(status: int, value: object) -> bytes:
    return answer(status, json.dumps(value).encode())


def says(server: StandIn, status: int, value: object) -> None:
    server.behaviour = lambda _: said(status, value)


def sent(server: StandIn) -> tuple[str, Any]:
    """Where the last request went, and the JSON in it."""
    return server.seen[-1].target, json.loads(server.seen[-1].body)


@pytest.fixture
def redis(transport: Transport) -> RedisRestClient:
    return RedisRestClient(transport, Secret("a-token"), Ledger(), key_prefix="run")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("GET", "a"), ("GET", "a")),
        (("SET", "a", "*"), ("SET", "a", "v1")),
        (("SET", "@", "*"), ("SET", "own3", "v1")),
        (("MSET", "a", "*", "b", "*"), ("MSET", "a", "v1", "b", "v1")),
        (("MULTI", "SET @ *", "GET @"), ("MULTI", "SET own3 v1", "GET own3")),
    ],
)
async def test_a_value_is_put_in_the_place_of_a_star_and_an_own_key_of_an_at(
    redis: RedisRestClient, call: Words, words: Words
) -> None:
    assert Strings(redis).words(3, call) == words


async def test_each_call_has_a_value_not_used_before(redis: RedisRestClient) -> None:
    strings = Strings(redis)
    words = [strings.words(client, ("SET", "a", "*")) for client in (0, 1, 0)]
    assert [value for _, _, value in words] == ["v1", "v2", "v3"]


A, B = "run:key:1", "run:key:2"


@pytest.mark.parametrize(
    ("words", "target", "command"),
    [
        (("GET", "a"), "/", ["GET", A]),
        (("SET", "a", "a"), "/", ["SET", A, "a"]),
        (("MGET", "a", "b", "a"), "/", ["MGET", A, B, A]),
        (("MSET", "a", "a", "b", "b"), "/", ["MSET", A, "a", B, "b"]),
        (("ECHO", "a"), "/", ["ECHO", "a"]),
        (("MULTI", "SET a b", "GET b"), "/multi-exec", [["SET", A, "b"], ["GET", B]]),
        (("PIPELINE", "ECHO b", "DEL a"), "/pipeline", [["ECHO", "b"], ["DEL", A]]),
    ],
)
async def test_keys_and_no_other_words_have_their_full_names(
    server: StandIn, redis: RedisRestClient, words: Words, target: str, command: list[Any]
) -> None:
    await Strings(redis).ask(redis, words)
    assert sent(server) == (target, command)


async def test_a_key_is_the_same_for_all_clients_and_another_in_the_next_round(
    server: StandIn, redis: RedisRestClient
) -> None:
    first, second = Strings(redis), Strings(redis)
    for strings in (first, first, second):
        await strings.ask(redis, ("GET", "a"))
    assert [json.loads(seen.body)[1] for seen in server.seen] == [A, A, B]


@pytest.mark.parametrize("result", [None, "OK", 1, ["v1", None]])
async def test_the_result_is_what_the_reply_says(
    server: StandIn, redis: RedisRestClient, result: object
) -> None:
    says(server, 200, {"result": result})
    assert await Strings(redis).ask(redis, ("GET", "a")) == Done(("GET", "a"), result)


async def test_an_error_is_a_result_that_no_order_explains(
    server: StandIn, redis: RedisRestClient
) -> None:
    says(server, 400, {"error": "ERR syntax error"})
    done = await Strings(redis).ask(redis, ("GET", "a"))
    assert done == Done(("GET", "a"), {"error": "ERR syntax error"})


@pytest.mark.parametrize(
    "sent",
    [said(500, {"error": "ERR"}), answer(503), b"", None],
    ids=["500", "503", "no answer in time", "closed"],
)
async def test_what_may_have_taken_effect_or_not_is_silence(
    server: StandIn, redis: RedisRestClient, sent: bytes | None
) -> None:
    server.behaviour = lambda _: sent
    with pytest.raises(Silence):
        await Strings(redis).ask(redis, ("SET", "a", "v1"))


async def test_a_limit_of_the_rate_decides_nothing(server: StandIn, redis: RedisRestClient) -> None:
    says(server, 429, {"error": "Too many requests"})
    with pytest.raises(Undecided, match="limits the rate"):
        await Strings(redis).ask(redis, ("GET", "a"))


async def test_an_answer_that_is_none_breaks_the_law(
    server: StandIn, redis: RedisRestClient
) -> None:
    server.behaviour = lambda _: answer(200, b"<html>")
    with pytest.raises(Broken):
        await Strings(redis).ask(redis, ("GET", "a"))


UNKNOWN = {"error": "ERR unknown command 'ECHO', with args beginning with: 'v1'"}


@pytest.mark.parametrize("status", [400, 501])
async def test_a_command_that_is_lacking_is_not_done(
    server: StandIn, redis: RedisRestClient, status: int
) -> None:
    says(server, status, UNKNOWN)
    assert await Strings(redis).ask(redis, ("ECHO", "v1")) == Done((), None, ("ECHO",))


async def test_a_batch_is_done_without_the_commands_that_are_lacking(
    server: StandIn, redis: RedisRestClient
) -> None:
    says(server, 200, [UNKNOWN, {"result": "OK"}, {"error": "ERR other"}])
    done = await Strings(redis).ask(redis, ("PIPELINE", "ECHO v1", "SET a v1", "GET a"))
    assert done.words == ("PIPELINE", "SET a v1", "GET a")
    assert done.result == ["OK", {"error": "ERR other"}]
    assert done.lacking == ("ECHO",)


async def test_a_transaction_that_is_refused_for_what_is_lacking_is_not_done(
    server: StandIn, redis: RedisRestClient
) -> None:
    says(server, 400, {"error": f"EXECABORT because of: {UNKNOWN['error']}"})
    done = await Strings(redis).ask(redis, ("MULTI", "ECHO v1", "SET a v1"))
    assert (done.words, done.lacking) == ((), ("MULTI",))


@pytest.mark.parametrize("replies", [[], [{"result": "OK"}], [{"result": "OK"}] * 3])
async def test_a_reply_too_few_or_too_many_stays_one(
    server: StandIn, redis: RedisRestClient, replies: list[object]
) -> None:
    says(server, 200, replies)
    words = ("PIPELINE", "SET a v1", "SET a v1")
    assert await Strings(redis).ask(redis, words) == Done(words, ["OK"] * len(replies))


@pytest.mark.parametrize(
    ("words", "result"),
    [(("SADD", "one"), 1), (("SMEMBERS",), ["one", "two"]), (("SMEMBERS",), [])],
)
async def test_members_are_of_one_key(
    server: StandIn, redis: RedisRestClient, words: Words, result: object
) -> None:
    says(server, 200, {"result": result})
    members = Members(redis)
    assert members.words(0, words) == words
    done = await members.ask(redis, words)
    assert (done.words, done.result) == (words, result)
    assert sent(server) == ("/", [words[0], A, *words[1:]])


@pytest.mark.parametrize("reply", [{"result": None}, {"result": [1]}, {"error": "ERR other"}])
async def test_members_that_are_no_list_of_texts_break_the_law(
    server: StandIn, redis: RedisRestClient, reply: object
) -> None:
    says(server, 200, reply)
    with pytest.raises(Broken):
        await Members(redis).ask(redis, ("SMEMBERS",))

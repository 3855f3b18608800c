"""One client on behalf of several cases: each has its own record, and may not be asked twice."""

import itertools
from collections.abc import Callable

import pytest

from edgeproof.clients import Ledger, Meter, PostsClient, RedisRestClient, Transport
from edgeproof.clients.notation.risks import Caution
from edgeproof.deployments import Secret
from edgeproof.laws import Broken, Case
from tests.clients.conftest import Connect
from tests.stand_in import Behaviour, StandIn, answer

Serve = Callable[[Behaviour], StandIn]

Client = Transport | PostsClient | RedisRestClient
Kind = Callable[[Transport], Client]


def posts_client(transport: Transport) -> PostsClient:
    return PostsClient(transport, Ledger(), settle_s=2.0)


def redis_client(transport: Transport) -> RedisRestClient:
    return RedisRestClient(transport, Secret("a-token"), Ledger(), key_prefix="run")


async def read(client: Client) -> None:
    """Send one request, which changes nothing."""
    match client:
        case Transport():
            await client.send("GET", caution=Caution(is_repeatable=True))
        case PostsClient():
            await client.request("GET")
        case _:
            await client.request("GET", "/get/key")


@pytest.fixture(
    params=[lambda transport: transport, posts_client, redis_client],
    ids=["transport", "posts", "redis"],
)
def kind(request: pytest.FixtureRequest) -> Kind:
    """How a client is made of its transport."""
    made: Kind = request.param
    return made


async def test_what_is_sent_on_behalf_of_another_case_is_recorded_there_and_counted_once(
    serve: Serve, connect: Connect, case: Case, meter: Meter, kind: Kind
) -> None:
    record = Case()
    await read(kind(connect(serve(lambda _: answer()).url)).recording(record))
    assert (case.requests, record.requests, meter.requests) == (0, 1, 1)


def closes_every_second() -> Behaviour:
    """Close the connection instead of every second answer."""
    count = itertools.count(1)
    return lambda _: answer() if next(count) % 2 else None


async def test_a_request_that_may_have_been_seen_is_not_sent_again_if_so_told(
    serve: Serve, connect: Connect, kind: Kind
) -> None:
    server = serve(closes_every_second())
    client = kind(connect(server.url)).recording(Case(), asks_again=False)
    await read(client)
    with pytest.raises(Broken):
        await read(client)
    assert len(server.seen) == 2


async def test_it_is_sent_again_otherwise(serve: Serve, connect: Connect, kind: Kind) -> None:
    server = serve(closes_every_second())
    client = kind(connect(server.url)).recording(Case())
    for _ in range(2):
        await read(client)
    assert len(server.seen) == 3


async def test_clients_of_several_cases_have_one_ledger_and_one_time_to_settle(
    serve: Serve, connect: Connect
) -> None:
    ledger, server = Ledger(), serve(lambda _: answer(201, b"post:1"))
    posts = PostsClient(connect(server.url), ledger, settle_s=2.0).recording(Case())
    await posts.created("text")
    assert (ledger.outstanding, posts.settle_s) == (("post:1",), 2.0)


async def test_keys_of_several_cases_never_meet(connect: Connect) -> None:
    redis = redis_client(connect("http://h"))
    clients = [redis, redis.recording(Case()), redis.recording(Case())]
    assert len({client.fresh_key() for client in clients}) == 3

"""The reference worker while its database is away, slow, or answers nonsense."""

import json
from collections.abc import AsyncIterator, Iterator
from time import monotonic
from typing import Any

import anyio
import httpx
import pytest

from edgeproof.content import worker_file
from edgeproof.deployments import Secret
from edgeproof.stack.supervision import Supervision
from edgeproof.stack.workerd_binary import workerd_binary
from edgeproof.stack.workerd_part import start_workerd, wait_for_workerd
from tests.worker.conftest import check_answer
from tests.worker.stand_in import Reply, StandIn, healthy, result, stand_in_database

pytestmark = pytest.mark.anyio

TOKEN = "a-token-that-must-not-show"
LIMIT_S = 5.0
REQUESTS = [("POST", "/posts"), ("GET", "/posts"), ("DELETE", "/posts/post:1")]
UNUSABLE = {
    "error": Reply(status=400, body=b'{"error": "ERR at 10.0.0.7"}'),
    "error with 200": result({"error": "ERR at 10.0.0.7"}),
    "error beside a result": result({"error": "ERR", "result": 1}),
    "refused token": Reply(status=401, body=b'{"error": "Unauthorized"}'),
    "result with 500": Reply(status=500, body=b'{"result": 1}'),
    "HTML with 502": Reply(status=502, body=b"<html>10.0.0.7</html>", content_type="text/html"),
    "HTML with 200": Reply(body=b"<html></html>", content_type="text/html"),
    "elsewhere": Reply(status=307, location="http://127.0.0.1:1/"),
    "truncated": Reply(body=b'{"result": [['),
    "empty": Reply(),
    "null": result(None),
    "no result": result({}),
    "null result": result({"result": None}),
    "a string": result("OK"),
    "no replies": result([]),
    "errors in place": result([{"error": "ERR"}, {"error": "ERR"}]),
    "nulls in place": result([None, None]),
    "null results in place": result([{"result": None}, {"result": None}]),
    "promises": result([{"result": "QUEUED"}, {"result": "QUEUED"}]),
    "no answer": Reply(is_dropped=True),
}


@pytest.fixture(scope="module")
def worker_over_stand_in() -> Iterator[tuple[str, StandIn]]:
    """Return the root URL of a reference worker, and the stand-in that is its database."""
    worker, supervision = worker_file(), Supervision()
    with stand_in_database() as database:
        try:
            start_workerd(
                supervision,
                binary=workerd_binary(),
                worker=worker,
                database_url=f"{database.url}/",
                token=Secret(TOKEN),
            )
            yield wait_for_workerd(supervision, worker).removesuffix("/posts"), database
        finally:
            supervision.end()


@pytest.fixture
def database(worker_over_stand_in: tuple[str, StandIn]) -> StandIn:
    """Return the stand-in, well again and with nothing asked of it."""
    _, database = worker_over_stand_in
    database.answer = healthy
    database.requests.clear()
    return database


@pytest.fixture
async def client(worker_over_stand_in: tuple[str, StandIn]) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that holds every answer against openapi.yaml and looks for secrets in it."""
    root, database = worker_over_stand_in

    async def show_no_secret(response: httpx.Response) -> None:
        shown = f"{response.headers} {response.text}"
        for secret in (TOKEN, database.url.removeprefix("http://"), "10.0.0.7", "posts.js"):
            assert secret not in shown

    hooks = {"response": [check_answer, show_no_secret]}
    async with httpx.AsyncClient(base_url=root, event_hooks=hooks, timeout=30) as client:
        yield client


@pytest.mark.parametrize("reply", UNUSABLE.values(), ids=UNUSABLE.keys())
@pytest.mark.parametrize(("method", "path"), REQUESTS)
async def test_an_answer_that_cannot_be_used_is_a_502(
    client: httpx.AsyncClient, database: StandIn, reply: Reply, method: str, path: str
) -> None:
    database.answer = lambda *_: reply
    assert (await client.request(method, path)).status_code == 502
    assert database.requests


@pytest.mark.parametrize("reply", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_a_transaction_that_cannot_be_used_is_a_502(
    client: httpx.AsyncClient, database: StandIn, reply: Reply
) -> None:
    database.answer = lambda path, body: reply if path == "/multi-exec" else healthy(path, body)
    assert (await client.post("/posts", content="text")).status_code == 502


@pytest.mark.parametrize("n", ["1", 0, -1, 1.5, 2**53, True, [1]])
async def test_a_counter_that_gives_no_number_is_a_502(
    client: httpx.AsyncClient, database: StandIn, n: Any
) -> None:
    database.answer = lambda *_: result({"result": n})
    assert (await client.post("/posts", content="text")).status_code == 502
    assert [path for path, _ in database.requests] == ["/"]


async def test_a_create_of_which_half_failed_is_undone(
    client: httpx.AsyncClient, database: StandIn
) -> None:
    def fail_to_list(path: str, body: list[Any]) -> Reply:
        if body[0][0] == "SET":
            return result([{"result": "OK"}, {"error": "WRONGTYPE"}])
        return healthy(path, body)

    database.answer = fail_to_list
    assert (await client.post("/posts", content="text")).status_code == 502
    assert database.requests == [
        ("/", ["INCR", "post:id"]),
        ("/multi-exec", [["SET", "post:1", "text"], ["SADD", "posts", "post:1"]]),
        ("/multi-exec", [["SREM", "posts", "post:1"], ["DEL", "post:1"]]),
    ]


async def test_a_create_whose_end_is_unknown_is_not_undone(
    client: httpx.AsyncClient, database: StandIn
) -> None:
    dropped = Reply(is_dropped=True)
    database.answer = lambda path, body: dropped if path == "/multi-exec" else healthy(path, body)
    assert (await client.post("/posts", content="text")).status_code == 502
    assert {body[0][0] for path, body in database.requests if path == "/multi-exec"} == {"SET"}


async def test_what_is_refused_asks_the_database_nothing(
    client: httpx.AsyncClient, database: StandIn
) -> None:
    assert (await client.post("/posts", content=b"\xff")).status_code == 400
    assert (await client.delete("/posts/post:01")).status_code == 404
    assert (await client.put("/posts")).status_code == 405
    assert database.requests == []


async def test_the_token_travels_as_bearer_only(
    client: httpx.AsyncClient, database: StandIn
) -> None:
    assert (await client.get("/posts")).status_code == 200
    assert set(database.authorizations) == {f"Bearer {TOKEN}"}
    assert TOKEN not in json.dumps(database.requests)


@pytest.mark.parametrize("hangs_after", [0, 4], ids=["silent", "stops within its answer"])
async def test_a_database_that_does_not_answer_is_a_504_after_five_seconds(
    client: httpx.AsyncClient, database: StandIn, hangs_after: int
) -> None:
    database.answer = lambda *_: Reply(body=b'{"result": 1}', hangs_after=hangs_after)
    waited_s: list[float] = []

    async def ask(method: str, path: str) -> None:
        started_s = monotonic()
        assert (await client.request(method, path)).status_code == 504
        waited_s.append(monotonic() - started_s)

    async with anyio.create_task_group() as tasks:
        for method, path in [*REQUESTS, ("HEAD", "/posts")]:
            tasks.start_soon(ask, method, path)
    assert len(waited_s) == len(REQUESTS) + 1
    assert LIMIT_S - 0.2 < min(waited_s) <= max(waited_s) < LIMIT_S + 1.5

"""Which commands are let through, by the table of a real server."""

import httpx
import pytest
from redis import Redis

from tests.stack.endpoint.processes import RunningRedis

READS = {b"@read", b"@connection"}

REACHING_PAST_THE_REQUEST = [
    "MULTI", "EXEC", "DISCARD", "WATCH k", "UNWATCH",
    "SELECT 1", "AUTH x", "HELLO 3", "RESET", "QUIT", "CLIENT REPLY OFF", "CLIENT ID", "ASKING",
    "SUBSCRIBE c", "PSUBSCRIBE c", "SSUBSCRIBE c", "UNSUBSCRIBE", "PUNSUBSCRIBE", "MONITOR",
    "BLPOP l 0", "BRPOP l 0", "BLMOVE a b LEFT LEFT 0", "BZPOPMIN z 0", "WAIT 1 0",
    "XREAD BLOCK 0 STREAMS s $", "xread count 1 block 0 streams s $",
    "XREADGROUP GROUP BLOCK BLOCK BLOCK 0 STREAMS s >",
    "CONFIG SET maxmemory 1", "CONFIG GET *", "ACL LIST", "DEBUG SLEEP 0", "SHUTDOWN NOSAVE",
    "SAVE", "BGSAVE", "REPLICAOF a 1", "SLAVEOF NO ONE", "ROLE", "SYNC", "PSYNC ? -1", "REPLCONF x",
    "FAILOVER", "MODULE LIST", "LATENCY RESET", "SLOWLOG GET", "SCRIPT DEBUG YES",
    "POST x", "HOST: x", "SWAPDB 0 1", "MIGRATE h 1 k 0 1",
]  # fmt: skip


@pytest.mark.parametrize("command", REACHING_PAST_THE_REQUEST)
async def test_what_reaches_past_its_request_is_refused(
    rest: httpx.AsyncClient, redis: Redis, command: str
) -> None:
    connections = {client["id"] for client in redis.client_list()}
    answer = await rest.post("/", json=command.split(" "))
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("ERR ")
    assert {client["id"] for client in redis.client_list()} >= connections
    batch = await rest.post("/multi-exec", json=[["SET", "k", "1"], command.split(" ")])
    assert batch.json()["error"].startswith("EXECABORT ")
    assert not redis.exists("k")


@pytest.mark.parametrize(
    "command",
    ["PING", "ECHO x", "COMMAND COUNT", "PUBLISH c x", "PUBSUB CHANNELS", "XREAD STREAMS s 0",
     "XREAD COUNT 1 STREAMS block 0", "DBSIZE", "KEYS *", "SCAN 0", "FLUSHALL", "TIME"],
)  # fmt: skip
async def test_what_stays_within_its_request_is_run(rest: httpx.AsyncClient, command: str) -> None:
    answer = await rest.post("/", json=command.split(" "))
    assert answer.status_code == 200, answer.text


async def test_reading_for_a_group_without_waiting_is_run(
    rest: httpx.AsyncClient, redis: Redis
) -> None:
    redis.xgroup_create("s", "block", mkstream=True)
    answer = await rest.post(
        "/", json=["XREADGROUP", "GROUP", "block", "block", "STREAMS", "s", ">"]
    )
    assert answer.json() == {"result": None}


async def test_the_read_only_token_never_gets_a_write_through(
    read_only: httpx.AsyncClient, redis: Redis
) -> None:
    """Every command of the server that is not a read, with as many arguments as it asks for."""
    redis.set("k", "before")
    for name, minimum, categories in _table(redis):
        if not READS.isdisjoint(categories):
            continue
        answer = await read_only.post("/", json=[name, *["k"] * (abs(minimum) - 1)])
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("NOPERM "), answer.text
    assert redis.get("k") == b"before"


@pytest.mark.parametrize("argument", ["k", "0"])
async def test_no_command_of_the_server_disturbs_the_next_one(
    rest: httpx.AsyncClient, redis: Redis, argument: str
) -> None:
    for name, arity, _ in _table(redis):
        for count in range(abs(arity) - 1, abs(arity) + 2):
            command = [name, *[argument] * count]
            alone = await rest.post("/", json=command)
            assert alone.status_code in {200, 400}, command
            pipeline = await rest.post("/pipeline", json=[["ECHO", "a"], command, ["ECHO", "b"]])
            assert pipeline.json()[::2] == [{"result": "a"}, {"result": "b"}], command
            transaction = await rest.post("/multi-exec", json=[command, ["ECHO", "c"]])
            assert transaction.status_code == 400 or transaction.json()[1] == {"result": "c"}


def _table(redis: Redis) -> list[tuple[str, int, set[bytes]]]:
    connection = redis.connection_pool.get_connection()
    connection.send_command("COMMAND")  # type: ignore[no-untyped-call]  # redis-py has no types there
    entries = connection.read_response(disable_decoding=True)
    redis.connection_pool.release(connection)
    return [(entry[0].decode(), entry[1], set(entry[6])) for entry in entries]


@pytest.mark.parametrize(
    "command", ["KEYS *", "SCAN 0", "CONFIG SET a b", "ACL LIST", "FLUSHALL", "MONITOR"]
)
async def test_the_read_only_token_is_refused_broad_reads_and_administration(
    read_only: httpx.AsyncClient, command: str
) -> None:
    answer = await read_only.post("/", json=command.split(" "))
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("NOPERM ")


async def test_the_read_only_token_reads_in_every_form(
    read_only: httpx.AsyncClient, redis: Redis
) -> None:
    redis.set("k", "v")
    assert (await read_only.get("/get/k")).json() == {"result": "v"}
    assert (await read_only.post("/get", content="k")).json() == {"result": "v"}
    assert (await read_only.post("/", json=["GET", "k"])).json() == {"result": "v"}
    assert (await read_only.post("/multi-exec", json=[["GET", "k"]])).json() == [{"result": "v"}]
    assert (await read_only.get("/object/encoding/k")).json() == {"result": "embstr"}


async def test_in_a_batch_only_the_forbidden_is_refused_and_in_a_transaction_all(
    read_only: httpx.AsyncClient, redis: Redis
) -> None:
    redis.set("k", "v")
    commands = [["GET", "k"], ["SET", "k", "w"], ["GET", "k"]]
    first, second, third = (await read_only.post("/pipeline", json=commands)).json()
    assert (first, third) == ({"result": "v"}, {"result": "v"})
    assert second["error"].startswith("NOPERM ")
    transaction = await read_only.post("/multi-exec", json=commands)
    assert transaction.status_code == 400
    assert transaction.json()["error"].startswith("NOPERM ")
    assert redis.get("k") == b"v"


async def test_info_does_not_say_where_the_server_is(
    rest: httpx.AsyncClient, redis_server: RunningRedis
) -> None:
    command = ["INFO", "server"]
    alone = await rest.post("/", json=command)
    pipeline = await rest.post("/pipeline", json=[command])
    transaction = await rest.post("/multi-exec", json=[command])
    place = redis_server.url.removeprefix("unix://")
    for answer in (alone, pipeline, transaction):
        assert answer.status_code == 200
        assert "redis_version:" in answer.text
        assert place not in answer.text
        assert "executable:" not in answer.text

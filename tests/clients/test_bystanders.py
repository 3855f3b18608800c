"""Bystanders notice whatever is answered otherwise than before, and nothing else."""

import json
import threading
from collections.abc import Callable

import pytest

from edgeproof.clients import Bystanders, Form, Ledger, RedisRestClient
from edgeproof.deployments import Secret
from edgeproof.laws import Case, Undecided
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

pytestmark = pytest.mark.anyio

Serve = Callable[[Behaviour], StandIn]


class Scores:
    """A sorted set, and what somebody has done to the connection: `disturbed` changes results."""

    def __init__(self) -> None:
        self.disturbed: Callable[[object], object] = lambda result: result
        self.status = 200

    def __call__(self, seen: Seen) -> bytes:
        command = json.loads(seen.body)
        command = command[0] if seen.target == "/multi-exec" else command
        envelope = {"result": self.disturbed(self.run(*command))}
        is_batch = seen.target == "/multi-exec"
        return answer(self.status, json.dumps([envelope] if is_batch else envelope).encode())

    def run(self, name: str, *arguments: str) -> object:
        match name, *arguments:
            case ["ZRANGE", _, number, _, "WITHSCORES"]:
                return [f"member {number}", number]
            case ["ZINCRBY", _, "0", member]:
                return member.removeprefix("member ")
        return len(arguments) // 2


@pytest.fixture
def scores() -> Scores:
    return Scores()


@pytest.fixture
def redis(serve: Serve, connect: Connect, scores: Scores) -> RedisRestClient:
    return RedisRestClient(connect(serve(scores).url), Secret(TOKEN), Ledger(), key_prefix="p")


async def test_they_notice_nothing_where_nothing_is_different(
    redis: RedisRestClient, case: Case
) -> None:
    bystanders = await Bystanders.gathered(redis, 6)
    assert await bystanders.notice() == []
    assert await bystanders.notice(Form.TRANSACTION) == []
    assert case.requests == 2 + 2 * 6
    assert len(case.exchanges) == 1  # what they ask about; none of what they asked


@pytest.mark.parametrize(
    "disturbed",
    [
        lambda _: "QUEUED",
        lambda _: None,
        lambda result: float(result) if isinstance(result, str) else [[result[0], 0.0]],
        lambda result: int(result) if isinstance(result, str) else result,
        lambda _: [],
    ],
    ids=["in a transaction", "nil", "doubles", "integers", "in another database"],
)
async def test_they_notice_every_other_answer(
    redis: RedisRestClient, scores: Scores, case: Case, disturbed: Callable[[object], object]
) -> None:
    bystanders = await Bystanders.gathered(redis, 6)
    scores.disturbed = disturbed
    noticed = await bystanders.notice()
    assert 1 <= len(noticed) <= 3
    assert all(" instead of " in words for words in noticed)
    assert len(case.exchanges) == 2


async def test_they_notice_an_answer_that_was_meant_for_another(
    redis: RedisRestClient, scores: Scores
) -> None:
    bystanders = await Bystanders.gathered(redis, 6)
    held, lock = ["0"], threading.Lock()

    def late_by_one(result: object) -> object:
        with lock:
            held.append(result)  # type: ignore[arg-type]  # of whatever type the command has
            return held.pop(0)

    scores.disturbed = late_by_one
    assert await bystanders.notice()


async def test_they_notice_that_there_is_no_answer(
    serve: Serve, connect: Connect, scores: Scores
) -> None:
    is_silent = [False]
    server = serve(lambda seen: None if is_silent[0] else scores(seen))
    redis = RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")
    bystanders = await Bystanders.gathered(redis, 6)
    is_silent[0] = True
    noticed = await bystanders.notice()
    assert any("RemoteProtocolError" in words for words in noticed)


async def test_all_send_the_remedy_when_one_has_noticed_something(
    serve: Serve, connect: Connect, scores: Scores
) -> None:
    server = serve(scores)
    redis = RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")
    bystanders = await Bystanders.gathered(redis, 4)
    assert await bystanders.notice(remedy=("DISCARD",)) == []
    scores.disturbed = lambda _: "QUEUED"
    assert await bystanders.notice(remedy=("DISCARD",))
    bodies = [seen.body for seen in server.seen]
    assert bodies.count(b'["DISCARD"]') == 4
    assert bodies[-4:] == [b'["DISCARD"]'] * 4


async def test_they_cannot_tell_where_they_are_answered_oddly_from_the_start(
    redis: RedisRestClient, scores: Scores
) -> None:
    scores.disturbed = lambda result: result if isinstance(result, int) else None
    with pytest.raises(Undecided, match="even before the test began, ZRANGE"):
        await Bystanders.gathered(redis)


async def test_they_cannot_tell_where_the_rate_of_requests_is_limited(
    redis: RedisRestClient, scores: Scores
) -> None:
    bystanders = await Bystanders.gathered(redis, 1)
    scores.status = 429
    with pytest.raises(BaseExceptionGroup) as raised:
        await bystanders.notice()
    assert raised.group_contains(Undecided, match="limits the rate")


@pytest.mark.parametrize("usual_s", [0.1, 3.0])
async def test_a_late_answer_is_odd_unless_the_deployment_is_slow_by_itself(
    redis: RedisRestClient, monkeypatch: pytest.MonkeyPatch, usual_s: float
) -> None:
    bystanders = await Bystanders.gathered(redis, 2)
    bystanders._usual_s = usual_s
    monkeypatch.setattr("edgeproof.clients.bystanders.PATIENCE_S", 0)
    if usual_s < 1:
        noticed = await bystanders.notice()
        assert noticed == ["ZRANGE: no answer within 0 s", "ZINCRBY: no answer within 0 s"]
    else:
        with pytest.raises(Undecided, match="even undisturbed an answer takes"):
            await bystanders.notice()

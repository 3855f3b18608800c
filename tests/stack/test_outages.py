"""A second stack: like the first, apart from it, and its database goes and comes."""

from collections.abc import Iterator

import httpx
import pytest
import redis

from edgeproof.deployments import Deployment
from edgeproof.stack import Outage, SecondStack, second_stack

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def second(stack: Deployment) -> Iterator[SecondStack]:
    with second_stack(stack) as started:
        yield started


def server_of(second: SecondStack) -> redis.Redis:
    assert second.deployment.redis_server_url
    url = second.deployment.redis_server_url
    return redis.Redis.from_url(url, retry=None, socket_timeout=0.2)


def test_it_has_the_tokens_of_the_first_and_nothing_else_of_it(
    stack: Deployment, second: SecondStack
) -> None:
    assert second.deployment.token == stack.token
    assert second.deployment.read_only_token == stack.read_only_token
    assert second.deployment.redis_url != stack.redis_url
    assert second.deployment.redis_server_url != stack.redis_server_url
    assert second.deployment.posts_url is None


def test_its_endpoint_answers(second: SecondStack) -> None:
    assert second.deployment.redis_url
    assert second.deployment.token
    headers = {"Authorization": f"Bearer {second.deployment.token.reveal()}"}
    answer = httpx.post(second.deployment.redis_url, json=["PING"], headers=headers)
    assert answer.json() == {"result": "PONG"}


@pytest.mark.parametrize(
    ("outage", "error"),
    [(Outage.KILLED, redis.ConnectionError), (Outage.STOPPED, redis.TimeoutError)],
)
async def test_its_database_goes_and_comes_back_with_its_data(
    second: SecondStack, outage: Outage, error: type[redis.RedisError]
) -> None:
    with server_of(second) as server:
        server.set(outage, "kept")
        async with second.database.away(outage):
            with pytest.raises(error):
                server.get(outage)
        assert server.get(outage) == b"kept"


async def test_its_database_comes_back_after_an_exception(second: SecondStack) -> None:
    with pytest.raises(ValueError, match="in the block"):
        async with second.database.away(Outage.STOPPED):
            raise ValueError("in the block")
    with server_of(second) as server:
        assert server.ping()

"""The endpoints: each request reaches the one it is for, and its token in whatever spelling."""

import subprocess
from collections.abc import Callable

import pytest

from edgeproof.clients import (
    ATTEMPT,
    WRITING_ENDPOINTS,
    Endpoint,
    Ledger,
    Mask,
    RedisRestClient,
    every_byte_encoded,
    request_to,
    wrong_credential,
)
from edgeproof.deployments import Secret
from edgeproof.laws import Untested
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, StandIn, answer

Serve = Callable[[Behaviour], StandIn]


@pytest.mark.parametrize("endpoint", [each for each in Endpoint if each is not Endpoint.ROOT])
def test_a_request_is_for_its_endpoint(endpoint: Endpoint) -> None:
    assert request_to(endpoint, "key").target.lower().startswith(endpoint)


@pytest.mark.parametrize("endpoint", WRITING_ENDPOINTS)
def test_a_writing_request_names_its_key_and_value(endpoint: Endpoint) -> None:
    request = request_to(endpoint, "key")
    carried = request.target + (request.body or b"").decode()
    assert "key" in carried
    assert ATTEMPT in carried


@pytest.mark.parametrize(
    ("endpoint", "path"), [(Endpoint.ROOT, "/"), (Endpoint.MONITOR, "/monitor")]
)
async def test_a_token_in_the_query_is_encoded_and_alone(
    serve: Serve, connect: Connect, endpoint: Endpoint, path: str
) -> None:
    server = serve(lambda _: answer())
    client = RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="run")
    await client.try_endpoint(endpoint, "key", query="_token={token}", is_anonymous=True)
    [seen] = server.seen
    assert seen.target == f"{path}?_token=a-Token%2Bof%2Fits%3Down"
    assert seen.header("authorization") is None


def test_a_wrong_token_that_cannot_be_had_is_not_tried() -> None:
    assert wrong_credential(Secret("abc"), "other case").token == Secret("ABC")
    with pytest.raises(Untested):
        wrong_credential(Secret("123"), "other case")


@pytest.mark.parametrize(
    ("name", "value"), [("the token itself", TOKEN), ("other case", TOKEN.swapcase())]
)
def test_a_token_with_every_byte_encoded_is_hidden_behind_a_command_that_makes_it(
    name: str, value: str
) -> None:
    shown = Mask.of(Secret(TOKEN), None).text(f"/?_token={every_byte_encoded(value)}")
    assert "%" not in shown.partition("$")[0]
    assert every_byte_encoded(value) not in shown
    echoed = subprocess.run(
        ["sh", "-c", f'printf %s "{shown}"'],
        env={"UPSTASH_REDIS_REST_TOKEN": TOKEN, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert echoed.stdout == f"/?_token={every_byte_encoded(value)}"

"""Many commands in a form: in one request where the form is a batch, else each by itself."""

import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from edgeproof.clients import Form, Ledger, RedisRestClient, replies_to_each, send_each
from edgeproof.deployments import Secret
from edgeproof.laws import Broken, root_cause
from tests.clients.conftest import TOKEN, Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

COMMANDS = [["ECHO", str(number)] for number in range(20)]


def echo(seen: Seen) -> bytes:
    """The last word of each command."""
    if seen.target == "/":
        return answer(200, json.dumps({"result": json.loads(seen.body)[-1]}).encode())
    if seen.target in {"/pipeline", "/multi-exec"}:
        results = [{"result": command[-1]} for command in json.loads(seen.body)]
        return answer(200, json.dumps(results).encode())
    word = seen.body.decode() or unquote(seen.target.rpartition("/")[2])
    return answer(200, json.dumps({"result": word}).encode())


@pytest.fixture
def server(serve: Callable[[Behaviour], StandIn]) -> StandIn:
    return serve(echo)


@pytest.fixture
def client(server: StandIn, connect: Connect) -> RedisRestClient:
    return RedisRestClient(connect(server.url), Secret(TOKEN), Ledger(), key_prefix="p")


@pytest.mark.parametrize("form", Form)
async def test_replies_are_in_the_order_of_the_commands(
    client: RedisRestClient, server: StandIn, form: Form
) -> None:
    replies = await replies_to_each(client, COMMANDS, form)
    assert [reply.value for reply in replies] == [word for _, word in COMMANDS]
    is_batch = form in {Form.PIPELINE, Form.TRANSACTION}
    assert len(server.seen) == (1 if is_batch else len(COMMANDS))


@pytest.mark.parametrize("form", Form)
async def test_each_is_a_transaction_of_its_own_when_the_answer_does_not_matter(
    client: RedisRestClient, server: StandIn, form: Form
) -> None:
    await send_each(client, COMMANDS, form)
    assert len(server.seen) == (1 if form is Form.PIPELINE else len(COMMANDS))


async def test_any_answer_is_taken_when_it_does_not_matter(
    client: RedisRestClient, server: StandIn
) -> None:
    server.behaviour = lambda _: answer(500, b"<html>")
    await send_each(client, COMMANDS, Form.PATH)
    with pytest.raises(ExceptionGroup) as raised:
        await replies_to_each(client, COMMANDS, Form.PATH)
    assert isinstance(root_cause(raised.value), Broken)

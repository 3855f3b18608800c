"""Encodings: what a deployment may send in each, and nothing else, is read."""

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import (
    Encoding,
    Form,
    Ledger,
    RedisRestClient,
    Reply,
    Response,
    as_text,
    frame_of,
    read_reply,
)
from edgeproof.deployments import Secret
from edgeproof.laws import Broken
from tests.clients.conftest import TOKEN, Connect
from tests.clients.test_redis_rest_client import Serve, always
from tests.stand_in import Behaviour, Seen, answer

BASE64, RESP2 = Encoding.BASE64, Encoding.RESP2


def response(body: bytes, status: int = 200) -> Response:
    return Response(status=status, headers=(), body=body, request_line="POST /")


def decoded(result: object) -> object:
    return BASE64.decoded(Reply(status=200, result=result)).result


@given(data=st.binary())
def test_a_string_in_base64_is_its_bytes_at_every_depth(data: bytes) -> None:
    text = b64encode(data).decode()
    assert decoded(text) == data
    assert decoded([text, [[text], 1, None]]) == [data, [[data], 1, None]]


@pytest.mark.parametrize(
    "text",
    [
        urlsafe_b64encode(b">>>???").decode(),
        b64encode(b"a").decode().rstrip("="),
        b64encode(b"a").decode() + "=",
        b64encode(b"x" * 60).decode() + "\n",
        "T0s=\r\n",
        "T 0s=",
        "T0t=",  # decodes to OK as well, with a bit left over
        "T0s=T0s=",
        "plain text",
        "text\u0660",
        "OKAY!",
    ],
)
def test_what_no_encoder_writes_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        decoded(text)
    with pytest.raises(Broken):
        decoded([1, [text]])


def test_ok_may_be_literal_on_top_and_nowhere_else() -> None:
    assert decoded("OK") == decoded("T0s=") == b"OK"
    assert decoded(["T0s="]) == [b"OK"]
    with pytest.raises(Broken):
        decoded(["OK"])


@pytest.mark.parametrize("result", [None, 0, -1, True, 1.5, {"a": "b"}, []])
def test_what_is_no_string_is_left_to_the_law(result: object) -> None:
    assert repr(decoded(result)) == repr(result)


def test_an_error_is_read_as_it_is() -> None:
    error = Reply(status=400, error="ERR no")
    assert BASE64.decoded(error) is error
    assert read_reply(response(b'{"error":"ERR no"}', 400), Form.BODY, BASE64) == error
    assert read_reply(response(b"-ERR no\r\n", 400), Form.BODY, RESP2) == error


def test_a_frame_is_a_reply() -> None:
    assert read_reply(response(b"+OK\r\n"), Form.PATH, RESP2).value == b"OK"
    assert read_reply(response(frame_of([b"a", None])), Form.BODY, RESP2).value == [b"a", None]
    with pytest.raises(Broken):
        read_reply(response(b'{"result":"OK"}'), Form.BODY, RESP2)


@pytest.mark.parametrize("form", [Form.PIPELINE, Form.TRANSACTION])
def test_the_one_item_of_a_batch_is_the_reply(form: Form) -> None:
    assert read_reply(response(b'[{"result":"YQ=="}]'), form, BASE64).value == b"a"
    with pytest.raises(Broken):
        read_reply(response(b'[{"result":1},{"result":1}]'), form, BASE64)


def test_a_transaction_is_read_as_json_also_where_resp2_was_asked_for() -> None:
    body = b'[{"result":"a"}]'
    assert read_reply(response(body), Form.TRANSACTION, RESP2).value == "a"
    with pytest.raises(Broken):
        read_reply(response(frame_of([b"a"])), Form.TRANSACTION, RESP2)


def test_bytes_are_shown_as_json_shows_them() -> None:
    assert as_text([b"caf\xc3\xa9", [b"\xff", "text", 1, None]]) == [
        "café",
        ["\ufffd", "text", 1, None],
    ]


def encoding_asked_for(seen: Seen) -> Encoding:
    is_base64 = seen.header("upstash-encoding") == "base64"
    is_resp2 = seen.header("upstash-response-format") == "resp2"
    return BASE64 if is_base64 else RESP2 if is_resp2 else Encoding.JSON


async def test_the_client_asks_for_an_encoding_and_reads_it(serve: Serve, connect: Connect) -> None:
    bodies = {Encoding.JSON: b'{"result":"a"}', BASE64: b'{"result":"YQ=="}', RESP2: b"$1\r\na\r\n"}

    def behaviour(seen: Seen) -> bytes:
        return answer(200, bodies[encoding_asked_for(seen)])

    redis = opened(behaviour, serve, connect)
    results = {encoding: await redis("GET", "k", encoding=encoding) for encoding in Encoding}
    assert results == {Encoding.JSON: "a", BASE64: b"a", RESP2: b"a"}


async def test_each_item_of_a_batch_is_decoded(serve: Serve, connect: Connect) -> None:
    behaviour = always(200, b'[{"result":"YQ=="},{"error":"ERR no"}]')
    redis = opened(behaviour, serve, connect)
    replies = await redis.batch(Form.PIPELINE, [["A"], ["B"]], encoding=BASE64)
    assert [(reply.result, reply.error) for reply in replies] == [(b"a", None), (None, "ERR no")]


def opened(behaviour: Behaviour, serve: Serve, connect: Connect) -> RedisRestClient:
    """A client of a stand-in that behaves so."""
    url = serve(behaviour).url
    return RedisRestClient(connect(url), Secret(TOKEN), Ledger(), key_prefix="edgeproof:run")

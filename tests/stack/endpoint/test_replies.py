"""Replies in JSON, base64 and RESP2: the same reply, whichever is asked for."""

import asyncio
import json
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.stack.endpoint.forms import MalformedRequestError
from edgeproof.stack.endpoint.replies import (
    ReplyFormat,
    render_batch,
    render_reply,
    reply_format,
)
from edgeproof.stack.endpoint.resp import (
    DEEPEST_REPLY,
    NULL_ARRAY,
    READ_BYTES,
    TOO_DEEP,
    Error,
    RedisReply,
    Status,
    TypedReplyParser,
    command_frame,
    reply_frame,
)

lines = st.binary().filter(lambda line: b"\r" not in line and b"\n" not in line)
scalars = st.one_of(
    st.binary(),
    st.just(b"x" * READ_BYTES),
    lines.map(Status),
    lines.map(Error),
    st.integers(-(2**63), 2**63 - 1),
    st.none(),
    st.just(NULL_ARRAY),
)
replies = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
successes = replies.filter(lambda reply: not isinstance(reply, Error))


async def parsed(frames: list[bytes], count: int) -> list[RedisReply]:
    """Read `count` replies from frames that arrive in these pieces."""
    stream = asyncio.StreamReader()
    parser = TypedReplyParser(socket_read_size=65536)
    parser._stream, parser._connected = stream, True

    async def arrive() -> None:
        for frame in frames:
            stream.feed_data(frame)
            await asyncio.sleep(0)
        stream.feed_eof()

    arriving = asyncio.create_task(arrive())
    result = [await parser.read_response() for _ in range(count)]
    await arriving
    return result


def typed(reply: RedisReply) -> Any:
    """A reply with its types made comparable: `Status(b"x") == b"x"` would hide a mistake."""
    return [typed(item) for item in reply] if isinstance(reply, list) else (type(reply), reply)


@given(st.lists(replies, min_size=1, max_size=3), st.integers(1, 50))
async def test_replies_keep_their_types_however_they_arrive(
    sent: list[RedisReply], step: int
) -> None:
    frames = b"".join(map(reply_frame, sent))
    step = max(step, len(frames) // 200)
    pieces = [frames[start : start + step] for start in range(0, len(frames), step)]
    assert typed(await parsed(pieces, len(sent))) == typed(sent)


@given(replies)
async def test_a_frame_is_what_redis_would_have_sent(reply: RedisReply) -> None:
    [again] = await parsed([reply_frame(reply)], 1)
    assert reply_frame(again) == reply_frame(reply)


@given(st.lists(st.binary(), min_size=1))
async def test_a_command_is_an_array_of_bulk_strings(arguments: list[bytes]) -> None:
    assert await parsed([command_frame(arguments)], 1) == [arguments]


async def test_what_nests_too_deeply_becomes_an_error_and_the_next_reply_is_whole() -> None:
    too_deep = b"*1\r\n" * (DEEPEST_REPLY + 5) + b"$4\r\n*1\r\n\r\n"
    deep, after = await parsed([too_deep + b"+OK\r\n"], 2)
    for _ in range(DEEPEST_REPLY):
        assert isinstance(deep, list)
        [deep] = deep
    assert (deep, after) == (TOO_DEEP, Status(b"OK"))


def decoded(value: Any) -> Any:
    """Undo base64 in what JSON gave back."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    return b64decode(value, validate=True) if isinstance(value, str) else value


def plain(reply: RedisReply) -> Any:
    """What a client sees of a reply once the types that JSON lacks are gone."""
    if isinstance(reply, list):
        return [plain(item) for item in reply]
    return None if reply is NULL_ARRAY else reply


def without_errors(reply: RedisReply) -> bool:
    if isinstance(reply, list):
        return all(map(without_errors, reply))
    return not isinstance(reply, Error)


@given(successes.filter(without_errors).filter(lambda reply: reply != b"OK"))
def test_base64_decodes_to_the_exact_bytes(reply: RedisReply) -> None:
    answer = json.loads(render_reply(reply, ReplyFormat.BASE64))
    assert decoded(answer["result"]) == plain(reply)


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(), st.lists))
def test_json_gives_back_every_text(value: Any) -> None:
    def as_reply(part: Any) -> RedisReply:
        if isinstance(part, list):
            return [as_reply(item) for item in part]
        return part.encode() if isinstance(part, str) else part

    assert json.loads(render_reply(as_reply(value), ReplyFormat.JSON)) == {"result": value}


@given(replies, st.sampled_from([ReplyFormat.JSON, ReplyFormat.BASE64]))
def test_an_answer_is_a_result_or_an_error_and_valid_utf_8(
    reply: RedisReply, form: ReplyFormat
) -> None:
    answer = json.loads(render_reply(reply, form).decode("utf-8"))
    assert list(answer) == (["error"] if isinstance(reply, Error) else ["result"])


def test_bytes_that_are_not_utf_8_become_replacement_characters() -> None:
    assert json.loads(render_reply(b"a\xff\xed\xa0\x80", ReplyFormat.JSON))["result"].startswith(
        "a\ufffd"
    )


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (Status(b"OK"), "OK"),
        (b"OK", "T0s="),
        (Status(b"PONG"), "UE9ORw=="),
        ([Status(b"OK"), b"OK"], ["T0s=", "T0s="]),
        ([[Status(b"OK")], 1, None, NULL_ARRAY], [["T0s="], 1, None, None]),
    ],
)
def test_only_the_status_ok_on_top_is_not_encoded(reply: RedisReply, result: Any) -> None:
    assert json.loads(render_reply(reply, ReplyFormat.BASE64)) == {"result": result}
    assert json.loads(render_batch([reply], ReplyFormat.BASE64)) == [{"result": result}]


def test_errors_are_not_encoded() -> None:
    answer = json.loads(render_reply(Error(b"ERR no"), ReplyFormat.BASE64))
    assert answer == {"error": "ERR no"}


def test_an_error_of_ours_is_one_line() -> None:
    assert reply_frame(Error.of("ERR a\r\nb\nc")) == b"-ERR a b c\r\n"


@pytest.mark.parametrize(
    ("encoding", "response_format", "expected"),
    [
        (None, None, ReplyFormat.JSON),
        (b"base64", None, ReplyFormat.BASE64),
        (b"gzip", b"json", ReplyFormat.JSON),
        (b"Base64", b"JSON", ReplyFormat.BASE64),
        (b"gzip", b"resp2", ReplyFormat.RESP2),
    ],
)
def test_headers_choose_the_format(
    encoding: bytes | None, response_format: bytes | None, expected: ReplyFormat
) -> None:
    assert reply_format(encoding, response_format) is expected


@pytest.mark.parametrize(("encoding", "response_format"), [(None, b"resp3"), (b"base64", b"resp2")])
def test_a_format_that_cannot_be_given_is_malformed(
    encoding: bytes | None, response_format: bytes
) -> None:
    with pytest.raises(MalformedRequestError):
        reply_format(encoding, response_format)

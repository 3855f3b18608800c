"""RESP2: every frame of Redis is read, and what only resembles one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import ByteReply, ErrorText, frame_of, parse_frame
from edgeproof.laws import Broken

values = st.recursive(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.binary(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(value=values)
def test_a_value_is_read_from_its_frame(value: ByteReply) -> None:
    assert parse_frame(frame_of(value)) == value


@pytest.mark.parametrize(
    ("frame", "value"),
    [
        (b"+OK\r\n", b"OK"),
        (b"+\r\n", b""),
        (b":0\r\n", 0),
        (b":-9223372036854775808\r\n", -(2**63)),
        (b"$-1\r\n", None),
        (b"*-1\r\n", None),
        (b"$0\r\n\r\n", b""),
        (b"$2\r\n\r\n\r\n", b"\r\n"),
        (b"*0\r\n", []),
        (b"*3\r\n+OK\r\n*1\r\n$-1\r\n*-1\r\n", [b"OK", [None], None]),
    ],
)
def test_each_kind_of_frame_is_read(frame: bytes, value: ByteReply) -> None:
    assert parse_frame(frame) == value


@pytest.mark.parametrize(
    ("value", "frame"),
    [
        (None, b"$-1\r\n"),
        (-1, b":-1\r\n"),
        ("é".encode(), b"$2\r\n\xc3\xa9\r\n"),
        ([[], b""], b"*2\r\n*0\r\n$0\r\n\r\n"),
    ],
)
def test_a_frame_is_written_as_redis_writes_it(value: ByteReply, frame: bytes) -> None:
    assert frame_of(value) == frame


def test_an_error_is_no_string() -> None:
    assert isinstance(parse_frame(b"-ERR no\r\n"), ErrorText)
    assert not isinstance(parse_frame(b"+ERR no\r\n"), ErrorText)


@given(value=values, extra=st.binary(min_size=1, max_size=5))
def test_what_follows_a_frame_breaks_it(value: ByteReply, extra: bytes) -> None:
    with pytest.raises(Broken):
        parse_frame(frame_of(value) + extra)


@given(value=values, data=st.data())
def test_a_frame_that_is_cut_is_none(value: ByteReply, data: st.DataObject) -> None:
    frame = frame_of(value)
    with pytest.raises(Broken):
        parse_frame(frame[: data.draw(st.integers(0, len(frame) - 1))])


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"OK\r\n",
        b'{"result":"OK"}',
        b"+OK\n",
        b"+O\nK\r\n",
        b"-ERR\rno\r\n",
        b":\r\n",
        b":+1\r\n",
        b":01\r\n",
        b":-0\r\n",
        b":1.0\r\n",
        b": 1\r\n",
        b":1_0\r\n",
        b":" + b"9" * 5_000 + b"\r\n",
        b"$-2\r\n",
        b"$2\r\nabc\r\n",
        b"$4\r\nabc\r\n",
        b"$3\r\nabcde",
        b"$9999999999999\r\nabc\r\n",
        b"*-2\r\n",
        b"*2\r\n:1\r\n",
        b"*9999999999999\r\n:1\r\n",
        b"_\r\n",  # of RESP3
        b"#t\r\n",
        b"%1\r\n+a\r\n+b\r\n",
        b"*1\r\n" * 100_000,
    ],
    ids=lambda frame: repr(frame[:20]),
)
def test_what_is_no_frame_is_broken(frame: bytes) -> None:
    with pytest.raises(Broken):
        parse_frame(frame)

"""Request forms, as pure functions: which bytes reach Redis."""

import json
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.stack.endpoint.forms import (
    MOST_ARGUMENTS,
    MalformedRequestError,
    Query,
    body_batch,
    body_command,
    parse_query,
    path_command,
    segments_of_path,
)

NO_QUERY = Query(arguments=[], token=None)


@given(st.lists(st.binary(), min_size=1))
def test_a_path_carries_every_byte(arguments: list[bytes]) -> None:
    path = "/" + "/".join(quote_from_bytes(argument, safe="") for argument in arguments)
    assert segments_of_path(path.encode()) == arguments


@given(st.lists(st.tuples(st.binary(), st.none() | st.binary())))
def test_a_query_carries_every_byte_in_order(parameters: list[tuple[bytes, bytes | None]]) -> None:
    spelled = [
        quote_from_bytes(name, safe="") + ("" if value is None else "=" + quote_from_bytes(value))
        for name, value in parameters
    ]
    arguments = [
        word
        for (name, value), parameter in zip(parameters, spelled, strict=True)
        if parameter and name != b"_token"
        for word in ([name] if value is None else [name, value])
    ]
    assert parse_query("&".join(spelled).encode()).arguments == arguments


@pytest.mark.parametrize(
    ("path", "segments"),
    [
        (b"/get/a%2Fb", [b"get", b"a/b"]),
        (b"/get/a+b", [b"get", b"a+b"]),
        (b"/get/%2541", [b"get", b"%41"]),
        (b"/get//", [b"get", b"", b""]),
        (b"/get/../.", [b"get", b"..", b"."]),
        (b"/get/%zz%4", [b"get", b"%zz%4"]),
        (b"/", [b""]),
    ],
)
def test_a_segment_is_decoded_exactly_once(path: bytes, segments: list[bytes]) -> None:
    assert segments_of_path(path) == segments


@pytest.mark.parametrize(
    "query", [b"_token=t/+%3D&EX=9&NX", b"EX=9&_token=t/+=&NX", b"EX=9&NX&%5Ftoken=t/+="]
)
def test_the_token_is_no_argument_wherever_it_stands(query: bytes) -> None:
    assert parse_query(query) == Query(arguments=[b"EX", b"9", b"NX"], token=b"t/+=")


def test_a_body_comes_after_the_path_and_before_the_query() -> None:
    query = parse_query(b"EX=100&NX")
    command = path_command([b"set", b"key"], b'["data"]', query)
    assert command == [b"set", b"key", b'["data"]', b"EX", b"100", b"NX"]


def test_an_empty_body_is_no_argument() -> None:
    assert path_command([b"get", b"key"], b"", NO_QUERY) == [b"get", b"key"]


@given(
    arguments=st.lists(st.text(st.characters(exclude_categories=["Cs"]))), is_ascii=st.booleans()
)
def test_strings_in_json_are_utf_8(*, arguments: list[str], is_ascii: bool) -> None:
    body = json.dumps(["NAME", *arguments], ensure_ascii=is_ascii).encode()
    assert body_command(body) == [b"NAME", *(argument.encode() for argument in arguments)]


@given(st.integers())
def test_integers_keep_all_their_digits(number: int) -> None:
    assert body_command(b'["SET", %d]' % number) == [b"SET", b"%d" % number]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_read_back_as_the_same_double(number: float) -> None:
    [_, argument] = body_command(json.dumps(["SET", number]).encode())
    assert float(argument) == number


def test_booleans_are_words() -> None:
    assert body_command(b'["SET", true, false]') == [b"SET", b"true", b"false"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GET",
        b'["GET"',
        b'["GET"] x',
        b"{}",
        b'"PING"',
        b"1",
        b"null",
        b"[]",
        b'[["PING"]]',
        b"[1]",
        b"[null]",
        b'["SET", null]',
        b'["SET", {}]',
        b'["SET", ["a"]]',
        b'["SET", NaN]',
        b'["SET", -Infinity]',
        b'["SET", "\\ud800"]',
        b'["SET", "\xff"]',
        b'["SET", "\n"]',
        b'\xef\xbb\xbf["PING"]',
        b"\xff\xfe[\x00]\x00",
        b"[" * 100_000,
    ],
)
def test_anything_else_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedRequestError):
        body_command(body)


def test_more_arguments_than_redis_reads_are_malformed() -> None:
    body = b'["DEL"' + b",0" * MOST_ARGUMENTS + b"]"
    with pytest.raises(MalformedRequestError):
        body_command(body)


def test_a_batch_is_its_commands_in_order() -> None:
    assert body_batch(b'[["SET", "a", 1], ["GET", "a"]]') == [[b"SET", b"a", b"1"], [b"GET", b"a"]]


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'["PING"]', b'[["PING"], []]', b'[["PING"], [1]]', b'[["PING"], null]']
)
def test_one_malformed_item_refuses_the_whole_batch(body: bytes) -> None:
    with pytest.raises(MalformedRequestError):
        body_batch(body)

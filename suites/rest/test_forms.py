"""Request forms: which command a path, a body and a query make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import (
    JSON_BODY,
    Form,
    RedisRestClient,
    outgoing,
    path_segment,
    query_string,
)
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, needs
from edgeproof.strategies.forms import (
    PathSegment,
    arguments,
    path_segments,
    query_pairs,
)
from edgeproof.strategies.texts import binary, texts

EVERY_FORM = pytest.mark.parametrize("form", Form)
EVERY_BYTE = bytes(range(256))
TEXT = "a=b&c+d%20 é"
"""Text that a parser of forms, or of another character set, would change."""
IN_SEVERAL_CASES = pytest.mark.parametrize(
    ("set_", "ex"), [("set", "ex"), ("SET", "EX"), ("sEt", "Ex")]
)


@law("rest.form.path-decoding")
@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("a+b", "a+b"),
        ("a%2Bb", "a+b"),
        ("a%20b", "a b"),
        ("%25", "%"),
        ("%2520", "%20"),
        ("%252F", "%2F"),
        ("a%3Fb=c", "a?b=c"),
        ("a%23b", "a#b"),
        ("a%00b", "a\0b"),
        ("a%0Ab", "a\nb"),
        ("%0D%0A", "\r\n"),
        ("%C3%A9", "é"),
        ("%22%5C", '"\\'),
        ("a;b=c,d@e:f", "a;b=c,d@e:f"),
    ],
)
async def test_a_segment_of_a_path_is_decoded_once(
    redis: RedisRestClient, expect: Expectations, segment: str, text: str
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/set/{path_segment(key)}/{segment}")
    expect.equal(f"what the segment {segment} became", await redis("GET", key), text)


@law("rest.form.path-decoding")
@given(segment=path_segments())
async def test_every_byte_travels_in_a_path(
    redis: RedisRestClient, expect: Expectations, segment: PathSegment
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/set/{path_segment(key)}/{segment.wire}")
    expect.equal("what the segment became", await redis.stored_bytes(key), segment.data)


@law("rest.form.path-decoding")
async def test_all_bytes_travel_in_one_path(redis: RedisRestClient, expect: Expectations) -> None:
    key = redis.fresh_key()
    await redis.send(("SET", key, EVERY_BYTE), Form.PATH)
    expect.equal("what the 256 bytes became", await redis.stored_bytes(key), EVERY_BYTE)


@law("rest.form.path-decoding")
async def test_the_name_of_a_command_is_decoded_too(
    redis: RedisRestClient, expect: Expectations
) -> None:
    response = await redis.request("GET", "/%65ch%6F/%74ext")
    expect.equal("the answer to /%65ch%6F/%74ext", redis.read(response, Form.PATH).value, "text")


@law("rest.form.path-dots")
@pytest.mark.parametrize(
    ("segments", "elements"),
    [
        ("%2E", ["."]),
        ("%2E%2E", [".."]),
        ("a/%2E%2E/b/%2e/c", ["a", "..", "b", ".", "c"]),
        (".../.a/a.", ["...", ".a", "a."]),
    ],
)
async def test_dots_are_data(
    redis: RedisRestClient, expect: Expectations, segments: str, elements: list[str]
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/rpush/{path_segment(key)}/{segments}")
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), elements)


@law("rest.form.path-empty-segment")
@pytest.mark.parametrize(
    ("segments", "elements"),
    [("", [""]), ("a/", ["a", ""]), ("/b", ["", "b"]), ("a//b", ["a", "", "b"])],
)
async def test_an_empty_segment_is_an_empty_argument(
    redis: RedisRestClient, expect: Expectations, segments: str, elements: list[str]
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/rpush/{path_segment(key)}/{segments}")
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), elements)


@law("rest.form.body-is-last")
@given(in_path=st.lists(arguments(), max_size=3), body=arguments())
async def test_a_body_is_one_argument_after_those_of_the_path(
    redis: RedisRestClient, expect: Expectations, in_path: list[str], body: str
) -> None:
    key = redis.fresh_key()
    await redis.send(("RPUSH", key, *in_path, body), Form.PATH_BODY)
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), [*in_path, body])


@law("rest.form.body-is-last")
@given(in_path=st.lists(arguments(), max_size=2), body=arguments(), in_query=query_pairs())
async def test_a_body_comes_before_the_arguments_of_the_query(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    in_path: list[str],
    body: str,
    in_query: list[tuple[str, str]],
) -> None:
    run.need("query-arguments")
    key = redis.fresh_key()
    request = outgoing(("RPUSH", key, *in_path, body), Form.PATH_BODY)
    await redis.request("POST", f"{request.target}?{query_string(in_query)}", body=request.body)
    expected = [*in_path, body, *(word for pair in in_query for word in pair)]
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), expected)


@law("rest.form.body-is-data")
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
@pytest.mark.parametrize(
    "body",
    [
        "null",
        "true",
        "1.50",
        '"text"',
        "[]",
        '{"a": 1}',
        '["SET", "edgeproof:no-such-key", "1"]',
        '[["PING"]]',
        '["PING"',
        "a=b&c=d",
        " text\n",
    ],
)
async def test_a_body_after_a_path_is_stored_as_sent(
    redis: RedisRestClient, expect: Expectations, body: str, content_type: str
) -> None:
    key = redis.fresh_key()
    await redis.send(("SET", key, body), Form.PATH_BODY, headers=[("Content-Type", content_type)])
    expect.equal("what was stored", await redis("GET", key), body)


@law("rest.form.body-is-bytes")
@given(body=binary().filter(bool))
async def test_a_body_after_a_path_keeps_its_bytes(
    redis: RedisRestClient, expect: Expectations, body: bytes
) -> None:
    key = redis.fresh_key()
    await redis.send(("SET", key, body), Form.PATH_BODY)
    expect.equal("what was stored", await redis.stored_bytes(key), body)


@law("rest.form.body-is-bytes")
async def test_a_body_after_a_path_may_have_all_bytes(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis.send(("SET", key, EVERY_BYTE), Form.PATH_BODY)
    expect.equal("what was stored", await redis.stored_bytes(key), EVERY_BYTE)


@law("rest.form.query-arguments")
@given(in_query=query_pairs())
async def test_parameters_of_the_query_are_names_and_values_in_order(
    redis: RedisRestClient, expect: Expectations, in_query: list[tuple[str, str]]
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/rpush/{path_segment(key)}/first?{query_string(in_query)}")
    expected = ["first", *(word for pair in in_query for word in pair)]
    expect.equal("the arguments that arrived", await redis("LRANGE", key, 0, -1), expected)


@law("rest.form.query-arguments")
async def test_ex_in_the_query_sets_a_time_to_live(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/set/{path_segment(key)}/value?EX=100")
    expect.equal("the value", await redis("GET", key), "value")
    expect.one_of("the time to live", await redis("TTL", key), range(90, 101))


@law("rest.form.query-flag")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("a", ["a"]),
        ("a&b", ["a", "b"]),
        ("a=b&c", ["a", "b", "c"]),
        ("a&b=c&d", ["a", "b", "c", "d"]),
    ],
)
async def test_a_parameter_without_a_value_is_one_argument(
    redis: RedisRestClient, expect: Expectations, query: str, words: list[str]
) -> None:
    key = redis.fresh_key()
    await redis.request("GET", f"/rpush/{path_segment(key)}/first?{query}")
    arrived = await redis("LRANGE", key, 0, -1)
    expect.equal(f"the arguments of ?{query}", arrived, ["first", *words])


@law("rest.form.query-flag")
async def test_nx_in_the_query_keeps_what_is_there(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    await redis("SET", key, "before")
    response = await redis.request("GET", f"/set/{path_segment(key)}/after?NX")
    expect.equal("the answer to ?NX", response.json(), {"result": None})
    expect.equal("the value afterwards", await redis("GET", key), "before")


@law("rest.form.case")
@EVERY_FORM
@IN_SEVERAL_CASES
async def test_names_and_options_may_be_written_in_any_case(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, set_: str, ex: str
) -> None:
    run.need(form)
    key = redis.fresh_key()
    reply = await redis.reply(set_, key, "value", ex, 100, form=form)
    expect.equal(f"the answer to {set_} … {ex}", reply.result, "OK")
    expect.one_of("the time to live", await redis("TTL", key), range(90, 101))


@law("rest.form.case")
@IN_SEVERAL_CASES
async def test_options_in_the_query_may_be_written_in_any_case(
    redis: RedisRestClient, run: Run, expect: Expectations, set_: str, ex: str
) -> None:
    run.need("query-arguments")
    key = redis.fresh_key()
    await redis.request("GET", f"/{set_}/{path_segment(key)}/value?{ex}=100")
    expect.one_of("the time to live", await redis("TTL", key), range(90, 101))


@law("rest.form.content-type")
@pytest.mark.parametrize("form", [form for form in Form if form is not Form.PATH])
@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "application/json; charset=utf-8",
        "text/plain",
        "text/plain; charset=iso-8859-1",
        "application/x-www-form-urlencoded",
    ],
)
async def test_the_content_type_does_not_matter(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, content_type: str | None
) -> None:
    run.need(form)
    key = redis.fresh_key()
    request = outgoing(("SET", key, TEXT), form)
    headers = [("Content-Type", content_type)] if content_type else []
    await redis.request("POST", request.target, headers=headers, body=request.body)
    expect.equal(f"what was stored, sent as {content_type}", await redis("GET", key), TEXT)


@law("rest.form.chunked")
@pytest.mark.parametrize("form", [form for form in Form if form is not Form.PATH])
@pytest.mark.parametrize("chunk_bytes", [1, 7, 1000])
async def test_a_body_may_come_in_chunks(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, chunk_bytes: int
) -> None:
    run.need(form)
    key = redis.fresh_key()
    request = outgoing(("SET", key, TEXT), form)
    body = request.body or b""
    chunks = [body[at : at + chunk_bytes] for at in range(0, len(body), chunk_bytes)]
    await redis.request("POST", request.target, headers=[JSON_BODY], chunks=chunks)
    expect.equal("what was stored", await redis("GET", key), TEXT)


@law("rest.form.arguments-exact")
@needs("scripts")
@pytest.mark.parametrize("form", [Form.BODY, Form.PIPELINE, Form.TRANSACTION])
@given(words=st.lists(texts(max_size=60), max_size=12))
async def test_arguments_in_json_arrive_exactly(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, words: list[str]
) -> None:
    run.need(form)
    arrived = await redis("EVAL", "return ARGV", 0, *words, form=form)
    expect.equal("the arguments that arrived", arrived, words)


@law("rest.form.arguments-exact")
@needs("scripts")
@pytest.mark.parametrize("form", [Form.PATH, Form.PATH_BODY])
@given(words=st.lists(arguments(), min_size=1, max_size=8))
async def test_arguments_in_a_path_arrive_exactly(
    redis: RedisRestClient, run: Run, expect: Expectations, form: Form, words: list[str]
) -> None:
    run.need(form)
    arrived = await redis("EVAL", "return ARGV", 0, *words, form=form)
    expect.equal("the arguments that arrived", arrived, words)


@law("rest.form.arguments-exact")
@needs("scripts")
@pytest.mark.parametrize(
    "words",
    [
        ["", "", ""],
        [" ", "  ", "\t", " a ", "\r\n", "\n", "\0", "a\0b"],
        [str(number) for number in range(1000)],
    ],
    ids=["empty", "white space and NUL", "a thousand"],
)
async def test_empty_white_and_many_arguments_arrive(
    redis: RedisRestClient, expect: Expectations, words: list[str]
) -> None:
    arrived = await redis("EVAL", "return ARGV", 0, *words)
    expect.equal("the arguments that arrived", arrived, words)

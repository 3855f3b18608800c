"""Texts: a post keeps its text, whatever it contains, and no text does anything."""

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient
from edgeproof.laws import Expectations, Risk, law, risky
from edgeproof.strategies import command_like_texts, invalid_utf8, texts

KIBIBYTE = 1024

AWKWARD = (
    *("", "/", "?a", "#", "%2F%", "a&b=c", "a+b c", "\"'", "\\n", " ", " a", "a\n"),
    *("a\nb", "a\rb", "a\r\nb", "\u2028\u2029\x85", "a\0b", "\ufeffa"),
    *("e\u0301\u00e9\u212b", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "שלום \u202eabc"),
    *('{"id":"post:1","text":"a"}', "[]", '"a"', "null", "1e5", "007", "-0"),
)


@law("posts.create.keeps-text")
@pytest.mark.parametrize("text", AWKWARD)
async def test_an_awkward_text_is_listed_as_sent(
    posts: PostsClient, expect: Expectations, text: str
) -> None:
    sent = {await posts.created(text): text}
    expect.equal("the post as listed", await posts.as_listed(sent), sent)


@law("posts.create.keeps-text")
@given(several=st.lists(texts(), min_size=1, max_size=4))
async def test_any_text_is_listed_as_sent(
    posts: PostsClient, expect: Expectations, several: list[str]
) -> None:
    sent = {await posts.created(text): text for text in several}
    expect.equal("the posts as listed", await posts.as_listed(sent), sent)


@law("posts.create.text-is-data")
@given(several=st.lists(command_like_texts(), min_size=1, max_size=4))
async def test_a_text_shaped_as_a_command_is_kept_and_touches_no_other_post(
    posts: PostsClient, expect: Expectations, several: list[str]
) -> None:
    sent = {await posts.created("beside it"): "beside it"}
    sent |= {await posts.created(text): text for text in several}
    expect.equal("the posts as listed", await posts.as_listed(sent), sent)


@law("posts.create.text-is-data")
async def test_no_text_makes_its_post_expire(posts: PostsClient, expect: Expectations) -> None:
    expiring = ("x/EX/1", "x?EX=1", "x EX 1", 'x","EX","1', "x%2FEX%2F1", "/EX/1", "?EX=1")
    sent = {await posts.created(text): text for text in expiring}
    await anyio.sleep(1.1)
    expect.equal("the posts after a second", await posts.as_listed(sent), sent)


@law("posts.create.large-text")
@pytest.mark.parametrize("character", ["a", '"', "\0", "é", "\U0001f600"])
async def test_a_text_of_64_kib_is_kept(
    posts: PostsClient, expect: Expectations, character: str
) -> None:
    text = character * (64 * KIBIBYTE // len(character.encode()))
    sent = {await posts.created(text): text}
    expect.equal("the post as listed", await posts.as_listed(sent), sent)


@law("posts.create.large-text")
@pytest.mark.parametrize(
    "size_bytes",
    [64 * KIBIBYTE + 1, pytest.param(1024 * KIBIBYTE + 1, marks=risky(Risk.LARGE))],
)
async def test_a_larger_text_is_kept_whole_or_refused(
    posts: PostsClient, expect: Expectations, size_bytes: int
) -> None:
    mark = f"larger than {await posts.created('')}: "
    text = mark + "x" * (size_bytes - len(mark))
    status = await posts.status_of_large(text)
    expect.one_of("the status of POST", status, (201, 413, None))
    kept = [text] if status == 201 else []
    expect.equal("the texts that begin as it does", await posts.marked(mark, kept), kept)


@law("posts.create.any-content-type")
@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/plain; charset=iso-8859-1",
        "text/html",
        "nonsense",
    ],
)
async def test_the_body_is_the_text_whatever_its_type(
    posts: PostsClient, expect: Expectations, content_type: str
) -> None:
    text = '{"text":"a=1&b=%20é+"}'
    headers = [("Content-Type", content_type)] if content_type else []
    response = await posts.create(text, headers=headers)
    expect.equal("the status of POST", response.status, 201)
    sent = {response.text: text}
    expect.equal("the post as listed", await posts.as_listed(sent), sent)


@law("posts.create.rejects-invalid-utf8")
@given(several=st.lists(invalid_utf8(), min_size=1, max_size=3))
async def test_a_body_that_is_not_utf8_is_refused(
    posts: PostsClient, expect: Expectations, several: list[bytes]
) -> None:
    mark = f"invalid after {await posts.created('')}: "
    statuses = [(await posts.create(mark.encode() + data)).status for data in several]
    expect.equal("the statuses of POST", statuses, [400] * len(several))
    expect.equal("the texts that begin as it does", await posts.marked(mark, []), [])

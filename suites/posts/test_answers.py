"""Answers of every kind: none reveals a secret, and an error says plainly what it is."""

import re
from urllib.parse import quote, urlsplit

import pytest

from edgeproof.clients import OneConnection, PostsClient, Response
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Untested, law
from edgeproof.post_ids import is_post_id

NEVER_GIVEN = "post:900719925474099"
"""An id far beyond the value of any counter."""

ORDINARY_WORD = 8
"""Characters; a shorter token may be an ordinary word in an answer."""

ERRORS = {
    "a method that does not exist": ("PUT", "", b""),
    "an id never given": ("DELETE", f"/{NEVER_GIVEN}", None),
    "a name that no post has": ("DELETE", "/post:0x", None),
    "a path below the collection": ("GET", "/x/y", None),
    "a text that is not UTF-8": ("POST", "", b"\xff"),
}
"""Requests; a deployment may answer some of them with success."""

OF_PROXIES = {
    "percent signs that encode nothing": ("DELETE", "/%zz%", None),
    "a path outside the collection": ("GET", "x", None),
}
"""More errors; what stands in front of a worker may answer them in its own way."""

STACK_TRACE = re.compile(
    r'\bat [^\n]{0,200}:\d+:\d+|Traceback \(most recent call last\)|File \\?".{0,200}", line \d+'
)


@law("posts.secrets.token")
@pytest.mark.parametrize("error", [*ERRORS, *OF_PROXIES])
async def test_no_error_contains_the_token(
    posts: PostsClient, run: Run, expect: Expectations, error: str
) -> None:
    method, target, body = (ERRORS | OF_PROXIES)[error]
    response = await posts.request(method, target, body=body)
    expect_no_token(run, expect, response)


@law("posts.secrets.token")
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
async def test_no_answer_about_the_list_contains_the_token(
    posts: PostsClient, run: Run, expect: Expectations, method: str
) -> None:
    await posts.create("with no secret in it")
    expect_no_token(run, expect, await posts.request(method))


@law("posts.secrets.token")
async def test_no_answer_about_a_post_contains_the_token(
    posts: PostsClient, run: Run, expect: Expectations
) -> None:
    created = await posts.create("with no secret in it")
    expect_no_token(run, expect, created)
    post_id = created.text if is_post_id(created.text) else NEVER_GIVEN
    expect_no_token(run, expect, await posts.delete(post_id))


def expect_no_token(run: Run, expect: Expectations, response: Response) -> None:
    """The database's token is neither in a header of the answer nor in its body."""
    token = "" if run.deployment.token is None else run.deployment.token.reveal()
    if len(token) < ORDINARY_WORD:
        raise Untested("a token of 8 characters or more must be known to the run (--token)")
    expect.that(
        f"the answer to {response.request_line}",
        not (response.contains(token) or response.contains(quote(token, safe=""))),
        received=f"{response.status} {response.headers} {response.text}",
        expected="the database's token nowhere in it",
    )


@law("posts.errors.plain")
@pytest.mark.parametrize("error", ERRORS)
async def test_an_error_is_json_that_says_what_is_wrong(
    posts: PostsClient, expect: Expectations, error: str
) -> None:
    method, target, body = ERRORS[error]
    response = await posts.request(method, target, body=body)
    holds = response.is_success or has_error(response)
    form = '{"error": "…"} or problem+json'
    expect.that("the body of the error", holds, received=response.text, expected=form)


@law("posts.errors.plain")
@pytest.mark.parametrize("error", ERRORS)
async def test_an_error_shows_nothing_of_the_inside(
    posts: PostsClient, run: Run, expect: Expectations, error: str
) -> None:
    method, target, body = ERRORS[error]
    text = (await posts.request(method, target, body=body)).text
    is_trace = STACK_TRACE.search(text) is not None
    expect.that("the error", not is_trace, received=text, expected="no stack trace in it")
    backend = urlsplit(run.deployment.redis_url or "").netloc
    is_shown = backend not in {"", urlsplit(posts.collection_url).netloc} and backend in text
    expect.that("the error", not is_shown, received=text, expected="no address of the database")


def has_error(response: Response) -> bool:
    """Whether it is JSON that says what is wrong: in `error`, or as RFC 9457 defines."""
    body = response.json()
    is_problem = "problem+json" in (response.header("content-type") or "")
    return isinstance(body, dict) and (is_problem or isinstance(body.get("error"), str))


@law("posts.reply.framing")
async def test_a_connection_carries_eighty_mixed_answers(
    posts: PostsClient, one_connection: OneConnection, expect: Expectations
) -> None:
    alone = posts.over(one_connection.http)
    rounds = [await statuses_of_mixed_answers(alone) for _ in range(10)]
    expect.equal("the statuses, round by round", rounds, [rounds[0]] * len(rounds))
    one_connection.expect_kept(expect)


async def statuses_of_mixed_answers(posts: PostsClient) -> list[int]:
    """The statuses of eight answers, with a body and without, successes and refusals."""
    created = await posts.create("one of many on a connection")
    listed = await posts.request("GET")
    heads = [await posts.request("HEAD") for _ in range(2)]
    gone = created.text if is_post_id(created.text) else NEVER_GIVEN
    rest = [
        await posts.delete(gone),
        await posts.request("PUT", body=b"no such method"),
        await posts.request("GET", "/x/y"),
        await posts.create(b"\xff not UTF-8"),
    ]
    return [answer.status for answer in (created, listed, *heads, *rest)]

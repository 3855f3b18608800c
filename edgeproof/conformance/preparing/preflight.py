"""Preflight: whether an interface is there at all, before any law judges it.

What answers 404, a redirect, HTML or somebody else's JSON would break every law, and say nothing.
"""

import re
from collections.abc import Awaitable, Iterable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

import httpx

from edgeproof.clients import (
    Form,
    HttpClient,
    RedisRestClient,
    Response,
    wrong_credential,
)
from edgeproof.conformance.run import Run
from edgeproof.conformance.survival import posts_client, redis_client
from edgeproof.errors import ConfigurationError, UnavailableError
from edgeproof.laws import Broken, Case, NotJudged

ENVELOPE_LAW: Final = "rest.reply.envelope"

_TEXT: Final = "edgeproof asks whether this is a collection of posts"
_AN_ID: Final = re.compile(r"post:[1-9][0-9]*", re.ASCII)
_POSTS: Final = (
    "expected a JSON array of objects with `id` and `text` from GET, or `post:<n>` from POST"
)
_REDIS: Final = 'expected {"result": …} or {"error": "…"} from PING and SET, in any form'

_ABOUT_THE_TOKEN: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_SAYS_NOTHING: Final = _ABOUT_THE_TOKEN | {HTTPStatus.TOO_MANY_REQUESTS}
_SHOWN: Final = 80


async def look_for_posts(run: Run, http: HttpClient, case: Case) -> None:
    """Note which posts were there before. Raises UnavailableError if this is no /posts at all."""
    posts = posts_client(run, http, case)
    listed = await _answer(posts.request("GET"), posts.collection_url, "--posts", run)
    ids = _ids_listed(listed)
    if ids is not None:
        run.listed = ids
        return
    created = await _answer(posts.create(_TEXT), posts.collection_url, "--posts", run)
    if created.is_success and _names_a_post(created):
        return
    seen = f"GET is answered with {_words(listed, run)}, POST with {_words(created, run)}"
    raise UnavailableError(
        f"{posts.collection_url} is not a /posts collection: {seen}; {_POSTS}",
        _advice((listed, created), "--posts is the URL of the collection"),
    )


async def look_for_redis(run: Run, http: HttpClient, case: Case) -> None:
    """See that some form of a command is answered in the envelope of Redis REST.

    If none is, but the token is told from a wrong one, `run.not_redis` says so, and only the law
    about the envelope judges. Raises UnavailableError if nothing of the interface is there,
    ConfigurationError if the token is refused.
    """
    redis = redis_client(run, http, case)
    answers: dict[tuple[Form, str], Response] = {}
    key = redis.fresh_key("preflight")
    for form in Form:
        for command in (("PING",), ("SET", key, "1")):
            answer = await _answer(redis.send(command, form), redis.base_url, "--redis", run)
            if answer.status not in _SAYS_NOTHING and _has_envelope(answer):
                return
            answers[form, command[0]] = answer
    if all(answer.status in _ABOUT_THE_TOKEN for answer in answers.values()):
        raise ConfigurationError(
            f"{redis.base_url} refuses the token", "is it the token of this database?"
        )
    await _remove(run, redis, key, answers)
    (form, name), shown = min(answers.items(), key=lambda one: _rank(one[1]))
    seen = f"{name} in the form `{form}` is answered with {_words(shown, run)}"
    if shown.is_success and await _tells_tokens_apart(redis, form):
        run.not_redis = f"this is not a Redis REST API: {seen}; {_REDIS}"
        return
    raise UnavailableError(
        f"{redis.base_url} is not a Redis REST API: {seen}; {_REDIS}",
        _advice(answers.values(), "--redis is the root of the API"),
    )


async def _answer(asking: Awaitable[Response], url: str, option: str, run: Run) -> Response:
    try:
        return await asking
    except (Broken, NotJudged) as error:
        seen = error.summary(run.mask.text) if isinstance(error, Broken) else error.reason
        raise UnavailableError(
            f"{url} does not answer", f"{seen}; is {option} right, is it running?"
        ) from None


def _ids_listed(response: Response) -> list[str] | None:
    """The ids in a list of posts, whatever else is wrong with it; None if it is no such list."""
    try:
        items = response.json()
    except Broken:
        return None
    if not response.is_success or not isinstance(items, list):
        return None
    is_posts = all(isinstance(item, dict) and {"id", "text"} <= item.keys() for item in items)
    return [str(item["id"]) for item in items] if is_posts else None


def _names_a_post(response: Response) -> bool:
    texts = (response.text, *(value for _, value in response.headers))
    return any(_AN_ID.search(unquote(text)) for text in texts)


def _has_envelope(response: Response) -> bool:
    try:
        answer = response.json()
    except Broken:
        return False
    items = answer if isinstance(answer, list) else [answer]
    return any(isinstance(item, dict) and {"result", "error"} & item.keys() for item in items)


async def _remove(
    run: Run, redis: RedisRestClient, key: str, answers: Mapping[tuple[Form, str], Response]
) -> None:
    """Remove the key in each form in which it may have been set."""
    forms = [form for form, name in answers if name == "SET" and answers[form, name].is_success]
    removals = [await redis.send(("DEL", key), form) for form in forms]
    if all(removal.is_success for removal in removals):
        run.keys.removed(key)


def _rank(response: Response) -> tuple[bool, bool, int]:
    """The answer that says most comes first."""
    return not response.is_success, response.media_type == "text/html", response.status


async def _tells_tokens_apart(redis: RedisRestClient, form: Form) -> bool:
    wrong = redis.with_token(wrong_credential(redis.token, "another").token)
    return (await wrong.send(("PING",), form)).status in _ABOUT_THE_TOKEN


def _words(response: Response, run: Run) -> str:
    location = response.header("location")
    if httpx.codes.is_redirect(response.status) and location:
        return f"{response.status} to {run.mask.text(location)}"
    if response.media_type == "text/html":
        return f"{response.status} and HTML"
    text = run.mask.text(" ".join(response.text.split()))
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"{response.status} {shown}".strip()


def _advice(answers: Iterable[Response], question: str) -> str:
    statuses = {answer.status for answer in answers}
    if HTTPStatus.TOO_MANY_REQUESTS in statuses:
        return "it limits requests: wait, or give a lower --rate"
    if statuses & _ABOUT_THE_TOKEN:
        return "it wants credentials that edgeproof does not send"
    if any(httpx.codes.is_redirect(status) for status in statuses):
        return "give the URL that it points to"
    return f"make sure that {question}"

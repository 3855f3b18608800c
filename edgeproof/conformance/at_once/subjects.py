"""Subjects: what overlapping clients work on together, fresh for every round.

A subject puts a drawn call into words, as the history records it, and sends it to the deployment.
"""

import itertools
import secrets
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from edgeproof.clients import (
    Form,
    PostsClient,
    RedisRestClient,
    Reply,
    Response,
    Unanswered,
    parse_reply,
    says_it_is_lacking,
)
from edgeproof.laws import Broken, Undecided, as_shown
from edgeproof.strategies.overlapping import Words


class Silence(Exception):  # noqa: N818  (no error: it may be the deployment's right)
    """No answer came, or a 5xx other than an honest 501: nobody can say whether it took effect."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the deployment did of a call, and the result, a JSON value; no words if nothing.

    `lacking` are the commands of the call that the deployment says it does not have.
    """

    words: Words
    result: Any = None
    lacking: tuple[str, ...] = ()


class Subject(Protocol):
    """What several clients work on; each subject has its own kind of calls and clients."""

    def words(self, client: int, call: Any) -> Words:  # noqa: ANN401  (of its own kind)
        """The name and the arguments of that client's call, as the history records them."""

    async def ask(self, client: Any, words: Words) -> Done:  # noqa: ANN401  (of its own kind)
        """Send that call, in one request.

        Raises Silence, Broken for an answer that is not valid, and Undecided if the deployment
        limits the rate of requests.
        """


async def _answer(asking: Awaitable[Response]) -> Response:
    try:
        response = await asking
    except (Unanswered, Broken):
        # The answer has not been read yet: it is broken only if the connection was.
        raise Silence from None
    if response.is_server_error and response.status != HTTPStatus.NOT_IMPLEMENTED:
        raise Silence
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Undecided("the deployment limits the rate of requests")
    return response


def _result(reply: Reply) -> Any:  # noqa: ANN401  (of its own kind)
    """The result, or the error as it came, which no order will explain."""
    return reply.result if reply.error is None else {"error": reply.error}


def _done(words: Words, reply: Reply) -> Done:
    is_lacking = says_it_is_lacking(reply)
    return Done((), lacking=words[:1]) if is_lacking else Done(words, _result(reply))


def _done_of(batch: Words, replies: list[Reply]) -> Done:
    """A batch without the commands that the deployment lacks: it did the others all the same."""
    name, *commands = batch
    lacking = {place for place, reply in enumerate(replies) if says_it_is_lacking(reply)}
    return Done(
        (name, *(one for place, one in enumerate(commands) if place not in lacking)),
        [_result(reply) for place, reply in enumerate(replies) if place not in lacking],
        tuple(one.split(" ")[0] for place, one in enumerate(commands) if place in lacking),
    )


_BATCHES = {"MULTI": Form.TRANSACTION, "PIPELINE": Form.PIPELINE}


class Strings:
    """Keys that hold strings: see `edgeproof.consistency.models.strings`."""

    def __init__(self, redis: RedisRestClient) -> None:
        self._keys: dict[str, str] = {}
        self._fresh_key = redis.fresh_key
        self._values = itertools.count(1)

    def words(self, client: int, call: Words) -> Words:
        """The call with a new value for each `*`, and the client's own key for each `@`.

        Within one call, each stands for the same value everywhere.
        """
        places = {"*": f"v{next(self._values)}", "@": f"own{client}"}
        return tuple(" ".join(places.get(part, part) for part in word.split(" ")) for word in call)

    async def ask(self, client: RedisRestClient, words: Words) -> Done:
        """The result of a transaction or a pipeline is the list of its commands' results."""
        form = _BATCHES.get(words[0])
        if form is None:
            response = await _answer(client.send(self._with_keys(words)))
            return _done(words, parse_reply(response.status, response.json()))
        commands = [self._with_keys(command.split(" ")) for command in words[1:]]
        response = await _answer(client.send_batch(form, commands))
        items = response.json()
        if isinstance(items, list):
            return _done_of(words, [parse_reply(response.status, item) for item in items])
        return _done(words, parse_reply(response.status, items))

    def _with_keys(self, command: Sequence[str]) -> list[str]:
        """The command with the full names of its keys."""
        name, *rest = command
        if name == "ECHO":
            return [name, *rest]
        distance = {"MGET": 1, "MSET": 2}.get(name, len(rest))
        return [name, *(word if at % distance else self._key(word) for at, word in enumerate(rest))]

    def _key(self, name: str) -> str:
        if name not in self._keys:
            self._keys[name] = self._fresh_key()
        return self._keys[name]


class Members:
    """A set: see `edgeproof.consistency.models.sets`."""

    def __init__(self, redis: RedisRestClient) -> None:
        self._key = redis.fresh_key()

    def words(self, _client: int, call: Words) -> Words:
        """The call as it is."""
        return call

    async def ask(self, client: RedisRestClient, words: Words) -> Done:
        """The result of SMEMBERS is a list of texts. Raises Broken for anything else."""
        name, *rest = words
        response = await _answer(client.send([name, self._key, *rest]))
        done = _done(words, parse_reply(response.status, response.json()))
        if done.words == ("SMEMBERS",) and not _are_texts(done.result):
            raise Broken("the answer to SMEMBERS", as_shown(done.result), "a list of texts")
        return done


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


class Posts:
    """/posts: see `edgeproof.consistency.models.posts`. Only the posts of this round count."""

    def __init__(self, _client: PostsClient) -> None:
        self._mark = f"{secrets.token_hex(3)} "
        self._numbers = itertools.count(1)
        self._ids: list[str] = []

    def words(self, _client: int, call: str | int) -> Words:
        """POST or GET by name; a number stands for DELETE of one of the posts made so far."""
        if isinstance(call, int) and self._ids:
            return "DELETE", self._ids[call % len(self._ids)]
        return ("GET",) if call == "GET" else ("POST", f"{self._mark}{next(self._numbers)}")

    async def ask(self, client: PostsClient, words: Words) -> Done:
        """The result: a new post's id, the status of DELETE, or the texts of a list by id."""
        return Done(words, await self._result(client, words))

    async def _result(self, client: PostsClient, words: Words) -> Any:  # noqa: ANN401  (of its own kind)
        match words:
            case ("POST", text):
                post_id = client.id_in(await _answer(client.create(text)))
                self._ids.append(post_id)
                return post_id
            case ("DELETE", post_id):
                return _status_in(await _answer(client.delete(post_id)))
        pairs = client.pairs_in(await _answer(client.request("GET")))
        return dict(client.own(pairs, self._mark))


def _status_in(response: Response) -> int:
    if response.status not in {200, 204, 404}:
        raise Broken("the status of DELETE", str(response.status), "200, 204 or 404")
    return response.status

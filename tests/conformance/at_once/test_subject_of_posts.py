"""The subject of /posts: posts of one round, made, listed and deleted."""

import itertools
import json

import pytest

from edgeproof.clients import Ledger, PostsClient, Transport
from edgeproof.conformance.at_once.subjects import Done, Posts, Silence
from edgeproof.laws import Broken
from tests.stand_in import Seen, StandIn, answer


class Board:
    """/posts, with a post of somebody else."""

    def __init__(self) -> None:
        self.texts = {"post:1": "somebody else's"}
        self._numbers = itertools.count(2)

    def __call__(self, seen: Seen) -> bytes:
        """The answer to a request."""
        match seen.method:
            case "POST":
                post_id = f"post:{next(self._numbers)}"
                self.texts[post_id] = seen.body.decode()
                return answer(201, post_id.encode())
            case "DELETE":
                return answer(204 if self.texts.pop(seen.target[1:], None) else 404)
        listing = [{"id": key, "text": text} for key, text in self.texts.items()]
        return answer(200, json.dumps(listing).encode())


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def posts(server: StandIn, transport: Transport, ledger: Ledger) -> PostsClient:
    server.behaviour = Board()
    return PostsClient(transport, ledger)


async def ask(posts: PostsClient, subject: Posts, *calls: str | int) -> list[Done]:
    return [await subject.ask(posts, subject.words(0, call)) for call in calls]


async def test_posts_of_a_round_are_made_listed_and_deleted(posts: PostsClient) -> None:
    made, listed, deleted, again, empty = await ask(posts, Posts(posts), "POST", "GET", 0, 0, "GET")
    _, text = made.words
    assert (made.result, listed.result) == ("post:2", {"post:2": text})
    assert (deleted.words, deleted.result) == (("DELETE", "post:2"), 204)
    assert (again.words, again.result) == (("DELETE", "post:2"), 404)
    assert empty.result == {}


async def test_posts_of_other_rounds_are_not_looked_at(posts: PostsClient) -> None:
    await ask(posts, Posts(posts), "POST")
    [listed] = await ask(posts, Posts(posts), "GET")
    assert listed.result == {}


async def test_a_number_is_one_of_the_posts_made_so_far(posts: PostsClient) -> None:
    subject = Posts(posts)
    await ask(posts, subject, "POST", "POST")
    assert [subject.words(0, number) for number in (0, 1, 2, 9)] == [
        ("DELETE", f"post:{number}") for number in (2, 3, 2, 3)
    ]


async def test_without_a_post_to_delete_one_is_made(posts: PostsClient) -> None:
    words = Posts(posts).words(0, 7)
    assert words[0] == "POST"


async def test_texts_differ_within_a_round_and_from_round_to_round(posts: PostsClient) -> None:
    first, second = Posts(posts), Posts(posts)
    texts = {subject.words(0, "POST")[1] for subject in (first, first, second)}
    assert len(texts) == 3


async def test_a_post_that_was_made_in_silence_is_removed_once_it_is_seen(
    server: StandIn, posts: PostsClient, ledger: Ledger
) -> None:
    board, subject = Board(), Posts(posts)

    def silent(seen: Seen) -> bytes:
        sent = board(seen)
        return answer(504) if seen.method == "POST" else sent

    server.behaviour = silent
    with pytest.raises(Silence):
        await ask(posts, subject, "POST")
    assert not ledger.outstanding
    await ask(posts, subject, "GET")
    assert ledger.outstanding == ("post:2",)


@pytest.mark.parametrize(("call", "status"), [("POST", 200), ("GET", 404), (0, 403)])
async def test_an_answer_of_posts_that_is_none_breaks_the_law(
    server: StandIn, posts: PostsClient, call: str | int, status: int
) -> None:
    subject = Posts(posts)
    await ask(posts, subject, "POST")
    server.behaviour = lambda _: answer(status)
    with pytest.raises(Broken):
        await ask(posts, subject, call)


@pytest.mark.parametrize("call", ["POST", "GET", 0])
async def test_a_5xx_of_posts_is_silence(
    server: StandIn, posts: PostsClient, call: str | int
) -> None:
    subject = Posts(posts)
    await ask(posts, subject, "POST")
    server.behaviour = lambda _: answer(502)
    with pytest.raises(Silence):
        await ask(posts, subject, call)

"""The client of /posts: strict in what it takes for an answer, careful in what it calls its own."""

import json
from collections.abc import Callable

import anyio
import pytest

from edgeproof.clients import Ledger, PostsClient, lifecycle_of_a_post
from edgeproof.laws import Broken, Case, Undecided
from tests.clients.conftest import Connect
from tests.stand_in import Behaviour, Seen, StandIn, answer

Serve = Callable[[Behaviour], StandIn]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def client(serve: Serve, connect: Connect, ledger: Ledger) -> Callable[..., PostsClient]:
    """Open a client of a collection whose every answer is the same, or as told."""

    def opened(behaviour: Behaviour | bytes, settle_s: float = 0.0) -> PostsClient:
        behave = behaviour if callable(behaviour) else lambda _: behaviour
        return PostsClient(connect(serve(behave).url + "/posts"), ledger, settle_s=settle_s)

    return opened


def listing(*pairs: tuple[str, str]) -> bytes:
    return answer(200, json.dumps([{"id": key, "text": text} for key, text in pairs]).encode())


Opened = Callable[..., PostsClient]


async def test_a_created_post_is_known_by_its_id(client: Opened, ledger: Ledger) -> None:
    posts = client(answer(201, b"post:12"))
    assert await posts.created("text") == "post:12"
    assert ledger.outstanding == ("post:12",)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, b""),
        (201, b"post:01"),
        (201, b"post:0"),
        (201, b"post:1\n"),
        (201, "post:\u0661".encode()),
        (500, b"post:1"),
    ],
)
async def test_a_creation_without_an_id_breaks_the_law(
    client: Opened, status: int, body: bytes
) -> None:
    with pytest.raises(Broken):
        await client(answer(status, body)).created("text")


async def test_an_id_that_is_given_again_is_removed_again(client: Opened, ledger: Ledger) -> None:
    posts = client(lambda seen: answer(201 if seen.method == "POST" else 200, b"post:7"))
    await posts.created("one")
    await posts.deleted("post:7")
    after_removal = ledger.outstanding
    await posts.created("another")
    assert (after_removal, ledger.outstanding) == ((), ("post:7",))


@pytest.mark.parametrize(
    "creation", [answer(200, b"post:1"), answer(201, b'{"id":"post:1"}'), answer(201, b'"post:1"')]
)
async def test_laws_build_on_an_id_wherever_it_stands(client: Opened, creation: bytes) -> None:
    assert await client(creation).created("text") == "post:1"


async def test_what_others_build_on_blocks_them_only_if_it_is_never_there(client: Opened) -> None:
    nothing = answer(200, b"{}")
    posts = client(nothing)
    blocking = (await lifecycle_of_a_post(posts)).blocking_laws
    assert blocking == ["posts.create.answers-id", "posts.list.shape"]
    blocked = PostsClient(posts._transport, Ledger(), blocking=blocking)
    with pytest.raises(Undecided, match=r"blocked by posts\.create\.answers-id"):
        await blocked.created("text")
    with pytest.raises(Undecided, match=r"blocked by posts\.list\.shape"):
        await blocked.pairs()
    for asked in (posts.created("text"), posts.pairs()):
        with pytest.raises(Broken):
            await asked


async def test_a_delete_that_is_never_done_blocks_what_deletes(client: Opened) -> None:
    def behave(seen: Seen) -> bytes:
        answers = {"POST": answer(201, b"post:1"), "GET": listing(("post:1", "x"))}
        return answers.get(seen.method, answer(500))

    posts = client(behave)
    assert (await lifecycle_of_a_post(posts)).blocking_laws == ["posts.delete.answers-id"]


@pytest.mark.parametrize(
    ("sent", "made"),
    [
        (answer(201, b"post:1"), "post:1"),
        (answer(201, b'"post:1"'), "post:1"),
        (answer(201, b'{"id":"post:1"}'), "post:1"),
        (answer(201, b"", "Location: /posts/post%3A1"), "post:1"),
        (listing(("post:1", "somebody else's")), None),
        (answer(200, b"created post:1"), None),
        (answer(500, b"post:1"), None),
    ],
)
async def test_only_what_an_answer_says_was_made_is_the_run_s_own(
    client: Opened, ledger: Ledger, sent: bytes, made: str | None
) -> None:
    await client(sent).create("text")
    assert ledger.outstanding == ((made,) if made else ())


async def test_reading_makes_nothing(client: Opened, ledger: Ledger) -> None:
    posts = client(listing(("post:1", "a")))
    assert await posts.pairs() == [("post:1", "a")]
    assert ledger.outstanding == ()


async def test_a_deleted_post_needs_no_removal(client: Opened, ledger: Ledger) -> None:
    ledger.made("post:1")
    ledger.made("post:2")
    await client(answer(204)).deleted("post:1")
    assert ledger.outstanding == ("post:2",)
    with pytest.raises(Broken):
        await client(answer(404)).deleted("post:2")
    assert ledger.outstanding == ("post:2",)


@pytest.mark.parametrize(
    "sent",
    [
        answer(404, b"[]"),
        answer(200, b"{}"),
        answer(200, b"no"),
        answer(200, b"[1]"),
        answer(200, b'[{"id":"post:1"}]'),
        answer(200, b'[{"id":"post:1","text":null}]'),
        answer(200, b'[{"id":1,"text":""}]'),
        answer(200, b'[{"id":"post:01","text":""}]'),
    ],
)
async def test_what_is_no_list_of_posts_breaks_the_law(client: Opened, sent: bytes) -> None:
    with pytest.raises(Broken):
        await client(sent).pairs()


async def test_a_list_is_read_again_until_it_has_settled(client: Opened, case: Case) -> None:
    answers = iter([listing(), listing(), listing(("post:1", "a"))])
    posts = client(lambda _: next(answers), 5.0)
    assert await posts.listing(until=lambda texts: "post:1" in texts) == {"post:1": "a"}
    assert case.requests == 3
    assert case.settle_ns > 0


async def test_a_list_that_does_not_settle_in_time_is_returned_as_it_is(
    client: Opened, case: Case
) -> None:
    posts = client(listing(), 1.0)
    assert await posts.listing(until=lambda texts: "post:1" in texts) == {}
    assert case.requests > 1


async def test_without_a_time_to_settle_it_is_read_once(client: Opened, case: Case) -> None:
    assert await client(listing()).listing(until=lambda _: False) == {}
    assert (case.requests, case.settle_ns) == (1, 0)


async def test_posts_are_looked_at_by_their_ids(client: Opened) -> None:
    posts = client(listing(("post:1", "a"), ("post:2", "somebody else's")))
    assert await posts.as_listed({"post:1": "b", "post:3": None}) == {"post:1": "a", "post:3": None}
    assert await posts.missing(["post:3", "post:1"]) == ["post:3"]


async def test_posts_with_a_mark_of_the_run_are_its_own(client: Opened, ledger: Ledger) -> None:
    posts = client(listing(("post:1", "mark: a"), ("post:2", "a mark: "), ("post:3", "mark: b")))
    assert await posts.marked("mark: ", []) == ["mark: a", "mark: b"]
    assert ledger.outstanding == ("post:1", "post:3")


async def test_the_answer_to_a_large_text_may_be_lost(client: Opened) -> None:
    assert await client(answer(413)).status_of_large("text") == 413
    assert await client(lambda _: None).status_of_large("text") is None


async def test_a_post_under_way_is_known_also_when_nobody_waits(
    client: Opened, ledger: Ledger
) -> None:
    posts = client(answer(201, b"post:1"))
    with anyio.CancelScope() as scope:
        scope.cancel()
        await posts.create("text")
    assert ledger.outstanding == ("post:1",)

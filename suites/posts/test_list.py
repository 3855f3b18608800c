"""The list: its form, and that it shows every post once, with its own text."""

from collections import Counter
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient, at_once
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, Untested, law
from edgeproof.post_ids import is_post_id
from edgeproof.strategies import texts

CROWD = {Profile.QUICK: 20, Profile.STANDARD: 120, Profile.THOROUGH: 600}
"""More posts than a page of a list, or a portion of a scan; a multiple of the clients."""

CLIENTS = 10
WRITERS = 3
ROUNDS = {Profile.QUICK: 2, Profile.STANDARD: 5, Profile.THOROUGH: 20}
"""How often each writer fills and empties the list: one round in five shows nothing of a race."""


def is_list_of_posts(value: object) -> bool:
    """Whether it is an array of objects, each with an id `post:<n>` and a text."""
    return isinstance(value, list) and all(
        isinstance(item, dict) and is_post_id(item.get("id")) and isinstance(item.get("text"), str)
        for item in value
    )


async def expect_list_of_posts(posts: PostsClient, expect: Expectations) -> None:
    """GET answers 200 and a list of posts."""
    response = await posts.request("GET")
    expect.equal("the status of the list", response.status, 200)
    form = "an array of objects, each with an id `post:<n>` and a text"
    expect.satisfies("the list", response.json(), is_list_of_posts, form)


@law("posts.list.shape")
@given(several=st.lists(texts(), min_size=1, max_size=3))
async def test_the_list_is_an_array_of_ids_with_texts(
    posts: PostsClient, expect: Expectations, several: list[str]
) -> None:
    for text in several:
        await posts.create(text)
    await expect_list_of_posts(posts, expect)


@law("posts.list.shape")
async def test_the_list_has_its_form_while_posts_come_and_go(
    posts: PostsClient, run: Run, expect: Expectations
) -> None:
    finished = []

    async def come_and_go() -> None:
        for _ in range(ROUNDS[run.profile]):
            # Several at a time: a list that is read in steps then takes many steps.
            for post_id in [await posts.created("soon gone") for _ in range(5)]:
                await posts.deleted(post_id)
        finished.append("one writer")

    async def look() -> None:
        while len(finished) < WRITERS:
            await expect_list_of_posts(posts, expect)

    await at_once([*[come_and_go] * WRITERS, look, look])


@law("posts.list.content-type")
async def test_the_list_says_that_it_is_json(posts: PostsClient, expect: Expectations) -> None:
    response = await posts.request("GET")
    content_type = response.header("content-type") or ""
    media_type = content_type.partition(";")[0].strip().lower()
    expect.equal("the media type of the list", media_type, "application/json")


@law("posts.list.empty")
async def test_the_list_without_posts_is_an_empty_array(
    posts: PostsClient, run: Run, expect: Expectations
) -> None:
    if not run.deployment.is_own:
        raise Untested("other people's posts may be in the list")
    if run.posts.outstanding:
        raise Untested("posts of earlier laws could not be deleted")
    await posts.deleted(await posts.created("the only one"))
    response = await posts.request("GET")
    expect.equal("the status of the list", response.status, 200)
    expect.equal("the list without posts", response.json(), [])


@law("posts.list.complete")
async def test_every_post_of_a_crowd_that_was_not_deleted_is_listed(
    posts: PostsClient, run: Run, expect: Expectations
) -> None:
    crowd = await posts_of_many_clients(posts, CROWD[run.profile])
    gone = list(crowd)[::5]
    await at_once([partial(posts.deleted, post_id) for post_id in gone])
    kept = [post_id for post_id in crowd if post_id not in gone]
    expect.equal("the posts missing in the list", await posts.missing(kept), [])


@law("posts.list.complete")
@given(several=st.lists(st.sampled_from(("", "0", "same", "other")), min_size=1, max_size=4))
async def test_every_post_is_listed_also_one_that_is_empty_or_like_another(
    posts: PostsClient, expect: Expectations, several: list[str]
) -> None:
    created = [await posts.created(text) for text in several]
    expect.equal("the posts missing in the list", await posts.missing(created), [])


@law("posts.list.no-duplicates")
async def test_no_id_is_listed_twice(posts: PostsClient, expect: Expectations) -> None:
    async def look() -> None:
        for _ in range(4):
            times = Counter(post_id for post_id, _ in await posts.pairs())
            twice = [post_id for post_id in times if times[post_id] > 1]
            expect.equal("the ids listed twice", twice, [])

    async def create() -> None:
        for _ in range(4):
            await posts.created("like the others")

    await create()
    await at_once([look, create])
    await look()


@law("posts.list.pairs-text")
@given(is_deleted=st.lists(st.booleans(), min_size=2, max_size=4))
async def test_each_id_comes_with_its_own_text_whatever_was_deleted(
    posts: PostsClient, expect: Expectations, is_deleted: list[bool]
) -> None:
    created = {}
    for place, is_next_deleted in enumerate(is_deleted):
        created[await posts.created(f"text {place}")] = f"text {place}"
        if is_next_deleted:
            await posts.deleted(next(iter(created)))
            created.pop(next(iter(created)))
    expect.equal("the posts as listed", await posts.as_listed(created), created)


@law("posts.list.pairs-text")
async def test_each_id_of_a_crowd_comes_with_its_own_text(
    posts: PostsClient, run: Run, expect: Expectations
) -> None:
    crowd = await posts_of_many_clients(posts, CROWD[run.profile])
    listed = await posts.listing(until=set(crowd).issubset)
    of_others = {
        post_id for post_id in crowd if listed.get(post_id, crowd[post_id]) != crowd[post_id]
    }
    expect.equal("the posts with a text not their own", sorted(of_others), [])


async def posts_of_many_clients(posts: PostsClient, count: int) -> dict[str, str]:
    """Posts made by several clients at once, each with a text of its own."""

    async def client(number: int) -> dict[str, str]:
        texts = [f"{place} of client {number}" for place in range(count // CLIENTS)]
        return {await posts.created(text): text for text in texts}

    made = await at_once([partial(client, number) for number in range(CLIENTS)])
    return {post_id: text for each in made for post_id, text in each.items()}

"""Creating posts: what POST answers, and the numbers that it assigns."""

from functools import partial

import httpx
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient, at_once
from edgeproof.laws import Expectations, law
from edgeproof.post_ids import POST_ID, post_number
from edgeproof.strategies import texts


@law("posts.create.answers-id")
@given(text=texts())
async def test_post_answers_201_and_the_id(
    posts: PostsClient, expect: Expectations, text: str
) -> None:
    response = await posts.create(text)
    expect.equal("the status of POST", response.status, 201)
    expect.that(
        "the body of the answer to POST",
        POST_ID.fullmatch(response.text) is not None,
        received=response.text,
        expected="an id `post:<n>` and nothing else",
    )


@law("posts.create.location")
async def test_location_names_the_post_and_delete_there_deletes_it(
    posts: PostsClient, expect: Expectations
) -> None:
    response = await posts.create("at its own place")
    post_id = posts.id_in(response)
    collection = httpx.URL(posts.collection_url)
    location = str(collection.join(response.header("location") or ""))
    expect.that(
        "the Location that POST answers",
        location.startswith(f"{collection}/"),
        received=response.header("location"),
        expected=f"a URL below {collection}",
    )
    await posts.request("DELETE", location.removeprefix(str(collection)))
    gone = {post_id: None}
    expect.equal("the post after DELETE at its Location", await posts.as_listed(gone), gone)


@law("posts.create.ids-unique")
@given(is_deleted=st.lists(st.booleans(), min_size=2, max_size=3))
async def test_no_id_is_given_twice_in_sequence_or_after_deletes(
    posts: PostsClient, expect: Expectations, is_deleted: list[bool]
) -> None:
    given_ids = []
    for is_next_deleted in is_deleted:
        given_ids.append(await posts.created("one of several"))
        if is_next_deleted:
            await posts.deleted(given_ids[-1])
    distinct = list(dict.fromkeys(given_ids))
    expect.equal("the distinct ids among those given", distinct, given_ids)


@law("posts.create.ids-unique")
async def test_no_id_is_given_twice_at_once(posts: PostsClient, expect: Expectations) -> None:
    given_ids = await at_once([partial(posts.created, "at once with others")] * 16)
    distinct = list(dict.fromkeys(given_ids))
    expect.equal("the distinct ids among those given at once", distinct, given_ids)


@law("posts.create.ids-increase")
@given(is_deleted=st.lists(st.booleans(), min_size=2, max_size=3))
async def test_each_post_gets_a_larger_number_than_those_before(
    posts: PostsClient, expect: Expectations, is_deleted: list[bool]
) -> None:
    given_ids = []
    for is_next_deleted in is_deleted:
        given_ids.append(await posts.created("one after the other"))
        if is_next_deleted:
            await posts.deleted(given_ids[-1])
    in_order = sorted(set(given_ids), key=post_number)
    expect.equal("the ids in the order of their POSTs", given_ids, in_order)


@law("posts.create.ids-increase")
async def test_a_later_post_gets_a_larger_number_whoever_sends_it(
    posts: PostsClient, expect: Expectations
) -> None:
    some_at_once = [partial(posts.created, "in a round of several")] * 4
    rounds = [await at_once(some_at_once) for _ in range(3)]
    given_ids = [post_id for each in rounds for post_id in sorted(each, key=post_number)]
    in_order = sorted(set(given_ids), key=post_number)
    expect.equal("the ids, round by round", given_ids, in_order)

"""Sequences: create, list and delete in any order agree with a set of posts."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts


@dataclass(frozen=True, slots=True)
class Create:
    """POST a text, and then look at the list or not."""

    text: str
    is_listed_after: bool


@dataclass(frozen=True, slots=True)
class Delete:
    """DELETE one of the posts created so far, which may be gone, and look at the list or not."""

    place: int
    is_listed_after: bool


Program = list[Create | Delete]

programs: st.SearchStrategy[Program] = st.lists(
    st.builds(Create, texts(max_size=40), st.booleans())
    | st.builds(Delete, st.integers(0, 9), st.booleans()),
    max_size=10,
)


@law("posts.sequence")
@given(program=programs)
async def test_any_sequence_agrees_with_a_set_of_posts(
    posts: PostsClient, expect: Expectations, program: Program
) -> None:
    model: dict[str, str | None] = {}
    for operation in [Create("first", is_listed_after=True), *program]:
        match operation:
            case Create(text):
                post_id = await posts.created(text)
                expect.that("the id", post_id not in model, received=post_id, expected="a new one")
                model[post_id] = text
            case Delete(place):
                post_id = list(model)[place % len(model)]
                allowed = {404} if model[post_id] is None else set()
                response = await posts.delete(post_id)
                expect.one_of("the status of DELETE", response.status, {200, 204} | allowed)
                model[post_id] = None
        if operation.is_listed_after:
            expect.equal("the posts as listed", await posts.as_listed(model), model)
    expect.equal("the posts as listed", await posts.as_listed(model), model)

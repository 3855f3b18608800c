"""Sequences: create, list and delete in any order agree with a set of posts."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import PostsClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts


@dataclass(frozen=True, slots=True)
class Create:
    """POST a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Delete:
    """DELETE one of the posts created so far, again if it is gone already."""

    place: int


@dataclass(frozen=True, slots=True)
class List:
    """GET the list."""


Program = list[Create | Delete | List]

programs: st.SearchStrategy[Program] = st.lists(
    st.one_of(
        st.builds(Create, texts(max_size=40)),
        st.builds(Delete, st.integers(0, 9)),
        st.builds(List),
    ),
    min_size=1,
    max_size=8,
)


@law("posts.sequence")
@given(program=programs)
async def test_any_sequence_agrees_with_a_set_of_posts(
    posts: PostsClient, expect: Expectations, program: Program
) -> None:
    model: dict[str, str | None] = {}
    for operation in [Create("first"), *program, List()]:
        match operation:
            case Create(text):
                post_id = await posts.created(text)
                expect.that(
                    "the id of a new post",
                    post_id not in model,
                    received=post_id,
                    expected="a new one",
                )
                model[post_id] = text
            case Delete(place):
                post_id = list(model)[place % len(model)]
                response = await posts.delete(post_id)
                allowed = (200, 204) if model[post_id] is not None else (200, 202, 204, 404)
                expect.one_of("the status of DELETE", response.status, allowed)
                model[post_id] = None
            case List():
                expect.equal("the posts as listed", await posts.as_listed(model), model)

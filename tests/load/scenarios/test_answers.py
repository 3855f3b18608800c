"""What scenarios make of answers: lists read by pieces, and numbers that INCR gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.consistency import FOREIGN, text_digest
from edgeproof.load import Counter
from edgeproof.load.scenarios.post_lists import PostLists
from edgeproof.load.wire.failures import Failure

MARK = "mark"
posts = st.dictionaries(
    st.integers(1, 30),
    st.text('},{"a', max_size=8).map(lambda text: f"{MARK}{text}") | st.text('},{"é ', max_size=5),
    max_size=8,
)


@given(st.lists(posts, min_size=1, max_size=6), st.sampled_from([",", ", "]))
def test_lists_are_read_as_they_are_whatever_was_read_before(
    lists: list[dict[int, str]], comma: str
) -> None:
    reader = PostLists(MARK)
    for listed in lists:
        items = [{"id": f"post:{number}", "text": text} for number, text in listed.items()]
        body = json.dumps(items, separators=(comma, ":")).encode()
        digests = tuple(
            text_digest(text) if text.startswith(MARK) else FOREIGN for text in listed.values()
        )
        assert reader.read(body) == (tuple(listed), digests)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1]", b'[{"id":"post:1"}]', b'[{"id":"post:01","text":""}]', b"\xff"]
)
def test_what_is_no_list_of_posts_is_wrong(body: bytes) -> None:
    reader = PostLists(MARK)
    reader.read(b'[{"id":"post:1","text":""}]')
    with pytest.raises(Failure, match="wrong answer"):
        reader.read(body)


def test_a_list_with_a_post_that_is_none_says_what_of_it_is_wrong() -> None:
    body = b'[{"id":"post:1","text":""},{"id":"post:2","text":null}]'
    with pytest.raises(Failure, match=r"Expected `str`, got `null` - at `\$\[…\]\.text`"):
        PostLists(MARK).read(body)


def test_a_number_that_is_given_twice_is_wrong_and_a_violation() -> None:
    counter = Counter("key")
    counter.given(1)
    with pytest.raises(Failure, match="answered before"):
        counter.given(1)
    assert {one.kind for one in counter.violations(2)} == {"duplicated"}


@pytest.mark.parametrize("number", [0, -1, "1", None, 1.5, 2**62])
def test_what_incr_cannot_have_come_to_is_wrong(number: object) -> None:
    with pytest.raises(Failure, match="wrong answer"):
        Counter("key").given(number)


@pytest.mark.parametrize(
    ("last", "kinds"), [(2, {"lost"}), (3, set()), (4, set()), (5, {"done twice"})]
)
def test_in_the_end_the_key_holds_what_was_acknowledged_and_perhaps_what_was_not(
    last: int, kinds: set[str]
) -> None:
    counter = Counter("key")
    for number in (1, 2, 3):
        counter.given(number)
    counter.unanswered = 1
    assert {one.kind for one in counter.violations(last)} == kinds

"""Models are pure functions: what each says of one operation in one state."""

from typing import Any

import pytest
from msgspec.structs import replace

from edgeproof.consistency import (
    ALL_KEYS,
    KEY_BY_KEY,
    POST_BY_POST,
    WHOLE_LIST,
    WHOLE_SET,
    Model,
    Operation,
    with_ids_found,
)

ABSENT, LISTED, DELETED = ("absent", ""), ("listed", "hello"), ("deleted", "")


def asked(call: str, result: Any = None) -> Operation:
    """An operation that was answered; words are parted by slashes."""
    name, *arguments = call.split("/")
    return Operation(
        client=0, call=name, arguments=tuple(arguments), result=result, called_ns=0, returned_ns=1
    )


def pending(call: str, result: Any = None) -> Operation:
    name, *arguments = call.split("/")
    return Operation(client=0, call=name, arguments=tuple(arguments), result=result, called_ns=0)


def keys(**values: str) -> frozenset[tuple[str, str]]:
    return frozenset(values.items())


def listed(*ids: str) -> frozenset[str]:
    return frozenset(ids)


ANSWERS = [
    (KEY_BY_KEY, None, "GET/k", None, None),
    (KEY_BY_KEY, "x", "GET/k", "x", "x"),
    (KEY_BY_KEY, "x", "SET/k/y", "OK", "y"),
    (KEY_BY_KEY, None, "GETSET/k/y", None, "y"),
    (KEY_BY_KEY, "x", "GETSET/k/y", "x", "y"),
    (KEY_BY_KEY, None, "SETNX/k/y", 1, "y"),
    (KEY_BY_KEY, "x", "SETNX/k/y", 0, "x"),
    (KEY_BY_KEY, None, "APPEND/k/é", 2, "é"),
    (KEY_BY_KEY, "x", "APPEND/k/y", 2, "xy"),
    (KEY_BY_KEY, None, "INCR/n", 1, "1"),
    (KEY_BY_KEY, "9", "INCR/n", 10, "10"),
    (ALL_KEYS, keys(), "GET/a", None, keys()),
    (ALL_KEYS, keys(a="x"), "SET/b/y", "OK", keys(a="x", b="y")),
    (ALL_KEYS, keys(a="x"), "MGET/b/a/a", [None, "x", "x"], keys(a="x")),
    (ALL_KEYS, keys(a="x"), "MSET/b/y/a/y", "OK", keys(a="y", b="y")),
    (ALL_KEYS, keys(a="x"), "MULTI", [], keys(a="x")),
    (ALL_KEYS, keys(a="x"), "MULTI/GET a/APPEND a y/INCR n", ["x", 2, 1], keys(a="xy", n="1")),
    (WHOLE_SET, False, "SADD/m", 1, True),
    (WHOLE_SET, True, "SADD/m", 0, True),
    (WHOLE_SET, True, "SREM/m", 1, False),
    (WHOLE_SET, False, "SREM/m", 0, False),
    (WHOLE_SET, True, "SISMEMBER/m", 1, True),
    (WHOLE_SET, False, "SISMEMBER/m", 0, False),
    (POST_BY_POST, ABSENT, "POST/hello", "1", LISTED),
    (POST_BY_POST, LISTED, "DELETE/1", 204, DELETED),
    (POST_BY_POST, DELETED, "DELETE/1", 404, DELETED),
    (POST_BY_POST, ABSENT, "DELETE/1", 404, ABSENT),
    (POST_BY_POST, LISTED, "GET/1", "hello", LISTED),
    (POST_BY_POST, ABSENT, "GET/1", None, ABSENT),
    (POST_BY_POST, DELETED, "GET/1", None, DELETED),
    (WHOLE_LIST, listed("1"), "POST/hello", "2", listed("1", "2")),
    (WHOLE_LIST, listed("1"), "DELETE/1", 204, listed()),
    (WHOLE_LIST, listed("1"), "DELETE/2", 404, listed("1")),
    (WHOLE_LIST, listed("1"), "GET", {"1": "hello"}, listed("1")),
    (WHOLE_LIST, listed(), "GET", {}, listed()),
]


@pytest.mark.parametrize(("model", "state", "call", "answer", "after"), ANSWERS)
def test_an_object_may_answer_so(
    model: Model[Any], state: object, call: str, answer: object, after: object
) -> None:
    assert list(model.step(state, asked(call, answer))) == [after]
    assert after == state or not model.is_read(asked(call, answer))


@pytest.mark.parametrize(("model", "state", "call", "answer", "after"), ANSWERS)
def test_what_is_pending_may_take_effect_whatever_would_have_been_answered(
    model: Model[Any], state: object, call: str, answer: object, after: object
) -> None:
    del answer
    known = "2" if call.startswith("POST") else None
    assert list(model.step(state, pending(call, known))) == [after]
    assert after == state or not model.is_read(pending(call, known))


@pytest.mark.parametrize(
    ("model", "state", "call", "answer"),
    [
        (KEY_BY_KEY, "x", "GET/k", None),
        (KEY_BY_KEY, "1", "GET/k", 1),
        (KEY_BY_KEY, None, "GET/k", ""),
        (KEY_BY_KEY, "x", "SET/k/y", "ERR"),
        (KEY_BY_KEY, "x", "GETSET/k/y", "y"),
        (KEY_BY_KEY, "x", "SETNX/k/y", 1),
        (KEY_BY_KEY, None, "APPEND/k/é", 1),
        (KEY_BY_KEY, "9", "INCR/n", 9),
        (ALL_KEYS, keys(a="x"), "MGET/a/b", ["x"]),
        (ALL_KEYS, keys(a="x"), "MULTI/INCR n/GET a", ["x", 1]),
        (WHOLE_SET, True, "SADD/m", 1),
        (WHOLE_SET, False, "SREM/m", 1),
        (WHOLE_SET, True, "SISMEMBER/m", 2),  # a list in which the member stands twice
        (POST_BY_POST, LISTED, "POST/hello", "1"),
        (POST_BY_POST, DELETED, "POST/hello", "1"),
        (POST_BY_POST, LISTED, "DELETE/1", 404),
        (POST_BY_POST, LISTED, "GET/1", "hell"),
        (POST_BY_POST, LISTED, "GET/1", None),
        (POST_BY_POST, DELETED, "GET/1", "hello"),
        (WHOLE_LIST, listed("1"), "POST/hello", "1"),
        (WHOLE_LIST, listed("1"), "DELETE/1", 404),
        (WHOLE_LIST, listed("1"), "GET", {}),
        (WHOLE_LIST, listed("1"), "GET", {"1": "a", "2": "b"}),
    ],
)
def test_an_object_never_answers_so(
    model: Model[Any], state: object, call: str, answer: object
) -> None:
    assert list(model.step(state, asked(call, answer))) == []


@pytest.mark.parametrize(
    ("model", "state", "call"),
    [
        (POST_BY_POST, DELETED, "DELETE/1"),
        (POST_BY_POST, ABSENT, "DELETE/1"),
        (WHOLE_LIST, listed("1"), "DELETE/2"),
    ],
)
def test_what_is_not_there_may_be_deleted_and_found_or_not(
    model: Model[Any], state: object, call: str
) -> None:
    assert [list(model.step(state, asked(call, status))) for status in (204, 404)] == [[state]] * 2


@pytest.mark.parametrize(
    ("model", "operation", "is_read"),
    [
        (KEY_BY_KEY, asked("GET/k"), True),
        (KEY_BY_KEY, pending("GET/k"), True),
        (KEY_BY_KEY, asked("SETNX/k/x", 0), True),
        (KEY_BY_KEY, asked("SETNX/k/x", 1), False),
        (KEY_BY_KEY, pending("SETNX/k/x", 0), False),
        (ALL_KEYS, asked("MGET/a/b", []), True),
        (ALL_KEYS, asked("MULTI/GET a/MGET a b", []), True),
        (ALL_KEYS, asked("MULTI/GET a/INCR n", []), False),
        (WHOLE_SET, asked("SMEMBERS", []), True),
        (WHOLE_SET, asked("SREM/m", 0), True),
        (WHOLE_SET, pending("SREM/m", 0), False),
        (POST_BY_POST, asked("DELETE/1", 404), True),
        (POST_BY_POST, pending("DELETE/1", 404), False),
        (WHOLE_LIST, asked("GET", {}), True),
    ],
)
def test_a_read_is_known_by_its_call_or_by_its_answer(
    model: Model[Any], operation: Operation, *, is_read: bool
) -> None:
    assert model.is_read(operation) == is_read


@pytest.mark.parametrize("model", [KEY_BY_KEY, ALL_KEYS, WHOLE_SET, POST_BY_POST, WHOLE_LIST])
def test_a_call_that_a_model_does_not_have_is_an_error(model: Model[Any]) -> None:
    with pytest.raises(ValueError, match="has no FLUSHALL"):
        model.step(model.initial, asked("FLUSHALL/now"))


@pytest.mark.parametrize(
    ("model", "state", "words"),
    [
        (KEY_BY_KEY, None, "no value"),
        (KEY_BY_KEY, "x", "the value x"),
        (ALL_KEYS, keys(), "no key"),
        (ALL_KEYS, keys(b="y", a="x"), "a = x, b = y"),
        (WHOLE_SET, True, "a member"),
        (WHOLE_SET, False, "no member"),
        (POST_BY_POST, ABSENT, "absent"),
        (WHOLE_LIST, listed(), "no posts"),
        (WHOLE_LIST, listed("post:10", "post:9"), "post:9, post:10"),
    ],
)
def test_states_are_put_into_words(model: Model[Any], state: object, words: str) -> None:
    assert model.describe(state) == words


def test_keys_are_parted() -> None:
    history = [asked("GET/a"), asked("INCR/b", 1), asked("SET/a/x", "OK")]
    assert KEY_BY_KEY.partition(history) == [[history[0], history[2]], [history[1]]]


def test_members_are_parted_and_a_list_says_something_of_each() -> None:
    history = [asked("SADD/a", 1), asked("SMEMBERS", ["b", "b"]), pending("SMEMBERS")]
    unseen = pending("SISMEMBER/a", 0)
    assert WHOLE_SET.partition(history) == [
        [history[0], asked("SISMEMBER/a", 0), unseen],
        [asked("SISMEMBER/b", 2), pending("SISMEMBER/b", 0)],
    ]
    assert unseen.is_pending


def test_posts_are_parted_and_a_list_says_something_of_each() -> None:
    history = [asked("POST/hello", "1"), asked("GET", {"2": "world"}), asked("DELETE/3", 404)]
    nothing = [asked(f"GET/{post_id}", None) for post_id in "123"]
    assert POST_BY_POST.partition(history) == [
        [history[0], nothing[0]],
        [asked("GET/2", "world")],
        [nothing[2], history[2]],
    ]


def test_the_id_of_a_pending_post_is_found_by_its_text() -> None:
    history = [
        asked("POST/hello", "1"),
        pending("POST/hello"),
        pending("POST/world"),
        asked("GET", {"1": "hello", "2": "hello", "3": "world"}),
    ]
    assert with_ids_found(history) == [
        history[0],
        pending("POST/hello", "2"),
        pending("POST/world", "3"),
        history[3],
    ]


def test_of_pending_posts_of_one_text_the_first_has_the_id_that_was_seen_first() -> None:
    history = [
        *[pending("POST/hello")] * 3,
        replace(asked("GET", {"1": "hello", "2": "hello"}), returned_ns=9),
        asked("GET", {"2": "hello"}),
    ]
    ids = [one.result for one in with_ids_found(history) if one.call == "POST"]
    assert ids == ["2", "1"]


def test_a_pending_post_that_is_not_listed_is_left_out() -> None:
    history = [pending("POST/hello"), asked("GET", {"1": "world"}), pending("GET")]
    assert with_ids_found(history) == history[1:]

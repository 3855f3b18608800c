"""Histories of a few clients: of objects that are right, nearly right, and of any answers at all.

There are few clients, keys, values and times, so that operations meet: they overlap, begin and end
at one time, and answers are right by chance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from edgeproof.consistency import (
    ALL_KEYS,
    KEY_BY_KEY,
    POST_BY_POST,
    WHOLE_LIST,
    WHOLE_SET,
    Model,
    Operation,
    in_order,
    with_ids_found,
)
from tests.consistency.sequential import Call, Members, Posts, Sequential, Strings

Histories = st.SearchStrategy[tuple[Operation, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Kind:
    """An object, what it is asked, and what it may be thought to answer.

    In a call `#` stands for a number that no other operation of the history has. `states` are some
    in which the object may be.
    """

    model: Model[Any]
    states: Sequence[Any]
    make: Callable[[], Sequential]
    calls: Sequence[str]
    answers: Callable[[Call], st.SearchStrategy[Any]]
    complete: Callable[[list[Operation]], list[Operation]] = list
    """Finds out what a client was not told."""

    def history(self, operations: list[Operation]) -> tuple[Operation, ...]:
        """What the checker is given."""
        return in_order(self.complete(operations))


def _answers_of_strings(call: Call) -> st.SearchStrategy[Any]:
    match call:
        case "MULTI", *commands:
            parts = [_answers_of_strings(tuple(command.split(" "))) for command in commands]
            return st.tuples(*parts).map(list)
        case "MGET", *keys:
            return st.tuples(*(_answers_of_strings(("GET", key)) for key in keys)).map(list)
        case ("GET" | "GETSET", key, *_):
            return st.sampled_from([None, "1", "2"] if key == "n" else [None, "x", "y", "xy"])
        case ("SETNX", *_):
            return st.integers(0, 1)
        case ("INCR" | "APPEND", *_):
            return st.integers(1, 3)
    return st.just("OK")


def _answers_of_a_set(call: Call) -> st.SearchStrategy[Any]:
    if call == ("SMEMBERS",):
        return st.lists(st.sampled_from("ab"), max_size=2)
    return st.integers(0, 1)


def _answers_of_posts(call: Call) -> st.SearchStrategy[Any]:
    ids = st.sampled_from(["1", "2", "3"])
    match call[0]:
        case "GET":
            return st.dictionaries(ids, st.sampled_from(["text 0", "text 1"]), max_size=2)
        case "DELETE":
            return st.sampled_from([204, 404])
    return ids


POSTS = ["POST/text #", "POST/text #", "GET", "GET", "DELETE/1", "DELETE/2"]

KINDS = {
    "register": Kind(
        model=KEY_BY_KEY,
        states=[None, "x", "y"],
        make=Strings,
        calls=["GET/k", "GET/k", "SET/k/x", "SET/k/y", "GETSET/k/x", "SETNX/k/y", "APPEND/k/y"],
        answers=_answers_of_strings,
    ),
    "counter": Kind(
        model=KEY_BY_KEY,
        states=[None, "1", "2"],
        make=Strings,
        calls=["INCR/n", "INCR/n", "GET/n", "SET/k/x", "GET/k"],
        answers=_answers_of_strings,
    ),
    "keys": Kind(
        model=ALL_KEYS,
        states=[frozenset(), frozenset({("a", "x"), ("b", "x")}), frozenset({("n", "1")})],
        make=Strings,
        calls=[
            *("MGET/a/b", "MSET/a/x/b/x", "MSET/a/y/b/y", "GET/b", "GET/b"),
            *("MULTI/SET a x/INCR n", "MULTI/GET n/GET a", "MULTI/APPEND a y/SETNX b y"),
        ],
        answers=_answers_of_strings,
    ),
    "set": Kind(
        model=WHOLE_SET,
        states=[False, True],
        make=Members,
        calls=["SADD/a", "SADD/b", "SREM/a", "SREM/b", "SISMEMBER/a", "SMEMBERS"],
        answers=_answers_of_a_set,
    ),
    "posts": Kind(
        model=POST_BY_POST,
        states=[("absent", ""), ("listed", "text 0"), ("deleted", "")],
        make=Posts,
        calls=POSTS,
        answers=_answers_of_posts,
        complete=with_ids_found,
    ),
    "list": Kind(
        model=WHOLE_LIST,
        states=[frozenset(), frozenset({"1"}), frozenset({"1", "2"})],
        make=Posts,
        calls=POSTS,
        answers=_answers_of_posts,
        complete=with_ids_found,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A call and its interval, and when in it it takes effect (with the order at that time)."""

    client: int
    call: Call
    called_ns: int
    returned_ns: int | None
    effect: tuple[int, int] | None


@st.composite
def _attempts(draw: st.DrawFn, kind: Kind, most: int) -> list[Attempt]:
    """What clients try, each one thing after the other; sometimes all wait for each other."""
    attempts: list[Attempt] = []
    now_ns = [0, 0, 0]
    for number in range(draw(st.integers(2, most))):
        if draw(st.integers(0, 7)) == 0:
            now_ns = [max(now_ns) + 1] * 3
        client = draw(st.integers(0, 2))
        called_ns = now_ns[client] + draw(st.sampled_from([0, 0, 1]))
        now_ns[client] = called_ns + draw(st.sampled_from([0, 0, 1, 2, 4]))
        is_answered = draw(st.integers(0, 4)) > 0
        effect = (draw(st.integers(called_ns, now_ns[client])), draw(st.integers(0, 9)))
        words = draw(st.sampled_from(kind.calls)).replace("#", str(number)).split("/")
        attempts.append(
            Attempt(
                client=client,
                call=tuple(words),
                called_ns=called_ns,
                returned_ns=now_ns[client] if is_answered else None,
                effect=effect if is_answered or draw(st.booleans()) else None,
            )
        )
    return attempts


def _operation(attempt: Attempt, result: Any) -> Operation:
    return Operation(
        client=attempt.client,
        call=attempt.call[0],
        arguments=attempt.call[1:],
        result=result,
        called_ns=attempt.called_ns,
        returned_ns=attempt.returned_ns,
    )


@st.composite
def correct_histories(draw: st.DrawFn, kind: Kind, most: int = 6) -> tuple[Operation, ...]:
    """Of an object on which each operation takes effect at one instant of its interval."""
    attempts = draw(_attempts(kind, most))
    effective = [one for one in attempts if one.effect is not None]
    sequential = kind.make()
    answers = {
        id(one): sequential.answer(one.call)
        for one in sorted(effective, key=lambda one: one.effect or (0, 0))
    }
    return kind.history(
        [_operation(one, None if one.returned_ns is None else answers[id(one)]) for one in attempts]
    )


@st.composite
def spoilt_histories(draw: st.DrawFn, kind: Kind, most: int = 6) -> tuple[Operation, ...]:
    """Correct but for one operation: another answer, or another time."""
    history = list(draw(correct_histories(kind, most)))
    answered = [place for place, one in enumerate(history) if not one.is_pending]
    if answered:
        place = draw(st.sampled_from(answered))
        one = history[place]
        if draw(st.integers(0, 2)) == 0:
            result = draw(kind.answers((one.call, *one.arguments)))
            history[place] = replace(one, result=result)
        else:
            called_ns = draw(st.integers(0, history[-1].called_ns + 1))
            returned_ns = called_ns + draw(st.integers(0, 2))
            history[place] = replace(one, called_ns=called_ns, returned_ns=returned_ns)
    return kind.history(history)


@st.composite
def any_histories(draw: st.DrawFn, kind: Kind, most: int = 6) -> tuple[Operation, ...]:
    """Of any answers at all."""
    return kind.history(
        [
            _operation(one, None if one.returned_ns is None else draw(kind.answers(one.call)))
            for one in draw(_attempts(kind, most))
        ]
    )


def histories(kind: Kind, most: int = 6) -> Histories:
    """All of these."""
    return correct_histories(kind, most) | spoilt_histories(kind, most) | any_histories(kind, most)

"""Histories as textbooks draw them, and what is to be said of each (see `drawings`)."""

from typing import Any

import pytest

from edgeproof.consistency import (
    ALL_KEYS,
    KEY_BY_KEY,
    POST_BY_POST,
    WHOLE_LIST,
    WHOLE_SET,
    Linearizable,
    Model,
    check_linearizable,
    with_ids_found,
)
from tests.consistency.drawings import impossible_in, read

REGISTERS = {
    "a read during a write may see it": """
        a: |--SET k x: OK--|
        b:   |--GET k: x--|
        """,
    "a read during a write may not see it": """
        a: |--SET k x: OK--|
        b:   |--GET k: null--|
        """,
    "a stale read": """
        a: |--SET k x: OK--| |--SET k y: OK--|
        b:                                     |--GET k: x--!
        """,
    "reads at once may see a write that is under way in any order": """
        a: |------SET k x: OK-------|
        b:    |--GET k: x--|
        c:       |--GET k: null--|
        """,
    "a read that sees less than an earlier one": """
        a: |----------SET k x: OK------------|
        b:    |--GET k: x--|
        c:                   |--GET k: null--!
        """,
    "a read of what was never written": """
        a: |--SET k x: OK--|
        b:       |--GET k: z--!
        """,
    "a read of what is only written later": """
        a:                  |--SET k x: OK--|
        b: |--GET k: x--!
        """,
    "writes at once take effect in one order for all": """
        a: |--SET k x: OK--|
        b: |--SET k y: OK--|
        c:                   |--GET k: x--| |--GET k: x--|
        d:                                                 |--GET k: y--!
        """,
    "what returns as another is called may follow it": """
        a: |--SET k x: OK--|
        b:                 |--GET k: null--|
        """,
    "what returns just before another is called precedes it": """
        a: |--SET k x: OK--|
        b:                  |--GET k: null--!
        """,
    "an update that is lost": """
        a: |--GETSET k x: null--|
        b:    |--GETSET k y: null--!
        """,
    "an update that is lost in an append": """
        a: |--APPEND k x: 1--|
        b:    |--APPEND k y: 1--!
        """,
    "an append that all can see in one order": """
        a: |--APPEND k x: 2--|
        b: |--APPEND k y: 1--|
        c:                     |--GET k: yx--|
        """,
    "two winners": """
        a: |--SETNX k x: 1--|
        b:     |--SETNX k y: 1--!
        """,
    "a loser before there is a winner": """
        a: |--SETNX k x: 0--!
        b:                    |--SETNX k y: 1--|
        """,
    "a number that is given twice": """
        a: |--INCR n: 1--|
        b:     |--INCR n: 1--!
        """,
    "a number that is left out": """
        a: |--INCR n: 1--|
        b:                 |--INCR n: 3--!
        """,
    "numbers against the order of their calls": """
        a: |--INCR n-->
        b:   |--INCR n: 2--|
        c:                   |--INCR n: 1--!
        """,
    "keys have nothing to do with each other": """
        a: |--SET j x: OK--|
        b:                   |--GET k: null--|
        """,
}

PENDING = {
    "a pending write that is seen": """
        a: |--SET k x-->
        b:                 |--GET k: x--|
        """,
    "a pending write that is never seen": """
        a: |--SET k x-->
        b:                 |--GET k: null--|
        """,
    "a pending write that is seen late": """
        a: |--SET k x-->
        b:    |--SET k y: OK--|
        c:                      |--GET k: y--|
        d:                                     |--GET k: x--|
        """,
    "a pending write that is seen and then unseen": """
        a: |--SET k x-->
        b:                 |--GET k: x--|
        c:                                |--GET k: null--!
        """,
    "a pending write that is seen before its call": """
        a:                 |--SET k x-->
        b: |--GET k: x--!
        """,
    "a pending write that is seen twice, another between": """
        a: |--SET k x-->
        b:    |-------------SET k y: OK----------------------|
        c:      |--GET k: x--| |--GET k: y--| |--GET k: x--!
        """,
    "a pending write that is needed late, and would have done as well early": """
        a: |------------SET k x: OK---------------|
        b: |--SET k z: OK--|
        c:                   |--GET k: x--|
        d:                    |--SET k y: OK--|
        e:                                          |--GET k: y--| |--GET k: x--|
        f: |--SET k x-->
        """,
    "a pending increment that counts": """
        a: |--INCR n-->
        b:              |--INCR n: 2--|
        """,
    "one pending increment does not count twice": """
        a: |--INCR n-->
        b:              |--INCR n: 3--!
        """,
    "a pending read says nothing": """
        a: |--GET k-->
        b: |--SET k x: OK--|
        """,
}

TOGETHER = {
    "a group that is read as it was written": """
        a: |--MSET a x b x: OK--|
        b:     |--MGET a b: ["x", "x"]--|
        """,
    "a group that is read half": """
        a: |---------MSET a x b x: OK----------|
        b:     |--MGET a b: ["x", null]--!
        """,
    "keys that are written one by one may be read half": """
        a: |--SET a x: OK--| |--SET b x: OK--|
        b:       |--MGET a b: ["x", null]--|
        """,
    "keys that are seen against the order of their writes": """
        a: |--SET a x: OK--| |--SET b x: OK--|
        b:       |--MGET a b: [null, "x"]--!
        """,
    "a transaction at one instant": """
        a: |--MULTI INCR n; INCR n: [1, 2]--|
        b:     |--INCR n: 3--|
        """,
    "a transaction that another command got into": """
        a: |--MULTI INCR n; INCR n: [1, 3]--!
        b:                         |--INCR n: 2--|
        """,
    "a pending transaction that is seen half": """
        a: |--MULTI WHOLE_SET a x; WHOLE_SET b x-->
        b:                               |--GET a: x--|
        c:                                              |--GET b: null--!
        """,
}

SETS = {
    "members come and go": """
        a: |--SADD m: 1--|     |--SREM m: 1--|
        b:     |--SADD m: 0--| |--SMEMBERS: ["m"]--| |--SISMEMBER m: 0--|
        """,
    "added twice": """
        a: |--SADD m: 1--|
        b:    |--SADD m: 1--!
        """,
    "not removed": """
        a: |--SADD m: 1--| |--SREM m: 1--|
        b:                                 |--SMEMBERS: ["m"]--!
        """,
    "listed twice": """
        a: |--SADD m: 1--|
        b:                 |--SMEMBERS: ["m", "m"]--!
        """,
    "listed, and never added": """
        a: |--SMEMBERS: ["m"]--!
        """,
    "a pending removal that is seen": """
        a: |--SADD m: 1--| |--SREM m-->
        b:                               |--SADD m: 1--|
        """,
}

POSTS = {
    "a post comes and goes": """
        a: |--POST hello: "1"--|   |--DELETE 1: 204--|
        b:   |--GET: {}--|              |--GET: {"1": "hello"}--| |--GET: {}--|
        """,
    "a post that is not listed": """
        a: |--POST hello: "1"--|
        b:                       |--GET: {}--!
        """,
    "a post that comes back": """
        a: |--POST hello: "1"--|   |--DELETE 1: 204--|
        b:                                             |--GET: {"1": "hello"}--!
        """,
    "a post that comes back while it is deleted": """
        a: |--POST hello: "1"--|   |-------------DELETE 1: 204------------------|
        b:                           |--GET: {}--|
        c:                                         |--GET: {"1": "hello"}--!
        """,
    "a post that is deleted twice, and then not found": """
        a: |--POST hello: "1"--|   |--DELETE 1: 204--| |--DELETE 1: 204--|
        b:                                                |--DELETE 1: 404--|
        """,
    "a post that is not found though it is there": """
        a: |--POST hello: "1"--|
        b:                       |--DELETE 1: 404--!
        """,
    "an id that is given twice": """
        a: |--POST hello: "1"--|
        b:      |--POST world: "1"--!
        """,
    "an id that is given again": """
        a: |--POST hello: "1"--|   |--DELETE 1: 204--|
        b:                                             |--POST world: "1"--!
        """,
    "a text that changes": """
        a: |--POST hello: "1"--|
        b:                       |--GET: {"1": "hello"}--|
        c:                                                 |--GET: {"1": "world"}--!
        """,
    "a post that nobody made": """
        a: |--GET: {"1": "hello"}--!
        """,
    "a pending post that is listed": """
        a: |--POST hello-->
        b:                   |--GET: {"1": "hello"}--|
        """,
    "a pending post that is listed, and then not": """
        a: |--POST hello-->
        b:                   |--GET: {"1": "hello"}--|
        c:                                             |--GET: {}--!
        """,
    "a pending post that is not listed": """
        a: |--POST hello-->
        b:                   |--GET: {}--|
        """,
    "a pending post that is listed before its call": """
        a:                            |--POST hello-->
        b: |--GET: {"1": "hello"}--!
        """,
    "a pending delete that takes effect late": """
        a: |--POST hello: "1"--|   |--DELETE 1-->
        b:                                         |--GET: {"1": "hello"}--| |--GET: {}--|
        """,
}

LISTS = {
    "posts that come in one order for all": """
        a: |--POST hello: "1"--|
        b: |--POST world: "2"--|
        c:   |--GET: {"2": "world"}--|
        d:                             |--GET: {"1": "hello", "2": "world"}--|
        """,
    "a list that shows a mixture": """
        a: |--POST hello: "1"--|  |--POST world: "2"--|
        b:               |--GET: {"2": "world"}--!
        """,
    "lists that see posts in different orders": """
        a: |--POST hello: "1"--|
        b: |--POST world: "2"--|
        c:   |--GET: {"2": "world"}--|
        d:   |---GET: {"1": "hello"}-----!
        """,
    "a list that misses the first of two": """
        a: |--POST hello: "1"--|    |--DELETE 1: 204--|
        b:                            |--POST world: "2"--|
        c:                            |--GET: {"2": "world"}--|
        """,
}

MIXTURE = LISTS["a list that shows a mixture"].replace("!", "|")

TABLE = [
    *(pytest.param(KEY_BY_KEY, drawing, id=name) for name, drawing in REGISTERS.items()),
    *(pytest.param(KEY_BY_KEY, drawing, id=name) for name, drawing in PENDING.items()),
    *(pytest.param(ALL_KEYS, drawing, id=f"{name} (keys)") for name, drawing in PENDING.items()),
    *(pytest.param(ALL_KEYS, drawing, id=name) for name, drawing in TOGETHER.items()),
    *(pytest.param(WHOLE_SET, drawing, id=name) for name, drawing in SETS.items()),
    *(pytest.param(POST_BY_POST, drawing, id=name) for name, drawing in POSTS.items()),
    *(pytest.param(WHOLE_LIST, drawing, id=name) for name, drawing in LISTS.items()),
    pytest.param(POST_BY_POST, MIXTURE, id="post by post, a list may show a mixture"),
]


@pytest.mark.parametrize(("model", "drawing"), TABLE)
def test_a_history_is_judged_as_it_is_drawn(model: Model[Any], drawing: str) -> None:
    history = read(drawing)
    is_of_posts = model in (POST_BY_POST, WHOLE_LIST)
    verdict = check_linearizable(model, with_ids_found(history) if is_of_posts else history)
    expected = impossible_in(drawing)
    assert verdict.answer == (Linearizable.YES if expected is None else Linearizable.NO)
    if verdict.window is not None and expected is not None:
        impossible = verdict.window.operations[verdict.window.impossible]
        assert (impossible.client, impossible.called_ns, impossible.returned_ns) == (
            expected.client,
            expected.called_ns,
            expected.returned_ns,
        )

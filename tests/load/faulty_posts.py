"""A server of /posts in memory, right or with one fault."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest

from tests.stand_in import Seen, answer


@dataclass
class Posts:
    """Answers as /posts does, but for what its numbers say goes wrong; 0 is never.

    `loses_each`: of so many posts one is answered 201 and not kept. `doubles_at`: from that number
    on one id is given twice. `revives_each`: of so many deleted posts one comes back.
    """

    loses_each: int = 0
    doubles_at: int = 0
    revives_each: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    last: int = 0
    removals: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, seen: Seen) -> bytes:
        """Answer one request."""
        with self.lock:
            if seen.method == "POST":
                return self._create(seen.body.decode())
            if seen.method == "DELETE":
                return self._remove(int(seen.target.rpartition(":")[2]))
            posts = [{"id": f"post:{n}", "text": text} for n, text in sorted(self.texts.items())]
            return answer(200, json.dumps(posts, separators=(",", ":")).encode())

    def _create(self, text: str) -> bytes:
        self.last += 1
        if self.last == self.doubles_at:
            self.last -= 1
            self.doubles_at = 0
        if not (self.loses_each and self.last % self.loses_each == 0):
            self.texts[self.last] = text
        return answer(201, b"post:%d" % self.last)

    def _remove(self, number: int) -> bytes:
        if number not in self.texts:
            return answer(404, b'{"error":"not there"}')
        text = self.texts.pop(number)
        self.removals += 1
        if self.revives_each and self.removals % self.revives_each == 0:
            self.texts[number] = text
        return answer(200, b"post:%d" % number)


MakePosts = Callable[[], Posts]

each_fault = pytest.mark.parametrize(
    ("make_posts", "kind"),
    [
        (partial(Posts, loses_each=5), "lost"),
        (partial(Posts, doubles_at=9), "duplicated"),
        (partial(Posts, revives_each=5), "resurrected"),
    ],
    ids=["lost", "doubled", "revived"],
)
"""Servers with one fault each, and the kind of violation that it is."""

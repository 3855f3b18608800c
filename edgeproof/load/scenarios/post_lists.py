"""Lists of /posts, read fast: most of a list is the same as in the one before."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from edgeproof.consistency import FOREIGN, text_digest
from edgeproof.load.wire.failures import wrong
from edgeproof.post_ids import POST_ID

_BETWEEN: Final = b"},{"


class _Post(msgspec.Struct):
    id: str
    text: str


_POSTS: Final = msgspec.json.Decoder(list[_Post])
_Listed = tuple[Sequence[int], Sequence[int]]
"""The numbers of the posts in a list, and the digests of their texts."""


class PostLists:
    """Reads the bodies of lists; texts that do not begin with `mark` are foreign.

    A piece between `},{` is remembered with the post that it was. A list that consists only of such
    pieces is recognised without being parsed.
    """

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._latest_body = b""
        self._latest: _Listed = ((), ())
        self._known: dict[bytes, tuple[int, int]] = {}

    def read(self, body: bytes) -> _Listed:
        """What a list shows. Raises Failure if it is not an array of posts."""
        if body != self._latest_body:
            self._latest = self._from_pieces(body) or self._parsed(body)
            self._latest_body = body
        return self._latest

    def _from_pieces(self, body: bytes) -> _Listed | None:
        if body[:2] != b"[{" or body[-2:] != b"}]":
            return None
        try:
            return _columns([self._known[piece] for piece in body[2:-2].split(_BETWEEN)])
        except KeyError:
            return None

    def _parsed(self, body: bytes) -> _Listed:
        try:
            posts = _POSTS.decode(body)
        except msgspec.ValidationError as error:
            # The field is named, not the post: reasons are counted, and should be few.
            seen = re.sub(r"\[\d+\]", "[…]", str(error))
            raise wrong(f"the list is not a JSON array of posts: {seen}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise wrong("the list is not a JSON array of posts") from None
        pairs = [(number_of(post.id), self._digest(post.text)) for post in posts]
        self._remember(body, pairs)
        return _columns(pairs)

    def _digest(self, text: str) -> int:
        return text_digest(text) if text.startswith(self._mark) else FOREIGN

    def _remember(self, body: bytes, pairs: list[tuple[int, int]]) -> None:
        pieces = body[2:-2].split(_BETWEEN)
        if len(pieces) != len(pairs) or body[:2] != b"[{" or body[-2:] != b"}]":
            return  # a text contains `},{`, or there are spaces: such lists are always parsed
        if len(self._known) > 4 * len(pieces) + 1000:
            self._known.clear()
        self._known.update(zip(pieces, pairs, strict=True))


def _columns(pairs: list[tuple[int, int]]) -> _Listed:
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def number_of(post_id: str) -> int:
    """The n of `post:<n>`. Raises Failure if it is not such an id."""
    found = POST_ID.fullmatch(post_id)
    if found is None:
        raise wrong("an id is not `post:<n>`")
    return int(found[1])

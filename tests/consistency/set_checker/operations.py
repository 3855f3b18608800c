"""Histories of /posts as histories of a set, whose elements are the n of `post:<n>`."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from edgeproof.consistency.history import Operation
from edgeproof.consistency.set_checker.history import FOREIGN, SetHistory, text_digest

_POST_ID: Final = re.compile(r"post:([1-9][0-9]*)", re.ASCII)
DONE: Final = range(200, 300)
_NOT_THERE: Final = {404, 410}


def from_operations(history: Sequence[Operation], *, mark: str | None = None) -> SetHistory:
    """The history of a set that clients of /posts saw.

    Calls are `POST` (arguments: the text; result: the id given), `DELETE` (arguments: the id;
    result: the status) and `GET` (result: texts by id, or a list of pairs of both, which keeps
    duplicates). Only the run writes texts that begin with `mark`; an empty one means that nobody
    else writes at all. Without a mark, only posts that an answer to POST named are judged.
    """
    kept = SetHistory()
    named = {_number(operation.result) for operation in history if operation.call == "POST"}
    for operation in sorted(history, key=_last_ns):
        if operation.call == "POST":
            _keep_add(kept, operation)
        elif operation.call == "DELETE":
            _keep_remove(kept, operation)
        elif operation.call == "GET" and operation.returned_ns is not None:
            listed = _numbered(operation.result)
            digests = [
                text_digest(text) if number in named or _bears(text, mark) else FOREIGN
                for number, text in listed
            ]
            elements = [number for number, _ in listed]
            kept.listed(operation.called_ns, operation.returned_ns, elements, digests)
    return kept


def _last_ns(operation: Operation) -> int:
    return operation.called_ns if operation.returned_ns is None else operation.returned_ns


def _number(post_id: object) -> int | None:
    """The n of `post:<n>`; None if it is not such an id."""
    found = _POST_ID.fullmatch(post_id) if isinstance(post_id, str) else None
    return int(found[1]) if found else None


def _numbered(listed: Any) -> list[tuple[int, Any]]:
    """The posts of a list; whether it holds anything else is not the checker's to say."""
    pairs: Iterable[tuple[Any, Any]] = listed.items() if isinstance(listed, dict) else listed
    numbered = ((_number(post_id), text) for post_id, text in pairs)
    return [(number, text) for number, text in numbered if number is not None]


def _bears(text: object, mark: str | None) -> bool:
    return mark is not None and isinstance(text, str) and text.startswith(mark)


def _keep_add(kept: SetHistory, operation: Operation) -> None:
    (text,) = operation.arguments
    element = _number(operation.result)
    if operation.returned_ns is None or element is None:
        kept.add_pending(text_digest(text), operation.called_ns)
    else:
        digest = text_digest(text)
        kept.added(element, digest, operation.called_ns, operation.returned_ns)


def _keep_remove(kept: SetHistory, operation: Operation) -> None:
    element = _number(operation.arguments[0])
    if element is None:
        return
    is_telling = operation.result in DONE or operation.result in _NOT_THERE
    # If it was refused with another status, nobody knows whether it was done.
    returned_ns = operation.returned_ns if is_telling else None
    was_there = operation.result in DONE
    kept.removed(element, operation.called_ns, returned_ns, was_there=was_there)

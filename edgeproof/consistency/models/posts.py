"""/posts: post by post, and as one list.

Calls are `POST text`, answered with the id; `DELETE id`, answered with the status; and `GET`,
answered with the texts by id. Other people's posts must have been removed from the lists. If a POST
had no answer, its id is the one that a list shows beside its text, so texts should differ.
"""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from edgeproof.consistency.history import Operation
from edgeproof.consistency.model import History, Model, split

Post = tuple[str, str]
"""What became of one id: `absent`, `listed` (with its text), or `deleted`."""

_ABSENT: Post = ("absent", "")
DELETED: Post = ("deleted", "")

NOT_FOUND = 404


def _step_of_post(post: Post, operation: Operation) -> Sequence[Post]:
    match operation.call:
        case "POST":
            return [("listed", operation.arguments[0])] if post == _ABSENT else []
        case "DELETE":
            is_listed = post[0] == "listed"
            if _found_nothing(operation):
                return [] if is_listed else [post]
            # Deleting a post again may be answered like the first time.
            return [DELETED] if is_listed else [post]
        case "GET":
            text = post[1] if post[0] == "listed" else None
            return [post] if operation.is_pending or operation.result == text else []
    raise _unknown(operation)


def _found_nothing(operation: Operation) -> bool:
    """Whether it is a DELETE that was answered 404."""
    is_delete = operation.call == "DELETE" and not operation.is_pending
    return is_delete and operation.result == NOT_FOUND


def _is_read(operation: Operation) -> bool:
    return operation.call == "GET" or _found_nothing(operation)


def _by_post(history: History) -> list[History]:
    ids: dict[str, None] = {}
    history = with_ids_found(history)
    for operation in history:
        match operation.call:
            case "POST" if operation.result is not None:
                ids[operation.result] = None
            case "DELETE":
                ids[operation.arguments[0]] = None
            case "GET":
                ids |= dict.fromkeys(operation.result or ())
    return split(history, ids, _about)


def _about(operation: Operation, post_id: str) -> Operation | None:
    """The part of an operation that concerns one post; GET asks for its text, None if unlisted."""
    match operation.call:
        case "GET":
            text = (operation.result or {}).get(post_id)
            return replace(operation, arguments=(post_id,), result=text)
        case "DELETE":
            return operation if operation.arguments[0] == post_id else None
    return operation if operation.result == post_id else None


def _describe_post(post: Post) -> str:
    return post[0]


POST_BY_POST: Model[Post] = Model(
    initial=_ABSENT,
    step=_step_of_post,
    is_read=_is_read,
    describe=_describe_post,
    partition=_by_post,
)
"""Each post appears once, at some instant within its POST, and leaves at one within its DELETE."""

_Listed = frozenset[str]
"""The ids that are listed. (Their texts are checked post by post.)"""


def _step_of_list(listed: _Listed, operation: Operation) -> Sequence[_Listed]:
    match operation.call:
        case "POST":
            return [] if operation.result in listed else [listed | {operation.result}]
        case "DELETE":
            post_id = operation.arguments[0]
            is_wrong = _found_nothing(operation) and post_id in listed
            return [] if is_wrong else [listed - {post_id}]
        case "GET":
            is_possible = operation.is_pending or operation.result.keys() == listed
            return [listed] if is_possible else []
    raise _unknown(operation)


def _describe_list(listed: _Listed) -> str:
    return ", ".join(sorted(listed, key=lambda post_id: (len(post_id), post_id))) or "no posts"


_NOTHING: _Listed = frozenset()

WHOLE_LIST: Model[_Listed] = Model(
    initial=_NOTHING,
    step=_step_of_list,
    is_read=_is_read,
    describe=_describe_list,
    partition=lambda history: [with_ids_found(history)],
)
"""Each GET shows all posts as they were at one instant."""


def with_ids_found(history: History) -> list[Operation]:
    """The history with ids for POSTs that had no answer, taken from lists that show their texts.

    Of several POSTs with one text, the first that was called has the first id that was seen. A POST
    whose id was never seen is left out: whether it took effect changes no answer.
    """
    seen = _ids_seen(history)
    known = []
    for one in history:
        if not _has_no_id(one):
            known.append(one)
        elif ids := seen[one.arguments[0]]:
            known.append(replace(one, result=ids.pop(0)))
    return known


def _ids_seen(history: History) -> dict[str, list[str]]:
    """By text, the ids that no POST was answered with, in the order in which lists showed them."""
    given = {one.result for one in history if one.call == "POST"}
    lists = [one for one in history if one.call == "GET" and not one.is_pending]
    seen: dict[str, list[str]] = defaultdict(list)
    for one in sorted(lists, key=lambda one: one.returned_ns or 0):
        for post_id, text in one.result.items():
            if post_id not in given:
                given.add(post_id)
                seen[text].append(post_id)
    return seen


def _has_no_id(operation: Operation) -> bool:
    return operation.call == "POST" and operation.result is None


def _unknown(operation: Operation) -> ValueError:
    return ValueError(f"the model of /posts has no {operation.call}")

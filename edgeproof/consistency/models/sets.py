"""A set, member by member.

Calls are `SADD m`, `SREM m` and `SISMEMBER m`, answered 1 or 0 as Redis does, and `SMEMBERS`,
answered with the list of members. Members are independent of each other, so each has a history of
its own, in which SMEMBERS asks for that member alone.
"""

from msgspec.structs import replace

from edgeproof.consistency.history import Operation
from edgeproof.consistency.model import History, Model, answering, split


def _apply(is_member: bool, operation: Operation) -> tuple[bool, int]:  # noqa: FBT001  (it is the state)
    match operation.call:
        case "SADD":
            return True, int(not is_member)
        case "SREM":
            return False, int(is_member)
        case "SISMEMBER":
            return is_member, int(is_member)
    message = f"the model of a set has no {operation.call}"
    raise ValueError(message)


def _by_member(history: History) -> list[History]:
    members: dict[str, None] = {}
    for operation in history:
        listed = operation.result if operation.call == "SMEMBERS" else None
        members |= dict.fromkeys([*operation.arguments, *(listed or [])])
    return split(history, members, _about)


def _about(operation: Operation, member: str) -> Operation | None:
    """The part of an operation that concerns one member."""
    if operation.call == "SMEMBERS":
        count = (operation.result or []).count(member)
        return replace(operation, call="SISMEMBER", arguments=(member,), result=count)
    return operation if operation.arguments == (member,) else None


def _is_read(operation: Operation) -> bool:
    has_changed_nothing = not operation.is_pending and operation.result == 0
    return operation.call in {"SISMEMBER", "SMEMBERS"} or has_changed_nothing


def _describe(is_member: bool) -> str:  # noqa: FBT001  (it is the state)
    return "a member" if is_member else "no member"


WHOLE_SET: Model[bool] = Model(
    initial=False,
    step=answering(_apply),
    is_read=_is_read,
    describe=_describe,
    partition=_by_member,
)

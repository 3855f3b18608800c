"""Objects that answer calls one after the other, as Redis and /posts do.

They are not the models: a mistake in a model shows where the two differ.
"""

from typing import Any, Protocol

Call = tuple[str, ...]
"""A call and its arguments."""


class Sequential(Protocol):
    """An object."""

    def answer(self, call: Call) -> Any:
        """Do what is asked."""


class Strings:
    """Keys of a Redis that hold strings."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def answer(self, call: Call) -> Any:  # noqa: PLR0911  (a table)
        match call:
            case "MULTI", *commands:
                return [self.answer(tuple(command.split(" "))) for command in commands]
            case "MGET", *keys:
                return [self._values.get(key) for key in keys]
            case "MSET" | "SET", *pairs:
                self._values |= dict(zip(pairs[::2], pairs[1::2], strict=True))
                return "OK"
            case "GET", key:
                return self._values.get(key)
            case "GETSET", key, value:
                before = self._values.get(key)
                self._values[key] = value
                return before
            case "SETNX", key, value:
                is_new = key not in self._values
                self._values.setdefault(key, value)
                return int(is_new)
            case "APPEND", key, end:
                self._values[key] = self._values.get(key, "") + end
                return len(self._values[key])
            case "INCR", key:
                self._values[key] = str(int(self._values.get(key, 0)) + 1)
                return int(self._values[key])
        raise AssertionError(call)


class Members:
    """A set of a Redis."""

    def __init__(self) -> None:
        self._members: set[str] = set()

    def answer(self, call: Call) -> Any:
        before = len(self._members)
        match call:
            case ("SMEMBERS",):
                return sorted(self._members)
            case "SISMEMBER", member:
                return int(member in self._members)
            case "SADD", member:
                self._members.add(member)
            case "SREM", member:
                self._members.discard(member)
        return abs(len(self._members) - before)


class Posts:
    """A list of posts that numbers them."""

    def __init__(self) -> None:
        self._count = 0
        self._texts: dict[str, str] = {}

    def answer(self, call: Call) -> Any:
        match call:
            case ("GET",):
                return dict(self._texts)
            case "POST", text:
                self._count += 1
                self._texts[str(self._count)] = text
                return str(self._count)
            case "DELETE", post_id:
                return 404 if self._texts.pop(post_id, None) is None else 204
        raise AssertionError(call)

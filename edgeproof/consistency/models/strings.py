"""Keys that hold strings: registers, counters, and groups of keys written together.

Calls are Redis commands, arguments are their words, and results are what Redis answers:

    GET k     SET k v     GETSET k v   SETNX k v     APPEND k v
    DEL k     INCR k      MGET k …     MSET k v …

    ECHO v

and `MULTI` and `PIPELINE`, whose arguments are whole commands with their words separated by spaces
(so no value may contain one), and whose result is the list of the commands' results.
"""

from dataclasses import replace
from typing import Any

from edgeproof.consistency.history import Operation
from edgeproof.consistency.model import Model, answering, grouped

_READS = frozenset({"GET", "MGET", "ECHO"})

Value = str | None
"""The value of one key."""

_Values = frozenset[tuple[str, str]]
"""The keys that exist, with their values."""


def _answered(before: Value, call: str, word: str = "") -> tuple[Value, Any]:
    """The value of one key after a call, and what Redis answers."""
    match call:
        case "GET":
            return before, before
        case "SET" | "GETSET":
            return word, "OK" if call == "SET" else before
        case "SETNX":
            return (word, 1) if before is None else (before, 0)
        case "DEL":
            return None, int(before is not None)
        case "APPEND" | "INCR":
            is_count = call == "INCR"
            after = str(int(before or "0") + 1) if is_count else (before or "") + word
            return after, int(after) if is_count else len(after.encode())
    message = f"the model of strings has no {call}"
    raise ValueError(message)


def _apply_to_key(value: Value, operation: Operation) -> tuple[Value, Any]:
    return _answered(value, operation.call, *operation.arguments[1:])


def _apply(state: _Values, operation: Operation) -> tuple[_Values, Any]:
    values = dict(state)
    answer = _answer(values, operation.call, operation.arguments)
    return frozenset(values.items()), answer


def _answer(values: dict[str, str], call: str, arguments: tuple[str, ...]) -> Any:  # noqa: ANN401  (a JSON value)
    """Apply the call to `values`, and return what Redis answers."""
    match call, arguments:
        case "MULTI" | "PIPELINE", commands:
            words = [command.split(" ") for command in commands]
            return [_answer(values, name, tuple(rest)) for name, *rest in words]
        case "ECHO", (word,):
            return word
        case "MGET", keys:
            return [values.get(key) for key in keys]
        case "MSET", pairs:
            values.update(zip(pairs[::2], pairs[1::2], strict=True))
            return "OK"
    key, *rest = arguments
    after, answer = _answered(values.get(key), call, *rest)
    values.pop(key, None)
    if after is not None:
        values[key] = after
    return answer


def _is_read(operation: Operation) -> bool:
    match operation.call:
        case "MULTI" | "PIPELINE":
            return all(command.split(" ")[0] in _READS for command in operation.arguments)
        case "SETNX" | "DEL":
            return not operation.is_pending and operation.result == 0
    return operation.call in _READS


def _describe(state: _Values) -> str:
    return ", ".join(f"{key} = {value}" for key, value in sorted(state)) or "no key"


def _describe_key(value: Value) -> str:
    return "no value" if value is None else f"the value {value}"


_NOTHING: _Values = frozenset()

ALL_KEYS: Model[_Values] = Model(
    initial=_NOTHING,
    step=answering(_apply),
    is_read=_is_read,
    describe=_describe,
)
"""All keys together: each command takes effect on all of its keys at one instant."""

KEY_BY_KEY: Model[Value] = Model(
    initial=None,
    step=answering(_apply_to_key),
    is_read=_is_read,
    describe=_describe_key,
    partition=lambda history: grouped(history, lambda operation: operation.arguments[0]),
)
"""Registers and counters: each key by itself, for histories in which each call is about one key."""

OWN_KEYS: Model[_Values] = replace(
    ALL_KEYS, partition=lambda history: grouped(history, lambda operation: operation.client)
)
"""Independent clients: each one has keys of its own."""

"""Commands that reach beyond their own request if an endpoint obeys them as Redis does."""

from collections.abc import Sequence
from dataclasses import dataclass

from edgeproof.strategies.grammar import Key, Program, Template, commands_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Misuse:
    """Commands that set the state of a connection, and one that undoes it."""

    commands: tuple[tuple[str, ...], ...]
    remedy: tuple[str, ...] | None = None


MISUSES: dict[str, Misuse] = {
    "MULTI": Misuse(commands=(("MULTI",),), remedy=("DISCARD",)),
    "EXEC, DISCARD, UNWATCH": Misuse(commands=(("EXEC",), ("DISCARD",), ("UNWATCH",))),
    "SELECT": Misuse(commands=(("SELECT", "1"),), remedy=("SELECT", "0")),
    "AUTH": Misuse(commands=(("AUTH", "not-the-password"), ("AUTH", "nobody", "not-the-password"))),
    "HELLO": Misuse(commands=(("HELLO", "3"),), remedy=("HELLO", "2")),
    "RESET, QUIT": Misuse(commands=(("RESET",), ("QUIT",))),
    "CLIENT SETNAME": Misuse(commands=(("CLIENT", "SETNAME", "edgeproof"),)),
    "CLIENT REPLY OFF": Misuse(
        commands=(("CLIENT", "REPLY", "OFF"),), remedy=("CLIENT", "REPLY", "ON")
    ),
    "SUBSCRIBE": Misuse(commands=(("SUBSCRIBE", "edgeproof"),), remedy=("UNSUBSCRIBE",)),
    "MONITOR": Misuse(commands=(("MONITOR",),), remedy=("RESET",)),
}
"""Each by the name of its commands. WATCH is not among them: only a transaction can notice it."""


BLOCK_S = 8
"""Longer than anybody should be delayed, and shorter than HTTP clients wait: an endpoint that is
blocked altogether serves again by itself."""

BLOCKING: dict[str, tuple[Program, Template]] = {
    "BLPOP": ((), ("BLPOP", Key(0), BLOCK_S)),
    "BRPOP": ((), ("BRPOP", Key(0), BLOCK_S)),
    "BLMOVE": ((), ("BLMOVE", Key(0), Key(1), "LEFT", "RIGHT", BLOCK_S)),
    "BZPOPMIN": ((), ("BZPOPMIN", Key(0), BLOCK_S)),
    "XREAD": ((), ("XREAD", "BLOCK", BLOCK_S * 1000, "STREAMS", Key(0), "$")),
    "XREADGROUP": (
        (("XGROUP", "CREATE", Key(0), "group", "$", "MKSTREAM"),),
        (
            *("XREADGROUP", "GROUP", "group", "consumer", "BLOCK", BLOCK_S * 1000),
            *("STREAMS", Key(0), ">"),
        ),
    ),
    # No server has that many replicas to wait for.
    "WAIT": ((("SET", Key(0), "a write"),), ("WAIT", 100, BLOCK_S * 1000)),
    "EVAL": ((), ("EVAL", f"return redis.call('BLPOP', KEYS[1], {BLOCK_S})", 1, Key(0))),
}
"""The necessary preparation, and a command that then waits for something that nobody does."""


def blocking_command(
    name: str, keys: Sequence[str]
) -> tuple[list[list[str | bytes]], list[str | bytes]]:
    """The commands that prepare the blocking command with that name, and the command itself.

    It needs two keys.
    """
    state, template = BLOCKING[name]
    *before, command = commands_of((*state, template), keys)
    return before, command

"""How risky a request is: the only place that says which requests may harm a server."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from edgeproof.clients.notation.reads import changes_nothing
from edgeproof.clients.notation.requests import commands_in, name_of
from edgeproof.laws import Risk

LARGE_BYTES: Final = 1 << 20
DEEP: Final = 32
_TEXTS: Final = re.compile(rb'"(?:\\.|[^"\\])*"', re.DOTALL)

_NAMES: Final[Mapping[Risk, str]] = {
    Risk.BLOCKING: "BLPOP BRPOP BLMOVE BRPOPLPUSH BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF",
    Risk.CONNECTION: "SELECT AUTH HELLO QUIT RESET CLIENT READONLY READWRITE ASKING MULTI EXEC "
    "DISCARD WATCH UNWATCH",
    Risk.STREAM: "SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR "
    "SYNC PSYNC",
}
_OF_COMMAND: Final = {name: risk for risk, names in _NAMES.items() for name in names.split()}
_BLOCKS_WITH: Final = {"XREAD": "BLOCK", "XREADGROUP": "BLOCK", "DEBUG": "SLEEP"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """What must be known of a request before it is sent; `is_repeatable`: it changes nothing."""

    risk: Risk = Risk.ORDINARY
    is_repeatable: bool = False


def caution_for(target: str, body: bytes) -> Caution:
    """The caution for a request to a Redis REST API, by its target and body."""
    return Caution(risk=risk_of(target, body), is_repeatable=changes_nothing(target, body))


def risk_of(target: str, body: bytes) -> Risk:
    """The risk of a request with that target (below the base URL) and body, however it is sent."""
    risks = map(risk_of_command, commands_in(target, body))
    return max(risk_of_body(body), *risks, Risk.ORDINARY)


def risk_of_body(body: bytes) -> Risk:
    """The risk of a body, whatever it says."""
    if len(body) > LARGE_BYTES:
        return Risk.LARGE
    is_deep = body.count(b"[") + body.count(b"{") > DEEP and _depth(body) > DEEP
    return Risk.NESTED if is_deep else Risk.ORDINARY


def _depth(body: bytes) -> int:
    """How deeply JSON is nested; what is not JSON is counted in the same way."""
    depth = deepest = 0
    for byte in _TEXTS.sub(b"", body):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def risk_of_command(command: Sequence[object]) -> Risk:
    """The risk of a command, however it is sent."""
    name = name_of(command)
    option = _BLOCKS_WITH.get(name)
    if option and any(isinstance(word, str) and word.upper() == option for word in command):
        return Risk.BLOCKING
    return _OF_COMMAND.get(name, Risk.ORDINARY)

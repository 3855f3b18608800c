"""What a check in a process of its own says to its caller: one JSON object per line."""

import msgspec

from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import restored, revealing
from edgeproof.reporting import LawResult, Result


class LawEnded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All tests of a law have ended."""

    law: LawResult


class Found(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The run is over, and what it made is removed."""

    result: Result


class CheckFailed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """There is no result: the reason, what to do, and the exit code for that."""

    message: str
    hint: str
    exit_code: int


CheckEvent = LawEnded | Found | CheckFailed

_ENCODER = msgspec.json.Encoder(enc_hook=revealing)
_SETTINGS = msgspec.json.Decoder(CheckSettings, dec_hook=restored)
_EVENTS: msgspec.json.Decoder[CheckEvent] = msgspec.json.Decoder(CheckEvent)


def check_line(message: CheckSettings | CheckEvent) -> bytes:
    """A message as a line.

    The settings contain tokens: send them through the pipe and nowhere else.
    """
    return _ENCODER.encode(message) + b"\n"


def settings_in(line: bytes) -> CheckSettings:
    """The settings in a line."""
    return _SETTINGS.decode(line)


def check_event_in(line: bytes) -> CheckEvent:
    """The event in a line."""
    return _EVENTS.decode(line)

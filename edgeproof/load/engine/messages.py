"""The messages between a run and its engine: one JSON object per line."""

import msgspec

from edgeproof.deployments import restored, revealing
from edgeproof.load.measuring.recorder import StepDelta
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.reporting import LoadViolation


class Start(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Begin; this comes first and once."""

    settings: LoadSettings


class Retarget(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """From now on, this many users, or arrivals per second."""

    target: float


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Start nothing more, clean up, and report."""


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The target answers, the scenario is prepared, and the load begins."""


class Interval(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What was measured since the previous one; comes twice a second.

    `lag` is a histogram in the form of `Histogram.encoded`.
    """

    at_s: float
    seconds: float
    target: float
    in_flight: int
    steps: list[StepDelta]
    lag: str


class Finished(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The load is over, what it made is removed, and its history is judged.

    `measured_s` is the time that was measured, without the warm-up. In that time, `arrivals` steps
    ended well and `requests` requests were answered, for `cpu_s` seconds of user and system time.
    """

    measured_s: float
    arrivals: int
    requests: int
    cpu_s: float
    violations: list[LoadViolation]
    made: int
    left: int
    reopened: int
    notes: list[str]
    lists: int
    lists_judged: int


class EngineFailed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """There is no run: the reason, what to do, and the exit code for that."""

    message: str
    hint: str
    exit_code: int


Order = Start | Retarget | Stop
EngineEvent = Ready | Interval | Finished | EngineFailed

_ENCODER = msgspec.json.Encoder(enc_hook=revealing)
_ORDERS: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order, dec_hook=restored)
_EVENTS: msgspec.json.Decoder[EngineEvent] = msgspec.json.Decoder(EngineEvent)


def line_of(message: Order | EngineEvent) -> bytes:
    """A message as a line."""
    return _ENCODER.encode(message) + b"\n"


def order_in(line: bytes) -> Order:
    """The order in a line."""
    return _ORDERS.decode(line)


def event_in(line: bytes) -> EngineEvent:
    """The event in a line."""
    return _EVENTS.decode(line)

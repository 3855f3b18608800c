"""One run in the engine's own process: prepare, load, drain, clean up, judge."""

import asyncio
import gc
import random
import resource
import secrets
from collections.abc import Callable
from time import monotonic_ns
from typing import TYPE_CHECKING, Final, NamedTuple

from edgeproof.defaults import LEAST_CONNECTIONS
from edgeproof.errors import ConfigurationError, UnavailableError
from edgeproof.load.engine.closed_model import ClosedModel
from edgeproof.load.engine.messages import EngineEvent, Finished, Interval, Ready
from edgeproof.load.engine.open_model import OpenModel
from edgeproof.load.engine.steps import Steps
from edgeproof.load.measuring.histogram import Batch
from edgeproof.load.measuring.recorder import Recorder
from edgeproof.load.plan.schedule import ArrivalTimes, Point, Ramp
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.scenarios.files import find_scenario
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.failures import ANSWERED, Failure, FailureKind
from edgeproof.load.wire.origin import Origin
from edgeproof.load.wire.pool import Limits, Pool
from edgeproof.load.wire.requests import Requests
from edgeproof.reporting import LoadViolation

if TYPE_CHECKING:
    from edgeproof.load.scenarios.scenario import Scenario

INTERVAL_NS: Final = 500_000_000
TICK_NS: Final = 10_000_000
_NEVER_NS: Final = 2**63 - 1


class _Tally(NamedTuple):
    """How much had been done at a given time."""

    at_ns: int
    requests: int
    arrivals: int
    cpu_s: float


class EngineRun:
    """A load run under way; `tell` receives its events."""

    def __init__(self, settings: LoadSettings, tell: Callable[[EngineEvent], None]) -> None:
        self._settings = settings
        self._tell = tell
        self._stopped = False
        self._users = 0
        self._ramp = Ramp(settings.ramp or [Point(0.0, settings.target)])
        self._steered_to: float | None = None
        self._recorder = Recorder(_NEVER_NS)
        self._requests = Requests(settings.url, settings.token)
        self._lag = Batch()
        self._scenario: Scenario
        self._pool: Pool
        self._model: OpenModel | ClosedModel | None = None
        self._begun_ns = 0
        self._reported_ns = 0

    def retarget(self, target: float) -> None:
        """From now on, this many users, or arrivals per second, regardless of the ramp."""
        self._steered_to = target
        if self._model is not None:
            self._model.retarget(target)

    def stop(self) -> None:
        """End the load; the run then finishes by itself."""
        self._stopped = True

    async def carry_out(self) -> None:
        """Run from beginning to end.

        Raises EdgeproofError if there is nothing to load or no way to reach it.
        """
        await self._prepare()
        self._tell(Ready())
        _spare_collector()
        self._begun_ns = self._reported_ns = monotonic_ns()
        warm_up_ns = round(self._settings.warm_up_s * 1e9)
        self._recorder.from_ns = self._begun_ns + warm_up_ns
        self._model = model = self._start_model()
        if self._steered_to is not None:
            model.retarget(self._steered_to)
        await self._load_until(model, self._begun_ns + warm_up_ns)
        begun = self._tally()
        duration_s = self._settings.duration_s
        await self._load_until(
            model, None if duration_s is None else begun.at_ns + round(duration_s * 1e9)
        )
        ended = self._tally()
        await model.drain(self._settings.answer_limit_s)
        self._report_interval(model)
        self._tell(await self._finish(begun, ended))

    def _tally(self) -> _Tally:
        recorder = self._recorder
        return _Tally(monotonic_ns(), recorder.requests, recorder.arrivals, _cpu_s())

    async def _prepare(self) -> None:
        settings = self._settings
        kind = find_scenario(settings.scenario, settings.scenario_file)
        self._scenario = kind(f"edgeproof-{secrets.token_hex(6)}")
        self._pool = Pool(_origin(settings), self._limits())
        try:
            await self._pool.probe()
            await self._scenario.prepare(self._new_user())
        except Failure as failure:
            raise _unavailable(settings, failure) from None

    def _limits(self) -> Limits:
        settings = self._settings
        most = max([settings.target, *(point.target for point in settings.ramp)])
        own = max(round(most), LEAST_CONNECTIONS) if settings.model == "closed" else 0
        return Limits(
            connections=settings.connections or own or LEAST_CONNECTIONS,
            connect_s=settings.connect_limit_s,
            answer_s=settings.answer_limit_s,
        )

    def _new_user(self) -> User:
        self._users += 1
        return User(
            self._users,
            random.Random(f"{self._settings.seed} {self._users}"),  # noqa: S311 - no secret
            pool=self._pool,
            requests=self._requests,
            recorder=self._recorder,
        )

    def _start_model(self) -> OpenModel | ClosedModel:
        settings, steps = self._settings, Steps(self._scenario)
        if settings.model == "closed":
            think_s = settings.think_s or self._scenario.think_s
            return ClosedModel(steps, self._new_user, think_s)
        luck = random.Random(settings.seed) if settings.arrivals == "poisson" else None  # noqa: S311  (no secret)
        return OpenModel(steps, self._new_user, ArrivalTimes(self._ramp, luck))

    async def _load_until(self, model: OpenModel | ClosedModel, end_ns: int | None) -> None:
        """Steer, note how late ticks are, and report, until the end or until it is stopped."""
        while not self._stopped and (end_ns is None or monotonic_ns() < end_ns):
            if isinstance(model, ClosedModel):
                model.retarget(self._target())
            due_ns = monotonic_ns() + TICK_NS
            if end_ns is not None:
                due_ns = min(due_ns, end_ns)
            await asyncio.sleep(max(due_ns - monotonic_ns(), 0) / 1e9)
            self._lag.append(max(monotonic_ns() - due_ns, 0))
            self._recorder.fold()
            if monotonic_ns() - self._reported_ns >= INTERVAL_NS:
                self._report_interval(model)
                gc.collect(1)

    def _target(self) -> float:
        if self._steered_to is not None:
            return self._steered_to
        return self._ramp.at((monotonic_ns() - self._begun_ns) / 1e9)

    def _report_interval(self, model: OpenModel | ClosedModel) -> None:
        now_ns = monotonic_ns()
        # Ticks measure the closed model; in the open one, each arrival has a due time.
        lag = model.lag if isinstance(model, OpenModel) else self._lag
        self._tell(
            Interval(
                at_s=(now_ns - self._begun_ns) / 1e9,
                seconds=(now_ns - self._reported_ns) / 1e9,
                target=self._target(),
                in_flight=model.in_flight,
                steps=self._recorder.take(),
                lag=lag.drain().encoded,
            )
        )
        self._reported_ns = now_ns

    async def _finish(self, begun: _Tally, ended: _Tally) -> Finished:
        notes = []
        try:
            await self._scenario.clean_up(self._new_user())
        except Exception as error:  # noqa: BLE001 - a scenario's own code may raise anything
            notes.append(f"what the run made could not be removed: {error}")
            self._scenario.left = max(self._scenario.left, self._scenario.made)
        finally:
            await self._pool.close()
        return Finished(
            measured_s=(ended.at_ns - begun.at_ns) / 1e9,
            arrivals=ended.arrivals - begun.arrivals,
            requests=ended.requests - begun.requests,
            cpu_s=ended.cpu_s - begun.cpu_s,
            violations=self._violations(),
            made=self._scenario.made,
            left=self._scenario.left,
            reopened=self._pool.reopened,
            notes=notes,
            lists=self._scenario.lists,
            lists_judged=self._scenario.lists_judged,
        )

    def _violations(self) -> list[LoadViolation]:
        found = self._scenario.violations()
        return [*found, *self._recorder.wrong_answers.violations(found, self._settings.token)]


def _origin(settings: LoadSettings) -> Origin:
    try:
        return Origin.of_url(settings.url, settings.ca_file)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{settings.url} cannot be loaded", str(error)) from error


def _unavailable(settings: LoadSettings, failure: Failure) -> UnavailableError:
    hint = str(failure)
    if failure.kind in ANSWERED and not failure.reason.startswith(
        "5"
    ):  # the server is there, but in trouble
        hint += "; are URL and token right?" if settings.token else "; is the URL right?"
    if failure.kind is FailureKind.TLS:
        hint += "; SSL_CERT_FILE names other certificates to trust"
    return UnavailableError(f"{settings.url} cannot be loaded", hint)


def _cpu_s() -> float:
    """User and system time of this process and its ended children, in seconds."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _spare_collector() -> None:
    """Collect no garbage during the load: its pauses would be taken for the server's.

    Instead, the youngest generation is collected twice a second (`gc.collect(1)`).
    """
    gc.collect()
    gc.freeze()
    gc.disable()

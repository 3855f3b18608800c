"""One engine under one Locust process: it follows Locust's user count and reports its figures."""

import logging
from collections.abc import Callable
from typing import ClassVar, Final
from weakref import WeakKeyDictionary

import gevent
from gevent.event import Event
from locust import events
from locust.env import Environment
from locust.runners import (
    STATE_INIT,
    STATE_MISSING,
    STATE_STOPPING,
    MasterRunner,
    WorkerRunner,
)
from locust.stats import CSV_STATS_INTERVAL_SEC

from edgeproof.errors import EdgeproofError, error_from
from edgeproof.load.engine.messages import EngineEvent, EngineFailed, Finished, Interval
from edgeproof.load.engine.process import EngineProcess
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.report import Collector
from edgeproof.load.under_locust.statistics import add_failure, add_interval, add_violations
from edgeproof.reporting import LoadResult

LOGGER: Final = logging.getLogger("edgeproof.load")
LOOK_S: Final = 0.1
"""How often the user count is read, and the engine asked for news."""
LAST_WORD_S: Final = 60.0
"""How long an engine may take to let its users finish, clean up and judge before it is ended."""

UNAVAILABLE: Final = 3


class Driver:
    """The engine of one user class, from the first user's start to the end of the test."""

    _of: ClassVar[WeakKeyDictionary[Environment, dict[type, "Driver"]]] = WeakKeyDictionary()

    def __init__(self, environment: Environment, name: str, settings: LoadSettings) -> None:
        self._environment = environment
        self._name = name
        self._settings = settings
        self._collector = Collector(settings)
        self._users = 0
        self._has_to_stop = Event()
        # Started there, not here: that lets other greenlets run, and they must find this driver.
        self._greenlet = gevent.spawn(self._drive)

    @classmethod
    def of(
        cls, environment: Environment, key: type, settings: Callable[[], LoadSettings]
    ) -> "Driver":
        """The driver of that user class in this test; created if there is none yet."""
        drivers = cls._of.setdefault(environment, {})
        if key not in drivers:
            drivers[key] = cls(environment, key.__name__, settings())
        return drivers[key]

    @classmethod
    def end_all(cls, environment: Environment) -> bool:
        """Stop the engines of a test, wait for their last events, and leave none behind.

        Returns whether there were any.
        """
        drivers = cls._of.pop(environment, {}).values()
        for driver in drivers:
            driver._has_to_stop.set()  # noqa: SLF001  (of the same class)
        greenlets = [driver._greenlet for driver in drivers]  # noqa: SLF001  (of the same class)
        gevent.joinall(greenlets, timeout=LAST_WORD_S)
        gevent.killall(greenlets)
        return bool(greenlets)

    def add(self, users: int) -> None:
        """Add this many users, or remove them if negative."""
        self._users += users

    def _drive(self) -> None:
        try:
            with EngineProcess(self._settings) as engine:
                finished = self._until_ended(engine)
        except EdgeproofError as error:
            self._give_up(error)
        else:
            self._report(self._collector.report(finished), finished)

    def _until_ended(self, engine: EngineProcess) -> Finished:
        try:
            return self._until_finished(engine)
        except KeyboardInterrupt:
            # Ctrl-C reaches whichever greenlet runs. What the engine made is removed before it is
            # passed on to Locust.
            self._has_to_stop.set()
            self._until_finished(engine)
            raise

    def _until_finished(self, engine: EngineProcess) -> Finished:
        told = 0
        is_stopping = False
        while True:
            if self._has_to_stop.is_set() and not is_stopping:
                engine.stop()
                is_stopping = True
            elif self._users != told and not is_stopping:
                told = self._users
                engine.retarget(told)
            for event in engine.events(LOOK_S):
                if isinstance(event, Finished):
                    return event
                self._take(event)

    def _take(self, event: EngineEvent) -> None:
        if isinstance(event, Interval):
            self._collector.add(event)
            add_interval(self._environment.stats, self._settings.scenario, event)
        elif isinstance(event, EngineFailed):
            raise error_from(event.message, event.hint, event.exit_code)

    def _give_up(self, error: EdgeproofError) -> None:
        """There is no load: say so where people look, and end a run that nobody watches."""
        LOGGER.error("%s: %s", self._name, error)
        add_failure(self._environment.stats, self._settings.scenario, "engine", str(error))
        options = self._environment.parsed_options
        if options is not None and options.headless and self._environment.runner is not None:
            self._environment.process_exit_code = UNAVAILABLE
            gevent.spawn(self._environment.runner.quit)

    def _report(self, result: LoadResult, finished: Finished) -> None:
        add_violations(self._environment.stats, self._settings.scenario, finished.violations)
        generator = result.generator
        LOGGER.info(
            "%s: %.0f steps per second ended well, %.1f µs of CPU per request, lag p99 %.2f ms; "
            "%d made, %d left",
            self._name,
            result.achieved_rate,
            generator.cpu_us_per_request,
            generator.lag_ms_p99,
            result.made,
            result.left,
        )
        if generator.saturated:
            LOGGER.warning("%s was saturated: the engine could not keep its schedule", self._name)
        for note in result.notes:
            LOGGER.warning("%s: %s", self._name, note)


@events.test_stop.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def end_engines(environment: Environment, **_: object) -> None:
    """When the test ends, its engines end too; a master receives their last figures at once."""
    if Driver.end_all(environment) and isinstance(environment.runner, WorkerRunner):
        _report_to_master(environment.runner)


@events.test_stopping.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def await_workers(environment: Environment, **_: object) -> None:
    """Make a master stop its workers and wait for their last figures before it ends.

    It would leave them half a second: too little for an engine to clean up and to judge.
    """
    master = environment.runner
    if not isinstance(master, MasterRunner):
        return
    master.update_state(STATE_STOPPING)  # otherwise it would give the users of one to the others
    master.send_message("stop")
    at_rest = {STATE_INIT, STATE_MISSING}
    with gevent.Timeout(LAST_WORD_S, exception=False):  # type: ignore[arg-type]  # gevent's stubs lack it
        while any(worker.state not in at_rest for worker in master.clients.all):
            gevent.sleep(LOOK_S)


@events.quitting.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def leave_none(environment: Environment, **_: object) -> None:
    """The same when Locust ends in the middle of a test."""
    end_engines(environment)


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def have_last_words_written(environment: Environment, **_: object) -> None:
    """Make Locust write its CSV files once more before it ends: they would lack what came last.

    What comes last are the violations of the history, which is judged when all else is over.
    """
    if getattr(environment.parsed_options, "csv_prefix", None):
        environment.events.quit.add_listener(_let_write)  # type: ignore[no-untyped-call]  # as above


def _let_write(**_: object) -> None:
    gevent.sleep(2 * CSV_STATS_INTERVAL_SEC)


def _report_to_master(worker: WorkerRunner) -> None:
    """Send the figures as they are, as a worker does every three seconds."""
    data: dict[str, object] = {}
    report = worker.environment.events.report_to_master
    report.fire(client_id=worker.client_id, data=data)  # type: ignore[no-untyped-call]  # Locust has no types there
    worker.send_message("stats", data)

"""An engine's process, from its parent's side."""

import contextlib
import os
import selectors
import subprocess
import sys
from contextlib import AbstractContextManager
from typing import Final

from edgeproof.errors import UnavailableError
from edgeproof.load.engine.messages import (
    EngineEvent,
    Order,
    Retarget,
    Start,
    Stop,
    event_in,
    line_of,
)
from edgeproof.load.plan.settings import LoadSettings

CHUNK: Final = 65536
WITHOUT_GEVENT: Final = {"LOCUST_SKIP_MONKEY_PATCH": "1"}
"""Scenarios may be in a locustfile, which imports Locust; Locust must not patch the engine."""


class EngineProcess(AbstractContextManager["EngineProcess"]):
    """A load run in a process of its own; leaving the `with` block ends it, whatever it does.

    It lives in a session of its own: Ctrl-C reaches only its parent, which then stops it.
    """

    def __init__(self, settings: LoadSettings) -> None:
        path = os.pathsep.join(one for one in sys.path if one)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "edgeproof.load.engine", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": path} | WITHOUT_GEVENT,
        )
        assert self._process.stdin  # noqa: S101 - for the type checker: both are pipes
        assert self._process.stdout  # noqa: S101 - likewise
        self._orders = self._process.stdin
        self._events = self._process.stdout
        self._rest = b""
        self._order(Start(settings=settings))

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def retarget(self, target: float) -> None:
        """From now on, this many users, or arrivals per second."""
        self._order(Retarget(target=target))

    def stop(self) -> None:
        """Make it end the load, clean up and report."""
        self._order(Stop())

    def events(self, timeout_s: float) -> list[EngineEvent]:
        """Its events, after at most this long. Raises UnavailableError if it is gone."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._events, selectors.EVENT_READ)
            if not selector.select(timeout_s):
                return []
        chunk = os.read(self._events.fileno(), CHUNK)
        if not chunk:
            status = self._process.wait()
            raise UnavailableError("the load engine ended by itself", f"exit status {status}")
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [event_in(line) for line in lines]

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill it if it still runs; safe to call twice."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._orders.close()
        self._events.close()

    def _order(self, order: Order) -> None:
        with contextlib.suppress(BrokenPipeError):  # the process is gone: `events` will say so
            self._orders.write(line_of(order))
            self._orders.flush()

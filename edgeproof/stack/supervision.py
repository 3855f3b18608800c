"""The run's side of the supervisor: start parts, hear of them, and end them."""

import contextlib
import json
import os
import secrets
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from edgeproof.errors import UnavailableError
from edgeproof.stack import supervisor

END_LIMIT_S = 2.0
LONGEST_FOLDER = 80
"""Bytes; the whole path of a Unix socket has at most 103 on macOS and 107 on Linux."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process of a stack, as the supervisor is to start it.

    `environment` is the complete environment. Secrets travel in it, because every user of the
    machine can read an argv. `{report_fd}` in argv stands for the descriptor to which the part
    reports.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    reports_on_stdout: bool = False
    shares_stderr: bool = False


class PartEndedError(Exception):
    """A part ended by itself, or could not be started; `log` is what it wrote before."""

    def __init__(self, part: str, reason: str, log: str) -> None:
        super().__init__(f"{part} ended by itself ({reason})")
        self.part = part
        self.reason = reason
        self.log = log

    def as_unavailable(self) -> UnavailableError:
        """Return it as one line for the user, with the last line that the part wrote."""
        last_words = self.log.strip().rpartition("\n")[2] or "it wrote nothing"
        return UnavailableError(str(self), last_words)


class Supervision:
    """The parts of one stack, in the hands of a supervisor process of its own.

    The supervisor lives in a session of its own: Ctrl-C in a terminal reaches the run, which then
    decides when its parts end. `folder` is private to the user and lives as long as the supervisor.
    """

    def __init__(self) -> None:
        self.folder = _new_folder()
        self._pids: dict[str, int] = {}
        self._paused: set[str] = set()
        self._said: dict[str, list[str]] = {}
        self._ended: dict[str, PartEndedError] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", supervisor.__file__, str(self.folder), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin  # noqa: S101 - for the type checker: both are pipes
        assert self._process.stdout  # noqa: S101  (for the type checker)
        self._orders = self._process.stdin
        self._events = supervisor.Lines(self._process.stdout.fileno())
        self._is_ready = False
        self._is_over = False
        try:
            self._hear_until(lambda: self._is_ready, "the stack's supervisor process")
        except BaseException:
            self.end()
            raise

    def start(self, part: Part) -> None:
        """Order the start of a part; returns before it is ready, or even running."""
        self._said[part.name] = []
        self._order(start=asdict(part) | {"environment": dict(part.environment)})

    def pause(self, part: str) -> None:
        """Pause a part: it keeps its connections and answers nothing (SIGSTOP)."""
        self._order(pause=part)
        self._hear_until(lambda: part in self._paused, f"{part}, which was paused,")

    def resume(self, part: str) -> None:
        """Resume a paused part."""
        self._order(resume=part)
        self._hear_until(lambda: part not in self._paused, f"{part}, which was resumed,")

    def kill(self, part: str) -> None:
        """Kill a part (SIGKILL), paused or not; returns when it is gone and may be started again.

        It does not count as having ended by itself.
        """
        self._order(kill=part)
        self._hear_until(lambda: part not in self._pids, f"{part}, which was killed,")

    def wait_for_port(self, part: str, timeout_s: float) -> int:
        """Return the port on which a part reports that it listens.

        Raises PartEndedError if it ends instead, UnavailableError after the timeout.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            for line in self._said[part]:
                if '"listen"' in line:
                    return int(json.loads(line)["port"])
            self._hear_before(deadline, part)
            self.raise_if_ended(part)

    def raise_if_ended(self, part: str) -> None:
        """Raise PartEndedError if the part ended by itself."""
        self.hear(timeout_s=0)
        if part in self._ended:
            raise self._ended[part]

    def pids(self) -> Mapping[str, int]:
        """Return the process ids of the running parts, by name."""
        self.hear(timeout_s=0)
        return dict(self._pids)

    def ended_parts(self) -> tuple[PartEndedError, ...]:
        """Return the parts that have ended by themselves so far; empty if all is well."""
        self.hear(timeout_s=0)
        return tuple(self._ended.values())

    def hear(self, timeout_s: float) -> None:
        """Take in what the supervisor has to tell, waiting up to the timeout for the first of it.

        Raises UnavailableError if the supervisor itself is gone.
        """
        while not self._is_over and self._has_news(timeout_s):
            lines = self._events.read()
            if lines is None:
                raise UnavailableError("the stack's supervisor process ended", "run again")
            for line in lines:
                self._note(**json.loads(line))
            timeout_s = 0

    def end(self) -> None:
        """End every part and remove the folder; safe to call twice, and never raises."""
        if self._is_over:
            return
        self._is_over = True
        with contextlib.suppress(OSError):  # a broken pipe: the supervisor is gone already
            # Said in words as well as by closing: a process that the run forked may hold the pipe.
            self._order(end=True)
        with contextlib.suppress(OSError):
            self._orders.close()
        try:
            status = self._process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        if status != 0:
            self._end_in_place_of_warden()
        if self._process.stdout:
            self._process.stdout.close()

    def _order(self, **order: object) -> None:
        self._orders.write(json.dumps(order).encode() + b"\n")
        self._orders.flush()

    def _hear_until(self, holds: Callable[[], bool], awaited: str) -> None:
        deadline = time.monotonic() + END_LIMIT_S * 5
        while not holds():
            self._hear_before(deadline, awaited)

    def _hear_before(self, deadline: float, awaited: str) -> None:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise UnavailableError(f"{awaited} was not ready in time", "run again")
        self.hear(left_s)

    def _has_news(self, timeout_s: float) -> bool:
        # Not select.select: it refuses descriptors over 1023, and a load test has many open.
        with selectors.DefaultSelector() as selector:
            selector.register(self._events.descriptor, selectors.EVENT_READ)
            return bool(selector.select(timeout_s))

    def _note(
        self, event: str, part: str = "", *, pid: int = 0, line: str = "", reason: str = ""
    ) -> None:
        if event == "ready":
            self._is_ready = True
        elif event == "started":
            self._pids[part] = pid
        elif event == "said":
            self._said[part].append(line)
        elif event == "paused":
            self._paused.add(part)
        elif event == "resumed":
            self._paused.discard(part)
        elif event == "killed":
            self._forget(part)
        elif event == "ended":
            self._forget(part)
            self._ended[part] = PartEndedError(part, reason, self._log_of(part))

    def _forget(self, part: str) -> None:
        self._pids.pop(part, None)
        self._paused.discard(part)

    def _log_of(self, part: str) -> str:
        log = self.folder / f"{part}.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _end_in_place_of_warden(self) -> None:
        for pid in self._pids.values():
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def _new_folder() -> Path:
    """Return a name for a folder that the supervisor makes, so that no moment leaves one."""
    name = f"edgeproof-{secrets.token_hex(8)}"
    folder = Path(tempfile.gettempdir()).absolute() / name
    # A deep TMPDIR would leave no room for the name of a socket.
    return folder if len(os.fsencode(folder)) <= LONGEST_FOLDER else Path("/tmp") / name  # noqa: S108  (sockets have short paths; the folder in it is new)

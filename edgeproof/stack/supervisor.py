"""The supervisor: a small process that is the parent of a stack's parts, and ends them.

It runs as a script on the standard library alone, so that it is ready within some 30 ms:

    python -I -S supervisor.py FOLDER PARENT_PID

Standard input is the lifeline: when it ends, because the run closed it or was killed, this process
kills the parts, removes FOLDER and exits. Both ways of the talk are lines of JSON:

    in:   {"start": {"name", "argv", "environment", "reports_on_stdout", "shares_stderr"}}
          {"pause": "redis"}     it stays there and does nothing, until
          {"resume": "redis"}
          {"kill": "redis"}      it may be started again
          {"end": true}
    out:  {"event": "ready"}                                       FOLDER exists
          {"part": "redis", "event": "started", "pid": 71}
          {"part": "workerd", "event": "said", "line": "…"}        what a part wrote to its report
          {"part": "redis", "event": "ended", "reason": "…"}       by itself, or it never started
          {"part": "redis", "event": "paused"}                     as ordered; likewise the next two
          {"part": "redis", "event": "resumed"}
          {"part": "redis", "event": "killed", "reason": "…"}

A part writes its report to standard output, or to the descriptor that `{report_fd}` in its argv
stands for; everything else that it writes is kept in `FOLDER/<name>.log`.
"""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

_PARENT_CHECK_S = 1.0
"""How often the supervisor looks whether the run is still its parent.

The lifeline alone is not enough: a process that the run forked may hold it open.
"""


class Lines:
    """The whole lines that a descriptor delivers, as they come."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._rest = b""

    def read(self) -> list[str] | None:
        """Return the lines that are complete now, or None at the end of the stream."""
        chunk = os.read(self.descriptor, 65536)
        if not chunk:
            return None
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [line.decode(errors="replace") for line in lines]


class Supervisor:
    """The parts in its care, and the loop that listens to them and to the run."""

    def __init__(self, folder: str, parent_pid: int) -> None:
        self.folder = folder
        self.parent_pid = parent_pid
        self.is_on_duty = True
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.condemned: set[str] = set()
        self.selector = selectors.DefaultSelector()

    def serve(self) -> None:
        """Do what the run says until it ends; then leave no part and no file behind."""
        try:
            os.mkdir(self.folder, 0o700)  # noqa: PTH102 - pathlib would cost a third of the start
            self._listen_for_signals()
            self._listen(sys.stdin.fileno(), self._obey, at_end=self._leave)
            self._tell(event="ready")
            while self.is_on_duty and os.getppid() == self.parent_pid:
                for key, _ in self.selector.select(_PARENT_CHECK_S):
                    key.data()
        except BrokenPipeError:
            pass  # the run is gone, and nobody listens
        finally:
            self._end_parts()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _listen_for_signals(self) -> None:
        awake, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._leave())
        self.selector.register(awake, selectors.EVENT_READ, lambda: self._reap(awake))

    def _listen(self, fd: int, hear: Callable[[str], None], at_end: Callable[[], None]) -> None:
        lines = Lines(fd)

        def read() -> None:
            heard = lines.read()
            for line in heard or ():
                hear(line)
            if heard is None:
                self.selector.unregister(fd)
                os.close(fd)
                at_end()

        self.selector.register(fd, selectors.EVENT_READ, read)

    def _obey(self, line: str) -> None:
        match json.loads(line):
            case {"start": part}:
                self._start(**part)
            case {"pause": name}:
                self._signal(name, signal.SIGSTOP)
                self._tell(part=name, event="paused")
            case {"resume": name}:
                self._signal(name, signal.SIGCONT)
                self._tell(part=name, event="resumed")
            case {"kill": name} if name in self.parts:
                self.condemned.add(name)
                self._signal(name, signal.SIGKILL)
            case {"end": _}:
                self._leave()

    def _signal(self, name: str, number: signal.Signals) -> None:
        # A part in `parts` has not been waited for, so its process id is still its own.
        if name in self.parts:
            with contextlib.suppress(OSError):
                os.killpg(self.parts[name].pid, number)

    def _leave(self) -> None:
        self.is_on_duty = False

    def _start(
        self,
        name: str,
        argv: list[str],
        environment: dict[str, str],
        *,
        reports_on_stdout: bool,
        shares_stderr: bool,
    ) -> None:
        report, report_fd = os.pipe()
        with open(f"{self.folder}/{name}.log", "ab") as log:  # noqa: PTH123 - as above
            try:
                self.parts[name] = subprocess.Popen(
                    [word.replace("{report_fd}", str(report_fd)) for word in argv],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=report_fd if reports_on_stdout else log,
                    stderr=None if shares_stderr else log,
                    pass_fds=[report_fd],
                    process_group=0,
                )
            except OSError as error:
                self._tell(part=name, event="ended", reason=str(error))
            else:
                self._tell(part=name, event="started", pid=self.parts[name].pid)
        os.close(report_fd)
        self._listen(
            report,
            lambda line: self._tell(part=name, event="said", line=line),
            at_end=lambda: None,
        )

    def _reap(self, awake: int) -> None:
        os.read(awake, 512)
        for name, part in list(self.parts.items()):
            status = part.poll()
            if status is not None:
                del self.parts[name]
                event = "killed" if name in self.condemned else "ended"
                self.condemned.discard(name)
                self._tell(part=name, event=event, reason=_in_words(status))

    def _end_parts(self) -> None:
        # SIGKILL at once: the parts have nothing worth saving, and a redis-server or
        # an HTTP server with open connections can take its time over SIGTERM.
        for part in self.parts.values():
            with contextlib.suppress(OSError):
                os.killpg(part.pid, signal.SIGKILL)
        for part in self.parts.values():
            part.wait()

    def _tell(self, **event: object) -> None:
        os.write(sys.stdout.fileno(), json.dumps(event).encode() + b"\n")


def _in_words(status: int) -> str:
    if status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"


if __name__ == "__main__":
    Supervisor(sys.argv[1], int(sys.argv[2])).serve()

"""A check in a process of its own: `python -m edgeproof.conformance.apart`.

Settings come on standard input, events leave on standard output (see `messages`). If standard input
ends before there is a result, the process interrupts itself: its parent is gone, or wants it to
stop.
"""

import contextlib
import os
import signal
import sys
import threading

from edgeproof.conformance.apart.messages import (
    CheckEvent,
    CheckFailed,
    Found,
    LawEnded,
    check_line,
    settings_in,
)
from edgeproof.conformance.check import run_check
from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial, law_result
from edgeproof.errors import EdgeproofError
from edgeproof.laws import find_law

_INTERRUPTED = 130


class _Parent:
    """The parent process: a listener of the run that passes on what happens."""

    def __init__(self, events: int) -> None:
        self._events = events
        self._run: Run | None = None
        self._has_its_answer = threading.Event()

    def answer(self, event: Found | CheckFailed) -> None:
        """Report how the run ended, and stop watching the parent."""
        self._has_its_answer.set()
        self._tell(event)

    def interrupt_when_gone(self) -> None:
        """Wait until standard input ends; if the run goes on, interrupt the group like Ctrl-C."""
        while os.read(sys.stdin.fileno(), 1):
            pass
        if not self._has_its_answer.is_set():
            os.killpg(0, signal.SIGINT)

    def run_started(self, run: Run, laws: int) -> None:  # noqa: ARG002  (the listener's protocol)
        """Keep the run: it knows the deviations."""
        self._run = run

    def law_started(self, law_id: str) -> None:
        """Tell nobody."""

    def test_ended(self, requests: int) -> None:
        """Tell nobody."""

    def law_ended(self, trial: Trial) -> None:
        """Report what the result will say about that law."""
        deviations = self._run.deviations if self._run else {}
        law = law_result(
            find_law(trial.law), [trial], reason_if_none="", deviation=deviations.get(trial.law)
        )
        self._tell(LawEnded(law=law))

    def _tell(self, event: CheckEvent) -> None:
        data = check_line(event)
        with contextlib.suppress(BrokenPipeError):  # nobody is left to tell
            while data:
                data = data[os.write(self._events, data) :]


def main() -> int:
    """Run the check; the exit code is that of the error, if there is one."""
    parent = _Parent(os.dup(1))
    os.dup2(2, 1)  # what a suite prints is not an event
    settings = settings_in(_first_line())
    threading.Thread(target=parent.interrupt_when_gone, daemon=True).start()
    try:
        result = run_check(settings, parent)
        if result.is_cut_short:
            return _INTERRUPTED
        parent.answer(Found(result=result))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except EdgeproofError as error:
        parent.answer(
            CheckFailed(message=error.message, hint=error.hint, exit_code=error.exit_code)
        )
        return error.exit_code
    return 0


def _first_line() -> bytes:
    """The line with the settings, read byte by byte: the watching thread reads the rest."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += os.read(sys.stdin.fileno(), 1) or b"\n"
    return bytes(line)


if __name__ == "__main__":
    sys.exit(main())

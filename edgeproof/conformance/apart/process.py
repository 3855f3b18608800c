"""A check in a process of its own, from the caller's side."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final

from edgeproof.conformance.apart.messages import (
    CheckEvent,
    CheckFailed,
    Found,
    LawEnded,
    check_event_in,
    check_line,
)
from edgeproof.conformance.settings import CheckSettings
from edgeproof.errors import UnavailableError, error_from
from edgeproof.reporting import LawResult, Result

_FAREWELL_S: Final = 60.0
"""How long a check that is no longer wanted may take to remove what it made."""


def check_apart(settings: CheckSettings, on_law: Callable[[LawResult], None]) -> Result:
    """Check in a process of its own, which leaves this one as it is; call it in any thread.

    A run sets signal handlers, the environment, Hypothesis's profile and pytest's plugins, and runs
    an event loop: in a test, a notebook or a server these belong to somebody else. Raises the same
    errors as `edgeproof.conformance.check.run_check`.
    """
    with _CheckProcess(settings) as process:
        for event in process.events():
            match event:
                case LawEnded(law=law):
                    on_law(law)
                case Found(result=result):
                    return result
                case CheckFailed():
                    raise error_from(event.message, event.hint, event.exit_code)
        raise UnavailableError("the check ended without a result", process.last_words())


class _CheckProcess(AbstractContextManager["_CheckProcess"]):
    """The process; leaving the `with` block has it clean up and end.

    It lives in a session of its own: Ctrl-C reaches only its parent, which then ends it.
    """

    def __init__(self, settings: CheckSettings) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = subprocess.Popen(
            # -P: a file of the current folder must not stand in for a module of edgeproof's.
            [sys.executable, "-P", "-m", "edgeproof.conformance.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            env=_environment(),
        )
        assert self._process.stdin  # noqa: S101 - for the type checker: both are pipes
        assert self._process.stdout  # noqa: S101 - likewise
        self._input = self._process.stdin
        self._output = self._process.stdout
        with contextlib.suppress(BrokenPipeError):  # the process is gone: there will be no events
            self._input.write(check_line(settings))
            self._input.flush()

    def events(self) -> Iterator[CheckEvent]:
        """Its events, until it ends."""
        return map(check_event_in, self._output)

    def last_words(self) -> str:
        """The last line that it wrote to standard error."""
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", errors="replace").splitlines()
        return lines[-1] if lines else ""

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Stop it, and wait until it has removed what it made; safe to call twice."""
        with contextlib.suppress(OSError):
            self._input.close()
        try:
            self._process.wait(_FAREWELL_S)
        finally:
            self._process.kill()
            self._process.wait()
            self._output.close()
            self._errors.close()


def _environment() -> dict[str, str]:
    """The environment and modules of this process, without what a surrounding pytest has set."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    return kept | {"PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}

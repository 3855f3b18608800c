"""The end of plain pytest's output: required capabilities that are missing, known deviations."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial, law_result, trials_in
from edgeproof.laws import find_law
from edgeproof.reporting import deviation_notes


class Summary:
    """The plugin that prints it, in the process that prepared the run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._trials: dict[str, list[Trial]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the trials that a report carries."""
        for trial in trials_in(report):
            self._trials[trial.law].append(trial)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a session that lacks what is required, even if no law says so."""
        if self._run.lacking and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print a line for each of them."""
        for line in self._lines():
            terminalreporter.write_line(line)

    def _lines(self) -> Iterator[str]:
        if self._run.lacking:
            yield f"lacking {', '.join(self._run.lacking)}: required by this run"
        yield from deviation_notes(
            [
                law_result(
                    find_law(law_id),
                    self._trials[law_id],
                    reason_if_none="no test of it ran",
                    deviation=deviation,
                )
                for law_id, deviation in self._run.deviations.items()
            ]
        )

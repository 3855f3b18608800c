"""What watches a session of pytest: it collects trials, and tells a listener how it goes on."""

from collections import defaultdict
from typing import Protocol

import pytest

from edgeproof.conformance.plugin import PreparedRun
from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial, law_result, merged, trials_in
from edgeproof.laws import Outcome, find_law, law_of
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.wording import plural


class Listener(Protocol):
    """Receives progress events."""

    def run_started(self, run: Run, laws: int) -> None:
        """The deployment answers, and that many laws will be tried."""

    def law_started(self, law_id: str) -> None:
        """A test of that law begins."""

    def test_ended(self, requests: int) -> None:
        """A test of some law has ended; this many requests have been sent so far."""

    def law_ended(self, trial: Trial) -> None:
        """All tests of a law have ended, with this result."""


class Watcher(PreparedRun):
    """The pytest plugin behind `edgeproof check`: provides the run, and collects trials."""

    def __init__(self, run: Run, listener: Listener, *, most_findings: int | None = None) -> None:
        super().__init__(run)
        self.trials: dict[str, list[Trial]] = defaultdict(list)
        self.problems: list[str] = []
        self._listener = listener
        self._law_of_test: dict[str, str] = {}
        self._told: dict[str, Outcome] = {}
        self._most_findings = most_findings

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Map the node id of each test to its law."""
        for item in session.items:
            if (law := law_of(item)) is not None:
                self._law_of_test[item.nodeid] = law.id

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why a suite could not be read."""
        if report.failed:
            self.problems.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> None:
        """Remember why pytest itself failed."""
        self.problems.append(str(excrepr))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell the listener."""
        if nodeid in self._law_of_test:
            self._listener.law_started(self._law_of_test[nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the trials that a report carries, and tell the listener."""
        for trial in trials_in(report):
            self.trials[trial.law].append(trial)
            self._listener.test_ended(trial.requests)
            self._tell_if_ended(trial)
            if trial.outcome is Outcome.BROKEN:
                self._end_if_enough()

    def _end_if_enough(self) -> None:
        """Try nothing more once there are as many findings as the user wants to see."""
        if self._most_findings is None or self.run.enough:
            return
        broken = [
            law_result(find_law(law_id), trials, reason_if_none="", deviation=deviation)
            for law_id, trials in self.trials.items()
            for deviation in [self.run.deviations.get(law_id)]
        ]
        if len(findings_of(broken)) >= self._most_findings:
            self.run.enough = f"the run ended after {plural(self._most_findings, 'finding')}"

    def _tell_if_ended(self, latest: Trial) -> None:
        """A law ends with the last of its own tests, and is broken as soon as a canary says so."""
        trials = self.trials[latest.law]
        own = sum(one.tests > 0 for one in trials)
        is_the_last = latest.tests > 0 and own == latest.tests
        is_broken_already = not latest.tests and latest.outcome is Outcome.BROKEN
        if not is_the_last and not is_broken_already:
            return
        law = merged(trials)
        if self._told.get(law.law) is not law.outcome:
            self._told[law.law] = law.outcome
            self._listener.law_ended(law)

"""From what happens in a run to what a terminal shows of it."""

from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial
from edgeproof.reporting.progress import LiveProgress


class ProgressListener:
    """Listens to a run on behalf of its live line."""

    def __init__(self, progress: LiveProgress) -> None:
        self._progress = progress
        self._requests_elsewhere = 0

    def run_started(self, run: Run, laws: int) -> None:
        """The run begins."""
        self._progress.begin(
            run.deployment.name, laws, lambda: max(run.meter.requests, self._requests_elsewhere)
        )

    def law_started(self, law_id: str) -> None:
        """That law is being tried now."""
        self._progress.running(law_id)

    def test_ended(self, requests: int) -> None:
        """Count the requests of other processes: their meters are not to be read."""
        self._requests_elsewhere += requests

    def law_ended(self, trial: Trial) -> None:
        """Show what was found."""
        self._progress.ended(trial.law, trial.outcome, trial.reason)

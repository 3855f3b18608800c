"""From the events of a run to what a terminal shows of it."""

from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial, deviation_record
from edgeproof.laws import Deviation, DeviationState
from edgeproof.reporting import excuse
from edgeproof.reporting.progress import LiveProgress


class ProgressListener:
    """Listens to a run on behalf of its live line."""

    def __init__(self, progress: LiveProgress) -> None:
        self._progress = progress
        self._requests_elsewhere = 0
        self._deviations: dict[str, Deviation] = {}

    def run_started(self, run: Run, laws: int) -> None:
        """The run begins."""
        self._deviations = run.deviations
        for one in run.unfinished:
            made = f"{len(one.posts):,} posts and {len(one.keys):,} keys"
            self._progress.note(
                f"A run of {one.head.started_at} ended before it had cleaned up: it may have left "
                f"{made}. edgeproof clean removes them."
            )
        self._progress.begin(
            run.deployment.name, laws, lambda: max(run.meter.requests, self._requests_elsewhere)
        )

    def law_started(self, law_id: str) -> None:
        """That law is being tried now."""
        self._progress.running(law_id)

    def test_ended(self, requests: int) -> None:
        """Count the requests of other processes, whose meters cannot be read from here."""
        self._requests_elsewhere += requests

    def law_ended(self, trial: Trial) -> None:
        """Show the result; if it is a known deviation, say so."""
        record = deviation_record(self._deviations.get(trial.law), trial.outcome)
        is_excused = record is not None and record.state is DeviationState.EXCUSED
        reason = excuse(record) if record is not None and is_excused else trial.reason
        self._progress.ended(
            trial.law, trial.outcome, reason, is_excused=is_excused, left_out=trial.left_out
        )

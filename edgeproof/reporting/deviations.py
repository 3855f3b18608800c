"""Known deviations, in plain lines."""

from collections.abc import Sequence

from edgeproof.laws import DeviationState
from edgeproof.reporting.document import DeviationRecord, LawResult


def deviation_notes(laws: Sequence[LawResult]) -> list[str]:
    """A line for each outdated entry, and one for all entries that the run did not judge."""
    unjudged = ", ".join(law.id for law in _of_state(laws, DeviationState.UNJUDGED))
    return [
        *(
            f"{law.id} holds again: remove its entry from the known deviations"
            for law in _of_state(laws, DeviationState.OBSOLETE)
        ),
        *(
            f"the known deviation of {law.id} expired on {law.deviation.expires}: "
            "renew its entry, or fix the deployment"
            for law in _of_state(laws, DeviationState.EXPIRED)
            if law.deviation is not None
        ),
        *([f"known deviations that this run did not judge: {unjudged}"] if unjudged else []),
    ]


def excuse(deviation: DeviationRecord) -> str:
    """Why a broken law is accepted, in one line: its reason, its link, its last day."""
    link = f" ({deviation.link})" if deviation.link else ""
    return f"known deviation until {deviation.expires}: {deviation.reason}{link}"


def _of_state(laws: Sequence[LawResult], state: DeviationState) -> list[LawResult]:
    return [law for law in laws if law.deviation is not None and law.deviation.state is state]

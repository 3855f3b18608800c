"""Why a verdict is what it is, in one line."""

from edgeproof.reporting.document import Result
from edgeproof.reporting.load.verdict import reason_of_load
from edgeproof.reporting.terminal import because


def reason_of(result: Result) -> str:
    """What the verdict of a check, or of one or several load runs, rests on."""
    if result.command == "check":
        return because(result)
    return "; ".join(map(reason_of_load, result.load)) or "no load was run"

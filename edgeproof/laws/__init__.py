"""What a law is, the registry of all laws, and what can be said about one."""

from edgeproof.laws.capabilities import CAPABILITIES, Support, parse_requirements
from edgeproof.laws.case import Case, FailedExample, broken_in, root_cause
from edgeproof.laws.deviations import Deviation, DeviationState, read_deviations
from edgeproof.laws.exchange import Exchange, ReceivedResponse, SentRequest
from edgeproof.laws.expectations import Expectations, same
from edgeproof.laws.harm import Harm
from edgeproof.laws.law import law, law_of, needs_of_test, param
from edgeproof.laws.outcome import (
    Broken,
    NotJudged,
    Outcome,
    Undecided,
    Unsupported,
    Untested,
)
from edgeproof.laws.registry import (
    SUITES,
    Law,
    Level,
    all_laws,
    chosen_laws,
    find_law,
    law_globs,
    laws_as_markdown,
    matching_laws,
)
from edgeproof.laws.risk import Risk, needs, risk_of_test, risky
from edgeproof.laws.values import as_shown
from edgeproof.laws.versions import is_newer, parse_version

__all__ = [
    "CAPABILITIES",
    "SUITES",
    "Broken",
    "Case",
    "Deviation",
    "DeviationState",
    "Exchange",
    "Expectations",
    "FailedExample",
    "Harm",
    "Law",
    "Level",
    "NotJudged",
    "Outcome",
    "ReceivedResponse",
    "Risk",
    "SentRequest",
    "Support",
    "Undecided",
    "Unsupported",
    "Untested",
    "all_laws",
    "as_shown",
    "broken_in",
    "chosen_laws",
    "find_law",
    "is_newer",
    "law",
    "law_globs",
    "law_of",
    "laws_as_markdown",
    "matching_laws",
    "needs",
    "needs_of_test",
    "param",
    "parse_requirements",
    "parse_version",
    "read_deviations",
    "risk_of_test",
    "risky",
    "root_cause",
    "same",
]

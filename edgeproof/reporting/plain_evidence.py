"""A broken law with its evidence as plain lines, for reports without markup."""

from collections.abc import Iterator
from typing import Final

from edgeproof.reporting.document import Evidence, LawResult
from edgeproof.reporting.timeline import caption, timeline_as_text

LONGEST_COMMAND: Final = 2_000
"""Characters of a curl command that a report shows; the result document has all of it."""

INTERMITTENT: Final = "Not every time: the same requests did not always show it."
WIDTH: Final = 100


def shown_command(command: str) -> str:
    """The command, or its beginning if it is longer than anybody reads."""
    if len(command) <= LONGEST_COMMAND:
        return command
    return f"{command[:LONGEST_COMMAND]} … ({len(command):,} characters)"


def plain_evidence(law: LawResult) -> str:
    """The law's statement, what was seen, how to reproduce it, and where the law comes from."""
    lines = [law.statement, ""]
    if law.evidence is None:
        lines += [f"Seen: {law.reason}", ""] if law.reason else []
    else:
        lines += _evidence_lines(law.evidence)
    return "\n".join([*lines, f"source: {law.source}"])


def _evidence_lines(evidence: Evidence) -> Iterator[str]:
    yield f"Seen: {evidence.summary}"
    if evidence.is_intermittent:
        yield INTERMITTENT
    yield ""
    if evidence.history is not None:
        yield from (
            caption(evidence.history),
            "",
            timeline_as_text(evidence.history, WIDTH).plain,
            "",
        )
    if evidence.curl:
        yield from (*map(shown_command, evidence.curl), "")
    if evidence.clients:
        yield from ("What your client will see:", *evidence.clients, "")

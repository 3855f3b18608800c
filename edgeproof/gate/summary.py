"""An attestation for people: plain lines, and Markdown for a pipeline's summary."""

from collections.abc import Iterator

from edgeproof.gate.attestation import Attestation
from edgeproof.reporting.escaping import in_line, table

_STATES = {"pass": "open", "fail": "shut"}


def as_lines(attestation: Attestation) -> Iterator[str]:
    """A line about the gate as a whole, and one for each reason that keeps it shut."""
    worker = attestation.worker
    yield f"gate {_STATES[attestation.verdict]}: {worker.file} (SHA-256 {worker.sha256[:12]}…)"
    yield from (f"  {reason}" for reason in attestation.reasons)
    yield from (f"  excused: {law}" for law in attestation.excused)


def attestation_as_markdown(attestation: Attestation) -> str:
    """The same for a page: the gate, its reasons, the results that it judged, and its rules."""
    return "\n".join(_markdown(attestation)) + "\n"


def _markdown(attestation: Attestation) -> Iterator[str]:
    worker = attestation.worker
    yield f"## Gate {_STATES[attestation.verdict]}"
    yield ""
    yield f"{in_line(worker.file)}, SHA-256 `{worker.sha256}`, {attestation.made_at}"
    for heading, entries in (
        ("Shut because", attestation.reasons),
        ("Excused", attestation.excused),
    ):
        if entries:
            yield from ("", f"**{heading}**", "")
            yield from (f"- {in_line(entry)}" for entry in entries)
    rows = [
        (
            in_line(one.file),
            one.command or "-",
            one.finished_at or "-",
            f"`{one.sha256[:12]}…`" if one.sha256 else "-",
        )
        for one in attestation.results
    ]
    yield from ("", *table(("result", "of", "finished", "SHA-256"), rows))
    yield from ("", _rules(attestation))


def _rules(attestation: Attestation) -> str:
    rules = attestation.rules
    consistency = [f"{name} {level}" for name, level in rules.consistency.items()]
    parts = {
        "profile": [rules.profile],
        "strict": ["yes" if rules.is_strict else "no"],
        "suites": rules.suites,
        "require": rules.require,
        "consistency": consistency,
        "SLOs": rules.slo,
        "results no older than": [rules.max_age],
    }
    return "Rules: " + "; ".join(
        f"{name} {in_line(', '.join(values))}" for name, values in parts.items() if values
    )

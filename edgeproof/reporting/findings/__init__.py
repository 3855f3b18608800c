"""Findings: broken laws grouped by their cause, worst first."""

from edgeproof.reporting.findings.grouping import findings_of, harm_of

__all__ = ["findings_of", "harm_of"]

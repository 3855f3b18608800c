"""Evidence: what people run or read to see for themselves what a law saw."""

from edgeproof.evidence.curl import as_script, as_script_at_once
from edgeproof.evidence.effects import client_effects

__all__ = ["as_script", "as_script_at_once", "client_effects"]

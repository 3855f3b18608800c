"""Timelines: the picture of a history that no order of its operations explains."""

from edgeproof.reporting.timeline.record import history_record
from edgeproof.reporting.timeline.svg import as_svg
from edgeproof.reporting.timeline.text import as_text, caption

__all__ = ["as_svg", "as_text", "caption", "history_record"]

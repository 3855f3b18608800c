"""Timelines: pictures of histories that no order of their operations explains."""

from edgeproof.reporting.timeline.record import history_record
from edgeproof.reporting.timeline.svg import as_svg
from edgeproof.reporting.timeline.text import caption, timeline_as_text

__all__ = ["as_svg", "caption", "history_record", "timeline_as_text"]

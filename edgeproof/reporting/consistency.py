"""A deployment's consistency, in one line."""

from edgeproof.consistency import Overlap
from edgeproof.consistency.levels import UNKNOWN
from edgeproof.reporting.document import Consistency


def consistency_line(consistency: Consistency) -> str | None:
    """The level of each interface, and the overlap that it rests on; None if not examined."""
    posts, redis = consistency.posts_overlap, consistency.redis_overlap
    parts = [
        _level("/posts", consistency.posts, consistency.posts_reason, posts),
        _level("database", consistency.redis, consistency.redis_reason, redis),
    ]
    said = [part for part in parts if part]
    return f"{' · '.join(said)}  ({_seen(posts, redis)})" if said else None


def _level(interface: str, level: str, reason: str, overlap: Overlap) -> str:
    if level != UNKNOWN:
        return f"{interface} {level}"
    if not overlap.operations:
        return ""
    return f"{interface} {level}: {reason.rstrip('.')}" if reason else f"{interface} {level}"


def _seen(posts: Overlap, redis: Overlap) -> str:
    operations = posts.operations + redis.operations
    overlapping = posts.overlapping + redis.overlapping
    most = max(posts.most_at_once, redis.most_at_once)
    return f"{overlapping:,} of {operations:,} operations overlapped, {most} at once"

"""A deployment's consistency, in one line."""

from edgeproof.consistency import Overlap
from edgeproof.consistency.levels import NONE, UNKNOWN
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


def level_words(level: str) -> str:
    """The level as people read it: nobody reads `none` as a level that was contradicted."""
    return "no level" if level == NONE else level


def _level(interface: str, level: str, reason: str, overlap: Overlap) -> str:
    if level == UNKNOWN and not overlap.operations:
        return ""
    why = f": {reason.rstrip('.')}" if reason and level in {NONE, UNKNOWN} else ""
    return f"{interface} {level_words(level)}{why}"


def _seen(posts: Overlap, redis: Overlap) -> str:
    operations = posts.operations + redis.operations
    overlapping = posts.overlapping + redis.overlapping
    most = max(posts.most_at_once, redis.most_at_once)
    return f"{overlapping:,} of {operations:,} operations overlapped, {most} at once"

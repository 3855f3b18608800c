"""Levels of consistency: the strongest one that no law about clients at once has contradicted."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add

from edgeproof.conformance.trials import Trial
from edgeproof.consistency import Overlap, levels
from edgeproof.laws import Outcome
from edgeproof.reporting import Consistency

ENOUGH = 50
"""How many operations of a law must have overlapped: with fewer, many races do not show."""

OF_POSTS = PER_POST, SNAPSHOT = "posts.concurrent.per-post", "posts.concurrent.snapshot"

OF_DATABASE = (
    "redis.incr.atomic",
    "redis.incr.real-time",
    "redis.set.concurrent",
    "redis.mget.snapshot",
    "redis.register.linearizable",
    "rest.isolation.own-reply",
    "rest.transaction.atomic",
    "rest.transaction.concurrent",
)

WITH_TOKEN = "rest.sync.read-your-writes"  # noqa: S105  (a law)

_Found = Mapping[str, Trial]
"""The results of the laws that were tried, by id."""

_Level = tuple[str, str]
"""A level, and a sentence on why it is that one."""


def consistency_of(found: _Found) -> Consistency:
    """The levels of /posts and of the database, and how many operations they rest on."""
    posts, posts_reason = posts_level(found)
    redis, redis_reason = redis_level(found)
    return Consistency(
        posts=posts,
        redis=redis,
        posts_reason=posts_reason,
        redis_reason=redis_reason,
        posts_overlap=_overlap(found, OF_POSTS),
        redis_overlap=_overlap(found, OF_DATABASE),
    )


def posts_level(found: _Found) -> _Level:
    """`linearizable`, `per-post linearizable`, `eventual (settles in N ms)`, `none` or `unknown`.

    It is eventual if lists lagged, for no longer than the deployment is allowed to.
    """
    if _is(found, PER_POST, Outcome.BROKEN):
        return levels.NONE, f"{PER_POST} is broken"
    doubt = _doubt(found, [PER_POST])
    if doubt:
        return levels.UNKNOWN, doubt
    late = [law for law in _late(found, OF_POSTS) if _is(found, law, Outcome.HELD)]
    if PER_POST in late:
        return _eventual(found, late), "lists lagged behind"
    if _is(found, SNAPSHOT, Outcome.BROKEN):
        return levels.PER_POST, f"{SNAPSHOT} is broken"
    doubt = f"lists lagged behind in {SNAPSHOT}" if late else _doubt(found, [SNAPSHOT])
    return (levels.PER_POST, doubt) if doubt else (levels.LINEARIZABLE, "")


def redis_level(found: _Found) -> _Level:
    """`linearizable`, `read-your-writes with token`, `eventual (settles in N ms)`, or less.

    Less means `none` or `unknown`. It is eventual if reads that show the past explain all that was
    seen.
    """
    late = _late(found, OF_DATABASE)
    broken = [law for law in OF_DATABASE if _is(found, law, Outcome.BROKEN)]
    if not set(broken) <= set(late):
        return levels.NONE, f"broken: {', '.join(broken)}"
    if late:
        reason = f"reads show the past in {', '.join(late)}"
        if _is(found, WITH_TOKEN, Outcome.HELD):
            return levels.READ_YOUR_WRITES, reason
        return _eventual(found, late), reason
    # A deployment without transactions is judged by what it has.
    needed = [law for law in OF_DATABASE if not _is(found, law, Outcome.UNSUPPORTED)]
    doubt = _doubt(found, needed)
    return (levels.UNKNOWN, doubt) if doubt else (levels.LINEARIZABLE, "")


def _late(found: _Found, laws: Iterable[str]) -> list[str]:
    """The laws whose histories are explained by reads that show the past, and only by that."""
    return [law for law in laws if law in found and found[law].settle_ms]


def _eventual(found: _Found, late: Iterable[str]) -> str:
    return levels.eventual(max(found[law].settle_ms for law in late))


def _is(found: _Found, law: str, outcome: Outcome) -> bool:
    return law in found and found[law].outcome is outcome


def _doubt(found: _Found, laws: Iterable[str]) -> str:
    """Why these laws do not support a level; empty if they do."""
    for law in laws:
        if law not in found:
            return f"{law} was not tried"
        if found[law].outcome is not Outcome.HELD:
            return f"{law} was not judged: {found[law].reason}"
        overlap = found[law].overlap
        if overlap.overlapping < ENOUGH:
            return (
                f"too few operations overlapped to tell: {overlap.overlapping} of "
                f"{overlap.operations} in {law}"
            )
    return ""


def _overlap(found: _Found, laws: Iterable[str]) -> Overlap:
    return reduce(add, (found[law].overlap for law in laws if law in found), Overlap())

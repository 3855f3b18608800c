"""What stands on top of the page: why the verdict is what it is, what was under test, and how."""

from collections.abc import Sequence
from typing import NamedTuple

from edgeproof.consistency import Overlap
from edgeproof.reporting.document import Consistency, Result
from edgeproof.reporting.load_document import LoadResult
from edgeproof.reporting.terminal import because


class Fact(NamedTuple):
    """A name and what is known by it; `is_code`: an address, a hash, a number to be copied."""

    name: str
    text: str
    is_code: bool = False


class ConsistencyRow(NamedTuple):
    """How consistent an interface is, on how much overlap that rests, and why it is no more."""

    interface: str
    level: str
    overlap: str
    reason: str


def reason(result: Result) -> str:
    """Why the verdict is what it is, in one line."""
    return because(result) if result.command == "check" else _because_of_load(result.load)


def _because_of_load(loads: Sequence[LoadResult]) -> str:
    violations = sum(len(load.violations) for load in loads)
    objectives = [slo for load in loads for slo in load.slo]
    missed = sum(not slo.is_met for slo in objectives)
    said = [
        f"{missed} of {len(objectives)} objectives missed" if objectives else "",
        f"{violations} kinds of violations" if violations else "no violations",
    ]
    return "; ".join(part for part in said if part)


def facts(result: Result) -> list[Fact]:
    """What was under test, when and how; what is not known is left out."""
    target, totals = result.target, result.totals
    known = [
        Fact("Posts", target.posts_url or "", is_code=True),
        Fact("Database", target.redis_url or "", is_code=True),
        Fact("Worker SHA-256", target.worker_sha256 or "", is_code=True),
        Fact("When", f"{_moment(result.started_at)} to {_moment(result.finished_at)}"),
        Fact("Profile", f"{result.profile}{', strict' if result.is_strict else ''}"),
        Fact("Seed", str(result.seed), is_code=True),
        Fact("Requests", f"{totals.requests:,} in {totals.seconds:,.1f} s"),
        Fact("As billed", _billed(totals.commands, totals.bytes)),
        Fact("Posts made", f"{totals.posts_made:,}, {totals.posts_left:,} left"),
        Fact("Keys made", f"{totals.keys_made:,}, {totals.keys_left:,} left"),
        Fact("edgeproof", result.edgeproof),
    ]
    return [fact for fact in known if fact.text]


def _moment(time: str) -> str:
    """An RFC 3339 time in UTC without its fraction of a second."""
    day, _, clock = time.partition("T")
    return f"{day} {clock.removesuffix('Z').partition('.')[0]} UTC" if clock else time


def _billed(commands: int, moved: int) -> str:
    return f"{commands:,} commands, {moved / 1e6:,.1f} MB" if commands or moved else ""


def consistency_rows(consistency: Consistency) -> list[ConsistencyRow]:
    """The interfaces that were looked at."""
    rows = [
        ConsistencyRow(
            "/posts",
            consistency.posts,
            _overlap(consistency.posts_overlap),
            consistency.posts_reason,
        ),
        ConsistencyRow(
            "database",
            consistency.redis,
            _overlap(consistency.redis_overlap),
            consistency.redis_reason,
        ),
    ]
    return [row for row in rows if row.level != "unknown" or row.reason or row.overlap]


def _overlap(overlap: Overlap) -> str:
    if not overlap.operations:
        return ""
    return (
        f"{overlap.overlapping:,} of {overlap.operations:,} operations overlapped, "
        f"{overlap.most_at_once} at once"
    )


def variables(result: Result) -> list[str]:
    """Shell lines that set the addresses which the commands name; tokens are the reader's own."""
    posts, redis = result.target.posts_url, result.target.redis_url
    return [
        *([f"export EDGEPROOF_POSTS_URL={_quoted(posts)}"] if posts else []),
        *([f"export UPSTASH_REDIS_REST_URL={_quoted(redis)}"] if redis else []),
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"

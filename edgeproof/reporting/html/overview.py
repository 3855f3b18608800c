"""The top of the page: why the verdict is what it is, what was under test, and how."""

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from edgeproof.consistency import Overlap
from edgeproof.consistency.levels import UNKNOWN
from edgeproof.deployments.variables import POSTS_URL, REDIS_URL
from edgeproof.laws import Support
from edgeproof.reporting.consistency import level_words
from edgeproof.reporting.document import Consistency, Result


class Fact(NamedTuple):
    """A name and its value; `is_code`: an address, a hash or a number to copy."""

    name: str
    text: str
    is_code: bool = False


class ConsistencyRow(NamedTuple):
    """The consistency of an interface, the overlap that it rests on, and why it is not stronger."""

    interface: str
    level: str
    overlap: str
    reason: str


def facts(result: Result) -> list[Fact]:
    """What was under test, when and how; unknown facts are left out."""
    target, totals = result.target, result.totals
    known = [
        Fact("Posts", target.posts_url or "", is_code=True),
        Fact("Database", target.redis_url or "", is_code=True),
        Fact("Database server", target.redis_server or ""),
        Fact("Oracle", result.oracle or ""),
        Fact("Worker", target.worker or "", is_code=True),
        Fact("Worker SHA-256", target.worker_sha256 or "", is_code=True),
        Fact("When", _span(result.started_at, result.finished_at)),
        Fact("Profile", f"{result.profile}{', strict' if result.is_strict else ''}"),
        Fact("Seed", str(result.seed), is_code=True),
        Fact("Requests", f"{totals.requests:,} in {totals.seconds:,.1f} s"),
        Fact("As billed", _billed(totals.commands, totals.bytes)),
        Fact("Posts made", f"{totals.posts_made:,}, {totals.posts_left:,} left"),
        Fact("Keys made", f"{totals.keys_made:,}, {totals.keys_left:,} left"),
    ]
    return [fact for fact in known if fact.text]


def _span(start: str, end: str) -> str:
    """From start to end, for RFC 3339 times in UTC, without fractions of a second."""
    first, last = _moment(start), _moment(end)
    day, _, clock = last.partition(" ")
    return f"{first} to {clock if first.startswith(day) else last} UTC"


def _moment(time: str) -> str:
    return time.replace("T", " ").partition(".")[0].removesuffix("Z")


def _billed(commands: int, moved: int) -> str:
    return f"{commands:,} commands, {moved / 1e6:,.1f} MB" if commands or moved else ""


def consistency_rows(consistency: Consistency) -> list[ConsistencyRow]:
    """The interfaces that were examined."""
    rows = [
        ConsistencyRow(
            "/posts",
            level_words(consistency.posts),
            _overlap(consistency.posts_overlap),
            consistency.posts_reason,
        ),
        ConsistencyRow(
            "database",
            level_words(consistency.redis),
            _overlap(consistency.redis_overlap),
            consistency.redis_reason,
        ),
    ]
    return [row for row in rows if row.level != UNKNOWN or row.reason or row.overlap]


def _overlap(overlap: Overlap) -> str:
    if not overlap.operations:
        return ""
    return (
        f"{overlap.overlapping:,} of {overlap.operations:,} operations overlapped, "
        f"{overlap.most_at_once} at once"
    )


def by_support(capabilities: Mapping[str, Support]) -> dict[Support, list[str]]:
    """Missing capabilities first, then unknown ones, then the others."""
    order = (Support.UNSUPPORTED, Support.UNTESTED, Support.SUPPORTED)
    found = {
        support: [name for name, seen in capabilities.items() if seen is support]
        for support in order
    }
    return {support: names for support, names in found.items() if names}


def variables(result: Result) -> dict[str, str]:
    """Variables that commands may use, and shell lines that set them; tokens are not known."""
    known = {
        POSTS_URL[0]: result.target.posts_url,
        REDIS_URL[0]: result.target.redis_url,
    }
    return {name: f"export {name}={shlex.quote(url)}" for name, url in known.items() if url}


def needed_by(variables: Mapping[str, str], commands: Sequence[str]) -> list[str]:
    """The lines for those variables that any of the commands uses."""
    return [line for name, line in variables.items() if any(name in one for one in commands)]

"""Why laws, or parts of them, were not judged: each reason is given once for all that have it."""

from collections import defaultdict
from collections.abc import Iterable

from edgeproof.reporting.document import LEFT_OUT, LawResult

MOST_NAMED = 4


def by_reason(laws: Iterable[LawResult]) -> dict[str, list[str]]:
    """Ids of laws by their reason, without those that the user left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for law in laws:
        if law.reason != LEFT_OUT:
            found[law.reason or ""].append(law.id)
    return found


def some_of(ids: list[str]) -> str:
    """The first few ids, and how many more there are."""
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def left_out_by_reason(laws: Iterable[LawResult]) -> dict[str, list[str]]:
    """The parts of laws that could not be tried, by reason; if none is named, the law's id."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for law in laws:
        for words in law.left_out:
            what, _, reason = words.removesuffix(")").partition(" (")
            found[reason or what][what if reason else law.id] = None
    return {reason: list(names) for reason, names in found.items()}

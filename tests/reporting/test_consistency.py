"""The line on consistency: what is known, why not, or nothing."""

import pytest

from edgeproof.consistency import Overlap
from edgeproof.reporting import Consistency
from edgeproof.reporting.consistency import consistency_line

BOTH = "/posts linearizable · database linearizable"
SOME = Overlap(operations=600, overlapping=300, most_at_once=8)
FEW = Overlap(operations=40, overlapping=12, most_at_once=2)


@pytest.mark.parametrize(
    ("consistency", "line"),
    [
        (Consistency(), None),
        (Consistency(posts_reason="nothing ran", redis_reason="nothing ran"), None),
        (
            Consistency(
                posts="linearizable", redis="linearizable", posts_overlap=SOME, redis_overlap=FEW
            ),
            f"{BOTH}  (312 of 640 operations overlapped, 8 at once)",
        ),
        (
            Consistency(posts="per-post linearizable", posts_overlap=SOME, posts_reason="torn"),
            "/posts per-post linearizable  (300 of 600 operations overlapped, 8 at once)",
        ),
        (
            Consistency(posts="none", posts_overlap=SOME, posts_reason="torn"),
            "/posts no level: torn  (300 of 600 operations overlapped, 8 at once)",
        ),
        (
            Consistency(redis_overlap=FEW, redis_reason="too few to tell."),
            "database unknown: too few to tell  (12 of 40 operations overlapped, 2 at once)",
        ),
        (
            Consistency(posts_overlap=Overlap(operations=9)),
            "/posts unknown  (0 of 9 operations overlapped, 0 at once)",
        ),
    ],
)
def test_a_line_says_how_strong_each_interface_is_and_on_what_that_rests(
    consistency: Consistency, line: str | None
) -> None:
    assert consistency_line(consistency) == line

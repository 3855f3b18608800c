"""Servers of bad manners, each checked whole: nobody is hurt, and what is left and sent is told."""

import pytest

from tests.daily import PARTS, is_due
from tests.faulty.manners.checked import checked
from tests.faulty.manners.server import MANNERS
from tests.faulty.sampling import SAMPLED

SERVICE = "rest.service.survives"
KILLED = {"nested-array": SERVICE, "bad-pipeline": SERVICE, "one-body": "posts.service.survives"}
"""An ordinary request ends these, and the law that says so."""

ON_THEIR_WAY = 8
"""Requests of clients at once, and of canaries."""

POISONED = {"shared-connection", "sticky-pool", "leaked-select"}
"""These are ended by what is only sent with permission."""

PARTS_HERE = PARTS * 12 if PARTS > 1 else 1
"""A check of a whole server takes a minute or two: a change tries less than one of them."""

ROWS = [
    pytest.param(
        manner, dares, id=f"{manner}{', daring' if dares else ''}",
        marks=[SAMPLED] if is_due(f"{manner} {dares}", parts=PARTS_HERE) else [],
    )
    for manner in MANNERS
    for dares in (False, True)
]  # fmt: skip


@pytest.mark.faulty
@pytest.mark.parametrize(("manner", "dares"), ROWS)
def test_nobody_is_hurt_and_what_is_left_and_sent_is_told(manner: str, *, dares: bool) -> None:
    row = checked(manner, dares=dares)
    assert "Traceback" not in row.output
    # What was on its way when a process ended was sent, and nobody counted it.
    assert 0 <= row.told - row.counted <= (ON_THEIR_WAY if manner in KILLED else 0)
    assert sorted(row.told_left) == row.keys_left
    ends_service = manner in KILLED or (dares and manner in POISONED)
    law = KILLED.get(manner, SERVICE)
    assert row.outcome(law) == ("broken" if ends_service else "held")
    assert row.still_answers is not ends_service

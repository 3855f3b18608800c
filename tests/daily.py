"""What takes long is tried in parts where it must not: each day another, and all in some days.

EDGEPROOF_TESTS_PARTS says into how many parts, EDGEPROOF_TESTS_DAY which of them comes.
"""

import os
from datetime import UTC, datetime
from zlib import crc32

PARTS = int(os.environ.get("EDGEPROOF_TESTS_PARTS", "1"))

DAY = int(os.environ.setdefault("EDGEPROOF_TESTS_DAY", str(datetime.now(UTC).date().toordinal())))
"""The day when the tests began, also for the processes that share them."""


def is_due(name: str, day: int = DAY, parts: int = PARTS) -> bool:
    """Whether something is in the part of that day; each is, once in as many days as parts."""
    return (crc32(name.encode()) + day) % parts == 0

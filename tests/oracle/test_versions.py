"""Versions: what an older oracle cannot be asked."""

import pytest

from edgeproof.clients import Command
from edgeproof.oracle.versions import OLDEST, needed_version


@pytest.mark.parametrize(
    "command",
    [
        ("EXPIRETIME", "k"),
        ("expire", "k", "10", "nx"),
        ("PEXPIREAT", "k", "10", "GT"),
        ("BITCOUNT", "k", "0", "-1", "BIT"),
        ("SET", "k", "v", "GET", "EX", "10", "NX"),
    ],
    ids=str,
)
def test_what_came_with_redis_7(command: Command) -> None:
    assert needed_version(command) == (7, 0)


@pytest.mark.parametrize(
    "command",
    [
        ("EXPIRE", "k", "10"),
        ("SET", "k", "v", "NX"),
        ("SET", "k", "GET"),
        ("BITCOUNT", "k"),
        ("X",),
    ],
    ids=str,
)
def test_what_every_oracle_knows(command: Command) -> None:
    assert needed_version(command) == OLDEST

"""Which laws may run in parallel when pytest-xdist runs them in several processes."""

from xdist.scheduler import LoadScopeScheduling

ONE_AFTER_THE_OTHER = "posts"
"""A suite whose laws stay in one process: they share one list, and one law wants it empty."""


def scope_of(nodeid: str) -> str:
    """The group of the test with this node id; the tests of a group stay together."""
    folders = nodeid.partition("::")[0].split("/")[:-1]
    return ONE_AFTER_THE_OTHER if ONE_AFTER_THE_OTHER in folders else nodeid


class SuiteScheduling(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives each test to whichever process is free, but all tests about posts to the same one.

    (The mark `xdist_group` does the same, but pytest-xdist 3.8 does not read it under pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)

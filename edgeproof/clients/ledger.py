"""Ledgers: what a run has made in a deployment and must remove again."""

from collections.abc import Iterable


class Ledger:
    """The names of things that were made and not yet removed, kept for a session, across laws."""

    def __init__(self) -> None:
        self._outstanding: dict[str, None] = {}
        self.made_count = 0

    def made(self, name: str) -> None:
        """Record that `name` exists now, or may exist."""
        if name not in self._outstanding:
            self.made_count += 1
            self._outstanding[name] = None

    def removed(self, name: str) -> None:
        """Record that `name` is certainly gone."""
        self._outstanding.pop(name, None)

    @property
    def outstanding(self) -> tuple[str, ...]:
        """What must still be removed, oldest first."""
        return tuple(self._outstanding)

    def export(self) -> tuple[int, tuple[str, ...]]:
        """What another ledger needs to take over: how many were made, and what is left."""
        return self.made_count, self.outstanding

    def take_over(self, made_count: int, outstanding: Iterable[str]) -> None:
        """Take over what another process has made."""
        self.made_count += made_count
        self._outstanding.update(dict.fromkeys(outstanding))

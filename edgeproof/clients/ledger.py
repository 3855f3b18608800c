"""Ledgers: what a run has made in a deployment and has to remove again."""


class Ledger:
    """The names of things made and not yet removed; kept for a whole session, across laws."""

    def __init__(self) -> None:
        self._outstanding: dict[str, None] = {}
        self.made_count = 0

    def made(self, name: str) -> None:
        """`name` exists now, or may."""
        if name not in self._outstanding:
            self.made_count += 1
            self._outstanding[name] = None

    def removed(self, name: str) -> None:
        """`name` is gone for certain."""
        self._outstanding.pop(name, None)

    @property
    def outstanding(self) -> tuple[str, ...]:
        """What is still to be removed, oldest first."""
        return tuple(self._outstanding)

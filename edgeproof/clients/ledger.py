"""Ledgers: what a run has made in a deployment and must remove again."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Note = Callable[[str, str], None]
"""Keeps a kind (`made`, `sent`) and a name before the request that it is about is sent."""

Contents = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _nowhere(_kind: str, _name: str) -> None:
    """Keep no note: what is made is gone with the run's own stack."""


def digest_of_text(text: bytes) -> str:
    """What stands for a text that was sent, and may be long: 32 hexadecimal digits."""
    return sha256(text).hexdigest()[:32]


class Ledger:
    """The names of things that were made and not yet removed, kept for a session, across laws.

    Things get a name from the deployment's answer. Of what was sent and not answered with a name,
    it keeps the digest of the text.
    """

    def __init__(self, note: Note = _nowhere) -> None:
        self.note = note
        self._made: dict[str, None] = {}
        self._outstanding: dict[str, None] = {}
        self._nameless: Counter[str] = Counter()

    @property
    def made_count(self) -> int:
        """How many things were made."""
        return len(self._made)

    def made(self, name: str) -> None:
        """Record that `name` exists now, or may exist."""
        if name not in self._made:
            self.note("made", name)
            self._made[name] = None
            self._outstanding[name] = None

    def found(self, name: str) -> None:
        """Record that `name` was seen to exist, even if it was thought to be gone."""
        self.made(name)
        self._outstanding[name] = None

    def removed(self, name: str) -> None:
        """Record that `name` is certainly gone."""
        self._outstanding.pop(name, None)

    def sent(self, text: bytes) -> None:
        """Record that a text is about to be sent, which may make something."""
        digest = digest_of_text(text)
        self.note("sent", digest)
        self._nameless[digest] += 1

    def named(self, text: bytes) -> None:
        """Record that a text that was sent has made something whose name is known."""
        self._nameless[digest_of_text(text)] -= 1

    @property
    def outstanding(self) -> tuple[str, ...]:
        """What must still be removed, oldest first."""
        return tuple(self._outstanding)

    @property
    def all_made(self) -> tuple[str, ...]:
        """All that was made, oldest first."""
        return tuple(self._made)

    @property
    def nameless(self) -> frozenset[str]:
        """Digests of texts that may have made something whose name nobody knows."""
        return frozenset(digest for digest, count in self._nameless.items() if count > 0)

    def export(self) -> Contents:
        """What another ledger needs to take over: what was made, what is left, what is nameless."""
        return self.all_made, self.outstanding, sorted(self.nameless)

    def take_over(self, made: Iterable[str], left: Iterable[str], nameless: Iterable[str]) -> None:
        """Take over what another process has made."""
        self._made.update(dict.fromkeys(made))
        self._outstanding.update(dict.fromkeys(left))
        self._nameless.update(nameless)

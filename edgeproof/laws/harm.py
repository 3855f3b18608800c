"""Harm: what a broken law does to people, worst first."""

from enum import StrEnum


class Harm(StrEnum):
    """Kinds of harm in the order in which people want to hear of them."""

    SECURITY = "security"
    """Somebody may do or read what is not theirs."""
    DATA_LOSS = "data-loss"
    """What was stored is gone or changed, and nobody gets an error."""
    CRASH = "crash"
    """The service ends, hangs or fails for others."""
    WRONG_ANSWER = "wrong-answer"
    STYLE = "style"
    """An answer that careful clients get along with."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Harm).index(self)

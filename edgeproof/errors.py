"""Errors that a user can mend: one line that says what is wrong, one that says what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class EdgeproofError(Exception):
    """What went wrong and what to do about it; the command line prints it as one line.

    `exit_code` is what the process then ends with (see `edgeproof.cli`).
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """One line, fit for standard error."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class ConfigurationError(EdgeproofError):
    """The command line or the configuration is wrong."""

    exit_code = 2


class UnavailableError(EdgeproofError):
    """Nothing can be said: the target does not answer, or a part of the stack cannot be had."""

    exit_code = 3


def did_you_mean(name: str, known: Iterable[str], *, most: int = 1) -> str:
    """The question after a name that is not known: at most so many of the nearest ones.

    Empty if none is near. Case does not matter.
    """
    names = {one.lower(): one for one in known}
    word = name.lower().strip(".*")
    near = get_close_matches(name.lower(), names, n=most)
    # Of a long id people remember a part.
    near = near or ([one for one in names if word in one][:most] if word else [])
    return f"did you mean {' or '.join(repr(names[one]) for one in near)}?" if near else ""


def choice_of(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known: the nearest one, and all of them."""
    names = list(known)
    near, known_names = did_you_mean(name, names), ", ".join(names) or "none"
    return f"{near} Known names: {known_names}" if near else f"known names: {known_names}"

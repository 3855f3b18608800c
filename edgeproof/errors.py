"""Errors that a user can fix: one line says what is wrong, and how to fix it."""

from collections.abc import Iterable
from difflib import get_close_matches


class EdgeproofError(Exception):
    """What went wrong and what to do about it; the command line prints it as one line.

    `exit_code` is the exit code of the process (see `edgeproof.cli`).
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """One line, ready for standard error."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class ConfigurationError(EdgeproofError):
    """The command line or the configuration is wrong."""

    exit_code = 2


class UnavailableError(EdgeproofError):
    """No verdict: the target does not answer, or a part of the stack cannot be obtained."""

    exit_code = 3


def error_from(message: str, hint: str, exit_code: int) -> EdgeproofError:
    """The error that another process ended with, of the same class."""
    kinds = {kind.exit_code: kind for kind in (ConfigurationError, UnavailableError)}
    error = kinds.get(exit_code, EdgeproofError)(message, hint)
    error.exit_code = exit_code
    return error


def did_you_mean(name: str, known: Iterable[str], *, most: int = 1) -> str:
    """A question about an unknown name, with at most `most` of the nearest known ones.

    Empty if none is near. Case does not matter.
    """
    names = {one.lower(): one for one in known}
    word = name.lower().strip(".*")
    near = get_close_matches(name.lower(), names, n=most)
    # People remember a part of a long id.
    near = near or ([one for one in names if word in one][:most] if word else [])
    return f"did you mean {' or '.join(repr(names[one]) for one in near)}?" if near else ""


def choice_of(name: str, known: Iterable[str]) -> str:
    """A hint about an unknown name: the nearest known name, and all of them."""
    names = list(known)
    near, known_names = did_you_mean(name, names), ", ".join(names) or "none"
    return f"{near} Known names: {known_names}" if near else f"known names: {known_names}"

"""Errors that a user can mend: one line that says what is wrong, one that says what to do."""


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

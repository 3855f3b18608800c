"""An option of a command, declared once: on the field of the settings that it fills.

The command line and pytest's options are made from these declarations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, Final

from edgeproof.errors import ConfigurationError, choice_of

BY_NAME: Final = "Target by name"
TARGET: Final = "Target"
TO_TRY: Final = "What to try"
LIMITS_PANEL: Final = "Limits"
INPUT: Final = "Input"
OUTPUT: Final = "Output"
"""Panels that `--help` sorts options into."""

_OPTION: Final = "option"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """How a user gives the value of a field.

    `name` is that on the command line, without `--`. `kind` is what is given: a text, a number (of
    `least` at least), a path, a member of an enumeration, or a bool for a flag. `parse` makes
    the value of a text, or raises ConfigurationError.
    """

    name: str
    panel: str
    help: str
    metavar: str | None = None
    kind: type[Any] = str
    parse: Callable[[str], Any] | None = None
    least: float | None = None
    is_repeated: bool = False
    is_for_pytest: bool = True

    @property
    def parameter(self) -> str:
        """The name as that of an argument in Python."""
        return self.name.replace("-", "_")

    def value(self, given: object) -> object:
        """What the field holds if this is given. Raises ConfigurationError."""
        if isinstance(given, str) and self.parse is not None:
            return self.parse(given)
        if isinstance(given, str) and issubclass(self.kind, Enum):
            return self._member(given)
        return Path(given) if self.kind is Path and isinstance(given, str) else given

    def _member(self, text: str) -> object:
        known = [str(one) for one in self.kind]
        if text not in known:
            raise ConfigurationError(f"{text!r} is not a valid {self.name}", choice_of(text, known))
        return self.kind(text)


def option(name: str, **declared: Any) -> dict[str, Option]:  # noqa: ANN401  (as `Option` has them)
    """The metadata of a field of settings: the option that fills it."""
    return {_OPTION: Option(name=name, **declared)}


def options_of(settings: type) -> dict[str, Option]:
    """The options of a dataclass of settings, by field, in the order of its fields."""
    return {one.name: one.metadata[_OPTION] for one in fields(settings) if _OPTION in one.metadata}


def values_of(settings: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of fields that the options given (by `parameter`) fill; the others keep theirs.

    None, an empty text and an empty list give nothing; but an empty text that should have named a
    target is an error. Raises ConfigurationError.
    """
    for one in options_of(settings).values():
        if one.panel == TARGET and given.get(one.parameter) == "":
            raise ConfigurationError(
                f"--{one.name} has an empty value", "if it came from a variable, is that set?"
            )
    return {
        name: tuple(map(one.value, found)) if one.is_repeated else one.value(found)
        for name, one in options_of(settings).items()
        if (found := given.get(one.parameter)) not in (None, "", (), [])
    }

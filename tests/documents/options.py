"""The options of a command as a Markdown table, from where the command declares them."""

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple, get_args, get_origin, get_type_hints

from typer.models import OptionInfo

_UNSAID: Final = (None, False, "")
"""Defaults that say no more than that the option is not given."""


class Option(NamedTuple):
    """An option as a command's function has it: its name, type, declaration and default."""

    name: str
    kind: Any
    info: OptionInfo
    default: Any

    @property
    def usage(self) -> str:
        """The option and what comes after it: `--posts URL`, `--strict`."""
        return self.name if self.kind is bool else f"{self.name} {self._value}"

    @property
    def meaning(self) -> str:
        """Its help, and its default if there is one to speak of."""
        text = " ".join((self.info.help or "").split())
        shown = self.info.show_default
        default = shown if isinstance(shown, str) else self.default
        return text if default in _UNSAID or not shown else f"{text} Default: `{default}`."

    @property
    def _value(self) -> str:
        if get_origin(self.kind) is Literal:
            return "|".join(get_args(self.kind))
        if isinstance(self.kind, type) and issubclass(self.kind, Enum):
            return "|".join(one.value for one in self.kind)
        return self.info.metavar or self.name.removeprefix("--").upper()


def options_of(command: Callable[..., None]) -> str:
    """A table for each panel of the command's help, under the panel's name."""
    shown = [option for option in _declared(command) if not option.info.hidden]
    panels = groupby(shown, lambda option: option.info.rich_help_panel)
    return "\n".join(_table(panel, list(options)) for panel, options in panels)


def _declared(command: Callable[..., None]) -> Iterator[Option]:
    kinds = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind, *details = get_args(kinds[name])
        for info in details:
            if isinstance(info, OptionInfo):
                yield Option(_spelled(name, info), kind, info, parameter.default)


def _spelled(name: str, info: OptionInfo) -> str:
    """The option as it is typed; typer takes the first word of a declaration for a default."""
    words = (info.default, *(info.param_decls or ()))
    spelled = (word for word in words if isinstance(word, str) and word.startswith("--"))
    return next(spelled, f"--{name.replace('_', '-')}")


def _table(panel: Any, options: list[Option]) -> str:
    head = f"**{panel}**\n\n" if isinstance(panel, str) else ""
    rows = "".join(f"| `{_cell(one.usage)}` | {_cell(one.meaning)} |\n" for one in options)
    return f"{head}| option | what it does |\n|---|---|\n{rows}"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")

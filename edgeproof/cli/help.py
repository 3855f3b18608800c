"""What `--help` looks like: no types where an option takes no value, and examples at the end."""

from collections.abc import Iterator, Sequence
from copy import copy
from importlib.metadata import metadata
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from edgeproof.cli.examples import epilog_of
from edgeproof.errors import ConfigurationError
from edgeproof.options import OUTPUT

DOCUMENTATION: Final = "Documentation"
"""The label of the link, as it is spelled in pyproject.toml."""

_OPTIONS: Final = "Options"

_Shown = TypeVar("_Shown", TyperCommand, TyperGroup)


class HelpfulCommand(TyperCommand):
    """A command with examples below its options.

    It takes no empty values: `--posts "$POSTS_URL"` must not judge something else if that variable
    is not set.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer's own)
        """Parse the command line. Raises ConfigurationError for an empty value."""
        empty = next(_given_nothing(args), None)
        if empty is not None and not ctx.resilient_parsing:
            raise ConfigurationError(
                f"{empty} has an empty value", "if it came from a variable, is that set?"
            )
        return super().parse_args(ctx, args)

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (typer's own)
        """Print the panels, then what comes below them."""
        TyperCommand.format_help(_as_shown(self, ctx, OUTPUT), ctx, formatter)
        formatter.write(below(str(self.name)))


class HelpfulGroup(TyperGroup):
    """The command line as a whole, with examples below its commands."""

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401  (typer's own)
        """Print the panels, then what comes below them."""
        TyperGroup.format_help(_as_shown(self, ctx, _OPTIONS), ctx, formatter)
        formatter.write(below("edgeproof"))


def _given_nothing(args: Sequence[str]) -> Iterator[str]:
    """Options, or the argument, whose value is an empty text."""
    for before, word in zip(("", *args), args, strict=False):
        if word.startswith("--") and word.endswith("="):
            yield word.removesuffix("=")
        elif not word.strip():
            yield before if before.startswith("-") else "an argument"


def below(command: str) -> str:
    """The lines below the panels: examples, exit codes, and where the documentation is."""
    return f"{epilog_of(command)}\n\n{DOCUMENTATION}: {documentation_url()}\n"


def documentation_url() -> str:
    """Where the documentation is, as the installed package says."""
    lines: list[str] = metadata("edgeproof").get_all("Project-URL", [])
    urls = dict(one.split(", ", 1) for one in lines)
    return urls.get(DOCUMENTATION, "https://github.com/edgeproof/edgeproof")


def _as_shown(command: _Shown, ctx: typer.Context, panel: str) -> _Shown:
    """The command, ready to be printed; parameters without a panel go into the given one."""
    shown = copy(command)
    shown.params = [_parameter_as_shown(one, panel) for one in command.get_params(ctx)]
    shown.add_help_option = False  # it is one of the parameters now
    return shown


def _parameter_as_shown(parameter: Any, panel: str) -> Any:  # noqa: ANN401  (typer keeps the class to itself)
    """The parameter, without what only says how it is parsed.

    Typer writes a type behind each flag and argument, a range like `[x>=0.1]` behind numbers, and
    `--no-strict` in a column of its own. That column would take a third of the 80 columns from
    every help text of the panel.
    """
    shown = copy(parameter)
    shown.min = None
    shown.secondary_opts = []
    if parameter.param_type_name == "argument":
        shown.display_type_rich = lambda ctx: None  # noqa: ARG005  (called by that name)
    elif parameter.is_flag:
        shown.metavar = ""
    shown.rich_help_panel = parameter.rich_help_panel or panel
    return shown

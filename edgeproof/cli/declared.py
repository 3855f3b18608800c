"""Options of a command from the settings that declare them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

import typer

from edgeproof.options import Option, options_of

_Command = TypeVar("_Command", bound=Callable[..., None])


def with_options_of(
    settings: type, completions: Mapping[str, Callable[..., Any]]
) -> Callable[[_Command], _Command]:
    """Give a command the options that the settings declare, in place of its `**given`.

    `completions` has what the shell offers, by the option's name.
    """
    options = [_parameter(one, completions.get(one.name)) for one in options_of(settings).values()]

    def decorate(command: _Command) -> _Command:
        first, *others = inspect.signature(command).parameters.values()
        own = [one for one in others if one.kind is not inspect.Parameter.VAR_KEYWORD]
        parameters = [first, *options, *own]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        return command

    return decorate


def _parameter(option: Option, completion: Callable[..., Any] | None) -> inspect.Parameter:
    # The value of a flag has to be there; of all others None says that nothing was given.
    is_flag = option.kind is bool
    kind: Any = list[str] if option.is_repeated else option.kind
    declared = typer.Option(
        metavar=option.metavar,
        min=option.least,
        parser=option.parse,
        autocompletion=completion,
        rich_help_panel=option.panel,
        show_default=False,
        help=option.help,
    )
    return inspect.Parameter(
        option.parameter,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if is_flag else None,
        annotation=Annotated[kind if is_flag else kind | None, declared],
    )

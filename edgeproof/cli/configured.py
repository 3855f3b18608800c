"""Defaults of a command's options, from its table in the nearest pyproject.toml.

The table is read through the options themselves: each field is named after an option, and its value
is parsed as if it had been typed. The command line takes precedence over it, and so does a named
target.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import typer

from edgeproof.cli.help import HelpfulCommand
from edgeproof.cli.options import READ_ONLY_TOKEN_ENV, TOKEN_ENV
from edgeproof.deployments import Configuration, Target, read_configuration, require_known
from edgeproof.errors import ConfigurationError, EdgeproofError

SECRETS: Final = {"token": TOKEN_ENV, "read-only-token": READ_ONLY_TOKEN_ENV}
ACTIONS: Final = frozenset({"help", "list-scenarios"})
"""Options that request something else than the command's own work."""

DEPLOYMENT: Final = frozenset({"posts", "redis", "worker"})
_TOGETHER: Final = (DEPLOYMENT, frozenset({"rate", "users"}))
"""Options that belong together: giving one on the command line overrides the table for all of
them."""


class ConfiguredCommand(HelpfulCommand):
    """A command whose options have defaults in `[tool.edgeproof.NAME]`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer's own)
        """Parse the command line, then fill in from the table what it leaves open."""
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:  # the shell is only asking for completions
            ctx.params |= dict(self._defaults(ctx, read_configuration(Path.cwd())))
        return rest

    def _defaults(self, ctx: Any, configuration: Configuration) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (typer's own)
        options = {_field(one): one for one in self.params}
        given = {field for field, one in options.items() if _is_given(one, ctx)}
        target = ctx.params["target"] and configuration.target(ctx.params["target"])
        table, place = getattr(configuration, str(self.name)), configuration.place(str(self.name))
        _check_fields(table, options, place)
        for field, value in table.items():
            option, where = options[field], f"`{field}` of {place}"
            typed = _as_typed(option, value, where)
            if self._is_path(option):
                typed = str(configuration.folder / typed)
            parsed = _parsed(option, typed, ctx, where)
            if field not in _said_before(given, target):
                yield option.name, parsed

    def _is_path(self, option: Any) -> bool:  # noqa: ANN401  (typer's own)
        # Not from type hints: under Python 3.14 a wrapped command has those it was written with.
        assert self.callback is not None  # noqa: S101  (for the type checker: it is a command)
        declared = inspect.signature(self.callback).parameters[option.name].annotation
        return Path in get_args(next(iter(get_args(declared)), None))


def _field(parameter: Any) -> str:  # noqa: ANN401  (typer's own)
    """The option's name on the command line and in the table; empty for an argument."""
    return next((name[2:] for name in parameter.opts if name.startswith("--")), "")


def _is_given(parameter: Any, ctx: Any) -> bool:  # noqa: ANN401  (typer's own)
    # Typer and click each have an enumeration of sources; its names are the same.
    source: str = ctx.get_parameter_source(parameter.name).name
    return source != "DEFAULT"


def _said_before(given: set[str], target: Target | None) -> set[str]:
    """Fields that the command line or the target has set already, so the table does not apply."""
    said = given.union(*(group for group in _TOGETHER if group & given))
    if target is None:
        return said
    unsaid = msgspec.to_builtins(Target())
    return (
        said
        | DEPLOYMENT
        | {field for field, value in msgspec.to_builtins(target).items() if value != unsaid[field]}
    )


def _check_fields(table: dict[str, Any], options: dict[str, Any], place: str) -> None:
    secret = next((field for field in table if field in SECRETS), None)
    if secret is not None:
        raise ConfigurationError(
            f"{place} has a field {secret!r}, but tokens do not belong in files",
            f"set the variable {SECRETS[secret]}, or `{secret}-env` of a target",
        )
    known = (field for field in options if field and field not in {*ACTIONS, *SECRETS})
    require_known(table, known, place)


def _as_typed(option: Any, value: object, where: str) -> Any:  # noqa: ANN401  (typer's own)
    """The value as the command line gives it: a text, a list of texts, or whether a flag is set."""
    if option.is_flag:
        is_right, expected = isinstance(value, bool), "true or false"
    elif option.multiple:
        is_right = isinstance(value, list) and all(map(_is_scalar, value))
        expected = "a list of texts"
    else:
        is_right, expected = _is_scalar(value), "a text or a number"
    if not is_right:
        raise ConfigurationError(f"{where} is not valid", f"expected {expected}")
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if option.is_flag else str(value)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _parsed(option: Any, typed: Any, ctx: Any, where: str) -> Any:  # noqa: ANN401  (typer's own)
    try:
        return option.process_value(ctx, typed)
    except EdgeproofError as error:
        reason = str(error)
    except typer.BadParameter as error:
        reason = error.message.removeprefix("Value error, ").rstrip(".")
    raise ConfigurationError(f"{where} is not valid", reason)

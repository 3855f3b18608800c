"""`[tool.edgeproof]` of the nearest pyproject.toml."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec

from edgeproof.defaults import ProfileName
from edgeproof.errors import ConfigurationError, choice_of


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """`[tool.edgeproof.targets.NAME]`: a deployment with a name.

    The file holds no tokens: `token-env` and `read-only-token-env` name the variables that do.
    `worker` and `deviations` are paths relative to the file's folder; `settle` is in seconds.
    """

    posts: str | None = None
    redis: str | None = None
    token_env: str | None = None
    read_only_token_env: str | None = None
    worker: str | None = None
    settle: float | None = None
    require: str = ""
    skip: list[str] = []
    deviations: str | None = None


class GateTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """`[tool.edgeproof.gate]`: what must hold before a worker is shipped (docs/gate.md).

    `worker` and `deviations` are paths relative to the file's folder.
    """

    worker: str | None = None
    profile: ProfileName = "standard"
    strict: bool = False
    suites: tuple[Literal["posts", "rest", "redis"], ...] = ("posts",)
    require: list[str] | str = []
    consistency: dict[Literal["posts", "redis"], str] = {}
    slo: list[str] = []
    deviations: str | None = None
    laws_as_of: str | None = None
    max_age: str = "24h"


_Options = dict[str, Any]
"""Defaults of a command's options, by name, as they are written in the file."""


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """`[tool.edgeproof]` of a file: all that is configured for a project.

    The values in `check` and `load` are judged by the command line, which knows the options.
    """

    file: Path | None = None
    """The file itself; None if there is no pyproject.toml."""
    targets: dict[str, Target] = {}
    gate: GateTable = GateTable()
    check: _Options = {}
    load: _Options = {}

    def target(self, name: str) -> Target:
        """The target of that name. Raises ConfigurationError if there is none."""
        if name in self.targets:
            return self.targets[name]
        where = f"{self.place('targets')} has no target {name!r}"
        hint = choice_of(name, sorted(self.targets))
        if self.file is None:
            where = f"there is no target {name!r}"
            hint = "no pyproject.toml that defines targets was found"
        if "://" in name:
            hint = "give a URL with --posts (the collection) or --redis (the database's root)"
        raise ConfigurationError(where, hint)

    @property
    def folder(self) -> Path:
        """The folder that its paths are relative to."""
        return self.file.parent if self.file else Path.cwd()

    def place(self, table: str) -> str:
        """The name of a table and its file, for errors."""
        return _place(self.file, table)


TABLES: Final = ("targets", "gate", "check", "load")


class _Tools(msgspec.Struct, frozen=True, kw_only=True):
    edgeproof: dict[str, Any] = {}


class _Project(msgspec.Struct, frozen=True, kw_only=True):
    tool: _Tools = _Tools()


def read_configuration(folder: Path) -> Configuration:
    """The configuration for `folder`: that of the nearest pyproject.toml at or above it.

    Raises ConfigurationError, naming file, table and field, for a table that is not valid.
    """
    file = _project_file(folder)
    if file is None:
        return Configuration()
    tables = _tables(file)
    require_known(tables, TABLES, _place(file))
    targets = _table(tables, "targets", file)
    return Configuration(
        file=file,
        targets={name: _read(targets, name, file, "targets.", Target) for name in targets},
        gate=_read(tables, "gate", file, "", GateTable),
        check=_table(tables, "check", file),
        load=_table(tables, "load", file),
    )


def require_known(names: Iterable[str], known: Iterable[str], place: str) -> None:
    """Raise ConfigurationError, naming the nearest field, for an unknown name."""
    fields = list(known)
    unknown = next((name for name in names if name not in fields), None)
    if unknown is not None:
        raise ConfigurationError(f"{place} has no field {unknown!r}", choice_of(unknown, fields))


def _place(file: Path | None, table: str = "") -> str:
    dotted = f"tool.edgeproof.{table}".rstrip(".")
    return f"[{dotted}] in {file}"


def _tables(file: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read", str(error)) from None
    try:
        return msgspec.convert(document, _Project).tool.edgeproof
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{_place(file)} is not valid", str(error)) from None


def _table(tables: dict[str, Any], name: str, file: Path, parents: str = "") -> dict[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise ConfigurationError(
            f"{_place(file, parents + name)} is not a table", "its fields are NAME = VALUE lines"
        )
    return table


_Record = TypeVar("_Record", Target, GateTable)


def _read(
    tables: dict[str, Any], name: str, file: Path, parents: str, kind: type[_Record]
) -> _Record:
    table, place = _table(tables, name, file, parents), _place(file, parents + name)
    require_known(table, [field.encode_name for field in msgspec.structs.fields(kind)], place)
    try:
        record = msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        field = re.search(r"\$\.([\w-]+)", path)
        where = f"`{field[1]}` of {place}" if field else place
        raise ConfigurationError(f"{where} is not valid", reason.replace(" | null", "")) from None
    return _with_paths_from(file.parent, record)


def _with_paths_from(folder: Path, record: _Record) -> _Record:
    def from_folder(path: str | None) -> str | None:
        return None if path is None else str(folder / path)

    return msgspec.structs.replace(
        record, worker=from_folder(record.worker), deviations=from_folder(record.deviations)
    )


def _project_file(folder: Path) -> Path | None:
    absolute = folder.absolute()
    files = (parent / "pyproject.toml" for parent in (absolute, *absolute.parents))
    return next((file for file in files if _is_file(file)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # a folder above that cannot be read is skipped
        return False

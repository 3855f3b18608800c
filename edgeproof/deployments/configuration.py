"""`[tool.edgeproof]` of the nearest pyproject.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from edgeproof.errors import ConfigurationError


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """`[tool.edgeproof.targets.NAME]`: a deployment with a name.

    Tokens are not written into the file: `token-env` and `read-only-token-env` name the variables
    that hold them. `worker` and `deviations` are paths from the folder of that file.
    """

    posts: str | None = None
    redis: str | None = None
    token_env: str | None = None
    read_only_token_env: str | None = None
    worker: str | None = None
    settle: float = 0.0
    require: str = ""
    skip: list[str] = []
    deviations: str | None = None


class GateTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """`[tool.edgeproof.gate]`: what must hold before a worker is shipped (docs/gate.md).

    `worker` and `deviations` are paths from the folder of that file.
    """

    worker: str | None = None
    profile: Literal["quick", "standard", "thorough"] = "standard"
    strict: bool = False
    suites: tuple[Literal["posts", "rest", "redis"], ...] = ("posts",)
    require: list[str] | str = []
    consistency: dict[Literal["posts", "redis"], str] = {}
    slo: list[str] = []
    deviations: str | None = None
    max_age: str = "24h"


class Configuration(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """`[tool.edgeproof]`: all that is configured for a project."""

    targets: dict[str, Target] = {}
    gate: GateTable = GateTable()

    def target(self, name: str) -> Target:
        """The target of that name; ConfigurationError if there is none."""
        if name in self.targets:
            return self.targets[name]
        known = ", ".join(sorted(self.targets)) or "none"
        hint = f"[tool.edgeproof.targets] of the nearest pyproject.toml knows {known}"
        if "://" in name:
            hint = "a URL goes with --posts (the collection) or --redis (the database's root)"
        raise ConfigurationError(f"no target is called {name!r}", hint)


class _Tools(msgspec.Struct, frozen=True, kw_only=True):
    edgeproof: Configuration = Configuration()


class _Project(msgspec.Struct, frozen=True, kw_only=True):
    tool: _Tools = _Tools()


def read_configuration(folder: Path) -> Configuration:
    """The configuration for `folder`: that of the nearest pyproject.toml at or above it.

    Raises ConfigurationError, naming file and field, for a table that is not as it should be.
    """
    for file in _project_files(folder):
        try:
            document = tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigurationError(f"{file} cannot be read", str(error)) from None
        try:
            configuration = msgspec.convert(document, _Project).tool.edgeproof
        except msgspec.ValidationError as error:
            raise ConfigurationError(f"[tool.edgeproof] of {file} is wrong", str(error)) from None
        targets = {
            name: _with_paths_from(file.parent, target)
            for name, target in configuration.targets.items()
        }
        gate = _with_paths_from(file.parent, configuration.gate)
        return msgspec.structs.replace(configuration, targets=targets, gate=gate)
    return Configuration()


_Table = TypeVar("_Table", Target, GateTable)


def _with_paths_from(folder: Path, table: _Table) -> _Table:
    def from_folder(path: str | None) -> str | None:
        return None if path is None else str(folder / path)

    return msgspec.structs.replace(
        table, worker=from_folder(table.worker), deviations=from_folder(table.deviations)
    )


def _project_files(folder: Path) -> Iterator[Path]:
    absolute = folder.absolute()
    for parent in (absolute, *absolute.parents):
        file = parent / "pyproject.toml"
        if file.is_file():
            yield file
            return

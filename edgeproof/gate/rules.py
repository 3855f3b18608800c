"""Rules: the requirements of `[tool.edgeproof.gate]`, validated; an attestation records them."""

from pathlib import Path

import msgspec

from edgeproof.consistency.levels import parse_level
from edgeproof.deployments import GateTable
from edgeproof.errors import ConfigurationError
from edgeproof.gate.ages import parse_age
from edgeproof.laws import CAPABILITIES, parse_requirements, parse_version
from edgeproof.reporting import parse_slo

TABLE = "[tool.edgeproof.gate]"


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold; docs/gate.md explains each field.

    `consistency` has the least level by interface, `deviations` is the path of a file, `max_age` is
    a duration like `24h`.
    """

    profile: str
    is_strict: bool
    suites: list[str]
    require: list[str]
    consistency: dict[str, str]
    slo: list[str]
    deviations: str | None
    max_age: str
    laws_as_of: str | None = None


def rules_of(table: GateTable, folder: Path) -> Rules:
    """The rules of a table, with paths relative to `folder`.

    Raises ConfigurationError, naming the field, for a value that is not valid.
    """
    parse_age(table.max_age, f"`max-age` of {TABLE}")
    require = table.require if isinstance(table.require, str) else ",".join(table.require)
    required = parse_requirements(require)
    return Rules(
        profile=table.profile,
        is_strict=table.strict,
        suites=list(table.suites),
        require=[name for name in CAPABILITIES if name in required],
        consistency={
            interface: parse_level(level, f"`consistency.{interface}` of {TABLE}")
            for interface, level in table.consistency.items()
        },
        slo=[_slo(text) for text in table.slo],
        deviations=None if table.deviations is None else shown_path(table.deviations, folder),
        max_age=table.max_age.strip(),
        laws_as_of=table.laws_as_of and parse_version(table.laws_as_of, f"`laws-as-of` of {TABLE}"),
    )


def shown_path(path: Path | str, folder: Path) -> str:
    """The path relative to the folder if it is inside: documents need not name a person's home."""
    absolute = folder.absolute() / path
    base = folder.absolute()
    return str(absolute.relative_to(base) if absolute.is_relative_to(base) else path)


def _slo(text: str) -> str:
    try:
        return parse_slo(text).text
    except ConfigurationError as error:
        raise ConfigurationError(f"`slo` of {TABLE}: {error.message}", error.hint) from None

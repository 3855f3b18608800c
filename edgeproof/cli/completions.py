"""What the shell offers when the Tab key is pressed. Nothing here may fail or print."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import typer

from edgeproof.deployments import read_configuration
from edgeproof.errors import EdgeproofError
from edgeproof.laws import CAPABILITIES, SUITES, all_laws, law_globs
from edgeproof.laws.capabilities import PROFILES


def targets() -> list[str]:
    """Targets of the nearest pyproject.toml; none if that file is not valid."""
    with suppress(EdgeproofError):
        return list(read_configuration(Path.cwd()).targets)
    return []


def suites() -> list[str]:
    """The suites."""
    return list(SUITES)


def known_laws() -> Iterator[tuple[str, str]]:
    """Groups of laws, and each law with its statement."""
    for glob in law_globs():
        law = all_laws().get(glob)
        yield glob, law.statement if law else ""


def law_ids() -> Iterator[tuple[str, str]]:
    """Each law with its statement."""
    for law in all_laws().values():
        yield law.id, law.statement


def capabilities(incomplete: str) -> list[str]:
    """Capabilities, appended to those already in the list."""
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in (*PROFILES, *CAPABILITIES)]


def scenarios(ctx: typer.Context) -> list[str]:
    """Scenarios of `--scenario-file`, or edgeproof's own; none without the extra `load`."""
    with suppress(EdgeproofError, ImportError):
        from edgeproof.load import scenarios_in

        file = ctx.params.get("scenario_file")
        return list(scenarios_in(str(file) if file else None))
    return []

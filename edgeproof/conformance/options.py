"""The options that the suites add to pytest: `pytest suites --posts URL --redis URL`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from edgeproof.conformance.settings import CheckSettings
from edgeproof.options import Option, options_of, values_of


def add_options(parser: pytest.Parser) -> None:
    """Add those of `edgeproof check` that pytest has nothing for."""
    group = parser.getgroup("edgeproof", "the deployment under test, and how hard to try")
    group.addoption("--target", help="a name from [tool.edgeproof.targets]")
    for option in options_of(CheckSettings).values():
        if option.is_for_pytest:
            group.addoption(f"--{option.name}", help=option.help, **_as_argument(option))


def settings_from(config: pytest.Config) -> CheckSettings:
    """The settings that pytest's command line asks for. Raises ConfigurationError."""
    given = vars(config.option)
    return CheckSettings(
        today=datetime.now(UTC).date(),
        target=config.option.target,
        **values_of(CheckSettings, given),
    )


def _as_argument(option: Option) -> dict[str, Any]:
    if option.kind is bool:
        return {"action": "store_true"}
    if option.is_repeated:
        return {"action": "append", "default": [], "metavar": option.metavar}
    # `Path("")` would be the folder itself, and not nothing.
    is_text = option.kind in {str, Path} or option.parse is not None
    return {"metavar": option.metavar, "type": str if is_text else option.kind}

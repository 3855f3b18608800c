"""Scenarios by name, from the file that they are in."""

import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType

from edgeproof.content import loadtests_folder
from edgeproof.errors import ConfigurationError
from edgeproof.load.scenario import Scenario


def scenarios_in(file: str | None = None) -> dict[str, type[Scenario]]:
    """The scenarios of a file by name; of edgeproof's own if none is given.

    Raises ConfigurationError if the file cannot be had, or has none.
    """
    path = Path(file) if file else loadtests_folder() / "scenarios.py"
    found = {
        one.name(): one
        for one in vars(_module_at(path)).values()
        if inspect.isclass(one) and issubclass(one, Scenario) and one.steps
    }
    if not found:
        raise ConfigurationError(f"{path} has no scenario", "a class with a method under @step")
    return found


def find_scenario(name: str, file: str | None = None) -> type[Scenario]:
    """The scenario of that name. Raises ConfigurationError if there is none."""
    found = scenarios_in(file)
    if name not in found:
        raise ConfigurationError(f"there is no scenario {name}", f"one of {', '.join(found)}")
    return found[name]


def _module_at(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("edgeproof_scenarios", path)
    if not path.is_file() or specification is None or specification.loader is None:
        raise ConfigurationError(f"there is no file of scenarios {path}")
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # dataclasses in it look their module up
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        raise ConfigurationError(f"{path}: {type(error).__name__}: {error}") from error
    return module

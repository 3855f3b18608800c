"""Scenarios by name, from the file that they are in."""

import importlib.util
import inspect
import sys
import traceback
from pathlib import Path
from types import ModuleType

from edgeproof.content import loadtests_folder
from edgeproof.errors import ConfigurationError, choice_of
from edgeproof.load.scenarios.scenario import Scenario


def scenarios_in(file: str | None = None) -> dict[str, type[Scenario]]:
    """The scenarios of a file by name, or edgeproof's own if no file is given.

    Raises ConfigurationError if the file cannot be loaded, or has no scenario.
    """
    path = scenario_path(file)
    found = {
        one.name(): one
        for one in vars(_module_at(path)).values()
        if inspect.isclass(one) and issubclass(one, Scenario) and one.steps
    }
    if not found:
        raise ConfigurationError(f"{path} has no scenario", "a class with a method under @step")
    return found


def scenario_path(file: str | None) -> Path:
    """The file with the scenarios: the named one, or edgeproof's own."""
    return Path(file) if file else loadtests_folder() / "scenarios.py"


def find_scenario(name: str | None, file: str | None = None) -> type[Scenario]:
    """The scenario with that name. Raises ConfigurationError if there is none.

    Without a name it is the only one of the file, or the first of edgeproof's own.
    """
    found = scenarios_in(file)
    if name is None:
        if file is not None and len(found) > 1:
            raise ConfigurationError(
                f"{file} has several scenarios", f"name one of {', '.join(found)}"
            )
        name = next(iter(found))
    if name not in found:
        raise ConfigurationError(f"there is no scenario {name}", choice_of(name, found))
    return found[name]


def _module_at(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("edgeproof_scenarios", path)
    if not path.is_file() or specification is None or specification.loader is None:
        raise ConfigurationError(f"there is no scenario file {path}")
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # dataclasses in it look their module up
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        place = place_in_file(error, path) or f"{path}: {type(error).__name__}: {error}"
        raise ConfigurationError(place) from error
    return module


def place_in_file(error: Exception, path: Path) -> str | None:
    """File, line and error message; None if the error has no place in that file."""
    if isinstance(error, SyntaxError):
        line, reason = error.lineno, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((one.lineno for one in reversed(frames) if _is_same(one.filename, path)), None)
        reason = str(error)
    return None if line is None else f"{path}:{line}: {type(error).__name__}: {reason}"


def _is_same(filename: str, path: Path) -> bool:
    return Path(filename).absolute() == path.absolute()

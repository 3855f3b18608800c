"""The deployment to load: found, or started for the length of a run."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from edgeproof.deployments import (
    Deployment,
    Given,
    Target,
    find_worker,
    read_configuration,
    resolve,
)
from edgeproof.deployments.variables import POSTS_URL, REDIS_URL
from edgeproof.errors import ConfigurationError
from edgeproof.load.options import LoadOptions
from edgeproof.load.scenarios.scenario import Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """An interface, and how its URL is given: by an option, a field of a target, or variables."""

    field: Interface
    what: str
    variables: tuple[str, ...]


_SIDES: Final[Mapping[Interface, _Side]] = {
    "posts": _Side(field="posts", what="/posts", variables=POSTS_URL),
    "redis": _Side(field="redis", what="the database", variables=REDIS_URL),
}


@contextmanager
def deployment_to_load(options: LoadOptions, interface: Interface) -> Iterator[Deployment]:
    """The deployment with the URL of that interface; the embedded stack if nothing names one.

    Settings of the other interface are ignored: loading /posts takes no token. Raises
    ConfigurationError if a setting is wrong, UnavailableError if a part of the stack cannot be
    obtained.
    """
    target = read_configuration(Path.cwd()).target(options.target) if options.target else None
    worker = find_worker(options.worker, target)
    deployment = _resolved(options, interface, target)
    if deployment is not None:
        yield deployment
        return
    _require_no_other(options, interface, target)
    # The stack is the extra `local`: loading a URL must not need it.
    from edgeproof.stack import embedded_stack  # noqa: PLC0415  (the extra `local`)

    with embedded_stack(worker=worker, redis_binary=options.redis_binary) as own:
        yield own


def _resolved(
    options: LoadOptions, interface: Interface, target: Target | None
) -> Deployment | None:
    other = _other(interface)
    given = Given(
        posts=options.posts if interface == "posts" else None,
        redis=options.redis if interface == "redis" else None,
        token=options.token,
        worker=options.worker,
    )
    if target is not None:
        target = msgspec.structs.replace(target, **{other.field: None})
    environment = {key: text for key, text in os.environ.items() if key not in other.variables}
    return resolve(given, environment, target=target, name=options.target)


def _require_no_other(options: LoadOptions, interface: Interface, target: Target | None) -> None:
    """Raise ConfigurationError if a deployment is named, but not the interface to load."""
    side, other = _SIDES[interface], _other(interface)
    if getattr(options, other.field) or (target and getattr(target, other.field)):
        raise ConfigurationError(
            f"{_scenario(options)} loads {side.what}, but no --{side.field} URL was given",
            f"give --{side.field}, or choose a scenario of {other.what} (see --list-scenarios)",
        )


def _scenario(options: LoadOptions) -> str:
    if options.scenario is not None:
        return f"the scenario {options.scenario}"
    return "the default scenario" if options.scenario_file is None else "the scenario"


def _other(interface: Interface) -> _Side:
    return _SIDES["redis" if interface == "posts" else "posts"]

"""The deployment that is loaded: found, or started for the length of a run."""

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
from edgeproof.deployments.resolution import POSTS_URL, REDIS_URL
from edgeproof.errors import ConfigurationError
from edgeproof.load.options import LoadOptions
from edgeproof.load.scenarios.scenario import Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """An interface as its URL is given: by option, and field of a target, and by variables."""

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

    Whatever is said of the other interface is left aside: loading /posts takes no token. Raises
    ConfigurationError when a setting is wrong, UnavailableError when a part of the stack cannot be
    had.
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
    """Raise ConfigurationError if a deployment is named, but without what is to be loaded."""
    side, other = _SIDES[interface], _other(interface)
    if getattr(options, other.field) or (target and getattr(target, other.field)):
        raise ConfigurationError(
            f"the scenario {options.scenario} loads {side.what}, which nothing here gives a URL of",
            f"give --{side.field}, or a scenario of {other.what} (see --list-scenarios)",
        )


def _other(interface: Interface) -> _Side:
    return _SIDES["redis" if interface == "posts" else "posts"]

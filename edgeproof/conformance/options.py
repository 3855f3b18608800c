"""The options that the suites add to pytest: `pytest suites --posts URL --redis URL`."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edgeproof.clients import parse_budget
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.settings import CheckSettings
from edgeproof.deployments import Secret


def add_options(parser: pytest.Parser) -> None:
    """Add them; `edgeproof check --help` explains the same ones at more length."""
    group = parser.getgroup("edgeproof", "the deployment under test, and how hard to try")
    group.addoption("--target", help="a name from [tool.edgeproof.targets]")
    group.addoption("--posts", metavar="URL", help="the /posts collection")
    group.addoption("--redis", metavar="URL", help="the Redis REST API")
    group.addoption("--token", help="its token (or $UPSTASH_REDIS_REST_TOKEN)")
    group.addoption("--read-only-token", metavar="TOKEN", help="its read-only token")
    group.addoption("--worker", metavar="FILE", help="the worker to run in the embedded stack")
    group.addoption("--redis-binary", metavar="FILE", help="its Redis, and that of the oracle")
    group.addoption("--suite", action="append", default=[], choices=("posts", "rest", "redis"))
    group.addoption("--law", action="append", default=[], metavar="GLOB", help="only these laws")
    group.addoption("--skip", action="append", default=[], metavar="GLOB", help="not these laws")
    group.addoption("--profile", type=Profile, default=Profile.STANDARD, choices=list(Profile))
    group.addoption("--settle", type=float, metavar="S", help="how long a read may lag, seconds")
    group.addoption("--require", default="", metavar="CAPABILITIES", help="upstash, or a list")
    group.addoption("--budget", default="", metavar="N", help="the most to send: 5000,20MB")
    group.addoption("--rate", type=float, metavar="R", help="the most requests a second")
    group.addoption("--probe-isolation", action="store_true", help="dare what may harm others")
    group.addoption("--deviations", metavar="FILE", help="laws that are known to be broken (TOML)")


def settings_from(config: pytest.Config) -> CheckSettings:
    """The settings that pytest's command line asks for."""
    option = config.option
    return CheckSettings(
        today=datetime.now(UTC).date(),
        target=option.target,
        posts=option.posts,
        redis=option.redis,
        token=_secret(option.token),
        read_only_token=_secret(option.read_only_token),
        worker=Path(option.worker) if option.worker else None,
        redis_binary=Path(option.redis_binary) if option.redis_binary else None,
        suites=tuple(option.suite),
        laws=tuple(option.law),
        skips=tuple(option.skip),
        profile=option.profile,
        settle_s=option.settle,
        require=option.require,
        budget=parse_budget(option.budget),
        rate_per_s=option.rate,
        may_probe_isolation=option.probe_isolation,
        deviations=Path(option.deviations) if option.deviations else None,
    )


def _secret(value: str | None) -> Secret | None:
    return Secret(value) if value else None


def is_worker_process() -> bool:
    """Whether this is a pytest-xdist worker: its controller has prepared the run already."""
    return "PYTEST_XDIST_WORKER" in os.environ

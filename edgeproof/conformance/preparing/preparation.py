"""Preparation: everything between the user's request and the first law."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import anyio

from edgeproof.clients import (
    HttpClient,
    RedisRestClient,
    knows_reader,
    probe,
    server_name,
)
from edgeproof.clients.journal import unfinished_runs
from edgeproof.conformance.cleaning.removal import remove_everything_now, remove_posts
from edgeproof.conformance.preparing.preflight import look_for_posts, look_for_redis
from edgeproof.conformance.run import Run
from edgeproof.conformance.settings import CheckSettings
from edgeproof.conformance.survival import learn_songs, redis_client
from edgeproof.content import cache_folder
from edgeproof.defaults import POLITE_RATE_PER_S
from edgeproof.deployments import (
    Deployment,
    Given,
    Secret,
    Target,
    find_worker,
    read_configuration,
    resolve,
)
from edgeproof.errors import ConfigurationError, UnavailableError
from edgeproof.laws import (
    CAPABILITIES,
    Broken,
    Case,
    Deviation,
    NotJudged,
    Support,
    parse_requirements,
    read_deviations,
)
from edgeproof.reporting import timestamp

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@contextmanager
def prepared(settings: CheckSettings) -> Iterator[Run]:
    """Find or start the deployment, ask what it supports, and clean up after the run.

    Raises ConfigurationError if a setting is wrong, UnavailableError if the deployment does not
    answer as expected or a part of the stack cannot be obtained.
    """
    target = read_configuration(Path.cwd()).target(settings.target) if settings.target else None
    required = parse_requirements(settings.require or (target.require if target else ""))
    deviations = _deviations(settings, target)
    worker = find_worker(settings.worker, target)
    deployment = asked_deployment(settings, target)
    with ExitStack() as resources:
        if deployment is None:
            # The stack is the extra `local`: checking a URL must not need it.
            from edgeproof.stack import embedded_stack  # noqa: PLC0415  (the extra `local`)

            deployment = resources.enter_context(
                embedded_stack(worker=worker, redis_binary=settings.redis_binary)
            )
        if settings.name:
            deployment = replace(deployment, name=settings.name)
        examples = _examples(settings.examples, deployment)
        run = Run(
            deployment=deployment,
            profile=settings.profile,
            capabilities=dict.fromkeys(CAPABILITIES, Support.UNTESTED),
            required=required,
            oracle_url=_oracle_url(deployment, settings.redis_binary, resources),
            may_probe_isolation=settings.may_probe_isolation or deployment.is_own,
            budget=settings.budget,
            rate_per_s=settings.rate_per_s or polite_rate(deployment),
            skips=tuple(target.skip) if target else (),
            deviations=deviations,
            examples=examples,
        )
        run.unfinished = [] if deployment.is_own else unfinished_runs(deployment)
        resources.callback(remove_everything_now, run)
        run.capabilities = anyio.run(_greet, run)
        run.oracle_name = _oracle_name(run.oracle_url)
        yield run


def _examples(asked: Path | None, deployment: Deployment) -> Path:
    """The folder of what broke a law of the same target. Raises ConfigurationError."""
    if asked is None:
        urls = (deployment.posts_url, deployment.redis_url)
        target = str((deployment.worker or Path()).resolve() if deployment.is_own else urls)
        digest = sha256(target.encode(errors="surrogateescape")).hexdigest()
        return cache_folder() / "examples" / digest[:16]
    try:
        asked.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"--examples {asked}: {error.strerror}") from None
    return asked.resolve()


def polite_rate(deployment: Deployment) -> float | None:
    """The default rate limit, in requests per second; None for a deployment on this machine."""
    urls = filter(None, (deployment.posts_url, deployment.redis_url))
    hosts = {urlsplit(url).hostname for url in urls}
    return None if hosts <= LOOPBACK else POLITE_RATE_PER_S


def _deviations(settings: CheckSettings, target: Target | None) -> dict[str, Deviation]:
    """The known deviations of the option, or else of the target. Raises ConfigurationError."""
    configured = target.deviations if target else None
    file = settings.deviations or (Path(configured) if configured else None)
    return {} if file is None else read_deviations(file, today=settings.today)


def asked_deployment(settings: CheckSettings, target: Target | None) -> Deployment | None:
    """The deployment that options, environment or target name; None: the embedded stack."""
    given = Given(
        posts=settings.posts,
        redis=settings.redis,
        token=settings.token,
        read_only_token=settings.read_only_token,
        worker=settings.worker,
        settle_s=settings.settle_s,
    )
    return resolve(given, os.environ, target=target, name=settings.target)


def _oracle_url(
    deployment: Deployment, redis_binary: Path | None, resources: ExitStack
) -> str | None:
    """A real Redis for the oracle: a second database of the run's own, or a server by itself."""
    if deployment.redis_url is None:
        return None
    if deployment.is_own:
        return f"{deployment.redis_server_url}?db=1"
    try:
        from edgeproof.stack import redis_server  # noqa: PLC0415  (the extra `local`)

        return resources.enter_context(redis_server(redis_binary))
    except (UnavailableError, ImportError):
        return None


def _oracle_name(url: str | None) -> str | None:
    if url is None:
        return None
    from edgeproof.stack import name_of_server  # noqa: PLC0415  (the extra `local`)

    return name_of_server(url)


async def _greet(run: Run) -> dict[str, Support]:
    """Send something harmless to each interface of the deployment, then ask what it supports.

    The time that the answers take tells how far away it is.
    """
    case = Case()
    deployment = run.deployment
    found = run.capabilities
    async with HttpClient(uses_proxies=not deployment.is_own) as http:
        run.open_journal(timestamp())
        if deployment.posts_url is not None:
            await look_for_posts(run, http, case)
        if deployment.redis_url is not None and deployment.token is not None:
            await look_for_redis(run, http, case)
        await learn_songs(run, http)
        # No law may find a post that only asked whether posts can be made.
        await remove_posts(http, run)
        if run.has_redis:
            found = await _probed(run, redis_client(run, http, case))
    run.round_trip_s = median(one.elapsed_ns for one in case.exchanges) / 1e9
    return found


async def _probed(run: Run, redis: RedisRestClient) -> dict[str, Support]:
    """What the Redis REST API supports. Raises UnavailableError if it cannot be asked."""
    try:
        found = await probe(redis)
        run.server_name = await _server_name(redis)
        if run.deployment.read_only_token is not None:
            await _check_reader(redis, run.deployment.read_only_token)
            found["read-only-token"] = Support.SUPPORTED
    except (Broken, NotJudged) as error:
        seen = error.summary(run.mask.text) if isinstance(error, Broken) else error.reason
        raise UnavailableError(f"{redis.base_url} cannot be probed", seen) from None
    return found


async def _server_name(redis: RedisRestClient) -> str | None:
    """The database's own name and version; hosts may refuse INFO, and none has to answer it."""
    with suppress(Broken, NotJudged):
        information = (await redis.reply("INFO", "server")).result
        return server_name(information) if isinstance(information, str) else None
    return None


async def _check_reader(redis: RedisRestClient, token: Secret) -> None:
    """Tell a wrong read-only token from a faulty endpoint.

    Raises ConfigurationError if it is wrong.
    """
    if token == redis.token:
        raise ConfigurationError(
            "the read-only token is the same as the full one", "give a different one, or none"
        )
    if not await knows_reader(redis.with_token(token)):
        raise ConfigurationError(
            f"{redis.base_url} refuses the read-only token",
            "is it the read-only token of this database?",
        )

"""The fixtures that laws use: clients of the deployment, the oracle, and `expect`."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from edgeproof.clients import (
    Canary,
    HttpClient,
    Ledger,
    OneConnection,
    PostsClient,
    RedisRestClient,
    Transport,
    probe_streams,
    risk_of_command,
)
from edgeproof.conformance.at_once.overlapping import Clients
from edgeproof.conformance.cleaning.removal import remove_keys, remove_many_keys, remove_posts
from edgeproof.conformance.run import Run
from edgeproof.conformance.stash import CASE, OUTCOME, RUN, SURVIVAL
from edgeproof.conformance.survival import (
    POSTS_SERVICE,
    REDIS_SERVICE,
    canary_of,
    is_in_doubt,
    redis_client,
    trial_of_survival,
)
from edgeproof.conformance.write_attempts import listed_writes, shown_attempts
from edgeproof.extras import remedy
from edgeproof.laws import Case, Expectations, Outcome, Risk, Untested, needs_of_test
from edgeproof.oracle import Oracle
from edgeproof.stack import SecondStack, second_stack
from edgeproof.strategies.keyring import NamedTemplate
from edgeproof.strategies.writes import DESTROYING_ATTEMPTS, PROBING_ATTEMPTS, WRITING_SCRIPTS

__all__ = [
    "anyio_backend",
    "canaries",
    "case",
    "expect",
    "http",
    "one_connection",
    "oracle",
    "posts",
    "posts_clients",
    "reader",
    "redis",
    "redis_clients",
    "run",
    "second",
    "second_redis",
    "write_attempts",
]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that every law runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> Run:
    """The run that this session belongs to."""
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
async def http(
    run: Run,
    anyio_backend: str,  # noqa: ARG001  (so that anyio runs this fixture)
) -> AsyncIterator[HttpClient]:
    """One HTTP client for the whole session."""
    client = HttpClient(uses_proxies=not run.deployment.is_own)
    try:
        yield client
    finally:
        await client.aclose()


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """What this law has sent and compared so far."""
    stash: pytest.Stash = request.node.stash
    return stash.setdefault(CASE, Case())


@pytest.fixture
def expect(case: Case) -> Expectations:
    """How a law compares."""
    return Expectations(case)


@pytest.fixture
async def posts(
    request: pytest.FixtureRequest, run: Run, http: HttpClient, case: Case
) -> AsyncIterator[PostsClient]:
    """A client of the /posts API; the posts that it makes are deleted when the law ends."""
    if run.deployment.posts_url is None:
        raise Untested("no URL of a /posts collection was given (--posts)")
    transport = Transport(http, run.deployment.posts_url, mask=run.mask, case=case, meter=run.meter)
    yield PostsClient(transport, run.posts, settle_s=run.deployment.settle_s, blocking=run.blocking)
    await _ask_canary(request.node.stash, run, http, POSTS_SERVICE)
    await remove_posts(http, run)


@pytest.fixture
async def redis(
    request: pytest.FixtureRequest, run: Run, http: HttpClient, case: Case
) -> AsyncIterator[RedisRestClient]:
    """A client of the Redis REST API; its fresh keys are deleted once there are many.

    Large ones are deleted when the law ends.
    """
    client = redis_client(run, http, case, meter=run.meter)
    if case.may_risk is Risk.STREAM:
        await _learn_streams(request.node, run, client)
    yield client
    await _ask_canary(request.node.stash, run, http, REDIS_SERVICE)
    if case.may_risk is Risk.ORDINARY:
        await remove_many_keys(http, run)
    else:
        await remove_keys(http, run)


async def _learn_streams(node: pytest.Item, run: Run, redis: RedisRestClient) -> None:
    """Ask what the preparation does not: one such request ends some services for everybody."""
    if not run.has_learnt_streams:
        run.has_learnt_streams = True
        run.capabilities |= await probe_streams(redis)
    for capability in needs_of_test(node):
        run.need(capability)


async def _ask_canary(stash: pytest.Stash, run: Run, http: HttpClient, law_id: str) -> None:
    """Ask whether the service outlives a test that sent something risky, or did not hold."""
    case = stash[CASE]
    run.last_exchange = case.last
    doubtful = is_in_doubt(case, stash.get(OUTCOME, Outcome.HELD))
    if run.has_ended or run.meter.is_interrupted or case.has_asked_canary or not doubtful:
        return
    canary = canary_of(run, law_id, http)
    if canary is not None:
        trial = await trial_of_survival(run, law_id, case, canary, run.passing_urls)
        stash.setdefault(SURVIVAL, []).append(trial)


@pytest.fixture
def canaries(run: Run, http: HttpClient) -> Callable[[str], Canary | None]:
    """The canary behind each law of service, by its id."""
    return lambda law_id: canary_of(run, law_id, http)


@pytest.fixture
def posts_clients(
    posts: PostsClient, case: Case, run: Run, http: HttpClient
) -> Clients[PostsClient]:
    """Several clients of the /posts API at once."""
    # Every list contains all posts, and many posts make it slow.
    return Clients(posts, case, tidy=partial(remove_posts, http, run))


@pytest.fixture
def redis_clients(
    redis: RedisRestClient, case: Case, run: Run, http: HttpClient
) -> Clients[RedisRestClient]:
    """Several clients of the Redis REST API at once."""
    return Clients(redis, case, tidy=partial(remove_many_keys, http, run))


@pytest.fixture
def reader(run: Run, redis: RedisRestClient) -> RedisRestClient:
    """The same client with the read-only token."""
    token = run.deployment.read_only_token
    if token is None:
        raise Untested("no read-only token was given (--read-only-token)")
    return redis.with_token(token)


@pytest.fixture
def second(run: Run) -> Iterator[SecondStack]:
    """A stack like the run's own, for this law alone: its database may be taken away."""
    if not run.deployment.is_own:
        raise Untested("only the embedded stack can take its database away")
    with second_stack(run.deployment) as stack:
        run.name_passing_urls(stack.deployment)
        yield stack


@pytest.fixture
def second_redis(run: Run, http: HttpClient, case: Case, second: SecondStack) -> RedisRestClient:
    """A client of the second stack's Redis REST API; what it makes there ends with the stack."""
    url, token = second.deployment.redis_url, second.deployment.token
    assert url  # noqa: S101 - for the type checker: a stack has both
    assert token  # noqa: S101  (for the type checker)
    transport = Transport(http, url, mask=run.mask, case=case, meter=run.meter)
    return RedisRestClient(transport, token, Ledger(), key_prefix=run.key_prefix)


@pytest.fixture
async def one_connection(run: Run) -> AsyncIterator[OneConnection]:
    """An HTTP client of a single connection, for `redis.over(one_connection.http)`."""
    connection = OneConnection(uses_proxies=not run.deployment.is_own)
    try:
        yield connection
    finally:
        await connection.http.aclose()


@pytest.fixture
async def oracle(run: Run) -> AsyncIterator[Oracle]:
    """A real Redis that is asked the same, with keys that nothing else uses."""
    async with _connected_oracle(run) as connected:
        yield connected


def _connected_oracle(run: Run) -> AbstractAsyncContextManager[Oracle]:
    if run.oracle_url is None:
        raise Untested(f"no redis-server for an oracle: {remedy('local')}")
    return Oracle.connected(run.oracle_url)


@pytest.fixture(scope="session")
async def write_attempts(run: Run, http: HttpClient) -> list[NamedTemplate]:
    """Every command that the server itself lists as a write, in forms that were seen to write.

    Writes within scripts are included. Writes that reach beyond their keys are included only if the
    run may do that.
    """
    redis = redis_client(run, http, Case(), meter=run.meter)
    async with _connected_oracle(run) as oracle:
        writes = await listed_writes(redis, oracle)
        attempts = await shown_attempts(writes, oracle, key_prefix=run.key_prefix)
    if not attempts:
        raise Untested("no server says which of its commands write")
    if run.may_probe_isolation:
        attempts += PROBING_ATTEMPTS
    else:
        attempts = [one for one in attempts if risk_of_command(one) is Risk.ORDINARY]
    if run.deployment.is_own:
        attempts += DESTROYING_ATTEMPTS
    return [*attempts, *WRITING_SCRIPTS]

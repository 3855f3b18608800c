"""A transport to a stand-in, and the case that it records into."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack

import pytest

from edgeproof.clients import HttpClient, Mask, Meter, Transport
from edgeproof.deployments import Secret
from edgeproof.laws import Case, Risk
from tests.stand_in import Behaviour, StandIn, stand_in

TOKEN = "a-Token+of/its=own"

Connect = Callable[[str], Transport]


@pytest.fixture
def case() -> Case:
    return Case(may_risk=Risk.STREAM)


@pytest.fixture
def meter() -> Meter:
    return Meter()


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], StandIn]]:
    """Start a stand-in that behaves as told."""
    with ExitStack() as servers:
        yield lambda behaviour: servers.enter_context(stand_in(behaviour))


@pytest.fixture
async def connect(case: Case, meter: Meter) -> AsyncIterator[Connect]:
    """Open a transport to a URL, with little patience."""
    async with AsyncExitStack() as clients:
        http = await clients.enter_async_context(HttpClient(timeout_s=0.3, uses_proxies=False))
        mask = Mask.of(Secret(TOKEN), None)
        yield lambda url: Transport(http, url, mask=mask, case=case, meter=meter)

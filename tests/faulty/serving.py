"""A server of endpoints that are not quite the reference, each in a folder of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edgeproof.deployments import Secret
from edgeproof.stack import redis_server
from edgeproof.stack.endpoint_part import start_endpoint, wait_for_endpoint
from edgeproof.stack.supervision import Supervision

# Of letters only: percent-encoding has nothing to do there, unless a law encodes letters too.
TOKEN = "TheTokenOfFaultyEndpoints"
READ_ONLY_TOKEN = "TheReadOnlyTokenOfFaultyEndpoints"


@contextmanager
def served(wrapper: str | None = None, redis_binary: Path | None = None) -> Iterator[str]:
    """The URL of the reference, in front of a Redis of its own.

    It is within `module:callable`, if one is given; the Redis is that of the embedded stack by
    default.
    """
    with redis_server(redis_binary) as redis_url, served_before(redis_url, wrapper) as url:
        yield url


@contextmanager
def served_before(redis_url: str, wrapper: str | None = None) -> Iterator[str]:
    """The URL of the reference, in front of that Redis."""
    supervision = Supervision()
    try:
        with pytest.MonkeyPatch.context() as patch:
            if wrapper is not None:
                patch.setenv("EDGEPROOF_ENDPOINT_WRAPPER", wrapper)
            start_endpoint(
                supervision,
                redis_server_url=redis_url,
                token=Secret(TOKEN),
                read_only_token=Secret(READ_ONLY_TOKEN),
                request_log=False,
            )
        yield wait_for_endpoint(supervision, Secret(TOKEN))
    finally:
        supervision.end()

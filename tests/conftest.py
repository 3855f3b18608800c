"""Fixtures that all tests may use."""

from collections.abc import Iterator

import pytest

from edgeproof.deployments import Deployment
from edgeproof.stack import embedded_stack


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def stack() -> Iterator[Deployment]:
    """Return the deployment of an embedded stack that lives as long as the session.

    Tests share it: each removes what it made.
    """
    with embedded_stack() as deployment:
        yield deployment

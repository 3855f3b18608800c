"""The reference worker over the real stack, every answer held against its OpenAPI document."""

from collections.abc import AsyncIterator

import httpx
import pytest

from edgeproof.deployments import Deployment
from tests.worker.openapi import require_described


async def check_answer(response: httpx.Response) -> None:
    """Hold an answer against openapi.yaml, and against the rule that it shows no secret."""
    await response.aread()
    require_described(response)


@pytest.fixture
async def posts(stack: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client whose base is the stack's root; it removes all posts at the end."""
    assert stack.posts_url
    root = stack.posts_url.removesuffix("/posts")
    hooks = {"response": [check_answer]}
    async with httpx.AsyncClient(base_url=root, event_hooks=hooks, timeout=30) as client:
        yield client
        for post in (await client.get("/posts")).json():
            await client.delete(f"/posts/{post['id']}")

"""Clients for what a run needs to know or to remove: counted, and never refused by its budget."""

import httpx

from edgeproof.clients import PostsClient, RedisRestClient, Transport
from edgeproof.conformance.run import Run
from edgeproof.laws import Case


def posts_client(run: Run, http: httpx.AsyncClient, case: Case) -> PostsClient:
    """A client of /posts, whose URL is known."""
    url = run.deployment.posts_url or ""
    transport = Transport(http, url, mask=run.mask, case=case, meter=run.meter.unlimited())
    return PostsClient(transport, run.posts)


def redis_client(run: Run, http: httpx.AsyncClient, case: Case) -> RedisRestClient:
    """A client of the Redis REST API, whose URL and token are known."""
    url, token = run.deployment.redis_url or "", run.deployment.token
    assert token is not None  # noqa: S101  (its callers know that)
    transport = Transport(http, url, mask=run.mask, case=case, meter=run.meter.unlimited())
    return RedisRestClient(transport, token, run.keys, key_prefix=run.key_prefix)

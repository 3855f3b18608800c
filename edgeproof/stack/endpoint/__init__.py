"""The Redis REST endpoint: the API that Upstash documents, over any Redis, as an ASGI application.

`create_app` creates it; `python -m edgeproof.stack.endpoint` serves it. It is the reference for the
conformance suites, and also a local stand-in for Upstash.
"""

from edgeproof.stack.endpoint.app import RedisRestEndpoint, create_app

__all__ = ["RedisRestEndpoint", "create_app"]

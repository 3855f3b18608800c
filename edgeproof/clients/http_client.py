"""HTTP connections that add nothing of their own: no cookie, no redirect, no second attempt.

A browser's manners would make requests differ from the curl lines that stand for them.
"""

from collections.abc import AsyncIterable
from contextlib import AbstractAsyncContextManager
from functools import cache
from ssl import SSLContext
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx

from edgeproof.version import VERSION

TIMEOUT_S: Final = 10.0
"""How long a request may take, from its first byte to the last one of its answer, before the law is
inconclusive."""

KEEPALIVE_EXPIRY_S: Final = 1.0
"""Shorter than any server's own limit (Node's is 5 s): if a server closes a connection while a
request is on its way, that looks like a fault of the deployment, and would be a false alarm."""

MOST_CONNECTIONS: Final = 64
"""How many requests may be under way at once."""

MOST_BYTES: Final = 16 * 1024 * 1024
"""How long the body of an answer may be, also after decompression."""

_UNASKED: Final = frozenset({"br", "zstd"})

_HEADERS: Final = httpx.Headers(
    {
        "Accept": "*/*",
        # `br` and `zstd` need packages that may not be installed.
        "Accept-Encoding": "gzip, deflate",
        "Connection": "keep-alive",
        "User-Agent": f"edgeproof/{VERSION}",
    }
)


class TooLongError(Exception):
    """The body of an answer goes on and on."""

    def __init__(self) -> None:
        super().__init__(f"the answer has more than {MOST_BYTES // 1024**2} MiB")


class HttpClient(AbstractAsyncContextManager["HttpClient"]):
    """Kept connections, through the proxies that the environment names if it `uses_proxies`."""

    def __init__(
        self,
        *,
        uses_proxies: bool = True,
        timeout_s: float = TIMEOUT_S,
        connections: int = MOST_CONNECTIONS,
        keepalive_expiry_s: float = KEEPALIVE_EXPIRY_S,
    ) -> None:
        self.uses_proxies = uses_proxies
        self._timeout = httpx.Timeout(timeout_s).as_dict()
        self._limits = httpx.Limits(
            max_connections=connections, keepalive_expiry=keepalive_expiry_s
        )
        self._transports: dict[str | None, httpx.AsyncHTTPTransport] = {}
        self._proxies = getproxies() if uses_proxies else {}

    def request(
        self,
        method: str,
        url: httpx.URL | str,
        *,
        headers: httpx.Headers | None = None,
        content: bytes | AsyncIterable[bytes] | None = None,
    ) -> httpx.Request:
        """A request with these headers, and the few that each request needs."""
        merged = _HEADERS.copy()
        merged.update(headers)
        return httpx.Request(
            method, url, headers=merged, content=content, extensions={"timeout": self._timeout}
        )

    async def send(self, request: httpx.Request) -> httpx.Response:
        """The head of the answer; close it once its body is read. Raises httpx.TransportError."""
        return await self._transport_to(request.url).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._transports.values():
            await transport.aclose()

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def _transport_to(self, url: httpx.URL) -> httpx.AsyncHTTPTransport:
        proxy = self._proxy_to(url) if self._proxies else None
        if proxy not in self._transports:
            self._transports[proxy] = httpx.AsyncHTTPTransport(
                verify=_certificates(), limits=self._limits, proxy=proxy
            )
        return self._transports[proxy]

    def _proxy_to(self, url: httpx.URL) -> str | None:
        if proxy_bypass(url.host):
            return None
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy


@cache
def _certificates() -> SSLContext:
    """Whom to trust; reading that takes as long as a dozen requests, so clients share it."""
    return httpx.create_ssl_context()


async def read_to_end(answer: httpx.Response) -> bytes:
    """The body of an answer, decompressed; then the answer is closed.

    Raises TooLongError if it is longer than `MOST_BYTES`, httpx.DecodingError if it is encoded as
    nobody asked for: one piece of what is compressed twice may fill the memory.
    """
    pieces, size = [], 0
    try:
        codings = answer.headers.get("content-encoding", "").lower().replace(" ", "").split(",")
        if len(codings) > 1 or codings[0] in _UNASKED:
            raise httpx.DecodingError(f"Content-Encoding {','.join(codings)} was not asked for")
        async for piece in answer.aiter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLongError
    finally:
        await answer.aclose()
    return b"".join(pieces)

"""One connection: some faults show only in answers that share a connection."""

import httpx

from edgeproof.clients.http_client import HttpClient
from edgeproof.laws import Expectations

_KEEPALIVE_EXPIRY_S = 60.0
"""Requests follow each other at once, so the client never has to let go first."""


class OneConnection:
    """An HTTP client that holds at most one connection, and counts how often it opened one.

    It opens another when the server has closed the last one, or has sent more than it announced.
    `allowed` is how many it may need: one, and one after each answer with `Connection: close`.
    """

    def __init__(self, *, uses_proxies: bool) -> None:
        self.opened = 0
        self.allowed = 1
        self.http = _Watched(self, uses_proxies=uses_proxies)

    def expect_kept(self, expect: Expectations) -> None:
        """Compare how many were opened with how many may be. Raises Broken."""
        what = f"at most {self.allowed}: each answer is framed so that the next request can follow"
        is_kept = self.opened <= self.allowed
        expect.that("connections opened", is_kept, received=self.opened, expected=what)

    async def count(self, event: str, _details: object) -> None:
        """Hear what becomes of a connection."""
        if event == "connection.connect_tcp.complete":
            self.opened += 1


class _Watched(HttpClient):
    def __init__(self, watcher: OneConnection, *, uses_proxies: bool) -> None:
        super().__init__(
            uses_proxies=uses_proxies, connections=1, keepalive_expiry_s=_KEEPALIVE_EXPIRY_S
        )
        self._watcher = watcher

    async def send(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "trace": self._watcher.count}
        answer = await super().send(request)
        self._watcher.allowed += "close" in answer.headers.get("connection", "").lower()
        return answer

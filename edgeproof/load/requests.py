"""Requests as they go over the wire, prepared once and sent many times."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from edgeproof.deployments import Secret

MOST_KEPT: Final = 1024
SAFE: Final = frozenset({"GET", "OPTIONS", "TRACE"})


class Requests:
    """Requests to what is below one URL, with its token if it has one."""

    def __init__(self, url: str, token: Secret | None = None) -> None:
        parts = urlsplit(url)
        self._base = parts.path.rstrip("/")
        self._headers = f"Host: {parts.netloc.rpartition('@')[2]}\r\n"
        if token is not None:
            self._headers += f"Authorization: Bearer {token.reveal()}\r\n"
        self._kept: dict[tuple[str, str], bytes] = {}

    def without_body(self, method: str, target: str) -> bytes:
        """A request without a body; `target` follows the URL's path as it is."""
        request = self._kept.get((method, target))
        if request is None:
            path = f"{self._base}{target}" or "/"
            request = f"{method} {path} HTTP/1.1\r\n{self._headers}\r\n".encode()
            if len(self._kept) < MOST_KEPT:
                self._kept[method, target] = request
        return request

    def with_body(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """A request with a body."""
        path = f"{self._base}{target}" or "/"
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = f"Content-Length: {len(body)}\r\n"
        return f"{method} {path} HTTP/1.1\r\n{self._headers}{more}{length}\r\n".encode() + body

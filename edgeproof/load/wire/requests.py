"""Requests as they go over the wire, prepared once and sent many times."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from edgeproof.deployments import Secret

MOST_KEPT: Final = 1024
SAFE: Final = (b"GET ", b"OPTIONS ", b"TRACE ")


class WithoutBody(dict[str, bytes]):
    """Requests without a body by their targets, which follow the URL's path as they are."""

    def __init__(self, method: str, base: str, headers: str) -> None:
        self._method = method
        self._base = base
        self._headers = headers

    def __missing__(self, target: str) -> bytes:
        path = f"{self._base}{target}" or "/"
        request = f"{self._method} {path} HTTP/1.1\r\n{self._headers}\r\n".encode()
        if len(self) < MOST_KEPT:
            self[target] = request
        return request


class Requests:
    """Requests to paths below one URL, with its token if it has one."""

    def __init__(self, url: str, token: Secret | None = None) -> None:
        parts = urlsplit(url)
        self._base = parts.path.rstrip("/")
        self._headers = f"Host: {parts.netloc.rpartition('@')[2]}\r\n"
        if token is not None:
            self._headers += f"Authorization: Bearer {token.reveal()}\r\n"
        self.gets = WithoutBody("GET", self._base, self._headers)
        self.deletes = WithoutBody("DELETE", self._base, self._headers)

    def with_body(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """A request with a body."""
        path = f"{self._base}{target}" or "/"
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = f"Content-Length: {len(body)}\r\n"
        return f"{method} {path} HTTP/1.1\r\n{self._headers}{more}{length}\r\n".encode() + body


def is_safe(request: bytes) -> bool:
    """Whether a request changes nothing, so that it may be sent a second time."""
    return request.startswith(SAFE)

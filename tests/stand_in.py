"""A stand-in deployment: a tiny HTTP server that keeps each request exactly as it came."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it came over the wire; header names are lower case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name, None if there is none."""
        return next((value for key, value in self.headers if key == name), None)


def answer(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    """An HTTP answer that leaves the connection open."""
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


Behaviour = Callable[[Seen], bytes | None]
"""What is sent for a request: an answer, whatever its form; None closes the connection instead."""


class StandIn(socketserver.ThreadingTCPServer):
    """Answers as `behaviour` says, and keeps what it was asked in `seen`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.behaviour = behaviour
        self.seen: list[Seen] = []

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no error."""


class _Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    server: StandIn

    def handle(self) -> None:
        while (line := self.rfile.readline()).strip():
            seen = self._rest_of(line)
            self.server.seen.append(seen)
            sent = self.server.behaviour(seen)
            if sent is None:
                return
            self.wfile.write(sent)
            self.wfile.flush()

    def _rest_of(self, line: bytes) -> Seen:
        method, target, _ = line.decode("latin-1").split(" ")
        headers = []
        while (line := self.rfile.readline()).strip():
            name, _, value = line.decode("utf-8").partition(":")
            headers.append((name.lower(), value.strip(" \t\r\n")))
        fields = dict(headers)
        if "100-continue" in fields.get("expect", ""):
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if fields.get("transfer-encoding") == "chunked":
            body = b"".join(self._chunks())
        else:
            body = self.rfile.read(int(fields.get("content-length", 0)))
        return Seen(method=method, target=target, headers=tuple(headers), body=body)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()


@contextmanager
def stand_in(behaviour: Behaviour = lambda _: answer()) -> Iterator[StandIn]:
    """Run a stand-in until the block ends."""
    with StandIn(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

"""A stand-in for the database, which answers as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `hangs_after` bytes of its body, nothing more is sent until the test ends."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    location: str | None = None
    hangs_after: int | None = None
    is_dropped: bool = False


def result(value: Any) -> Reply:
    """Return the answer of a database that is well."""
    return Reply(body=json.dumps(value).encode())


def healthy(path: str, body: list[Any]) -> Reply:
    """Answer as an empty database does."""
    if path == "/multi-exec":
        return result([{"result": "OK" if command[0] == "SET" else 1} for command in body])
    return result({"result": 1 if body[0] == "INCR" else [[], []]})


@dataclass(slots=True)
class StandIn:
    """The stand-in; `answer` may be replaced at any time, `requests` is what it was asked."""

    answer: Callable[[str, list[Any]], Reply] = healthy
    requests: list[tuple[str, list[Any]]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@contextmanager
def stand_in_database() -> Iterator[StandIn]:
    """Serve a stand-in on a free port."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stand_in.requests.append((self.path, body))
            stand_in.authorizations.append(self.headers["Authorization"])
            with suppress(BrokenPipeError):  # the worker has given up, as it should
                send(self, stand_in.answer(self.path, body), stand_in.is_over)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield stand_in
    finally:
        stand_in.is_over.set()
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, reply: Reply, is_over: threading.Event) -> None:
    """Send a reply, or as much of it as it says."""
    if reply.is_dropped:
        handler.close_connection = True
        return
    if reply.hangs_after == 0:
        is_over.wait()
    handler.send_response(reply.status)
    handler.send_header("Content-Type", reply.content_type)
    handler.send_header("Content-Length", str(len(reply.body)))
    if reply.location:
        handler.send_header("Location", reply.location)
    handler.end_headers()
    handler.wfile.write(reply.body[: reply.hangs_after])
    if reply.hangs_after:
        is_over.wait()

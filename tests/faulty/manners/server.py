"""A Redis REST server, or a server of /posts, with one bad manner, as people have written them.

    python -m tests.faulty.manners.server MANNER PORT REDIS COUNTS

It stands in front of a Redis (the path of its socket) and passes commands on as they are. A byte is
added to the file COUNTS for each request.
"""

import itertools
import json
import os
import re
import socket
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final
from urllib.parse import unquote

TOKEN: Final = "a-token-for-servers-of-bad-manners"
HANG_S: Final = 20.0

MANNERS: Final = {
    "none": "all is well",
    "shared-connection": "one connection to Redis serves everybody, whatever it is sent",
    "sticky-pool": "a connection goes back to a pool of three after SUBSCRIBE",
    "nested-array": "a nested array in a pipeline ends the process",
    "bad-pipeline": "after a malformed pipeline nobody is answered",
    "always-base64": "every text is answered in base64",
    "undecoded-paths": "paths are not percent-decoded",
    "no-root": "JSON is taken at /command only",
    "no-eval": "scripts are refused",
    "content-type": "POST without application/json is 415",
    "leaked-select": "one connection serves everybody, and SELECT is passed on",
    "one-body": "/posts: a text with a NUL in it ends the process",
}
FRAMINGS: Final = {
    "a-body-after-head": "/posts: HEAD is answered with the body of GET",
    "a-body-after-204": "/posts: an answer of 204 has a body",
    "a-byte-too-many": "/posts: a line end follows the list, which Content-Length leaves out",
}
POSTS: Final = {"one-body", *FRAMINGS}
"""Servers of /posts; the others are of Redis REST."""

SHARED: Final = {"shared-connection": 1, "leaked-select": 1, "sticky-pool": 3}
"""How many connections to Redis are kept; the others get one per thread."""

REFUSED: Final = (
    "SUBSCRIBE PSUBSCRIBE MONITOR SELECT MULTI EXEC DISCARD WATCH QUIT RESET HELLO AUTH"
)


class RedisError(Exception):
    """An error that Redis answered."""


class Connection:
    """A connection to Redis, used by one thread at a time."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._file = self._socket.makefile("rb")
        self.lock = threading.Lock()

    def ask(self, words: Sequence[bytes]) -> Any:
        """The next reply that comes, which need not be the one to this command."""
        with self.lock:
            self._socket.sendall(b"*%d\r\n" % len(words))
            self._socket.sendall(b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
            return self._reply()

    def _reply(self) -> Any:
        kind, rest = (line := self._file.readline())[:1], line[1:-2]
        if not line:
            raise RedisError("ERR the connection to Redis is gone")
        if kind == b"-":
            return RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == b"-1" else self._file.read(int(rest) + 2)[:-2].decode("latin-1")
        if kind == b"*":
            return None if rest == b"-1" else [self._reply() for _ in range(int(rest))]
        return rest.decode()


class Backend:
    """The connections to Redis, as the manner has them."""

    def __init__(self, manner: str, path: str) -> None:
        self._path = path
        kept = [Connection(path) for _ in range(SHARED.get(manner, 0))]
        self._kept = itertools.cycle(kept) if kept else None
        self._own = threading.local()
        self._refused = set() if kept else set(REFUSED.split())
        if manner == "no-eval":
            self._refused |= {"EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "SCRIPT"}

    def ask(self, command: Sequence[object]) -> Any:
        """The reply; a RedisError is returned, not raised."""
        words = [_word(part) for part in command]
        if words and words[0].decode("latin-1").upper() in self._refused:
            return RedisError("ERR this command is not available over REST")
        return self._connection().ask(words)

    def transaction(self, commands: Sequence[Sequence[object]]) -> list[Any]:
        """The replies of a transaction on a connection of its own."""
        connection = Connection(self._path)
        connection.ask([b"MULTI"])
        for command in commands:
            connection.ask([_word(part) for part in command])
        replies = connection.ask([b"EXEC"])
        return replies if isinstance(replies, list) else [replies]

    def _connection(self) -> Connection:
        if self._kept is not None:
            return next(self._kept)
        if not hasattr(self._own, "connection"):
            self._own.connection = Connection(self._path)
        found: Connection = self._own.connection
        return found


def _word(part: object) -> bytes:
    text = part if isinstance(part, str) else json.dumps(part)
    return text.encode("utf-8", "surrogatepass")


class Handler(BaseHTTPRequestHandler):
    """Answers as the manner has it."""

    protocol_version = "HTTP/1.1"
    manner: ClassVar[str]
    backend: ClassVar[Backend]
    counts: ClassVar[int]
    posts: ClassVar[dict[int, str]] = {}
    numbers: ClassVar["itertools.count[int]"] = itertools.count(1)
    hangs: ClassVar[bool] = False

    def handle_any(self) -> None:
        """Answer one request."""
        os.write(self.counts, b".")
        body = self._body()
        if self.manner in POSTS:
            return self._post(body)
        if type(self).hangs:
            time.sleep(HANG_S)
            self.close_connection = True
            return None
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._answer(401, {"error": "Unauthorized"})
        if self.command not in {"GET", "POST", "PUT", "HEAD"}:
            return self._answer(405, {"error": "ERR method not allowed"})
        is_json = "application/json" in self.headers.get("Content-Type", "")
        if self.manner == "content-type" and self.command == "POST" and not is_json:
            return self._answer(415, {"error": "ERR send application/json"})
        return self._command(body)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            pieces = []
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _command(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        segments = [part for part in path.split("/") if part]
        decoded = segments if self.manner == "undecoded-paths" else list(map(unquote, segments))
        root = ["command"] if self.manner == "no-root" else []
        if decoded in (["pipeline"], ["multi-exec"]):
            return self._batch(decoded[0], body)
        if decoded == root:
            command = _parsed(body)
            if not isinstance(command, list) or not command or isinstance(command[0], list):
                return self._answer(400, {"error": "ERR failed to parse the command"})
            return self._reply(self.backend.ask(command))
        if not decoded:
            return self._answer(404, {"error": "ERR not found"})
        words: list[object] = [*decoded, *([body.decode("utf-8", "replace")] if body else [])]
        pairs = [part.split("=", 1) for part in query.split("&") if part]
        words += [unquote(word) for pair in pairs for word in pair]
        return self._reply(self.backend.ask(words))

    def _batch(self, name: str, body: bytes) -> None:
        commands = _parsed(body)
        is_right = isinstance(commands, list) and all(
            isinstance(item, list) and item for item in commands
        )
        if not is_right:
            type(self).hangs = self.manner == "bad-pipeline"
            return self._answer(400, {"error": "ERR failed to parse the pipeline"})
        if self.manner == "nested-array" and any(list in map(type, item) for item in commands):
            os._exit(1)
        if name == "multi-exec":
            replies = self.backend.transaction(commands)
            if len(replies) == 1 and isinstance(replies[0], RedisError):
                return self._answer(400, {"error": str(replies[0])})
        else:
            replies = [self.backend.ask(item) for item in commands]
        return self._answer(200, [self._envelope(reply) for reply in replies])

    def _reply(self, reply: object) -> None:
        self._answer(400 if isinstance(reply, RedisError) else 200, self._envelope(reply))

    def _envelope(self, reply: object) -> dict[str, object]:
        if isinstance(reply, RedisError):
            return {"error": str(reply)}
        wanted = self.headers.get("Upstash-Encoding") == "base64"
        is_encoded = wanted or self.manner == "always-base64"
        return {"result": _shown(reply, is_encoded=is_encoded)}

    def _post(self, body: bytes) -> None:
        cls, path = type(self), self.path.partition("?")[0]
        if self.command == "POST" and path == "/posts":
            if self.manner == "one-body" and b"\0" in body:
                os._exit(1)
            try:
                text = body.decode()
            except UnicodeDecodeError:
                return self._answer(400, {"error": "the text is not UTF-8"})
            number = next(cls.numbers)
            cls.posts[number] = text
            return self._text(201, f"post:{number}")
        found = re.fullmatch(r"/posts/post(?::|%3[Aa])([1-9][0-9]*)", path)
        if self.command in {"GET", "HEAD"} and path == "/posts":
            listed = [{"id": f"post:{n}", "text": text} for n, text in [*cls.posts.items()]]
            return self._answer(200, listed)
        if self.command == "DELETE" and found:
            is_there = cls.posts.pop(int(found[1]), None) is not None
            done = 204 if self.manner == "a-body-after-204" else 200
            return self._answer(done if is_there else 404, {} if is_there else {"error": "no post"})
        if path == "/posts":
            return self._answer(405, {"error": "method not allowed"}, {"Allow": "GET, HEAD, POST"})
        return self._answer(404, {"error": "not found"})

    def _text(self, status: int, text: str) -> None:
        self._send(status, text.encode(), {"Content-Type": "text/plain;charset=UTF-8"})

    def _answer(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self._send(status, data, {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, text in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD" or self.manner == "a-body-after-head":
            self.wfile.write(data)
        if self.command == "GET" and self.manner == "a-byte-too-many":
            self.wfile.write(b"\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
        """Log nothing."""


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _shown(reply: object, *, is_encoded: bool) -> object:
    """A reply as JSON; its texts came as Latin-1, one character a byte."""
    if isinstance(reply, list):
        return [_shown(item, is_encoded=is_encoded) for item in reply]
    if isinstance(reply, RedisError):
        return str(reply)
    if not isinstance(reply, str):
        return reply
    data = reply.encode("latin-1", "replace")
    return b64encode(data).decode() if is_encoded else data.decode("utf-8", "replace")


for _method in ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"]:
    setattr(Handler, f"do_{_method}", Handler.handle_any)


class Server(ThreadingHTTPServer):
    """Ends with its threads."""

    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    """Serve until the process is ended."""
    manner, port, redis, counts = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    Handler.manner = manner
    Handler.counts = os.open(counts, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    if manner not in POSTS:
        Handler.backend = Backend(manner, redis)
    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()

"""Faulty Redis REST endpoints: the reference, with one fault each.

A fault is a small function between the request and the reference endpoint: it changes the request,
the answer, or neither of them and asks twice. It is named for what is wrong with it, and says which
laws must be seen to break on it.
"""

import importlib
import json
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, read to its end; `path` (without the prefix) and `query` are as on the wire."""

    method: str
    path: bytes
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    scope: Scope

    def header(self, name: bytes) -> bytes | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def with_json(self, value: object) -> "Request":
        """The same request with another body."""
        return replace(self, body=json.dumps(value).encode())

    def with_commands(self, change: Callable[[list[Any]], list[Any]]) -> "Request":
        """The same request with each command of its JSON changed; what is no command stays."""
        if self.path not in {b"/", b"/pipeline", b"/multi-exec"}:
            return self
        try:
            value = self.json()
        except ValueError:
            return self
        if not isinstance(value, list):
            return self
        if self.path == b"/":
            return self.with_json(change(value))
        return self.with_json([change(item) if isinstance(item, list) else item for item in value])

    def with_header(self, name: bytes, value: bytes) -> "Request":
        """The same request with this value as the only one of that header."""
        others = self.without_header(name).headers
        return replace(self, headers=(*others, (name, value)))

    def with_body(self, body: bytes) -> "Request":
        """The same request with another body."""
        return replace(self, body=body)

    def without_header(self, name: bytes) -> "Request":
        """The same request without the headers of that name."""
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0] != name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, read to its end."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def with_json(self, value: object) -> "Answer":
        """The same answer with another body."""
        return self.with_body(json.dumps(value).encode())

    def with_body(self, body: bytes) -> "Answer":
        """The same answer with another body and the Content-Length that goes with it."""
        length = (b"content-length", str(len(body)).encode())
        others = tuple(pair for pair in self.headers if pair[0] != b"content-length")
        return replace(self, body=body, headers=(*others, length))


def json_answer(status: int, value: object) -> Answer:
    """An answer of a JSON value."""
    headers = ((b"content-type", b"application/json"),)
    return Answer(status=status, headers=headers, body=b"").with_json(value)


Reference = Callable[[Request], Awaitable[Answer]]
Behaviour = Callable[[Request, Reference], Awaitable[Answer]]


class Variant(Protocol):
    """A deployment that is not quite the reference: a faulty one, or one that lacks a part."""

    @property
    def behaviour(self) -> Behaviour:
        """What it does between a request and the reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named fault and the laws that it breaks; `name` is also its folder on the faulty server."""

    name: str
    breaks: tuple[str, ...]
    behaviour: Behaviour
    description: str


_FAULTS: dict[str, Fault] = {}


def fault(*breaks: str) -> Callable[[Behaviour], Behaviour]:
    """Register a behaviour as a fault that breaks these laws."""

    def register(behaviour: Behaviour) -> Behaviour:
        name = behaviour.__name__.replace("_", "-")
        description = (behaviour.__doc__ or "").strip()
        if name in _FAULTS or not description:
            message = f"the fault {name} needs a name of its own and a docstring"
            raise ValueError(message)
        _FAULTS[name] = Fault(
            name=name, breaks=breaks, behaviour=behaviour, description=description
        )
        return behaviour

    return register


def all_faults() -> dict[str, Fault]:
    """Every fault of this package's modules, by name."""
    package = importlib.import_module(__package__ or "")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(_FAULTS)


def serve_faults(reference: App) -> App:
    """Wrap the reference: below `/NAME` it has the fault NAME, and elsewhere none."""
    return wrapped(reference, all_faults())


def wrapped(reference: App, variants: Mapping[str, Variant]) -> App:
    """The reference: below `/NAME` it behaves as the variant NAME does, and elsewhere as ever."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await reference(scope, receive, send)
            return
        name, _, rest = scope["raw_path"].lstrip(b"/").partition(b"/")
        chosen = variants.get(name.decode("latin-1"))
        if chosen is None:
            await reference(scope, receive, send)
            return
        request = await _read_request(scope, receive, b"/" + rest)
        answer = await chosen.behaviour(request, lambda changed: _ask(reference, changed))
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": list(answer.headers),
            }
        )
        await send({"type": "http.response.body", "body": answer.body})

    return app


async def _read_request(scope: Scope, receive: Receive, path: bytes) -> Request:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return Request(
        method=scope["method"],
        path=path,
        query=scope["query_string"],
        headers=tuple((name, value) for name, value in scope["headers"]),
        body=body,
        scope=scope,
    )


async def _ask(reference: App, request: Request) -> Answer:
    """Send a request to the reference within the process, and read its answer to the end."""
    scope = {
        **request.scope,
        "method": request.method,
        "raw_path": request.path,
        "path": request.path.decode("latin-1"),
        "query_string": request.query,
        "headers": list(request.headers),
    }
    status = 500
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body = b""
    is_read = False

    async def receive() -> dict[str, Any]:
        nonlocal is_read
        if is_read:
            return {"type": "http.disconnect"}
        is_read = True
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, headers, body
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = tuple((name, value) for name, value in message["headers"])
        else:
            body += message.get("body", b"")

    await reference(scope, receive, send)
    return Answer(status=status, headers=headers, body=body)

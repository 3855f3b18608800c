"""Faulty Redis REST endpoints: the reference, with one fault each.

A fault is a small function between the request and the reference endpoint: it changes the request,
the answer, or neither of them and asks twice. It is named for what is wrong with it, and says which
laws must be seen to break on it. Streams of events pass through event by event (`relay.py`).
"""

import importlib
import json
import os
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.faulty.endpoints.relay import App, Receive, Relay, Scope, Send


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
    """An answer, read to its end; or a stream, whose `events` are to come, after `body`.

    `farewell` is what is done once its client has gone and before Redis hears of it.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    events: AsyncIterator[bytes] | None = None
    farewell: Callable[[], Awaitable[None]] | None = None

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
"""What a faulty endpoint answers to a request that came whole."""
Serving = Callable[[App, Scope, Receive, Send], Awaitable[None]]
"""How a faulty endpoint reads a request and sends an answer, given the reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named fault and the laws that it breaks; `name` is also its folder on the faulty server.

    `function` is the fault as it is written, which `serve` calls or is. One that is seen only
    `on_own_stack` breaks laws that a run tries on a stack of its own alone.
    """

    name: str
    breaks: tuple[str, ...]
    serve: Serving
    function: Callable[..., object]
    description: str
    on_own_stack: bool


_FAULTS: dict[str, Fault] = {}


def fault(*breaks: str, on_own_stack: bool = False) -> Callable[[Behaviour], Behaviour]:
    """Register a behaviour as a fault that breaks these laws."""

    def register(behaviour: Behaviour) -> Behaviour:
        _register(behaviour, answering_as(behaviour), breaks, on_own_stack=on_own_stack)
        return behaviour

    return register


def fault_of_serving(*breaks: str) -> Callable[[Serving], Serving]:
    """Register a fault that is in how requests are read and answers sent."""

    def register(serve: Serving) -> Serving:
        _register(serve, serve, breaks, on_own_stack=False)
        return serve

    return register


def _register(
    named: Callable[..., object], serve: Serving, breaks: tuple[str, ...], *, on_own_stack: bool
) -> None:
    name = named.__name__.replace("_", "-")
    description = (named.__doc__ or "").strip()
    if name in _FAULTS or not description:
        message = f"the fault {name} needs a name of its own and a docstring"
        raise ValueError(message)
    _FAULTS[name] = Fault(
        name=name,
        breaks=breaks,
        serve=serve,
        function=named,
        description=description,
        on_own_stack=on_own_stack,
    )


def answering_as(behaviour: Behaviour) -> Serving:
    """Serve what the behaviour answers, a stream of events as it comes."""

    async def serve(reference: App, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read_request(scope, receive)
        if request is None:
            return
        async with Relay(reference, receive, send) as relay:
            answer = await behaviour(request, lambda changed: _ask_through(relay, changed))
            await relay.send_head(answer.status, answer.headers)
            await relay.send_body(answer.body, answer.events)
            if answer.farewell is not None:
                await answer.farewell()

    return serve


def all_faults() -> dict[str, Fault]:
    """Every fault of this package's modules, by name."""
    package = importlib.import_module(__package__ or "")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(_FAULTS)


def serve_faults(reference: App) -> App:
    """Wrap the reference: below `/NAME` it has the fault NAME, and elsewhere none."""
    return wrapped(reference, {name: fault.serve for name, fault in all_faults().items()})


def wrapped(reference: App, variants: Mapping[str, Serving]) -> App:
    """The reference: below `/NAME` it behaves as the variant NAME does, and elsewhere as ever."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        name, _, rest = scope.get("raw_path", b"").lstrip(b"/").partition(b"/")
        chosen = variants.get(name.decode("latin-1"))
        if chosen is None:
            await reference(scope, receive, send)
        else:
            await chosen(reference, {**scope, "raw_path": b"/" + rest}, receive, send)

    return app


FAULT_VARIABLE = "EDGEPROOF_FAULT"


def serve_fault(reference: App) -> App:
    """Wrap the reference: everywhere it has the fault that the environment names."""
    chosen = all_faults()[os.environ[FAULT_VARIABLE]]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await chosen.serve(reference, scope, receive, send)
        else:
            await reference(scope, receive, send)

    return app


async def read_request(scope: Scope, receive: Receive) -> Request | None:
    """The request, read to its end; None if the client went away before that."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return request_of(scope, body)


def request_of(scope: Scope, body: bytes) -> Request:
    """The request with this as its body."""
    return Request(
        method=scope["method"],
        path=scope["raw_path"],
        query=scope["query_string"],
        headers=tuple((name, value) for name, value in scope["headers"]),
        body=body,
        scope=scope,
    )


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer as a whole."""
    headers = list(answer.headers)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def ask(reference: App, request: Request) -> Answer:
    """Send a request to the reference within the process; read its answer, which has an end."""
    async with Relay(reference, _from_nobody, _to_nobody) as relay:
        return await _ask_through(relay, request)


async def _from_nobody() -> dict[str, Any]:
    return {"type": "http.disconnect"}


async def _to_nobody(_message: dict[str, Any]) -> None:
    pass


async def _ask_through(relay: Relay, request: Request) -> Answer:
    """Send a request to the reference within the process; read its answer, unless it streams."""
    scope = {
        **request.scope,
        "method": request.method,
        "raw_path": request.path,
        "path": request.path.decode("latin-1"),
        "query_string": request.query,
        "headers": list(request.headers),
    }
    reply = await relay.ask(scope, request.body)
    return Answer(status=reply.status, headers=reply.headers, body=reply.body, events=reply.events)

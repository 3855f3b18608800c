"""Serves the endpoint: one process, one port, gone at SIGTERM."""

import json
import socket
import sys
from importlib import import_module
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from edgeproof.errors import ConfigurationError
from edgeproof.stack.endpoint.app import RedisRestEndpoint, create_app
from edgeproof.stack.endpoint.replies import JSON_TYPE, render_error
from edgeproof.stack.endpoint.request_log import RequestLog
from edgeproof.stack.endpoint.settings import EndpointSettings

BACKLOG: Final = 2048
KEEP_ALIVE_S: Final = 75
"""Longer than clients keep an idle connection: closing first would race with their next request."""
_GRACE_S: Final = 2


class JsonErrorsProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose every answer is JSON, even to bytes that are not HTTP or to a huge URL."""

    def send_400_response(self, msg: str) -> None:
        """Answer 400 and close: after bytes that do not parse, nothing on the connection can."""
        body = render_error(f"ERR {msg}")
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: %b\r\ncontent-length: %d\r\n"
            b"connection: close\r\n\r\n%b" % (JSON_TYPE, len(body), body)
        )
        self.transport.close()


class EndpointServer(uvicorn.Server):
    """A uvicorn server that reports its port, and does not wait for event streams."""

    def __init__(self, config: uvicorn.Config, endpoint: RedisRestEndpoint, port: int) -> None:
        super().__init__(config)
        self._endpoint = endpoint
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print `{"event": "listen", "port": …}`, the only line on standard output."""
        await super().startup(sockets)
        sys.stdout.write(json.dumps({"event": "listen", "port": self._port}) + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as usual."""
        self._endpoint.close_streams()
        await super().shutdown(sockets)


def serve(settings: EndpointSettings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises `ConfigurationError` if the port is not available or the wrapper cannot be loaded.
    """
    endpoint = create_app(
        redis_server_url=settings.redis_server_url,
        token=settings.token,
        read_only_token=settings.read_only_token,
    )
    app: ASGIApp = _wrapped(endpoint, settings.wrapper) if settings.wrapper else endpoint
    if settings.is_logging:
        app = RequestLog(app, sys.stderr.write)
    listener = _listener(settings.host, settings.port)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=JsonErrorsProtocol,
        ws="none",
        lifespan="on",
        # uvicorn's own log would show the tokens of queries.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    EndpointServer(config, endpoint, listener.getsockname()[1]).run(sockets=[listener])


def _wrapped(endpoint: RedisRestEndpoint, wrapper: str) -> ASGIApp:
    """Return what `module:callable` makes of the endpoint: for deployments with a known fault."""
    module, _, name = wrapper.partition(":")
    try:
        app: ASGIApp = getattr(import_module(module), name)(endpoint)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"cannot load the wrapper {wrapper}", str(error)) from error
    return app


def _listener(host: str, port: int) -> socket.socket:
    """Bind first and serve later, so that nobody can take a free port in between."""
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise ConfigurationError(f"cannot listen on {host}:{port}", str(error)) from error

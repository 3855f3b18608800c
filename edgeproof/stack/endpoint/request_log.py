"""A log of requests that shows no token: method, path, status, milliseconds."""

from collections.abc import Callable
from time import perf_counter
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RequestLog:
    """Wraps an ASGI application and writes one line per request, when it is answered.

    The line is written at the first byte of the answer, so that a stream of events shows at once.
    """

    def __init__(
        self,
        app: ASGIApp,
        write: Callable[[str], object],
        clock_s: Callable[[], float] = perf_counter,
    ) -> None:
        self._app = app
        self._write = write
        self._clock_s = clock_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_s = self._clock_s()

        async def send_and_log(message: Message) -> None:
            if message["type"] == "http.response.start":
                elapsed_ms = (self._clock_s() - started_s) * 1000
                target = loggable_target(scope["raw_path"], scope["query_string"])
                self._write(f"{scope['method']} {target} {message['status']} {elapsed_ms:.1f}ms\n")
            await send(message)

        await self._app(scope, receive, send_and_log)


def loggable_target(raw_path: bytes, query_string: bytes) -> str:
    """Return a request's path and query as one printable line, without any `_token`."""
    shown = [p for p in query_string.split(b"&") if p and not _is_token(p)]
    target = raw_path + (b"?" + b"&".join(shown) if shown else b"")
    return target.decode("ascii", "backslashreplace")


def _is_token(parameter: bytes) -> bool:
    # Decoded, because `%5Ftoken` is accepted as `_token` too.
    return unquote_to_bytes(parameter.partition(b"=")[0]) == b"_token"

"""A server that costs next to nothing: it answers `[]` to every GET, and counts them.

    python -m benchmarks.constant_server PORT [PERIOD_S FROZEN_S]

`/count` is answered with how many requests it had. With a period it freezes for the last part of
each: what comes then is answered when the freeze is over. Answers differ in a header, so that no
generator gets away with parsing one of them.
"""

import asyncio
import sys
import time

import uvloop

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nX: %d\r\n\r\n[]"
)
END = b"\r\n\r\n"


class Server(asyncio.Protocol):
    """One connection; requests have no bodies."""

    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._write = transport.write  # type: ignore[attr-defined]  # TCP gives a Transport

    def data_received(self, data: bytes) -> None:
        """Answer as many requests as there are."""
        if data.startswith(b"GET /count"):
            body = str(Server.count)
            self._write((HEAD.format(len(body)) + body).encode())
            return
        for _ in range(data.count(END)):
            Server.count += 1
            self._write(ANSWER % Server.count)


async def serve(port: int, period_s: float, frozen_s: float) -> None:
    """Answer until it is killed."""
    loop = asyncio.get_running_loop()
    await loop.create_server(Server, "127.0.0.1", port, backlog=4096)
    while True:
        await asyncio.sleep((period_s or 1) - frozen_s)
        time.sleep(frozen_s)  # noqa: ASYNC251 - a freeze is what is asked for


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), *map(float, sys.argv[2:] or ("0", "0"))))

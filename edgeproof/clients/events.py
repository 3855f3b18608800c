"""Streams of events: `text/event-stream`, read as strictly as the strictest client does.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html, and `@upstash/redis`, which
takes no notice of a line that does not start with `data: `.
"""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import anyio
import httpx

from edgeproof.clients.transport import OpenAnswer
from edgeproof.laws import Broken, Case, as_shown

if TYPE_CHECKING:
    from edgeproof.clients.notation.response import Response

EVENT_S = 5.0
"""How long an event may take that should come at once, on a slow machine and far away."""

HURRIED_S = 0.5
"""How long it may take once the law is broken, while Hypothesis looks for a smaller example."""


class EventStream:
    """The events of one open answer, each event's `data` as text.

    Evidence shows only the events that were asked for.
    """

    def __init__(self, answer: OpenAnswer, case: Case) -> None:
        self.head: Response = answer.head
        self._answer = answer
        self._lines = _Lines(answer.chunks)
        self._is_hurried = case.first_failure is not None
        self._count = 0

    async def next(self) -> str:
        """The next event. Raises Broken if none comes in time, or the answer is not a success."""
        return await self._next("an event")

    async def next_with(self, text: str) -> str:
        """The next event that contains the text; earlier ones are skipped."""
        return await self._next(f"an event with {text}", text)

    async def take(self, count: int, *, last: str | None = None) -> list[str]:
        """The next events: `count` of them, or all up to and including the event `last`.

        If `last` is sent after all others, a lost event shows without waiting for it.
        """
        events: list[str] = []
        while len(events) < count and (not events or events[-1] != last):
            events.append(await self.next())
        return events

    async def _next(self, expected: str, text: str = "") -> str:
        if not self.head.is_success:
            raise Broken(f"the status of {self.head.request_line}", f"{self.head.status}", "200")
        limit_s = HURRIED_S if self._is_hurried else EVENT_S
        received = "the end of the stream"
        try:
            with anyio.fail_after(limit_s):
                while (event := await self._event()) is not None:
                    if text in event:
                        self._answer.shown += self._lines.taken
                        self._count += 1
                        return event
        except TimeoutError:
            received = f"nothing within {limit_s:g} s"
        except (httpx.TransportError, httpx.DecodingError) as error:
            received = f"the end of the connection ({type(error).__name__})"
        if not text:
            # Skipped events may be somebody else's.
            self._answer.shown += self._lines.begun
            received += f" but {as_shown(self._lines.begun)}" * bool(self._lines.begun)
        raise Broken(f"event {self._count + 1} of {self.head.request_line}", received, expected)

    async def _event(self) -> str | None:
        """The data of the next event that has any, lines joined by line feeds; None at the end."""
        data: list[str] = []
        self._lines.taken = b""
        while (line := await self._lines.next()) is not None:
            if not line and data:
                return "\n".join(data)
            if line.startswith("data: ") or line == "data:":
                data.append(line.removeprefix("data:")[1:])
            elif line.startswith("data:"):
                raise Broken(f"a line of {self.head.request_line}", as_shown(line), "`data: …`")
            # Any other field, or a comment (which keeps the connection awake), is skipped.
        return None


class _Lines:
    """The lines of a stream, without the line feeds at their ends.

    `taken` is the bytes of the lines since it was last emptied, `begun` is those plus what follows.
    """

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.taken = b""

    @property
    def begun(self) -> bytes:
        return self.taken + self._rest

    async def next(self) -> str | None:
        """The next line, None at the end of the stream; bytes that are not UTF-8 become U+FFFD."""
        while b"\n" not in self._rest:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                return None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        self.taken += line + b"\n"
        return line.decode("utf-8", errors="replace")

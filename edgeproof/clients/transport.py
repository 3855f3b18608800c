"""The transport: sends one HTTP request exactly as given, and records the exchange, masked."""

import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import anyio
import httpx

from edgeproof.clients.credentials import Mask
from edgeproof.clients.disconnects import DisconnectMoment, leave, sent_part
from edgeproof.clients.http_client import (
    MOST_CONNECTIONS,
    TIMEOUT_S,
    HttpClient,
    TooLongError,
    read_to_end,
)
from edgeproof.clients.meter import Meter
from edgeproof.clients.notation.response import Headers, Response
from edgeproof.clients.notation.risks import Caution
from edgeproof.clients.under_way import ExchangeUnderWay, is_endless
from edgeproof.laws import (
    Broken,
    Case,
    Risk,
    SentRequest,
    Undecided,
    Untested,
)

_BYTES_PER_S = 200_000
"""Large bodies are given a second more for each of these."""

_ORDINARY = Caution()

CHUNKED = ("Transfer-Encoding", "chunked")


class Unanswered(Undecided):
    """No answer came in time, or the deployment could not be reached."""


class TooLate(Unanswered):
    """No answer came in time, though the deployment could be reached."""


class _CutShortError(Exception):
    """A kept connection was closed under a request that must not be sent again."""


class _WireUrl(httpx.URL):
    """A URL whose path and query go over the wire exactly as given.

    (httpcore's extension `target` does that too, but not through a proxy: it would overwrite the
    target of CONNECT as well.)
    """

    def __init__(self, base: httpx.URL, target: str) -> None:
        super().__init__(base)
        self._target = target.encode()

    @property
    def raw_path(self) -> bytes:
        """The request's target."""
        return self._target


class Transport:
    """Sends requests below one base URL on behalf of one case."""

    def __init__(
        self, http: HttpClient, base_url: str, *, mask: Mask, case: Case, meter: Meter
    ) -> None:
        self._http = http
        self._base = httpx.URL(base_url)
        self._base_path = urlsplit(base_url).path.rstrip("/")
        self.base_url = base_url.rstrip("/")
        self.mask = mask
        self.case = case
        self._meter = meter
        self._asks_again = True

    def over(self, http: HttpClient) -> "Transport":
        """The same transport over another HTTP client, whose connections are observed.

        If a connection is closed instead of an answer, this transport does not ask again.
        """
        other = Transport(http, self.base_url, mask=self.mask, case=self.case, meter=self._meter)
        other._asks_again = False
        return other

    def recording(self, case: Case, *, asks_again: bool = True) -> "Transport":
        """The same transport on behalf of another case, which may send what this one may.

        Unless it `asks_again`, it is Broken too if a kept connection is closed instead of an
        answer.
        """
        case.may_risk = self.case.may_risk
        other = Transport(self._http, self.base_url, mask=self.mask, case=case, meter=self._meter)
        other._asks_again = self._asks_again and asks_again
        return other

    async def send(
        self,
        method: str,
        target: str = "",
        *,
        headers: Headers = (),
        body: bytes | None = None,
        chunks: Sequence[bytes] | None = None,
        commands: int = 1,
        caution: Caution = _ORDINARY,
    ) -> Response:
        """Send one request and return the answer, whatever its status.

        `target` (path below the base URL, and query) goes over the wire as given, without the
        folding of `..` and the quoting that HTTP clients do. With `chunks` the body is sent with
        chunked transfer coding. `commands` is how many the meter counts. A stream of events has no
        end, so only its head is read. Raises Unanswered if no answer comes in time or the
        deployment cannot be reached, Broken if it closes the connection instead of answering,
        Untested if the law may not send that.
        """
        self._require_permission(caution.risk)
        await self._meter.turn(commands)
        self.case.commands += commands
        content = _Chunks(chunks) if chunks is not None else body
        request = self._request(method, target, headers, content)
        shown_headers = headers if chunks is None else (*headers, CHUNKED)
        sent_body = b"".join(chunks) if chunks is not None else body or b""
        self._meter.carried(len(sent_body))
        attempt = self._attempt(method, target, shown_headers, sent_body)
        try:
            with self._blaming(attempt), anyio.fail_after(_deadline_s(sent_body)):
                async with self._connections_for(caution) as http:
                    attempt.answer = await self._head(http, request, caution)
                    if is_endless(attempt.answer):
                        await attempt.answer.aclose()
                    else:
                        attempt.received = await read_to_end(attempt.answer)
                self._meter.carried(len(attempt.received))
        finally:
            self.case.record(attempt.exchange(self.mask), caution.risk)
        return attempt.response()

    @asynccontextmanager
    async def open(
        self,
        method: str,
        target: str,
        *,
        headers: Headers = (),
        body: bytes | None = None,
        risk: Risk = Risk.STREAM,
    ) -> AsyncIterator["OpenAnswer"]:
        """Send one request and yield its answer, once its head has come; close it afterwards.

        If the answer is not a success, its body is read at once. Raises as `send` does until the
        head has come. Evidence has the exchange at its beginning, with what was `shown` of the
        body.
        """
        self._require_permission(risk)
        await self._meter.turn()
        self.case.commands += 1
        request = self._request(method, target, headers, body)
        # Hours may pass between two events, unlike between two pieces of an answer.
        request.extensions["timeout"] = {**request.extensions["timeout"], "read": None}
        attempt = self._attempt(method, target, headers, body or b"")
        opened = attempt.exchange(self.mask)
        self.case.record(opened, risk)
        try:
            with self._blaming(attempt), anyio.fail_after(TIMEOUT_S):
                attempt.answer = await self._head(self._http, request, _ORDINARY)
                if not attempt.answer.is_success:
                    attempt.received = await read_to_end(attempt.answer)
            async with aclosing(_chunks_of(attempt.answer)) as chunks:
                answer = OpenAnswer(head=attempt.response(), chunks=chunks)
                try:
                    yield answer
                finally:
                    attempt.received = answer.shown or attempt.received
        finally:
            if attempt.answer is not None:
                await attempt.answer.aclose()
            self.case.close(opened, attempt.exchange(self.mask))

    async def abandon(
        self,
        method: str,
        target: str = "",
        *,
        headers: Headers = (),
        body: bytes,
        moment: DisconnectMoment,
    ) -> None:
        """Send one request as `send` does, but go away at that moment.

        Raises Unanswered if it does not come: the deployment cannot be reached or does not answer.
        """
        self._require_permission(Risk.ABANDONED)
        await self._meter.turn()
        self.case.commands += 1
        request = self._request(method, target, headers, body)
        sent = sent_part(body, moment)
        self._meter.carried(len(sent))
        shown_headers = (*headers, ("Content-Length", str(len(body))))
        attempt = self._attempt(method, target, shown_headers, sent)
        attempt.failure = "the moment to go away did not come"
        try:
            with anyio.fail_after(_deadline_s(body)):
                await leave(self._http, request, moment)
            attempt.failure = f"the client went away while {moment}"
        except (httpx.HTTPError, TimeoutError):
            raise Unanswered(f"{attempt.failure} in {attempt.request_line}") from None
        finally:
            exchange = attempt.exchange(self.mask)
            self.case.record(dataclasses.replace(exchange, is_abandoned=True), Risk.ABANDONED)

    def _request(
        self, method: str, target: str, headers: Headers, content: "bytes | _Chunks | None"
    ) -> httpx.Request:
        request = self._http.request(
            method,
            self._base,
            headers=httpx.Headers([(k.encode(), v.encode()) for k, v in headers]),
            content=content,
        )
        request.url = _WireUrl(self._base, f"{self._base_path}{target}" or "/")
        return request

    def _attempt(self, method: str, target: str, headers: Headers, body: bytes) -> ExchangeUnderWay:
        return ExchangeUnderWay(
            request=SentRequest(
                method=method,
                url=self.mask.text(self.base_url + target),
                headers=tuple((name, self.mask.text(value)) for name, value in headers),
                body=self.mask.data(body),
            ),
            request_line=f"{method} {self._shown(target)}",
        )

    @contextmanager
    def _blaming(self, attempt: ExchangeUnderWay) -> Iterator[None]:
        """Say who is to blame if no answer comes, and note what came instead."""
        try:
            yield
            attempt.failure = None
        except (httpx.TimeoutException, TimeoutError):
            what = "no answer" if attempt.answer is None else "no whole answer"
            attempt.failure = f"{what} within {round(attempt.seconds, 1):g} s"
            raise TooLate(f"{attempt.failure} to {attempt.request_line}") from None
        except _CutShortError:
            attempt.failure = "a kept connection was closed before an answer came"
            reason = f"{attempt.failure} to {attempt.request_line}: was it carried out?"
            raise Unanswered(reason) from None
        except (httpx.ConnectError, httpx.ProxyError):
            attempt.failure = "could not connect"
            self._meter.was_never_sent()
            raise Unanswered(f"{attempt.failure} to {self.base_url}") from None
        except TooLongError as error:
            attempt.failure = str(error)
            raise Undecided(f"{attempt.failure}, to {attempt.request_line}") from None
        except httpx.LocalProtocolError as error:
            # The request never left: a defect of the law.
            attempt.failure = str(error)
            raise
        except (httpx.TransportError, httpx.DecodingError) as error:
            attempt.failure = f"{type(error).__name__}: {self.mask.text(str(error))}"
            raise Broken(attempt.request_line, attempt.failure, "an answer") from None

    async def _head(
        self, http: HttpClient, request: httpx.Request, caution: Caution
    ) -> httpx.Response:
        """The head of the answer.

        A server may close a kept connection at any time (RFC 9112, 9.5), even while a request is on
        its way. What changes nothing is sent again, until it is on a new connection. Whether
        anything else was carried out is unknown, and it is never sent twice (RFC 9110, 9.2.2): from
        then on such requests get new connections, on which nothing else explains a missing answer.
        """
        opened: list[str] = []

        async def note(event: str, _details: object) -> None:
            if event == "connection.connect_tcp.complete":
                opened.append(event)

        request.extensions = {**request.extensions, "trace": note}
        for _ in range(MOST_CONNECTIONS):
            try:
                return await http.send(request)
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                if opened or not self._asks_again:
                    raise
                if not caution.is_repeatable:
                    self._meter.distrusts_kept_connections = True
                    raise _CutShortError from None
                await self._meter.turn()
        return await http.send(request)

    @asynccontextmanager
    async def _connections_for(self, caution: Caution) -> AsyncIterator[HttpClient]:
        is_risky = self._meter.distrusts_kept_connections and not caution.is_repeatable
        if not is_risky or not self._asks_again:
            yield self._http
            return
        uses_proxies = self._http.uses_proxies
        async with HttpClient(uses_proxies=uses_proxies, keepalive_expiry_s=0) as http:
            yield http

    def _require_permission(self, risk: Risk) -> None:
        if risk > self.case.may_risk:
            raise Untested(f"{risk.words} may harm other users of a deployment")

    def _shown(self, target: str) -> str:
        return self.mask.text(f"{self._base_path}{target}" or "/")


@dataclass(slots=True, kw_only=True)
class OpenAnswer:
    """An answer whose body is read as it comes; evidence keeps what is put into `shown`."""

    head: Response
    chunks: AsyncIterator[bytes]
    shown: bytes = b""


def _deadline_s(sent: bytes) -> float:
    return TIMEOUT_S + len(sent) / _BYTES_PER_S


def _chunks_of(answer: httpx.Response) -> AsyncGenerator[bytes, None]:
    # It is a generator, though httpx does not promise that; and generators must be closed.
    return cast("AsyncGenerator[bytes, None]", answer.aiter_bytes())


class _Chunks:
    """A body in chunks, which can be sent more than once."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk

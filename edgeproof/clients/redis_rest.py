"""A client of a Redis REST endpoint: every request form, and replies read strictly."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from itertools import islice
from urllib.parse import quote

from edgeproof.clients.credentials import Credential
from edgeproof.clients.disconnects import DisconnectMoment
from edgeproof.clients.events import EventStream
from edgeproof.clients.http_client import HttpClient
from edgeproof.clients.ledger import Ledger
from edgeproof.clients.notation.encodings import Encoding, in_text, read_reply
from edgeproof.clients.notation.endpoints import Endpoint, request_to
from edgeproof.clients.notation.forms import (
    Argument,
    Command,
    Form,
    argument_text,
    json_bytes,
    outgoing,
    path_segment,
)
from edgeproof.clients.notation.replies import Reply, parse_reply
from edgeproof.clients.notation.response import Headers, Response
from edgeproof.clients.notation.risks import caution_for
from edgeproof.clients.together import at_once
from edgeproof.clients.transport import Transport
from edgeproof.deployments import Secret
from edgeproof.laws import Broken, Case, as_shown

JSON_BODY = ("Content-Type", "application/json")
_LONGEST_PATH = 4_000
EVENTS_ACCEPTED = ("Accept", "text/event-stream")


class RedisRestClient:
    """Talks to one Redis REST endpoint, with one token, on behalf of one case.

    Commands travel in `form` where a law does not name another. If `is_base64`, every text is
    answered in base64 whatever is asked for, and replies in plain JSON are decoded.
    """

    def __init__(
        self,
        transport: Transport,
        token: Secret,
        ledger: Ledger,
        *,
        key_prefix: str,
        form: Form = Form.BODY,
        has_pipeline: bool = False,
        is_base64: bool = False,
    ) -> None:
        self.transport = transport
        self.token = token
        self._ledger = ledger
        self._key_prefix = key_prefix
        self.form = form
        self._has_pipeline = has_pipeline
        self._is_base64 = is_base64
        self.base_url = transport.base_url

    def fresh_key(self, label: str = "key") -> str:
        """A key that nothing else in the run uses; it is deleted when the law ends."""
        # All laws share one ledger: a name used again might be hit by a DEL that comes late.
        key = f"{self._key_prefix}:{label}:{self._ledger.made_count + 1}"
        self._ledger.made(key)
        return key

    def key_of(self, label: str) -> str:
        """The same key each time for a label; it is deleted when the law ends."""
        key = f"{self._key_prefix}:{label}"
        self._ledger.made(key)
        return key

    def fresh_keys(self, count: int) -> list[str]:
        """That many fresh keys."""
        return [self.fresh_key() for _ in range(count)]

    def fresh_keys_ending(self, endings: Sequence[str]) -> list[str]:
        """A fresh key for each of these endings, all under one fresh name."""
        above = self.fresh_key()
        keys = [f"{above}:{ending}" for ending in endings]
        for key in keys:
            self._ledger.made(key)
        return keys

    def with_token(self, token: Secret) -> "RedisRestClient":
        """The same client with another token (the read-only one)."""
        return self._with(self.transport, token)

    def over(self, http: HttpClient) -> "RedisRestClient":
        """The same client over another HTTP client (one with a single connection)."""
        return self._with(self.transport.over(http), self.token)

    def recording(self, case: Case, *, asks_again: bool = True) -> "RedisRestClient":
        """The same client on behalf of another case; see `Transport.recording`."""
        return self._with(self.transport.recording(case, asks_again=asks_again), self.token)

    def _with(self, transport: Transport, token: Secret) -> "RedisRestClient":
        return RedisRestClient(
            transport,
            token,
            self._ledger,
            key_prefix=self._key_prefix,
            form=self.form,
            has_pipeline=self._has_pipeline,
            is_base64=self._is_base64,
        )

    async def request(
        self,
        method: str,
        target: str = "",
        *,
        headers: Headers = (),
        body: bytes | None = None,
        chunks: Sequence[bytes] | None = None,
        credential: Credential | None = None,
        is_anonymous: bool = False,
    ) -> Response:
        """Send any request and return the answer as it came.

        `target` is what follows the base URL, and goes over the wire as it is. The Authorization
        header carries this client's token, or `credential`'s; it is not sent if `is_anonymous`.
        """
        sent_headers = list(headers)
        if not is_anonymous:
            sent_headers.append(self._authorization(credential))
        sent = b"".join(chunks) if chunks is not None else body or b""
        return await self.transport.send(
            method,
            target,
            headers=sent_headers,
            body=body,
            chunks=chunks,
            caution=caution_for(target, sent),
        )

    @asynccontextmanager
    async def events(
        self,
        *words: str,
        method: str = "POST",
        headers: Headers = (),
        body: bytes | None = None,
    ) -> AsyncIterator[EventStream]:
        """The stream of events below the path of these words (`subscribe`, channel, …).

        It is open as soon as its head has come, whatever the head says, and closes with the block.
        """
        async with self.transport.open(
            method,
            outgoing(words, Form.PATH).target,
            headers=(EVENTS_ACCEPTED, *headers, self._authorization()),
            body=body,
        ) as answer:
            yield EventStream(answer, self.transport.case)

    def _authorization(self, credential: Credential | None = None) -> tuple[str, str]:
        token = credential.token if credential else self.token
        # White space at the end is not part of a header's value (RFC 9110, 5.5).
        return "Authorization", f"Bearer {token.reveal()}".rstrip()

    async def send(
        self, command: Command, form: Form | None = None, *, headers: Headers = ()
    ) -> Response:
        """Send one command in one of its forms and return the answer as it came."""
        form = form or self.form
        request = outgoing(command, form)
        if form in {Form.BODY, Form.PIPELINE, Form.TRANSACTION}:
            headers = (JSON_BODY, *headers)
        return await self.request(
            request.method, request.target, headers=headers, body=request.body
        )

    async def abandon(self, command: Command, form: Form, moment: DisconnectMoment) -> None:
        """Send one command, in a form that has a body, and go away at that moment.

        A JSON body is padded with spaces to twice its length, so that even its first half is a
        whole command: a client that goes away while sending has not sent all that it announced.
        """
        request = outgoing(command, form)
        body = request.body or b""
        is_json = form is not Form.PATH_BODY
        await self.transport.abandon(
            request.method,
            request.target,
            headers=(*((JSON_BODY,) if is_json else ()), self._authorization()),
            body=body.ljust(2 * len(body)) if is_json else body,
            moment=moment,
        )

    async def try_endpoint(
        self,
        endpoint: Endpoint,
        key: str,
        *,
        headers: Headers = (),
        query: str = "",
        method: str | None = None,
        credential: Credential | None = None,
        is_anonymous: bool = False,
    ) -> Response:
        """Send the request that only `endpoint` can answer (see `request_to`).

        In `query`, `{token}` stands for the token as a query parameter carries it.
        """
        request = request_to(endpoint, key)
        token = (credential.token if credential else self.token).reveal()
        target = request.target
        if query:
            target = f"{target or '/'}?{query.replace('{token}', quote(token, safe=''))}"
        return await self.request(
            method or endpoint.method,
            target,
            headers=(*((JSON_BODY,) if request.body else ()), *headers),
            body=request.body,
            credential=credential,
            is_anonymous=is_anonymous,
        )

    async def send_with_query_token(
        self, command: Command, *, credential: Credential | None = None, query: str = "{token}"
    ) -> Response:
        """Send a command with `?_token=` instead of the header.

        `query` may put more parameters around `{token}`.
        """
        token = (credential.token if credential else self.token).reveal()
        request = outgoing(command, self.form)
        parameters = query.replace("{token}", f"_token={quote(token, safe='')}")
        return await self.request(
            request.method,
            f"{request.target or '/'}?{parameters}",
            headers=(JSON_BODY,) if request.body else (),
            body=request.body,
            is_anonymous=True,
        )

    async def reply(
        self, *command: Argument, form: Form | None = None, encoding: Encoding = Encoding.JSON
    ) -> Reply:
        """Send one command and return its reply, which may be an error.

        Raises Broken if the answer is not a reply at all in that encoding.
        """
        form = form or (self.form if encoding is Encoding.RESP2 else self._carrier(command))
        return self.read(await self.send(command, form, headers=encoding.headers), form, encoding)

    def _carrier(self, command: Command) -> Form:
        """The form for a command: a pipeline, if there is one, in place of a difficult path.

        How a path is decoded, and how long it may be, are questions of their own.
        """
        is_path = self.form is Form.PATH and self._has_pipeline
        if not is_path or any(isinstance(argument, bytes) for argument in command):
            return self.form
        texts = list(map(argument_text, command))
        is_plain = "" not in texts and texts == list(map(path_segment, command))
        is_short = sum(map(len, texts)) <= _LONGEST_PATH
        return Form.PATH if is_plain and is_short else Form.PIPELINE

    def read(
        self, response: Response, form: Form | None = None, encoding: Encoding = Encoding.JSON
    ) -> Reply:
        """The one reply in an answer, as this deployment encodes it. Raises Broken if none."""
        if encoding is Encoding.RESP2:
            return read_reply(response, form or self.form, encoding)
        reply = read_reply(response, form or self.form)
        return self._decoded(reply, encoding)

    def parse(self, status: int, item: object, encoding: Encoding = Encoding.JSON) -> Reply:
        """The reply in an envelope, as this deployment encodes it. Raises Broken if it is none."""
        return self._decoded(parse_reply(status, item), encoding)

    def _decoded(self, reply: Reply, encoding: Encoding) -> Reply:
        if self._is_base64 and encoding is Encoding.JSON:
            return in_text(Encoding.BASE64.decoded(reply))
        return encoding.decoded(reply)

    async def __call__(
        self, *command: Argument, form: Form | None = None, encoding: Encoding = Encoding.JSON
    ) -> object:
        """Send one command and return its result. Raises Broken if it answered an error."""
        return (await self.reply(*command, form=form, encoding=encoding)).value

    async def stored_bytes(self, key: str) -> bytes:
        """The exact bytes of a string, read as numbers, since JSON cannot carry them."""
        length = await self("STRLEN", key)
        if not isinstance(length, int):
            raise Broken("the answer to STRLEN", repr(length), "an integer")
        fields = [word for index in range(length) for word in ("GET", "u8", f"#{index}")]
        numbers = await self("BITFIELD", key, *fields)
        if not isinstance(numbers, list) or not all(number in range(256) for number in numbers):
            raise Broken("the answer to BITFIELD", repr(numbers), "a list of bytes")
        return bytes(numbers)

    async def batch(
        self, endpoint: Form, commands: Sequence[Command], *, encoding: Encoding = Encoding.JSON
    ) -> list[Reply]:
        """Send commands to `/pipeline` or `/multi-exec` and return their replies, in order.

        Answers are read as JSON, with or without base64. Raises Broken unless the answer is 200
        with one reply per command.
        """
        response = await self.send_batch(
            endpoint, [list(command) for command in commands], headers=encoding.headers
        )
        items = response.json()
        is_ok = response.status == HTTPStatus.OK
        if not (is_ok and isinstance(items, list) and len(items) == len(commands)):
            received = f"{response.status} with {as_shown(response.text)}"
            raise Broken(f"the answer of /{endpoint}", received, f"200 and {len(commands)} replies")
        return [self.parse(response.status, item, encoding) for item in items]

    async def send_batch(self, endpoint: Form, value: object, *, headers: Headers = ()) -> Response:
        """POST any JSON value to `/pipeline` or `/multi-exec` and return the answer as it came."""
        target, body = f"/{endpoint}", json_bytes(value)
        return await self.transport.send(
            "POST",
            target,
            headers=(JSON_BODY, *headers, self._authorization()),
            body=body,
            commands=max(1, len(value)) if isinstance(value, list) else 1,
            caution=caution_for(target, body),
        )

    async def pipeline(self, *commands: Command) -> list[Reply]:
        """Send commands as one pipeline and return their replies, in order."""
        return await self.batch(Form.PIPELINE, commands)

    async def sequence(self, *commands: Command, encoding: Encoding = Encoding.JSON) -> list[Reply]:
        """Run commands one after the other and return their replies, in order.

        They go as one pipeline if the deployment has it: far away, one by one would cost a round
        trip per command. (An empty pipeline is never sent: its meaning is not documented.)
        """
        if self._has_pipeline and commands:
            return await self.batch(Form.PIPELINE, commands, encoding=encoding)
        return [await self.reply(*command, encoding=encoding) for command in commands]

    async def side_by_side(self, series: Sequence[Sequence[Command]]) -> list[list[Reply]]:
        """Run independent series of commands; the replies of each.

        They go as one pipeline if the deployment has it, otherwise all at once.
        """
        if not self._has_pipeline:
            return await at_once([partial(self.sequence, *commands) for commands in series])
        replies = iter(await self.sequence(*[command for part in series for command in part]))
        return [list(islice(replies, len(commands))) for commands in series]

    async def transaction(self, *commands: Command) -> list[Reply]:
        """Send commands as one transaction and return their replies, in order."""
        return await self.batch(Form.TRANSACTION, commands)

"""The endpoint as an ASGI application: from a request to its commands, and back."""

from secrets import token_hex
from typing import Final

from starlette.types import Receive, Scope, Send

from edgeproof.stack.endpoint.answers import (
    BodyTooLargeError,
    ClientGoneError,
    EndpointAnswer,
    error_answer,
    header,
    read_body,
)
from edgeproof.stack.endpoint.authentication import Authenticator
from edgeproof.stack.endpoint.backend import Backend, BackendUnavailableError
from edgeproof.stack.endpoint.commands import Access
from edgeproof.stack.endpoint.execution import Executor
from edgeproof.stack.endpoint.forms import (
    MalformedRequestError,
    Query,
    body_batch,
    body_command,
    parse_query,
    path_command,
    segments_of_path,
)
from edgeproof.stack.endpoint.replies import (
    ReplyFormat,
    render_batch,
    render_reply,
    reply_format,
)
from edgeproof.stack.endpoint.resp import Arguments, Error
from edgeproof.stack.endpoint.streams import STREAM_COMMANDS, EventStreams

METHODS: Final = ("GET", "POST", "PUT", "HEAD")
BODY_LIMIT_BYTES: Final = 10 * 1024 * 1024


def create_app(
    *,
    redis_server_url: str,
    token: str,
    read_only_token: str | None = None,
    body_limit_bytes: int = BODY_LIMIT_BYTES,
) -> "RedisRestEndpoint":
    """Return the whole Upstash REST API over one Redis server, as an ASGI application.

    `redis_server_url` is a `redis://`, `rediss://` or `unix://` URL. The connection to Redis is
    made at the first request, so Redis may start later than the endpoint.
    """
    return RedisRestEndpoint(
        backend=Backend(redis_server_url),
        authenticator=Authenticator(token, read_only_token),
        body_limit_bytes=body_limit_bytes,
    )


class RedisRestEndpoint:
    """An ASGI application that answers every documented request form (HTTP and lifespan scopes)."""

    def __init__(
        self, *, backend: Backend, authenticator: Authenticator, body_limit_bytes: int
    ) -> None:
        self._backend = backend
        self._authenticator = authenticator
        self._body_limit_bytes = body_limit_bytes
        self._executor = Executor(backend)
        self._streams = EventStreams(backend)
        # Two runs of the endpoint count their writes separately, so their tokens must differ.
        self._run = token_hex(4)

    def close_streams(self) -> None:
        """End the open event streams; a server that waits for its requests would wait for ever."""
        self._streams.close_all()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's lifespan events."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.close_streams()
        await self._backend.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive, send)
        except MalformedRequestError as error:
            answer = error_answer(400, f"ERR {error}")
        except BodyTooLargeError:
            answer = error_answer(413, f"ERR the body is over {self._body_limit_bytes} bytes")
        except BackendUnavailableError:
            # The error's text names the backend's address, so it is not passed on.
            answer = error_answer(503, "ERR the database is not available")
        except ClientGoneError:
            return
        if answer is not None:
            await answer.send(scope, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> EndpointAnswer | None:
        """Return the answer, or `None` when a stream of events was the answer."""
        if scope["method"] not in METHODS:
            allow = ", ".join(METHODS).encode()
            return error_answer(405, "ERR method not allowed", {b"allow": allow})
        query = parse_query(scope["query_string"])
        # Before the body is read: a stranger learns nothing from how it is parsed.
        access = self._authenticator.access(header(scope, b"authorization"), query.token)
        if access is None:
            return error_answer(401, "WRONGPASS invalid or missing auth token")
        segments = segments_of_path(scope["raw_path"])
        if segments[0].lower() in STREAM_COMMANDS:
            return await self._stream(segments + query.arguments, access, scope, receive, send)
        return await self._run_commands(segments, query, access, scope, receive)

    async def _run_commands(
        self, segments: Arguments, query: Query, access: Access, scope: Scope, receive: Receive
    ) -> EndpointAnswer:
        form = reply_format(
            header(scope, b"upstash-encoding"), header(scope, b"upstash-response-format")
        )
        body = await read_body(scope, receive, self._body_limit_bytes)
        match segments:
            case [b"pipeline"]:
                _refuse_arguments(query)
                return await self._pipeline(body_batch(body), access, form)
            case [b"multi-exec"]:
                _refuse_arguments(query)
                return await self._transaction(body_batch(body), access, form)
            case [b""]:
                _refuse_arguments(query)
                return await self._command(body_command(body), access, form)
            case _:
                return await self._command(path_command(segments, body, query), access, form)

    async def _command(
        self, command: Arguments, access: Access, form: ReplyFormat
    ) -> EndpointAnswer:
        [reply] = await self._executor.pipeline([command], access)
        status = 400 if isinstance(reply, Error) else 200
        return self._executed(status, render_reply(reply, form), form)

    async def _pipeline(
        self, commands: list[Arguments], access: Access, form: ReplyFormat
    ) -> EndpointAnswer:
        replies = await self._executor.pipeline(commands, access)
        return self._executed(200, render_batch(replies, form), form)

    async def _transaction(
        self, commands: list[Arguments], access: Access, form: ReplyFormat
    ) -> EndpointAnswer:
        replies = await self._executor.transaction(commands, access)
        form = ReplyFormat.JSON if form is ReplyFormat.RESP2 else form
        if isinstance(replies, Error):
            return self._executed(400, render_reply(replies, form), form)
        return self._executed(200, render_batch(replies, form), form)

    def _executed(self, status: int, body: bytes, form: ReplyFormat) -> EndpointAnswer:
        is_success = status == 200  # noqa: PLR2004
        sync_token = {b"upstash-sync-token": f"{self._run}:{self._executor.writes}".encode()}
        return EndpointAnswer(
            status=status,
            body=body,
            content_type=form.content_type,
            headers=sync_token if is_success else {},
        )

    async def _stream(
        self, command: Arguments, access: Access, scope: Scope, receive: Receive, send: Send
    ) -> EndpointAnswer | None:
        if access is Access.READ_ONLY and command[0].lower() == b"monitor":
            return error_answer(
                400, "NOPERM this user has no permissions to run the 'monitor' command"
            )
        await self._streams.serve(command, scope, receive, send)
        return None


def _refuse_arguments(query: Query) -> None:
    """Refuse a query where it cannot be an argument: ignoring it would change the command."""
    if query.arguments:
        raise MalformedRequestError("query arguments belong to a command in the path")

"""Partial Redis REST endpoints: the reference without a part of the interface, and honest about it.

What asks for the part is refused with an error, and nothing is executed. So these are not faulty:
laws about the part are unsupported on them, and no other law may break.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from edgeproof.laws import CAPABILITIES
from tests.faulty.endpoints.authentication import without_query_token
from tests.faulty.endpoints.faults import (
    Answer,
    Reference,
    Request,
    answering_as,
    json_answer,
    wrapped,
)
from tests.faulty.endpoints.forms import has_body_after_path, is_path_command
from tests.faulty.endpoints.relay import App

STREAMS = (b"/subscribe", b"/psubscribe", b"/monitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the interface: which requests ask for it, and the status that refuses them."""

    is_asked_for: Callable[[Request], bool]
    status: int


def is_command_at_root(request: Request) -> bool:
    """Whether the command is the body of a request to the root."""
    return request.path in {b"", b"/"}


def is_stream(request: Request) -> bool:
    """Whether events are asked for."""
    return request.path.startswith(STREAMS)


def is_command_in_path(request: Request) -> bool:
    """Whether the command is in the path, and no stream's name."""
    return is_path_command(request) and not is_stream(request)


def has_query_arguments(request: Request) -> bool:
    """Whether the query holds more than a token."""
    return is_command_in_path(request) and bool(without_query_token(request).query)


REFUSED = {
    "body": Part(is_asked_for=is_command_at_root, status=404),
    "path": Part(is_asked_for=is_command_in_path, status=404),
    "path-body": Part(is_asked_for=has_body_after_path, status=415),
    "query-arguments": Part(is_asked_for=has_query_arguments, status=400),
    "pipeline": Part(is_asked_for=lambda request: request.path == b"/pipeline", status=404),
    "multi-exec": Part(is_asked_for=lambda request: request.path == b"/multi-exec", status=501),
    "base64": Part(
        is_asked_for=lambda request: request.header(b"upstash-encoding") is not None, status=400
    ),
    "resp2": Part(
        is_asked_for=lambda request: request.header(b"upstash-response-format") is not None,
        status=400,
    ),
    "subscribe": Part(is_asked_for=is_stream, status=501),
    "psubscribe": Part(
        is_asked_for=lambda request: request.path.startswith(b"/psubscribe"), status=404
    ),
}
"""What refuses, by capability; whoever has no `subscribe` has no other stream here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """A partial endpoint; `name` is its folder on the server, `lacks` are capabilities."""

    name: str
    lacks: frozenset[str]

    async def behaviour(self, request: Request, reference: Reference) -> Answer:
        """Refuse what asks for a part that is lacking, and answer the rest as the reference."""
        for capability, part in REFUSED.items():
            if capability in self.lacks and part.is_asked_for(request):
                return json_answer(part.status, {"error": f"ERR {capability} is not supported"})
        if "token-query" in self.lacks:
            request = without_query_token(request)
        answer = await reference(request)
        return without_sync_token(answer) if "sync-token" in self.lacks else answer


def without_sync_token(answer: Answer) -> Answer:
    """The answer of a deployment that has one database, and no replica to wait for."""
    kept = tuple(pair for pair in answer.headers if pair[0].lower() != b"upstash-sync-token")
    return replace(answer, headers=kept)


PATHS = frozenset({"path", "path-body", "query-arguments"})
EVENTS = frozenset({"subscribe", "psubscribe", "monitor"})

PARTIALS = {
    name: Partial(name=name, lacks=frozenset(lacks))
    for name, lacks in {
        "without-arrays-at-its-root": {"body"},
        "of-paths-alone": {"body", "pipeline", "multi-exec"},
        "without-paths": PATHS,
        "without-bodies-after-paths": {"path-body"},
        "without-arguments-in-queries": {"query-arguments"},
        "without-streams": EVENTS,
        "without-patterns": {"psubscribe"},
        "without-resp2": {"resp2"},
        "without-base64": {"base64"},
        "without-pipelines": {"pipeline"},
        "without-transactions": {"multi-exec"},
        "without-tokens-in-queries": {"token-query"},
        "without-sync-tokens": {"sync-token"},
        "of-one-database-and-json": PATHS | EVENTS | {"resp2", "sync-token"},
        "of-json-arrays-alone": set(CAPABILITIES) - {"body", "read-only-token"},
    }.items()
}


def serve_partials(reference: App) -> App:
    """Wrap the reference: below `/NAME` it is the partial endpoint NAME, and elsewhere whole."""
    return wrapped(
        reference, {name: answering_as(partial.behaviour) for name, partial in PARTIALS.items()}
    )

"""Answers as evidence has them: recorded exchanges, read again for their content."""

import json
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from edgeproof.laws import Exchange, ReceivedResponse, SentRequest

_BATCHES = ("/pipeline", "/multi-exec")
METHODS_OF_CLIENTS = frozenset({"GET", "POST", "PUT"})


@dataclass(frozen=True)
class AnswerRead:
    """The answer to a request that is evidence of the law `law_id`.

    `sent` are all texts that the evidence's requests carry as arguments.
    """

    law_id: str
    request: SentRequest
    response: ReceivedResponse
    sent: frozenset[str] = frozenset()

    def asks(self, name: str, value: str) -> bool:
        """Whether the request has that header, given in lower case."""
        fields = [(key.lower(), content.lower()) for key, content in self.request.headers]
        return (name, value) in fields

    @property
    def is_base64_asked_for(self) -> bool:
        """Whether strings should come in base64, which both official clients request."""
        return self.asks("upstash-encoding", "base64")

    @property
    def is_stream(self) -> bool:
        """Whether it is a stream of events."""
        content_type = dict(self.response.headers).get("content-type", "")
        return content_type.startswith("text/event-stream")

    @property
    def is_json_meant(self) -> bool:
        """Whether its body should be JSON."""
        is_resp2 = self.asks("upstash-response-format", "resp2")
        is_of_client = self.request.method in METHODS_OF_CLIENTS
        return is_of_client and not is_resp2 and not self.is_stream

    def is_of(self, endpoint: str) -> bool:
        """Whether the request was to `/pipeline` or `/multi-exec`."""
        return urlsplit(self.request.url).path.endswith(endpoint)

    @cached_property
    def json(self) -> object:
        """The body as JSON, integers exact; the exception if it is not JSON."""
        try:
            return json.loads(self.response.body)
        except (ValueError, RecursionError) as error:
            return error

    @property
    def envelopes(self) -> list[dict[str, object]]:
        """The objects that each stand for one reply."""
        items = self.json if isinstance(self.json, list) else [self.json]
        return [item for item in items if isinstance(item, dict)]

    @property
    def results(self) -> list[object]:
        """Each `result` in the answer."""
        return [envelope["result"] for envelope in self.envelopes if "result" in envelope]

    @property
    def errors(self) -> list[str]:
        """Each `error` in the answer."""
        return [str(envelope["error"]) for envelope in self.envelopes if "error" in envelope]

    def errors_to(self, name: str) -> list[str]:
        """Each `error` that answers a command with that (lower-case) name."""
        if f"/{name}/" in self.request.url.lower():
            return self.errors
        pairs = zip(self.commands, self.envelopes, strict=False)
        return [
            str(envelope["error"])
            for command, envelope in pairs
            if str(command[0]).lower() == name and "error" in envelope
        ]

    @property
    def commands(self) -> list[list[object]]:
        """The commands of the request's JSON, if all of it has the form of the REST API."""
        return commands_in(self.request)


def commands_in(request: SentRequest) -> list[list[object]]:
    """The commands of a request's JSON; none if it is not well formed."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return []
    is_batch = urlsplit(request.url).path.endswith(_BATCHES)
    commands = body if is_batch else [body]
    is_right = isinstance(commands, list) and all(map(_is_command, commands))
    return commands if is_right else []


def _is_command(value: object) -> bool:
    return isinstance(value, list) and value[:1] != [] and all(map(_is_argument, value))


def _is_argument(value: object) -> bool:
    """A scalar, except null and lone surrogates, which an endpoint may refuse."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, int | float)


def answers_in(law_id: str, exchanges: tuple[Exchange, ...]) -> list[AnswerRead]:
    """The complete answers among the exchanges that show a broken law."""
    sent = frozenset(
        word
        for exchange in exchanges
        for command in commands_in(exchange.request)
        for word in command
        if isinstance(word, str)
    )
    return [
        AnswerRead(law_id, exchange.request, exchange.response, sent)
        for exchange in exchanges
        if exchange.response is not None and exchange.failure is None
    ]

"""The endpoints of the Redis REST API, each with a request that tries it alone."""

from enum import StrEnum

from edgeproof.clients.notation.forms import Form, Outgoing, outgoing


class Endpoint(StrEnum):
    """What answers on a path of its own; the value is its name in laws and reports."""

    ROOT = "/"
    PATH = "/set"
    PIPELINE = "/pipeline"
    TRANSACTION = "/multi-exec"
    PUBLISH = "/publish"
    SUBSCRIBE = "/subscribe"
    PSUBSCRIBE = "/psubscribe"
    MONITOR = "/monitor"

    @property
    def capability(self) -> str:
        """The capability that a deployment needs to have it."""
        return _CAPABILITIES[self]

    @property
    def method(self) -> str:
        """The method that clients use: GET where the path says everything, POST otherwise."""
        return "GET" if self in {Endpoint.PATH, Endpoint.PUBLISH} else "POST"


_CAPABILITIES = {
    Endpoint.ROOT: "body",
    Endpoint.PATH: "path",
    Endpoint.PIPELINE: "pipeline",
    Endpoint.TRANSACTION: "multi-exec",
    Endpoint.PUBLISH: "path",
    Endpoint.SUBSCRIBE: "subscribe",
    Endpoint.PSUBSCRIBE: "psubscribe",
    Endpoint.MONITOR: "monitor",
}

WRITING_ENDPOINTS = (Endpoint.ROOT, Endpoint.PATH, Endpoint.PIPELINE, Endpoint.TRANSACTION)
"""The endpoints whose request, from `request_to`, sets a key."""

ATTEMPT = "attempt"
"""The value that such a request sets, or the message that it publishes."""


def request_to(endpoint: Endpoint, key: str) -> Outgoing:
    """A request that only `endpoint` can answer: it sets `key`, or uses it as its channel."""
    match endpoint:
        case Endpoint.ROOT:
            return outgoing(("SET", key, ATTEMPT))
        case Endpoint.PATH:
            return outgoing(("SET", key, ATTEMPT), Form.PATH)
        case Endpoint.PIPELINE | Endpoint.TRANSACTION:
            return outgoing(("SET", key, ATTEMPT), Form(endpoint.capability))
        case Endpoint.PUBLISH:
            return outgoing(("publish", key, ATTEMPT), Form.PATH)
        case Endpoint.MONITOR:
            return outgoing(("monitor",), Form.PATH)
        case Endpoint.SUBSCRIBE | Endpoint.PSUBSCRIBE:
            return outgoing((endpoint.removeprefix("/"), key), Form.PATH)

"""Clients: speak to a deployment exactly as told, and record each exchange, masked."""

from edgeproof.clients.attempts import NoAnswer, ask_until_answered, attempt, pending, try_in_forms
from edgeproof.clients.bystanders import Bystanders
from edgeproof.clients.credentials import (
    Credential,
    Mask,
    every_byte_encoded,
    wrong_credential,
    wrong_credentials,
)
from edgeproof.clients.curl import as_script
from edgeproof.clients.departures import Moment
from edgeproof.clients.endpoints import ATTEMPT, WRITING_ENDPOINTS, Endpoint, request_to
from edgeproof.clients.forms import (
    Argument,
    Command,
    Form,
    argument_text,
    json_bytes,
    outgoing,
    path_segment,
    query_string,
)
from edgeproof.clients.ledger import Ledger
from edgeproof.clients.meter import Meter
from edgeproof.clients.one_connection import OneConnection
from edgeproof.clients.posts import POST_ID, PostsClient, is_post_id, parse_listing, post_number
from edgeproof.clients.probes import probe
from edgeproof.clients.redis_rest import JSON_BODY, RedisRestClient, Reply, parse_reply
from edgeproof.clients.together import at_once
from edgeproof.clients.transport import Response, Transport, Unanswered, open_http_client

__all__ = [
    "ATTEMPT",
    "JSON_BODY",
    "POST_ID",
    "WRITING_ENDPOINTS",
    "Argument",
    "Bystanders",
    "Command",
    "Credential",
    "Endpoint",
    "Form",
    "Ledger",
    "Mask",
    "Meter",
    "Moment",
    "NoAnswer",
    "OneConnection",
    "PostsClient",
    "RedisRestClient",
    "Reply",
    "Response",
    "Transport",
    "Unanswered",
    "argument_text",
    "as_script",
    "ask_until_answered",
    "at_once",
    "attempt",
    "every_byte_encoded",
    "is_post_id",
    "json_bytes",
    "open_http_client",
    "outgoing",
    "parse_listing",
    "parse_reply",
    "path_segment",
    "pending",
    "post_number",
    "probe",
    "query_string",
    "request_to",
    "try_in_forms",
    "wrong_credential",
    "wrong_credentials",
]

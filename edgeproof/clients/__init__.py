"""Clients: speak to a deployment exactly as told, and record each exchange, masked."""

from edgeproof.clients.credentials import (
    Credential,
    Mask,
    every_byte_encoded,
    wrong_credential,
    wrong_credentials,
)
from edgeproof.clients.curl import as_script
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
from edgeproof.clients.lacking import says_it_is_lacking, says_it_knows_no_such_option
from edgeproof.clients.ledger import Ledger
from edgeproof.clients.lives import Life, life, time_of, watch
from edgeproof.clients.meter import Meter
from edgeproof.clients.one_connection import OneConnection
from edgeproof.clients.posts import POST_ID, PostsClient, is_post_id, parse_listing, post_number
from edgeproof.clients.probes import probe
from edgeproof.clients.redis_rest import JSON_BODY, RedisRestClient, Reply, parse_reply
from edgeproof.clients.together import at_once
from edgeproof.clients.transport import Response, Transport, open_http_client

__all__ = [
    "ATTEMPT",
    "JSON_BODY",
    "POST_ID",
    "WRITING_ENDPOINTS",
    "Argument",
    "Command",
    "Credential",
    "Endpoint",
    "Form",
    "Ledger",
    "Life",
    "Mask",
    "Meter",
    "OneConnection",
    "PostsClient",
    "RedisRestClient",
    "Reply",
    "Response",
    "Transport",
    "argument_text",
    "as_script",
    "at_once",
    "every_byte_encoded",
    "is_post_id",
    "json_bytes",
    "life",
    "open_http_client",
    "outgoing",
    "parse_listing",
    "parse_reply",
    "path_segment",
    "post_number",
    "probe",
    "query_string",
    "request_to",
    "says_it_is_lacking",
    "says_it_knows_no_such_option",
    "time_of",
    "watch",
    "wrong_credential",
    "wrong_credentials",
]

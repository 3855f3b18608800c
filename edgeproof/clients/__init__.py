"""Clients: speak to a deployment exactly as told, and record each exchange, masked."""

from edgeproof.clients.credentials import (
    Credential,
    Mask,
    every_byte_encoded,
    wrong_credential,
    wrong_credentials,
)
from edgeproof.clients.curl import as_script
from edgeproof.clients.encodings import Encoding, as_text, read_reply
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
from edgeproof.clients.redis_rest import JSON_BODY, RedisRestClient
from edgeproof.clients.replies import Reply, parse_reply
from edgeproof.clients.resp2 import ByteReply, ErrorText, frame_of, parse_frame
from edgeproof.clients.together import at_once
from edgeproof.clients.transport import Response, Transport, open_http_client

__all__ = [
    "ATTEMPT",
    "JSON_BODY",
    "POST_ID",
    "WRITING_ENDPOINTS",
    "Argument",
    "ByteReply",
    "Command",
    "Credential",
    "Encoding",
    "Endpoint",
    "ErrorText",
    "Form",
    "Ledger",
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
    "as_text",
    "at_once",
    "every_byte_encoded",
    "frame_of",
    "is_post_id",
    "json_bytes",
    "open_http_client",
    "outgoing",
    "parse_frame",
    "parse_listing",
    "parse_reply",
    "path_segment",
    "post_number",
    "probe",
    "query_string",
    "read_reply",
    "request_to",
    "wrong_credential",
    "wrong_credentials",
]

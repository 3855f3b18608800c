"""Clients: speak to a deployment exactly as told, and record each exchange, masked."""

from edgeproof.clients.credentials import Credential, Mask, wrong_credentials
from edgeproof.clients.curl import as_script
from edgeproof.clients.forms import Argument, Command, Form, json_bytes, path_segment
from edgeproof.clients.ledger import Ledger
from edgeproof.clients.meter import Meter
from edgeproof.clients.posts import POST_ID, PostsClient, parse_listing
from edgeproof.clients.probes import probe
from edgeproof.clients.redis_rest import RedisRestClient, Reply, parse_reply
from edgeproof.clients.transport import Response, Transport, open_http_client

__all__ = [
    "POST_ID",
    "Argument",
    "Command",
    "Credential",
    "Form",
    "Ledger",
    "Mask",
    "Meter",
    "PostsClient",
    "RedisRestClient",
    "Reply",
    "Response",
    "Transport",
    "as_script",
    "json_bytes",
    "open_http_client",
    "parse_listing",
    "parse_reply",
    "path_segment",
    "probe",
    "wrong_credentials",
]

"""Clients: they send to a deployment exactly as told, and record each exchange, masked."""

from edgeproof.clients.attempts import NoAnswer, ask_until_answered, attempt, pending, try_in_forms
from edgeproof.clients.bystanders import Bystanders
from edgeproof.clients.canary import (
    Canary,
    EndOfService,
    PostsCanary,
    RedisCanary,
    speaks_base64,
    working_form,
)
from edgeproof.clients.credentials import (
    Credential,
    Mask,
    every_byte_encoded,
    wrong_credential,
    wrong_credentials,
)
from edgeproof.clients.disconnects import DisconnectMoment
from edgeproof.clients.each import replies_to_each, send_each
from edgeproof.clients.events import EventStream
from edgeproof.clients.http_client import HttpClient
from edgeproof.clients.ledger import Ledger, digest_of_text
from edgeproof.clients.lifetimes import Life, life, time_of, watch
from edgeproof.clients.meter import Meter
from edgeproof.clients.notation.command_table import CommandEntry, command_table
from edgeproof.clients.notation.encodings import Encoding, as_text, read_reply
from edgeproof.clients.notation.endpoints import ATTEMPT, WRITING_ENDPOINTS, Endpoint, request_to
from edgeproof.clients.notation.forms import (
    Argument,
    Command,
    Form,
    argument_text,
    json_bytes,
    outgoing,
    path_segment,
    query_string,
)
from edgeproof.clients.notation.lacking import says_it_is_lacking, says_it_knows_no_such_option
from edgeproof.clients.notation.replies import Reply, parse_reply
from edgeproof.clients.notation.resp2 import ByteReply, ErrorText, frame_of, parse_frame
from edgeproof.clients.notation.response import Response
from edgeproof.clients.notation.risks import risk_of_command
from edgeproof.clients.one_connection import OneConnection
from edgeproof.clients.posts import PostsClient, lifecycle_of_a_post, parse_listing
from edgeproof.clients.probes import knows_reader, probe, probe_streams
from edgeproof.clients.redis_rest import JSON_BODY, RedisRestClient
from edgeproof.clients.server_names import server_name
from edgeproof.clients.subscriptions import (
    is_head_held_back,
    listeners_left,
    publish,
    subscribe_and_leave,
    subscribers,
)
from edgeproof.clients.together import a_few_at_once, at_once
from edgeproof.clients.transport import Transport, Unanswered

__all__ = [
    "ATTEMPT",
    "JSON_BODY",
    "WRITING_ENDPOINTS",
    "Argument",
    "Bystanders",
    "ByteReply",
    "Canary",
    "Command",
    "CommandEntry",
    "Credential",
    "DisconnectMoment",
    "Encoding",
    "EndOfService",
    "Endpoint",
    "ErrorText",
    "EventStream",
    "Form",
    "HttpClient",
    "Ledger",
    "Life",
    "Mask",
    "Meter",
    "NoAnswer",
    "OneConnection",
    "PostsCanary",
    "PostsClient",
    "RedisCanary",
    "RedisRestClient",
    "Reply",
    "Response",
    "Transport",
    "Unanswered",
    "a_few_at_once",
    "argument_text",
    "as_text",
    "ask_until_answered",
    "at_once",
    "attempt",
    "command_table",
    "digest_of_text",
    "every_byte_encoded",
    "frame_of",
    "is_head_held_back",
    "json_bytes",
    "knows_reader",
    "life",
    "lifecycle_of_a_post",
    "listeners_left",
    "outgoing",
    "parse_frame",
    "parse_listing",
    "parse_reply",
    "path_segment",
    "pending",
    "probe",
    "probe_streams",
    "publish",
    "query_string",
    "read_reply",
    "replies_to_each",
    "request_to",
    "risk_of_command",
    "says_it_is_lacking",
    "says_it_knows_no_such_option",
    "send_each",
    "server_name",
    "speaks_base64",
    "subscribe_and_leave",
    "subscribers",
    "time_of",
    "try_in_forms",
    "watch",
    "working_form",
    "wrong_credential",
    "wrong_credentials",
]

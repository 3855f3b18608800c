"""Faults of authentication: who may ask, and what a stranger is told."""

import base64
import os
from dataclasses import replace
from urllib.parse import parse_qsl, quote

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

UNAUTHORIZED = json_answer(401, {"error": "Unauthorized"})


def token() -> str:
    """The endpoint's own token."""
    return os.environ["EDGEPROOF_ENDPOINT_TOKEN"]


def bearer(request: Request) -> str | None:
    """What the Authorization header presents; None without one."""
    value = request.header(b"authorization")
    return None if value is None else value.decode().partition(" ")[2]


def query_token(request: Request) -> str | None:
    """What `_token` presents; None without one."""
    return dict(parse_qsl(request.query.decode())).get("_token")


def authenticated(request: Request) -> Request:
    """The same request with the right token."""
    return request.with_header(b"authorization", f"Bearer {token()}".encode())


def without_query_token(request: Request) -> Request:
    """The same request without `_token`."""
    kept = [word for word in request.query.split(b"&") if not word.startswith(b"_token=")]
    return replace(request, query=b"&".join(kept))


@fault("rest.auth.bearer")
async def transactions_know_no_bearer(request: Request, reference: Reference) -> Answer:
    """/multi-exec looks for its token in the query only."""
    if request.path == b"/multi-exec":
        request = request.without_header(b"authorization")
    return await reference(request)


@fault("rest.auth.bearer")
async def subscriptions_know_no_bearer(request: Request, reference: Reference) -> Answer:
    """/subscribe looks for its token in the query only, since browsers send no header there."""
    if request.path.startswith(b"/subscribe/"):
        request = request.without_header(b"authorization")
    return await reference(request)


@fault("rest.auth.missing", "rest.auth.no-effect")
async def pipelines_are_open(request: Request, reference: Reference) -> Answer:
    """/pipeline was added later, and its route has no authentication."""
    if request.path == b"/pipeline" and bearer(request) is None and query_token(request) is None:
        request = authenticated(request)
    return await reference(request)


@fault("rest.auth.missing")
async def monitor_is_open(request: Request, reference: Reference) -> Answer:
    """/monitor asks for no token."""
    return await reference(authenticated(request) if request.path == b"/monitor" else request)


@fault("rest.auth.wrong")
async def a_prefix_of_the_token_is_enough(request: Request, reference: Reference) -> Answer:
    """The token is compared up to the length of what was presented."""
    presented = bearer(request)
    if presented and token().startswith(presented):
        request = authenticated(request)
    return await reference(request)


@fault("rest.auth.wrong")
async def an_empty_token_is_enough(request: Request, reference: Reference) -> Answer:
    """An empty token counts as the token of nobody in particular."""
    return await reference(authenticated(request) if bearer(request) == "" else request)


@fault("rest.auth.wrong")
async def the_querys_token_has_no_case(request: Request, reference: Reference) -> Answer:
    """`_token` is compared without regard to case."""
    presented = query_token(request)
    if presented is not None and presented.lower() == token().lower():
        request = authenticated(without_query_token(request))
    return await reference(request)


@fault("rest.auth.no-effect")
async def the_token_is_judged_afterwards(request: Request, reference: Reference) -> Answer:
    """The command runs while its token is being looked up, and the refusal comes too late."""
    answer = await reference(request)
    if answer.status == 401:
        await reference(authenticated(request))
    return answer


@fault("rest.auth.no-effect")
async def refusals_have_a_result(request: Request, reference: Reference) -> Answer:
    """Every answer has the same two fields."""
    answer = await reference(request)
    if answer.status == 401:
        return answer.with_json({**answer.json(), "result": None})
    return answer


@fault("rest.auth.error-body")
async def refusals_are_plain_text(request: Request, reference: Reference) -> Answer:
    """The 401 comes from a proxy in front, which says `Unauthorized` and no more."""
    answer = await reference(request)
    return answer.with_body(b"Unauthorized") if answer.status == 401 else answer


@fault("rest.auth.error-body")
async def refusals_are_in_base64(request: Request, reference: Reference) -> Answer:
    """The encoder takes the error of a 401 for a result."""
    answer = await reference(request)
    if answer.status == 401 and request.header(b"upstash-encoding"):
        error = answer.json()["error"].encode()
        return answer.with_json({"error": base64.b64encode(error).decode()})
    return answer


@fault("rest.auth.before-body")
async def bodies_are_parsed_before_the_token_is_judged(
    request: Request, reference: Reference
) -> Answer:
    """A framework parses the body before any handler sees the request."""
    answer = await reference(authenticated(request))
    is_unreadable = answer.status == 400 and request.body and request.path in {b"/", b"/pipeline"}
    return answer if is_unreadable else await reference(request)


@fault("rest.auth.query-token")
async def the_querys_token_counts_only_alone(request: Request, reference: Reference) -> Answer:
    """`_token` is known to the route `/` only."""
    return await reference(request if request.path == b"/" else without_query_token(request))


@fault("rest.auth.query-token-not-argument")
async def the_querys_token_is_an_argument(request: Request, reference: Reference) -> Answer:
    """`_token` authenticates, and then becomes two arguments like any other parameter."""
    presented = query_token(request)
    if presented is not None and request.path.startswith(b"/rpush/"):
        request = replace(request, path=request.path + f"/_token/{quote(presented)}".encode())
    return await reference(request)


@fault("rest.auth.query-token-not-argument")
async def the_querys_token_is_not_decoded(request: Request, reference: Reference) -> Answer:
    """`_token` is compared as it is on the wire."""
    is_literal = token().encode() in request.query
    return await reference(request if is_literal else without_query_token(request))


@fault("rest.auth.header-decides")
async def the_querys_token_rescues_a_wrong_header(request: Request, reference: Reference) -> Answer:
    """A request is let in when either of its tokens is right."""
    if query_token(request) == token():
        request = request.without_header(b"authorization")
    return await reference(request)


@fault("rest.auth.scheme-case")
async def the_scheme_is_compared_exactly(request: Request, reference: Reference) -> Answer:
    """The header has to start with `Bearer `, letter by letter."""
    value = request.header(b"authorization")
    if value is not None and not value.startswith(b"Bearer"):
        return UNAUTHORIZED
    return await reference(request)


@fault("rest.auth.secrets")
async def errors_repeat_the_url(request: Request, reference: Reference) -> Answer:
    """An error names the URL that was asked for, and its query."""
    answer = await reference(request)
    if answer.status == 400:
        error = f"{answer.json()['error']} (in {request.path.decode()}?{request.query.decode()})"
        return answer.with_json({"error": error})
    return answer


@fault("rest.auth.secrets")
async def refusals_repeat_the_token(request: Request, reference: Reference) -> Answer:
    """A 401 says which token would have been right, for the developer's comfort."""
    answer = await reference(request)
    if answer.status == 401:
        return answer.with_json({"error": f"expected {token()}, got {bearer(request)}"})
    return answer

"""Faults that show when a client goes away in the middle of its request."""

import asyncio

from tests.faulty.endpoints.faults import (
    Answer,
    ask,
    fault_of_serving,
    json_answer,
    read_request,
    request_of,
    send_answer,
)
from tests.faulty.endpoints.relay import App, Receive, Scope, Send

A_WHILE_S = 0.05
"""As long as a slow database takes to answer."""
PLACES = 8
LARGE = 65_536


async def read_until_departure(receive: Receive) -> tuple[bytes, bool]:
    """The body as far as it came, and whether the client went away before its end."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body, message["type"] == "http.disconnect"


async def has_gone(receive: Receive, within_s: float = A_WHILE_S) -> bool:
    """Whether the client goes away before its request is answered, looking for a while."""
    try:
        message = await asyncio.wait_for(receive(), within_s)
    except TimeoutError:
        return False
    return bool(message["type"] == "http.disconnect")


@fault_of_serving("rest.isolation.disconnect")
async def a_body_that_was_half_sent_is_executed(
    reference: App, scope: Scope, receive: Receive, send: Send
) -> None:
    """The body ends where the connection ends, whatever Content-Length says."""
    body, _ = await read_until_departure(receive)
    await send_answer(send, await ask(reference, request_of(scope, body)))


_rest = bytearray()


@fault_of_serving("rest.isolation.disconnect")
async def a_body_that_was_half_sent_is_left_to_the_next_request(
    reference: App, scope: Scope, receive: Receive, send: Send
) -> None:
    """The buffer is emptied when a request was answered, and not when its client went away."""
    body, is_abandoned = await read_until_departure(receive)
    _rest.extend(body)
    if not is_abandoned:
        whole = bytes(_rest)
        _rest.clear()
        await send_answer(send, await ask(reference, request_of(scope, whole)))


_abandoned: list[Answer] = []


@fault_of_serving("rest.isolation.disconnect")
async def an_answer_that_was_not_waited_for_is_left_to_the_next_request(
    reference: App, scope: Scope, receive: Receive, send: Send
) -> None:
    """A request is given up while its reply is under way, and the connection is used again."""
    request = await read_request(scope, receive)
    if request is None:
        return
    _abandoned.append(await ask(reference, request))
    if not await has_gone(receive):
        await send_answer(send, _abandoned.pop(0))


_lost: list[Scope] = []


@fault_of_serving("rest.isolation.disconnect")
async def a_client_that_stops_reading_keeps_its_place(
    reference: App, scope: Scope, receive: Receive, send: Send
) -> None:
    """When the client goes away while its answer is sent, its place of eight is not given back."""
    request = await read_request(scope, receive)
    if request is None:
        return
    if len(_lost) >= PLACES:
        await send_answer(send, json_answer(503, {"error": "ERR max number of clients reached"}))
        return
    answer = await ask(reference, request)
    beginning, rest = answer.body[:LARGE], answer.body[LARGE:]
    headers = list(answer.headers)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": beginning, "more_body": bool(rest)})
    # Who reads on waits for the rest of it; who stops has only just begun to.
    if rest and await has_gone(receive, within_s=1.0):
        _lost.append(scope)
    elif rest:
        await send({"type": "http.response.body", "body": rest})

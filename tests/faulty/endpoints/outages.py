"""Faults that show while the database is away."""

import asyncio
from dataclasses import replace

from tests.faulty.endpoints.commands import commands_in
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

UNAVAILABLE = 503
LAW = "rest.error.backend-down"


@fault(LAW, on_own_stack=True)
async def a_database_that_is_away_has_no_keys(request: Request, reference: Reference) -> Answer:
    """When the database cannot be asked, the answer is null."""
    answer = await reference(request)
    return json_answer(200, {"result": None}) if answer.status == UNAVAILABLE else answer


@fault(LAW, on_own_stack=True)
async def a_database_that_is_away_is_a_page(request: Request, reference: Reference) -> Answer:
    """The web server in front of the endpoint answers its failures with a page."""
    answer = await reference(request)
    if answer.status != UNAVAILABLE:
        return answer
    page = answer.with_body(b"<html><h1>500 Internal Server Error</h1></html>")
    return replace(page, status=500)


@fault(LAW, on_own_stack=True)
async def a_database_that_is_away_is_the_clients_fault(
    request: Request, reference: Reference
) -> Answer:
    """Every error of the client library is a 400."""
    answer = await reference(request)
    return replace(answer, status=400) if answer.status == UNAVAILABLE else answer


@fault(LAW, on_own_stack=True)
async def pipelines_hide_that_the_database_is_away(
    request: Request, reference: Reference
) -> Answer:
    """Each command of a pipeline fails in its place, and the pipeline is 200."""
    answer = await reference(request)
    if answer.status != UNAVAILABLE or request.path != b"/pipeline":
        return answer
    return json_answer(200, [answer.json() for _ in commands_in(request)])


@fault(LAW, on_own_stack=True)
async def a_database_that_is_away_is_waited_for(request: Request, reference: Reference) -> Answer:
    """Requests are kept in a queue until the database is back, and forgotten there."""
    answer = await reference(request)
    if answer.status == UNAVAILABLE:
        await asyncio.Event().wait()
    return answer


_trips: list[Answer] = []


@fault(LAW, on_own_stack=True)
async def a_database_that_was_away_is_never_asked_again(
    request: Request, reference: Reference
) -> Answer:
    """The circuit breaker opens, and nothing closes it."""
    answer = _trips[0] if _trips else await reference(request)
    if answer.status == UNAVAILABLE:
        _trips.append(answer)
    return answer


_known: dict[tuple[bytes, bytes], Answer] = {}


@fault(LAW, on_own_stack=True)
async def what_was_answered_once_is_answered_again(
    request: Request, reference: Reference
) -> Answer:
    """While the database is away, the last good answer to the same request is sent."""
    answer = await reference(request)
    asked = (request.path, request.body)
    if answer.status == 200:
        _known[asked] = answer
    return _known.get(asked, answer) if answer.status == UNAVAILABLE else answer

"""Faults of methods and paths."""

from dataclasses import replace

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

NOT_ALLOWED = json_answer(405, {"error": "Method Not Allowed"})
HTML = (b"content-type", b"text/html; charset=utf-8")


def without(
    headers: tuple[tuple[bytes, bytes], ...], name: bytes
) -> tuple[tuple[bytes, bytes], ...]:
    """The headers but those of one name."""
    return tuple(pair for pair in headers if pair[0] != name)


@fault("rest.method.allowed")
async def put_is_not_allowed(request: Request, reference: Reference) -> Answer:
    """Routes are made for GET, HEAD and POST."""
    return NOT_ALLOWED if request.method == "PUT" else await reference(request)


@fault("rest.method.allowed")
async def head_is_not_allowed(request: Request, reference: Reference) -> Answer:
    """Routes are made for GET, POST and PUT."""
    if request.method == "HEAD":
        return replace(NOT_ALLOWED, body=b"")
    return await reference(request)


@fault("rest.method.allowed")
async def put_has_no_body(request: Request, reference: Reference) -> Answer:
    """PUT is GET, and the body is left unread."""
    return await reference(replace(request, body=b"") if request.method == "PUT" else request)


@fault("rest.method.refused", "rest.method.not-allowed")
async def every_method_is_post(request: Request, reference: Reference) -> Answer:
    """The method is never looked at."""
    if request.method in {"DELETE", "PATCH"}:
        request = replace(request, method="POST")
    return await reference(request)


@fault("rest.method.refused")
async def methods_are_refused_afterwards(request: Request, reference: Reference) -> Answer:
    """The command has run when the router finds that the method is not allowed."""
    if request.method == "PATCH":
        await reference(replace(request, method="POST"))
    return await reference(request)


@fault("rest.method.not-allowed")
async def other_methods_are_not_found(request: Request, reference: Reference) -> Answer:
    """The router knows pairs of method and path, and answers 404 to others."""
    if request.method in {"DELETE", "PATCH"}:
        return json_answer(404, {"error": "Not Found"})
    return await reference(request)


@fault("rest.method.head")
async def head_always_succeeds(request: Request, reference: Reference) -> Answer:
    """HEAD says 200 whatever GET would say."""
    answer = await reference(request)
    return replace(answer, status=200) if request.method == "HEAD" else answer


@fault("rest.method.head")
async def head_has_no_length(request: Request, reference: Reference) -> Answer:
    """HEAD announces the length of its own empty body."""
    answer = await reference(request)
    return answer.with_body(b"") if request.method == "HEAD" else answer


@fault("rest.method.head")
async def head_has_no_type(request: Request, reference: Reference) -> Answer:
    """The Content-Type is set where the body is written, and HEAD writes none."""
    answer = await reference(request)
    if request.method == "HEAD":
        return replace(answer, headers=without(answer.headers, b"content-type"))
    return answer


@fault("rest.path.unknown-command")
async def unknown_paths_are_a_page(request: Request, reference: Reference) -> Answer:
    """A path that begins with no command's name is a page that is not found."""
    answer = await reference(request)
    if request.path.startswith(b"/nosuchcommand") and answer.status == 400:
        return Answer(status=404, headers=(HTML,), body=b"").with_body(b"<h1>Not Found</h1>")
    return answer


@fault("rest.path.unknown-command")
async def unknown_commands_are_server_errors(request: Request, reference: Reference) -> Answer:
    """Nobody catches what the lookup of a command raises."""
    answer = await reference(request)
    if b"unknown command" in answer.body and request.path != b"/":
        return replace(answer, status=500)
    return answer


@fault("rest.cache.no-store")
async def answers_may_be_stored(request: Request, reference: Reference) -> Answer:
    """Nothing is said about caches."""
    answer = await reference(request)
    return replace(answer, headers=without(answer.headers, b"cache-control"))

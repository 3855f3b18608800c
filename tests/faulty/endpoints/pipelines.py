"""Faults of pipelines."""

from dataclasses import replace

from tests.faulty.endpoints.batches import without_malformed_items
from tests.faulty.endpoints.commands import Command, Envelope, Run, commands_in, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer


def is_pipeline(request: Request) -> bool:
    """Whether it is a pipeline that is well formed."""
    return request.path == b"/pipeline" and bool(commands_in(request))


@fault("rest.pipeline.results")
async def the_results_of_a_pipeline_are_wrapped(request: Request, reference: Reference) -> Answer:
    """A pipeline answers in an envelope, as a command does."""
    answer = await reference(request)
    if is_pipeline(request) and answer.status == 200:
        return answer.with_json({"result": answer.json()})
    return answer


@fault("rest.pipeline.results", "rest.pipeline.errors-stay-local")
async def a_pipeline_with_an_error_is_400(request: Request, reference: Reference) -> Answer:
    """The status of a pipeline is that of its worst command."""
    answer = await reference(request)
    if is_pipeline(request) and any("error" in item for item in answer.json()):
        return replace(answer, status=400)
    return answer


@fault("rest.pipeline.errors-stay-local")
async def a_pipeline_stops_at_the_first_error(request: Request, reference: Reference) -> Answer:
    """The loop over the commands ends when one of them fails."""
    has_failed = False

    async def until_one_fails(command: Command, run: Run) -> Envelope:
        nonlocal has_failed
        envelope = {"error": "ERR not executed"} if has_failed else await run(command)
        has_failed = has_failed or "error" in envelope
        return envelope

    return await one_by_one(request, reference, until_one_fails)


@fault("rest.pipeline.errors-stay-local", "rest.pipeline.results")
async def errors_of_a_pipeline_come_last(request: Request, reference: Reference) -> Answer:
    """Results and errors are collected apart, and joined."""
    answer = await reference(request)
    if not is_pipeline(request) or answer.status != 200:
        return answer
    return answer.with_json(sorted(answer.json(), key=lambda item: "error" in item))


@fault("rest.pipeline.order")
async def a_pipeline_runs_from_behind(request: Request, reference: Reference) -> Answer:
    """Commands are sent to several connections, and the last one is the first to run."""
    if not is_pipeline(request):
        return await reference(request)
    answer = await reference(request.with_json(request.json()[::-1]))
    return answer.with_json(answer.json()[::-1]) if answer.status == 200 else answer


@fault("rest.pipeline.thousand")
async def a_pipeline_ends_after_500_commands(request: Request, reference: Reference) -> Answer:
    """A batch of the client library is 500 long, and only one is sent."""
    if is_pipeline(request):
        request = request.with_json(request.json()[:500])
    return await reference(request)


@fault("rest.pipeline.thousand")
async def a_long_pipeline_is_too_large(request: Request, reference: Reference) -> Answer:
    """The web server's limit for bodies is 16 KiB."""
    if request.path == b"/pipeline" and len(request.body) > 16_384:
        return json_answer(413, {"error": "ERR the body is too large"})
    return await reference(request)


@fault("rest.pipeline.malformed")
async def items_that_are_no_command_are_left_out(request: Request, reference: Reference) -> Answer:
    """What is no array of a pipeline is skipped."""
    return await reference(without_malformed_items(request, b"/pipeline"))


@fault("rest.pipeline.malformed")
async def a_command_is_a_pipeline_of_one(request: Request, reference: Reference) -> Answer:
    """One command sent to `/pipeline` is taken for what was meant."""
    if request.path == b"/pipeline" and request.body[:2] == b'["':
        return await reference(request.with_body(b"[" + request.body + b"]"))
    return await reference(request)


@fault("rest.pipeline.malformed")
async def a_pipeline_is_checked_while_it_runs(request: Request, reference: Reference) -> Answer:
    """Each item is looked at when its turn comes: those before it have run."""
    answer = await reference(request)
    if request.path == b"/pipeline" and answer.status == 400 and request.body[:3] == b'[["':
        first, _, _ = request.body.partition(b"]")
        await reference(request.with_body(first + b"]]"))
    return answer

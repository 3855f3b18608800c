"""Faults of transactions."""

from dataclasses import replace

from tests.faulty.endpoints.batches import without_malformed_items
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer


@fault("rest.transaction.results")
async def a_transaction_answers_queued(request: Request, reference: Reference) -> Answer:
    """The replies to the commands are read where that to EXEC is meant."""
    answer = await reference(request)
    if request.path == b"/multi-exec" and answer.status == 200:
        return answer.with_json([{"result": "QUEUED"} for _ in answer.json()])
    return answer


@fault("rest.transaction.results")
async def a_transaction_answers_as_exec_does(request: Request, reference: Reference) -> Answer:
    """The reply to EXEC is one array in one envelope."""
    answer = await reference(request)
    if request.path == b"/multi-exec" and answer.status == 200:
        return answer.with_json({"result": [item.get("result") for item in answer.json()]})
    return answer


@fault("rest.transaction.discard")
async def a_transaction_is_a_pipeline(request: Request, reference: Reference) -> Answer:
    """`/multi-exec` is `/pipeline` by another name."""
    if request.path == b"/multi-exec":
        return await reference(replace(request, path=b"/pipeline"))
    return await reference(request)


@fault("rest.transaction.discard")
async def malformed_items_are_left_out_of_a_transaction(
    request: Request, reference: Reference
) -> Answer:
    """What is no array of a transaction is skipped."""
    return await reference(without_malformed_items(request, b"/multi-exec"))


@fault("rest.transaction.discard")
async def a_discarded_transaction_is_200(request: Request, reference: Reference) -> Answer:
    """HTTP went well, and so the status is 200."""
    answer = await reference(request)
    is_discarded = request.path == b"/multi-exec" and answer.status == 400
    return replace(answer, status=200) if is_discarded else answer


@fault("rest.transaction.runtime-errors", "rest.transaction.results")
async def an_error_takes_the_place_of_all_results(request: Request, reference: Reference) -> Answer:
    """The client library throws when one reply of a transaction is an error."""
    answer = await reference(request)
    if request.path != b"/multi-exec" or answer.status != 200:
        return answer
    errors = [item for item in answer.json() if "error" in item]
    return json_answer(400, errors[0]) if errors else answer

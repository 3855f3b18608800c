"""Faults of the read-only token: what it may do all the same, and how it is refused."""

import os
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from tests.faulty.endpoints.authentication import authenticated, bearer, query_token
from tests.faulty.endpoints.commands import Command, commands_in, name_of
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault, json_answer

BATCHES = {b"/pipeline", b"/multi-exec"}
IsFree = Callable[[Command], bool]


def read_only_token() -> str:
    """The endpoint's own read-only token."""
    return os.environ["EDGEPROOF_ENDPOINT_READ_ONLY_TOKEN"]


def is_reader(request: Request) -> bool:
    """Whether the request is by the read-only token."""
    return bearer(request) == read_only_token()


def commands_of(request: Request) -> list[Command]:
    """The commands of a request in any form, those in a path without what its body adds."""
    path = request.path.decode("latin-1")
    if path == "/" or request.path in BATCHES:
        return commands_in(request)
    return [[unquote(segment) for segment in path.split("/")[1:]]]


async def freed(request: Request, reference: Reference, is_free: IsFree) -> Answer:
    """Answer as the reference does, but let the read-only token run commands that are free."""
    commands = commands_of(request)
    if not is_reader(request) or not commands:
        return await reference(request)
    if request.path != b"/pipeline":
        is_all_free = all(map(is_free, commands))
        return await reference(authenticated(request) if is_all_free else request)
    envelopes = []
    for command in commands:
        alone = replace(request.with_json(command), path=b"/")
        answer = await reference(authenticated(alone) if is_free(command) else alone)
        envelopes.append(answer.json())
    return json_answer(200, envelopes)


def says_noperm(answer: Answer) -> bool:
    """Whether it is the refusal of a whole request."""
    return answer.status == 400 and b"NOPERM" in answer.body


@fault("rest.read-only.no-writes")
async def getdel_is_not_among_the_writes(request: Request, reference: Reference) -> Answer:
    """The list of commands to refuse is as old as Redis 6.0."""
    return await freed(request, reference, lambda command: name_of(command) == "GETDEL")


@fault("rest.read-only.no-writes")
async def getex_is_not_among_the_writes(request: Request, reference: Reference) -> Answer:
    """What begins with GET is a read."""
    return await freed(request, reference, lambda command: name_of(command) == "GETEX")


@fault("rest.read-only.no-writes")
async def setrange_is_not_among_the_writes(request: Request, reference: Reference) -> Answer:
    """One command is missing on the list."""
    return await freed(request, reference, lambda command: name_of(command) == "SETRANGE")


@fault("rest.read-only.no-writes")
async def bitfield_is_taken_for_a_read(request: Request, reference: Reference) -> Answer:
    """BITFIELD reads, and that it writes too was overlooked."""
    return await freed(request, reference, lambda command: name_of(command) == "BITFIELD")


@fault("rest.read-only.no-writes")
async def sort_is_taken_for_a_read(request: Request, reference: Reference) -> Answer:
    """SORT is allowed whatever its options are."""
    return await freed(request, reference, lambda command: name_of(command) == "SORT")


@fault("rest.read-only.no-writes")
async def reading_for_a_group_is_taken_for_a_read(request: Request, reference: Reference) -> Answer:
    """XREADGROUP is on the list beside XREAD."""
    return await freed(request, reference, lambda command: name_of(command) == "XREADGROUP")


@fault("rest.read-only.no-writes", "rest.read-only.noperm")
async def only_paths_are_checked(request: Request, reference: Reference) -> Answer:
    """The token is checked where the command is a part of the route."""
    is_body = request.path == b"/" or request.path in BATCHES
    return await freed(request, reference, lambda _: is_body)


@fault("rest.read-only.no-writes", "rest.read-only.noperm")
async def only_bodies_are_checked(request: Request, reference: Reference) -> Answer:
    """What comes by GET can only be a read."""
    return await freed(request, reference, lambda _: request.method == "GET")


@fault("rest.read-only.no-writes", "rest.read-only.noperm")
async def batches_are_not_checked(request: Request, reference: Reference) -> Answer:
    """The check is in the function that runs one command."""
    return await freed(request, reference, lambda _: request.path in BATCHES)


@fault("rest.read-only.no-writes")
async def scripts_are_not_checked(request: Request, reference: Reference) -> Answer:
    """A script may only read, and so scripts are allowed."""
    return await freed(request, reference, lambda command: name_of(command) == "EVAL")


@fault("rest.read-only.no-writes")
async def loaded_scripts_are_not_checked(request: Request, reference: Reference) -> Answer:
    """EVAL is refused; who loaded a script was allowed to, so EVALSHA is not."""
    return await freed(request, reference, lambda command: name_of(command) == "EVALSHA")


@fault("rest.read-only.no-writes", "rest.read-only.scan-keys")
async def names_in_lower_case_are_not_checked(request: Request, reference: Reference) -> Answer:
    """The list has capitals, and the command is looked up as it was sent."""
    return await freed(request, reference, lambda command: command[0] != name_of(command))


@fault("rest.read-only.no-writes")
async def the_token_in_the_query_is_the_full_one(request: Request, reference: Reference) -> Answer:
    """Which of its tokens it was is forgotten on the way from the query."""
    if query_token(request) == read_only_token() and bearer(request) is None:
        return await reference(replace(authenticated(request), query=b""))
    return await reference(request)


@fault("rest.read-only.no-writes", "rest.read-only.noperm")
async def what_is_refused_has_been_executed(request: Request, reference: Reference) -> Answer:
    """The right to a command is looked at when its reply is written."""
    answer = await reference(request)
    if is_reader(request) and says_noperm(answer):
        await reference(authenticated(request))
    return answer


@fault("rest.read-only.noperm")
async def a_refusal_is_any_error(request: Request, reference: Reference) -> Answer:
    """The code word is ERR, as it is of most errors."""
    answer = await reference(request)
    return answer.with_body(answer.body.replace(b'"NOPERM this', b'"ERR this'))


@fault("rest.read-only.noperm")
async def a_refusal_is_unauthorized(request: Request, reference: Reference) -> Answer:
    """Who may not do this is told to identify."""
    answer = await reference(request)
    return json_answer(401, {"error": "Unauthorized"}) if says_noperm(answer) else answer


@fault("rest.read-only.noperm")
async def a_pipeline_is_refused_whole(request: Request, reference: Reference) -> Answer:
    """Commands are checked before any is run, and one is enough."""
    answer = await reference(request)
    if request.path != b"/pipeline" or b"NOPERM" not in answer.body:
        return answer
    return json_answer(400, next(item for item in answer.json() if "error" in item))


@fault("rest.read-only.noperm")
async def the_rest_of_a_refused_transaction_is_run(
    request: Request, reference: Reference
) -> Answer:
    """A transaction is checked as a pipeline is, item by item."""
    answer = await reference(request)
    if request.path == b"/multi-exec" and says_noperm(answer):
        return await reference(replace(request, path=b"/pipeline"))
    return answer


@fault("rest.read-only.scan-keys")
async def scan_is_a_read(request: Request, reference: Reference) -> Answer:
    """SCAN is allowed, as Redis has it among the reads."""
    return await freed(request, reference, lambda command: name_of(command) == "SCAN")


@fault("rest.read-only.scan-keys")
async def keys_are_listed_in_pipelines(request: Request, reference: Reference) -> Answer:
    """KEYS is refused in the function that runs one command."""
    is_pipeline = request.path == b"/pipeline"
    return await freed(
        request, reference, lambda command: is_pipeline and name_of(command) == "KEYS"
    )


@fault("rest.read-only.reads")
async def paths_know_one_token_only(request: Request, reference: Reference) -> Answer:
    """The route of commands in the path compares with the full token."""
    if is_reader(request) and request.path != b"/" and request.path not in BATCHES:
        return json_answer(401, {"error": "Unauthorized"})
    return await reference(request)


@fault("rest.read-only.reads")
async def a_transaction_is_a_write(request: Request, reference: Reference) -> Answer:
    """MULTI is not among the commands that read."""
    if is_reader(request) and request.path == b"/multi-exec":
        return json_answer(400, {"error": "NOPERM this user may not run 'multi'"})
    return await reference(request)


@fault("rest.read-only.reads")
async def streams_are_not_read(request: Request, reference: Reference) -> Answer:
    """The list of reads ends before streams were added to Redis."""
    names = {name_of(command) for command in commands_of(request)}
    if is_reader(request) and names & {"XRANGE", "XLEN"}:
        return json_answer(400, {"error": "NOPERM this user may not run this"})
    return await reference(request)


@fault("rest.read-only.reads")
async def reads_by_the_read_only_token_are_never_encoded(
    request: Request, reference: Reference
) -> Answer:
    """The replica, which serves the read-only token, is of a version without base64."""
    if is_reader(request):
        request = request.without_header(b"upstash-encoding")
    return await reference(request)


@fault("rest.read-only.admin")
async def everybody_may_monitor(request: Request, reference: Reference) -> Answer:
    """/monitor asks for any of the tokens."""
    if is_reader(request) and request.path == b"/monitor":
        headers = ((b"content-type", b"text/event-stream"),)
        return Answer(status=200, headers=headers, body=b'data: "OK"\n\n')
    return await reference(request)


@fault("rest.read-only.admin")
async def everybody_may_configure(request: Request, reference: Reference) -> Answer:
    """CONFIG is not among the writes, and so it is allowed."""
    commands = commands_of(request)
    if is_reader(request) and [name_of(command) for command in commands] == ["CONFIG"]:
        envelope = {"result": "OK"}
        return json_answer(200, [envelope] if request.path in BATCHES else envelope)
    return await reference(request)


@fault("rest.read-only.admin")
async def everybody_may_see_the_users(request: Request, reference: Reference) -> Answer:
    """ACL LIST only reads."""
    if is_reader(request) and request.path.lower() == b"/acl/list":
        return json_answer(200, {"result": ["user default on nopass ~* &* +@all"]})
    return await reference(request)

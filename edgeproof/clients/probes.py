"""Probes: which parts of the Redis REST interface a deployment has, asked before it is judged.

A part is *unsupported* only if the deployment says so honestly: it answers a 4xx or 501 error and
executes nothing. Pretence (an ignored header, a transaction that is not one) counts as support, so
that the laws find it broken.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from edgeproof.clients.notation.encodings import Encoding
from edgeproof.clients.notation.endpoints import Endpoint
from edgeproof.clients.notation.forms import Form
from edgeproof.clients.notation.response import Response
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.laws import CAPABILITIES, Support, Undecided

Probe = Callable[[RedisRestClient], Awaitable[bool]]

HONEST_REFUSALS = frozenset({400, 404, 405, 406, 411, 415, 422, 501})
"""Statuses that say "I don't have this". 401 and 403 are about the token, 429 about the moment."""


def _is_lacking(response: Response) -> bool:
    return response.status in HONEST_REFUSALS


async def _is_refused(redis: RedisRestClient, response: Response, key: str) -> bool:
    """Whether a command that makes the key was refused, and not executed all the same."""
    return _is_lacking(response) and await redis("EXISTS", key) == 0


async def _form(redis: RedisRestClient, form: Form) -> bool:
    key = redis.fresh_key("probe")
    return not await _is_refused(redis, await redis.send(("SET", key, "1"), form), key)


async def _body(redis: RedisRestClient) -> bool:
    return await _form(redis, Form.BODY)


async def _path(redis: RedisRestClient) -> bool:
    return await _form(redis, Form.PATH)


async def _path_body(redis: RedisRestClient) -> bool:
    key = redis.fresh_key("probe")
    # It is a command even without its body: an endpoint that drops bodies would get SET refused by
    # Redis, for too few arguments, and the pretence would look honest.
    response = await redis.send(("RPUSH", key, "1", "2"), Form.PATH_BODY)
    return not await _is_refused(redis, response, key)


async def _pipeline(redis: RedisRestClient) -> bool:
    return await _form(redis, Form.PIPELINE)


async def _multi_exec(redis: RedisRestClient) -> bool:
    return await _form(redis, Form.TRANSACTION)


async def _query_arguments(redis: RedisRestClient) -> bool:
    key = redis.fresh_key("probe")
    response = await redis.request("GET", f"/set/{key}/1?EX=100")
    return not await _is_refused(redis, response, key)


async def _base64(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.send(("PING",), headers=Encoding.BASE64.headers))


async def _resp2(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.send(("PING",), headers=Encoding.RESP2.headers))


async def _token_query(redis: RedisRestClient) -> bool:
    response = await redis.send_with_query_token(("PING",))
    # With no header to judge, an endpoint that does not know `_token` can only answer 401.
    return not (_is_lacking(response) or response.status in {401, 403})


async def _sync_token(redis: RedisRestClient) -> bool:
    return (await redis.send(("PING",))).header("upstash-sync-token") is not None


async def _scripts(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.send(("EVAL", "return 1", "0")))


async def _subscribe(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.try_endpoint(Endpoint.SUBSCRIBE, redis.fresh_key("probe")))


async def _psubscribe(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.try_endpoint(Endpoint.PSUBSCRIBE, redis.fresh_key("probe")))


async def _monitor(redis: RedisRestClient) -> bool:
    return not _is_lacking(await redis.try_endpoint(Endpoint.MONITOR, redis.fresh_key("probe")))


PROBES: dict[str, Probe] = {
    "body": _body,
    "path": _path,
    "path-body": _path_body,
    "query-arguments": _query_arguments,
    "pipeline": _pipeline,
    "multi-exec": _multi_exec,
    "base64": _base64,
    "resp2": _resp2,
    "token-query": _token_query,
    "sync-token": _sync_token,
    "scripts": _scripts,
}

STREAM_PROBES: dict[str, Probe] = {
    "subscribe": _subscribe,
    "psubscribe": _psubscribe,
    "monitor": _monitor,
}
"""A proxy may hold back the head of a stream until the first event, so no answer says nothing."""


async def knows_reader(reader: RedisRestClient) -> bool:
    """Whether the deployment accepts this client's token: any status but 401 and 403 says so."""
    response = await reader.send(("GET", reader.fresh_key("probe")))
    return response.status not in {401, 403}


async def probe(redis: RedisRestClient) -> dict[str, Support]:
    """What the deployment supports, by capability; those that no probe tries are untested."""
    found = dict.fromkeys(CAPABILITIES, Support.UNTESTED)
    for capability, has in PROBES.items():
        found[capability] = Support.SUPPORTED if await has(redis) else Support.UNSUPPORTED
    return found


async def probe_streams(redis: RedisRestClient) -> dict[str, Support]:
    """The same for streams of events, which end the service of servers not made for them."""
    found: dict[str, Support] = {}
    for capability, has in STREAM_PROBES.items():
        with suppress(Undecided):
            found[capability] = Support.SUPPORTED if await has(redis) else Support.UNSUPPORTED
    return found

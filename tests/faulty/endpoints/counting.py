"""Faults of what commands mean."""

from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.incr.counts")
async def incr_starts_at_zero(request: Request, reference: Reference) -> Answer:
    """INCR answers the value before it was counted up."""
    answer = await reference(request)
    if request.body.upper().startswith(b'["INCR"') and answer.status == 200:
        return answer.with_json({"result": answer.json()["result"] - 1})
    return answer

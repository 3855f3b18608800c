"""INCR: counters that count."""

from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import RedisRestClient
from edgeproof.laws import Expectations, law


@law("redis.incr.counts")
@given(times=st.integers(min_value=1, max_value=8))
async def test_a_fresh_key_counts_from_one(
    redis: RedisRestClient, expect: Expectations, times: int
) -> None:
    key = redis.fresh_key()
    for number in range(1, times + 1):
        expect.equal("the answer to INCR", await redis("INCR", key), number)
    expect.equal("the value read back", await redis("GET", key), str(times))

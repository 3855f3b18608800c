"""MGET: one value per key, in the order asked."""

from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.clients import RedisRestClient
from edgeproof.laws import Expectations, law
from edgeproof.strategies import texts

MISSING = ("DEL",)
OF_ANOTHER_TYPE = ("RPUSH", "element")
"""What is done to a key to make GET and MGET answer null."""


@law("redis.mget.order")
@given(
    doings=st.lists(
        st.one_of(st.tuples(st.just("SET"), texts()), st.sampled_from((MISSING, OF_ANOTHER_TYPE))),
        min_size=1,
        max_size=8,
    ),
    asked=st.lists(st.integers(min_value=0, max_value=100), min_size=1, max_size=20),
)
@example(
    doings=[("SET", "zero"), MISSING, OF_ANOTHER_TYPE, ("SET", "three")], asked=[3, 0, 1, 2, 0]
)
async def test_mget_answers_key_by_key_what_get_answers(
    redis: RedisRestClient, expect: Expectations, doings: list[tuple[str, ...]], asked: list[int]
) -> None:
    keys = redis.fresh_keys(len(doings))
    chosen = [number % len(keys) for number in asked]
    await redis.sequence(*[(d[0], key, *d[1:]) for d, key in zip(doings, keys, strict=True)])
    *alone, together = await redis.sequence(
        *[("GET", keys[number]) for number in chosen],
        ("MGET", *[keys[number] for number in chosen]),
    )
    values = [doings[number][1] if doings[number][0] == "SET" else None for number in chosen]
    expect.equal("MGET", together.value, values)
    expect.equal("the GETs one by one", [reply.result for reply in alone], values)

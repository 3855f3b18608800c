"""At once: whatever clients do together, some order of it explains what each was answered.

MGET may show the past: its law only says that what it shows is not a mixture.
"""

from hypothesis import given

from edgeproof.clients import RedisRestClient
from edgeproof.conformance.at_once.guarantees import LONGEST_LAG_S
from edgeproof.conformance.at_once.overlapping import Clients, kept_as_found
from edgeproof.conformance.at_once.subjects import Members, Strings
from edgeproof.consistency import ALL_KEYS, KEY_BY_KEY, WHOLE_SET
from edgeproof.laws import Expectations, law
from edgeproof.strategies import (
    ClientPrograms,
    Words,
    client_programs,
    counter_calls,
    group_calls,
    member_calls,
    register_calls,
)


@law("redis.incr.atomic")
@kept_as_found
@given(programs=client_programs(counter_calls().filter(lambda words: words[0] == "INCR")))
async def test_incrs_at_once_give_each_number_once(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_serializable(expect, KEY_BY_KEY, programs, Strings)


@law("redis.incr.real-time")
@kept_as_found
@given(programs=client_programs(counter_calls()))
async def test_an_incr_after_another_gives_a_larger_number(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(expect, KEY_BY_KEY, programs, Strings)


@law("redis.set.concurrent")
@kept_as_found
@given(programs=client_programs(member_calls()))
async def test_members_are_added_and_removed_at_one_instant_each(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(expect, WHOLE_SET, programs, Members)


@law("redis.mget.snapshot")
@kept_as_found
@given(programs=client_programs(group_calls()))
async def test_mget_shows_all_of_an_mset_or_nothing(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(
        expect, ALL_KEYS, programs, Strings, lag_s=LONGEST_LAG_S
    )


@law("redis.register.linearizable")
@kept_as_found
@given(programs=client_programs(register_calls()))
async def test_a_string_is_read_and_written_at_one_instant_each(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(expect, KEY_BY_KEY, programs, Strings)

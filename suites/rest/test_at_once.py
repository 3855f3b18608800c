"""At once: replies stay with their requests, and transactions are whole.

Reads may show the past; the laws of the suite `redis` say that they do not.
"""

from hypothesis import given

from edgeproof.clients import RedisRestClient
from edgeproof.conformance.at_once.guarantees import LONGEST_LAG_S
from edgeproof.conformance.at_once.overlapping import Clients, kept_as_found
from edgeproof.conformance.at_once.subjects import Strings
from edgeproof.conformance.run import Run
from edgeproof.consistency import ALL_KEYS, OWN_KEYS
from edgeproof.laws import Expectations, law
from edgeproof.strategies import (
    ClientPrograms,
    Words,
    client_programs,
    own_calls,
    transaction_calls,
)


@law("rest.isolation.own-reply")
@kept_as_found
@given(programs=client_programs(own_calls()))
async def test_each_reply_belongs_to_its_own_request(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(
        expect, OWN_KEYS, programs, Strings, lag_s=LONGEST_LAG_S
    )


@law("rest.isolation.own-reply")
@kept_as_found
@given(programs=client_programs(own_calls("PIPELINE")))
async def test_each_reply_of_a_pipeline_belongs_to_its_own_request(
    redis_clients: Clients[RedisRestClient],
    run: Run,
    expect: Expectations,
    programs: ClientPrograms[Words],
) -> None:
    run.need("pipeline")
    await redis_clients.expect_linearizable(
        expect, OWN_KEYS, programs, Strings, lag_s=LONGEST_LAG_S
    )


@law("rest.transaction.concurrent")
@kept_as_found
@given(programs=client_programs(own_calls("MULTI")))
async def test_transactions_and_commands_at_once_have_replies_of_their_own(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(
        expect, OWN_KEYS, programs, Strings, lag_s=LONGEST_LAG_S
    )


@law("rest.transaction.atomic")
@kept_as_found
@given(programs=client_programs(transaction_calls()))
async def test_nobody_sees_a_transaction_half_done(
    redis_clients: Clients[RedisRestClient], expect: Expectations, programs: ClientPrograms[Words]
) -> None:
    await redis_clients.expect_linearizable(
        expect, ALL_KEYS, programs, Strings, lag_s=LONGEST_LAG_S
    )

"""Independence: keys that a command does not name do not change, however similar their names."""

import pytest
from hypothesis import given

from edgeproof.clients import Form, RedisRestClient
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.oracle import expect_program_keeps_to_its_keys, expect_samples_keep_to_their_keys
from edgeproof.strategies import (
    FAMILIES,
    Family,
    Neighbourhood,
    Program,
    neighbourhoods,
    programs_of_any_family,
)


@law("redis.families.independent")
@given(program=programs_of_any_family(), neighbourhood=neighbourhoods())
async def test_a_program_changes_no_key_that_it_does_not_name(
    redis: RedisRestClient,
    run: Run,
    expect: Expectations,
    program: Program,
    neighbourhood: Neighbourhood,
) -> None:
    run.need(Form.PIPELINE)
    await expect_program_keeps_to_its_keys(redis, expect, program, neighbourhood)


@law("redis.families.independent")
@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
async def test_no_command_changes_a_key_that_it_does_not_name(
    redis: RedisRestClient, run: Run, expect: Expectations, family: Family
) -> None:
    run.need(Form.PIPELINE)
    await expect_samples_keep_to_their_keys(redis, expect, family)

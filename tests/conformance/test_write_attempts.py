"""Attempts to write: every write of a server has one that writes, and what it changed is found."""

from collections.abc import AsyncIterator, Iterator

import pytest

from edgeproof.clients import (
    CommandEntry,
    Form,
    HttpClient,
    Ledger,
    Mask,
    Meter,
    RedisRestClient,
    Transport,
    command_table,
)
from edgeproof.conformance.keyrings import Keyring
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.write_attempts import (
    change_by,
    has_effect,
    listed_writes,
    share_of,
    shown_attempts,
)
from edgeproof.deployments import Deployment
from edgeproof.laws import Case, Risk
from edgeproof.oracle import Oracle
from edgeproof.stack import redis_server
from edgeproof.strategies.keyring import KINDS, READS, NamedTemplate, names_for
from edgeproof.strategies.writes import ATTEMPTS, REACHING_FAR, WITHOUT_AN_ATTEMPT, WRITING_SCRIPTS

pytestmark = pytest.mark.anyio

SINGLE = [Form.PATH, Form.PATH_BODY, Form.TRANSACTION]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A real Redis."""
    with redis_server() as url:
        yield url


@pytest.fixture
async def oracle(redis_url: str) -> AsyncIterator[Oracle]:
    """The oracle over it, emptied."""
    async with Oracle.connected(redis_url) as connected:
        await connected("FLUSHALL")
        yield connected


@pytest.fixture
async def redis(stack: Deployment) -> AsyncIterator[RedisRestClient]:
    """A client of the embedded stack, with full rights."""
    assert stack.redis_url
    assert stack.token
    mask, ledger = Mask.of(stack.token, stack.read_only_token), Ledger()
    async with HttpClient(uses_proxies=False) as http:
        transport = Transport(
            http, stack.redis_url, mask=mask, case=Case(may_risk=Risk.STREAM), meter=Meter()
        )
        client = RedisRestClient(
            transport, stack.token, ledger, key_prefix="attempts", has_pipeline=True
        )
        yield client
        if ledger.outstanding:
            await client("DEL", *ledger.outstanding)


@pytest.fixture
def reader(redis: RedisRestClient, stack: Deployment) -> RedisRestClient:
    """The same with the read-only token."""
    assert stack.read_only_token
    return redis.with_token(stack.read_only_token)


async def test_every_write_of_the_server_is_shown_to_write(oracle: Oracle) -> None:
    entries = command_table(await oracle("COMMAND"))
    writes = {entry.name: entry for entry in entries if entry.is_write}
    shown = await shown_attempts(writes, oracle, key_prefix="p")
    names = {words[0].lower() for words in shown}
    expected = {name.partition("|")[0] for name in writes}
    assert names == expected - REACHING_FAR - WITHOUT_AN_ATTEMPT
    # A command that can be sent in several ways is tried in each of them.
    assert {words for words in ATTEMPTS if words[0].lower() in names} <= set(shown)
    assert await oracle("DBSIZE") == 0


async def test_reads_are_not_shown_to_write(oracle: Oracle) -> None:
    assert [words for words in READS if await has_effect(oracle, words, "p")] == []


async def test_writing_scripts_write_but_for_those_that_redis_keeps_from_it(oracle: Oracle) -> None:
    shown = {words for words in WRITING_SCRIPTS if await has_effect(oracle, words, "p")}
    assert shown == set(WRITING_SCRIPTS[:3])


async def test_arguments_of_a_command_without_an_attempt_are_found_by_trying(
    oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgeproof.conformance.write_attempts.attempts_of", lambda _: [])
    table = {entry.name: entry for entry in command_table(await oracle("COMMAND"))}
    writes = {name: table[name] for name in ("lpop", "hincrby", "sinterstore", "flushall", "move")}
    assert await shown_attempts(writes, oracle, key_prefix="p") == [
        ("LPOP", "{list}"),
        ("HINCRBY", "{none}", "1", "1"),
        ("SINTERSTORE", "{none}", "{set}"),
    ]


async def test_a_command_that_the_oracle_does_not_know_is_guessed_if_it_names_a_key(
    oracle: Oracle,
) -> None:
    def entry(name: str, places: range) -> dict[str, CommandEntry]:
        return {name: CommandEntry(name=name, arity=-2, is_write=True, key_places=places)}

    writes = entry("json.new", range(1, 2)) | entry("drop.all", range(0))
    shown = await shown_attempts(writes, oracle, key_prefix="p")
    assert shown == [("JSON.NEW", "{text}")]


async def test_the_deployments_own_list_and_the_oracles_count(
    redis: RedisRestClient, oracle: Oracle
) -> None:
    writes = await listed_writes(redis, oracle)
    assert {"set", "getdel", "sort", "xreadgroup"} <= writes.keys()
    assert "get" not in writes


@pytest.mark.parametrize("form", Form)
async def test_of_all_attempts_the_one_that_changed_something_is_found(
    redis: RedisRestClient, form: Form
) -> None:
    attempts: list[NamedTemplate] = [*READS[:5], ("GETDEL", "{text}"), *READS[5:]]
    change = await change_by(redis, redis, attempts, form)
    assert change is not None
    assert change.by == ["GETDEL {text}"]
    assert change.changed == {"GET {text}": ("before", None), "PTTL {text}": (-1, -2)}
    # The evidence: the keys are made, the attempt, and a look.
    assert len(redis.transport.case.exchanges) == 3


async def test_what_only_several_attempts_together_change_is_found(redis: RedisRestClient) -> None:
    # Of a number's time to live a keyring says nothing.
    first = ("EXPIRE", "{number}", "1000")
    script = "if redis.call('TTL', KEYS[1]) > 0 then redis.call('INCR', KEYS[1]) end"
    second = ("EVAL", script, "1", "{number}")
    change = await change_by(redis, redis, [first, second], Form.PIPELINE)
    assert change is not None
    assert len(change.by) == 2
    assert change.changed == {"GET {number}": ("10", "11")}


async def test_what_takes_all_keys_needs_a_key_to_be_seen(redis: RedisRestClient) -> None:
    # It names no key, so one is made for it. (FLUSHALL would take those of other tests.)
    taking = "for _, key in ipairs(redis.call('KEYS', 'attempts:*')) do redis.call('DEL', key) end"
    attempt = ("EVAL", taking, "0")
    change = await change_by(redis, redis, [attempt], Form.BODY)
    assert change is not None
    assert change.changed == {"GET {text}": ("before", None), "PTTL {text}": (-1, -2)}


@pytest.mark.parametrize("form", Form)
async def test_a_token_that_only_reads_changes_nothing(
    redis: RedisRestClient, reader: RedisRestClient, form: Form
) -> None:
    assert await change_by(reader, redis, ATTEMPTS[:20], form) is None


def test_every_attempt_goes_into_a_pipeline_and_as_json_and_a_share_into_the_other_forms() -> None:
    for form in (Form.PIPELINE, Form.BODY):
        assert share_of(ATTEMPTS, form, Profile.QUICK) == list(ATTEMPTS)
    shares = [share_of(ATTEMPTS, form, Profile.STANDARD) for form in SINGLE]
    assert all(len(ATTEMPTS) // 5 < len(share) < len(ATTEMPTS) // 3 for share in shares)
    assert len({words for share in shares for words in share}) == sum(map(len, shares))
    assert all(share_of(ATTEMPTS, form, Profile.THOROUGH) == list(ATTEMPTS) for form in SINGLE)


async def test_a_keyring_that_nobody_touches_does_not_change(oracle: Oracle) -> None:
    keyring = await Keyring.made(oracle.replies, names_for(KINDS, str))
    assert await keyring.changes() == {}


async def test_a_time_to_live_that_runs_is_no_change_and_another_one_is(oracle: Oracle) -> None:
    keyring = await Keyring.made(oracle.replies, {"ending": "e"})
    await oracle("PEXPIRE", "e", 1_000_000_000 - 30_000)
    assert await keyring.changes() == {}
    await oracle("PEXPIRE", "e", 1_000_000)
    assert list(await keyring.changes()) == ["PTTL {ending}"]
    await oracle("PERSIST", "e")
    assert list(await keyring.changes()) == ["PTTL {ending}"]

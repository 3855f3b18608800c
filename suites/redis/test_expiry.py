"""Expiry: a key with a time to live is gone after it and not before, unless it is kept."""

from edgeproof.clients import Command, RedisRestClient, life, time_of, watch
from edgeproof.laws import Expectations, law

ENDING = (
    ("SET key text EX 1", 1000),
    ("SET key text PX 800", 800),
    ("SETEX key 1 text", 1000),
    ("PSETEX key 800 text", 800),
    ("SET key text; GETEX key EX 1", 1000),
    ("SET key text; GETEX key PX 800", 800),
    ("RPUSH key one two; EXPIRE key 1", 1000),
    ("HSET key field value; PEXPIRE key 800", 800),
    ("SADD key member; EXPIRE key 100; PEXPIRE key 800", 800),
    ("SET key text PX 800; SET key other KEEPTTL", 800),
    ("SET key 1 PX 800; INCR key", 800),
    ("ZADD key 1 one; EXPIRE key 1; ZADD key 2 two", 1000),
)
"""What gives a key its time to live, or keeps it; and how many milliseconds that is."""

KEPT = (
    "SET key text PX 800; PERSIST key",
    "RPUSH key one two; EXPIRE key 1; PERSIST key",
    "SET key text PX 800; GETEX key PERSIST",
    "SET key text PX 800; SET key other",
    "SET key text PX 800; DEL key; RPUSH key one",
)
"""What removes the time to live again."""

AT_SECONDS = (
    "SET key text EXAT {}",
    "HSET key field value; EXPIREAT key {}",
    "SET key text; GETEX key EXAT {}",
)
AT_MILLISECONDS = (
    "SET key text PXAT {}",
    "RPUSH key one two; PEXPIREAT key {}",
    "SET key text; GETEX key PXAT {}",
)


@law("redis.expiry.happens")
async def test_a_key_is_gone_after_its_time_to_live_and_not_before_unless_it_is_kept(
    redis: RedisRestClient, expect: Expectations
) -> None:
    ending = [life(redis.fresh_key(), text, lasts_ms=ms) for text, ms in ENDING]
    kept = [life(redis.fresh_key(), text, lasts_ms=1000, is_kept=True) for text in KEPT]
    expect.equal("lives that went wrong", await watch(redis, [*ending, *kept]), [])


@law("redis.expiry.happens")
async def test_a_key_is_gone_at_the_time_of_the_deployments_clock_and_not_before(
    redis: RedisRestClient, expect: Expectations
) -> None:
    now = await time_of(redis)
    second, millisecond = now.unix_ms // 1000 + 2, now.unix_ms + 1000
    ends_ms = {text.format(second): second * 1000 for text in AT_SECONDS}
    ends_ms |= {text.format(millisecond): millisecond for text in AT_MILLISECONDS}
    lives = [
        life(redis.fresh_key(), text, lasts_ms=end_ms - now.unix_ms, since=now.moment)
        for text, end_ms in ends_ms.items()
    ]
    expect.equal("lives that went wrong", await watch(redis, lives), [])


@law("redis.expiry.happens")
async def test_what_has_ended_is_gone_for_every_command(
    redis: RedisRestClient, expect: Expectations
) -> None:
    key = redis.fresh_key()
    ended = await watch(redis, [life(key, "SET key text PX 800", lasts_ms=800)])
    expect.equal("lives that went wrong", ended, [])
    asking: list[Command] = [
        ("GET", key),
        ("MGET", key, key),
        ("EXISTS", key, key),
        ("TYPE", key),
        ("TTL", key),
        ("STRLEN", key),
        ("SET", key, "new", "NX"),
    ]
    replies = [reply.value for reply in await redis.sequence(*asking)]
    expect.equal("the replies", replies, [None, [None, None], 0, "none", -2, 0, "OK"])

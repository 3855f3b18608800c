"""Forms and encodings: however a command is sent and answered, it is the same command."""

from collections.abc import Sequence

from hypothesis import example, given

from edgeproof.clients import Encoding, Form, RedisRestClient, as_text
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law
from edgeproof.oracle import readable
from edgeproof.strategies import NestedReply, byte_replies, script_that_replies
from edgeproof.strategies.forms import KeyedCommand, byte_arguments, keyed_commands

Way = tuple[Form, Encoding]
"""How a command is sent, and how it is to be answered."""

ALL_ELEMENTS = ("LRANGE", 0, -1)

BATCHES = {Form.PIPELINE, Form.TRANSACTION}


def ways_of(run: Run) -> list[Way]:
    """Every form in every encoding that its answer is known in."""
    # Transactions don't know RESP2, and nobody says what it makes of a pipeline.
    pairs = [(form, encoding) for form in run.forms() for encoding in run.encodings()]
    return [pair for pair in pairs if pair[0] not in BATCHES or pair[1] is not Encoding.RESP2]


async def expect_the_same_replies(
    redis: RedisRestClient,
    expect: Expectations,
    drawn: KeyedCommand,
    keys: Sequence[str],
    ways: Sequence[Way],
) -> None:
    """The command has one reply, whichever way it goes, each time on the next of some new keys."""
    await redis.sequence(*[drawn.on(key, drawn.before) for key in keys])
    answers: dict[str, object] = {}
    for key, (form, encoding) in zip(keys, ways, strict=True):
        reply = await redis.reply(*drawn.on(key, drawn.command), form=form, encoding=encoding)
        # How many U+FFFD stand for a cut character is left to the decoder.
        answers[f"{form} in {encoding}"] = [readable(as_text(reply.result)), reply.code]
    first = next(iter(answers.values()))
    expect.equal("the replies", answers, dict.fromkeys(answers, first))


async def expect_the_same_states(
    redis: RedisRestClient,
    expect: Expectations,
    drawn: KeyedCommand,
    keys: Sequence[str],
    encoding: Encoding,
) -> None:
    """What the command left behind is the same at each of the keys."""
    looks = await redis.sequence(*[drawn.on(key, drawn.look) for key in keys], encoding=encoding)
    states = [drawn.state(look.result) for look in looks]
    expect.equal("the states", states, [states[0]] * len(states))


@law("rest.form.equivalent")
@given(drawn=keyed_commands())
@example(KeyedCommand(before=("SET", 1), command=("INCRBY", 2), look=("GET",)))
@example(KeyedCommand(before=("SET", "a"), command=("GETSET", "b"), look=("GET",)))
@example(KeyedCommand(before=("RPUSH", "a"), command=("LPUSH", "b", "c"), look=ALL_ELEMENTS))
@example(KeyedCommand(before=("RPUSH", "a"), command=("APPEND", "b"), look=ALL_ELEMENTS))
async def test_every_form_in_every_encoding_means_the_same_command(
    redis: RedisRestClient, run: Run, expect: Expectations, drawn: KeyedCommand
) -> None:
    ways = ways_of(run)
    keys = redis.fresh_keys(len(ways))
    await expect_the_same_replies(redis, expect, drawn, keys, ways)
    await expect_the_same_states(redis, expect, drawn, keys, Encoding.JSON)


@law("rest.form.equivalent")
@given(drawn=keyed_commands(byte_arguments()))
@example(KeyedCommand(before=("SET", "a"), command=("APPEND", b"\xff\0"), look=("GET",)))
@example(KeyedCommand(before=("SADD", "a"), command=("SADD", b"\xff", b"\xfe"), look=("SMEMBERS",)))
async def test_a_path_means_the_same_bytes_with_and_without_a_body(
    redis: RedisRestClient, run: Run, expect: Expectations, drawn: KeyedCommand
) -> None:
    run.need("path")
    run.need("path-body")
    exact = Encoding.BASE64 if Encoding.BASE64 in run.encodings() else Encoding.JSON
    ways = [(Form.PATH, exact), (Form.PATH_BODY, exact)]
    keys = redis.fresh_keys(len(ways))
    await expect_the_same_replies(redis, expect, drawn, keys, ways)
    await expect_the_same_states(redis, expect, drawn, keys, exact)


@law("rest.encodings.agree")
@given(reply=byte_replies())
@example(reply=[None, -1, 2**53, b"", "é".encode(), b"\xff", [], [[b"OK", [b"1"]]]])
async def test_a_nested_reply_is_the_same_in_every_encoding(
    redis: RedisRestClient, run: Run, expect: Expectations, reply: NestedReply
) -> None:
    run.need_one_of("base64", "resp2")
    command = script_that_replies(reply)
    read = {str(way): await redis(*command, encoding=way) for way in run.encodings()}
    texts = {way: readable(as_text(result)) for way, result in read.items()}
    expect.equal("the replies", texts, dict.fromkeys(texts, texts["json"]))


@law("rest.encodings.agree")
@given(drawn=keyed_commands())
@example(KeyedCommand(before=("SET", "a"), command=("GETSET", "b"), look=("GET",)))
@example(KeyedCommand(before=("RPUSH", "a"), command=("APPEND", "b"), look=ALL_ELEMENTS))
async def test_a_command_is_answered_the_same_in_every_encoding(
    redis: RedisRestClient, run: Run, expect: Expectations, drawn: KeyedCommand
) -> None:
    run.need_one_of("base64", "resp2")
    ways = [(Form.BODY, encoding) for encoding in run.encodings()]
    await expect_the_same_replies(redis, expect, drawn, redis.fresh_keys(len(ways)), ways)

"""Forms and encodings: however a command is sent and answered, it is the same command."""

from hypothesis import example, given

from edgeproof.clients import ByteReply, Encoding, Form, RedisRestClient, as_text
from edgeproof.conformance.run import Run
from edgeproof.laws import Expectations, law, needs
from edgeproof.oracle import readable
from edgeproof.strategies import byte_replies, script_that_replies
from edgeproof.strategies.forms import KeyedCommand, byte_arguments, keyed_commands

Way = tuple[Form, Encoding]
"""How a command is sent, and how it should be answered."""

ALL_ELEMENTS = ("LRANGE", 0, -1)

BATCHES = {Form.PIPELINE, Form.TRANSACTION}


def every_way(run: Run) -> list[Way]:
    """Every form with every encoding in which its answer is documented."""
    # Transactions don't support RESP2, and what it does to a pipeline is not documented.
    ways = [(form, encoding) for form in run.forms() for encoding in run.encodings()]
    return [way for way in ways if way[0] not in BATCHES or way[1] is not Encoding.RESP2]


async def replies_by_way(
    redis: RedisRestClient, drawn: KeyedCommand, keys: dict[Way, str]
) -> dict[str, object]:
    """The command's answer each way, as JSON shows it, each time on a fresh key of its own."""
    await redis.sequence(*[drawn.on(key, drawn.before) for key in keys.values()])
    answers: dict[str, object] = {}
    for (form, encoding), key in keys.items():
        reply = await redis.reply(*drawn.on(key, drawn.command), form=form, encoding=encoding)
        # How many U+FFFD stand for a truncated character is left to the decoder.
        answers[f"{form} in {encoding}"] = [readable(as_text(reply.result)), reply.code]
    return answers


async def states_by_way(
    redis: RedisRestClient, drawn: KeyedCommand, keys: dict[Way, str], encoding: Encoding
) -> dict[str, object]:
    """What the command left behind each way, as an encoding shows it."""
    commands = [drawn.on(key, drawn.look) for key in keys.values()]
    looks = await redis.sequence(*commands, encoding=encoding)
    names = [f"{form} in {encoding}" for form, encoding in keys]
    return dict(zip(names, (drawn.state(look.result) for look in looks), strict=True))


def expect_one(expect: Expectations, what: str, by_way: dict[str, object]) -> None:
    """Every way has what the first one has."""
    first = next(iter(by_way.values()))
    expect.equal(f"the {what} by way", by_way, dict.fromkeys(by_way, first))


@law("rest.form.equivalent")
@given(drawn=keyed_commands())
@example(KeyedCommand(before=("SET", 1), command=("INCRBY", 2), look=("GET",)))
@example(KeyedCommand(before=("SET", "a"), command=("GETSET", "b"), look=("GET",)))
@example(KeyedCommand(before=("RPUSH", "a"), command=("LPUSH", "b", "c"), look=ALL_ELEMENTS))
@example(KeyedCommand(before=("RPUSH", "a"), command=("APPEND", "b"), look=ALL_ELEMENTS))
async def test_every_form_in_every_encoding_means_the_same_command(
    redis: RedisRestClient, run: Run, expect: Expectations, drawn: KeyedCommand
) -> None:
    keys = {way: redis.fresh_key() for way in every_way(run)}
    expect_one(expect, "replies", await replies_by_way(redis, drawn, keys))
    expect_one(expect, "states", await states_by_way(redis, drawn, keys, Encoding.JSON))


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
    keys = {(form, exact): redis.fresh_key() for form in (Form.PATH, Form.PATH_BODY)}
    expect_one(expect, "replies", await replies_by_way(redis, drawn, keys))
    expect_one(expect, "states", await states_by_way(redis, drawn, keys, exact))


@law("rest.encodings.agree")
@needs("scripts")
@given(reply=byte_replies())
@example(reply=[None, -1, 2**53, b"", "é".encode(), b"\xff", [], [[b"OK", [b"1"]]]])
async def test_a_nested_reply_is_the_same_in_every_encoding(
    redis: RedisRestClient, run: Run, expect: Expectations, reply: ByteReply
) -> None:
    run.need_one_of("base64", "resp2")
    command = script_that_replies(reply)
    read = {str(name): await redis(*command, encoding=name) for name in run.encodings()}
    texts = {name: readable(as_text(result)) for name, result in read.items()}
    expect_one(expect, "replies", texts)


@law("rest.encodings.agree")
@given(drawn=keyed_commands())
@example(KeyedCommand(before=("SET", "a"), command=("GETSET", "b"), look=("GET",)))
@example(KeyedCommand(before=("RPUSH", "a"), command=("APPEND", "b"), look=ALL_ELEMENTS))
async def test_a_command_is_answered_the_same_in_every_encoding(
    redis: RedisRestClient, run: Run, expect: Expectations, drawn: KeyedCommand
) -> None:
    run.need_one_of("base64", "resp2")
    keys = {(redis.form, encoding): redis.fresh_key() for encoding in run.encodings()}
    expect_one(expect, "replies", await replies_by_way(redis, drawn, keys))

"""Key-locking scripts on a plain Redis."""

from hashlib import sha1

import httpx
import pytest

from edgeproof.stack.endpoint.scripts import MOST_REMEMBERED, ScriptTranslation, without_key_locking

SOURCE = "#!lua flags=allow-key-locking\nreturn ARGV[1]"
DIGEST = sha1(SOURCE.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("source", "runnable"),
    [
        (b"#!lua flags=allow-key-locking\nreturn 1", b"--\nreturn 1"),
        (b"#!lua  flags=allow-key-locking \r\nreturn 1", b"--\r\nreturn 1"),
        (b"#!lua flags=no-writes,allow-key-locking\nx", b"#!lua flags=no-writes\nx"),
        (b"#!lua flags=no-writes\nx", b"#!lua flags=no-writes\nx"),
        (b"#!lua\nx", b"#!lua\nx"),
        (b"return '#!lua flags=allow-key-locking'", b"return '#!lua flags=allow-key-locking'"),
    ],
)
def test_only_the_flag_that_redis_does_not_know_is_taken_out(
    source: bytes, runnable: bytes
) -> None:
    assert without_key_locking(source) == runnable


def test_other_commands_pass_untouched() -> None:
    command = [b"SET", b"key", SOURCE.encode()]
    assert ScriptTranslation().to_redis(command) is command


def test_only_so_many_digests_are_remembered() -> None:
    scripts = ScriptTranslation()
    scripts.to_redis([b"EVAL", SOURCE.encode(), b"0"])
    for number in range(MOST_REMEMBERED):
        scripts.to_redis([b"EVAL", f"{SOURCE} -- {number}".encode(), b"0"])
    evalsha = [b"EVALSHA", DIGEST.encode(), b"0"]
    assert scripts.to_redis(evalsha) == evalsha


async def test_it_runs_by_source_and_then_by_the_digest_of_that_source(
    rest: httpx.AsyncClient,
) -> None:
    await rest.post("/script/flush")
    unknown = await rest.post("/", json=["EVALSHA", DIGEST, 0, "x"])
    assert unknown.json()["error"].startswith("NOSCRIPT")
    assert (await rest.post("/", json=["EVAL", SOURCE, 0, "x"])).json() == {"result": "x"}
    assert (await rest.post("/", json=["EVALSHA", DIGEST.upper(), 0, "y"])).json() == {
        "result": "y"
    }


async def test_loading_it_names_the_digest_of_the_source_as_sent(rest: httpx.AsyncClient) -> None:
    await rest.post("/script/flush")
    commands = [["SCRIPT", "LOAD", SOURCE], ["SCRIPT", "EXISTS", DIGEST, "0" * 40]]
    results = [{"result": DIGEST}, {"result": [1, 0]}]
    assert (await rest.post("/pipeline", json=commands)).json() == results
    assert (await rest.post("/multi-exec", json=commands)).json() == results
    await rest.post("/script/flush")
    gone = await rest.post("/", json=["EVALSHA", DIGEST, 0])
    assert gone.json()["error"].startswith("NOSCRIPT")

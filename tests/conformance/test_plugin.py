"""The plugin, seen from outside: a whole session on a stand-in."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from edgeproof.conformance.plugin import failure_text
from edgeproof.conformance.trials import Trial
from edgeproof.laws import Outcome, find_law
from edgeproof.reporting import Evidence
from tests.conformance.conftest import Session, SuiteWriter, command, environment
from tests.conformance.stand_in_redis import TOKEN, StandInRedis
from tests.stand_in import Seen, StandIn, answer, stand_in

EVERY_OUTCOME = """
@law("redis.incr.counts")
@given(times=st.integers(1, 5))
async def test_held(redis, expect, times):
    key = redis.fresh_key()
    for number in range(times):
        expect.equal("the answer to INCR", await redis("INCR", key), number + 1)

@law("redis.incr.refuses")
@given(times=st.integers(1, 5))
async def test_broken(redis, expect, times):
    expect.equal("the answer to INCR", await redis("INCR", redis.fresh_key()), 7)

@law("rest.auth.missing")
@given(times=st.integers(1, 5))
async def test_undecided(redis, expect, times):
    raise Undecided("no answer in time")

@law("redis.string.model")
async def test_that_compares_nothing(redis, expect):
    await redis("INCR", redis.fresh_key())

@law("rest.auth.wrong")
async def test_with_a_mistake_of_its_own(redis, expect):
    await redis("INCR", redis.fresh_key())
    {}["no such key"]

@law("rest.auth.bearer")
async def test_untested(redis, expect):
    raise Untested("the run has no means")

@law("rest.pipeline.order")
async def test_unsupported(redis, expect):
    expect.that("never run", False, received="", expected="")

@law("rest.auth.scheme-case")
async def test_undecided_in_a_group(redis, expect):
    async def times_out():
        raise Undecided("no answer in time")
    async with anyio.create_task_group() as clients:
        for _ in range(3):
            clients.start_soon(times_out)

@law("posts.list.shape")
async def test_without_a_url(posts, expect):
    expect.that("never run", False, received="", expected="")

@law("redis.mget.order")
@given(times=st.integers(1, 5))
async def test_held_after_all_that(redis, expect, times):
    expect.equal("the answer to INCR", await redis("INCR", redis.fresh_key()), 1)
"""

OUTCOMES = {
    "test_held": "PASSED",
    "test_broken": "FAILED",
    "test_undecided": "SKIPPED (inconclusive: no answer in time)",
    "test_that_compares_nothing": "SKIPPED (inconclusive: nothing was compared)",
    "test_with_a_mistake_of_its_own": (
        "SKIPPED (inconclusive: the law itself failed: KeyError: 'no such key')"
    ),
    "test_untested": "SKIPPED (untested: the run has no means)",
    "test_unsupported": "SKIPPED (unsupported: the deployment has no pipeline)",
    "test_undecided_in_a_group": "SKIPPED (inconclusive: no answer in time)",
    "test_without_a_url": ("SKIPPED (untested: no URL of a /posts collection was given (--posts))"),
    "test_held_after_all_that": "PASSED",
}


def outcomes_in(output: str) -> dict[str, str]:
    """How `pytest -vv` says that each test ended."""
    return dict(re.findall(r"^\S+::(\w+) +(\S.*?)(?: +\[ *\d+%\])?$", output, re.MULTILINE))


def test_each_outcome_is_shown_as_what_it_is(session: Session) -> None:
    assert outcomes_in(session(EVERY_OUTCOME, "-vv").stdout) == OUTCOMES


def test_a_run_over_several_processes_says_the_same(session: Session) -> None:
    ended = session(EVERY_OUTCOME, "-vv", "-rs", "-n2")
    words = re.findall(r"\] [ \[\]0-9%]*(PASSED|FAILED|SKIPPED) \S+::(\w+)", ended.stdout)
    assert {name: word for word, name in words} == {
        name: shown.split(" ")[0] for name, shown in OUTCOMES.items()
    }
    assert "untested: the run has no means" in ended.stdout


def test_a_broken_law_is_shown_in_one_fixed_shape(session: Session) -> None:
    output = session(EVERY_OUTCOME).stdout
    lines = output[output.index("redis.incr.refuses (MUST)") :].splitlines()
    assert lines[3] == "the answer to INCR: received 1, expected 7"
    assert lines[5].startswith("curl ")
    assert '-H "Authorization: Bearer ${UPSTASH_REDIS_REST_TOKEN}"' in lines[5]
    assert lines[7] == "source: Redis command reference"
    assert "Traceback" not in output


def test_a_broken_law_says_what_the_official_clients_will_see() -> None:
    evidence = Evidence(summary="seen", exchanges=[], curl=["curl 1"], clients=["It fails."])
    trial = Trial(law="redis.incr.counts", outcome=Outcome.BROKEN, reason="seen", evidence=evidence)
    lines = failure_text(find_law("redis.incr.counts"), trial).splitlines()
    assert lines[3:9] == ["seen", "", "curl 1", "", "what your client will see:", "It fails."]


def test_a_missing_capability_that_is_required_is_no_excuse(session: Session) -> None:
    ended = session(EVERY_OUTCOME, "-vv", "--require", "pipeline")
    assert outcomes_in(ended.stdout)["test_unsupported"] == "FAILED"


HOLDS_WITHOUT_WHAT_IT_NEEDS = """
@law("rest.pipeline.order")
async def test_vacuous(redis, expect):
    expect.equal("the answer to INCR", await redis("INCR", redis.fresh_key()), 1)
"""


def test_what_needs_a_missing_capability_that_is_required_is_never_held(session: Session) -> None:
    ended = session(HOLDS_WITHOUT_WHAT_IT_NEEDS, "--require", "pipeline")
    assert 'the capability pipeline: received "unsupported"' in ended.stdout
    assert "curl " in ended.stdout
    assert "1 failed" in ended.stdout


def test_only_the_chosen_laws_are_tried(session: Session) -> None:
    chosen = ["--law", "redis.*", "--skip", "redis.incr.*"]
    ended = session(EVERY_OUTCOME, "-vv", *chosen)
    assert set(outcomes_in(ended.stdout)) == {
        "test_that_compares_nothing",
        "test_held_after_all_that",
    }


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--law", "redis.icnr.*"], "no law matches 'redis.icnr.*'"),
        (["--require", "pipelines"], "'pipelines' is not a valid capability"),
        (["--redis", "redis://nobody:hidden@localhost"], "--redis is not an http(s) URL"),
        (["--token", "of-another-database"], "refuses the token"),
        (["--read-only-token", "of-another-database"], "refuses the read-only token"),
        (["--read-only-token", TOKEN], "the read-only token is the same as the full one"),
        (["--target", "nowhere"], "there is no target 'nowhere'"),
        (["--worker", "no-such-file.js"], "there is no worker file no-such-file.js"),
        (["--redis", "http://127.0.0.1:1"], "http://127.0.0.1:1 does not answer"),
    ],
)
def test_what_a_user_can_mend_is_one_line(session: Session, options: list[str], error: str) -> None:
    ended = session(EVERY_OUTCOME, *options)
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    [line] = [line for line in ended.stderr.splitlines() if line]
    assert line.startswith("ERROR: ")
    assert error in line
    assert "hidden" not in line


def test_neither_help_nor_collection_asks_the_deployment(
    session: Session, endpoint: StandIn
) -> None:
    assert "--read-only-token" in session(EVERY_OUTCOME, "--help").stdout
    assert "10 tests collected" in session(EVERY_OUTCOME, "--collect-only", "-q").stdout
    assert endpoint.seen == []


DOES_HARM = """
@law("rest.isolation.no-state")
async def test_that_wants_permission(run, redis, expect):
    run.need_permission()
    expect.equal("the answer to INCR", await redis("INCR", redis.fresh_key()), 1)

@law("rest.error.backend-down")
async def test_that_wants_a_second_stack(second, second_redis, expect):
    expect.that("never run", False, received="", expected="")
"""


def test_nothing_that_could_do_harm_is_tried_on_somebodys_deployment(session: Session) -> None:
    shown = outcomes_in(session(DOES_HARM, "-vv").stdout)
    assert shown["test_that_wants_permission"].startswith(
        "SKIPPED (untested: it could harm other users"
    )
    assert shown["test_that_wants_a_second_stack"].startswith(
        "SKIPPED (untested: only the embedded stack"
    )
    dared = outcomes_in(session(DOES_HARM, "-vv", "--probe-isolation").stdout)
    assert dared["test_that_wants_permission"] == "PASSED"
    assert dared["test_that_wants_a_second_stack"].startswith("SKIPPED")


BREAKS_ONCE = """
@law("redis.incr.counts")
@given(times=st.integers(0, 1000))
async def test_once(redis, expect, times):
    received = await redis("INCR", redis.fresh_key())
    expect.equal("the number of requests so far", redis.transport.case.requests == 3, False)

@law("redis.incr.refuses")
@given(times=st.integers(0, 10**9))
async def test_until_the_budget_ends(redis, expect, times):
    await redis("INCR", redis.fresh_key())
    expect.that("the number drawn", times < 1, received=times, expected="less than 1")

@law("redis.mget.order")
@given(times=st.integers(0, 1000))
async def test_beside_a_timeout(redis, expect, times):
    async def times_out():
        raise Undecided("no answer in time")
    async def breaks():
        expect.equal("the answer", await redis("INCR", redis.fresh_key()), 7)
    async with anyio.create_task_group() as clients:
        clients.start_soon(breaks)
        clients.start_soon(times_out)
"""


@pytest.mark.parametrize(
    ("test", "budget"), [("test_once", "500"), ("test_until_the_budget_ends", "50")]
)
def test_what_was_seen_to_break_once_stays_broken(session: Session, test: str, budget: str) -> None:
    ended = session(BREAKS_ONCE, "-vv", "-k", test, "--budget", budget)
    assert outcomes_in(ended.stdout) == {test: "FAILED"}
    assert "curl " in ended.stdout


def test_a_budget_ends_a_run_without_a_judgement(session: Session) -> None:
    ended = session(EVERY_OUTCOME, "-vv", "-k", "test_held", "--budget", "32")
    assert "SKIPPED (untested: the budget of 32 commands is spent)" in ended.stdout


GIVES_THE_TOKEN_AWAY = """
@law("rest.auth.secrets")
async def test_in_what_was_received(redis, expect):
    text = (await redis.send(("GET", "k"))).text
    expect.that("the answer", redis.token.reveal() not in text, received=text, expected="no token")

@law("redis.incr.counts")
async def test_in_an_error_of_the_law(redis, expect):
    raise ValueError(f"this is {redis.token.reveal()}")

@law("redis.incr.refuses")
@given(times=st.integers(0, 10))
async def test_in_what_is_printed(redis, expect, times):
    token = redis.token.reveal()
    print(token)
    expect.equal("the answer", await redis("INCR", redis.fresh_key(token)), 7)

@pytest.fixture
def fails_at_its_end(redis):
    token = redis.token.reveal()
    yield
    raise ValueError(f"this is {token}")

@law("redis.mget.order")
async def test_in_a_fixture(redis, fails_at_its_end, expect):
    expect.equal("the answer", await redis("INCR", redis.fresh_key()), 1)
"""


def _shouts(seen: Seen) -> bytes:
    """Answer with the token, across what would be cut out of a long text."""
    if b'"GET"' not in seen.body:
        return StandInRedis()(seen)
    return answer(200, b"x" * (190 - len(TOKEN) // 2) + TOKEN.encode() + b"x" * 1000)


@pytest.mark.parametrize(
    "options",
    [
        ["-vv", "--showlocals", "--tb=long", "-rA"],
        ["-vv", "--full-trace", "--log-level=DEBUG", "-n2"],
        ["-vv", "--tb=native", "--log-cli-level=DEBUG"],
    ],
)
def test_no_output_shows_a_token(suite: SuiteWriter, tmp_path: Path, options: list[str]) -> None:
    folder = suite("import pytest\n" + GIVES_THE_TOKEN_AWAY)
    with stand_in(_shouts) as server:
        ended = subprocess.run(
            [*command(folder, server.url), f"--junitxml={tmp_path}/junit.xml", *options],
            capture_output=True,
            text=True,
            timeout=60,
            env=environment(),
            check=False,
        )
    output = ended.stdout + ended.stderr + (tmp_path / "junit.xml").read_text("utf-8")
    assert "rest.auth.secrets" in output
    assert "1 error" in output
    for part in (TOKEN, TOKEN[:12], TOKEN[-12:]):
        assert part not in output


WAITS = """
import pathlib, time

@law("redis.incr.counts")
@given(times=st.integers(0, 1000))
async def test_that_goes_on(redis, expect, times):
    expect.equal("the answer", await redis("SET", redis.fresh_key(), "1"), "OK")
    pathlib.Path("started").touch()
    for _ in range(100_000):
        await redis("PING")
"""


@pytest.mark.parametrize("jobs", [[], ["-n2"]])
def test_an_interrupted_run_cleans_up(
    suite: SuiteWriter, endpoint: StandIn, tmp_path: Path, jobs: list[str]
) -> None:
    with subprocess.Popen(
        command(suite(WAITS), endpoint.url, *jobs),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env=environment(),
        start_new_session=True,
    ) as process:
        while not (tmp_path / "started").exists():
            assert process.poll() is None
        # As a terminal does: to every process of the run.
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == pytest.ExitCode.INTERRUPTED, output
    assert isinstance(endpoint.behaviour, StandInRedis)
    assert any(b'"SET"' in seen.body for seen in endpoint.seen)
    assert endpoint.behaviour.strings == {}
    assert "Traceback" not in output

"""The sentences about the official clients, held to the clients themselves."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from upstash_redis import Redis
from upstash_redis.http import decode

from edgeproof.evidence.official import decoded_by_javascript, decoded_by_python
from edgeproof.strategies import texts
from tests import needs
from tests.evidence.wrong_answers import WRONG_ANSWERS, Raised, WrongAnswer
from tests.stand_in import Seen, StandIn, answer, stand_in

NAMES = list(WRONG_ANSWERS)

PYTHON_CALLS: dict[str, Callable[[Any], object]] = {
    "get": lambda redis: redis.get("k"),
    "getAlone": lambda redis: redis.get("k"),
    "getText": lambda redis: redis.get("k"),
    "mget": lambda redis: redis.mget("k", "l"),
    "pipeline": lambda redis: redis.pipeline().get("k").get("l").exec(),
    "multi": lambda redis: redis.multi().get("k").get("l").exec(),
}

ODD_STRINGS = (
    "",
    "OK",
    "a",
    "ab",
    "abc",
    "abcd",
    "YQ==",
    "YQ",
    "Y Q =\n=",
    "YQ=",
    "_-8=",
    "77u/YQ==",
    "/w==",
)


def behaviour(seen: Seen) -> bytes:
    """Answer as the case says whose number is first in the path."""
    _, number, *rest = seen.target.split("/")
    wrong = WRONG_ANSWERS[NAMES[int(number)]]
    is_auto_pipelined = rest == ["pipeline"] and wrong.call != "pipeline"
    body = b"[" + wrong.body + b"]" if is_auto_pipelined else wrong.body
    status = 200 if is_auto_pipelined else wrong.status
    return answer(status, body, f"Content-Type: {wrong.content_type}")


@pytest.fixture(scope="module")
def wrong_server() -> Iterator[StandIn]:
    """A server that has every wrong answer."""
    with stand_in(behaviour) as server:
        yield server


@pytest.fixture(scope="module")
def javascript_outcomes(javascript_client: Path, wrong_server: StandIn) -> dict[str, Any]:
    """What @upstash/redis made of each wrong answer."""
    cases = [
        {"url": f"{wrong_server.url}/{number}", "call": wrong.call}
        for number, wrong in enumerate(WRONG_ANSWERS.values())
    ]
    return dict(zip(NAMES, asked_by_javascript(javascript_client, cases), strict=True))


def asked_by_javascript(client: Path, cases: list[dict[str, str]]) -> list[Any]:
    done = subprocess.run(
        [needs.node(), "wrong_answers.mjs"],
        cwd=client,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    outcomes: list[Any] = json.loads(done.stdout)
    return outcomes


@pytest.mark.parametrize("name", NAMES)
def test_the_javascript_client_sees_what_the_sentence_says(
    javascript_outcomes: dict[str, Any], name: str
) -> None:
    wrong, outcome = WRONG_ANSWERS[name], javascript_outcomes[name]
    if isinstance(wrong.javascript, Raised):
        assert outcome["thrown"] == wrong.javascript.name
        assert ("undefined" in outcome["message"]) == ("says `undefined`" in wrong.sentence)
    else:
        assert (outcome, type(outcome)) == (wrong.javascript, type(wrong.javascript))


@pytest.mark.parametrize(
    "name", [n for n, wrong in WRONG_ANSWERS.items() if wrong.python is not ...]
)
def test_the_python_client_sees_what_the_sentence_says(wrong_server: StandIn, name: str) -> None:
    wrong, prefix = WRONG_ANSWERS[name], f"/{NAMES.index(name)}"
    before = len(wrong_server.seen)
    seen = asked_by_python(f"{wrong_server.url}{prefix}", wrong)
    assert (seen, type(seen)) == (wrong.python, type(wrong.python))
    assert len(wrong_server.seen) - before == wrong.requests_by_python


def asked_by_python(url: str, wrong: WrongAnswer) -> object:
    with Redis(url=url, token="t", allow_telemetry=False, rest_retry_interval=0) as redis:
        try:
            return PYTHON_CALLS[wrong.call](redis)
        except Exception as error:  # noqa: BLE001  (any at all: it is what is looked for)
            return Raised(type(error).__name__)


def test_the_javascript_client_decodes_strings_as_told(javascript_client: Path) -> None:
    def one_string(seen: Seen) -> bytes:
        text = ODD_STRINGS[int(seen.target.split("/")[1])]
        return answer(
            200, json.dumps([{"result": text}]).encode(), "Content-Type: application/json"
        )

    with stand_in(one_string) as server:
        cases = [{"url": f"{server.url}/{n}", "call": "getText"} for n in range(len(ODD_STRINGS))]
        decoded = asked_by_javascript(javascript_client, cases)
    expected = ["OK" if text == "OK" else decoded_by_javascript(text) for text in ODD_STRINGS]
    assert decoded == expected


@given(text=texts())
def test_the_python_client_decodes_strings_as_told(text: str) -> None:
    told = decoded_by_python(text)
    if text == "OK":
        return
    if told.error is None:
        assert decode(text) == told.text
    else:
        with pytest.raises(ValueError) as raised:  # noqa: PT011  (three classes of it)
            decode(text)
        assert type(raised.value).__name__ == told.error.removeprefix("binascii.")

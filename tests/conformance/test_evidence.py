"""Evidence of clients at once: the history, the commands, and no token in either."""

import pytest

from edgeproof.clients import Mask
from edgeproof.conformance.at_once.replay import Impossible
from edgeproof.conformance.evidence import evidence_of
from edgeproof.consistency import Operation, Window
from edgeproof.deployments import Secret
from edgeproof.laws import Exchange, FailedExample, ReceivedResponse, SentRequest
from edgeproof.reporting import Evidence

TOKEN = "a-long-token"
SHOWN = "${UPSTASH_REDIS_REST_TOKEN}"


def impossible(result: object = "v2", *, state: str = "a = v1", failed: int = 5) -> Impossible:
    write = Operation(client=0, call="SET", arguments=("a", TOKEN), result="OK", called_ns=0)
    read = Operation(
        client=1, call="GET", arguments=("a",), result=result, called_ns=5_000, returned_ns=9_000
    )
    window = Window(states=("v1",), operations=(write, read), impossible=1, order=(0,))
    clients = ((an_exchange("SET"),), (an_exchange("GET"), an_exchange("GET")))
    return Impossible(window, state, clients, failed=failed, runs=5, lag_ns=0)


def an_exchange(name: str) -> Exchange:
    return Exchange(
        request=SentRequest(method="POST", url="http://h/", body=f'["{name}","a"]'.encode()),
        response=ReceivedResponse(status=200, body=b'{"result":"OK"}'),
    )


def evidence(found: Impossible) -> Evidence:
    exchanges = tuple(exchange for client in found.clients for exchange in client)
    return evidence_of(
        "redis.register.linearizable",
        FailedExample(error=found, exchanges=exchanges),
        mask=Mask.of(Secret(TOKEN), None),
        base_urls={"http://h": "UPSTASH_REDIS_REST_URL"},
        is_intermittent=False,
    )


def test_the_history_is_the_window_that_no_order_explains() -> None:
    history = evidence(impossible()).history
    assert history is not None
    assert [one.call for one in history.operations] == ["SET", "GET"]
    assert [one.returned_ms for one in history.operations] == [None, 0.009]
    assert (history.impossible, history.order, history.state) == ([1], [0], "a = v1")
    assert (history.failed, history.runs) == (5, 5)
    assert history.svg.startswith("<svg")


@pytest.mark.parametrize(("failed", "is_intermittent"), [(5, False), (4, True), (0, True)])
def test_what_did_not_always_fail_is_intermittent(failed: int, is_intermittent: bool) -> None:  # noqa: FBT001  (parametrised)
    assert evidence(impossible(failed=failed)).is_intermittent is is_intermittent


def test_the_commands_run_a_client_beside_the_other() -> None:
    [first, second, last] = evidence(impossible()).curl
    assert first.startswith("( curl")
    assert (first.count("curl"), second.count("curl")) == (1, 2)
    assert "${UPSTASH_REDIS_REST_URL}" in second
    assert last == "wait"


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (f"<{TOKEN}>", f"<{SHOWN}>"),
        ([TOKEN, None, 1], [SHOWN, None, 1]),
        ([{"error": f"{TOKEN}."}], [{"error": f"{SHOWN}."}]),
        ({TOKEN: TOKEN}, {SHOWN: SHOWN}),
    ],
)
def test_no_token_is_in_a_result_an_argument_or_the_state(result: object, shown: object) -> None:
    seen = evidence(impossible(result, state=f"a = {TOKEN}"))
    assert seen.history is not None
    assert TOKEN not in repr(seen).lower()
    assert seen.history.operations[0].arguments == ["a", SHOWN]
    assert seen.history.operations[1].result == shown
    assert seen.history.state == f"a = {SHOWN}"


@pytest.mark.parametrize("token", ["1", "client", "call", "9"])
def test_a_token_that_looks_like_a_part_of_a_record_harms_none(token: str) -> None:
    found = impossible()
    seen = evidence_of(
        "redis.register.linearizable",
        FailedExample(error=found, exchanges=()),
        mask=Mask.of(Secret(token), None),
        base_urls={},
        is_intermittent=False,
    )
    assert seen.history is not None
    assert [one.client for one in seen.history.operations] == [0, 1]

"""A round: who has no answer stops, what is lacking is left out, and everything else is history."""

import anyio
import pytest

from edgeproof.conformance.at_once.rounds import Player, in_time, play_together
from edgeproof.conformance.at_once.subjects import Done, Silence
from edgeproof.consistency import Operation
from edgeproof.laws import Broken, Case, Undecided
from edgeproof.strategies import Words
from tests.conformance.at_once.histories import TICK_NS, Client, Key, program


class Saying(Key):
    """Answers as told, if it is told so for that call."""

    def __init__(self, answers: dict[str, Done | BaseException]) -> None:
        super().__init__()
        self._answers = answers

    async def ask(self, client: Client, words: Words) -> Done:
        done = await super().ask(client, words)
        told = self._answers.get(" ".join(words), done)
        if isinstance(told, BaseException):
            raise told
        return told


Played = tuple[list[Player[Client]], tuple[Operation, ...]]


async def play(key: Key, *clients: str) -> Played:
    client = Client(Case())
    players = [Player(number, client, key) for number in range(len(clients))]
    return players, await play_together(players, program(*clients))


def calls(history: tuple[Operation, ...], client: int) -> list[str]:
    """The calls of one client, with what they were answered; `?` for no answer."""
    return [
        " ".join([one.call, *one.arguments, "?" if one.is_pending else str(one.result)])
        for one in history
        if one.client == client
    ]


async def test_each_client_makes_its_calls_in_order() -> None:
    _, history = await play(Key(), "SET a 1, GET a", "SET b 2")
    assert calls(history, 0) == ["SET a 1 OK", "GET a 2"]
    assert calls(history, 1) == ["SET b 2 OK"]


async def test_a_history_is_in_the_order_of_calls_and_clients_overlap() -> None:
    _, history = await play(Key(), "SET a 1, GET a", "SET a 2, GET a")
    assert [one.called_ns for one in history] == sorted(one.called_ns for one in history)
    assert not history[0].precedes(history[1])


async def test_an_operation_lasts_as_long_as_its_exchange() -> None:
    [player], [operation] = await play(Key(), "GET a")
    [exchange] = player.case.exchanges
    assert (operation.called_ns, operation.returned_ns) == (TICK_NS, 2 * TICK_NS)
    assert exchange.started_ns == operation.called_ns


async def test_who_has_no_answer_stops_and_the_others_go_on() -> None:
    key = Saying({"SET a 1": Silence()})
    _, history = await play(key, "GET a, SET a 1, GET a", "SET a 2, GET a, GET a")
    assert calls(history, 0) == ["GET a None", "SET a 1 ?"]
    assert len(calls(history, 1)) == 3


async def test_what_is_lacking_is_no_history_and_is_told() -> None:
    key = Saying({"INCR a": Done((), lacking=("INCR",))})
    [player], history = await play(key, "INCR a, GET a, INCR a, GET a")
    assert [one.call for one in history] == ["GET", "GET"]
    assert player.case.left_out == {"INCR (the deployment lacks it)"}


async def test_of_a_call_the_part_that_is_done_is_history() -> None:
    done = Done(("PIPELINE", "GET a"), ["1"], lacking=("ECHO",))
    [player], [operation] = await play(Saying({"GET a": done}), "GET a")
    assert (operation.call, operation.arguments) == ("PIPELINE", ("GET a",))
    assert player.case.left_out == {"ECHO (the deployment lacks it)"}


@pytest.mark.parametrize("error", [Broken("the answer", "1", "2"), Undecided("too many requests")])
async def test_what_ends_a_client_ends_the_round_and_is_told_as_it_is(
    error: BaseException,
) -> None:
    with pytest.raises(type(error)) as raised:
        await play(Saying({"GET a": error}), "GET a", "SET a 1, SET a 2")
    assert raised.value is error


@pytest.fixture
def slept_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long clients paused."""
    seconds: list[float] = []

    async def sleep(pause_s: float) -> None:
        seconds.append(pause_s)

    monkeypatch.setattr(anyio, "sleep", sleep)
    return seconds


@pytest.mark.parametrize(("pause_ms", "pauses_s"), [(3, [0.003, 0.003]), (0, [])])
async def test_a_client_pauses_before_its_calls(
    slept_s: list[float], pause_ms: int, pauses_s: list[float]
) -> None:
    player = Player(0, Client(Case()), Key())
    [turns] = program("GET a, GET a", pause_ms=pause_ms)
    await player.play(turns)
    assert slept_s == pauses_s


async def test_the_exchanges_of_all_are_shown_in_the_order_in_which_they_were_sent() -> None:
    players, history = await play(Key(), "GET a, GET a", "GET a, GET a")
    exchanges = in_time(player.case.exchanges for player in players)
    assert [one.started_ns for one in exchanges] == [one.called_ns for one in history]

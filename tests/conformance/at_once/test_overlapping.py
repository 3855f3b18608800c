"""Laws about clients at once: what holds is counted, what breaks is kept and made smaller."""

from collections.abc import Iterator
from functools import partial

import anyio
import pytest
from anyio.lowlevel import checkpoint
from hypothesis import given, settings

from edgeproof.conformance.at_once.overlapping import Clients, kept_as_found
from edgeproof.conformance.at_once.replay import REPEATS, Impossible
from edgeproof.conformance.at_once.subjects import Done, Silence
from edgeproof.consistency import KEY_BY_KEY
from edgeproof.laws import Broken, Case, Expectations, Undecided, Untested
from edgeproof.strategies import ClientPrograms, Words, client_programs, counter_calls
from tests.conformance.at_once.histories import (
    TICK_NS,
    Client,
    Key,
    LosesUpdates,
    LosesWrites,
    ReadsThePast,
    Rounds,
    program,
)


class Law:
    """A law about clients at once: its case, and how often they tidied up."""

    def __init__(self) -> None:
        self.case = Case()
        self.tidied = 0
        self._clients = Clients(Client(self.case), self.case, tidy=self._tidy)

    async def _tidy(self) -> None:
        self.tidied += 1

    async def linearizable(
        self, keys: Rounds, program: ClientPrograms[Words], *, lag_s: float = 0.0
    ) -> None:
        expect = Expectations(self.case)
        await self._clients.expect_linearizable(expect, KEY_BY_KEY, program, keys, lag_s=lag_s)

    async def serializable(self, keys: Rounds, program: ClientPrograms[Words]) -> None:
        expect = Expectations(self.case)
        await self._clients.expect_serializable(expect, KEY_BY_KEY, program, keys)

    async def broken(self, keys: Rounds, program: ClientPrograms[Words]) -> Impossible:
        with pytest.raises(Impossible) as raised:
            await self.linearizable(keys, program)
        return raised.value


@pytest.fixture
def law() -> Law:
    return Law()


COUNTING = program("INCR a, GET a", "INCR a, INCR a", "GET a, INCR a")
WRITING = program("SET a 1, SET a 3, GET a", "GET a")


async def test_what_an_order_explains_holds_and_is_counted(law: Law) -> None:
    await law.linearizable(Rounds(), COUNTING)
    await law.linearizable(Rounds(), COUNTING)
    assert (law.case.comparisons, law.case.requests, law.case.settle_ns) == (12, 12, 0)
    overlap = law.case.overlap
    assert (overlap.operations, overlap.overlapping, overlap.most_at_once) == (12, 12, 3)


async def test_a_lost_update_is_impossible_and_made_as_small_as_it_gets(law: Law) -> None:
    found = await law.broken(Rounds(LosesUpdates), COUNTING)
    assert (found.failed, found.runs) == (REPEATS, REPEATS)
    assert [(one.call, one.result) for one in found.window.operations] == [("INCR", 1)] * 2
    assert [len(exchanges) for exchanges in found.clients] == [1, 1]


async def test_a_failure_is_raised_again_without_playing(law: Law) -> None:
    keys = Rounds(LosesUpdates)
    found = await law.broken(keys, COUNTING)
    played, requests = keys.count, law.case.requests
    law.case.exchanges.clear()
    assert await law.broken(keys, WRITING) is found
    assert (keys.count, law.case.requests) == (played, requests)
    assert law.case.exchanges


async def test_the_exchanges_of_the_round_that_is_shown_are_the_evidence(law: Law) -> None:
    found = await law.broken(Rounds(LosesUpdates, 1, 2), COUNTING)
    assert (found.failed, found.runs) == (1, REPEATS)
    assert {exchange.request.url for exchange in law.case.exchanges} == {"round/1"}
    assert sorted(map(repr, law.case.exchanges)) == sorted(
        repr(exchange) for client in found.clients for exchange in client
    )
    started_ns = [exchange.started_ns for exchange in law.case.exchanges]
    assert started_ns == sorted(started_ns)


async def test_all_rounds_are_counted_and_each_is_tidied_up(law: Law) -> None:
    keys = Rounds(LosesUpdates, 1)
    await law.broken(keys, COUNTING)
    assert keys.count == law.tidied == 1 + REPEATS
    assert law.case.requests == 6 * keys.count
    assert law.case.comparisons == 6


async def test_a_read_of_the_past_holds_within_the_lag_that_is_allowed(law: Law) -> None:
    await law.linearizable(Rounds(ReadsThePast), WRITING, lag_s=64 * TICK_NS / 1e9)
    assert law.case.settle_ns % TICK_NS == 0
    assert TICK_NS <= law.case.settle_ns <= 64 * TICK_NS


async def test_a_read_of_the_past_is_broken_without_one_and_said_to_be_late(law: Law) -> None:
    found = await law.broken(Rounds(ReadsThePast), WRITING)
    assert law.case.settle_ns == found.lag_ns > 0


async def test_a_read_of_the_past_beyond_the_lag_is_broken(law: Law) -> None:
    with pytest.raises(Impossible):
        await law.linearizable(Rounds(ReadsThePast), WRITING, lag_s=TICK_NS / 10 / 1e9)


@pytest.mark.parametrize("kind", [LosesUpdates, LosesWrites])
async def test_what_is_lost_is_not_late(law: Law, kind: type[Key]) -> None:
    losing = program("SET a 1, SET a 2, GET a", "INCR b") if kind is LosesWrites else COUNTING
    found = await law.broken(Rounds(kind), losing)
    assert law.case.settle_ns == found.lag_ns == 0


class Backwards(Key):
    """The first number to be given is two."""

    async def incr(self) -> int:
        return {1: 2, 2: 1}.get(number := await super().incr(), number)


async def test_whoever_comes_first_may_have_the_later_number_if_any_order_will_do(
    law: Law,
) -> None:
    await law.serializable(Rounds(Backwards), program("INCR a, INCR a"))
    await law.broken(Rounds(Backwards), program("INCR a, INCR a"))


async def test_a_lost_update_fits_into_no_order(law: Law) -> None:
    with pytest.raises(Impossible):
        await law.serializable(Rounds(LosesUpdates), COUNTING)


class Saying(Key):
    """Says so to INCR, whoever asks."""

    said: Done | BaseException

    async def ask(self, client: Client, words: Words) -> Done:
        if words[0] != "INCR":
            return await super().ask(client, words)
        with client.exchange("in vain"):
            await checkpoint()
        if isinstance(self.said, BaseException):
            raise self.said
        return self.said


def saying(said: Done | BaseException) -> type[Key]:
    return type("SayingSo", (Saying,), {"said": said})


async def test_a_number_that_was_given_in_silence_is_missed_by_nobody(law: Law) -> None:
    class SilentOnce(Key):
        async def ask(self, client: Client, words: Words) -> Done:
            done = await super().ask(client, words)
            if done.result == 2:
                raise Silence
            return done

    await law.serializable(Rounds(SilentOnce), program("INCR a", "INCR a, INCR a", "INCR a"))
    assert law.case.overlap.operations == 3


async def test_where_most_calls_have_no_answer_nothing_is_said(law: Law) -> None:
    with pytest.raises(Undecided, match="2 of 3 calls at once had no answer"):
        await law.linearizable(Rounds(saying(Silence())), program("INCR a", "GET a, INCR a"))
    assert law.tidied == 1


async def test_what_the_deployment_lacks_is_left_out(law: Law) -> None:
    lacking = Done((), lacking=("INCR",))
    await law.linearizable(Rounds(saying(lacking)), COUNTING)
    assert law.case.left_out == {"INCR (the deployment lacks it)"}
    assert (law.case.comparisons, law.case.requests) == (2, 6)


@pytest.mark.parametrize("error", [Broken("the answer", "1", "2"), Untested("budget")])
async def test_what_ends_a_round_is_told_with_what_was_sent(law: Law, error: BaseException) -> None:
    with pytest.raises(type(error)):
        await law.linearizable(Rounds(saying(error)), program("INCR a", "GET a, GET a"))
    assert len(law.case.exchanges) == law.case.requests >= 2
    assert law.tidied == 1


async def test_the_budget_may_end_after_the_failure_was_seen(law: Law) -> None:
    class Spends(LosesUpdates):
        async def ask(self, client: Client, words: Words) -> Done:
            if self.round > 3:
                raise Untested("the budget is spent")
            return await super().ask(client, words)

    found = await law.broken(Rounds(Spends), COUNTING)
    assert (found.failed, found.runs) == (2, 2)
    assert {exchange.request.url for exchange in law.case.exchanges} == {"round/1"}


@pytest.fixture
def a_profile() -> Iterator[None]:
    """Settings as those of a run."""
    before = settings.get_current_profile_name()
    settings.register_profile("a run's", database=None, derandomize=True, deadline=None)
    settings.load_profile("a run's")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("a_profile")
def test_a_failure_that_does_not_come_back_is_no_flaky_one() -> None:
    law, keys = Law(), Rounds(LosesUpdates, 1)

    @kept_as_found
    @given(program=client_programs(counter_calls().map(lambda _: ("INCR", "a"))))
    def states_a_law(program: ClientPrograms[Words]) -> None:
        anyio.run(partial(law.linearizable, keys, program))

    with pytest.raises(Impossible):
        states_a_law()
    assert keys.count == 1 + REPEATS

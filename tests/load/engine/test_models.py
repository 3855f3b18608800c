"""The two models, with clocks and luck of the test's own."""

import asyncio
import random
import threading

import pytest

from edgeproof.load import Scenario, User, step, wrong
from edgeproof.load.engine.alarm import Alarm
from edgeproof.load.engine.closed_model import PAUSE_S, ClosedModel
from edgeproof.load.engine.open_model import OpenModel
from edgeproof.load.engine.steps import Steps, by_weight
from edgeproof.load.measuring.recorder import Recorder
from edgeproof.load.plan.schedule import ArrivalTimes, Ramp
from edgeproof.load.wire.failures import Failure, FailureKind
from edgeproof.load.wire.requests import Requests
from tests.load.conftest import OpenPool
from tests.stand_in import Seen, answer, stand_in

URL = "http://127.0.0.1:9/"


class Counting(Scenario):
    """Steps that ask nobody; every user stops itself after three of them."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.taken: list[str] = []
        self.failure: Failure | None = None
        self.gate: asyncio.Event | None = None

    @step(weight=3)
    async def often(self, user: User) -> None:
        await self._take(user, "often")

    @step(name="now and then")
    async def seldom(self, user: User) -> None:
        await self._take(user, "seldom")

    async def _take(self, user: User, name: str) -> None:
        self.taken.append(name)
        user.is_leaving = len(self.taken) >= 3
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure


class Users:
    """Makes users whose luck is known."""

    def __init__(self, open_pool: OpenPool, url: str = URL) -> None:
        self.made: list[User] = []
        self.recorder = Recorder()
        self._url = url
        self._pool = open_pool(url)

    def __call__(self) -> User:
        user = User(
            len(self.made),
            random.Random(len(self.made)),  # noqa: S311 - no secret
            pool=self._pool,
            requests=Requests(self._url),
            recorder=self.recorder,
        )
        self.made.append(user)
        return user


def test_steps_are_found_with_their_names_and_weights() -> None:
    assert [one.name for one in by_weight(Counting.steps)] == ["often"] * 3 + ["now and then"]
    assert Counting.name() == "counting"


async def lived(open_pool: OpenPool, think_s: tuple[float, float], failure: object) -> list[float]:
    """How long a user of the closed model sleeps after each of three steps."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    scenario = Counting("mark")
    scenario.failure = failure  # type: ignore[assignment]  # of the stand-in
    model = ClosedModel(Steps(scenario), Users(open_pool), think_s, sleep)
    model.retarget(1)
    while len(scenario.taken) < 3:  # noqa: ASYNC110 - turns of the loop, not time
        await asyncio.sleep(0)
    await model.drain(1)
    assert model.in_flight == 0
    return slept


async def test_a_user_thinks_between_its_steps(open_pool: OpenPool) -> None:
    slept = await lived(open_pool, (2.0, 3.0), None)
    assert len(slept) == 2
    assert all(2 <= seconds <= 3 for seconds in slept)


async def test_a_user_that_need_not_think_does_not(open_pool: OpenPool) -> None:
    assert await lived(open_pool, (0.0, 0.0), wrong("no")) == []


async def test_a_user_that_is_refused_pauses(open_pool: OpenPool) -> None:
    assert await lived(open_pool, (0.0, 0.0), Failure(FailureKind.REFUSED)) == [PAUSE_S] * 2


async def test_a_thinking_user_that_has_to_go_goes_at_once(open_pool: OpenPool) -> None:
    scenario = Counting("mark")
    model = ClosedModel(Steps(scenario), Users(open_pool), (1000.0, 1000.0))
    model.retarget(2)
    while len(scenario.taken) < 2:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    await asyncio.wait_for(model.drain(1000), 5)


async def test_arrivals_do_not_wait_for_each_other(open_pool: OpenPool) -> None:
    scenario, users = Counting("mark"), Users(open_pool)
    scenario.gate = asyncio.Event()
    model = OpenModel(
        Steps(scenario), users, ArrivalTimes(Ramp.constant(1e6), None), most_waiting=5
    )
    while len(scenario.taken) < 5:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    assert (len(scenario.taken), model.in_flight) == (5, 5)
    scenario.gate.set()
    model.retarget(0)
    await model.drain(1)
    assert users.recorder.take()[0].errors["dropped: 5 were waiting already"] > 0
    assert model.lag.drain().total > 5


async def test_arrivals_under_way_when_the_time_is_over_end_it_with_them(
    open_pool: OpenPool,
) -> None:
    scenario, users = Counting("mark"), Users(open_pool)
    model = OpenModel(
        Steps(scenario), users, ArrivalTimes(Ramp.constant(1e6), None), most_waiting=5
    )
    while len(scenario.taken) < 1:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    scenario.gate = asyncio.Event()
    while model.in_flight < 5:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    draining = asyncio.create_task(model.drain(1000))
    await asyncio.sleep(0)
    scenario.gate.set()
    await asyncio.wait_for(draining, 5)
    assert len(scenario.taken) >= 6
    assert set(users.recorder.take()[0].errors) == {"dropped: 5 were waiting already"}


async def test_what_is_under_way_when_the_time_is_over_is_cut_off_and_counted(
    open_pool: OpenPool,
) -> None:
    scenario, users = Counting("mark"), Users(open_pool)
    scenario.gate = asyncio.Event()
    model = ClosedModel(Steps(scenario), users, (0.0, 0.0))
    model.retarget(1)
    await asyncio.sleep(0)
    await model.drain(0.01)
    assert users.recorder.take()[0].errors == {"timeout: no answer when the run ended": 1}


class Reading(Scenario):
    """Three requests, one after the other."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.seen: list[object] = []

    @step()
    async def read(self, user: User) -> None:
        self.seen += [(await user.get()).body for _ in range(3)]
        user.is_leaving = True

    async def live(self, users: Users) -> list[object]:
        """Have one user take one step; what it saw."""
        model = ClosedModel(Steps(self), users, (0, 0))
        model.retarget(1)
        while model.in_flight:  # noqa: ASYNC110 - turns of the loop, not time
            await asyncio.sleep(0)
        return self.seen


class Waiting(Reading):
    """Requests with asyncio's own time limits, in other tasks, and one after another."""

    @step()
    async def read(self, user: User) -> None:
        try:
            self.seen.append((await asyncio.wait_for(user.get("/quick"), 5)).body)
            async with asyncio.timeout(0.05):
                await user.get("/never")
        except TimeoutError:
            self.seen.append("too late")
        self.seen += [(await user.get(one)).body for one in ("/quick", "/last")]
        user.is_leaving = True


async def test_steps_may_use_time_limits_and_tasks_of_asyncios_own(open_pool: OpenPool) -> None:
    is_over = threading.Event()

    def behaviour(seen: Seen) -> bytes:
        if seen.target == "/never":
            is_over.wait()
        return answer(200, seen.target.encode())

    with stand_in(behaviour) as server:
        try:
            seen = await Waiting("mark").live(Users(open_pool, server.url))
        finally:
            is_over.set()
    assert seen == [b"/quick", "too late", b"/quick", b"/last"]


async def test_an_answer_that_follows_another_unasked_is_nobodys(open_pool: OpenPool) -> None:
    with stand_in(lambda _: answer(200, b"asked") + answer(200, b"not asked")) as server:
        seen = await Reading("mark").live(Users(open_pool, server.url))
    assert seen == [b"asked"] * 3


@pytest.mark.parametrize("has_timerfd", [True, False])
async def test_an_alarm_rings_once_also_for_a_time_that_has_passed(
    monkeypatch: pytest.MonkeyPatch, *, has_timerfd: bool
) -> None:
    if not has_timerfd:
        monkeypatch.setattr("edgeproof.load.engine.alarm._timer", lambda: -1)
    rung = asyncio.Event()
    alarm = Alarm(rung.set)
    alarm.set(2**62)
    alarm.set(0)
    await asyncio.wait_for(rung.wait(), 5)
    alarm.close()

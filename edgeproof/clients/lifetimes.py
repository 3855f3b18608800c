"""Lives: keys that should expire, begun side by side and watched until each of them has.

Words: a *life* is a key that commands have given a time to live. A *moment* is when a request was
carried out; all that a client knows is that it lies between sending the request and receiving its
answer. So a life of 800 ms may be over, at the earliest, 800 ms after its request was sent; it must
be over 800 ms after that request was answered, plus a little.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import anyio

from edgeproof.clients.notation.forms import Command
from edgeproof.clients.notation.lacking import says_it_is_lacking
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.laws import Undecided, Unsupported

_POLL_S = 0.1

CLOCK_TOLERANCE_S = 0.1
"""How much too early is not a fault: clocks tick, and a deployment may have several clocks."""

GRACE_S = 2.0
"""How late is not a fault: some keep times in whole seconds, or read from a copy that lags
behind."""

KEPT_FOR_S = 0.2
"""How long after its time a key that is kept must still be seen."""

_Clock = Callable[[], float]
_Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """When a request was carried out: after it was sent and before it was answered, in seconds."""

    sent_s: float
    answered_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A key, the commands that give it its time to live, and how long that is.

    It lasts from the moment `since`; if that is None, from the moment of the commands. A life that
    `is_kept` never ends: the commands have removed its time to live again.
    """

    key: str
    commands: tuple[Command, ...]
    lasts_ms: int
    since: TimeSpan | None = None
    is_kept: bool = False

    def __str__(self) -> str:
        """Its commands, as `life` reads them."""
        words = (("key" if word == self.key else str(word) for word in c) for c in self.commands)
        return "; ".join(map(" ".join, words))


def life(
    key: str,
    text: str,
    *,
    lasts_ms: int,
    since: TimeSpan | None = None,
    is_kept: bool = False,
) -> Life:
    """The life of `key` that a text describes: `SET key value PX 800; PERSIST key`."""
    commands = tuple(
        tuple(key if word == "key" else word for word in part.split()) for part in text.split(";")
    )
    return Life(key=key, commands=commands, lasts_ms=lasts_ms, since=since, is_kept=is_kept)


@dataclass(slots=True, kw_only=True)
class _Course:
    """The course of a life: the earliest and latest time of its end, and what was seen of it."""

    life: Life
    middle_s: float
    earliest_s: float
    latest_s: float
    is_over: bool = False
    is_seen_in_second_half: bool = False

    def see(self, look: TimeSpan, *, is_there: bool) -> str | None:
        """Take notice of a look; what is wrong with what it shows, None if nothing is."""
        if is_there:
            self.is_seen_in_second_half |= look.sent_s >= self.middle_s
            if self.life.is_kept:
                self.is_over = look.sent_s > self.latest_s + KEPT_FOR_S
                return None
            late_s = look.sent_s - self.latest_s
            return f"there {late_s:.1f} s after its time" if late_s > GRACE_S else None
        self.is_over = True
        if self.life.is_kept:
            return "gone, though it was kept"
        early_s = self.earliest_s - look.answered_s
        return f"gone {early_s:.1f} s before its time" if early_s > CLOCK_TOLERANCE_S else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time of the deployment's own clock, in milliseconds since 1970, and when it was read."""

    unix_ms: int
    moment: TimeSpan


async def time_of(redis: RedisRestClient, *, clock: _Clock = time.monotonic) -> Time:
    """The deployment's own time. Raises Unsupported if the deployment does not support TIME."""
    sent_s = clock()
    reply = await redis.reply("TIME")
    match reply.result:
        case [str(seconds), str(microseconds)] if (seconds + microseconds).isdecimal():
            moment = TimeSpan(sent_s=sent_s, answered_s=clock())
            unix_ms = int(seconds) * 1000 + int(microseconds) // 1000
            return Time(unix_ms=unix_ms, moment=moment)
    raise Unsupported("the deployment does not support TIME")


async def watch(
    redis: RedisRestClient,
    lives: Sequence[Life],
    *,
    clock: _Clock = time.monotonic,
    sleep: _Sleep = anyio.sleep,
) -> list[str]:
    """Begin these lives side by side and watch them; return what was wrong, one line per fault.

    Watching ends with the first look that shows something wrong, or when every life is over. Lives
    whose commands the deployment lacks are left out, and noted in the case. Raises Undecided if
    answers take too long to conclude anything.
    """
    courses = await _begun(redis, lives, clock)
    exchanges = redis.transport.case.exchanges
    shown = len(exchanges)
    while going_on := [course for course in courses if not course.is_over]:
        # The evidence is the start of the lives and the look that showed something wrong.
        del exchanges[shown:]
        sent_s = clock()
        replies = await redis.side_by_side([[("EXISTS", c.life.key)] for c in going_on])
        look = TimeSpan(sent_s=sent_s, answered_s=clock())
        wrong = [
            f"{course.life}: {fault}"
            for course, [reply] in zip(going_on, replies, strict=True)
            if (fault := course.see(look, is_there=reply.value != 0))
        ]
        if wrong:
            return wrong
        await sleep(_POLL_S)
    if not all(course.is_seen_in_second_half for course in courses):
        raise Undecided("answers take too long to see whether keys end before their time")
    return []


async def _begun(redis: RedisRestClient, lives: Sequence[Life], clock: _Clock) -> list[_Course]:
    """The expected courses of the lives for which the deployment has commands."""
    sent_s = clock()
    replies = await redis.side_by_side([one.commands for one in lives])
    began = TimeSpan(sent_s=sent_s, answered_s=clock())
    courses = []
    for one, answers in zip(lives, replies, strict=True):
        lacking = [c for c, a in zip(one.commands, answers, strict=True) if says_it_is_lacking(a)]
        if lacking:
            redis.transport.case.left_out.add(f"{lacking[0][0]!s} (the deployment lacks it)")
            continue
        for answer in answers:
            _ = answer.value
        courses.append(_course(one, began))
    if any(began.answered_s >= course.earliest_s for course in courses):
        raise Undecided("it takes longer to begin the lives of keys than they last")
    return courses


def _course(one: Life, began: TimeSpan) -> _Course:
    since = one.since or began
    lasts_s = one.lasts_ms / 1000
    return _Course(
        life=one,
        middle_s=since.sent_s + lasts_s / 2,
        earliest_s=since.sent_s + lasts_s,
        latest_s=since.answered_s + lasts_s,
    )

"""Scenarios: what virtual users do, as short classes.

A scenario in ten lines, in a file of one's own:

    class Readers(Scenario):
        "Everybody reads, and waits up to a second in between."
        think_s = (0.0, 1.0)

        @step(weight=9)
        async def read(self, user: User) -> None:
            answer = await user.get()
            answer.expect(200)

        @step(weight=1)
        async def delete_none(self, user: User) -> None:
            (await user.delete("/post:0")).expect(404)
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from edgeproof.load.scenarios.user import User
from edgeproof.reporting import LoadViolation

Interface = Literal["posts", "redis"]
_Function = Callable[[Any, User], Awaitable[None]]
_MARK: Final = "__edgeproof_step__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that virtual users do: its name in the figures, and its relative weight."""

    name: str
    weight: int
    function: _Function


def step(*, weight: int = 1, name: str | None = None) -> Callable[[_Function], _Function]:
    """Make an `async def` of a scenario one of its steps, under its own name or another.

    Requests of a step are counted under its name, unless they are given a name of their own.
    """

    def mark(function: _Function) -> _Function:
        own_name = getattr(function, "__name__", "step")
        setattr(function, _MARK, Step(name=name or own_name, weight=weight, function=function))
        return function

    return mark


class Scenario:
    """What virtual users do with one interface of a deployment.

    One object serves all users of an engine; `mark` is a random word for the names of what the run
    makes. A step that returns was right. `answer.expect`, `raise wrong(…)` and anything else that
    raises Failure make the step's last request a failure. `made` counts what was made, and `left`
    what of it could not be removed again; `lists_judged` of `lists` listings were kept for
    `violations`.
    """

    interface: ClassVar[Interface] = "posts"
    think_s: ClassVar[tuple[float, float]] = (0.0, 0.0)
    """The shortest and longest time that a user waits after a step, in seconds."""
    steps: ClassVar[Sequence[Step]] = ()

    def __init_subclass__(cls) -> None:
        """Find the steps, parents' steps first."""
        names = dict.fromkeys(name for one in reversed(cls.__mro__) for name in vars(one))
        marked = [getattr(getattr(cls, name, None), _MARK, None) for name in names]
        cls.steps = tuple(one for one in marked if one is not None)

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.made = 0
        self.left = 0
        self.lists = 0
        self.lists_judged = 0

    @classmethod
    def name(cls) -> str:
        """The name on command lines: `ReadersAndWriters` becomes `readers-and-writers`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    async def prepare(self, user: User) -> None:
        """Make what the steps need, before the load."""

    async def clean_up(self, user: User) -> None:
        """Remove what was made, after the load."""

    def violations(self) -> Sequence[LoadViolation]:
        """Violations that no single answer shows, found in the run's history after the load."""
        return ()

"""What virtual users do, scenario by scenario: `edgeproof load --scenario readers-and-writers`."""

from collections.abc import Sequence

from edgeproof.load import (
    Counter,
    LoadViolation,
    PostsScenario,
    RedisScenario,
    User,
    step,
    wrong,
)

KEPT = 20
"""Posts that a run keeps before it deletes its oldest, so that lists stay short."""


class ReadersAndWriters(PostsScenario):
    """Nine readers of the list to one writer, who creates a post or deletes the oldest."""

    @step(weight=9)
    async def read(self, user: User) -> None:
        """List."""
        await self.list(user)

    @step(weight=1)
    async def write(self, user: User) -> None:
        """Create, or delete once enough are kept."""
        await write(self, user)


class Writers(PostsScenario):
    """Writers only; one list in a hundred steps, so that lost posts are noticed."""

    @step(weight=99)
    async def write(self, user: User) -> None:
        """Create, or delete once enough are kept."""
        await write(self, user)

    @step(weight=1)
    async def read(self, user: User) -> None:
        """List."""
        await self.list(user)


class CreateListDelete(PostsScenario):
    """Each user creates a post, finds it in the list, and deletes it."""

    @step()
    async def create_list_delete(self, user: User) -> None:
        """Three requests, one after the other."""
        post_id = await self.create(user)
        await self.list(user)
        self.kept.remove(post_id)
        await self.remove(user, post_id)


class Increments(RedisScenario):
    """INCR of one key by everybody: no number is given twice, no increment is lost."""

    def __init__(self, mark: str) -> None:
        """Begin with a key that does not exist."""
        super().__init__(mark)
        self.counter = Counter(self.key("counter"))
        self.found: Sequence[LoadViolation] = ()

    @step()
    async def incr(self, user: User) -> None:
        """INCR, which must answer a number that nobody was given before."""
        try:
            number = await self.command(user, "INCR", self.counter.key)
        except BaseException:
            self.counter.unanswered += 1
            raise
        self.counter.given(number)

    async def clean_up(self, user: User) -> None:
        """Read the key's value, then remove the key."""
        last = int(await self.command(user, "GET", self.counter.key) or 0)
        self.found = self.counter.violations(last)
        await super().clean_up(user)

    def violations(self) -> Sequence[LoadViolation]:
        """Increments lost or given twice."""
        return self.found


class Reads(RedisScenario):
    """MGET of ten keys, whose values are known."""

    async def prepare(self, user: User) -> None:
        """Set the keys."""
        self.values = {self.key(f"read:{number}"): f"value {number}" for number in range(10)}
        await self.pipeline(user, [["SET", key, value] for key, value in self.values.items()])

    @step()
    async def mget(self, user: User) -> None:
        """MGET, which must answer the values in the order of the keys."""
        if await self.command(user, "MGET", *self.values) != list(self.values.values()):
            raise wrong("MGET answered values that differ from those set")


class Pipelines(RedisScenario):
    """Pipelines of twenty commands on a key of each user's own: each GET sees the SET before it."""

    @step()
    async def pipeline_of_20(self, user: User) -> None:
        """SET and GET in turn."""
        number, user.state = user.state or 0, (user.state or 0) + 10
        key = self.key(f"user:{user.number}")
        values = [str(number + turn) for turn in range(10)]
        commands = [command for one in values for command in (["SET", key, one], ["GET", key])]
        results = await self.pipeline(user, commands)
        if results != [result for one in values for result in ("OK", one)]:
            raise wrong("a GET in a pipeline did not see the SET before it")


async def write(scenario: PostsScenario, user: User) -> None:
    """Create a post, or delete the oldest once enough are kept."""
    if len(scenario.kept) < KEPT:
        await scenario.create(user)
    else:
        await scenario.remove_oldest(user)

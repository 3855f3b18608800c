"""What scenarios of /posts share: requests that are checked, and their history."""

from collections import deque
from collections.abc import Sequence
from time import monotonic_ns
from typing import ClassVar, Final

from edgeproof.consistency import SetHistory, ViolationKind, check_set, text_digest
from edgeproof.load.scenarios.post_lists import PostLists, number_of
from edgeproof.load.scenarios.scenario import Interface, Scenario
from edgeproof.load.scenarios.user import User
from edgeproof.load.scenarios.violations import of_posts
from edgeproof.load.wire.failures import Failure, wrong
from edgeproof.reporting import LoadViolation

CREATED: Final = 201
_OK: Final = 200
_NOT_THERE: Final = 404
BYTES_A_SECOND: Final = 20_000_000
"""How much of the lists is judged; beyond that, only their form is checked."""


class PostsScenario(Scenario):
    """A scenario of /posts, whose history is kept and judged at the end.

    `kept` are the ids of the run's own posts, oldest first. A scenario that uses these methods need
    not clean up: the run removes what they made. At most `lists` lists are judged.
    """

    interface: ClassVar[Interface] = "posts"

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.history = SetHistory()
        self.kept: deque[str] = deque()
        self._listed = self.history.listings.add
        self._lists = PostLists(mark)
        self._number = 0
        self._allowance_bytes = float(BYTES_A_SECOND)
        self._allowed_ns = monotonic_ns()

    async def prepare(self, user: User) -> None:
        """Check that there is a list of posts at all."""
        self._lists.read((await user.get()).expect(_OK).body)

    async def create(self, user: User) -> str:
        """Create a post and return its id. Raises Failure unless the id is new."""
        self._number += 1
        text = f"{self.mark} {self._number}"
        digest, called_ns = text_digest(text), monotonic_ns()
        try:
            answer = await user.post("", text.encode(), name="create")
            post_id = answer.expect(CREATED).text
            number = number_of(post_id)
        except BaseException:
            self.history.add_pending(digest, called_ns)
            raise
        is_new = not self.history.is_added(number)
        self.history.added(number, digest, called_ns, answer.ended_ns)
        self.made += 1
        if not is_new:
            raise wrong(
                "an id that another post was given before", found_as=ViolationKind.DUPLICATED
            )
        self.kept.append(post_id)
        return post_id

    async def list(self, user: User) -> None:
        """List the posts. Raises Failure unless they are posts."""
        answer = await user.get("", "list")
        body = answer.expect(_OK).body
        self.lists += 1
        self._allowance_bytes -= len(body)
        if self._allowance_bytes >= 0 or self._is_regained(len(body)):
            elements, digests = self._lists.read(body)
            self.lists_judged += 1
            # The time of sending bounds the call more tightly.
            self._listed(answer.sent_ns, answer.ended_ns, elements, digests)
        elif body[:1] != b"[" or body[-1:] != b"]":
            raise wrong("the list is not a JSON array of posts")

    async def remove(self, user: User, post_id: str) -> None:
        """Delete a post of the run's own. Raises Failure unless it was there."""
        called_ns, number = monotonic_ns(), number_of(post_id)
        try:
            answer = await user.delete(f"/{post_id}", name="delete")
        except BaseException:
            self.history.removed(number, called_ns, None, was_there=False)
            raise
        ended_ns = answer.ended_ns if answer.status in {_OK, _NOT_THERE} else None
        self.history.removed(number, called_ns, ended_ns, was_there=answer.status == _OK)
        answer.expect(_OK)

    async def remove_oldest(self, user: User) -> None:
        """Delete the oldest post that is kept; there must be one."""
        await self.remove(user, self.kept.popleft())

    async def clean_up(self, user: User) -> None:
        """Delete every post of the run that is still listed."""
        listed = (await user.get()).expect(_OK).json()
        for one in listed:
            if str(one["text"]).startswith(self.mark):
                await self._discard(user, str(one["id"]))

    def violations(self) -> Sequence[LoadViolation]:
        """Posts that, according to the history, are lost, duplicated, changed or resurrected."""
        verdict = check_set(self.history)
        return [of_posts(one, verdict.counts[one.kind]) for one in verdict.violations]

    async def _discard(self, user: User, post_id: str) -> None:
        try:
            answer = await user.delete(f"/{post_id}")
        except Failure:
            self.left += 1
        else:
            self.left += answer.status not in {_OK, _NOT_THERE}

    def _is_regained(self, body_bytes: int) -> bool:
        """Whether a list of that size, which was too much before, may be judged by now."""
        now_ns = monotonic_ns()
        regained = (now_ns - self._allowed_ns) / 1e9 * BYTES_A_SECOND
        self._allowed_ns = now_ns
        self._allowance_bytes = min(self._allowance_bytes + regained, BYTES_A_SECOND)
        if self._allowance_bytes + body_bytes <= 0:
            self._allowance_bytes += body_bytes
            return False
        return True

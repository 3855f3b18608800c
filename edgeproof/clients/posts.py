"""A client of the /posts API that remembers what it made."""

import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

import anyio
import msgspec

from edgeproof.clients.http_client import HttpClient
from edgeproof.clients.ledger import Ledger
from edgeproof.clients.notation.response import Headers, Response
from edgeproof.clients.notation.risks import Caution, risk_of_body
from edgeproof.clients.transport import Transport
from edgeproof.laws import Broken, Case, Undecided, as_shown
from edgeproof.post_ids import POST_ID, is_post_id

_TEXT = ("Content-Type", "text/plain;charset=UTF-8")
SETTLE_POLL_S = 0.05

CREATE_LAW = "posts.create.answers-id"
LIST_LAW = "posts.list.shape"
DELETE_LAW = "posts.delete.answers-id"
"""The laws that most others build on."""

Seen = TypeVar("Seen")


def parse_listing(response: Response) -> list[tuple[str, str]]:
    """The (id, text) pairs that GET /posts answered, in its order.

    Raises Broken unless the answer is a 200 with an array of objects, each with a string `id` of
    the right form and a string `text`.
    """
    if response.status != HTTPStatus.OK:
        raise Broken("the status of the list", str(response.status), "200")
    items = response.json()
    if not isinstance(items, list):
        raise Broken("the list", repr(items), "a JSON array")
    return [_parse_item(item) for item in items]


def _parse_item(item: object) -> tuple[str, str]:
    match item:
        case {"id": str(post_id), "text": str(text)} if POST_ID.fullmatch(post_id):
            return post_id, text
    raise Broken("an item of the list", repr(item), "an id `post:<n>` and a text, strings")


def id_given_in(response: Response) -> str | None:
    """The id of the post that an answer says was made: its whole body, an `id`, or Location.

    Other ids in the answer do not count: a faulty deployment may answer with a list of other
    people's posts, and whatever is taken for the run's own is deleted in the end.
    """
    try:
        body = msgspec.json.decode(response.body, type=object)
    except (msgspec.DecodeError, UnicodeDecodeError):
        body = response.text
    named = body.get("id") if isinstance(body, dict) else body
    location = (response.header("location") or "").rpartition("/")[2]
    candidates = (named, unquote(location))
    return next((text for text in candidates if is_post_id(text)), None)


class PostsClient:
    """Talks to one /posts collection on behalf of one case.

    `blocking` are laws that are broken so that others, which build on them, cannot be tried.
    """

    def __init__(
        self,
        transport: Transport,
        ledger: Ledger,
        *,
        settle_s: float = 0.0,
        blocking: Collection[str] = (),
    ) -> None:
        self._transport = transport
        self._ledger = ledger
        self.settle_s = settle_s
        self.blocking = blocking
        self.collection_url = transport.base_url

    def recording(self, case: Case, *, asks_again: bool = True) -> "PostsClient":
        """The same client on behalf of another case; see `Transport.recording`."""
        return self._with(self._transport.recording(case, asks_again=asks_again))

    def _with(self, transport: Transport) -> "PostsClient":
        return PostsClient(transport, self._ledger, settle_s=self.settle_s, blocking=self.blocking)

    def over(self, http: HttpClient) -> "PostsClient":
        """The same client over another HTTP client, whose connections are observed."""
        return self._with(self._transport.over(http))

    async def request(
        self, method: str, target: str = "", *, headers: Headers = (), body: bytes | None = None
    ) -> Response:
        """Send any request; `target` follows the collection's URL, and is sent as it is."""
        may_make = method not in {"GET", "HEAD", "DELETE", "OPTIONS"}
        if may_make:
            self._ledger.sent(body or b"")
        # A POST whose answer nobody awaits would leave an unknown post. So when one of
        # several clients breaks the law, or the user interrupts, the other requests still end.
        with anyio.CancelScope(shield=may_make):
            response = await self._transport.send(
                method,
                target,
                headers=headers,
                body=body,
                caution=Caution(
                    risk=risk_of_body(body or b""), is_repeatable=method in {"GET", "HEAD"}
                ),
            )
        if may_make and response.is_success:
            post_id = id_given_in(response)
            if post_id is not None:
                # A faulty deployment may give the id of a post that is gone once more.
                self._ledger.found(post_id)
                self._ledger.named(body or b"")
        return response

    async def create(self, text: str | bytes, *, headers: Headers = (_TEXT,)) -> Response:
        """POST text, or raw bytes that need not be UTF-8."""
        body = text if isinstance(text, bytes) else text.encode()
        return await self.request("POST", headers=headers, body=body)

    async def status_of_large(self, text: str) -> int | None:
        """POST a text that may be too large: the status, or None if the connection was closed.

        A server may refuse a body that is still under way and close the connection; its answer may
        then be lost before it is read (RFC 9112, section 9.6).
        """
        try:
            return (await self.create(text)).status
        except Broken:
            return None

    async def created(self, text: str) -> str:
        """POST a text and return its id. Raises as `id_in` does."""
        return self.id_in(await self.create(text))

    def id_in(self, response: Response) -> str:
        """The id that POST answered, wherever it stands: one law judges that, others build on it.

        Raises Broken if there is none, Undecided if POST never answers one here.
        """
        post_id = id_given_in(response) if response.is_success else None
        if post_id is not None:
            return post_id
        self._stand_on(CREATE_LAW)
        received = f"{response.status} with {as_shown(response.text)}"
        raise Broken("the answer to POST", received, "201 with an id `post:<n>`")

    def _stand_on(self, law_id: str) -> None:
        if law_id in self.blocking:
            raise Undecided(f"blocked by {law_id}")

    async def delete(self, post_id: str) -> Response:
        """DELETE the post with that id; the id goes into the path as it is."""
        response = await self.request("DELETE", f"/{post_id}")
        if response.is_success:
            self._ledger.removed(post_id)
        return response

    async def deleted(self, post_id: str) -> None:
        """DELETE a post that exists. Raises Broken unless the answer is 200 or 204.

        Raises Undecided if it never is here.
        """
        response = await self.delete(post_id)
        if response.status not in {200, 204}:
            self._stand_on(DELETE_LAW)
            raise Broken(f"the status of DELETE of {post_id}", str(response.status), "200 or 204")

    async def pairs(self) -> list[tuple[str, str]]:
        """GET the list once: (id, text) pairs in its order, including other people's posts.

        Raises as `pairs_in` does.
        """
        return self.pairs_in(await self.request("GET"))

    def pairs_in(self, response: Response) -> list[tuple[str, str]]:
        """The pairs in a list. Raises as `parse_listing` does, Undecided if none is right here."""
        try:
            return parse_listing(response)
        except Broken:
            self._stand_on(LIST_LAW)
            raise

    async def listing(
        self, until: Callable[[Mapping[str, str]], bool] = lambda _: True
    ) -> dict[str, str]:
        """GET the list as texts by id, until `until` holds or it has had time to settle.

        Without a time to settle it is read once. Either way, the last list is returned for the law
        to judge.
        """

        async def read() -> dict[str, str]:
            return dict(await self.pairs())

        return await self.settled(read, until)

    async def as_listed(self, expected: Mapping[str, str | None]) -> dict[str, str | None]:
        """What the list says of the posts in `expected`, once it agrees or has had time to settle.

        In both, None stands for a post that is not listed.
        """

        async def read() -> dict[str, str | None]:
            listed = dict(await self.pairs())
            return {post_id: listed.get(post_id) for post_id in expected}

        return await self.settled(read, lambda seen: seen == expected)

    async def missing(self, post_ids: Iterable[str]) -> list[str]:
        """The posts among these that are not listed, once all are or have had time to settle."""
        wanted = list(post_ids)
        listed = await self.listing(until=set(wanted).issubset)
        return [post_id for post_id in wanted if post_id not in listed]

    async def marked(self, mark: str, expected: list[str]) -> list[str]:
        """The listed texts that begin with `mark`, once they are as expected or had time to settle.

        Nobody else's text begins with it: these posts are the run's own, whatever POST answered.
        """

        async def read() -> list[str]:
            return [text for _, text in self.own(await self.pairs(), mark)]

        return await self.settled(read, lambda seen: seen == expected)

    def own(self, pairs: Iterable[tuple[str, str]], mark: str) -> list[tuple[str, str]]:
        """The (id, text) pairs whose text begins with `mark`; they will be removed."""
        found = [pair for pair in pairs if pair[1].startswith(mark)]
        for post_id, _ in found:
            self._ledger.made(post_id)
        return found

    async def settled(
        self, read: Callable[[], Awaitable[Seen]], until: Callable[[Seen], bool]
    ) -> Seen:
        """Read anything that may lag, again and again, as `listing` does with the list."""
        started_ns = time.perf_counter_ns()
        while True:
            seen = await read()
            waited_ns = time.perf_counter_ns() - started_ns
            if until(seen) or waited_ns >= self.settle_s * 1e9:
                if self.settle_s:
                    case = self._transport.case
                    case.settle_ns = max(case.settle_ns, waited_ns)
                return seen
            await anyio.sleep(SETTLE_POLL_S)


class Lifecycle(NamedTuple):
    """The answers about one ordinary post: to POST, to GET, and to DELETE if it has an id."""

    created: Response
    listed: Response
    removed: Response | None

    @property
    def statuses(self) -> list[str]:
        """The three statuses; the bodies differ each time."""
        return [str(answer and answer.status) for answer in self]

    @property
    def blocking_laws(self) -> list[str]:
        """The laws that others build on and that these answers break."""
        has_id = self.created.is_success and id_given_in(self.created) is not None
        is_removed = self.removed is None or self.removed.status in {200, 204}
        holds = {
            CREATE_LAW: has_id,
            LIST_LAW: _is_list_of_posts(self.listed),
            DELETE_LAW: is_removed,
        }
        return [law_id for law_id, is_kept in holds.items() if not is_kept]


async def lifecycle_of_a_post(posts: PostsClient) -> Lifecycle:
    """Create an ordinary post, list it, and delete it again."""
    created = await posts.create("edgeproof asks whether you are there")
    listed = await posts.request("GET")
    post_id = id_given_in(created) if created.is_success else None
    removed = await posts.delete(post_id) if post_id is not None else None
    return Lifecycle(created, listed, removed)


def _is_list_of_posts(response: Response) -> bool:
    try:
        parse_listing(response)
    except Broken:
        return False
    return True

"""Readers and writers of /posts, nine to one, on Locust's own client.

    locust -f loadtests/locustfile.py,loadtests/fast_http_users.py --host https://blog.example.com

runs it beside the engine's scenarios; by itself it is a locustfile like any other. The host is the
origin; the collection is its `/posts`. Each writer deletes what it wrote, so a run leaves the list
as it was.
"""

from collections.abc import Callable
from http import HTTPStatus

import gevent
from locust import FastHttpUser, between, events, task
from locust.env import Environment
from locust.exception import RescheduleTask

COLLECTION = "/posts"
KEPT = 20
"""Posts that a user keeps before it deletes its oldest, so that the list stays short."""

LEAST_STOP_TIMEOUT_S = 30


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def let_users_finish(environment: Environment, **_: object) -> None:
    """Let users finish what they are doing, and delete what they wrote."""
    environment.stop_timeout = max(environment.stop_timeout or 0, LEAST_STOP_TIMEOUT_S)


class PostsUser(FastHttpUser):
    """Reads the list, and now and then writes a post or deletes one of its own."""

    wait_time = between(0.05, 0.2)

    def on_start(self) -> None:
        """Begin without posts."""
        self.own_posts: list[str] = []
        self.change: gevent.Greenlet[[], None] | None = None

    @task(18)
    def read(self) -> None:
        """GET the list; an answer that is not a JSON array is a failure."""
        with self.client.get(COLLECTION, name="list", catch_response=True) as response:
            if response.status_code == HTTPStatus.OK and not isinstance(response.json(), list):
                response.failure("the list is not a JSON array")

    @task(1)
    def write(self) -> None:
        """POST a text; an answer without an id is a failure."""
        self._to_its_end(self._write)

    @task(1)
    def delete(self) -> None:
        """DELETE the user's oldest post."""
        if not self.own_posts:
            raise RescheduleTask
        self._to_its_end(self._delete_oldest)

    def on_stop(self) -> None:
        """Leave nothing behind."""
        if self.change is not None:
            self.change.join()
        while self.own_posts:
            self._delete_oldest()

    def _to_its_end(self, change: Callable[[], None]) -> None:
        """Run a change to its end, even if Locust ends this user in the middle.

        Locust ends users whose waiting time has just run out, regardless of the stop timeout; a
        POST that is cut off then would leave a post whose id nobody knows.
        """
        self.change = gevent.spawn(change)
        self.change.get()

    def _write(self) -> None:
        with self.client.post(
            COLLECTION, data="written under load", name="create", catch_response=True
        ) as response:
            if response.status_code != HTTPStatus.CREATED or not response.text.startswith("post:"):
                response.failure(f"{response.status_code} without an id")
                return
            self.own_posts.append(response.text)
        if len(self.own_posts) > KEPT:
            self._delete_oldest()

    def _delete_oldest(self) -> None:
        post_id = self.own_posts.pop(0)
        self.client.delete(f"{COLLECTION}/{post_id}", name="delete")

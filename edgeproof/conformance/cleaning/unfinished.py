"""`edgeproof clean`: removes what runs that could not clean up have left."""

import os
from dataclasses import dataclass

from edgeproof.clients.journal import Unfinished, unfinished_runs
from edgeproof.conformance.cleaning.removal import remove_everything_now
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.deployments import Deployment, Given, Secret, Target, resolve
from edgeproof.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What became of one unfinished run; `reason` says why nothing could be done, if so."""

    started_at: str
    where: str
    made: int
    left: int
    is_seen: bool
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left, as far as anybody can see."""
        return not (self.left or self.reason)


def runs_to_clean(target: Target | None, name: str | None) -> list[Unfinished]:
    """The unfinished runs of a configured target, or all of them."""
    if target is None:
        return unfinished_runs()
    deployment = resolve(Given(), os.environ, target=target, name=name)
    return unfinished_runs(deployment) if deployment is not None else []


def clean_up_after(
    unfinished: Unfinished, *, token: Secret | None, target: Target | None
) -> Cleaned:
    """Remove what that run has left, and its journal if nothing remains."""
    head = unfinished.head
    where = " and ".join(filter(None, (head.posts_url, head.redis_url)))
    try:
        deployment = _deployment(unfinished, token, target)
    except ConfigurationError as error:
        made = len(unfinished.keys) + len(unfinished.posts)
        return Cleaned(
            started_at=head.started_at, where=where, made=made, left=made, is_seen=False,
            reason=str(error),
        )  # fmt: skip
    run = Run(deployment=deployment, profile=Profile.QUICK, capabilities={}, run_id=head.run_id)
    run.listed = head.listed
    run.posts.take_over(unfinished.posts, unfinished.posts, unfinished.sent)
    run.keys.take_over(unfinished.keys, unfinished.keys, ())
    remove_everything_now(run)
    left = len(run.posts.outstanding) + len(run.keys.outstanding)
    is_seen = all((
        run.has_seen_posts or deployment.posts_url is None,
        run.has_seen_keys or deployment.redis_url is None or not run.keys.made_count,
    ))  # fmt: skip
    if not left:
        unfinished.file.unlink(missing_ok=True)
    made = run.posts.made_count + run.keys.made_count
    return Cleaned(started_at=head.started_at, where=where, made=made, left=left, is_seen=is_seen)


def _deployment(unfinished: Unfinished, token: Secret | None, target: Target | None) -> Deployment:
    head = unfinished.head
    given = Given(posts=head.posts_url, redis=head.redis_url, token=token)
    deployment = resolve(given, os.environ, target=target, name=None)
    if deployment is None:
        raise ConfigurationError(f"{unfinished.file} names no deployment", "delete the file")
    return deployment

"""A run: one deployment, what was learned about it, and what the run may do to it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from edgeproof.budget import UNBOUNDED, Budget
from edgeproof.clients import Encoding, Form, Ledger, Mask, Meter
from edgeproof.clients.journal import Journal, JournalHead, Unfinished
from edgeproof.conformance.profiles import Profile
from edgeproof.deployments import Deployment
from edgeproof.deployments.variables import POSTS_URL, REDIS_URL
from edgeproof.laws import (
    CAPABILITIES,
    Broken,
    Deviation,
    Exchange,
    Risk,
    Support,
    Undecided,
    Unsupported,
    Untested,
    as_shown,
)


def new_run_id() -> str:
    """A name that no other run has: 12 hexadecimal digits."""
    return secrets.token_hex(6)


@dataclass(slots=True, kw_only=True)
class Plan:
    """What was found out before the first law: all of a run that its processes share.

    `skips` are globs of laws that the target's configuration leaves out; `deviations` are the known
    ones by law. `oracle_url` is a real Redis of the run's own (a `redis://` or `unix://` URL), None
    if none is available. `oracle_name` and `server_name` are the products and versions of the
    oracle and of the database under test (`Valkey 9.1.2`), None if unknown. `rate_per_s` is the
    maximum number of requests per second, `round_trip_s` is how long the deployment takes to answer
    an easy request. `not_redis` says what came in place of a Redis REST API, empty if one is there;
    `blocking` are the laws of /posts without which others cannot be tried. `perch`, `redis_form`
    and the songs are what canaries ask and compare (see `survival`); `is_base64` says that texts
    come in base64 whatever is asked for. `examples` is the folder of the values that broke a law.
    """

    deployment: Deployment
    profile: Profile
    capabilities: dict[str, Support]
    required: frozenset[str] = frozenset()
    oracle_url: str | None = None
    oracle_name: str | None = None
    server_name: str | None = None
    may_probe_isolation: bool = False
    budget: Budget = UNBOUNDED
    rate_per_s: float | None = None
    skips: tuple[str, ...] = ()
    round_trip_s: float = 0.0
    deviations: dict[str, Deviation] = field(default_factory=dict)
    not_redis: str = ""
    blocking: list[str] = field(default_factory=list)
    perch: str = ""
    redis_form: Form | None = None
    is_base64: bool = False
    redis_song: list[str] = field(default_factory=list)
    posts_song: list[str] = field(default_factory=list)
    examples: Path | None = None
    run_id: str = field(default_factory=new_run_id)


@dataclass(slots=True, kw_only=True)
class Run(Plan):
    """All that the suites' fixtures need to know, in this process."""

    posts: Ledger = field(default_factory=Ledger)
    keys: Ledger = field(default_factory=Ledger)
    journal: Journal | None = None
    unfinished: list[Unfinished] = field(default_factory=list)
    """Earlier runs of this deployment that could not clean up."""
    listed: list[str] = field(default_factory=list)
    """The ids of the posts that were there before."""
    is_clean: bool = False
    """Whether all that could be removed has been."""
    has_seen_posts: bool = False
    has_seen_keys: bool = False
    """Whether the run has looked at the end what is left of what it made."""
    passing_urls: dict[str, str] = field(init=False, default_factory=dict)
    """Names of variables for the URLs of own stacks, which are gone when evidence is read."""
    has_ended: str = ""
    """Why nothing more can be tried, once a canary was silent."""
    enough: str = ""
    """Why nothing more is tried, once there are as many findings as the user asked for."""
    has_learnt_streams: bool = False
    last_exchange: Exchange | None = None
    """The last one of the test before."""
    meter: Meter = field(init=False)
    mask: Mask = field(init=False)

    def __post_init__(self) -> None:
        """Make the meter from the budget and the mask from the tokens; note URLs that will pass."""
        self.meter = Meter(self.budget, rate_per_s=self.rate_per_s)
        self.mask = Mask.of(self.deployment.token, self.deployment.read_only_token)
        if self.deployment.is_own:
            self.name_passing_urls(self.deployment)

    def open_journal(self, started_at: str) -> None:
        """From here on, note on disk what is made; a stack of the run's own is gone with it."""
        deployment = self.deployment
        if deployment.is_own:
            return
        head = JournalHead(
            run_id=self.run_id,
            started_at=started_at,
            posts_url=deployment.posts_url,
            redis_url=deployment.redis_url,
            listed=self.listed,
        )
        self.journal = Journal(head)
        self.posts.note = self.journal.note_post
        self.keys.note = self.journal.note_key

    def close_journal(self) -> None:
        """Let go of the journal; it stays as long as anything is left."""
        if self.journal is not None:
            self.journal.close(is_needed=bool(self.posts.outstanding or self.keys.outstanding))
            self.journal = None

    def name_passing_urls(self, own: Deployment) -> None:
        """Make evidence refer to the URLs of the run's own stack by the names of variables."""
        names = {own.posts_url: POSTS_URL[0], own.redis_url: REDIS_URL[0]}
        self.passing_urls |= {url: name for url, name in names.items() if url is not None}

    def need(self, capability: str) -> None:
        """End a law that cannot be tried without `capability`.

        Raises Unsupported if the deployment honestly lacks it and it is not required.
        """
        if self._lacks(capability):
            raise Unsupported(f"the deployment has no {capability}")

    def need_one_of(self, *capabilities: str) -> None:
        """End a law that needs at least one of these capabilities. Raises Unsupported likewise."""
        if all(map(self._lacks, capabilities)):
            raise Unsupported(f"the deployment has no {' and no '.join(capabilities)}")

    @property
    def has_redis(self) -> bool:
        """Whether there is a Redis REST API, and a token for it."""
        has_access = self.deployment.redis_url is not None and self.deployment.token is not None
        return has_access and not self.not_redis

    def has_interface_of(self, suite: str) -> bool:
        """Whether the deployment has what the laws of that suite are about."""
        deployment = self.deployment
        return (deployment.posts_url if suite == "posts" else deployment.redis_url) is not None

    def need_service(self) -> None:
        """End a law that could only show the damage again. Raises Undecided after a silence."""
        if self.has_ended:
            raise Undecided(self.has_ended)
        if self.enough:
            raise Untested(self.enough)

    def need_redis(self) -> None:
        """End a law about a Redis REST API where there is none. Raises Undecided."""
        if self.not_redis:
            raise Undecided(self.not_redis)

    def need_permission(self, risk: Risk = Risk.ORDINARY) -> None:
        """End a law that could harm other users of a faulty deployment, by requests of that risk.

        Raises Untested on somebody's deployment, unless the user allows it.
        """
        if not self.may_probe_isolation:
            what = "it" if risk is Risk.ORDINARY else risk.words
            raise Untested(
                f"{what} could harm other users of a faulty deployment (allow with "
                "--probe-isolation)"
            )

    def forms(self) -> list[Form]:
        """The ways to send one command that the deployment has, or must have."""
        return [form for form in Form if not self._lacks(form)]

    def encodings(self) -> list[Encoding]:
        """The encodings of an answer that the deployment has, or must have; JSON first."""
        return [encoding for encoding in Encoding if not self._lacks(encoding)]

    @property
    def lacking(self) -> list[str]:
        """The capabilities that are required but unsupported, in the order of `CAPABILITIES`."""
        return [
            name for name in CAPABILITIES if name in self.required and self._is_unsupported(name)
        ]

    def lack_of(self, capabilities: Iterable[str]) -> Broken | None:
        """What speaks against a law that needs these, whatever it saw: one of them is lacking.

        A missing capability cannot be seen to be right: a token that is never taken from the query
        does not rescue a wrong header either.
        """
        lacking = next((name for name in capabilities if name in self.lacking), None)
        if lacking is None:
            return None
        return Broken(f"the capability {lacking}", as_shown("unsupported"), "what the run requires")

    def _lacks(self, capability: str) -> bool:
        return self._is_unsupported(capability) and capability not in self.required

    def _is_unsupported(self, capability: str) -> bool:
        return self.capabilities.get(capability) is Support.UNSUPPORTED

    @property
    def key_prefix(self) -> str:
        """The prefix of every key of the run; nothing outside it is touched."""
        return f"edgeproof:{self.run_id}"

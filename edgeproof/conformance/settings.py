"""What a user asks of a run, however it was asked: by command line, by pytest, or from Python.

Each option of `edgeproof check` is declared here, and nowhere else.
"""

import shlex
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from edgeproof.budget import UNBOUNDED, Budget, parse_budget
from edgeproof.conformance.profiles import Profile
from edgeproof.defaults import FAR_S, JOBS_FAR_AWAY, JOBS_ON_OWN_STACK, POLITE_RATE_PER_S, REQUESTS
from edgeproof.deployments import Secret
from edgeproof.deployments.resolution import parse_url
from edgeproof.deployments.variables import READ_ONLY_TOKEN, TOKEN
from edgeproof.errors import ConfigurationError, choice_of
from edgeproof.laws import SUITES, matching_laws, parse_requirements, parse_version
from edgeproof.options import LIMITS_PANEL, TARGET, TO_TRY, option, options_of


def known_suite(text: str) -> str:
    """The text, if it is the name of a suite. Raises ConfigurationError."""
    if text not in SUITES:
        raise ConfigurationError(f"{text!r} is not a valid suite", choice_of(text, SUITES))
    return text


def _law_glob(text: str) -> str:
    matching_laws([text])
    return text


def _requirements(text: str) -> str:
    parse_requirements(text)
    return text


REDIS_BINARY = (
    "The Redis or Valkey server to run in the embedded stack and as the oracle (default: the "
    "embedded Valkey, or an installed one that is newer)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """The options of `edgeproof check`, as its `--help` explains them.

    `today` is the day on which known deviations are still in time or have expired; `target` is the
    name of a configured one.
    """

    today: date
    target: str | None = None
    posts: str | None = field(
        default=None,
        metadata=option(
            "posts",
            metavar="URL",
            panel=TARGET,
            parse=partial(parse_url, source="--posts"),
            help="The collection, like https://blog.example.com/posts.",
        ),
    )
    redis: str | None = field(
        default=None,
        metadata=option(
            "redis",
            metavar="URL",
            panel=TARGET,
            parse=partial(parse_url, source="--redis"),
            help="The root of the Redis REST API, like https://eu1-example.upstash.io.",
        ),
    )
    token: Secret | None = field(
        default=None,
        metadata=option(
            "token",
            metavar="TOKEN",
            panel=TARGET,
            parse=Secret,
            help=f"The database's token. Better: set ${TOKEN[0]}, which no shell history keeps.",
        ),
    )
    read_only_token: Secret | None = field(
        default=None,
        metadata=option(
            "read-only-token",
            metavar="TOKEN",
            panel=TARGET,
            parse=Secret,
            help=f"Its read-only token, if it has one. Better: set ${READ_ONLY_TOKEN[0]}.",
        ),
    )
    worker: Path | None = field(
        default=None,
        metadata=option(
            "worker",
            metavar="FILE",
            panel=TARGET,
            kind=Path,
            help="Run this worker in the embedded stack, and check that.",
        ),
    )
    name: str | None = field(
        default=None,
        metadata=option(
            "name",
            metavar="NAME",
            panel=TARGET,
            is_for_pytest=False,
            help="What the result and its reports call the deployment (default: its host).",
        ),
    )
    redis_binary: Path | None = field(
        default=None,
        metadata=option("redis-binary", metavar="FILE", panel=TARGET, kind=Path, help=REDIS_BINARY),
    )
    suites: tuple[str, ...] = field(
        default=(),
        metadata=option(
            "suite",
            metavar="SUITE",
            panel=TO_TRY,
            parse=known_suite,
            is_repeated=True,
            help=f"Only this suite ({', '.join(SUITES)}); repeatable.",
        ),
    )
    laws: tuple[str, ...] = field(
        default=(),
        metadata=option(
            "law",
            metavar="GLOB",
            panel=TO_TRY,
            parse=_law_glob,
            is_repeated=True,
            help="Only laws whose id matches, like `posts.create.*`; repeatable.",
        ),
    )
    skips: tuple[str, ...] = field(
        default=(),
        metadata=option(
            "skip",
            metavar="GLOB",
            panel=TO_TRY,
            parse=_law_glob,
            is_repeated=True,
            help="Leave out laws whose id matches; repeatable.",
        ),
    )
    profile: Profile = field(
        default=Profile.STANDARD,
        metadata=option(
            "profile",
            metavar="PROFILE",
            panel=TO_TRY,
            kind=Profile,
            help=f"How hard to try: `quick` (about {REQUESTS['quick']:,} requests), `standard` "
            f"({REQUESTS['standard']:,}; the default) or `thorough` (many more).",
        ),
    )
    seed: int | None = field(
        default=None,
        metadata=option(
            "seed",
            metavar="N",
            panel=TO_TRY,
            kind=int,
            is_for_pytest=False,  # it has --hypothesis-seed
            help="Draw the same values as the run with this seed.",
        ),
    )
    is_strict: bool = field(
        default=False,
        metadata=option(
            "strict",
            panel=TO_TRY,
            kind=bool,
            is_for_pytest=False,
            help="Let SHOULD laws and outdated deviations decide the verdict as well.",
        ),
    )
    examples: Path | None = field(
        default=None,
        metadata=option(
            "examples",
            metavar="DIR",
            panel=TO_TRY,
            kind=Path,
            help="Where the values that broke a law are kept, to be tried first in the next run "
            "(default: in the user's cache, a folder for each target). Commit it to try them in "
            "every checkout.",
        ),
    )
    require: str = field(
        default="",
        metadata=option(
            "require",
            metavar="NAMES",
            panel=TO_TRY,
            parse=_requirements,
            help="Fail if one of these capabilities is missing: `upstash` for all, or a list like "
            "`pipeline,base64`.",
        ),
    )
    laws_as_of: str | None = field(
        default=None,
        metadata=option(
            "laws-as-of",
            metavar="VERSION",
            panel=TO_TRY,
            parse=parse_version,
            is_for_pytest=False,
            help="Laws that edgeproof has added after this version are reported, and do not decide "
            "the verdict.",
        ),
    )
    deviations: Path | None = field(
        default=None,
        metadata=option(
            "deviations",
            metavar="FILE",
            panel=TO_TRY,
            kind=Path,
            help="Known deviations (TOML): laws that are tried, but do not decide the verdict "
            "until their entry expires.",
        ),
    )
    may_probe_isolation: bool = field(
        default=False,
        metadata=option(
            "probe-isolation",
            panel=TO_TRY,
            kind=bool,
            help="Also run tests that may disturb other users of the deployment, or end a service "
            "that is not made for them (subscriptions, blocking commands, values of 1 MiB, "
            "dangerous names). Always on for the embedded stack.",
        ),
    )
    settle_s: float | None = field(
        default=None,
        metadata=option(
            "settle",
            metavar="SECONDS",
            panel=LIMITS_PANEL,
            kind=float,
            least=0,
            help="How long a read may lag behind a write (default: 0).",
        ),
    )
    budget: Budget = field(
        default=UNBOUNDED,
        metadata=option(
            "budget",
            metavar="MOST",
            panel=LIMITS_PANEL,
            parse=parse_budget,
            help="Send at most this: commands (`5000`), bytes of bodies (`20MB`), or both "
            "(`5000,20MB`).",
        ),
    )
    rate_per_s: float | None = field(
        default=None,
        metadata=option(
            "rate",
            metavar="R",
            panel=LIMITS_PANEL,
            kind=float,
            least=0.1,
            help=f"At most this many requests per second (default: {POLITE_RATE_PER_S:g}; "
            "unlimited on this machine).",
        ),
    )
    most_findings: int | None = field(
        default=None,
        metadata=option(
            "max-findings",
            metavar="N",
            panel=LIMITS_PANEL,
            kind=int,
            least=1,
            is_for_pytest=False,  # it has --maxfail
            help="End the run after this many findings (`-x`: after the first), in one process.",
        ),
    )
    jobs: int | None = field(
        default=None,
        metadata=option(
            "jobs",
            metavar="N",
            panel=LIMITS_PANEL,
            kind=int,
            least=1,
            is_for_pytest=False,  # it has --numprocesses
            help="Number of processes that run laws in parallel (default: "
            f"{JOBS_ON_OWN_STACK} on the embedded stack, {JOBS_FAR_AWAY} if an answer takes over "
            f"{FAR_S * 1000:g} ms, else 1).",
        ),
    )


_AGAIN: Final = frozenset(
    {"posts", "redis", "worker", "redis_binary", "profile", "require", "settle_s"}
    | {"deviations", "may_probe_isolation", "examples"}
)
"""What decides how a law is tried; the law itself and the seed are added by who shows it."""


def command_again(settings: CheckSettings) -> str:
    """The command line that tries the same deployment in the same way; without tokens."""
    words = ["edgeproof", "check"]
    for one in fields(settings):
        value = getattr(settings, one.name)
        if one.name in _AGAIN and value != one.default:
            words.append(f"--{options_of(CheckSettings)[one.name].name}")
            words += [] if value is True else [shlex.quote(str(value))]
    return " ".join([*words, *([shlex.quote(settings.target)] if settings.target else [])])

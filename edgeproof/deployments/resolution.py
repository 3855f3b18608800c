"""From options, environment and configuration to the deployment under test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from edgeproof.deployments.configuration import Target
from edgeproof.deployments.deployment import Deployment, Secret
from edgeproof.deployments.variables import POSTS_URL, READ_ONLY_TOKEN, REDIS_URL, TOKEN
from edgeproof.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says about the deployment; None or empty where it says nothing."""

    posts: str | None = None
    redis: str | None = None
    token: Secret | None = None
    read_only_token: Secret | None = None
    worker: Path | None = None
    settle_s: float | None = None


def parse_url(text: str, source: str) -> str:
    """The URL without a trailing slash.

    Raises ConfigurationError, naming `source`, unless the URL is absolute http(s) without user
    information, query and fragment. The error does not show the URL, since a password in it may be
    what is wrong.
    """
    url = text.strip()
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url or any(character.isspace() or not character.isprintable() for character in url):
        raise ConfigurationError(
            f"{source} is not an http(s) URL", "give one like https://blog.example.com/posts"
        )
    if "@" in parts.netloc:
        raise ConfigurationError(
            f"{source} has a user or password in it", "pass the token separately"
        )
    if "?" in url or "#" in url:
        raise ConfigurationError(f"{source} has a query or fragment", "leave it out")
    return url.rstrip("/")


def parse_token(token: Secret, source: str) -> Secret:
    """The token without the white space around it that files and variables often have.

    Raises ConfigurationError, naming `source`, if an HTTP header cannot carry it.
    """
    value = token.reveal().strip()
    if not (value and value.isascii() and value.isprintable() and " " not in value):
        raise ConfigurationError(
            f"{source} does not hold a valid token", "a token is visible ASCII without spaces"
        )
    return Secret(value)


def parse_settle(settle_s: float) -> float:
    """The time to settle, in seconds; ConfigurationError unless it is finite and not negative."""
    if not 0 <= settle_s < float("inf"):
        raise ConfigurationError(f"--settle cannot be {settle_s}", "give seconds, 0 or more")
    return settle_s


def find_worker(option: Path | None, target: Target | None) -> Path | None:
    """The worker file of a run: the option's, else the target's; None if neither has one.

    Raises ConfigurationError if there is no such file.
    """
    configured = target.worker if target else None
    worker = option or (Path(configured) if configured else None)
    if worker is not None and not worker.is_file():
        raise ConfigurationError(f"there is no worker file {worker}")
    return worker


def resolve(
    given: Given, environment: Mapping[str, str], *, target: Target | None, name: str | None
) -> Deployment | None:
    """The deployment under test: from options, then the named target, then the environment.

    None stands for the embedded stack: nothing names a URL, or only a worker file was given. Raises
    ConfigurationError for what is wrong or missing.
    """
    chosen = target or Target()
    is_worker_alone = given.worker is not None and not (given.posts or given.redis or target)
    environment = {} if is_worker_alone else environment
    # A named target is complete: the environment may be about another deployment.
    urls_from = {} if target else environment
    posts_url = _url(
        ("--posts", given.posts), ("posts", chosen.posts), *_variables(urls_from, POSTS_URL)
    )
    redis_url = _url(
        ("--redis", given.redis), ("redis", chosen.redis), *_variables(urls_from, REDIS_URL)
    )
    settle_s = parse_settle(_settle(given, chosen))
    url = posts_url or redis_url
    if url is None:
        return None
    token = read_only_token = None
    if redis_url is not None:
        token = _token("--token", given.token, environment, chosen.token_env, TOKEN)
        read_only_token = _token(
            "--read-only-token",
            given.read_only_token,
            environment,
            chosen.read_only_token_env,
            READ_ONLY_TOKEN,
        )
        if token is None:
            variable = chosen.token_env or TOKEN[0]
            raise ConfigurationError(f"no token for {redis_url}", f"give --token or set {variable}")
    return Deployment(
        name=name or urlsplit(url).netloc,
        posts_url=posts_url,
        redis_url=redis_url,
        token=token,
        read_only_token=read_only_token,
        worker=given.worker or (Path(chosen.worker) if chosen.worker else None),
        settle_s=settle_s,
    )


def _settle(given: Given, target: Target) -> float:
    return next((one for one in (given.settle_s, target.settle) if one is not None), 0.0)


Candidate = tuple[str, str | None]
"""A possible source of a value (an option, a configured field, a variable), and its value."""


def _variables(environment: Mapping[str, str], names: Sequence[str]) -> list[Candidate]:
    return [(f"${name}", environment.get(name)) for name in names]


def _url(*candidates: Candidate) -> str | None:
    return next((parse_url(value, source) for source, value in candidates if value), None)


def _token(
    option: str,
    given: Secret | None,
    environment: Mapping[str, str],
    named: str | None,
    usual: Sequence[str],
) -> Secret | None:
    from_option = (option, None if given is None else given.reveal())
    candidates = (from_option, *_variables(environment, (named,) if named else usual))
    found = ((value, source) for source, value in candidates if value)
    return next((parse_token(Secret(value), source) for value, source in found), None)

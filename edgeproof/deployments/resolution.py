"""From options, environment and configuration to the deployment under test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from edgeproof.deployments.configuration import Target
from edgeproof.deployments.deployment import Deployment, Secret
from edgeproof.errors import ConfigurationError

POSTS_URL = ("EDGEPROOF_POSTS_URL",)
REDIS_URL = ("UPSTASH_REDIS_REST_URL", "KV_REST_API_URL")
TOKEN = ("UPSTASH_REDIS_REST_TOKEN", "KV_REST_API_TOKEN")
READ_ONLY_TOKEN = ("UPSTASH_REDIS_REST_READONLY_TOKEN", "KV_REST_API_READ_ONLY_TOKEN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says about the deployment; None or empty where it says nothing."""

    posts: str | None = None
    redis: str | None = None
    token: Secret | None = None
    read_only_token: Secret | None = None
    worker: Path | None = None
    settle_s: float | None = None


def parse_url(text: str, option: str) -> str:
    """The URL without a slash at its end.

    Raises ConfigurationError, naming `option`, unless it is absolute http(s) without user
    information, query and fragment.
    """
    try:
        parts = urlsplit(text)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_valid = urlsplit(""), False
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_valid or " " in text:
        raise ConfigurationError(
            f"{option} is not a URL: {text!r}", "give one like https://blog.example.com/posts"
        )
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{option} has a user or password in it", "give the token apart")
    if parts.query or parts.fragment:
        raise ConfigurationError(f"{option} has a query or fragment: {text!r}", "leave it out")
    return text.rstrip("/")


def resolve(
    given: Given, environment: Mapping[str, str], *, target: Target | None, name: str | None
) -> Deployment | None:
    """The deployment under test: options come before the named target, that before the environment.

    None stands for the embedded stack: nothing names a URL, or only a worker file was given.
    Raises ConfigurationError for what is wrong or missing.
    """
    chosen = target or Target()
    is_worker_alone = given.worker is not None and not (given.posts or given.redis or target)
    environment = {} if is_worker_alone else environment
    # A named target says all there is to say: the environment may be about another deployment.
    urls_from = {} if target else environment
    posts = given.posts or chosen.posts or _first(urls_from, POSTS_URL)
    redis = given.redis or chosen.redis or _first(urls_from, REDIS_URL)
    if posts is None and redis is None:
        return None
    token = given.token or _token(environment, chosen.token_env, TOKEN)
    if redis is not None and token is None:
        variable = chosen.token_env or TOKEN[0]
        raise ConfigurationError(f"no token for {redis}", f"give --token or set {variable}")
    worker = given.worker or (Path(chosen.worker) if chosen.worker else None)
    return Deployment(
        name=name or _host(posts or redis or ""),
        posts_url=posts and parse_url(posts, "--posts"),
        redis_url=redis and parse_url(redis, "--redis"),
        token=token if redis else None,
        read_only_token=(
            given.read_only_token
            or _token(environment, chosen.read_only_token_env, READ_ONLY_TOKEN)
            if redis
            else None
        ),
        worker=worker,
        settle_s=chosen.settle if given.settle_s is None else given.settle_s,
    )


def _first(environment: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)


def _token(
    environment: Mapping[str, str], named: str | None, usual: Sequence[str]
) -> Secret | None:
    value = _first(environment, (named,) if named else usual)
    return Secret(value) if value else None


def _host(url: str) -> str:
    return urlsplit(url).netloc

"""What is deployed: the worker script with its bindings, its route or domain, its database.

docs/deploy.md explains each configuration value. A worker file is shipped only if an open gate has
attested exactly its bytes (`edgeproof gate`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self

import pulumi
import pulumi_cloudflare as cloudflare
import upstash_pulumi as upstash

from edgeproof.errors import EdgeproofError
from edgeproof.gate import UnprovenError, digest_of, parse_age, require_proof

Outputs = Mapping[str, Any]
"""What the stack exports, by name; tokens are not included."""


class Database(NamedTuple):
    """The root of a Redis REST API, and its token, which is a secret."""

    url: pulumi.Input[str]
    token: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration of a stack, in the namespace `posts`.

    All of it is read before anything is declared: a program that stops in the middle can leave half
    a deployment behind.
    """

    account_id: str
    zone_id: str
    script_name: str
    route: str | None
    domain: str | None
    worker: str
    attestation: str
    max_age: timedelta
    is_unproven_allowed: bool
    database: Database | None
    """An existing database; None to create one with the name and region below."""
    upstash_database: str = ""
    upstash_region: str = ""

    @classmethod
    def read(cls, config: pulumi.Config) -> Self:
        """The settings. Raises pulumi.RunError or ConfigurationError for what is wrong."""
        name = config.get("upstashDatabase") or ""
        return cls(
            account_id=config.require("accountId"),
            zone_id=config.require("zoneId"),
            script_name=config.get("scriptName") or f"posts-{pulumi.get_stack()}",
            route=config.get("route"),
            domain=config.get("domain"),
            worker=config.get("worker") or "posts.js",
            attestation=config.get("attestation") or "../reports/attestation.json",
            max_age=parse_age(config.get("attestationMaxAge") or "24h", "posts:attestationMaxAge"),
            is_unproven_allowed=config.get_bool("allowUnproven") or False,
            database=None if name else _existing_database(config),
            upstash_database=name,
            upstash_region=config.require("upstashRegion") if name else "",
        )

    def __post_init__(self) -> None:
        if not (self.route or self.domain):
            raise pulumi.RunError(
                "nothing would reach the worker: set posts:route (blog.example.com/posts*) "
                "or posts:domain (posts.example.com)"
            )


def _existing_database(config: pulumi.Config) -> Database:
    url = config.require("databaseUrl")
    if not url.startswith("https://"):
        raise pulumi.RunError("posts:databaseUrl must begin with https://: the token is sent there")
    return Database(url, config.require_secret("databaseToken"))


def deploy(config: pulumi.Config, folder: Path, now: datetime) -> Outputs:
    """Declare the resources of a stack; paths in its configuration are relative to `folder`.

    Raises pulumi.RunError, with one line that says what to do, for a worker that is not proven and
    for a wrong configuration; nothing is declared then.
    """
    try:
        settings = Settings.read(config)
        worker_sha256 = digest_of(folder / settings.worker)
        _require_proof(settings, folder, worker_sha256, now)
    except EdgeproofError as error:
        raise pulumi.RunError(str(error)) from None
    database = settings.database or _new_database(settings)
    script = _script(settings, folder, worker_sha256, database)
    return {
        "postsUrl": _way_in(settings, script),
        "redisUrl": database.url,
        "workerSha256": worker_sha256,
    }


def _require_proof(settings: Settings, folder: Path, worker_sha256: str, now: datetime) -> None:
    """Raise UnprovenError for a worker without a passing attestation, or warn if so configured."""
    try:
        require_proof(
            (folder / settings.attestation).resolve(),
            worker=(folder / settings.worker).resolve(),
            worker_sha256=worker_sha256,
            limit=settings.max_age,
            now=now,
        )
    except UnprovenError as error:
        if not settings.is_unproven_allowed:
            raise
        pulumi.log.warn(f"posts:allowUnproven is set, so it is shipped anyway: {error}")


def _new_database(settings: Settings) -> Database:
    made = upstash.RedisDatabase(
        "posts",
        database_name=settings.upstash_database,
        region="global",
        primary_region=settings.upstash_region,
        tls=True,
        # The posts are in it: deleting or replacing it must be requested twice.
        opts=pulumi.ResourceOptions(protect=True),
    )
    url = pulumi.Output.format("https://{0}", made.endpoint)
    return Database(url, pulumi.Output.secret(made.rest_token))


def _script(
    settings: Settings, folder: Path, worker_sha256: str, database: Database
) -> cloudflare.WorkersScript:
    bound = cloudflare.WorkersScriptBindingArgs
    return cloudflare.WorkersScript(
        "posts",
        account_id=settings.account_id,
        script_name=settings.script_name,
        main_module=Path(settings.worker).name,
        content_file=settings.worker,
        # The provider compares: the bytes that it reads must be those that were attested.
        content_sha256=worker_sha256,
        compatibility_date=_compatibility_date(folder),
        bindings=[
            bound(name="DB_URL", type="plain_text", text=database.url),
            bound(name="DB_TOKEN", type="secret_text", text=database.token),
        ],
        # What the provider answers repeats the bindings: there, too, the token is a secret.
        opts=pulumi.ResourceOptions(additional_secret_outputs=["bindings"]),
    )


def _compatibility_date(folder: Path) -> str:
    """The date with which the embedded stack runs workers, so that what was proven is what runs."""
    package = json.loads((folder / "package.json").read_text("utf-8"))
    return str(package["config"]["compatibilityDate"])


def _way_in(settings: Settings, script: cloudflare.WorkersScript) -> str | None:
    """Put the script behind its domain and its route; return the URL of /posts.

    None if there is only a route for several hosts.
    """
    if settings.domain:
        cloudflare.WorkersCustomDomain(
            "posts",
            account_id=settings.account_id,
            zone_id=settings.zone_id,
            hostname=settings.domain,
            service=script.script_name,
        )
    if settings.route:
        cloudflare.WorkersRoute(
            "posts", zone_id=settings.zone_id, pattern=settings.route, script=script.script_name
        )
    host = settings.domain or (settings.route or "").partition("/")[0]
    return None if "*" in host else f"https://{host}/posts"

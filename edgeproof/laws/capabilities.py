"""Capabilities: parts of the Redis REST interface that a deployment may honestly lack."""

from enum import StrEnum

from edgeproof.errors import ConfigurationError, choice_of

CAPABILITIES = (
    "body",
    "path",
    "path-body",
    "query-arguments",
    "pipeline",
    "multi-exec",
    "base64",
    "resp2",
    "token-query",
    "read-only-token",
    "subscribe",
    "psubscribe",
    "monitor",
    "sync-token",
    "scripts",
)
"""`body` is one command as a JSON array, sent to `/`."""

PROFILES = {"upstash": CAPABILITIES}
"""Names for whole interfaces, as `--require` accepts them."""


class Support(StrEnum):
    """What the probe of a capability found."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNTESTED = "untested"


def parse_requirements(text: str) -> frozenset[str]:
    """The capabilities that `--require` names: `upstash`, or `pipeline,base64`.

    Raises ConfigurationError for a name that is not a capability.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    required: set[str] = set()
    for name in names:
        if name not in PROFILES and name not in CAPABILITIES:
            raise ConfigurationError(
                f"{name!r} is not a valid capability", choice_of(name, (*PROFILES, *CAPABILITIES))
            )
        required.update(PROFILES.get(name, (name,)))
    return frozenset(required)

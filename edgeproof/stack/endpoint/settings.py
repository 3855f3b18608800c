"""The settings of the endpoint's own process, from environment variables.

Tokens come only this way: a command line is visible in the list of processes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edgeproof.errors import ConfigurationError

PREFIX = "EDGEPROOF_ENDPOINT_"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """Settings of `python -m edgeproof.stack.endpoint`.

    | variable (`EDGEPROOF_ENDPOINT_…`) | |
    |---|---|
    | `REDIS_SERVER` | URL of the Redis server (`redis://`, `rediss://` or `unix://`); required |
    | `TOKEN` | the token for everything; required |
    | `READ_ONLY_TOKEN` | the token for reads |
    | `HOST` | the address to listen on; 127.0.0.1 |
    | `PORT` | the port; 0, a free one |
    | `LOG` | `1` logs every request to standard error |
    | `WRAPPER` | `module:callable`, given the application, returns the one to serve instead |
    """

    redis_server_url: str = field(repr=False)
    token: str = field(repr=False)
    read_only_token: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    is_logging: bool = False
    wrapper: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "EndpointSettings":
        """Read the settings; an empty variable counts as missing.

        Raises `ConfigurationError`.
        """

        def value(name: str, default: str = "") -> str:
            return environment.get(PREFIX + name) or default

        for required in ("REDIS_SERVER", "TOKEN"):
            if not value(required):
                raise ConfigurationError(f"{PREFIX}{required} is missing", "set it and start again")
        if not value("PORT", "0").isdecimal():
            raise ConfigurationError(f"{PREFIX}PORT is not a number", "0 takes a free port")
        return cls(
            redis_server_url=value("REDIS_SERVER"),
            token=value("TOKEN"),
            read_only_token=value("READ_ONLY_TOKEN") or None,
            host=value("HOST", "127.0.0.1"),
            port=int(value("PORT", "0")),
            is_logging=value("LOG") == "1",
            wrapper=value("WRAPPER") or None,
        )

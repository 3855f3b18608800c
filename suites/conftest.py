"""What every law can ask for: see `edgeproof.conformance.fixtures`."""

from edgeproof.conformance.fixtures import (  # noqa: F401  (fixtures, by name)
    anyio_backend,
    case,
    expect,
    http,
    one_connection,
    oracle,
    posts,
    posts_clients,
    reader,
    redis,
    redis_clients,
    run,
    second,
    second_redis,
    write_attempts,
)

pytest_plugins = ("edgeproof.conformance.plugin",)

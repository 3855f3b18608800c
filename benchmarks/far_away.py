"""How long the suites of a database take against an endpoint that is far away.

    python -m benchmarks.far_away [--latency-ms 50] [-- options of edgeproof check]

The reference endpoint, on this machine, answers each request so much later.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from edgeproof.deployments import Secret
from edgeproof.stack.endpoint_part import start_endpoint, wait_for_endpoint
from edgeproof.stack.redis_binary import find_redis
from edgeproof.stack.redis_part import start_redis, wait_for_redis
from edgeproof.stack.supervision import Supervision

LATENCY_VARIABLE = "EDGEPROOF_BENCHMARK_LATENCY_MS"
TOKEN = "the-token-of-an-endpoint-far-away"  # noqa: S105  (of an endpoint that lives for minutes)
READ_ONLY_TOKEN = "the-read-only-token-of-that-one"  # noqa: S105  (it opens nothing)

App = Callable[[Any, Any, Any], Awaitable[None]]


def delayed(app: App) -> App:
    """The application, each of its requests that much later."""
    latency_s = float(os.environ[LATENCY_VARIABLE]) / 1e3

    async def far(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  (as ASGI has them)
        if scope["type"] == "http":
            await asyncio.sleep(latency_s)
        await app(scope, receive, send)

    return far


def main() -> None:
    """Start the endpoint, check it, and say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency-ms", type=float, default=50.0)
    parser.add_argument("options", nargs="*", help="options of edgeproof check")
    given = parser.parse_args()
    os.environ[LATENCY_VARIABLE] = str(given.latency_ms)
    os.environ["EDGEPROOF_ENDPOINT_WRAPPER"] = "benchmarks.far_away:delayed"
    supervision = Supervision()
    try:
        redis_url = start_redis(supervision, find_redis())
        start_endpoint(
            supervision,
            redis_server_url=redis_url,
            token=Secret(TOKEN),
            read_only_token=Secret(READ_ONLY_TOKEN),
            request_log=False,
        )
        wait_for_redis(redis_url, supervision)
        url = wait_for_endpoint(supervision, Secret(TOKEN))
        started_s = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "edgeproof", "check", "--redis", url, *given.options],
            env={
                **os.environ,
                "UPSTASH_REDIS_REST_TOKEN": TOKEN,
                "UPSTASH_REDIS_REST_READONLY_TOKEN": READ_ONLY_TOKEN,
            },
            check=False,
        )
        print(f"{time.monotonic() - started_s:.0f} s at {given.latency_ms:g} ms")
    finally:
        supervision.end()


if __name__ == "__main__":
    main()

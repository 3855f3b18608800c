"""`edgeproof up`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from edgeproof.cli.options import redis_binary_option
from edgeproof.deployments import Deployment, Secret
from edgeproof.deployments.variables import POSTS_URL, READ_ONLY_TOKEN, REDIS_URL, TOKEN
from edgeproof.options import OUTPUT

STACK: Final = "Stack"


def up(
    *,
    worker: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=STACK,
            help="The worker to run (default: the reference worker).",
        ),
    ] = None,
    redis_server: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            rich_help_panel=STACK,
            help="Serve this Redis through the REST endpoint, like redis://localhost:6379 "
            "(default: a new and empty one).",
        ),
    ] = None,
    redis_binary: Annotated[Path | None, redis_binary_option(STACK)] = None,
    json_: Annotated[
        bool,
        typer.Option(
            "--json",
            rich_help_panel=OUTPUT,
            help="Print one line of JSON when ready, and no log of requests.",
        ),
    ] = False,
) -> None:
    """Run the embedded stack until Ctrl-C: /posts in workerd, a Redis REST endpoint, a Redis.

    Prints its URLs and tokens as shell exports to paste, then a log of requests.
    """
    # The stack is the extra `local`: the other commands must not need it.
    from edgeproof.stack import RunningStack, name_of_server

    stack = RunningStack.start(
        worker=worker,
        redis_server_url=redis_server,
        redis_binary=redis_binary,
        request_log=not json_,
    )
    with stack:
        show = _as_line if json_ else _as_exports
        typer.echo(show(stack.deployment, name_of_server(stack.deployment.redis_server_url or "")))
        sys.stdout.flush()
        ended = stack.wait()
    raise ended.as_unavailable()


def _addresses(deployment: Deployment) -> dict[str, str]:
    return {
        "posts_url": deployment.posts_url or "",
        "redis_url": deployment.redis_url or "",
        "token": _revealed(deployment.token),
        "read_only_token": _revealed(deployment.read_only_token),
    }


def _revealed(token: Secret | None) -> str:
    """The token in clear text: `up` may show the tokens of its own stack, and handles no others."""
    return token.reveal() if token else ""


def _as_line(deployment: Deployment, server: str | None) -> str:
    return json.dumps(_addresses(deployment) | {"redis_server": server})


def _as_exports(deployment: Deployment, server: str | None) -> str:
    found = _addresses(deployment)
    return "\n".join(
        [
            f"# database: {server or 'unknown'}",
            f"export {POSTS_URL[0]}={found['posts_url']}",
            f"export {REDIS_URL[0]}={found['redis_url']}",
            f"export {TOKEN[0]}={found['token']}",
            f"export {READ_ONLY_TOKEN[0]}={found['read_only_token']}",
        ]
    )

"""`edgeproof clean`."""

from pathlib import Path
from typing import Annotated

import typer

from edgeproof.cli.options import TargetArgument
from edgeproof.deployments import Secret, read_configuration
from edgeproof.deployments.variables import TOKEN
from edgeproof.options import OUTPUT, TARGET
from edgeproof.reporting.terminal import Terminal


def clean(
    target: TargetArgument = None,
    *,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            rich_help_panel=TARGET,
            help=f"The database's token. Better: set ${TOKEN[0]}, which no shell history keeps.",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            rich_help_panel=OUTPUT,
            help="Say what there is to clean, and send nothing.",
        ),
    ] = False,
) -> None:
    """Remove the posts and keys of runs that ended before they could clean up.

    A run keeps a journal of what it makes; this reads the journals of runs that were killed, on
    all deployments, or on one of `[tool.edgeproof.targets]`. It exits with 1 if anything is left.
    """
    from edgeproof.conformance.cleaning.unfinished import clean_up_after, runs_to_clean

    console = Terminal()
    configured = read_configuration(Path.cwd()).target(target) if target else None
    runs = runs_to_clean(configured, target)
    if not runs:
        console.print("There is nothing to clean: every run on this machine has cleaned up.")
    is_done = True
    for one in runs:
        where = " and ".join(filter(None, (one.head.posts_url, one.head.redis_url)))
        made = f"{len(one.posts):,} posts and {len(one.keys):,} keys"
        if dry_run:
            console.print(f"{one.head.started_at}  {where}: up to {made}", soft_wrap=True)
            continue
        cleaned = clean_up_after(one, token=Secret(token) if token else None, target=configured)
        is_done = is_done and cleaned.is_done
        seen = "" if cleaned.is_seen else " as far as could be seen"
        end = cleaned.reason or f"{cleaned.left:,} left{seen} of {cleaned.made:,} made"
        console.print(f"{one.head.started_at}  {where}: {end}", soft_wrap=True)
    raise typer.Exit(0 if is_done else 1)

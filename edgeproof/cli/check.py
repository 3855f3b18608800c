"""`edgeproof check`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import typer

from edgeproof.cli import completions
from edgeproof.cli.declared import with_options_of
from edgeproof.cli.options import AsJson, DryRun, First, Out, TargetArgument, Verbose
from edgeproof.conformance.settings import CheckSettings
from edgeproof.options import values_of
from edgeproof.reporting import Result

COMPLETIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "law": completions.known_laws,
    "skip": completions.known_laws,
    "suite": completions.suites,
    "require": completions.capabilities,
}


@with_options_of(CheckSettings, COMPLETIONS)
def check(
    target: TargetArgument = None,
    *,
    first: First = False,
    dry_run: DryRun = False,
    out: Out = None,
    as_json_: AsJson = False,
    verbose: Verbose = False,
    **given: Any,  # noqa: ANN401  (what the options parse)
) -> None:
    """Check a deployment against the laws, and report which of them hold.

    Without a target or a URL, it starts a stack of its own on this machine (a real Redis, a Redis
    REST endpoint, workerd with the worker), checks that, and leaves nothing running. It removes
    whatever it makes in a deployment.
    """
    from edgeproof.cli.delivery import EXIT_CODES, deliver
    from edgeproof.conformance.check import run_check
    from edgeproof.conformance.listening import ProgressListener
    from edgeproof.conformance.preparing.planning import plan_of
    from edgeproof.reporting.progress import LiveProgress
    from edgeproof.reporting.terminal import Terminal, print_result

    if first:
        given["max_findings"] = 1
    settings = CheckSettings(
        today=datetime.now(UTC).date(), target=target, **values_of(CheckSettings, given)
    )
    console = Terminal(stderr=as_json_)
    if dry_run:
        console.print(plan_of(settings), highlight=False)
        return
    with LiveProgress(console) as progress:
        result = run_check(settings, ProgressListener(progress))
    print_result(result, console, is_verbose=verbose)
    deliver(result, out, is_json=as_json_)
    if result.is_cut_short:
        raise KeyboardInterrupt(_words_of_an_end(result))
    raise typer.Exit(EXIT_CODES[result.verdict])


def _words_of_an_end(result: Result) -> str:
    left = sum(one.count for one in result.left)
    return f"interrupted; {left} things are left: edgeproof clean" if left else ""

"""`edgeproof gate`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from edgeproof.deployments import read_configuration
from edgeproof.gate import (
    ATTESTATION_FILE,
    EVERY_REPORT,
    GateSettings,
    as_lines,
    attest,
    attestation_as_markdown,
    every_report,
)
from edgeproof.options import INPUT, OUTPUT, TARGET
from edgeproof.reporting import as_json
from edgeproof.reporting.files import write_whole


def gate(
    results: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="RESULT",
            rich_help_panel=INPUT,
            help=f"Results, or folders with a result.json (default: all of `{EVERY_REPORT}`).",
        ),
    ] = None,
    *,
    worker: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=TARGET,
            help="The worker to ship (default: the one in [tool.edgeproof.gate], else the "
            "reference worker).",
        ),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            rich_help_panel=OUTPUT,
            show_default=False,
            help=f"Write the attestation here (default: {ATTESTATION_FILE}).",
        ),
    ] = ATTESTATION_FILE,
    markdown: Annotated[
        bool,
        typer.Option(
            "--markdown",
            rich_help_panel=OUTPUT,
            help="Print a summary in Markdown, for $GITHUB_STEP_SUMMARY.",
        ),
    ] = False,
    as_json_: Annotated[
        bool,
        typer.Option(
            "--json", rich_help_panel=OUTPUT, help="Print the attestation on standard output."
        ),
    ] = False,
) -> None:
    """Decide whether results are good enough to ship a worker, and attest to it.

    The rules are in [tool.edgeproof.gate] of the nearest pyproject.toml. The attestation is written
    whether the gate is open or shut; `pulumi up` asks for it.
    """
    folder = Path.cwd()
    given = results or every_report(folder)
    settings = GateSettings(
        results=given,
        worker=worker,
        table=read_configuration(folder).gate,
        folder=folder,
        now=datetime.now(UTC),
    )
    attestation = attest(settings)
    document = as_json(attestation)
    write_whole(out, document)
    is_plain = not (markdown or as_json_)
    lines = [f"judged: {', '.join(map(str, given)) or f'nothing, there is no {EVERY_REPORT}'}"]
    lines += [*as_lines(attestation), f"attestation: {out}"]
    typer.echo("\n".join(lines), err=not is_plain)
    if markdown:
        typer.echo(attestation_as_markdown(attestation), nl=False)
    if as_json_:
        typer.echo(document, nl=False)
    raise typer.Exit(0 if attestation.verdict == "pass" else 1)

"""`edgeproof laws`."""

from typing import Annotated

import msgspec
import typer
from rich.table import Table

from edgeproof.cli.options import suite_option
from edgeproof.laws import SUITES, Law, all_laws, laws_as_markdown
from edgeproof.options import OUTPUT
from edgeproof.reporting.terminal import Terminal


def laws(
    *,
    suite: Annotated[list[str] | None, suite_option("Which laws")] = None,
    json_: Annotated[
        bool, typer.Option("--json", rich_help_panel=OUTPUT, help="As JSON, for programs.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", rich_help_panel=OUTPUT, help="As Markdown tables.")
    ] = False,
) -> None:
    """List the laws: their ids, levels, statements and sources."""
    chosen = [law for law in all_laws().values() if law.suite in (suite or SUITES)]
    if json_:
        typer.echo(msgspec.json.format(msgspec.json.encode(chosen), indent=2).decode())
    elif markdown:
        typer.echo(laws_as_markdown(chosen), nl=False)
    else:
        Terminal().print(_law_table(chosen))


def _law_table(chosen: list[Law]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("law", no_wrap=True)
    table.add_column("level")
    table.add_column("statement")
    for law in chosen:
        table.add_row(law.id, law.level, law.statement)
    return table

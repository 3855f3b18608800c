"""`edgeproof report`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from edgeproof.cli.delivery import EXIT_CODES
from edgeproof.cli.options import Verbose
from edgeproof.cli.outputs import STANDARD_OUTPUT, Wanted
from edgeproof.errors import ConfigurationError
from edgeproof.options import INPUT, OUTPUT
from edgeproof.reporting import RESULT_FILE, as_json, read_result
from edgeproof.reporting.comparison import (
    Effect,
    compare,
    comparison_as_html,
    comparison_as_markdown,
    print_comparison,
)
from edgeproof.reporting.load.terminal import print_load
from edgeproof.reporting.matrix import matrix_as_html, matrix_as_markdown, matrix_of
from edgeproof.reporting.terminal import Terminal, print_result

COMPARE: Final = "Compare"


def report(  # noqa: PLR0913  (the options of a command are its arguments)
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT",
            rich_help_panel=INPUT,
            help="Result files (result.json), or the folders that contain them.",
        ),
    ],
    *,
    matrix: Annotated[
        bool,
        typer.Option(
            "--matrix", rich_help_panel=COMPARE, help="Put the results side by side, law by law."
        ),
    ] = False,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="OLD",
            rich_help_panel=COMPARE,
            help="Compare with this earlier result; repeatable.",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", rich_help_panel=OUTPUT, help="Write the report as one HTML page."
        ),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(
            metavar="[FILE]",
            rich_help_panel=OUTPUT,
            help="Write it as Markdown; print it if no file follows (as the last option).",
        ),
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", rich_help_panel=OUTPUT, help="Write it as JUnit XML, for a CI system."
        ),
    ] = None,
    badge: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", rich_help_panel=OUTPUT, help="Write a badge for a README, as SVG."
        ),
    ] = None,
    badge_json: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=OUTPUT,
            help="Write the badge as JSON, for shields.io to draw.",
        ),
    ] = None,
    verbose: Verbose = False,
    as_json_: Annotated[
        bool, typer.Option("--json", rich_help_panel=OUTPUT, help="Print it as JSON.")
    ] = False,
) -> None:
    """Show a result again, put several side by side, or compare new ones with old ones.

    One result is shown as `check` and `load` show it. With `--against`, several results on a side
    count as runs of the same thing; telling a small difference under load from chance takes five or
    more on each side. A file may be `-`, for standard output.
    """
    wanted = Wanted(
        html=html,
        markdown=markdown,
        junit=junit,
        badge=badge,
        badge_json=badge_json,
        json=STANDARD_OUTPUT if as_json_ else None,
    )
    if matrix and against:
        raise ConfigurationError("--matrix and --against cannot be combined", "choose one")
    if (matrix or against) and (junit or badge or badge_json):
        raise ConfigurationError(
            "--junit, --badge and --badge-json show one result", "leave out --matrix and --against"
        )
    if matrix:
        _side_by_side(results, wanted)
    elif against:
        _compared(results, against, wanted)
    elif len(results) > 1:
        raise ConfigurationError(
            f"{len(results)} results are named",
            "--matrix puts them side by side, --against compares them",
        )
    else:
        _one(results[0], wanted, is_verbose=verbose)


def _one(file: Path, wanted: Wanted, *, is_verbose: bool) -> None:
    from edgeproof.reporting.badge import as_badge, as_badge_json
    from edgeproof.reporting.forms import as_page
    from edgeproof.reporting.junit import as_junit
    from edgeproof.reporting.markdown import as_markdown

    result = read_result(file)
    if not wanted.is_silent:
        if result.command == "load":
            print_load(result, Terminal())
        else:
            print_result(result, Terminal(), is_verbose=is_verbose)
    wanted.deliver(
        html=lambda: as_page(result),
        markdown=lambda: as_markdown(result),
        junit=lambda: as_junit(result),
        badge=lambda: as_badge(result),
        badge_json=lambda: as_badge_json(result),
        json=lambda: as_json(result),
    )
    raise typer.Exit(EXIT_CODES[result.verdict])


def _side_by_side(files: list[Path], wanted: Wanted) -> None:
    made = matrix_of({_name(file): read_result(file) for file in files})
    wanted.or_printed().deliver(
        html=lambda: matrix_as_html(made),
        markdown=lambda: matrix_as_markdown(made),
        json=lambda: as_json(made),
    )


def _name(file: Path) -> str:
    return str(file.parent if file.name == RESULT_FILE else file)


def _compared(new: list[Path], old: list[Path], wanted: Wanted) -> None:
    made = compare([read_result(file) for file in old], [read_result(file) for file in new])
    if not wanted.is_silent:
        print_comparison(made, Terminal())
    wanted.deliver(
        html=lambda: comparison_as_html(made),
        markdown=lambda: comparison_as_markdown(made),
        json=lambda: as_json(made),
    )
    raise typer.Exit({Effect.WORSE: 1, Effect.UNKNOWN: 3}.get(made.verdict, 0))

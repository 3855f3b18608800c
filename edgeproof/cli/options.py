"""Options that several commands share, and how their values are parsed."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from edgeproof.cli.completions import suites, targets
from edgeproof.conformance.settings import REDIS_BINARY, known_suite
from edgeproof.deployments.resolution import parse_url
from edgeproof.deployments.variables import READ_ONLY_TOKEN, TOKEN
from edgeproof.durations import seconds_of
from edgeproof.laws import SUITES
from edgeproof.options import BY_NAME, LIMITS_PANEL, OUTPUT, TARGET

TOKEN_ENV: Final = TOKEN[0]
READ_ONLY_TOKEN_ENV: Final = READ_ONLY_TOKEN[0]


def posts_url(text: str) -> str:
    """The URL of the collection. Raises ConfigurationError."""
    return parse_url(text, "--posts")


def redis_url(text: str) -> str:
    """The URL of the Redis REST API. Raises ConfigurationError."""
    return parse_url(text, "--redis")


def duration_s(text: str | float) -> float:
    """Seconds of `30`, `30s`, `5m` or `1h`; 0 is allowed. Raises BadParameter for anything else."""
    seconds = seconds_of(str(text))
    if seconds is None:
        raise typer.BadParameter(f"{text!r} is not a valid duration: give one like 30, 30s or 5m.")
    return seconds


def suite_option(panel: str) -> Any:  # noqa: ANN401  (typer keeps the class to itself)
    """`--suite`, in the given panel of `--help`."""
    return typer.Option(
        metavar="SUITE",
        parser=known_suite,
        autocompletion=suites,
        rich_help_panel=panel,
        help=f"Only this suite ({', '.join(SUITES)}); repeatable.",
    )


def redis_binary_option(panel: str) -> Any:  # noqa: ANN401  (typer keeps the class to itself)
    """`--redis-binary`, in the given panel of `--help`."""
    return typer.Option(
        metavar="FILE",
        rich_help_panel=panel,
        help=REDIS_BINARY,
    )


TargetArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TARGET",
        autocompletion=targets,
        rich_help_panel=BY_NAME,
        help="A name from [tool.edgeproof.targets] of the nearest pyproject.toml.",
    ),
]

PostsOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        parser=posts_url,
        rich_help_panel=TARGET,
        help="The collection, like https://blog.example.com/posts.",
    ),
]

Redis = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        parser=redis_url,
        rich_help_panel=TARGET,
        help="The root of the Redis REST API, like https://eu1-example.upstash.io.",
    ),
]

Token = Annotated[
    str | None,
    typer.Option(
        metavar="TOKEN",
        rich_help_panel=TARGET,
        help=f"The database's token. Better: set ${TOKEN_ENV}, which no shell history keeps.",
    ),
]

Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        rich_help_panel=OUTPUT,
        help="Write the result into this folder, as JSON, HTML, Markdown, JUnit XML and a badge.",
    ),
]

DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        rich_help_panel=LIMITS_PANEL,
        help="Say what would be tried and what it would cost, and send nothing.",
    ),
]

First = Annotated[
    bool,
    typer.Option(
        "--exitfirst/--no-exitfirst",
        "-x",
        rich_help_panel=LIMITS_PANEL,
        help="The same as --max-findings 1.",
    ),
]

Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose/--no-verbose",
        "-v",
        rich_help_panel=OUTPUT,
        help="Show every finding, and the evidence of every broken law.",
    ),
]

AsJson = Annotated[
    bool,
    typer.Option(
        "--json/--no-json",
        rich_help_panel=OUTPUT,
        show_default=False,
        help="Print the result document on standard output.",
    ),
]

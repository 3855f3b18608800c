"""Options that several commands have, and how what they take is parsed."""

import re
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from edgeproof.cli.completions import suites, targets
from edgeproof.deployments.resolution import READ_ONLY_TOKEN, TOKEN, parse_url
from edgeproof.errors import ConfigurationError, choice_of
from edgeproof.laws import SUITES

TOKEN_ENV: Final = TOKEN[0]
READ_ONLY_TOKEN_ENV: Final = READ_ONLY_TOKEN[0]

BY_NAME: Final = "Target by name"
TARGET: Final = "Target"
INPUT: Final = "Input"
LIMITS_PANEL: Final = "Limits"
OUTPUT: Final = "Output"
"""Panels that `--help` sorts options into."""


def known_suite(text: str) -> str:
    """The text, if it is the name of a suite. Raises ConfigurationError."""
    if text not in SUITES:
        raise ConfigurationError(f"{text!r} is not a valid suite", choice_of(text, SUITES))
    return text


def posts_url(text: str) -> str:
    """The URL of the collection. Raises ConfigurationError."""
    return parse_url(text, "--posts")


def redis_url(text: str) -> str:
    """The URL of the Redis REST API. Raises ConfigurationError."""
    return parse_url(text, "--redis")


def duration_s(text: str | float) -> float:
    """Seconds, of `30`, `30s`, `5m` or `1h`, 0 too. Raises BadParameter for what is none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|m|h)?", str(text).strip(), re.ASCII)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a valid duration: give one like 30, 30s or 5m.")
    return float(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2] or "s"]


def suite_option(panel: str) -> Any:  # noqa: ANN401  (typer keeps the class to itself)
    """`--suite`, in that panel of `--help`."""
    return typer.Option(
        metavar="SUITE",
        parser=known_suite,
        autocompletion=suites,
        rich_help_panel=panel,
        help=f"Only this suite ({', '.join(SUITES)}); repeatable.",
    )


def redis_binary_option(panel: str) -> Any:  # noqa: ANN401  (typer keeps the class to itself)
    """`--redis-binary`, in that panel of `--help`."""
    return typer.Option(
        metavar="FILE",
        rich_help_panel=panel,
        help="The Redis or Valkey server to run in the embedded stack and as the oracle (default: "
        "the embedded Valkey, or an installed one that is newer).",
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

AsJson = Annotated[
    bool,
    typer.Option(
        "--json/--no-json",
        rich_help_panel=OUTPUT,
        show_default=False,
        help="Print the result document on standard output.",
    ),
]

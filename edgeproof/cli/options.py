"""Options that several commands have."""

import re
from pathlib import Path
from typing import Annotated

import typer

from edgeproof.laws import SUITES

TOKEN_ENV = "UPSTASH_REDIS_REST_TOKEN"  # noqa: S105  (the name of a variable)


def known_suites(values: list[str]) -> list[str]:
    """The values, if each is the name of a suite. Raises BadParameter."""
    for value in values:
        if value not in SUITES:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(SUITES)}")
    return values


def duration_s(text: str | float) -> float:
    """Seconds, of `30`, `30s`, `5m` or `1h`, 0 too. Raises BadParameter for what is none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|m|h)?", str(text).strip(), re.ASCII)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no duration like 30, 30s or 5m")
    return float(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2] or "s"]


Suites = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="posts|rest|redis", help="Only this suite; repeatable."),
]

Target = Annotated[
    str | None,
    typer.Argument(help="A name from [tool.edgeproof.targets] in the nearest pyproject.toml."),
]

Posts = Annotated[
    str | None,
    typer.Option(metavar="URL", help="The collection: https://blog.example.com/posts."),
]

Redis = Annotated[str | None, typer.Option(metavar="URL", help="The root of the Redis REST API.")]

Token = Annotated[
    str | None,
    typer.Option(help=f"Its token; better in ${TOKEN_ENV}, out of the shell's history."),
]

RedisBinary = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The Redis or Valkey server of the embedded stack and of the oracle (default: the "
        "embedded Valkey, or a newer one on PATH).",
    ),
]

Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write the result into this folder: JSON, HTML and others."),
]

AsJson = Annotated[
    bool, typer.Option("--json", help="Print the result document on standard output.")
]

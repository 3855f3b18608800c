"""Options that several commands have."""

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


Suites = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="posts|rest|redis", help="Only this suite; repeatable."),
]

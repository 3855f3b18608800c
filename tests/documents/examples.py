"""Runs whose results are kept in `docs/examples`, so that pages can show what they printed.

Such a run takes minutes and no two print the same figures, so a test cannot repeat it. A page shows
what `edgeproof report` makes of the kept result: the command prints the same when it ends.
"""

import shlex
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from edgeproof.reporting import RESULT_FILE, Result, read_result
from tests.documents.pages import PROJECT
from tests.documents.running import printed

FOLDER: Final = PROJECT / "docs" / "examples"


class Example(NamedTuple):
    """A command line, and the code that it exits with."""

    command: str
    expected: int

    @property
    def arguments(self) -> list[str]:
        """What follows `edgeproof`."""
        return shlex.split(self.command)[1:]


_SEVERAL_INSTANTS: Final = "tests/faulty/workers/lists-at-several-instants.js"

EXAMPLES: Final = {
    "check": Example("edgeproof check", 0),
    "load": Example("edgeproof load --slo 'p99<250ms' --slo 'errors<0.1%'", 0),
    "several-instants": Example(
        f"edgeproof check --worker {_SEVERAL_INSTANTS} --law 'posts.concurrent.*'", 0
    ),
}


def file_of(name: str) -> Path:
    """Where the result of an example is kept."""
    return FOLDER / f"{name}.json"


def result_of(name: str) -> Result:
    """The result of an example."""
    return read_result(file_of(name))


def shown(name: str) -> str:
    """What an example printed when it ended."""
    file = file_of(name).relative_to(PROJECT)
    return printed("report", str(file), expected=EXAMPLES[name].expected)


def run(names: Iterable[str]) -> None:
    """Run the examples again and keep their results."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            example = EXAMPLES[name]
            printed(*example.arguments, "--out", folder, expected=example.expected)
            shutil.copy(Path(folder) / RESULT_FILE, file_of(name))

"""What each generated block of the pages holds."""

import shlex
from collections.abc import Callable, Mapping
from typing import Final

from edgeproof.cli.check import check
from edgeproof.cli.load import load
from edgeproof.laws import CAPABILITIES
from tests.documents import examples
from tests.documents.options import options_of
from tests.documents.running import excerpt, printed, printed_until

FAULTY: Final = "edgeproof check --worker tests/faulty/workers/naive.js --law '*.keeps-text'"
"""One fault and one law, so that a test can run it each time."""


def _console(command: str, output: str) -> str:
    return f"```console\n$ {command}\n{output}```\n"


def _law_breaks() -> str:
    output = printed(*shlex.split(FAULTY)[1:], expected=1)
    return _console(FAULTY, excerpt(output, ("1  data-loss", "source:")))


def _example(name: str, *parts: tuple[str, str | None]) -> str:
    """What an example printed in the end, after it had printed how it went on."""
    output = excerpt(examples.shown(name), *parts).removeprefix("…\n")
    return _console(examples.EXAMPLES[name].command, f"…\n{output}")


BLOCKS: Final[Mapping[str, Callable[[], str]]] = {
    "check-passes": lambda: _example("check", ("suite", None)),
    "law-breaks": _law_breaks,
    "history-impossible": lambda: _example(
        "several-instants", ("The shortest", "  Time is"), ("PASS", "overlapped")
    ),
    "load-passes": lambda: _example("load", ("step", None)),
    "scenarios": lambda: f"```text\n{printed('load', '--list-scenarios')}```\n",
    "up": lambda: _console("edgeproof up", printed_until("READONLY_TOKEN", "up")),
    "capabilities": lambda: ", ".join(f"`{name}`" for name in CAPABILITIES) + "\n",
    "laws": lambda: printed("laws", "--markdown"),
    "check-options": lambda: options_of(check),
    "load-options": lambda: options_of(load),
}

"""The smallest faulty deployment that breaks a law, and its code without what is said of it."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from edgeproof.laws.faults import FaultyDeployment
from tests.faulty.endpoints.faults import all_faults
from tests.faulty.test_workers import HEADER, WORKERS, laws_broken_by

PROJECT = Path(__file__).parent.parent.parent


class Candidate(NamedTuple):
    """A faulty deployment by name, and the laws that it breaks."""

    name: str
    breaks: tuple[str, ...]
    deployment: FaultyDeployment

    @property
    def size(self) -> tuple[int, int, int, str]:
        """By lines; of two with as many, the one that breaks fewer laws, or has shorter lines."""
        code = self.deployment.code
        return len(code), len(self.breaks), sum(map(len, code)), self.name


def smallest() -> dict[str, Candidate]:
    """By law, the smallest of the deployments that break it."""
    found: dict[str, Candidate] = {}
    for candidate in sorted(_candidates(), key=lambda one: one.size):
        for law_id in candidate.breaks:
            found.setdefault(law_id, candidate)
    return found


def _candidates() -> Iterator[Candidate]:
    yield from map(_of_worker, WORKERS)
    for fault in all_faults().values():
        deployment = FaultyDeployment(
            kind="endpoint",
            file=_in_project(inspect.getsourcefile(fault.function) or ""),
            description=one_line(fault.description),
            code=code_of(fault.function),
        )
        yield Candidate(fault.name, fault.breaks, deployment)


def _of_worker(file: Path) -> Candidate:
    text = file.read_text("utf-8")
    code = HEADER.sub("", text, count=1).splitlines()
    description = text.partition("\n")[0].removeprefix("// ")
    deployment = FaultyDeployment(
        kind="worker", file=_in_project(file), description=description, code=tuple(code)
    )
    return Candidate(file.stem, tuple(laws_broken_by(file)), deployment)


def _in_project(file: str | Path) -> str:
    return Path(file).relative_to(PROJECT).as_posix()


def one_line(text: str) -> str:
    """A docstring as running text."""
    return " ".join(text.split())


def code_of(function: Callable[..., object]) -> tuple[str, ...]:
    """The lines of a function without its decorators and its docstring."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
    lines = source.splitlines()
    docstring = definition.body[0]
    assert docstring.end_lineno is not None
    return (
        *lines[definition.lineno - 1 : docstring.lineno - 1],
        *lines[docstring.end_lineno :],
    )

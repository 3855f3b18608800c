"""What a strategy yields: the values of many draws, the same ones each time."""

import os
import pickle
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edgeproof.strategies import FAMILIES, Program, Template, programs

T = TypeVar("T")

shared: Path | None = None
"""Where the processes that share these tests keep what they have drawn."""


def drawn(strategy: st.SearchStrategy[T], draws: int = 4_000) -> list[T]:
    """The values of so many draws."""
    values = []

    @settings(
        max_examples=draws, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(value=strategy)
    def keep(value: T) -> None:
        values.append(value)

    keep()
    return values


@cache
def programs_of(name: str) -> list[Program]:
    """The values of many draws of programs of the family of that name."""
    file = shared and shared / f"{name}.pickle"
    if file and file.exists():
        kept: list[Program] = pickle.loads(file.read_bytes())  # noqa: S301  (written below)
        return kept
    found = drawn(programs(FAMILIES[name]), draws=750)
    if file:
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_bytes(pickle.dumps(found))
        partial.replace(file)
    return found


@cache
def templates_of(name: str) -> list[Template]:
    """All their commands."""
    return [template for program in programs_of(name) for template in program]


@cache
def rests_of(name: str, command: str) -> set[Template]:
    """What follows the key in each of their commands of that name."""
    return {template[2:] for template in templates_of(name) if template[0] == command}

"""What a strategy yields: the values of many draws, the same ones each time."""

from functools import cache
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edgeproof.strategies import FAMILIES, Program, Template, programs

T = TypeVar("T")


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


def of_family(name: str) -> pytest.MarkDecorator:
    """The mark of tests that look at one family: one process runs them, and so draws once."""
    return pytest.mark.xdist_group(name)


@cache
def programs_of(name: str) -> list[Program]:
    """The values of many draws of programs of the family of that name."""
    return drawn(programs(FAMILIES[name]), draws=500)


@cache
def templates_of(name: str) -> list[Template]:
    """All their commands."""
    return [template for program in programs_of(name) for template in program]


@cache
def rests_of(name: str, command: str) -> set[Template]:
    """What follows the key in each of their commands of that name."""
    return {template[2:] for template in templates_of(name) if template[0] == command}

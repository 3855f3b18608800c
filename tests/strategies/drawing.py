"""What a strategy yields: the values of many draws, the same ones each time."""

from functools import cache
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edgeproof.strategies import FAMILIES, Program, programs

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


@cache
def programs_of(name: str) -> list[Program]:
    """Draws of programs of the family of that name, made once a session."""
    return drawn(programs(FAMILIES[name]), draws=500)

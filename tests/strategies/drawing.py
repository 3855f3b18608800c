"""What a strategy yields: the values of many draws, the same ones each time."""

from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

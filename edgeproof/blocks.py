"""What lives for the length of a `with` block."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class EndsWithBlock(ABC):
    """Ends when its `with` block is left, in whatever way; errors pass through."""

    @abstractmethod
    def end(self) -> None:
        """End it; safe to call twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

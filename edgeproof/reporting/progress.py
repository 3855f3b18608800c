"""The live line of a run: the current law, finished laws and requests so far."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from edgeproof.laws import Outcome
from edgeproof.reporting.terminal import STYLES


class LiveLine(AbstractContextManager["LiveLine"]):
    """A line that changes on a terminal, and goes away at the end; elsewhere there is none."""

    def __init__(self, console: Console, *columns: ProgressColumn, **fields: Any) -> None:  # noqa: ANN401  (as the columns show them)
        self._console = console
        self._progress = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self._task = self._progress.add_task("starting", total=None, **fields)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Remove the line."""
        self._progress.stop()


class LiveProgress(LiveLine):
    """Shows how far a run is: one line that changes on a terminal, a line a law elsewhere.

    `requests` returns the number of requests so far; it is called whenever the line is drawn.
    """

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("laws · {task.fields[requests]} requests"),
            TimeElapsedColumn(),
            requests=0,
        )
        self._requests: Callable[[], int] = lambda: 0
        self._done = 0
        self._told: set[str] = set()

    def begin(self, target: str, laws: int, requests: Callable[[], int]) -> None:
        """The run begins: this many laws will be tried on `target`."""
        self._requests = requests
        self._progress.update(self._task, total=laws)
        self._console.print(f"Checking {escape(target)}", highlight=False)

    def note(self, text: str) -> None:
        """Say something that is not about a law."""
        self._console.print(escape(text), style="yellow", highlight=False)

    def running(self, law_id: str) -> None:
        """That law is being tried now."""
        self._update(description=law_id)

    def ended(
        self,
        law_id: str,
        outcome: Outcome,
        reason: str | None,
        *,
        is_excused: bool = False,
        left_out: Sequence[str] = (),
    ) -> None:
        """That law has been tried, with this outcome; `is_excused`: a known deviation.

        Of what was `left_out`, only how much it was is told.
        """
        self._done += 1
        self._update(completed=self._done)
        if not self._console.is_terminal:
            if outcome is Outcome.UNTESTED or (
                outcome is not Outcome.BROKEN and reason in self._told
            ):
                # The summary gives the reason, once for all the laws that have it.
                return
            if reason:
                self._told.add(reason)
            why = f": {reason}" if reason else ""
            parts = "".join(f"; not tried: {words}" for words in map(_how_much, left_out) if words)
            line = f"{outcome:<12} {law_id}{why}{parts}"
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
        elif outcome is Outcome.BROKEN and not is_excused:
            self._console.print(f"[{STYLES[outcome]}]broken[/] {law_id}", highlight=False)

    def _update(self, *, description: str | None = None, completed: int | None = None) -> None:
        self._progress.update(
            self._task, description=description, completed=completed, requests=self._requests()
        )


def _how_much(left_out: str) -> str:
    """`3 of 12 tests`, if that is what was left out and not a command."""
    how_much = left_out.partition(" (")[0]
    return how_much if how_much.endswith(" tests") else ""

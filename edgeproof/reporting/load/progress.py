"""What a load shows while it runs."""

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, SpinnerColumn, TextColumn

from edgeproof.reporting.load.words import (
    LoadPlan,
    asked_for,
    milliseconds,
    rate_words,
    tried_words,
)
from edgeproof.reporting.load_document import PARTLY_S, LoadModel, RateTried, Second
from edgeproof.reporting.progress import LiveLine
from edgeproof.reporting.wording import plural

EACH_S: Final = 5.0
"""How often a line is printed if there is no terminal on which one line could change."""


class LoadProgress(LiveLine):
    """Shows how a load goes: one line that changes on a terminal, a line now and then elsewhere."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            console,
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=10),
            TextColumn("{task.fields[figures]}"),
            figures="",
        )
        self._model: LoadModel = "open"
        self._warm_up_s = 0.0
        self._total_s = 0.0
        self._errors = 0
        self._said_s = 0.0
        self._has_begun = False

    def load_started(self, plan: LoadPlan) -> None:
        """A run begins; a search for the capacity has many."""
        self._model, self._warm_up_s = plan.model, plan.warm_up_s
        self._total_s = plan.warm_up_s + plan.duration_s
        self._errors, self._said_s = 0, 0.0
        asked = asked_for(plan.model, plan.target)
        how_long = f" for {plan.duration_s:g} s after {plan.warm_up_s:g} s of warm-up"
        if not self._has_begun:
            self._has_begun = True
            line = (
                f"Loading {escape(plan.deployment)} with {escape(plan.scenario)}: {asked}{how_long}"
            )
            self._console.print(line, highlight=False, soft_wrap=True)
        self._show("preparing", 0.0, asked)

    def second_passed(self, second: Second) -> None:
        """About one second was measured."""
        self._errors += second.errors
        figures = self._figures(second)
        at_s = min(second.at_s, self._total_s)
        is_over = second.at_s >= self._total_s
        self._show("cleaning up" if is_over else f"{at_s:.0f}/{self._total_s:.0f} s", at_s, figures)
        if second.at_s - self._said_s >= EACH_S and not is_over:
            self._said_s = second.at_s
            self._say(f"{second.at_s:5.0f} s  {figures}")

    def rate_tried(self, tried: RateTried, missed: str) -> None:
        """A search for the capacity has tried a rate, which missed that objective, or none."""
        self._console.print(escape(tried_words(tried, missed)), highlight=False, soft_wrap=True)

    def _figures(self, second: Second) -> str:
        asked = asked_for(self._model, second.target)
        if second.at_s < self._warm_up_s + PARTLY_S:
            return f"{asked} · warming up"
        unit = "of " if self._model == "open" else "from "
        return " · ".join(
            [
                f"{rate_words(second.rate)} {unit}{asked}",
                f"p50 {milliseconds(second.p50_ms)} p99 {milliseconds(second.p99_ms)} ms",
                f"lag {milliseconds(second.lag_ms_p99)} ms",
                plural(self._errors, "error"),
            ]
        )

    def _show(self, description: str, at_s: float, figures: str) -> None:
        self._progress.update(
            self._task,
            description=description,
            completed=at_s,
            total=self._total_s,
            figures=figures,
        )

    def _say(self, line: str) -> None:
        """Print a line if the live one is not shown."""
        if not self._console.is_terminal:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

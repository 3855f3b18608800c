"""The output of a run on a terminal, while it runs and when it has ended."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from edgeproof.laws import SUITES, Outcome
from edgeproof.reporting.consistency import consistency_line
from edgeproof.reporting.deviations import deviation_notes
from edgeproof.reporting.document import (
    LEFT_OUT,
    Evidence,
    HistoryRecord,
    LawResult,
    Result,
    Verdict,
)
from edgeproof.reporting.head import servers_line
from edgeproof.reporting.plain_evidence import INTERMITTENT, shown_command
from edgeproof.reporting.reasons import by_reason, left_out_by_reason, some_of
from edgeproof.reporting.timeline import caption, timeline_as_text
from edgeproof.reporting.wording import plural

STYLES = {
    Outcome.HELD: "green",
    Outcome.BROKEN: "bold red",
    Outcome.UNSUPPORTED: "yellow",
    Outcome.UNTESTED: "dim",
    Outcome.INCONCLUSIVE: "magenta",
}

VERDICT_STYLES: dict[Verdict, str] = {
    "pass": "bold green",
    "fail": "bold red",
    "inconclusive": "bold magenta",
}


class Terminal(Console):
    """A console that falls silent when its reader goes away (`edgeproof check | head`).

    The run goes on to its end: what it made must be removed, and its exit code is still needed.
    """

    def on_broken_pipe(self) -> None:
        """Write to nowhere from now on."""
        self.quiet = True
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, self.file.fileno())
        os.close(devnull)


def print_result(result: Result, console: Console) -> None:
    """Print each broken law with its evidence, what was not judged and why, and the verdict.

    For a broken law that is a known deviation, the reason is printed instead of the evidence.
    """
    for law in result.of_outcome(Outcome.BROKEN):
        if not law.is_excused:
            _print_broken(law, console)
    _print_deviations(result.laws, console)
    if result.lacking:
        lacking = ", ".join(result.lacking)
        console.print(f"[bold red]lacking[/] {lacking}: required by this run")
    for outcome in (Outcome.INCONCLUSIVE, Outcome.UNSUPPORTED, Outcome.UNTESTED):
        _print_reasons(outcome, result.of_outcome(outcome), console)
    _print_left_out(result.laws, console)
    console.print(_table(result.laws))
    _print_verdict(result, console)


def _print_broken(law: LawResult, console: Console) -> None:
    console.rule(f"[bold red]broken[/]  {law.id}  [dim]{law.level}[/]", align="left")
    console.print(Text(law.statement))
    console.print()
    if law.evidence is not None:
        _print_evidence(law.evidence, console)
    console.print(Text(f"source: {law.source}", style="dim"))
    console.print()


def _print_deviations(laws: list[LawResult], console: Console) -> None:
    """A short block for each known deviation, and lines that say what to do about others."""
    for law in laws:
        if law.is_excused and law.deviation is not None:
            until = f"until {law.deviation.expires}"
            console.print(f"[yellow]known deviation[/] {law.id} [dim]{law.level}, {until}[/]")
            console.print(Text(f"  {law.deviation.reason}"))
            if law.deviation.link:
                console.print(Text(f"  {law.deviation.link}", style="dim"), soft_wrap=True)
    for note in deviation_notes(laws):
        console.print(Text(note, style="yellow"), soft_wrap=True)


def _print_evidence(evidence: Evidence, console: Console) -> None:
    console.print(Text(f"Seen: {evidence.summary}", style="bold"))
    if evidence.is_intermittent:
        console.print(f"[bold]{INTERMITTENT}[/]")
    console.print()
    if evidence.history is not None:
        _print_history(evidence.history, console)
    for command in evidence.curl:
        # A command must be pasted in one piece, so it is neither wrapped nor coloured.
        console.print(Text(f"  {shown_command(command)}"), soft_wrap=True)
    console.print()
    if evidence.clients:
        console.print(Text("What your client will see:", style="bold"))
        for effect in evidence.clients:
            console.print(Text(f"  {effect}"))
        console.print()


def _print_history(history: HistoryRecord, console: Console) -> None:
    is_ascii = console.options.ascii_only
    console.print(Text(caption(history, is_ascii=is_ascii)))
    console.print()
    # Its lines are as wide as the console: wrapping would destroy the picture.
    console.print(timeline_as_text(history, console.width, is_ascii=is_ascii), soft_wrap=True)
    console.print()


def _print_reasons(outcome: Outcome, laws: Iterable[LawResult], console: Console) -> None:
    for reason, ids in by_reason(laws).items():
        console.print(f"[{STYLES[outcome]}]{outcome}[/] {escape(reason)}: [dim]{some_of(ids)}[/]")


def _print_left_out(laws: Iterable[LawResult], console: Console) -> None:
    for reason, names in left_out_by_reason(laws).items():
        console.print(Text(f"left out, {reason}: {', '.join(names)}", style="dim"))


def _table(laws: list[LawResult]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("suite")
    for outcome in Outcome:
        table.add_column(outcome.value, justify="right")
    table.add_column("requests", justify="right")
    table.add_column("seconds", justify="right")
    for suite in SUITES:
        _add_row(table, suite, [law for law in laws if law.suite == suite])
    table.add_section()
    _add_row(table, "all", laws)
    return table


def _add_row(table: Table, name: str, laws: list[LawResult]) -> None:
    counts = Counter(law.outcome for law in laws)
    cells = [
        f"[{STYLES[outcome]}]{counts[outcome]}[/]" if counts[outcome] else "[dim]·[/]"
        for outcome in Outcome
    ]
    requests = sum(law.requests for law in laws)
    seconds = sum(law.seconds for law in laws)
    table.add_row(name, *cells, f"{requests:,}", f"{seconds:.1f}")


def _print_verdict(result: Result, console: Console) -> None:
    totals = result.totals
    style = VERDICT_STYLES[result.verdict]
    console.print()
    console.print(f"[{style}]{result.verdict.upper()}[/]  {because(result)}", highlight=False)
    consistency = consistency_line(result.consistency)
    if consistency:
        console.print(Text.assemble("consistency  ", consistency))
    servers = servers_line(result)
    if servers:
        console.print(Text(servers, style="dim"))
    console.print(
        f"[dim]{escape(result.target.name)} · {result.profile} profile · seed {result.seed} · "
        f"{totals.requests:,} requests ({totals.commands:,} commands, "
        f"{totals.bytes / 1e6:,.1f} MB) in {totals.seconds:.1f} s · "
        f"{_kept(totals.posts_made, totals.posts_left, 'posts')} · "
        f"{_kept(totals.keys_made, totals.keys_left, 'keys')}[/]",
        highlight=False,
    )


def _kept(made: int, left: int, what: str) -> str:
    return f"{made:,} {what} made, {left:,} left"


def because(result: Result) -> str:
    """What the verdict rests on, in a few words."""
    which = "law" if result.is_strict else "MUST law"
    counting = [law for law in result.laws if result.is_strict or law.level == "MUST"]
    counts = Counter(law.outcome for law in counting if not law.is_excused)
    if result.verdict == "fail":
        return "; ".join(_faults(result, counts[Outcome.BROKEN], which))
    if result.verdict == "inconclusive":
        undecided = counts[Outcome.INCONCLUSIVE]
        return f"{plural(undecided, which)} undecided" if undecided else f"no {which} was judged"
    held = f"every {which} that was judged held ({counts[Outcome.HELD]})"
    return "; ".join([held, *_exceptions(result)])


def _faults(result: Result, broken: int, which: str) -> Iterator[str]:
    """What made the verdict a failure."""
    outdated = sum(law.has_outdated_deviation for law in result.laws)
    if broken:
        yield f"{plural(broken, which)} broken"
    if result.lacking:
        yield f"{len(result.lacking)} required but lacking"
    if result.is_strict and outdated:
        yield f"{plural(outdated, 'known deviation')} out of date"


def _exceptions(result: Result) -> Iterator[str]:
    """Remarks on a run that passed."""
    excused = sum(law.is_excused for law in result.laws)
    broken = len(result.of_outcome(Outcome.BROKEN)) - excused
    if excused:
        yield plural(excused, "known deviation")
    if broken:
        yield f"{plural(broken, 'SHOULD law')} broken"
    untested = sum(law.reason != LEFT_OUT for law in result.of_outcome(Outcome.UNTESTED))
    if untested:
        yield f"{untested} untested"

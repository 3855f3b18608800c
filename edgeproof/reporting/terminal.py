"""The output of a run on a terminal, while it runs and when it has ended."""

import os
import shlex
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from edgeproof.deployments.variables import POSTS_URL, REDIS_URL
from edgeproof.laws import Outcome
from edgeproof.reporting.consistency import consistency_line
from edgeproof.reporting.deviations import deviation_notes
from edgeproof.reporting.document import (
    Evidence,
    Finding,
    HistoryRecord,
    LawResult,
    Leftover,
    Result,
    Verdict,
)
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.head import servers_line
from edgeproof.reporting.plain_evidence import INTERMITTENT, shown_command
from edgeproof.reporting.summary import (
    because,
    by_reason,
    counts_by_suite,
    left_out_by_reason,
    some_of,
)
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


_MOST_COMMANDS: Final = 3
_MOST_FINDINGS: Final = 5


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


def print_result(result: Result, console: Console, *, is_verbose: bool = False) -> None:
    """Print what is wrong, worst first, what was not judged and why, and the verdict.

    Of findings it shows the worst five, each with the evidence of its first law; if `is_verbose`,
    all of them, and then every broken law. For one that is a known deviation, the reason is printed
    instead of the evidence.
    """
    _print_findings(result, console, is_verbose=is_verbose)
    _print_deviations(result.laws, console)
    if result.lacking:
        lacking = ", ".join(result.lacking)
        console.print(f"[bold red]lacking[/] {lacking}: required by this run")
    for outcome in (Outcome.INCONCLUSIVE, Outcome.UNSUPPORTED, Outcome.UNTESTED):
        _print_reasons(outcome, result.of_outcome(outcome), console)
    _print_left_out(result.laws, console)
    _print_left(result.left, console)
    console.print(_table(result.chosen))
    _print_verdict(result, console)


def _print_findings(result: Result, console: Console, *, is_verbose: bool) -> None:
    findings = findings_of(result.laws)
    laws = {law.id: law for law in result.laws}
    for finding in findings if is_verbose else findings[:_MOST_FINDINGS]:
        _print_broken(laws[finding.laws[0]], result, console, finding)
    if is_verbose:
        for law_id in (one for finding in findings for one in finding.laws[1:]):
            _print_broken(laws[law_id], result, console)
    elif len(findings) > _MOST_FINDINGS:
        _print_other_findings(findings[_MOST_FINDINGS:], console)
    if any(_needs_a_stack(laws[finding.laws[0]]) for finding in findings):
        console.print(Text(f"The commands need a stack: {_up(result)} starts one, and prints what"))
        console.print(Text("they expect in the environment."))
        console.print()


def _needs_a_stack(law: LawResult) -> bool:
    """Whether its commands name a stack of the run's own, which is gone, by variables."""
    commands = law.evidence.curl if law.evidence else []
    return any(f"${{{name}}}" in one for one in commands for name in (POSTS_URL[0], REDIS_URL[0]))


def _up(result: Result) -> str:
    words = shlex.split(result.again)
    place = words.index("--worker") if "--worker" in words else len(words)
    return shlex.join(["edgeproof", "up", *words[place : place + 2]])


def _print_other_findings(findings: Sequence[Finding], console: Console) -> None:
    console.print(f"[bold red]{plural(len(findings), 'more finding')}[/]; -v shows all:")
    for finding in findings:
        laws = some_of(finding.laws)
        console.print(Text(f"{finding.number:>3}  {finding.harm}  {laws}", style="dim"))
    console.print()


def _print_broken(
    law: LawResult, result: Result, console: Console, finding: Finding | None = None
) -> None:
    number = f"{finding.number}  {finding.harm}  " if finding else ""
    console.rule(f"[bold red]{number}broken[/]  {law.id}  [dim]{law.level}[/]", align="left")
    console.print(Text(law.statement))
    if finding is not None and len(finding.laws) > 1:
        others = some_of(finding.laws[1:])
        console.print(Text(f"For the same reason, it breaks {others}.", style="dim"))
    console.print()
    if law.evidence is not None:
        _print_evidence(law.evidence, console)
    console.print(Text(f"source: {law.source}", style="dim"))
    if result.again:
        again = f"again:  {result.again} --law {law.id} --seed {result.seed}"
        console.print(Text(again, style="dim"), soft_wrap=True)
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
        console.print(Text(f"left out, {reason}: {some_of(names)}", style="dim"))


def _table(laws: list[LawResult]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("suite")
    for outcome in Outcome:
        table.add_column(outcome.value, justify="right")
    table.add_column("requests", justify="right")
    table.add_column("seconds", justify="right")
    for row in counts_by_suite(laws):
        if row.is_total:
            table.add_section()
        cells = [
            f"[{STYLES[outcome]}]{count}[/]" if count else "[dim]·[/]"
            for outcome, count in row.by_outcome.items()
        ]
        table.add_row(row.name, *cells, f"{row.requests:,}", f"{row.seconds:.1f}")
    return table


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
        f"[dim]{escape(_subject(result))} · {result.profile} profile · seed {result.seed} · "
        f"{totals.requests:,} requests ({totals.commands:,} commands, "
        f"{totals.bytes / 1e6:,.1f} MB) in {totals.seconds:.1f} s · "
        f"{_kept(totals.posts_made, totals.posts_left, 'posts', totals.posts_left_seen)} · "
        f"{_kept(totals.keys_made, totals.keys_left, 'keys', totals.keys_left_seen)}[/]",
        highlight=False,
    )


def _subject(result: Result) -> str:
    target = result.target
    return f"{target.name} with {target.worker}" if target.worker else target.name


def _kept(made: int, left: int, what: str, is_seen: bool) -> str:  # noqa: FBT001  (the only one)
    if is_seen:
        return f"{made:,} {what} made, {left:,} left"
    return f"{made:,} {what} made, {left or 'none'} known to be left (nobody could look)"


def _print_left(left: Iterable[Leftover], console: Console) -> None:
    for one in left:
        console.print(f"[yellow]left[/] {one.count:,} {one.what} that could not be removed:")
        for command in one.commands[:_MOST_COMMANDS]:
            console.print(Text(f"  {shown_command(command)}"), soft_wrap=True)
        console.print("  [dim]or later: edgeproof clean[/]")

"""The result document, `edgeproof-result/1`: what a run found, for people and programs.

Its JSON Schema is published beside this file (`result.schema.json`, made by `json_schema`). Fields
are only ever added. Everything in it is safe to show: tokens are masked beforehand.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final, Literal

import msgspec

from edgeproof.consistency import Overlap
from edgeproof.consistency.levels import UNKNOWN
from edgeproof.laws import DeviationState, Harm, Level, Outcome, Support
from edgeproof.reporting.load_document import LoadResult
from edgeproof.reporting.publishing import schema_of

SCHEMA: Final = "edgeproof-result/1"

LEFT_OUT = "left out by an option"
"""Why a law is untested that the user did not select."""

Verdict = Literal["pass", "fail", "inconclusive"]


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request (`method`, `url`) or a response (`status`) as evidence keeps it, masked.

    `body` is text; a body that is not UTF-8 is in `body_base64` instead.
    """

    method: str | None = None
    url: str | None = None
    status: int | None = None
    headers: list[tuple[str, str]] = []
    body: str | None = None
    body_base64: str | None = None


class ExchangeRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request and its response, or the failure that came instead."""

    request: Message
    response: Message | None = None
    failure: str | None = None


class OperationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One call by one client, masked; `result` is a JSON value.

    Times are milliseconds since the window's first call, in steps of a microsecond. Times that
    differ also differ in the document, so that it shows what came first. Without an answer,
    `returned_ms` is null: the call may have taken effect at any time after it was made, or never.
    """

    client: int
    call: str
    arguments: list[str] = []
    result: Any = None
    called_ms: float
    returned_ms: float | None = None

    def precedes(self, other: "OperationRecord") -> bool:
        """Whether it had its answer before the other was called; at the same time they overlap."""
        return self.returned_ms is not None and self.returned_ms < other.called_ms


class HistoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The shortest window of overlapping clients' operations that no order explains.

    `impossible` and `order` are places in `operations`: the operations that fit nowhere, and the
    longest order in which operations can have taken effect. `state` is the state before the window
    (empty: unknown). Of `runs` runs of the same program, `failed` failed. `svg` is a picture of it
    (`edgeproof.reporting.timeline`).
    """

    operations: list[OperationRecord]
    impossible: list[int]
    order: list[int] = []
    state: str = ""
    failed: int = 0
    runs: int = 0
    svg: str = ""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The shortest exchanges that show a broken law.

    `summary` says what was looked at, received and expected; `curl` has the exchanges as shell
    commands, to be run in order. `clients` has sentences on what the official clients make of these
    answers, where that is known. `is_intermittent`: the same requests did not always show it.
    `history` is there if an order of overlapping operations broke the law.
    """

    summary: str
    exchanges: list[ExchangeRecord]
    curl: list[str]
    clients: list[str] = []
    is_intermittent: bool = False
    history: HistoryRecord | None = None


class DeviationRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The entry of a law among the known deviations, and its state in this run.

    `excused`: the law is broken, which does not decide the verdict. `obsolete`: it holds.
    `expired`: it does not hold, and `expires` has passed. `unjudged`: neither held nor broken.
    """

    reason: str
    expires: date
    state: DeviationState
    link: str | None = None


class LawResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One law and what the run can say about it.

    `examples` counts the sets of values that were tried, `settle_ms` is the longest that a read
    lagged behind a write, `left_out` names the parts of the law that could not be tried and why;
    `commands` are its requests as hosts bill them; `reason` is there unless the law held. A law
    that `is_newer` than the version that the run was asked for does not decide the verdict.
    """

    id: str
    suite: str
    level: Level
    statement: str
    source: str
    outcome: Outcome
    examples: int
    requests: int
    commands: int = 0
    seconds: float
    settle_ms: float = 0.0
    left_out: list[str] = []
    reason: str | None = None
    evidence: Evidence | None = None
    deviation: DeviationRecord | None = None
    is_newer: bool = False

    def counts(self, *, is_strict: bool) -> bool:
        """Whether it may decide a verdict: a MUST, or any law if `is_strict`; never a newer one."""
        return (is_strict or self.level is Level.MUST) and not self.is_newer

    @property
    def is_excused(self) -> bool:
        """Whether it is broken, and that is a known deviation."""
        return self.deviation is not None and self.deviation.state is DeviationState.EXCUSED

    @property
    def has_outdated_deviation(self) -> bool:
        """Whether its entry among the known deviations must be removed or renewed."""
        outdated = {DeviationState.OBSOLETE, DeviationState.EXPIRED}
        return self.deviation is not None and self.deviation.state in outdated


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One cause and the laws that it breaks; `number` counts from 1, worst first.

    `evidence` is that of the first law, without its exchanges and its history.
    """

    number: int
    summary: str
    harm: Harm
    laws: list[str]
    evidence: Evidence | None = None


class TargetRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The deployment under test.

    `worker_sha256` (hexadecimal) is that of its worker, whose file is named `worker`;
    `redis_server` is the product and version of its database (`Valkey 9.1.2`). Each is null if
    unknown.
    """

    name: str
    posts_url: str | None
    redis_url: str | None
    worker_sha256: str | None
    worker: str | None = None
    redis_server: str | None = None


class Consistency(msgspec.Struct, frozen=True, kw_only=True):
    """How consistent each interface was seen to be when clients overlap; `unknown` if not tried.

    The overlaps say how many operations that rests on; each reason is a sentence on why it is that
    level.
    """

    posts: str = UNKNOWN
    redis: str = UNKNOWN
    posts_overlap: Overlap = Overlap()
    redis_overlap: Overlap = Overlap()
    posts_reason: str = ""
    redis_reason: str = ""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over the run: `commands` as hosts bill them, `bytes` of the bodies sent and received.

    `requests` is what was sent, cleaning up included. `posts_left` and `keys_left` are what it
    could not remove again; the run has looked at the deployment for that if they are `…_seen`.
    """

    laws: dict[Outcome, int]
    requests: int
    commands: int = 0
    bytes: int = 0
    seconds: float
    posts_made: int
    posts_left: int
    keys_made: int
    keys_left: int
    posts_left_seen: bool = True
    keys_left_seen: bool = True


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """What a run could not remove: `posts` or `keys`, the first hundred names, and the commands."""

    what: str
    count: int
    names: list[str]
    commands: list[str]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A run of `edgeproof check` or, depending on its `command`, of `edgeproof load`.

    Times are RFC 3339 in UTC; `edgeproof` is its version. `lacking` are the capabilities that the
    run requires and the deployment does not have. `oracle` is the product and version of the real
    Redis or Valkey that said what commands mean, null if there was none. `again` is the command
    line of the same check; `--law ID --seed N` makes it try one law again. A run `is_cut_short` if
    it was interrupted: what it says about a law then rests on the part of it that was tried.
    """

    schema: Literal["edgeproof-result/1"] = SCHEMA
    command: Literal["check", "load"] = "check"
    started_at: str
    finished_at: str
    seed: int
    profile: str
    is_strict: bool
    edgeproof: str
    target: TargetRecord
    oracle: str | None = None
    verdict: Verdict
    capabilities: dict[str, Support]
    lacking: list[str] = []
    consistency: Consistency
    findings: list[Finding] = []
    laws: list[LawResult]
    load: list[LoadResult] = []
    totals: Totals
    left: list[Leftover] = []
    is_cut_short: bool = False
    again: str = ""

    @property
    def chosen(self) -> list[LawResult]:
        """The laws that no option left out: those that people are shown."""
        return [law for law in self.laws if law.reason != LEFT_OUT]

    def of_outcome(self, outcome: Outcome) -> list[LawResult]:
        """The laws of that outcome, in the order of the tables."""
        return [law for law in self.laws if law.outcome is outcome]


def verdict_on(
    laws: list[LawResult],
    *,
    is_strict: bool,
    lacking: Collection[str] = (),
    is_cut_short: bool = False,
) -> Verdict:
    """The verdict: *fail* if a law that counts is broken, *pass* if every such law tried has held.

    MUST laws count, and with `is_strict` also SHOULD laws; a known deviation counts as held. It is
    *inconclusive* if one of them could not be decided, if none was judged at all, or if the run was
    cut short. It is also
    *fail* if a required capability is `lacking` (not every capability has a law of its own), and,
    with `is_strict`, if a known deviation is out of date.
    """
    counting = [law for law in laws if law.counts(is_strict=is_strict)]
    outcomes = {Outcome.HELD if law.is_excused else law.outcome for law in counting}
    has_outdated = any(law.has_outdated_deviation for law in laws)
    if Outcome.BROKEN in outcomes or lacking or (is_strict and has_outdated):
        return "fail"
    if is_cut_short or Outcome.INCONCLUSIVE in outcomes or Outcome.HELD not in outcomes:
        return "inconclusive"
    return "pass"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return schema_of(Result, "The result of an edgeproof run")

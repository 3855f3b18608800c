"""Many deployments side by side, law by law."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from edgeproof.laws import CAPABILITIES, SUITES, Harm, Level, Outcome, Support, all_laws
from edgeproof.reporting.document import Consistency, LawResult, Result, Verdict
from edgeproof.reporting.findings import findings_of, harm_of
from edgeproof.reporting.publishing import schema_of
from edgeproof.reporting.summary import reason_of

MATRIX_SCHEMA: Final = "edgeproof-matrix/1"

_SURVIVES: Final = ".service.survives"

JUDGED: Final = (Outcome.HELD, Outcome.BROKEN, Outcome.UNSUPPORTED, Outcome.INCONCLUSIVE)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A deployment: `label` is its name, unique within the matrix.

    `findings` counts them by the harm that they do. `has_ended` says that the service did not
    survive the run, `left_out` counts the laws that an option left out, `left` the keys and posts
    that were not removed.
    """

    label: str
    urls: list[str]
    verdict: Verdict
    because: str
    edgeproof: str
    finished_at: str
    consistency: Consistency
    capabilities: Mapping[str, Support]
    counts: Mapping[Outcome, int]
    profile: str
    findings: Mapping[Harm, int]
    has_ended: bool
    left_out: int
    left: int


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What a run says about a law; without an `outcome`, its version did not have that law.

    `seen` is the reason, or what broke it; `is_excused`: that is a known deviation.
    """

    outcome: Outcome | None = None
    seen: str = ""
    is_excused: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A law, with a cell for each column; `harm` is what its breach does."""

    id: str
    level: Level
    statement: str
    cells: list[Cell]
    harm: Harm

    @property
    def has_differences(self) -> bool:
        """Whether runs that tried it had different outcomes."""
        return len({cell.outcome for cell in self.cells} & set(JUDGED)) > 1

    @property
    def weight(self) -> tuple[int, bool, int]:
        """Worst first: by harm, by level, and by how many columns break it."""
        return self.harm.rank, self.level is Level.SHOULD, -self.times_broken

    @property
    def times_broken(self) -> int:
        """In how many columns it is broken, known deviations left aside."""
        return sum(cell.outcome is Outcome.BROKEN and not cell.is_excused for cell in self.cells)


class LawFamily(msgspec.Struct, frozen=True, kw_only=True):
    """The laws of one suite about one thing, such as `posts.create`."""

    suite: str
    name: str
    rows: list[Row]

    @property
    def has_differences(self) -> bool:
        """Whether runs differ in one of its laws."""
        return any(row.has_differences for row in self.rows)


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The deployments, each law that any of them was judged by, and each capability likewise.

    `worst` are the ids of the laws that are broken somewhere, worst first.
    """

    schema: Literal["edgeproof-matrix/1"] = MATRIX_SCHEMA
    columns: list[Column]
    capabilities: list[str]
    families: list[LawFamily]
    worst: list[str] = []

    @property
    def worst_rows(self) -> list[Row]:
        """The rows of the `worst` laws."""
        rows = {row.id: row for family in self.families for row in family.rows}
        return [rows[law_id] for law_id in self.worst]


def findings_in_words(column: Column) -> str:
    """How many findings of each harm, worst first: `1 security, 2 style`; `none` without any."""
    counts = ((harm, column.findings.get(harm, 0)) for harm in Harm)
    return ", ".join(f"{count} {harm}" for harm, count in counts if count) or "none"


def matrix_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the matrix, made from its types."""
    return schema_of(Matrix, "Results of edgeproof side by side")


def matrix_of(results: Mapping[str, Result]) -> Matrix:
    """The matrix of results by the names of their files, which distinguish equal names."""
    every = list(results.values())
    known = dict.fromkeys([*CAPABILITIES, *(name for one in every for name in one.capabilities)])
    families = _families(every)
    broken = [row for family in families for row in family.rows if row.times_broken]
    return Matrix(
        columns=[_column(label, one) for label, one in zip(_labels(results), every, strict=True)],
        capabilities=[name for name in known if any(_knows(one, name) for one in every)],
        families=families,
        worst=[row.id for row in sorted(broken, key=lambda row: row.weight)],
    )


def _knows(result: Result, capability: str) -> bool:
    return result.capabilities.get(capability, Support.UNTESTED) is not Support.UNTESTED


def _labels(results: Mapping[str, Result]) -> list[str]:
    names = Counter(result.target.name for result in results.values())
    return [
        result.target.name if names[result.target.name] == 1 else f"{result.target.name} ({file})"
        for file, result in results.items()
    ]


def _column(label: str, result: Result) -> Column:
    counts = Counter(law.outcome for law in result.laws)
    return Column(
        label=label,
        urls=[url for url in (result.target.posts_url, result.target.redis_url) if url],
        verdict=result.verdict,
        because=reason_of(result),
        edgeproof=result.edgeproof,
        finished_at=result.finished_at,
        consistency=result.consistency,
        capabilities=result.capabilities,
        counts={outcome: counts[outcome] for outcome in Outcome},
        profile=result.profile,
        findings=Counter(one.harm for one in result.findings or findings_of(result.laws)),
        has_ended=any(law.id.endswith(_SURVIVES) for law in result.of_outcome(Outcome.BROKEN)),
        left_out=len(result.laws) - len(result.chosen),
        left=result.totals.keys_left + result.totals.posts_left,
    )


def _families(results: Sequence[Result]) -> list[LawFamily]:
    laws = {law.id: law for result in results for law in result.laws}
    of_runs = [{law.id: law for law in result.laws} for result in results]
    families: dict[tuple[str, str], list[Row]] = {}
    for law_id in sorted(laws, key=_place):
        law = laws[law_id]
        name = law_id.rpartition(".")[0]
        row = Row(
            id=law_id,
            level=law.level,
            statement=law.statement,
            cells=[_cell(of_run.get(law_id)) for of_run in of_runs],
            harm=harm_of(law),
        )
        if any(cell.outcome in JUDGED for cell in row.cells):
            families.setdefault((law.suite, name), []).append(row)
    return [
        LawFamily(suite=suite, name=name, rows=rows) for (suite, name), rows in families.items()
    ]


def _place(law_id: str) -> tuple[int, int, str]:
    """Suites in their order, laws in that of the tables; those of other versions at the end."""
    order = list(all_laws())
    suite = law_id.partition(".")[0]
    return (
        SUITES.index(suite) if suite in SUITES else len(SUITES),
        order.index(law_id) if law_id in order else len(order),
        law_id,
    )


def _cell(law: LawResult | None) -> Cell:
    if law is None:
        return Cell()
    seen = law.evidence.summary if law.evidence else law.reason
    return Cell(outcome=law.outcome, seen=seen or "", is_excused=law.is_excused)

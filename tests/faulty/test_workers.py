"""Faulty workers: each law of the posts suite is seen to break on one that is named for its fault.

Each worker's header says in one sentence what is wrong with it, and which laws must break.
"""

import re
from pathlib import Path

import pytest

from edgeproof.laws import all_laws
from tests.faulty.checking import check, only, outcomes
from tests.faulty.conftest import Note
from tests.faulty.sampling import marks_of, sample

WORKERS = sorted((Path(__file__).parent / "workers").glob("*.js"))
HEADER = re.compile(
    r"// [^\n]+\.\n// breaks: (?P<laws>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:, [a-z0-9.-]+)*)\n\n"
)


def laws_broken_by(worker: Path) -> list[str]:
    """The ids in the worker's header."""
    header = HEADER.match(worker.read_text(encoding="utf-8"))
    assert header is not None, f"{worker.name} does not begin with its fault and its laws"
    return header["laws"].split(", ")


SAMPLE = sample({file.stem: laws_broken_by(file) for file in WORKERS})


@pytest.mark.faulty
@pytest.mark.parametrize(
    "worker",
    [pytest.param(file, id=file.stem, marks=marks_of(file.stem, SAMPLE)) for file in WORKERS],
)
def test_the_suites_see_the_fault(worker: Path, note: Note) -> None:
    law_ids = laws_broken_by(worker)
    result = check("--strict", "--worker", str(worker), *only(*law_ids), exit_code=1)
    note("worker", worker.stem, result)
    seen = outcomes(result)
    assert {law_id: seen[law_id] for law_id in law_ids} == dict.fromkeys(law_ids, "broken")
    assert all(law["evidence"]["curl"] for law in result["laws"] if law["id"] in law_ids)


def test_every_law_of_posts_breaks_on_some_worker() -> None:
    broken = {law_id for worker in WORKERS for law_id in laws_broken_by(worker)}
    assert broken == {law.id for law in all_laws().values() if law.suite == "posts"}

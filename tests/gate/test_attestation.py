"""The attestation: its published schema, and which bytes it lets go."""

import json
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import jsonschema
import msgspec
import pytest

from edgeproof.deployments import GateTable
from edgeproof.errors import ConfigurationError
from edgeproof.gate import (
    Attestation,
    UnprovenError,
    attestation_as_markdown,
    attestation_schema,
    read_attestation,
    require_proof,
)
from edgeproof.laws import Outcome
from edgeproof.reporting import as_json
from tests.gate.submitted import NOW, SHA256, attested, check_result, submitted

DAY = timedelta(days=1)


@pytest.fixture
def passing(tmp_path: Path) -> Attestation:
    """The attestation of a gate that is open."""
    return attested(submitted(tmp_path, check_result()))


def test_the_published_schema_is_that_of_the_types() -> None:
    published = (files("edgeproof.gate") / "attestation.schema.json").read_text("utf-8")
    assert json.loads(published) == attestation_schema()


def test_it_validates_and_reads_back_as_itself_open_or_shut(
    passing: Attestation, tmp_path: Path
) -> None:
    file = tmp_path / "attestation.json"
    table = GateTable(slo=["p99<1s"], consistency={"posts": "linearizable"}, require="upstash")
    for attestation in (passing, attested([tmp_path / "nowhere"], table)):
        jsonschema.validate(json.loads(as_json(attestation)), attestation_schema())
        file.write_bytes(as_json(attestation))
        assert read_attestation(file) == attestation


def ask(file: Path, sha256: str = SHA256) -> None:
    """Ask at noon for an attestation of the last day."""
    require_proof(file, worker=Path("posts.js"), worker_sha256=sha256, limit=DAY, now=NOW)


def require(folder: Path, attestation: Attestation | bytes, sha256: str = SHA256) -> None:
    """Ask for this attestation."""
    file = folder / "attestation.json"
    file.write_bytes(attestation if isinstance(attestation, bytes) else as_json(attestation))
    ask(file, sha256)


def test_an_open_gate_lets_its_worker_go(passing: Attestation, tmp_path: Path) -> None:
    require(tmp_path, passing)


def test_it_lets_no_other_bytes_go(passing: Attestation, tmp_path: Path) -> None:
    with pytest.raises(UnprovenError, match=r"a different file.*edgeproof gate"):
        require(tmp_path, passing, "0" * 64)


def test_a_shut_gate_lets_nothing_go(passing: Attestation, tmp_path: Path) -> None:
    shut = attested(submitted(tmp_path, check_result({"posts.list.empty": Outcome.BROKEN})))
    with pytest.raises(UnprovenError, match=r"shut \(1 reason"):
        require(tmp_path, shut)
    with pytest.raises(UnprovenError, match="shut"):
        require(tmp_path, msgspec.structs.replace(passing, reasons=["a contradiction"]))


@pytest.mark.parametrize(
    ("age", "word"), [(DAY + timedelta(seconds=1), "too old"), (-DAY, "in the future")]
)
def test_an_old_or_future_attestation_lets_nothing_go(
    passing: Attestation, tmp_path: Path, age: timedelta, word: str
) -> None:
    made_at = (NOW - age).isoformat()
    with pytest.raises(UnprovenError, match=word):
        require(tmp_path, msgspec.structs.replace(passing, made_at=made_at))


def test_a_missing_or_cut_attestation_lets_nothing_go(passing: Attestation, tmp_path: Path) -> None:
    with pytest.raises(UnprovenError, match="there is no attestation"):
        ask(tmp_path / "nowhere.json")
    for document in (as_json(passing)[:-40], b"", b"[]", b"\xff", b'{"schema": "other"}'):
        with pytest.raises(UnprovenError, match="is not an attestation"):
            require(tmp_path, document)
    with pytest.raises(UnprovenError, match="cannot be read"):
        ask(tmp_path)


def test_an_error_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnprovenError) as raised:
        ask(tmp_path / "reports" / "a.json")
    assert "\n" not in str(raised.value)
    assert f"edgeproof check --worker posts.js --out {tmp_path}/reports/check &&" in str(
        raised.value
    )
    assert raised.value.exit_code == 1
    assert not isinstance(raised.value, ConfigurationError)


def test_the_summary_says_what_was_judged_and_quotes_no_markup(tmp_path: Path) -> None:
    broken = check_result({"posts.list.empty": Outcome.BROKEN})
    paths = submitted(tmp_path, broken)
    page = attestation_as_markdown(attested(paths, GateTable(slo=["p99<250ms"])))
    assert page.startswith("## Gate shut\n")
    assert r"it \[was\] seen" in page
    assert f"`{SHA256}`" in page
    assert "SLOs p99&lt;250ms" in page
    assert "| check | 2026-11-24T11:00:00Z |" in page

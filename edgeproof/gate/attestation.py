"""The attestation, `edgeproof-attestation/1`: a gate's answer for one worker file.

Its JSON Schema is published beside this file (`attestation.schema.json`). It says what was judged,
by which rules and when. It is not a signature: whoever can write the file can write any answer.
"""

from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from edgeproof.errors import ConfigurationError
from edgeproof.gate.rules import Rules
from edgeproof.reporting import schema_of
from edgeproof.reporting.files import read_limited

_SCHEMA: Final = "edgeproof-attestation/1"

ATTESTATION_FILE: Final = Path("reports/attestation.json")


class WorkerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The worker file, and the SHA-256 (hexadecimal) of its bytes."""

    file: str
    sha256: str


class ResultRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A result that was judged; if it could not be read, it has no digest or no command."""

    file: str
    sha256: str | None
    command: Literal["check", "load"] | None
    finished_at: str | None


class Attestation(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate said: *pass*, or *fail* with the reasons. `made_at` is RFC 3339 in UTC.

    `edgeproof` is the version of edgeproof; `excused` are the laws that are known to be broken.
    """

    schema: Literal["edgeproof-attestation/1"] = _SCHEMA
    verdict: Literal["pass", "fail"]
    made_at: str
    edgeproof: str
    worker: WorkerRecord
    results: list[ResultRecord]
    rules: Rules
    reasons: list[str]
    excused: list[str] = []


def attestation_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return schema_of(Attestation, "What an edgeproof gate said of a worker file")


def read_attestation(file: Path) -> Attestation:
    """The attestation in a file. Raises ConfigurationError, naming the file, if it has none."""
    if not file.exists():
        raise ConfigurationError(f"there is no attestation {file}")
    document = read_limited(file)
    try:
        return msgspec.json.decode(document, type=Attestation)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} is not an attestation by edgeproof", str(error)) from None

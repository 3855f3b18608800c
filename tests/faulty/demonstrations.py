"""Writes `edgeproof/laws/faults.json`, what `edgeproof explain` shows of faulty deployments.

`python -m tests.faulty.demonstrations` takes from the sources which deployment is the smallest that
breaks a law. With --run it also runs the suites against those whose laws have no commands yet, one
law at a time: each is kept at once, so it can be interrupted and goes on where it was.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec
import pytest

from edgeproof.laws import all_laws
from edgeproof.laws.faults import FILE_NAME, Demonstration, Demonstrations
from edgeproof.reporting.files import write_whole
from tests.faulty.checking import check, only, outcomes
from tests.faulty.endpoints.faults import FAULT_VARIABLE
from tests.faulty.portable import portable, portable_text
from tests.faulty.serving import READ_ONLY_TOKEN, TOKEN, served
from tests.faulty.smallest import PROJECT, Candidate, smallest

FILE = PROJECT / "edgeproof" / "laws" / FILE_NAME

PROFILES = ("quick", "standard")
"""With the second only what the first does not see."""


def kept() -> dict[str, Demonstration]:
    """What the file has, by law; nothing if there is no file yet."""
    if not FILE.exists():
        return {}
    return msgspec.json.decode(FILE.read_bytes(), type=Demonstrations).laws


def renewed(old: dict[str, Demonstration]) -> Demonstrations:
    """What the sources say today; commands stay where the deployment is the same."""
    chosen = smallest()
    laws = {law_id: _renewed(chosen[law_id], old.get(law_id)) for law_id in all_laws()}
    used = {demonstration.fault for demonstration in laws.values()}
    faults = {one.name: one.deployment for one in chosen.values() if one.name in used}
    return Demonstrations(faults=dict(sorted(faults.items())), laws=laws)


def _renewed(chosen: Candidate, old: Demonstration | None) -> Demonstration:
    is_same = old is not None and old.fault == chosen.name
    return old if old is not None and is_same else Demonstration(fault=chosen.name)


def without_commands(demonstrations: Demonstrations, globs: Sequence[str] = ("*",)) -> list[str]:
    """The laws, among those of the globs, that have no commands."""
    return [
        law_id
        for law_id, one in demonstrations.laws.items()
        if not one.curl and any(fnmatchcase(law_id, glob) for glob in globs)
    ]


def demonstrated(law_id: str, chosen: Candidate) -> Demonstration:
    """How the suites show that the deployment breaks the law; without commands if they do not."""
    for profile in PROFILES:
        result = _checked(law_id, chosen, profile)
        if outcomes(result)[law_id] == "broken":
            [law] = [one for one in result["laws"] if one["id"] == law_id]
            return _as_evidence(law["evidence"], chosen)
    return Demonstration(fault=chosen.name)


def _as_evidence(evidence: dict[str, Any], chosen: Candidate) -> Demonstration:
    curl = portable(evidence["curl"], chosen.name)
    seen = portable_text(evidence["summary"]) if curl else ""
    return Demonstration(fault=chosen.name, seen=seen, curl=curl)


def _checked(law_id: str, chosen: Candidate, profile: str) -> dict[str, Any]:
    options = ["--strict", f"--suite={law_id.partition('.')[0]}", *only(law_id)]
    if chosen.deployment.kind == "worker":
        return check(*options, "--worker", str(PROJECT / chosen.deployment.file), profile=profile)
    try:
        return _on_own_stack(options, chosen.name, profile)
    except ValueError:
        # No result document: a stack does not start whose endpoint refuses what it is asked first.
        return _served(options, chosen.name, profile)


def _on_own_stack(options: list[str], fault: str, profile: str) -> dict[str, Any]:
    """The result of a run whose evidence names its URLs by variables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDGEPROOF_ENDPOINT_WRAPPER", "tests.faulty.endpoints.faults:serve_fault")
        patch.setenv(FAULT_VARIABLE, fault)
        return check(*options, profile=profile)


def _served(options: list[str], fault: str, profile: str) -> dict[str, Any]:
    with (
        pytest.MonkeyPatch.context() as patch,
        served("tests.faulty.endpoints.faults:serve_faults") as url,
    ):
        patch.setenv("UPSTASH_REDIS_REST_TOKEN", TOKEN)
        patch.setenv("UPSTASH_REDIS_REST_READONLY_TOKEN", READ_ONLY_TOKEN)
        return check(*options, "--probe-isolation", "--redis", f"{url}/{fault}", profile=profile)


def write(demonstrations: Demonstrations) -> None:
    """Write the file, whole or not at all."""
    data = msgspec.to_builtins(demonstrations)
    write_whole(FILE, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def run(globs: Sequence[str], limit_s: float) -> Iterator[str]:
    """Fill in commands, law by law; a line on each. No law begins when the time is over."""
    ends_at = time.monotonic() + limit_s
    chosen = smallest()
    for law_id in without_commands(renewed(kept()), globs):
        if time.monotonic() > ends_at:
            return
        try:
            found = demonstrated(law_id, chosen[law_id])
        except (AssertionError, ValueError) as error:
            yield f"{law_id}: {chosen[law_id].name} could not be checked: {error}"
            continue
        all_of_them = renewed(kept())
        write(msgspec.structs.replace(all_of_them, laws=all_of_them.laws | {law_id: found}))
        yield f"{law_id}: {len(found.curl)} lines from {found.fault}"


def main(words: Sequence[str] | None = None) -> None:
    """Read the options, renew the file, and say which laws have no commands."""
    parser = argparse.ArgumentParser(prog="python -m tests.faulty.demonstrations")
    parser.add_argument("--run", action="store_true", help="run the suites for missing commands")
    parser.add_argument("--law", action="append", metavar="GLOB", help="only these; repeatable")
    parser.add_argument("--minutes", type=float, default=60.0, help="no law begins after that")
    options = parser.parse_args(words)
    globs = options.law or ["*"]
    write(renewed(kept()))
    if options.run:
        for line in run(globs, options.minutes * 60):
            print(line, flush=True)  # noqa: T201  (what it is asked for)
    for law_id in without_commands(renewed(kept()), globs):
        print(f"no commands yet: {law_id}")  # noqa: T201  (what it is asked for)


if __name__ == "__main__":
    main()

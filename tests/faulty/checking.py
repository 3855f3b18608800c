"""Checks in a process of their own: what the suites say of one deployment."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

PROFILE = os.environ.get("EDGEPROOF_FAULTY_PROFILE", "standard")
SEED = 1
JUDGED = (0, 1, 3)
"""The exit codes with which a result document comes."""


def check(*options: str, profile: str = PROFILE, exit_code: int | None = None) -> dict[str, Any]:
    """Run `edgeproof check` with these options and return the result document.

    It has to end with `exit_code`, if one is given. What earlier checks found is not tried first.
    The seed is the same each time, which does not quite fix what is drawn: Hypothesis also uses
    the constants of whatever code is loaded.
    """
    command = [sys.executable, "-m", "edgeproof", "check", "--json", "--jobs", "1"]
    command += ["--profile", profile]
    with tempfile.TemporaryDirectory() as examples:
        command += ["--examples", examples, "--seed", str(SEED), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    expected = JUDGED if exit_code is None else (exit_code,)
    assert done.returncode in expected, f"exit code {done.returncode}\n{done.stderr}"
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def outcomes(result: dict[str, Any]) -> dict[str, str]:
    """The outcome of each law by id."""
    return {law["id"]: law["outcome"] for law in result["laws"]}


def only(*law_ids: str) -> list[str]:
    """The options that leave out every other law."""
    return [word for law_id in law_ids for word in ("--law", law_id)]

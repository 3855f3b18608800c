"""The command line that makes the same check again."""

from datetime import date
from pathlib import Path

from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.settings import CheckSettings, command_again
from edgeproof.deployments import Secret


def again(**given: object) -> str:
    return command_again(CheckSettings(today=date(2026, 1, 2), **given))  # type: ignore[arg-type]


def test_it_names_the_deployment_and_how_it_was_tried() -> None:
    assert again() == "edgeproof check"
    assert again(target="staging") == "edgeproof check staging"
    posts = "https://blog.example.com/posts"
    assert again(posts=posts, profile=Profile.QUICK, may_probe_isolation=True) == (
        f"edgeproof check --posts {posts} --profile quick --probe-isolation"
    )
    assert again(worker=Path("my worker.js")) == "edgeproof check --worker 'my worker.js'"


def test_it_has_no_token_and_nothing_about_which_laws_were_tried() -> None:
    told = again(redis="https://x", token=Secret("hunter2"), laws=("rest.*",), seed=7, jobs=3)
    assert told == "edgeproof check --redis https://x"

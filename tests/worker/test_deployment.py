"""The Pulumi program, against Pulumi's mocks: what it declares, what it hides, what it refuses."""

import asyncio
import json
import runpy
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pulumi
import pytest
import yaml

from deployment import deploy
from edgeproof.content import worker_folder
from edgeproof.reporting import as_json
from tests.gate.submitted import NOW, SHA256, attested, check_result, submitted

pytestmark = pytest.mark.once

TOKEN = "AX-secret-token-1"
NEW_TOKEN = "AX-secret-token-of-upstash"

EXISTING = {
    "accountId": "account-1",
    "zoneId": "zone-1",
    "route": "blog.example.com/posts*",
    "databaseUrl": "https://eu1-example.upstash.io",
    "databaseToken": TOKEN,
}
NEW = {
    "accountId": "account-1",
    "zoneId": "zone-1",
    "domain": "posts.example.com",
    "upstashDatabase": "posts-staging",
    "upstashRegion": "eu-west-1",
}

SECRET = "4dabf18193072939515e22adb298388d"
"""The key under which Pulumi's wire format keeps what a value is."""


class Cloud(pulumi.runtime.Mocks):
    """Says yes to every resource, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.inputs: dict[str, dict[str, Any]] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        kind = args.typ.rpartition(":")[2]
        self.inputs[kind] = args.inputs
        made = {"endpoint": "eu2-new.upstash.io", "restToken": NEW_TOKEN}
        return f"{args.name}-id", args.inputs | (made if kind == "RedisDatabase" else {})

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:  # noqa: ARG002  (of pulumi's mocks)
        return {}, None


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a run of the program declared and exported, and which of its outputs are secrets."""

    inputs: Mapping[str, Mapping[str, Any]]
    outputs: dict[str, Any] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def bindings(self) -> dict[str, tuple[str, str]]:
        """Type and text of each binding by its name; they have to be secret as they are sent."""
        sent = self.inputs["WorkersScript"]["bindings"]
        assert set(sent) == {SECRET, "value"}
        return {one["name"]: (one["type"], one["text"]) for one in sent["value"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A worker's folder as in a checkout, with an attestation that was made at noon."""
    copy = tmp_path / "worker"
    copy.mkdir()
    for name in ("posts.js", "package.json"):
        shutil.copy(worker_folder() / name, copy)
    (tmp_path / "reports").mkdir()
    passing = attested(submitted(tmp_path, check_result()))
    (tmp_path / "reports" / "attestation.json").write_bytes(as_json(passing))
    return copy


@cache
def loop_of_mocks() -> asyncio.AbstractEventLoop:
    """The loop that every test of Pulumi's mocks shares: they keep things in it.

    It is never closed. Its threads hold loops of their own, made by the mocks, and with the threads
    these would be let go unclosed, which is a warning.
    """
    return asyncio.new_event_loop()


@pytest.fixture
def event_loop() -> Iterator[None]:
    """A current event loop, as Pulumi's mocks take one for granted."""
    asyncio.set_event_loop(loop_of_mocks())
    yield
    asyncio.set_event_loop(None)


def configured(given: Mapping[str, str]) -> Cloud:
    """A cloud for a stack with this configuration."""
    cloud = Cloud()
    pulumi.runtime.set_mocks(cloud, project="posts", stack="staging", preview=False)
    pulumi.runtime.set_all_config({f"posts:{name}": value for name, value in given.items()})
    return cloud


Run = Callable[[Mapping[str, str]], Deployed]


@pytest.fixture
def run(folder: Path, event_loop: None) -> Run:
    """Run the program, an hour after noon, with this configuration."""

    def program(given: Mapping[str, str]) -> Deployed:
        cloud = configured(given)
        deployed = Deployed(cloud.inputs)

        async def looked_at() -> None:
            outputs = deploy(pulumi.Config("posts"), folder, NOW + timedelta(hours=1))
            for name, value in outputs.items():
                output = pulumi.Output.from_input(value)
                deployed.outputs[name] = await output.future()
                if await output.is_secret():
                    deployed.secrets.add(name)

        try:
            pulumi.runtime.test(looked_at)()  # type: ignore[no-untyped-call]  # pulumi has no types there
        except pulumi.RunError:
            assert cloud.inputs == {}
            raise
        return deployed

    return program


def test_the_worker_ships_with_its_bindings_and_the_proven_digest(run: Run) -> None:
    deployed = run(EXISTING)
    script = deployed.inputs["WorkersScript"]
    assert script["accountId"] == "account-1"
    assert script["scriptName"] == "posts-staging"
    assert script["mainModule"] == "posts.js"
    assert script["contentFile"] == "posts.js"
    assert script["contentSha256"] == SHA256
    package = json.loads((worker_folder() / "package.json").read_text("utf-8"))
    assert script["compatibilityDate"] == package["config"]["compatibilityDate"]
    assert deployed.bindings() == {
        "DB_URL": ("plain_text", "https://eu1-example.upstash.io"),
        "DB_TOKEN": ("secret_text", TOKEN),
    }


def test_the_bindings_are_those_that_the_worker_reads(run: Run) -> None:
    source = (worker_folder() / "posts.js").read_text("utf-8")
    for name in run(EXISTING).bindings():
        assert f"env.{name}" in source


def test_a_route_leads_to_the_worker(run: Run) -> None:
    deployed = run(EXISTING)
    assert deployed.inputs["WorkersRoute"] == {
        "zoneId": "zone-1",
        "pattern": "blog.example.com/posts*",
        "script": "posts-staging",
    }
    assert set(deployed.inputs) == {"WorkersScript", "WorkersRoute"}
    assert deployed.outputs["postsUrl"] == "https://blog.example.com/posts"


def test_a_route_for_many_hosts_has_no_one_url(run: Run) -> None:
    assert run(EXISTING | {"route": "*.example.com/posts*"}).outputs["postsUrl"] is None


def test_a_domain_of_its_own_leads_to_the_worker(run: Run) -> None:
    deployed = run({**NEW, "scriptName": "blog"})
    assert deployed.inputs["WorkersCustomDomain"] == {
        "accountId": "account-1",
        "zoneId": "zone-1",
        "hostname": "posts.example.com",
        "service": "blog",
    }
    assert "WorkersRoute" not in deployed.inputs
    assert deployed.outputs["postsUrl"] == "https://posts.example.com/posts"


def test_a_new_database_is_bound_to_the_worker(run: Run) -> None:
    deployed = run(NEW)
    assert deployed.inputs["RedisDatabase"] == {
        "databaseName": "posts-staging",
        "region": "global",
        "primaryRegion": "eu-west-1",
        "tls": True,
    }
    assert deployed.bindings() == {
        "DB_URL": ("plain_text", "https://eu2-new.upstash.io"),
        "DB_TOKEN": ("secret_text", NEW_TOKEN),
    }
    assert deployed.outputs["redisUrl"] == "https://eu2-new.upstash.io"


@pytest.mark.parametrize("given", [EXISTING, NEW], ids=["existing", "new"])
def test_no_output_has_a_token_or_needs_to_be_a_secret(run: Run, given: Mapping[str, str]) -> None:
    deployed = run(given)
    assert deployed.outputs["workerSha256"] == SHA256
    assert deployed.secrets == set()
    assert not {TOKEN, NEW_TOKEN} & set(map(str, deployed.outputs.values()))


def assert_refused(run: Run, given: Mapping[str, str], *words: str) -> None:
    """Refused in one line with these words, before anything is declared."""
    with pytest.raises(pulumi.RunError) as raised:
        run(given)
    assert "\n" not in str(raised.value)
    for word in words:
        assert word in str(raised.value)


def test_a_worker_that_changed_by_one_byte_does_not_ship(run: Run, folder: Path) -> None:
    with (folder / "posts.js").open("ab") as worker:
        worker.write(b"\n")
    assert_refused(run, EXISTING, "a different file", "edgeproof check", "edgeproof gate")


def test_a_worker_without_an_attestation_does_not_ship(run: Run, folder: Path) -> None:
    (folder.parent / "reports" / "attestation.json").unlink()
    assert_refused(run, EXISTING, "there is no attestation", f"--worker {folder}/posts.js")


def test_a_worker_with_a_failed_or_cut_attestation_does_not_ship(run: Run, folder: Path) -> None:
    file = folder.parent / "reports" / "attestation.json"
    passing = file.read_bytes()
    file.write_bytes(as_json(attested([])))
    assert_refused(run, EXISTING, "the gate was shut")
    file.write_bytes(passing[: len(passing) // 2])
    assert_refused(run, EXISTING, "is not an attestation")


def test_a_worker_with_an_old_attestation_does_not_ship(run: Run) -> None:
    assert_refused(run, EXISTING | {"attestationMaxAge": "59m"}, "too old", "59m")
    assert run(EXISTING | {"attestationMaxAge": "61m"}).outputs["postsUrl"]
    assert_refused(run, EXISTING | {"attestationMaxAge": "soon"}, "posts:attestationMaxAge")


def test_an_unproven_worker_ships_with_a_warning_if_that_is_allowed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warnings.append)
    allowed = EXISTING | {"allowUnproven": "true"}
    assert run(allowed).outputs["postsUrl"]
    assert warnings == []
    (folder.parent / "reports" / "attestation.json").unlink()
    assert run(allowed).outputs["postsUrl"]
    [warning] = warnings
    assert "posts:allowUnproven" in warning
    assert "there is no attestation" in warning
    assert_refused(run, EXISTING | {"allowUnproven": "false"}, "there is no attestation")


def test_another_worker_and_attestation_can_be_named(run: Run, folder: Path) -> None:
    source = b"export default {};\n"
    (folder / "other.js").write_bytes(source)
    given = EXISTING | {"worker": "other.js", "attestation": "other.json"}
    assert_refused(run, given, "there is no attestation", "other.json")
    passing = attested([folder], worker=folder / "other.js")
    open_ = msgspec.structs.replace(passing, verdict="pass", reasons=[])
    (folder / "other.json").write_bytes(as_json(open_))
    script = run(given).inputs["WorkersScript"]
    assert (script["mainModule"], script["contentFile"]) == ("other.js", "other.js")
    assert_refused(run, EXISTING | {"worker": "nowhere.js"}, "nowhere.js cannot be read")


@pytest.mark.parametrize("name", ["accountId", "zoneId", "databaseUrl", "databaseToken"])
def test_what_is_missing_is_named(run: Run, name: str) -> None:
    given = {key: value for key, value in EXISTING.items() if key != name}
    with pytest.raises(pulumi.RunError, match=f"posts:{name}"):
        run(given)


def test_configuration_that_makes_no_deployment_is_refused(run: Run) -> None:
    with_no_way = {key: value for key, value in EXISTING.items() if key != "route"}
    assert_refused(run, with_no_way, "posts:route", "posts:domain")
    assert_refused(run, EXISTING | {"databaseUrl": "http://db.example.com"}, "https://")
    without_region = {key: value for key, value in NEW.items() if key != "upstashRegion"}
    with pytest.raises(pulumi.RunError, match="posts:upstashRegion"):
        run(without_region)


@pytest.mark.usefixtures("event_loop")
def test_the_program_that_pulumi_runs_deploys_and_exports(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.setattr(pulumi, "export", exported.__setitem__)
    shutil.copy(worker_folder() / "__main__.py", folder)
    cloud = configured(EXISTING | {"allowUnproven": "true"})

    def program() -> None:
        runpy.run_path(str(folder), run_name="__main__")

    pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]  # pulumi has no types there
    assert set(cloud.inputs) == {"WorkersScript", "WorkersRoute"}
    assert exported["postsUrl"] == "https://blog.example.com/posts"
    project = yaml.safe_load((worker_folder() / "Pulumi.yaml").read_text("utf-8"))
    assert project["name"] == "posts"
    assert project["runtime"] == "python"

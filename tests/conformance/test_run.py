"""A run: what a deployment lacks, and what the run has to remove."""

import json

import pytest

from edgeproof.clients import Form
from edgeproof.conformance.cleanup import remove_everything_now
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import CAPABILITIES, Support, Unsupported
from tests.stand_in import Seen, answer, stand_in


def a_run(*lacking: str, required: tuple[str, ...] = (), url: str = "http://h") -> Run:
    capabilities = dict.fromkeys(CAPABILITIES, Support.SUPPORTED)
    capabilities |= dict.fromkeys(lacking, Support.UNSUPPORTED)
    return Run(
        deployment=Deployment(
            name="x", posts_url=f"{url}/posts", redis_url=url, token=Secret("a-token")
        ),
        profile=Profile.QUICK,
        capabilities=capabilities,
        required=frozenset(required),
    )


def test_what_a_deployment_lacks_is_unsupported() -> None:
    run = a_run("pipeline")
    run.need("path")
    with pytest.raises(Unsupported, match="no pipeline"):
        run.need("pipeline")
    assert set(run.forms()) == set(Form) - {Form.PIPELINE}


def test_what_is_required_is_tried_all_the_same() -> None:
    run = a_run("pipeline", required=("pipeline",))
    run.need("pipeline")
    assert set(run.forms()) == set(Form)


def test_what_is_required_and_honestly_not_there_is_lacking() -> None:
    assert a_run("path", "monitor", required=("monitor", "base64")).lacking == ["monitor"]
    assert a_run("path").lacking == []


def test_what_is_lacking_speaks_against_the_laws_that_need_it() -> None:
    run = a_run("path", "monitor", required=("monitor", "base64"))
    assert run.lack_of(["path", "base64"]) is None
    lack = run.lack_of(["base64", "monitor"])
    assert lack is not None
    assert lack.summary(str) == (
        "the capability monitor: received 'unsupported', expected what the run requires"
    )


def test_no_two_runs_have_a_key_in_common() -> None:
    assert a_run().key_prefix != a_run().key_prefix


def test_everything_that_was_made_is_removed_but_what_the_deployment_keeps() -> None:
    def behaviour(seen: Seen) -> bytes:
        if seen.target == "/posts/post:2":
            return answer(500)
        return answer(404 if seen.target == "/posts/post:3" else 200)

    with stand_in(behaviour) as server:
        run = a_run(url=server.url)
        for post_id in ("post:1", "post:2", "post:3"):
            run.posts.made(post_id)
        for number in range(450):
            run.keys.made(f"key:{number}")
        remove_everything_now(run)
        deletes = [seen for seen in server.seen if seen.method == "DELETE"]
        commands = [json.loads(seen.body) for seen in server.seen if seen.method == "POST"]
    assert [seen.target for seen in deletes] == ["/posts/post:1", "/posts/post:2", "/posts/post:3"]
    assert [command[0] for command in commands] == ["DEL"] * len(commands)
    assert [key for command in commands for key in command[1:]] == [
        f"key:{number}" for number in range(450)
    ]
    assert run.posts.outstanding == ("post:2",)
    assert run.keys.outstanding == ()


def test_a_deployment_that_has_gone_keeps_what_was_made() -> None:
    run = a_run(url="http://127.0.0.1:1")
    run.posts.made("post:1")
    run.keys.made("key")
    remove_everything_now(run)
    assert (run.posts.outstanding, run.keys.outstanding) == (("post:1",), ("key",))

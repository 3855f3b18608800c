"""A run: what a deployment lacks, and what the run has to remove."""

import json
import os
from dataclasses import replace

import pytest

from edgeproof.clients import Encoding, Form
from edgeproof.conformance.check import jobs_for
from edgeproof.conformance.cleaning.removal import remove_everything_now
from edgeproof.conformance.preparing.preparation import polite_rate
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.defaults import JOBS_FAR_AWAY, POLITE_RATE_PER_S
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import CAPABILITIES, Support, Unsupported, Untested
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


def test_answers_come_in_the_encodings_that_there_are() -> None:
    assert a_run().encodings() == [Encoding.JSON, Encoding.BASE64, Encoding.RESP2]
    assert a_run("base64").encodings() == [Encoding.JSON, Encoding.RESP2]
    assert a_run("base64", "resp2").encodings() == [Encoding.JSON]
    assert a_run("resp2", required=("resp2",)).encodings() == list(Encoding)


def test_one_of_several_capabilities_is_enough() -> None:
    a_run("base64").need_one_of("base64", "resp2")
    with pytest.raises(Unsupported, match="no base64 and no resp2"):
        a_run("base64", "resp2").need_one_of("base64", "resp2")


def test_what_could_harm_others_wants_permission() -> None:
    run = a_run()
    with pytest.raises(Untested, match="--probe-isolation"):
        run.need_permission()
    run.may_probe_isolation = True
    run.need_permission()


def test_evidence_names_the_urls_of_own_stacks_alone() -> None:
    run = a_run()
    assert run.passing_urls == {}
    own = replace(run.deployment, is_own=True)
    assert replace(run, deployment=own).passing_urls == {
        "http://h/posts": "EDGEPROOF_POSTS_URL",
        "http://h": "UPSTASH_REDIS_REST_URL",
    }
    run.name_passing_urls(replace(own, posts_url=None, redis_url="http://second"))
    assert run.passing_urls == {"http://second": "UPSTASH_REDIS_REST_URL"}


def test_what_is_required_and_honestly_not_there_is_lacking() -> None:
    assert a_run("path", "monitor", required=("monitor", "base64")).lacking == ["monitor"]
    assert a_run("path").lacking == []


def test_what_is_lacking_speaks_against_the_laws_that_need_it() -> None:
    run = a_run("path", "monitor", required=("monitor", "base64"))
    assert run.lack_of(["path", "base64"]) is None
    lack = run.lack_of(["base64", "monitor"])
    assert lack is not None
    assert lack.summary(str) == (
        'the capability monitor: received "unsupported", expected what the run requires'
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
    # Several at once, so in any order; what fails is tried again.
    deleted = sorted(seen.target for seen in deletes)
    assert deleted == ["/posts/post:1", *["/posts/post:2"] * 3, "/posts/post:3"]
    assert [key for command in commands if command[0] == "DEL" for key in command[1:]] == [
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


@pytest.mark.parametrize(
    ("posts_url", "redis_url", "rate_per_s"),
    [
        ("https://blog.example/posts", None, POLITE_RATE_PER_S),
        ("http://127.0.0.1:8080/posts", "https://db.example", POLITE_RATE_PER_S),
        ("http://127.0.0.1:8080/posts", "http://localhost:8079", None),
        (None, "http://[::1]:8079", None),
    ],
)
def test_a_run_is_polite_to_what_is_not_on_this_machine(
    posts_url: str | None, redis_url: str | None, rate_per_s: float | None
) -> None:
    deployment = Deployment(name="x", posts_url=posts_url, redis_url=redis_url)
    assert polite_rate(deployment) == rate_per_s


@pytest.mark.parametrize(
    ("is_own", "redis_url", "round_trip_s", "jobs"),
    [
        (False, "https://db.example", 0.002, 1),
        (False, "https://db.example", 0.05, JOBS_FAR_AWAY),
        (False, "https://db.example", 1.5, 1),
        (False, None, 0.05, 1),  # all laws are about /posts, and those share one process
        (True, "http://127.0.0.1:1", 0.05, 2),
    ],
)
def test_laws_overlap_where_a_deployment_is_far_away(
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_own: bool,
    redis_url: str | None,
    round_trip_s: float,
    jobs: int,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    deployment = Deployment(name="x", is_own=is_own, redis_url=redis_url)
    run = Run(deployment=deployment, profile=Profile.QUICK, capabilities={})
    run.round_trip_s = round_trip_s
    assert jobs_for(run) == jobs

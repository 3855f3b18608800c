"""A run, as its controller hands it to its worker processes."""

from datetime import date

from edgeproof.budget import UNBOUNDED, Budget
from edgeproof.conformance.profiles import Profile
from edgeproof.conformance.run import Run
from edgeproof.conformance.worker_configuration import configuration_of, run_of
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import CAPABILITIES, Deviation, Support

DEPLOYMENT = Deployment(
    name="staging",
    posts_url="https://blog.example/posts",
    redis_url="https://db.example",
    token=Secret("the-token"),
    read_only_token=Secret("read-only"),
    redis_server_url="unix:///tmp/r.sock",
    is_own=True,
    settle_s=1.5,
)


def a_run(budget: Budget = UNBOUNDED) -> Run:
    return Run(
        deployment=DEPLOYMENT,
        profile=Profile.THOROUGH,
        capabilities=dict.fromkeys(CAPABILITIES, Support.SUPPORTED),
        required=frozenset({"pipeline"}),
        oracle_url="unix:///tmp/r.sock?db=1",
        may_probe_isolation=True,
        budget=budget,
        rate_per_s=100.0,
        skips=("posts.*",),
        deviations={
            "rest.auth.missing": Deviation(
                reason="x", link=None, expires=date(2027, 1, 1), is_expired=False
            )
        },
    )


def test_a_configuration_says_all_that_the_run_is() -> None:
    run = a_run()
    copy = run_of(configuration_of(run, worker_id="gw1", workers=2))
    assert copy.deployment == run.deployment
    assert copy.run_id == f"{run.run_id}gw1"
    same = ["profile", "capabilities", "required", "oracle_url", "may_probe_isolation", "skips"]
    same += ["deviations"]
    assert [getattr(copy, name) for name in same] == [getattr(run, name) for name in same]
    assert copy.meter.budget == UNBOUNDED
    assert copy.mask.text("Bearer the-token") == "Bearer ${UPSTASH_REDIS_REST_TOKEN}"


def test_a_deployment_may_lack_all_that_can_be_lacking() -> None:
    run = Run(deployment=Deployment(name="x"), profile=Profile.QUICK, capabilities={})
    assert run_of(configuration_of(run, worker_id="gw0", workers=1)).deployment == run.deployment


def test_each_process_has_keys_of_its_own() -> None:
    run = a_run()
    prefixes = [
        run_of(configuration_of(run, worker_id=name, workers=2)).key_prefix
        for name in ("gw0", "gw1")
    ]
    assert len({run.key_prefix, *prefixes}) == 3


def test_the_processes_share_what_is_left_of_the_budget() -> None:
    run = a_run(budget=Budget(commands=110))
    run.meter.spend(10)
    assert run_of(configuration_of(run, worker_id="gw0", workers=4)).budget == Budget(commands=25)


def test_the_processes_together_are_as_polite_as_one() -> None:
    part = run_of(configuration_of(a_run(), worker_id="gw0", workers=4))
    assert part.meter.rate_per_s == 25
    unbounded = Run(deployment=DEPLOYMENT, profile=Profile.QUICK, capabilities={})
    assert run_of(configuration_of(unbounded, worker_id="gw0", workers=4)).meter.rate_per_s is None

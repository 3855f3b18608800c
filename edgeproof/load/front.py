"""`edgeproof load`: from the user's request to the result document."""

import random
import time
from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from edgeproof.deployments import Deployment
from edgeproof.laws import Outcome
from edgeproof.load.capacity import Attempt, find_capacity, trial_of
from edgeproof.load.deployment import deployment_to_load
from edgeproof.load.options import LoadOptions
from edgeproof.load.plan.schedule import Point
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.running import run_load
from edgeproof.load.scenarios.files import find_scenario
from edgeproof.load.scenarios.scenario import Interface, Scenario
from edgeproof.reporting import (
    Consistency,
    LoadResult,
    RateTried,
    Result,
    Second,
    Totals,
    judge_slo,
    target_record,
    timestamp,
    verdict_on_load,
)
from edgeproof.reporting.load.words import LoadPlan
from edgeproof.version import VERSION

_SEEDS: Final = 2**32
PROFILE: Final = "load"


class Listener(Protocol):
    """Receives progress events."""

    def load_started(self, plan: LoadPlan) -> None:
        """A run begins; a search for the capacity has many."""

    def second_passed(self, second: Second) -> None:
        """About one second of it was measured."""

    def rate_tried(self, tried: RateTried, missed: str) -> None:
        """A search has tried a rate; the objective is the first that it missed, None if none."""


class _Nobody:
    """Ignores all events."""

    def load_started(self, plan: LoadPlan) -> None: ...

    def second_passed(self, second: Second) -> None: ...

    def rate_tried(self, tried: RateTried, missed: str) -> None: ...


def load_and_judge(options: LoadOptions, listener: Listener | None = None) -> Result:
    """Load a deployment, judge the objectives, and return what was found.

    Raises EdgeproofError if the load could not begin, KeyboardInterrupt if it was interrupted, and
    LeftBehindError if, after that, not everything that it made could be removed.
    """
    started_at, started_s = timestamp(), time.monotonic()
    file = str(options.scenario_file) if options.scenario_file else None
    scenario = find_scenario(options.scenario, file)
    interface = scenario.interface
    with deployment_to_load(options, interface) as deployment:
        settings = _settings(options, scenario, deployment)
        runner = _Runner(options, deployment, listener or _Nobody())
        found = runner.capacity(settings) if options.finds_capacity else runner.run(settings)
        server = _own_server(deployment)
    return Result(
        command="load",
        started_at=started_at,
        finished_at=timestamp(),
        seed=settings.seed,
        profile=PROFILE,
        is_strict=False,
        edgeproof=VERSION,
        target=target_record(deployment, server),
        verdict=verdict_on_load([found]),
        capabilities={},
        consistency=Consistency(),
        laws=[],
        load=[found],
        totals=_totals(found, interface, time.monotonic() - started_s),
    )


class _Runner:
    """Runs loads on one deployment, and judges them."""

    def __init__(self, options: LoadOptions, deployment: Deployment, listener: Listener) -> None:
        self._options = options
        self._deployment = deployment
        self._listener = listener

    def run(self, settings: LoadSettings) -> LoadResult:
        """One run, its objectives judged."""
        plan = LoadPlan(
            deployment=self._deployment.name,
            scenario=settings.scenario,
            model=settings.model,
            target=settings.target,
            warm_up_s=settings.warm_up_s,
            duration_s=settings.duration_s or 0.0,
        )
        self._listener.load_started(plan)
        found = run_load(settings, self._listener.second_passed)
        slo = [judge_slo(one, found) for one in self._options.slos]
        return msgspec.structs.replace(found, slo=slo)

    def capacity(self, settings: LoadSettings) -> LoadResult:
        """Runs until the capacity is known; the report is the best run that met the objectives.

        Violations in any of the runs are in the report, since none of them may pass unnoticed.
        """
        runs: list[LoadResult] = []

        def try_rate(rate_per_s: float) -> Attempt:
            ramp = _ramp(self._options.ramp_s, rate_per_s)
            runs.append(self.run(msgspec.structs.replace(settings, target=rate_per_s, ramp=ramp)))
            trial = trial_of(runs[-1])
            self._listener.rate_tried(trial.tried, trial.missed)
            return trial

        capacity = find_capacity(try_rate, settings.target, self._options.most_rate_per_s)
        return msgspec.structs.replace(
            _reported(runs),
            capacity=capacity,
            violations=[violation for run in runs for violation in run.violations],
            made=sum(run.made for run in runs),
            left=sum(run.left for run in runs),
            notes=list(dict.fromkeys(note for run in runs for note in run.notes)),
        )


def _reported(runs: Sequence[LoadResult]) -> LoadResult:
    """The run with the highest rate that missed nothing; if all missed, that with the lowest."""
    met = [run for run in runs if not trial_of(run).missed]
    if met:
        return max(met, key=_rate_of)
    return min(runs, key=_rate_of)


def _rate_of(run: LoadResult) -> float:
    return run.target_rate or 0.0


def _settings(
    options: LoadOptions, scenario: type[Scenario], deployment: Deployment
) -> LoadSettings:
    is_posts = scenario.interface == "posts"
    return LoadSettings(
        scenario=scenario.name(),
        scenario_file=str(options.scenario_file) if options.scenario_file else None,
        url=str(deployment.posts_url if is_posts else deployment.redis_url),
        token=None if is_posts else deployment.token,
        model=options.model,
        target=options.target_of_model,
        duration_s=options.trial_s if options.finds_capacity else options.duration_s,
        warm_up_s=options.ramp_s + options.warm_up_s,
        ramp=_ramp(options.ramp_s, options.target_of_model),
        arrivals=options.arrivals,
        connections=options.connections,
        seed=random.randrange(_SEEDS) if options.seed is None else options.seed,  # noqa: S311  (no secret)
    )


def _own_server(deployment: Deployment) -> str | None:
    """The database of its own stack, `Valkey 9.1.2`; of others, a load asks nothing extra."""
    if deployment.redis_server_url is None:
        return None
    from edgeproof.stack import name_of_server  # noqa: PLC0415  (the extra `local`)

    return name_of_server(deployment.redis_server_url)


def _ramp(ramp_s: float, target: float) -> tuple[Point, ...]:
    return (Point(0.0, 0.0), Point(ramp_s, target)) if ramp_s else ()


def _totals(found: LoadResult, interface: Interface, seconds: float) -> Totals:
    is_posts = interface == "posts"
    tried = found.capacity.tried if found.capacity else [found.total] if found.total else []
    return Totals(
        laws=dict.fromkeys(Outcome, 0),
        requests=sum(one.count for one in tried),
        seconds=round(seconds, 3),
        posts_made=found.made if is_posts else 0,
        posts_left=found.left if is_posts else 0,
        keys_made=0 if is_posts else found.made,
        keys_left=0 if is_posts else found.left,
    )

"""`edgeproof check`: runs the suites as one pytest session, and returns the result document."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from edgeproof.conformance.at_once.levels import consistency_of
from edgeproof.conformance.cleaning.leftovers import leftovers_of
from edgeproof.conformance.cleaning.removal import remove_everything_now
from edgeproof.conformance.plugin import EVERY_RISK, ORDINARY, RISKY
from edgeproof.conformance.preparing.preparation import prepared
from edgeproof.conformance.run import Run
from edgeproof.conformance.settings import CheckSettings, command_again
from edgeproof.conformance.trials import law_result, merged
from edgeproof.conformance.watching import Listener, Watcher
from edgeproof.content import suites_folder
from edgeproof.defaults import FAR_S, HANGING_S, JOBS_FAR_AWAY, JOBS_ON_OWN_STACK
from edgeproof.errors import EdgeproofError
from edgeproof.laws import SUITES, Outcome, all_laws, chosen_laws, matching_laws
from edgeproof.reporting import (
    LEFT_OUT,
    LawResult,
    Result,
    Totals,
    target_record,
    timestamp,
    verdict_on,
)
from edgeproof.reporting.findings import findings_of
from edgeproof.version import VERSION

_SEEDS = 2**32

PLUGINS = ("anyio.pytest_plugin", "_hypothesis_pytestplugin", "xdist.plugin", "xdist.looponfail")
"""The pytest plugins that a run needs. No other one is loaded: whatever else is installed on a
machine (a plugin that shuffles or retries tests) must not change a verdict."""


_IN_ORDER = {
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
}


class SuiteError(EdgeproofError):
    """The suites themselves could not be run: a defect of edgeproof, not of the deployment."""

    exit_code = 3


def run_check(settings: CheckSettings, listener: Listener) -> Result:
    """Run the suites on a deployment and return what was found.

    If it is interrupted, that is what was found until then. Raises EdgeproofError if the run could
    not begin, KeyboardInterrupt if it was interrupted before that, or again while it cleaned up.
    """
    seed = random.randrange(_SEEDS) if settings.seed is None else settings.seed  # noqa: S311  (no secret)
    started_at, started_s = timestamp(), time.monotonic()
    # A typing error in a glob is reported before anything is started.
    chosen = chosen_laws(settings.suites, settings.laws, settings.skips)
    with prepared(settings) as run:
        chosen -= matching_laws(run.skips)
        listener.run_started(run, len(chosen))
        watcher = Watcher(run, listener, most_findings=settings.most_findings)
        # Other processes would not hear of it when there are findings enough.
        jobs = 1 if settings.most_findings else settings.jobs or jobs_for(run)
        _run_in_parts(settings, seed, watcher, jobs=jobs)
        remove_everything_now(run)
        found = {law_id: merged(trials) for law_id, trials in watcher.trials.items()}
        laws = [
            law_result(
                law,
                watcher.trials[law.id],
                reason_if_none=_why_none(run, was_chosen=law.id in chosen),
                deviation=run.deviations.get(law.id),
                laws_as_of=settings.laws_as_of,
            )
            for law in all_laws().values()
        ]
        return Result(
            started_at=started_at,
            finished_at=timestamp(),
            seed=seed,
            profile=settings.profile,
            is_strict=settings.is_strict,
            edgeproof=VERSION,
            target=target_record(run.deployment, run.server_name),
            oracle=run.oracle_name,
            verdict=verdict_on(
                laws,
                is_strict=settings.is_strict,
                lacking=run.lacking,
                is_cut_short=run.meter.is_interrupted,
            ),
            capabilities=run.capabilities,
            lacking=run.lacking,
            consistency=consistency_of(found),
            findings=findings_of(laws),
            laws=laws,
            totals=_totals(run, laws, time.monotonic() - started_s),
            left=leftovers_of(run),
            is_cut_short=run.meter.is_interrupted,
            again=command_again(settings),
        )


def _why_none(run: Run, *, was_chosen: bool) -> str:
    if not was_chosen:
        return LEFT_OUT
    if run.meter.is_interrupted:
        return "interrupted"
    return run.enough or "no test of it ran"


def jobs_for(run: Run) -> int:
    """How many processes to use.

    Far away, runs mostly wait, so laws overlap. The embedded stack leaves room on two processors.
    What takes a second hangs: eight processes would hang with it. The laws of /posts share one
    process; more processes would only take a share of the budget.
    """
    if run.deployment.is_own:
        return min(JOBS_ON_OWN_STACK, os.cpu_count() or 1)
    is_far = FAR_S <= run.round_trip_s < HANGING_S
    return JOBS_FAR_AWAY if is_far and run.deployment.redis_url is not None else 1


def _run_in_parts(settings: CheckSettings, seed: int, watcher: Watcher, *, jobs: int) -> None:
    """Run the tests; those that may harm the server come last.

    Nor are they run beside each other, unless the server is the reference.
    """
    is_harmless = jobs == 1 or watcher.run.deployment.is_own
    parts = {EVERY_RISK: jobs} if is_harmless else {ORDINARY: jobs, RISKY: 1}
    for risks, processes in parts.items():
        if not watcher.run.meter.is_interrupted:
            arguments = [*_arguments(settings, seed, processes), f"--risks={risks}"]
            _run_pytest(arguments, watcher)


def _run_pytest(arguments: list[str], watcher: Watcher) -> None:
    with _hermetic_environment():
        status = pytest.main(arguments, plugins=[watcher])
    if watcher.run.meter.is_interrupted:
        return
    if watcher.problems or status not in _IN_ORDER:
        detail = "\n".join(watcher.problems) or f"pytest ended with {status!r}"
        raise SuiteError("the suites could not be run, which is a defect of edgeproof", detail)


def _arguments(settings: CheckSettings, seed: int, jobs: int) -> list[str]:
    """Pytest's command line. The deployment is not in it: the watcher provides the run."""
    options = [
        *(f"-p{plugin}" for plugin in PLUGINS),
        "-pno:terminal",
        "-pno:cacheprovider",
        # Laws compare by `expect`, and assertions that explain themselves are slow to load.
        "--assert=plain",
        "--capture=no",
        f"--rootdir={suites_folder()}",
        f"--config-file={suites_folder() / 'pytest.ini'}",
        # Under --hypothesis-seed, Hypothesis would neither keep nor try what broke a law before.
        f"--drawing-seed={seed}",
        *(f"--law={glob}" for glob in settings.laws),
        *(f"--skip={glob}" for glob in settings.skips),
    ]
    if jobs > 1:
        options.append(f"--numprocesses={jobs}")
    return [*options, *(str(suites_folder() / suite) for suite in settings.suites or SUITES)]


@contextmanager
def _hermetic_environment() -> Iterator[None]:
    """Keep pytest from loading plugins and options that merely happen to be installed."""
    kept = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _totals(run: Run, laws: list[LawResult], seconds: float) -> Totals:
    outcomes = [law.outcome for law in laws]
    return Totals(
        laws={outcome: outcomes.count(outcome) for outcome in Outcome},
        requests=run.meter.requests,
        commands=run.meter.commands,
        bytes=run.meter.bytes,
        seconds=round(seconds, 3),
        posts_made=run.posts.made_count,
        posts_left=len(run.posts.outstanding),
        keys_made=run.keys.made_count,
        keys_left=len(run.keys.outstanding),
        posts_left_seen=run.has_seen_posts or not run.posts.made_count,
        keys_left_seen=run.has_seen_keys or not run.keys.made_count,
    )

"""The pytest plugin: runs the suites on a deployment and turns test reports into trials.

It raises nothing of its own during a session. An error that a user can fix is an EdgeproofError
from `prepared`; it becomes a usage error before the first test.
"""

import argparse
import os
import signal
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, suppress

import pytest

from edgeproof.conformance import options
from edgeproof.conformance.cleaning.removal import remove_everything_now
from edgeproof.conformance.judging import judge
from edgeproof.conformance.preparing.preflight import ENVELOPE_LAW
from edgeproof.conformance.preparing.preparation import prepared
from edgeproof.conformance.profiles import load_hypothesis_profile, seed_drawing
from edgeproof.conformance.run import Run
from edgeproof.conformance.scheduling import SuiteScheduling
from edgeproof.conformance.stash import CASE, OUTCOME, RUN, SURVIVAL, TESTS_OF_LAW, WORKERS
from edgeproof.conformance.summary import Summary
from edgeproof.conformance.survival import SERVICE_LAWS
from edgeproof.conformance.trials import Trial, deviation_record, put_in
from edgeproof.conformance.worker_configuration import configuration_of, run_of
from edgeproof.content import cache_folder
from edgeproof.errors import EdgeproofError
from edgeproof.interrupts import interrupting
from edgeproof.laws import (
    Case,
    DeviationState,
    Law,
    Outcome,
    Risk,
    chosen_laws,
    law_of,
    needs_of_test,
    risk_of_test,
)
from edgeproof.reporting import excuse, timestamp

pytest_plugins = ("edgeproof.conformance.fixtures",)

CONFIGURATION = "edgeproof-configuration"
LEFTOVERS = "edgeproof-leftovers"

ASKS_ABOUT_THE_SUITES = ("help", "markers", "showfixtures", "show_fixtures_per_test", "collectonly")
"""Pytest's options with which no law is run, and so no deployment needed."""


RISKS = EVERY_RISK, ORDINARY, RISKY = "all", "ordinary", "risky"
"""Which tests a session runs: those that may harm a server must not run beside others."""


class PreparedRun:
    """The base of plugins that bring a run into pytest, like that of `edgeproof check`."""

    def __init__(self, run: Run) -> None:
        self.run = run


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the options of `edgeproof check`."""
    # The ini file names pytest's own cache (`--lf`) by this; no later hook comes before it is read.
    os.environ["EDGEPROOF_PYTEST_CACHE"] = str(cache_folder() / "pytest")
    options.add_options(parser)
    parser.addoption("--risks", choices=RISKS, default=EVERY_RISK, help=argparse.SUPPRESS)
    parser.addoption("--drawing-seed", type=int, help=argparse.SUPPRESS)


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the run before the suites are imported."""
    config.addinivalue_line("markers", "law(id): the law that the test states")
    config.addinivalue_line("markers", "risk(risk, is_needed): how risky its requests are")
    config.addinivalue_line("markers", "needs(capability): without it, it says nothing")
    if any(config.getoption(option, default=False) for option in ASKS_ABOUT_THE_SUITES):
        return
    resources = ExitStack()
    config.add_cleanup(resources.close)
    worker_input = getattr(config, "workerinput", None)
    plugins = config.pluginmanager.get_plugins()
    front = next((plugin for plugin in plugins if isinstance(plugin, PreparedRun)), None)
    if worker_input is not None:
        run = run_of(worker_input[CONFIGURATION])
        run.open_journal(timestamp())
    elif front is not None:
        run = front.run
    else:
        try:
            run = resources.enter_context(prepared(options.settings_from(config)))
        except EdgeproofError as error:
            raise pytest.UsageError(str(error)) from None
        config.pluginmanager.register(Summary(run))
    config.stash[RUN] = run
    # Hypothesis's Unicode tables take seconds to make, so they are kept between runs.
    load_hypothesis_profile(run.profile, home=cache_folder() / "hypothesis", examples=run.examples)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Give a worker process of pytest-xdist its part of the run."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # xdist has no types
    pid = node.gateway._rinfo().pid  # type: ignore[attr-defined]  # noqa: SLF001  (execnet's documents use it)
    config.stash.setdefault(WORKERS, []).append(pid)
    node.workerinput[CONFIGURATION] = configuration_of(  # type: ignore[attr-defined]  # xdist has no types
        config.stash[RUN],
        worker_id=node.gateway.id,  # type: ignore[attr-defined]  # xdist has no types
        workers=config.getoption("numprocesses", 1) or 1,
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove what the laws of this process left, and tell the controller what remains."""
    run = session.config.stash.get(RUN, None)
    plugins = session.config.pluginmanager.get_plugins()
    if run is None or any(isinstance(plugin, PreparedRun) for plugin in plugins):
        return  # what was prepared elsewhere is also removed there
    remove_everything_now(run)
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        sent = (run.meter.requests, run.meter.commands, run.meter.bytes)
        output[LEFTOVERS] = (run.posts.export(), run.keys.export(), sent)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over the ledgers and figures of a worker process that has ended."""
    run: Run = node.config.stash[RUN]  # type: ignore[attr-defined]  # xdist has no types
    nothing = (((), (), ()), ((), (), ()), (0, 0, 0))
    posts, keys, sent = getattr(node, "workeroutput", {}).get(LEFTOVERS, nothing)
    run.meter.take_over(*sent)
    run.posts.take_over(*posts)
    run.keys.take_over(*keys)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> SuiteScheduling:
    """Let laws run in parallel that may (`--jobs`)."""
    return SuiteScheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the laws that the options leave out."""
    run = config.stash.get(RUN, None)
    skips = [*config.option.skip, *(run.skips if run else ())]
    try:
        chosen = chosen_laws(config.option.suite, config.option.law, skips)
    except EdgeproofError as error:
        raise pytest.UsageError(str(error)) from None
    kept = [item for item in items if (law := law_of(item)) is None or law.id in chosen]
    left_out = [item for item in items if item not in kept]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    laws = [law for item in kept if (law := law_of(item)) is not None]
    config.stash[TESTS_OF_LAW] = Counter(law.id for law in laws)
    part = config.option.risks
    chosen_part = [
        item
        for item in kept
        if part == EVERY_RISK or (risk_of_test(item) is Risk.ORDINARY) is (part == ORDINARY)
    ]
    items[:] = sorted(chosen_part, key=_harm)
    if config.option.drawing_seed is not None:
        seed_drawing(config.option.drawing_seed, config.stash[RUN].examples, items)


def _harm(item: pytest.Item) -> tuple[Risk, bool]:
    """From harmless to harmful; of each risk, the law that only asks about survival comes first.

    It comes last of what is harmless: it asks whether the service has survived that.
    """
    risk, law = risk_of_test(item), law_of(item)
    is_about_survival = law is not None and law.id in SERVICE_LAWS
    return risk, is_about_survival is (risk is Risk.ORDINARY)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let an interruption end the running law at its next request, so that it cleans up."""
    run = session.config.stash.get(RUN, None)
    if run is None:
        return (yield)

    def stop(number: int) -> None:
        run.meter.is_interrupted = True
        session.shouldstop = "interrupted"
        # Ctrl-C on a terminal reaches the other processes by itself.
        for pid in session.config.stash.get(WORKERS, []) if number != signal.SIGINT else ():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)

    with interrupting(stop):
        result = yield
    if run.meter.is_interrupted:
        raise KeyboardInterrupt
    return result


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Don't judge a law whose capability the deployment honestly lacks, unless it is required.

    Nor one whose requests the user does not allow, nor any law of a service that has ended.
    """
    run = item.config.stash[RUN]
    risk = risk_of_test(item, is_allowed=run.may_probe_isolation)
    item.stash[CASE] = Case(may_risk=risk, last=run.last_exchange)
    law = law_of(item)
    if law is None:
        return
    if run.has_interface_of(law.suite):
        run.need_service()
    if "redis" in getattr(item, "fixturenames", ()) and law.id != ENVELOPE_LAW:
        run.need_redis()
    if risk is not Risk.ORDINARY:
        run.need_permission(risk)
    for capability in needs_of_test(item):
        run.need(capability)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the end of a test into a trial; an outcome that is not a judgement shows as skipped."""
    report = yield
    run = item.config.stash[RUN]
    report.sections = [(title, run.mask.text(text)) for title, text in report.sections]
    law = law_of(item)
    is_the_end = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
    if law is None or not is_the_end:
        _hide_tokens(report, call, run)
        if call.when == "teardown":
            _report_survival(item, report)
        return report
    trial = judge(
        law.id,
        item.stash[CASE],
        call.excinfo.value if call.excinfo else run.lack_of(needs_of_test(item)),
        seconds=call.duration,
        tests=item.config.stash[TESTS_OF_LAW][law.id],
        mask=run.mask,
        base_urls=run.passing_urls,
    )
    item.stash[OUTCOME] = trial.outcome
    put_in(report, trial)
    _show(report, law, trial, item)
    return report


def _report_survival(item: pytest.Item, report: pytest.TestReport) -> None:
    """Pass on what the canaries said; that all is well, only if anybody has asked."""
    asked = item.config.stash[TESTS_OF_LAW]
    for trial in item.stash.get(SURVIVAL, []):
        if asked[trial.law] or trial.outcome is not Outcome.HELD:
            put_in(report, trial)


def _hide_tokens(report: pytest.TestReport, call: pytest.CallInfo[None], run: Run) -> None:
    """Mask an error outside a law's body: pytest would show it in full, with local variables."""
    if report.failed and call.excinfo is not None:
        report.longrepr = run.mask.text(str(call.excinfo.getrepr(style="short")))


def _show(report: pytest.TestReport, law: Law, trial: Trial, item: pytest.Item) -> None:
    deviation = deviation_record(item.config.stash[RUN].deviations.get(law.id), trial.outcome)
    if deviation is not None and deviation.state is DeviationState.EXCUSED:
        report.outcome = "skipped"
        report.longrepr = failure_text(law, trial)
        report.wasxfail = excuse(deviation)
    elif trial.outcome is Outcome.BROKEN:
        report.outcome = "failed"
        report.longrepr = failure_text(law, trial)
    elif trial.outcome is not Outcome.HELD:
        path, line, _ = item.location
        report.outcome = "skipped"
        report.longrepr = (path, line or 0, f"{trial.outcome}: {trial.reason}")


def failure_text(law: Law, trial: Trial) -> str:
    """A broken law in a fixed shape: id and statement, what was seen, requests, the source."""
    lines = [f"{law.id} ({law.level})", law.statement, "", trial.reason or ""]
    if trial.evidence is not None:
        lines += ["", *trial.evidence.curl]
        if trial.evidence.clients:
            lines += ["", "what your client will see:", *trial.evidence.clients]
    return "\n".join([*lines, "", f"source: {law.source_names}"])

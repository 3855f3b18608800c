"""A load run from beginning to end, in an engine's process."""

from collections.abc import Callable
from typing import Final

from edgeproof.errors import EdgeproofError, error_from
from edgeproof.extras import require_load_packages
from edgeproof.load.engine.messages import EngineEvent, EngineFailed, Finished, Interval
from edgeproof.load.engine.process import EngineProcess
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.report import Collector
from edgeproof.reporting import LoadResult, Second

_WAIT_S: Final = 1.0


class LeftBehindError(EdgeproofError):
    """A run was interrupted, and could not remove everything that it had made."""

    exit_code = 130

    def __init__(self, finished: Finished) -> None:
        left = f"{finished.left:,} of the {finished.made:,} things that the run made are left"
        super().__init__(f"interrupted; {left}", "; ".join(finished.notes))


def run_load(
    settings: LoadSettings, on_second: Callable[[Second], None] = lambda _: None
) -> LoadResult:
    """Run a load and report; `on_second` receives each second as it passes.

    On Ctrl-C (KeyboardInterrupt) the engine stops and cleans up; then the exception is raised, or
    LeftBehindError instead if the engine could not remove everything that it had made. Raises
    EdgeproofError for an unknown scenario, and for a target that cannot be reached.
    """
    require_load_packages()
    collector = Collector(settings)
    with EngineProcess(settings) as engine:
        try:
            finished = _until_finished(engine, collector, on_second)
        except KeyboardInterrupt:
            engine.stop()
            finished = _until_finished(engine, collector, on_second)
            if finished.left:
                raise LeftBehindError(finished) from None
            raise
    return collector.report(finished)


def _until_finished(
    engine: EngineProcess, collector: Collector, on_second: Callable[[Second], None]
) -> Finished:
    while True:
        for event in engine.events(_WAIT_S):
            if isinstance(event, Finished):
                return event
            _take(event, collector, on_second)


def _take(event: EngineEvent, collector: Collector, on_second: Callable[[Second], None]) -> None:
    if isinstance(event, Interval):
        known = len(collector.timeline)
        collector.add(event)
        for second in collector.timeline[known:]:
            on_second(second)
    elif isinstance(event, EngineFailed):
        raise error_from(event.message, event.hint, event.exit_code)

"""Load: an event-driven engine, its scenarios, and honest figures."""

from edgeproof.load.answer import Answer
from edgeproof.load.counter import Counter
from edgeproof.load.failures import Failure, FailureKind, wrong
from edgeproof.load.front import load_and_judge
from edgeproof.load.messages import Failed, Finished, Interval, Ready
from edgeproof.load.options import LoadOptions
from edgeproof.load.posts_scenario import PostsScenario
from edgeproof.load.process import EngineProcess
from edgeproof.load.redis_scenario import RedisScenario
from edgeproof.load.report import Collector
from edgeproof.load.running import run_load
from edgeproof.load.scenario import Scenario, Step, step
from edgeproof.load.scenario_files import find_scenario, scenarios_in
from edgeproof.load.schedule import Point
from edgeproof.load.settings import LoadSettings
from edgeproof.load.user import User
from edgeproof.reporting import GeneratorResult, LoadResult, LoadViolation, Second, StepResult

__all__ = [
    "Answer",
    "Collector",
    "Counter",
    "EngineProcess",
    "Failed",
    "Failure",
    "FailureKind",
    "Finished",
    "GeneratorResult",
    "Interval",
    "LoadOptions",
    "LoadResult",
    "LoadSettings",
    "LoadViolation",
    "Point",
    "PostsScenario",
    "Ready",
    "RedisScenario",
    "Scenario",
    "Second",
    "Step",
    "StepResult",
    "User",
    "find_scenario",
    "load_and_judge",
    "run_load",
    "scenarios_in",
    "step",
    "wrong",
]

"""Load: an event-driven engine, its scenarios, and honest figures."""

from edgeproof.load.answer import Answer
from edgeproof.load.counter import Counter
from edgeproof.load.failures import Failure, FailureKind, wrong
from edgeproof.load.messages import Failed, Finished, Interval, Ready
from edgeproof.load.posts_scenario import PostsScenario
from edgeproof.load.process import EngineProcess
from edgeproof.load.redis_scenario import RedisScenario
from edgeproof.load.report import Collector, GeneratorReport, LoadReport, Second, StepReport
from edgeproof.load.running import run_load
from edgeproof.load.scenario import Scenario, Step, step
from edgeproof.load.scenario_files import find_scenario, scenarios_in
from edgeproof.load.schedule import Point
from edgeproof.load.settings import LoadSettings
from edgeproof.load.user import User
from edgeproof.load.violations import LoadViolation

__all__ = [
    "Answer",
    "Collector",
    "Counter",
    "EngineProcess",
    "Failed",
    "Failure",
    "FailureKind",
    "Finished",
    "GeneratorReport",
    "Interval",
    "LoadReport",
    "LoadSettings",
    "LoadViolation",
    "Point",
    "PostsScenario",
    "Ready",
    "RedisScenario",
    "Scenario",
    "Second",
    "Step",
    "StepReport",
    "User",
    "find_scenario",
    "run_load",
    "scenarios_in",
    "step",
    "wrong",
]

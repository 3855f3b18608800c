"""Load: scenarios of virtual users, and runs of them that are judged.

Public is what `__all__` names (docs/api.md). The modules are internal.
"""

from edgeproof.load.answer import Answer
from edgeproof.load.counter import Counter
from edgeproof.load.failures import wrong
from edgeproof.load.front import load_and_judge
from edgeproof.load.options import LoadOptions
from edgeproof.load.posts_scenario import PostsScenario
from edgeproof.load.redis_scenario import RedisScenario
from edgeproof.load.running import run_load
from edgeproof.load.scenario import Scenario, step
from edgeproof.load.scenario_files import scenarios_in
from edgeproof.load.settings import LoadSettings
from edgeproof.load.user import User
from edgeproof.reporting import LoadResult, LoadViolation

__all__ = [
    "Answer",
    "Counter",
    "LoadOptions",
    "LoadResult",
    "LoadSettings",
    "LoadViolation",
    "PostsScenario",
    "RedisScenario",
    "Scenario",
    "User",
    "load_and_judge",
    "run_load",
    "scenarios_in",
    "step",
    "wrong",
]

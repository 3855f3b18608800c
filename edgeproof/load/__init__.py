"""Load: scenarios of virtual users, and load runs that are judged.

The public names are those in `__all__` (docs/api.md). The modules are internal.
"""

from edgeproof.load.front import load_and_judge
from edgeproof.load.options import LoadOptions
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.running import run_load
from edgeproof.load.scenarios.counter import Counter
from edgeproof.load.scenarios.files import scenarios_in
from edgeproof.load.scenarios.posts import PostsScenario
from edgeproof.load.scenarios.redis import RedisScenario
from edgeproof.load.scenarios.scenario import Scenario, step
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.answer import Answer
from edgeproof.load.wire.failures import wrong
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

"""The user classes: what a locustfile says about a scenario, and how its users reach the engine."""

import inspect
import os
import sys
from typing import Any, ClassVar, NoReturn

from locust import User, constant, task

from edgeproof.deployments import Secret
from edgeproof.deployments.variables import TOKEN
from edgeproof.errors import EdgeproofError
from edgeproof.extras import require_load_packages
from edgeproof.load.plan.settings import LoadSettings
from edgeproof.load.scenarios.files import find_scenario
from edgeproof.load.scenarios.scenario import Scenario
from edgeproof.load.under_locust.driver import Driver
from edgeproof.reporting import LoadModel

FOR_EVER_S = 10.0**9
_MOST_CONNECTIONS = 10_000


class EngineUser(User):
    """A user for whom the engine makes the requests of a scenario; see its subclasses.

    `scenario` is the name of one of edgeproof's own, or a class of your own, which may be in the
    locustfile. `path` follows the host: it is the path of the collection, `/posts`, or, for the
    root of the Redis REST API, empty. The database's token comes from UPSTASH_REDIS_REST_TOKEN.
    """

    abstract = True
    model: ClassVar[LoadModel]
    scenario: ClassVar[str | type[Scenario]]
    path: ClassVar[str | None] = None
    engine_options: ClassVar[dict[str, Any]] = {}
    """More settings for the engine: any of LoadSettings, such as `{"answer_limit_s": 30.0}`."""
    wait_time = constant(FOR_EVER_S)

    def __init_subclass__(cls) -> None:
        """Reject a class that cannot work, in one line, when its file is read."""
        if cls.__dict__.get("abstract"):
            return
        try:
            require_load_packages()
            cls.settings("http://127.0.0.1", 1)
        except EdgeproofError as error:
            _refuse(cls, str(error))
        except (AttributeError, TypeError) as error:
            _refuse(cls, f"{error}; it needs a scenario, and only options that exist")

    @classmethod
    def settings(cls, host: str, target: float) -> LoadSettings:
        """What its engine is asked to do. Raises EdgeproofError for an unknown scenario."""
        kind = _kind_of(cls.scenario)
        path = cls.path if cls.path is not None else {"posts": "/posts"}.get(kind.interface, "")
        token = os.environ.get(TOKEN[0]) if kind.interface == "redis" else None
        is_own = isinstance(cls.scenario, type)
        return LoadSettings(
            scenario=kind.name(),
            scenario_file=inspect.getfile(kind) if is_own else None,
            url=host.rstrip("/") + path,
            model=cls.model,
            target=target,
            token=Secret(token) if token else None,
            **{"connections": _MOST_CONNECTIONS} | cls.engine_options,
        )

    @task
    def is_driven(self) -> None:
        """Do nothing: the engine does it."""

    def on_start(self) -> None:
        """Add one user."""
        cls = type(self)
        host = self.host or ""
        self._driver = Driver.of(self.environment, cls, lambda: cls.settings(host, 0))
        self._driver.add(1)

    def on_stop(self) -> None:
        """Remove one user."""
        self._driver.add(-1)


class VirtualUsers(EngineUser):
    """The closed model: a user of Locust is one virtual user, who waits for each answer."""

    abstract = True
    model = "closed"


class Arrivals(EngineUser):
    """The open model: a user of Locust is one arrival per second, so the user count is the rate."""

    abstract = True
    model = "open"


def _kind_of(scenario: str | type[Scenario]) -> type[Scenario]:
    return find_scenario(scenario) if isinstance(scenario, str) else scenario


def _refuse(cls: type, reason: str) -> NoReturn:
    sys.stderr.write(f"edgeproof: {cls.__name__} in {inspect.getfile(cls)}: {reason}\n")
    sys.exit(2)

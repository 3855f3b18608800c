"""What a load run is asked to do."""

from typing import Literal

import msgspec

from edgeproof.deployments import Secret
from edgeproof.load.plan.schedule import Point
from edgeproof.reporting import LoadModel

ArrivalKind = Literal["poisson", "constant"]


class LoadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario, a model, and how much load for how long.

    `target` is virtual users (closed model) or arrivals per second (open); `ramp` has other targets
    over time, in seconds since the start. `scenario_file` is a Python file; without it, the
    scenarios are those that come with edgeproof. `url` is that of the scenario's interface: the
    collection of posts, or the root of the Redis REST API. Without a `duration_s`, the run ends
    when it is told to. `connections` is the maximum number at once; by default, as many as there
    are users, but at least 1,024.
    """

    scenario: str
    url: str
    model: LoadModel
    target: float
    ramp: tuple[Point, ...] = ()
    duration_s: float | None = None
    warm_up_s: float = 0.0
    arrivals: ArrivalKind = "poisson"
    token: Secret | None = None
    scenario_file: str | None = None
    think_s: tuple[float, float] | None = None
    connections: int | None = None
    connect_limit_s: float = 5.0
    answer_limit_s: float = 10.0
    ca_file: str | None = None
    seed: int = 0

"""The load engine under Locust: user classes whose requests the engine makes.

    from edgeproof.load.under_locust import Arrivals, VirtualUsers

    class Readers(VirtualUsers):
        scenario = "readers-and-writers"

Locust starts, stops and counts users as usual; each one stands for one virtual user of the engine,
or for one arrival per second.
"""

import edgeproof.load.under_locust.page  # noqa: F401  (its listeners)
from edgeproof.load.under_locust.choice import choose_one
from edgeproof.load.under_locust.users import Arrivals, EngineUser, VirtualUsers

__all__ = ["Arrivals", "EngineUser", "VirtualUsers", "choose_one"]

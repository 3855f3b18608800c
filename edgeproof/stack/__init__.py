"""The embedded stack: redis-server, the Redis REST endpoint over it, workerd with a worker."""

from edgeproof.stack.outages import Outage, SecondStack, second_stack
from edgeproof.stack.redis_part import name_of_server
from edgeproof.stack.running import RunningStack, embedded_stack, redis_server

__all__ = [
    "Outage",
    "RunningStack",
    "SecondStack",
    "embedded_stack",
    "name_of_server",
    "redis_server",
    "second_stack",
]

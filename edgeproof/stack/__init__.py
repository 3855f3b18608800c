"""The embedded stack: redis-server, the Redis REST endpoint over it, workerd with a worker."""

from edgeproof.stack.running import RunningStack, embedded_stack, redis_server

__all__ = ["RunningStack", "embedded_stack", "redis_server"]

"""The scenarios under Locust; edgeproof's engine makes the requests.

    locust -f loadtests/locustfile.py --host https://blog.example.com

opens Locust's web UI on http://localhost:8089, where the scenario is chosen; on the command line it
is `--scenario Writers`. For a class of virtual users, the user count is their number; for a class
of arrivals, it is arrivals per second.

The host is the origin of /posts, or the root of the Redis REST API, whose token then comes from
UPSTASH_REDIS_REST_TOKEN.
"""

from edgeproof.load.under_locust import Arrivals, VirtualUsers, choose_one


class ReadersAndWriters(VirtualUsers):
    """Nine readers of the list to one writer, who wait for their answers."""

    scenario = "readers-and-writers"


class ReadersAndWritersArriving(Arrivals):
    """The same, arriving at a rate."""

    scenario = "readers-and-writers"


class Writers(VirtualUsers):
    """Writers only."""

    scenario = "writers"


class WritersArriving(Arrivals):
    """The same, arriving at a rate."""

    scenario = "writers"


class CreateListDelete(VirtualUsers):
    """Each creates a post, finds it in the list, and deletes it."""

    scenario = "create-list-delete"


class RedisIncrements(VirtualUsers):
    """INCR of one key by everybody."""

    scenario = "increments"


class RedisReads(VirtualUsers):
    """MGET of ten keys."""

    scenario = "reads"


class RedisPipelines(VirtualUsers):
    """Pipelines of twenty commands."""

    scenario = "pipelines"


choose_one(
    ReadersAndWriters,
    ReadersAndWritersArriving,
    Writers,
    WritersArriving,
    CreateListDelete,
    RedisIncrements,
    RedisReads,
    RedisPipelines,
)

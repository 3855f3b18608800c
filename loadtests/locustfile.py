"""The scenarios under Locust, whose requests edgeproof's engine makes.

    locust -f loadtests/locustfile.py --host https://blog.example.com

opens Locust's web UI on http://localhost:8089, where scenarios are chosen. Without a choice it is
`ReadersAndWriters`; without the UI they are named: `locust -f … --headless … Writers`. Of a class
of virtual users the user count means those, of a class of arrivals it means arrivals a second.

The host is the origin of /posts, or the root of the Redis REST API, whose token then comes from
UPSTASH_REDIS_REST_TOKEN.
"""

from argparse import ArgumentParser

from locust import events
from locust.env import Environment

from edgeproof.load.under_locust import Arrivals, VirtualUsers


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


OTHERS = {
    ReadersAndWritersArriving,
    Writers,
    WritersArriving,
    CreateListDelete,
    RedisIncrements,
    RedisReads,
    RedisPipelines,
}


@events.init_command_line_parser.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def choose_in_the_ui(parser: ArgumentParser) -> None:
    """Show the list of user classes in the web UI."""
    parser.set_defaults(class_picker=True)


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def begin_with_one(environment: Environment, **_: object) -> None:
    """Unless others are asked for, run the first: all at once would be no scenario at all."""
    options = environment.parsed_options
    if options is None or not options.user_classes:
        environment.user_classes[:] = [one for one in environment.user_classes if one not in OTHERS]

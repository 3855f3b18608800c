"""One of several user classes, chosen on the command line or in the web UI.

Locust would run all classes of a locustfile at once, and its own picker selects all of them at
first.
"""

from argparse import ArgumentParser
from typing import Final

from flask import request
from locust import User, events
from locust.env import Environment
from locust.runners import STATE_RUNNING, STATE_SPAWNING, WorkerRunner

OPTION: Final = "scenario"


def choose_one(*classes: type[User]) -> None:
    """Make Locust run one of these classes: by `--scenario` or in the web UI, else the first.

    Classes named in Locust's own way (`locust -f FILE NAME NAME`) run as named, and classes of
    other locustfiles run beside the chosen one.
    """
    by_name = {one.__name__: one for one in classes}

    def offer(parser: ArgumentParser, **_: object) -> None:
        parser.add_argument(
            f"--{OPTION}",
            choices=list(by_name),
            default=classes[0].__name__,
            help="What users do. Users of …Arriving are arrivals per second.",
        )

    def choose(environment: Environment, name: str) -> None:
        others = [one for one in environment.user_classes if one not in classes]
        environment.user_classes[:] = [*others, by_name[name]]

    def begin(environment: Environment, **_: object) -> None:
        options = environment.parsed_options
        if options is None or options.user_classes:
            return
        if isinstance(environment.runner, WorkerRunner):
            return  # its master says how many users of each class it needs
        choose(environment, getattr(options, OPTION))
        if environment.web_ui is not None and environment.web_ui.app is not None:
            environment.web_ui.app.before_request(lambda: choose_again(environment))

    def choose_again(environment: Environment) -> None:
        name = request.form.get(OPTION, "")
        if name in by_name and not _is_running(environment):
            choose(environment, name)

    # Locust has no types for these.
    events.init_command_line_parser.add_listener(offer)  # type: ignore[no-untyped-call]
    events.init.add_listener(begin)  # type: ignore[no-untyped-call]


def _is_running(environment: Environment) -> bool:
    runner = environment.runner
    return runner is not None and runner.state in {STATE_RUNNING, STATE_SPAWNING}

"""Locust's page: it sees how a test ends, and the figures that come last.

The page asks for figures only while users start or run. An answer that says `cleanup` or `stopping`
is its last question: it then shows that word for good. One that says `stopped` before the history
is judged is too: it never shows what was lost. So its question is held while a test ends.
"""

import contextlib
from typing import Final
from weakref import WeakSet

import flask
import gevent
from locust import events
from locust.env import Environment
from locust.runners import STATE_CLEANUP, STATE_STOPPING
from locust.web import WebUI

from edgeproof.load.under_locust.driver import LAST_WORD_S, LOOK_S

_FIGURES: Final = "/stats/requests"
_ending: Final[WeakSet[Environment]] = WeakSet()


@events.test_stopping.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def begin_to_end(environment: Environment, **_: object) -> None:
    """From here on, the page has to wait for its figures."""
    _ending.add(environment)


@events.test_stop.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def have_ended(environment: Environment, **_: object) -> None:
    """The engines have ended: the driver's listener, which ends them, was added before this one."""
    _ending.discard(environment)


@events.init.add_listener  # type: ignore[untyped-decorator]  # Locust's own
def hold_questions(environment: Environment, web_ui: WebUI | None = None, **_: object) -> None:
    """Make the page wait while a test ends, for at most a minute."""
    if web_ui is None or web_ui.app is None:
        return

    def hold() -> None:
        if flask.request.path.endswith(_FIGURES):
            with contextlib.suppress(gevent.Timeout), gevent.Timeout(LAST_WORD_S):
                while _is_ending(environment):
                    gevent.sleep(LOOK_S)

    web_ui.app.before_request(hold)


def _is_ending(environment: Environment) -> bool:
    state = environment.runner.state if environment.runner is not None else None
    return environment in _ending or state in {STATE_CLEANUP, STATE_STOPPING}

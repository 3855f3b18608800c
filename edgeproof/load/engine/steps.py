"""One step of a scenario, by one user: begun, ended, and counted."""

import asyncio
import sys
import traceback
from collections.abc import Sequence

from edgeproof.load.scenarios.scenario import Scenario, Step
from edgeproof.load.scenarios.user import User
from edgeproof.load.wire.failures import Failure, FailureKind


class Steps:
    """The steps of a scenario, drawn by weight."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._drawn = by_weight(scenario.steps)
        self._only = self._drawn[0] if len(self._drawn) == 1 else None
        self._has_told = False

    async def take(self, user: User, due_ns: int = 0) -> Failure | None:
        """Let a user take one, and count the outcome; returns the failure, if it is one."""
        one = self._only or self._drawn[int(user.luck.random() * len(self._drawn))]
        user.begin(one.name, due_ns)
        try:
            await one.function(self._scenario, user)
        except Exception as error:  # noqa: BLE001 - a scenario's own code may raise anything
            failure = self._as_failure(error)
            user.fail(failure)
            return failure
        except asyncio.CancelledError:
            user.fail(Failure(FailureKind.TIMEOUT, "no answer when the run ended"))
            raise
        user.succeed()
        return None

    def _as_failure(self, error: Exception) -> Failure:
        """The failure itself; any other exception is shown once, in full, on standard error."""
        if isinstance(error, Failure):
            return error
        if not self._has_told:
            self._has_told = True
            traceback.print_exception(error, file=sys.stderr)
        return Failure(FailureKind.SCENARIO_ERROR, type(error).__name__)


def by_weight(steps: Sequence[Step]) -> Sequence[Step]:
    """Each step as often as its weight says."""
    return [one for one in steps for _ in range(one.weight)]

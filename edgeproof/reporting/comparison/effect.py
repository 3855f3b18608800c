"""Whether a change is for the better."""

from collections.abc import Collection
from enum import StrEnum


class Effect(StrEnum):
    """The effect of one change, or of all of them together."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "no difference seen"
    UNKNOWN = "nothing can be said"


def effect_of(gain: float) -> Effect:
    """The effect of a gain: better if it is above 0, worse if it is below."""
    if gain == 0:
        return Effect.NONE
    return Effect.BETTER if gain > 0 else Effect.WORSE


def sum_of(effects: Collection[Effect]) -> Effect:
    """Worse if any is worse: other improvements do not make up for that."""
    return next((one for one in (Effect.WORSE, Effect.BETTER) if one in effects), Effect.NONE)

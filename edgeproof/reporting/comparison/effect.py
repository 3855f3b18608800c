"""Whether a change is one to the better."""

from collections.abc import Collection
from enum import StrEnum


class Effect(StrEnum):
    """What a change, or all of them, come to."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "no difference seen"
    UNKNOWN = "nothing can be said"


def effect_of(gain: float) -> Effect:
    """The effect of a gain: better above 0, worse below."""
    if gain == 0:
        return Effect.NONE
    return Effect.BETTER if gain > 0 else Effect.WORSE


def sum_of(effects: Collection[Effect]) -> Effect:
    """Worse if any is: what else became better does not make up for it."""
    return next((one for one in (Effect.WORSE, Effect.BETTER) if one in effects), Effect.NONE)

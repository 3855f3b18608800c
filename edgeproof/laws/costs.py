"""What laws cost: the most requests and billed commands that each was seen to send, by profile."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import msgspec

FILE_NAME: Final = "costs.json"

Cost = tuple[int, int]
"""Requests, and commands as hosts bill them."""


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """The cost of each law by profile; `beside` is what a run sends beside its laws."""

    laws: dict[str, dict[str, Cost]]
    beside: dict[str, Cost]


def cost_of(laws: Iterable[str], profile: str) -> Cost | None:
    """What these laws together, and the run around them, cost at most; None if nobody knows."""
    data = (files("edgeproof.laws") / FILE_NAME).read_bytes()
    costs = msgspec.json.decode(data, type=Costs)
    if profile not in costs.beside:
        return None
    found = [costs.laws.get(law, {}).get(profile, (0, 0)) for law in laws]
    found.append(costs.beside[profile])
    return sum(requests for requests, _ in found), sum(commands for _, commands in found)

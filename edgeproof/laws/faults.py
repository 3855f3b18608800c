"""For each law the smallest faulty deployment that breaks it, and the commands that show it.

`faults.json` is generated: `python -m tests.faulty.demonstrations`.
"""

from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

FILE_NAME: Final = "faults.json"


class FaultyDeployment(msgspec.Struct, frozen=True, kw_only=True):
    """A deployment with one known fault, which its name and description state.

    It is a `worker`, or a Redis REST `endpoint` that wraps the reference. `file` is where it stands
    in the repository, `code` the lines of the worker, or of the function that is the fault.
    """

    kind: Literal["worker", "endpoint"]
    file: str
    description: str
    code: tuple[str, ...]


class Demonstration(msgspec.Struct, frozen=True, kw_only=True):
    """The name of the deployment that breaks a law, what was seen there, and how to see it again.

    `curl` are commands of a shell. Both are empty until the suites have been run against it.
    """

    fault: str
    seen: str = ""
    curl: tuple[str, ...] = ()


class Demonstrations(msgspec.Struct, frozen=True, kw_only=True):
    """Faulty deployments by name, and by law what breaks on one of them."""

    faults: dict[str, FaultyDeployment]
    laws: dict[str, Demonstration]


@cache
def all_demonstrations() -> Demonstrations:
    """The generated file."""
    data = (files("edgeproof.laws") / FILE_NAME).read_bytes()
    return msgspec.json.decode(data, type=Demonstrations)

"""The engine's process: `python -m edgeproof.load.engine`, on uvloop, controlled over its pipes.

Orders come on standard input and events leave on standard output (see `messages`). If standard
input ends or the parent is gone, however that happens, it ends the load and removes what it made,
as long as that does not take too long.
"""

import asyncio
import contextlib
import os
import resource
import sys
import threading
import time
from typing import Final

import uvloop

from edgeproof.errors import ConfigurationError, EdgeproofError
from edgeproof.load.engine.messages import (
    EngineEvent,
    EngineFailed,
    Retarget,
    Start,
    Stop,
    line_of,
    order_in,
)
from edgeproof.load.engine.run import EngineRun
from edgeproof.load.scenarios.files import place_in_file, scenario_path

_PARENT_CHECK_S: Final = 1.0
FAREWELL_S: Final = 20.0
"""How long an engine whose parent is gone may take to remove what it made."""


async def serve(events: int) -> None:
    """Carry out the run that the first order starts, and obey the other orders meanwhile."""
    orders = await _standard_input()
    line = await orders.readline()
    first = order_in(line) if line else None
    if not isinstance(first, Start):
        return

    def tell(event: EngineEvent) -> None:
        _write(events, line_of(event))

    run = EngineRun(first.settings, tell)
    obeying = asyncio.create_task(_obey(orders, run))
    try:
        await run.carry_out()
    except EdgeproofError as error:
        tell(_failed(error))
    except Exception as error:
        place = place_in_file(error, scenario_path(first.settings.scenario_file))
        if place is None:
            raise
        tell(_failed(ConfigurationError(place)))
    finally:
        obeying.cancel()


def _failed(error: EdgeproofError) -> EngineFailed:
    return EngineFailed(message=error.message, hint=error.hint, exit_code=error.exit_code)


async def _obey(orders: asyncio.StreamReader, run: EngineRun) -> None:
    while line := await orders.readline():
        order = order_in(line)
        if isinstance(order, Retarget):
            run.retarget(order.target)
        elif isinstance(order, Stop):
            run.stop()
    run.stop()  # the parent is gone, but what was made is still there


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


def _write(descriptor: int, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):  # the parent is gone: nobody is left to tell
        while data:
            data = data[os.write(descriptor, data) :]


def _end_with(parent_pid: int) -> None:
    """Watch the parent from a thread: a scenario's code may block the event loop for ever."""
    while os.getppid() == parent_pid:
        time.sleep(_PARENT_CHECK_S)
    time.sleep(FAREWELL_S)
    os._exit(1)


def _take_all_descriptors() -> None:
    """Allow as many open connections as the system permits."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    """Run the engine; its one argument is the process id of its parent."""
    events = os.dup(1)
    os.dup2(2, 1)  # what a scenario prints is not an event
    threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    _take_all_descriptors()
    uvloop.run(serve(events))


if __name__ == "__main__":
    main()

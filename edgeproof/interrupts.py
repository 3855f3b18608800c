"""Interrupts: SIGTERM and SIGHUP are treated as Ctrl-C is, so that a run cleans up after itself."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

Handler = Callable[[int, FrameType | None], None]

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
PATIENCE_S: Final = 1.0
"""How long what is under way may take to end by itself."""


def end_as_by_ctrl_c() -> None:
    """Raise KeyboardInterrupt for each of these signals."""
    with suppress(ValueError):  # not in the main thread
        _handle(signal.default_int_handler)


@contextmanager
def interrupting(stop: Callable[[int], None]) -> Iterator[None]:
    """For the length of a block, call `stop` for the first of these signals.

    What has not ended a second later is interrupted, and a second signal interrupts it at once:
    both raise KeyboardInterrupt.
    """

    def first(number: int, _frame: FrameType | None) -> None:
        _handle(_at_once)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _at_once)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
        stop(number)

    usual = _handle(first)
    try:
        yield
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in usual.items():
            signal.signal(number, handler)


def _at_once(number: int, frame: FrameType | None) -> None:
    # What is cut off (an event loop) cannot be closed in good order, and would complain.
    sys.unraisablehook = lambda _: None
    signal.default_int_handler(number, frame)


def _handle(handler: Handler) -> dict[int, Callable[[int, FrameType | None], object] | int | None]:
    """Set the handler of each signal; returns the former ones.

    SIGHUP stays ignored where it is (nohup). SIGINT does not: shells ignore it for whatever they
    start in the background, and somebody who sends it means it.
    """
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    is_nohup = hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    heeded = [one for one in numbers if not (is_nohup and one == signal.SIGHUP)]
    return {number: signal.signal(number, handler) for number in heeded}

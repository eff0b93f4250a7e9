"""How long one contributed text may keep Markdown busy."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooHardError(Exception):
    """A text took more time than any page is worth."""


@contextmanager
def limit_seconds(seconds: float) -> Iterator[None]:
    """Raise TooHardError in the block once this process has computed for `seconds` in it.

    Computing counts, waiting does not: a busy machine changes no verdict. Where there are no such
    clocks, and beside the main thread, nothing is limited.
    """
    clock = getattr(signal, "ITIMER_VIRTUAL", None)
    if clock is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        signal.setitimer(clock, 0)
        signal.signal(signal.SIGVTALRM, before)


def _give_up(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TooHardError

"""Ending a process without freeing object by object what the system takes back at once."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Callable


def prepare_exit() -> Callable[[int], None]:
    """Return what ends this process with an exit code: `sys.exit`, less the interpreter's tidying up.

    Threads are waited for, and handlers that are registered from now on run, as they always do.
    Call it first: what was registered before is passed over. A large community takes a tenth of a
    second to free.
    """
    codes: list[int] = []

    def leave() -> None:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):  # nobody is left to tell
                stream.flush()
        if codes:
            os._exit(codes[0])

    def end(code: int) -> None:
        codes.append(code)
        sys.exit(code)

    atexit.register(leave)
    return end

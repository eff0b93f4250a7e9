"""Locks between processes: of several that want to write the same files, one does at a time."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def locked(file: Path, on_wait: Callable[[], None] | None = None) -> Iterator[int]:
    """Hold the lock that `file` stands for, and lend its descriptor; the system frees it after a kill.

    Where another process holds it, `on_wait` is called and the lock waited for.

    Raises:
        BlockingIOError: another process holds it, and there is no `on_wait`.
        OSError: the file cannot be opened.
    """
    with file.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is None:
                raise
            on_wait()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream.fileno()

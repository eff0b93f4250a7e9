"""Commands that are killed while they work, with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.conftest import Koc


def kill_during(koc: Koc, words: list[str], after: float) -> bool:
    """Start a command and kill it and all its children; False where it had come to its end."""
    process = subprocess.Popen(
        koc.command(*words),
        cwd=koc.folder,
        env=koc.clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    was_running = process.poll() is None
    if was_running:
        kill_all(process)
    return was_running


def signalled(pid: int, number: signal.Signals) -> bool:
    """Send a signal; say whether the process was still there to get it."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def children(pid: int) -> list[int]:
    """Process ids of the children of a process; none when it has ended meanwhile."""
    try:
        texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for text in texts for child in text.split()]


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and every descendant, also those in sessions of their own.

    Each is stopped before its children are read: it can then start no further one.
    """
    waiting, found = [process.pid], []
    while waiting:
        pid = waiting.pop()
        if signalled(pid, signal.SIGSTOP):
            found.append(pid)
            waiting += children(pid)
    for pid in found:
        signalled(pid, signal.SIGKILL)
    process.wait()

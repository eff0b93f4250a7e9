"""What a command costs: processor seconds with all its children, wall seconds, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Cost:
    """Processor and wall time in seconds; `memory` is the peak of the largest process in MiB."""

    cpu: float
    wall: float
    memory: float


class CommandFailedError(RuntimeError):
    """A command that was to be measured did not do its work."""


def measure(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
) -> Cost:
    """Run a command and return its cost.

    Raises:
        CommandFailedError: it ended with a code that is not `allowed`.
    """
    # As on a user's machine, the interpreter keeps what it compiled: all peers' libraries have theirs.
    inherited = {key: value for key, value in os.environ.items() if key != _NO_BYTECODE}
    started = time.monotonic()
    with (folder / ".bench-output").open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**inherited, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        said = (folder / ".bench-output").read_text("utf-8", "replace")[-2000:]
        raise CommandFailedError(f"{command[0]} ended with {process.returncode}:\n{said}")
    (folder / ".bench-output").unlink()
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.memory for cost in costs),
    )


def total(costs: Sequence[Cost]) -> Cost:
    """Return the cost of commands run one after another."""
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.wall for cost in costs),
        max(cost.memory for cost in costs),
    )

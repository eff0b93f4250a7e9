"""Says on stderr what takes long; work of less than a second stays quiet."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType

from kocbook.base.texts import Texts

QUIET_SECONDS = 1.0


class Progress:
    """The steps of one piece of work; each is said only if it is still going on after a second.

    Step names are keys under `cli.steps`.
    """

    def __init__(self, texts: Texts) -> None:
        """Start the clock."""
        self.texts = texts
        self.started = time.monotonic()
        self.timer: threading.Timer | None = None

    def __enter__(self) -> Callable[[str], None]:
        """Return what a step is reported to."""
        return self.report

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say no more."""
        self._stop()

    def report(self, step: str) -> None:
        """Take note that `step` begins, and say so once the work has taken long."""
        self._stop()
        wait = QUIET_SECONDS - (time.monotonic() - self.started)
        if wait <= 0:
            self._say(step)
            return
        self.timer = threading.Timer(wait, self._say, [step])
        self.timer.daemon = True
        self.timer.start()

    def _say(self, step: str) -> None:
        seconds = f"{time.monotonic() - self.started:.0f}"
        line = self.texts("cli.progress", seconds=seconds, step=self.texts(f"cli.steps.{step}"))
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def _stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

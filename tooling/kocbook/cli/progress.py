"""Says on stderr what takes long; work of less than a second stays quiet."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import click

from kocbook.cli.session import Session
from kocbook.report.cells import printable

QUIET_SECONDS = 1.0


@dataclass
class Progress:
    """Reports the steps of one piece of work."""

    session: Session
    started: float = field(default_factory=time.monotonic)

    def report(self, step: str) -> None:
        """Print a step, once the work has taken longer than QUIET_SECONDS."""
        seconds = time.monotonic() - self.started
        if seconds >= QUIET_SECONDS:
            line = self.session.texts("cli.progress", seconds=f"{seconds:.0f}", step=step)
            click.echo(printable(line), err=True)

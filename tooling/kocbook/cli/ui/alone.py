"""Commands of which one at a time works in a community's folder."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark

P = ParamSpec("P")


def alone(
    command: Callable[Concatenate[Session, P], int],
) -> Callable[Concatenate[Session, P], int]:
    """Let a command that builds begin once no other one is building; it reads nothing before."""

    @functools.wraps(command)
    def run(session: Session, /, *args: P.args, **options: P.kwargs) -> int:
        if options.get("part") is not None:
            return command(session, *args, **options)  # each part has a folder of its own
        from kocbook.site.publish.build_lock import building

        with building(session.folder, lambda: remark(session, "cli.build.waiting")):
            return command(session, *args, **options)

    return run

"""The branches that forms are put on: listed, pushed only if nobody else moved them, cleared away."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

from forges.github.errors import UnreachableError
from forges.github.objects import git_settings

_PLACES = ("claim", "issue")
_SETTLED = 900
"""Seconds after which a branch without a request is left over: no run is so long between the two."""


@dataclass(frozen=True)
class Branches:
    """The origin's branches, reached with a workflow's token."""

    server: str
    token: str

    def fetch(self) -> None:
        """See what is there now."""
        specs = [f"+refs/heads/{place}/*:refs/remotes/origin/{place}/*" for place in _PLACES]
        if not self._git("fetch", "--quiet", "--no-tags", "--prune", "origin", *specs):
            raise UnreachableError("git fetch failed")

    def find(self, branch: str) -> str | None:
        """Return the commit of a branch, or None."""
        return next((commit for name, _, commit in self._list() if name == branch), None)

    def list_old(self) -> Iterator[tuple[str, str]]:
        """Yield branches and commits that nothing has moved for a while."""
        now = time.time()
        for name, moved, commit in self._list():
            if now - moved > _SETTLED:
                yield name, commit

    def push(self, branch: str, expected: str | None) -> bool:
        """Push a branch that is at `expected` there (None: that is new); False if it is not."""
        lease = f"--force-with-lease=refs/heads/{branch}:{expected or ''}"
        ref = f"refs/heads/{branch}"
        return self._git("push", "--quiet", lease, "origin", f"{ref}:{ref}")

    def take_back(self, branch: str, pushed: str, before: str | None) -> None:
        """Undo a push that came to nothing, unless somebody pushed after it."""
        lease = f"--force-with-lease=refs/heads/{branch}:{pushed}"
        self._git("push", "--quiet", lease, "origin", f"{before or ''}:refs/heads/{branch}")

    def delete(self, branch: str) -> None:
        """Delete a branch there and here; one that is gone already is fine."""
        self._git("push", "--quiet", "origin", f":refs/heads/{branch}")
        self._git("update-ref", "-d", f"refs/remotes/origin/{branch}")

    def _list(self) -> Iterator[tuple[str, int, str]]:
        shown = "--format=%(refname) %(committerdate:unix) %(objectname)"
        places = [f"refs/remotes/origin/{place}" for place in _PLACES]
        done = subprocess.run(
            ["git", "for-each-ref", shown, *places], capture_output=True, check=True, text=True
        )
        for line in done.stdout.splitlines():
            name, moved, commit = line.split(" ")
            yield name.removeprefix("refs/remotes/origin/"), int(moved), commit

    def _git(self, *words: str) -> bool:
        settings = {**os.environ, **git_settings(self.server, self.token)}
        command = ["git", "-c", "core.hooksPath=/dev/null", *words]
        return (
            subprocess.run(command, env=settings, capture_output=True, check=False).returncode == 0
        )

"""A change that is wanted, and what the check says of it before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.base.finding import Finding, Severity
from kocbook.intake.overlay import OverlayTree
from kocbook.load.loader import LoadResult, load_community
from kocbook.load.tree import Tree, WorkingTree
from kocbook.rules.engine import check_community

Files = Mapping[str, bytes | None]
"""What a change writes, by path; None takes a file away."""


@dataclass(frozen=True, slots=True)
class Change:
    """Files to write in one commit with the message `title`, on the new branch `branch`."""

    branch: str
    title: str
    files: Files


@dataclass(frozen=True, slots=True)
class Trial:
    """What was read with the change in place, and the findings that the change brings."""

    loaded: LoadResult
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """True where the change brings an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def try_change(root: Path, files: Files, as_of: date) -> Trial:
    """Check the community with the change in place, in memory only.

    Findings that were there before are not the change's fault and are left out.
    """
    below = WorkingTree(root)
    loaded, after = _check(OverlayTree(below, files), as_of)
    if not after:
        return Trial(loaded, ())
    known = {_identity(finding) for finding in _check(below, as_of)[1]}
    return Trial(loaded, tuple(f for f in after if _identity(f) not in known))


def _check(tree: Tree, as_of: date) -> tuple[LoadResult, list[Finding]]:
    loaded = load_community(tree)
    found = list(loaded.findings)
    if loaded.community is not None:
        found += check_community(loaded.community, as_of)
    return loaded, found


def _identity(finding: Finding) -> tuple[object, ...]:
    where = finding.location
    return (finding.rule, where.path, where.pointer, where.line, repr(sorted(finding.data.items())))

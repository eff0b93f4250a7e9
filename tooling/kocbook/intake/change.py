"""A change that is wanted, and what check and policy say of it before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.base.finding import Finding, Severity
from kocbook.git.changes import NO_MODE, ChangedPath, read_changes
from kocbook.git.commit_draft import Files
from kocbook.git.revision_tree import PLAIN_MODE, GitTree
from kocbook.intake.overlay import OverlayTree
from kocbook.model.tree import Tree
from kocbook.policy.actor import Account
from kocbook.policy.judge import judge_change
from kocbook.records.beside import TreeBeside
from kocbook.records.loader import LoadResult, load_community
from kocbook.rules.engine import check_community


@dataclass(frozen=True, slots=True)
class Trial:
    """What was read with the change in place, and the findings that the change brings."""

    loaded: LoadResult
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """True where the change brings an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Fork:
    """Where the branch that a change continues departed, in the repository at `root`.

    `public` are the files beside it, where that is the private repository.
    """

    root: Path
    commit: str
    public: Tree | None = None


def try_change(
    standing: LoadResult,
    files: Files,
    as_of: date,
    account: Account,
    fork: Fork | None = None,
    agreeing: Collection[Account] = (),
    pending: Files | None = None,
) -> Trial:
    """Check the community with the change in place, and judge it as a request of `account`.

    All in memory. A change of the private repository may rely on what is `pending` in the public
    one. Those who are `agreeing` are asked by the request itself. The request is judged on what is standing; with `fork`, on that commit,
    together with what the branch has changed since. Findings that were there before are not the
    change's fault and are left out.

    Raises:
        KocError: Git failed.
    """
    tried = check_change(standing, files, as_of, pending)
    loaded, found = tried.loaded, tried.findings
    if fork is None:
        judged = _judge(standing, loaded, files, (), account, as_of, agreeing)
    else:
        with GitTree(fork.root, fork.commit) as tree:
            earlier = read_changes(fork.root, fork.commit, "HEAD")
            base = load_community(TreeBeside(fork.public, tree) if fork.public else tree)
            judged = _judge(base, loaded, files, earlier, account, as_of, agreeing)
    return Trial(loaded, (*found, *judged))


def check_change(
    standing: LoadResult, files: Files, as_of: date, pending: Files | None = None
) -> Trial:
    """Check the community with the change in place; what was found there before is left out."""
    loaded = load_community(_lay_over(standing.tree, files, pending or {}))
    found = _check(loaded, as_of)
    if found:
        known = {_identity(finding) for finding in _check(standing, as_of)}
        found = [finding for finding in found if _identity(finding) not in known]
    return Trial(loaded, tuple(found))


def _lay_over(tree: Tree, files: Files, pending: Files) -> Tree:
    """Return a tree with a change in place; where there are two repositories, in the private one."""
    if isinstance(tree, TreeBeside):
        public = OverlayTree(tree.public, pending)
        return TreeBeside(public, OverlayTree(tree.private, files))
    return OverlayTree(tree, files)


def _judge(
    base: LoadResult,
    head: LoadResult,
    files: Files,
    earlier: Iterable[ChangedPath],
    account: Account,
    as_of: date,
    agreeing: Collection[Account],
) -> tuple[Finding, ...]:
    """Return what the policy says: refusals and warnings, each once. Both trees are open."""
    standing = {entry.path for entry in base.tree.iter_entries()}
    changes = {change.path: change for change in earlier}
    changes |= {path: _changed_path(path, data, path in standing) for path, data in files.items()}
    judgement = judge_change(base, head, changes.values(), account, as_of, agreeing)
    return tuple(
        finding
        for finding in judgement.findings
        if finding.severity is not Severity.NOTE and finding not in head.findings
    )


def _changed_path(path: str, data: bytes | None, stands: bool) -> ChangedPath:
    """Return a change as Git would list it. Its blobs need no names: both sides are read by path."""
    old, new = (PLAIN_MODE if stands else NO_MODE), (NO_MODE if data is None else PLAIN_MODE)
    status = "D" if data is None else "M" if stands else "A"
    return ChangedPath(path, old, new, "", "", status)


def _check(loaded: LoadResult, as_of: date) -> list[Finding]:
    community = loaded.community
    rules = [] if community is None else check_community(community, as_of)
    return [*loaded.findings, *rules]


def _identity(finding: Finding) -> tuple[object, ...]:
    where = finding.location
    return (finding.rule, where.path, where.pointer, where.line, repr(sorted(finding.data.items())))

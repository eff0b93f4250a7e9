"""The commits that `koc init` makes: the first one, and the merges that bring later versions.

What the tool wrote, untouched by anybody, is kept as commits of its own, each a child of the one
before; the first is the community's first commit. An upgrade adds one and merges it: Git itself then
tells what the tool changed from what people changed, and a conflict is an ordinary conflict.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.errors import KocError, UsageError
from kocbook.git.identity import Committer
from kocbook.git.run import ask_git, run_git
from kocbook.intake.starter.plan import PLAN_FILE
from kocbook.intake.starter.render import is_seed

_TRAILER = "Koc-Template"
_MARK = re.compile(rf"^{_TRAILER}: (?P<version>\S+) (?P<tree>[0-9a-f]{{40,64}})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did: the branch it is on, and the files in which two changes met."""

    branch: str
    conflicts: tuple[str, ...]


def begin_history(
    folder: Path, files: Mapping[str, bytes], person: Committer, title: str, version: str
) -> None:
    """Make `folder` a Git repository whose one commit, on the branch main, holds `files`.

    Raises:
        KocError: Git failed, or a file could not be written.
    """
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    made = _commit(folder, _write_tree(folder, files, None), None, person, title, version)
    run_git(folder, "update-ref", "refs/heads/main", made)
    run_git(folder, "reset", "--quiet", "--hard")


def merge_upgrade(
    root: Path, files: Mapping[str, bytes], person: Committer, title: str, version: str
) -> Upgrade | None:
    """Bring the tool's files up to date on a new branch; None where nothing has changed.

    Where two changes met, the merge is left for a person to finish. What belongs to the community
    (`is_seed`) is not in it.

    Raises:
        UsageError: there are changes without a commit, or the history lacks the tool's commits.
        KocError: Git failed.
    """
    if run_git(root, "status", "--porcelain", "--untracked-files=no").strip():
        raise UsageError("errors.init-dirty")
    base = _find_base(root)
    own = {path: data for path, data in files.items() if not is_seed(path)}
    tree = _write_tree(root, own, base)
    if tree == _ask(root, "rev-parse", f"{base}^{{tree}}"):
        return None
    made = _commit(root, tree, base, person, title, version)
    branch = _free_branch(root, f"upgrade/koc-{version}")
    run_git(root, "switch", "--quiet", "--create", branch)
    return Upgrade(branch, _merge(root, made, person, title))


def commit_files(
    root: Path, files: Mapping[str, bytes], person: Committer, title: str, branch: str
) -> str:
    """Commit `files` on `branch`, which begins here if it is not checked out; return its name.

    Nothing else is uncommitted. The commit is made before any file is written.

    Raises:
        KocError: Git failed.
    """
    prefix = _ask(root, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory(prefix="koc-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _run(root, ["read-tree", "HEAD"], index)
        for path, data in files.items():
            blob = _run(root, ["hash-object", "-w", "--stdin"], given=data)
            entry = f"100644,{blob},{prefix}{path}"
            _run(root, ["update-index", "--add", "--cacheinfo", entry], index)
        tree = _run(root, ["write-tree"], index)
    parent = _ask(root, "rev-parse", "HEAD")
    made = _run(
        root, ["commit-tree", tree, "-p", parent], _as_person(person), f"{title}\n".encode()
    )
    if _ask(root, "branch", "--show-current") != branch:
        branch = _free_branch(root, branch)
        run_git(root, "switch", "--quiet", "--create", branch)
    run_git(root, "reset", "--quiet", "--keep", made)
    return branch


def _find_base(root: Path) -> str:
    """Return the last commit of the tool's own files.

    Its message names its own tree. A squashed merge repeats the message, but has another tree.

    Raises:
        UsageError: there is none.
    """
    listed = _ask(root, "log", f"--grep=^{_TRAILER}: ", "--topo-order", "--format=%H %T%n%B%x00")
    for entry in listed.split("\0"):
        head, _, message = entry.strip().partition("\n")
        commit, _, tree = head.partition(" ")
        if any(mark["tree"] == tree for mark in _MARK.finditer(message)):
            return commit
    raise UsageError("errors.init-no-base")


def _write_tree(root: Path, files: Mapping[str, bytes], base: str | None) -> str:
    """Write a tree of `files`, with the community's own files of `base`; return its id."""
    with tempfile.TemporaryDirectory(prefix="koc-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        if base is not None:
            _run(root, ["read-tree", base], index)
            old = _ask(root, "ls-tree", "-r", "-z", "--name-only", base).split("\0")
            gone = [path for path in old if path and path not in files and not is_seed(path)]
            if gone:
                _run(root, ["update-index", "--force-remove", "--", *gone], index)
        for path, data in files.items():
            blob = _run(root, ["hash-object", "-w", "--stdin"], given=data)
            _run(root, ["update-index", "--add", "--cacheinfo", f"100644,{blob},{path}"], index)
        return _run(root, ["write-tree"], index)


def _commit(
    root: Path, tree: str, parent: str | None, person: Committer, title: str, version: str
) -> str:
    message = f"{title}\n\n{_TRAILER}: {version} {tree}\n"
    parents = ["-p", parent] if parent else []
    return _run(root, ["commit-tree", tree, *parents], _as_person(person), message.encode())


def _merge(root: Path, commit: str, person: Committer, title: str) -> tuple[str, ...]:
    """Merge a commit into the branch that is checked out; return the paths left in conflict."""
    words = ("merge", "--quiet", "--no-ff", "--no-verify", "-m", title, commit)
    done = ask_git(root, *words, environment=_as_person(person))
    if done.code == 0:
        return ()
    unmerged = {
        *filter(None, _ask(root, "diff", "--name-only", "--diff-filter=U", "-z").split("\0"))
    }
    if not unmerged:
        raise KocError("errors.git-failed", command="merge", detail=done.detail)
    if PLAN_FILE in unmerged:
        # It is the tool's alone. After a squashed upgrade it names a version that the base does not.
        _run(root, ["checkout", "--quiet", "--theirs", "--", PLAN_FILE])
        _run(root, ["add", "--", PLAN_FILE])
        unmerged.remove(PLAN_FILE)
    if not unmerged:
        _run(root, ["commit", "--quiet", "--no-verify", "--no-edit"], _as_person(person))
    return tuple(sorted(unmerged))


def _free_branch(root: Path, wanted: str) -> str:
    taken = set(_ask(root, "for-each-ref", "--format=%(refname:short)", "refs/heads").split())
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _as_person(person: Committer) -> dict[str, str]:
    """Return the environment in which Git commits as `person`, unless it says otherwise itself."""
    roles = ("AUTHOR", "COMMITTER")
    given = {f"GIT_{role}_NAME": person.name for role in roles}
    given |= {f"GIT_{role}_EMAIL": person.email for role in roles}
    return {**given, **{name: os.environ[name] for name in given if os.environ.get(name)}}


def _ask(root: Path, *arguments: str) -> str:
    return run_git(root, *arguments).decode("utf-8", "surrogateescape").strip()


def _run(
    root: Path,
    arguments: list[str],
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> str:
    """Run Git with input and an environment of its own; return what it prints.

    Raises:
        KocError: it failed.
    """
    done = ask_git(root, *arguments, given=given, environment=environment)
    if done.code:
        raise KocError("errors.git-failed", command=arguments[0], detail=done.detail)
    return done.out.decode().strip()

"""The Git repository that a change goes into: one branch and one commit, wholly or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import git
from git.exc import GitCommandError, GitCommandNotFound, InvalidGitRepositoryError, NoSuchPathError
from gitdb.base import IStream  # type: ignore[import-untyped]  # published without types

from kocbook.base.errors import KocError, UsageError
from kocbook.base.file_lock import locked
from kocbook.git.commit_draft import CommitDraft, Files
from kocbook.git.identity import Committer, GitIdentity
from kocbook.git.journal import BranchSwitch, Journal, is_part_of, remove_file
from kocbook.git.run import run_git
from kocbook.model.tree import READ_FOLDERS

RELEVANT = ("community.yml", *READ_FOLDERS)
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
_NO_HOOKS = ("git", "-c", f"core.hooksPath={os.devnull}")


@dataclass(frozen=True, slots=True)
class NewCommit:
    """The commit that was made, its branch, and the branch it builds on (None: no branch)."""

    id: str
    branch: str
    base: str | None


class Repository:
    """The Git repository of the community in `folder`, as it is when this object is made."""

    def __init__(self, folder: Path) -> None:
        """Open it.

        Raises:
            UsageError: it is none, has no commit, or is in the middle of a merge or rebase.
            KocError: there is no Git here, or the repository is another user's.

        What a killed `koc` left half-done is put right first.
        """
        if shutil.which("git") is None:
            raise KocError("errors.git-missing")
        try:
            self.repo = git.Repo(folder, search_parent_directories=True)
        except (InvalidGitRepositoryError, NoSuchPathError):
            raise UsageError("errors.no-git", folder=folder) from None
        if self.repo.working_tree_dir is None:
            raise UsageError("errors.no-git", folder=folder)
        self.folder = folder
        top = Path(self.repo.working_tree_dir).resolve()
        self.prefix = "".join(f"{part}/" for part in folder.resolve().relative_to(top).parts)
        self.top = top
        self.git_folder = Path(self.repo.git_dir)
        self.identity = GitIdentity(self.repo)
        self.journal = Journal(self.git_folder)
        self._lock: int | None = None
        if not self.repo.head.is_valid():
            run_git(folder, "rev-parse", "--git-dir")  # fails where Git refuses the repository
            raise UsageError("errors.no-commit")
        self.was_mended = self.journal.find() is not None
        """True where what stood in the files before is no longer there."""
        if self.was_mended:
            with self._exclusive():
                self._recover()
        self.start = self.repo.head.commit.hexsha
        self.branch = None if self.repo.head.is_detached else self.repo.head.ref.name

    def require_clean(self) -> None:
        """Refuse to work while records or contributions have changes that are in no commit.

        Raises:
            UsageError: they have; it names the files.
        """
        if any((self.git_folder / name).exists() for name in _UNFINISHED):
            raise UsageError("errors.unfinished")
        # Git would refresh its index by the way, and a kill then leaves its lock behind.
        asked = ("--no-optional-locks", "status", "--porcelain", "-z", "--no-renames")
        listed = self._run(*asked, "--untracked-files=all", "--", *RELEVANT)
        paths = [line[3:] for line in listed.split("\0") if line]
        if paths:
            more = len(paths) - 5
            key = "errors.dirty-many" if more > 0 else "errors.dirty"
            raise UsageError(key, paths=paths[:5], n=more)

    def find_fork(self, branch: str, main: str) -> str | None:
        """Return the commit at which `branch` departed from `main`, if `branch` is checked out.

        None where a change begins a branch of its own, or where that cannot be told.
        """
        if self.branch != branch or self.prefix:
            return None
        for name in (f"refs/heads/{main}", f"refs/remotes/origin/{main}"):
            with contextlib.suppress(KocError):
                return self._run("merge-base", "HEAD", name)
        return None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other `koc` from writing here meanwhile.

        Raises:
            UsageError: another one is writing, or has written since this object was made.
        """
        with self._exclusive():
            if self.repo.head.commit.hexsha != self.start:
                raise UsageError("errors.moved")
            self.journal.remove_drafts()
            yield

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            try:
                self._lock = stack.enter_context(locked(self.git_folder / "koc.lock"))
            except BlockingIOError:
                raise UsageError("errors.locked") from None
            try:
                yield
            finally:
                self._lock = None

    def commit(self, change: CommitDraft, person: Committer) -> NewCommit | None:
        """Make the commit and go to its branch; None where the change changes nothing.

        Objects are written first, the branch and the files last; on any failure everything that
        can be seen is as it was. What a kill interrupts is noted before, and put right by the
        next run.

        Raises:
            KocError: Git failed.
        """
        made = self._make_commit(change, person)
        if made is None:
            return None
        with _uninterrupted():
            branch = change.branch
            if self.branch != branch:
                branch = self._free_branch(branch)
            paths = tuple(self.prefix + path for path in change.files)
            self.journal.note(BranchSwitch(self.start, made, branch, paths))
            try:
                self._go(branch, made)
            except BaseException:
                self._go_back(made)
                raise
            self.journal.clear()
        return NewCommit(made, branch, self.branch)

    def commit_aside(self, change: CommitDraft, person: Committer) -> str | None:
        """Make the commit on its branch alone, on top of HEAD: no file moves, the branch begins anew.

        Returns the commit; None where the change changes nothing.

        Raises:
            KocError: Git failed, as where the branch is checked out somewhere.
        """
        made = self._make_commit(change, person)
        if made is not None:
            self._run_quietly("branch", "--force", "--no-track", change.branch, made)
        return made

    def _make_commit(self, change: CommitDraft, person: Committer) -> str | None:
        """Write the commit's objects; None where the change changes nothing."""
        tree = self._write_tree(change.files)
        if tree == self.repo.head.commit.tree.hexsha:
            return None
        actor = git.Actor(person.name, person.email)
        made = git.Commit.create_from_tree(
            self.repo,
            self.repo.tree(tree),
            change.title,
            [self.repo.head.commit],
            author=actor,
            committer=actor,
        )
        return str(made.hexsha)

    def _go(self, branch: str, commit: str) -> None:
        """Bring the branch, then HEAD and the files, to the commit."""
        if self.branch == branch:
            self._run_quietly("reset", "--quiet", "--keep", commit)
            return
        self._run_quietly("update-ref", f"refs/heads/{branch}", commit, "0" * 40)
        self._switch(branch)

    def _go_back(self, commit: str) -> None:
        """Return to where everything was before `commit`."""
        if self.repo.head.commit.hexsha == commit:
            if self.repo.head.is_detached or self.repo.head.ref.name != self.branch:
                back = [self.branch] if self.branch else ["--detach", self.start]
                self._run_quietly("switch", "--quiet", *back)
            else:
                self._run_quietly("reset", "--quiet", "--keep", self.start)
        self._recover(returned=True)

    def _recover(self, returned: bool = False) -> None:
        """Finish or undo a switch that was stopped: HEAD says which. The caller holds the lock.

        Only files that are as the switch found or left them, wholly or in part, are touched. The
        new branch goes only where HEAD never was on it, or has `returned` from it by our own hand.
        """
        step = self.journal.find()
        if step is None:
            return
        self.journal.remove_stale_locks(Path(self.repo.common_dir), step.branch)
        here = self.repo.head.commit.hexsha
        if here in (step.start, step.commit):
            there = step.commit if here == step.start else step.start
            for path in step.paths:
                self._mend_file(path, here, there)
            known = {head.name: head.commit.hexsha for head in self.repo.heads}
            unused = here == step.start and known.get(step.branch) == step.commit
            if unused and (returned or not self._was_at(step.commit)):
                self._run_quietly("update-ref", "-d", f"refs/heads/{step.branch}", step.commit)
        self.journal.clear()

    def _was_at(self, commit: str) -> bool:
        """True where HEAD has been at a commit, or nobody can tell."""
        try:
            return commit in (self.git_folder / "logs/HEAD").read_text("utf-8", "replace")
        except OSError:
            return True

    def _mend_file(self, path: str, here: str, there: str) -> None:
        """Make one file, and the index, what they are in the commit `here`."""
        wanted, other = self._read_blob(here, path), self._read_blob(there, path)
        file = self.top / path
        present = file.read_bytes() if file.is_file() else b""
        if not (is_part_of(present, wanted) or is_part_of(present, other)):
            return
        if wanted is not None:
            self._run_quietly("checkout", "--quiet", here, "--", path)
        else:
            self._run_quietly("update-index", "--force-remove", "--", path)
            remove_file(file, self.top)

    def _read_blob(self, commit: str, path: str) -> bytes | None:
        try:
            blob = self.repo.commit(commit).tree / path
        except KeyError:
            return None
        return bytes(blob.data_stream.read())

    def _switch(self, branch: str) -> None:
        self._run_quietly("switch", "--quiet", branch)

    def _free_branch(self, wanted: str) -> str:
        taken = {head.name for head in self.repo.heads}
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        return name

    def _write_tree(self, files: Files) -> str:
        """Write blobs and trees for HEAD with `files` in place; return the tree's id."""
        with tempfile.TemporaryDirectory(prefix="koc-", dir=self.git_folder) as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", "HEAD", env=index)
            for path, data in files.items():
                full = self.prefix + path
                if data is None:
                    self._run("update-index", "--force-remove", "--", full, env=index)
                    continue
                blob = self.repo.odb.store(IStream("blob", len(data), BytesIO(data)))
                entry = f"100644,{blob.hexsha.decode()},{full}"
                self._run("update-index", "--add", "--cacheinfo", entry, env=index)
            return self._run("write-tree", env=index)

    def close(self) -> None:
        """End the processes of Git that answer questions."""
        self.repo.close()

    def list_files(self) -> list[str]:
        """List every file of the community that Git knows, also those that are no records."""
        listed = self._run("ls-files", "-z", "--full-name", "--", str(self.folder))
        paths = [path for path in listed.split("\0") if path.startswith(self.prefix)]
        return [path.removeprefix(self.prefix) for path in paths]

    def push(self, branch: str) -> None:
        """Push a branch to the remote that pushes go to.

        Raises:
            KocError: it failed.
        """
        remote = self.identity.setting("remote", "pushdefault") or "origin"
        self._run("push", "--set-upstream", remote, branch)

    def _run(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        return self._execute(["git", *arguments], env=env)

    def _run_quietly(self, *arguments: str) -> str:
        """Run Git without hooks, out of reach of the terminal's Ctrl-C."""
        # Git holds the lock too: should this process die, nobody else begins before it is done.
        held = () if self._lock is None else (self._lock,)
        return self._execute([*_NO_HOOKS, *arguments], start_new_session=True, pass_fds=held)

    def _execute(self, command: list[str], **options: Any) -> str:
        try:
            return str(self.repo.git.execute(command, **options))
        except GitCommandNotFound:
            raise KocError("errors.git-missing") from None
        except GitCommandError as error:
            detail = str(error.stderr).strip().removeprefix("stderr:").strip(" '\n")
            name = next(word for word in command[1:] if word[0] != "-" and "=" not in word)
            raise KocError("errors.git-failed", command=name, detail=detail) from error


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done; it counts afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if seen:
        signal.raise_signal(signal.SIGINT)

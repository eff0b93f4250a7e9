"""The Git repository that a change goes into: one branch and one commit, wholly or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
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
from kocbook.intake.change import Change, Files
from kocbook.load.tree import READ_FOLDERS

RELEVANT = ("community.yml", *READ_FOLDERS)
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
_NOREPLY = re.compile(
    r"(?:(?P<number>\d+)\+)?(?P<login>[^@]+)@users\.noreply\.github\.com", re.IGNORECASE
)
_NO_HOOKS = ("git", "-c", f"core.hooksPath={os.devnull}")


@dataclass(frozen=True, slots=True)
class Person:
    """Under which name and e-mail address a commit is made."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Commit:
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
            KocError: there is no Git here.
        """
        try:
            self.repo = git.Repo(folder, search_parent_directories=True)
        except (InvalidGitRepositoryError, NoSuchPathError):
            raise UsageError("errors.no-git", folder=folder) from None
        if self.repo.working_tree_dir is None:
            raise UsageError("errors.no-git", folder=folder)
        self.folder = folder
        top = Path(self.repo.working_tree_dir).resolve()
        self.prefix = "".join(f"{part}/" for part in folder.resolve().relative_to(top).parts)
        self.git_folder = Path(self.repo.git_dir)
        if not self.repo.head.is_valid():
            raise UsageError("errors.no-commit")
        self.start = self.repo.head.commit.hexsha
        self.branch = None if self.repo.head.is_detached else self.repo.head.ref.name

    def require_clean(self) -> None:
        """Refuse to work while records or contributions have changes that are in no commit.

        Raises:
            UsageError: they have; it names the files.
        """
        if any((self.git_folder / name).exists() for name in _UNFINISHED):
            raise UsageError("errors.unfinished")
        listed = self._run(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *RELEVANT
        )
        paths = [line[3:] for line in listed.split("\0") if line]
        if paths:
            more = len(paths) - 5
            key = "errors.dirty-many" if more > 0 else "errors.dirty"
            raise UsageError(key, paths=paths[:5], n=more)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other `koc` from writing here meanwhile.

        Raises:
            UsageError: another one is writing, or has written since this object was made.
        """
        with (self.git_folder / "koc.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError("errors.locked") from None
            if self.repo.head.commit.hexsha != self.start:
                raise UsageError("errors.moved")
            yield

    def commit(self, change: Change, person: Person) -> Commit | None:
        """Make the commit and go to its branch; None where the change changes nothing.

        Objects are written first, the branch and the files last; on any failure everything that
        can be seen is as it was.

        Raises:
            KocError: Git failed.
        """
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
        ).hexsha
        with _uninterrupted():
            if self.branch == change.branch:
                self._run_quietly("reset", "--quiet", "--keep", made)
                return Commit(made, change.branch, self.branch)
            branch = self._free_branch(change.branch)
            self._start_branch(branch, made)
        return Commit(made, branch, self.branch)

    def _start_branch(self, branch: str, commit: str) -> None:
        """Make the branch and switch to it; both or neither."""
        reference = f"refs/heads/{branch}"
        try:
            self._run_quietly("update-ref", reference, commit, "0" * 40)
            self._switch(branch)
        except BaseException:
            if self.repo.head.commit.hexsha == commit:
                back = [self.branch] if self.branch else ["--detach", self.start]
                self._run_quietly("switch", "--quiet", *back)
            if any(head.path == reference for head in self.repo.heads):
                self._run_quietly("update-ref", "-d", reference, commit)
            raise

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

    def account(self) -> tuple[str | None, int | None]:
        """Return the GitHub login and account number that the e-mail address of Git names."""
        match = _NOREPLY.fullmatch(self.setting("user", "email"))
        if match is None:
            return None, None
        return match["login"], int(match["number"]) if match["number"] else None

    def setting(self, section: str, option: str) -> str:
        """Return a value of the Git configuration, empty where there is none."""
        # Asked of Git itself: GitPython's own reader does not know all places of settings.
        try:
            return str(self.repo.git.config("--get", f"{section}.{option}"))
        except GitCommandError:
            return ""

    def remember_member(self, member: str) -> None:
        """Write down in this clone's configuration whose it is."""
        with self.repo.config_writer() as writer:
            writer.set_value("koc", "member", member)

    def person(self, name: str, github: str, github_id: int) -> Person:
        """Return who commits: as Git is configured, else a member's name and noreply address."""
        own_email = os.environ.get("GIT_AUTHOR_EMAIL") or self.setting("user", "email")
        own_name = os.environ.get("GIT_AUTHOR_NAME") or self.setting("user", "name")
        email = own_email or f"{github_id}+{github}@users.noreply.github.com"
        return Person(re.sub(r"[<>\n\r\0]", " ", own_name or name), email)

    def push(self, branch: str) -> None:
        """Push a branch to the remote that pushes go to.

        Raises:
            KocError: it failed.
        """
        remote = self.setting("remote", "pushdefault") or "origin"
        self._run("push", "--set-upstream", remote, branch)

    def _run(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        return self._execute(["git", *arguments], env=env)

    def _run_quietly(self, *arguments: str) -> str:
        """Run Git without hooks, out of reach of the terminal's Ctrl-C."""
        return self._execute([*_NO_HOOKS, *arguments], start_new_session=True)

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

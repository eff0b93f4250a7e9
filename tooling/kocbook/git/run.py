"""Starting Git: with true objects, plain output and no prompt, whatever a user has configured."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.errors import KocError

_PLAIN_SETTINGS = (
    *(f"color.{name}=false" for name in ("ui", "branch", "diff", "grep", "status")),
    *("grep.lineNumber=false", "grep.column=false", "grep.fullName=false"),
    *("grep.patternType=default", "log.showSignature=false", "log.follow=false"),
    *("diff.relative=false", "i18n.logOutputEncoding=UTF-8"),
)
"""Settings of a user or a repository that change what Git prints, as they are without any.

A colour around a path made it another path: whose record it was could no longer be told.
"""
_SWITCHES = tuple(word for setting in _PLAIN_SETTINGS for word in ("-c", setting))


def git_command(root: Path, *arguments: str) -> list[str]:
    """Return a Git command line that asks the repository at `root` for its true objects."""
    plain = ("--no-replace-objects", "--literal-pathspecs", *_SWITCHES)
    return ["git", "-C", str(root), *plain, *arguments]


def git_environment() -> dict[str, str]:
    """Return the environment for Git: no locks, no prompts, and messages in one language."""
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class GitAnswer:
    """How a Git command ended: its exit code (1 without Git), and what it printed."""

    code: int
    out: bytes = b""
    error: bytes = b""

    @property
    def detail(self) -> str:
        """What Git said of a failure."""
        return self.error.decode("utf-8", "replace").strip()


def ask_git(
    root: Path,
    *arguments: str,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> GitAnswer:
    """Run a Git command, with input where it reads some, and say how it ended, whatever came of it."""
    try:
        done = subprocess.run(
            git_command(root, *arguments),
            input=given,
            capture_output=True,
            check=False,
            env={**git_environment(), **(environment or {})},
        )
    except OSError:
        return GitAnswer(1)
    return GitAnswer(done.returncode, done.stdout, done.stderr)


def read_git(root: Path, *arguments: str) -> bytes | None:
    """Return what a Git command prints; None where it fails, or where there is no Git."""
    answer = ask_git(root, *arguments)
    return None if answer.code else answer.out


def run_git(root: Path, *arguments: str) -> bytes:
    """Return what a Git command prints.

    Raises:
        KocError: there is no Git here, the repository is another user's, or the command failed.
    """
    try:
        done = subprocess.run(
            git_command(root, *arguments), capture_output=True, check=True, env=git_environment()
        )
    except FileNotFoundError as error:
        raise KocError("errors.git-missing") from error
    except subprocess.CalledProcessError as error:
        detail = error.stderr.decode("utf-8", "replace").strip()
        if "dubious ownership" in detail:
            raise KocError("errors.git-owner", folder=root.absolute()) from error
        command = next(word for word in arguments if not word.startswith("-"))
        raise KocError("errors.git-failed", command=command, detail=detail) from error
    return done.stdout


def is_shallow(root: Path) -> bool:
    """True for a clone without all of its history.

    Raises:
        KocError: there is no Git here, or no repository at `root`.
    """
    return run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"

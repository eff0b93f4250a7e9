"""Whose clone it is, as its Git configuration tells."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass

import git
from git.exc import GitCommandError

from kocbook.model.forges import PrivateMail


@dataclass(frozen=True, slots=True)
class Committer:
    """Under which name and e-mail address a commit is made."""

    name: str
    email: str


class GitIdentity:
    """The settings of one repository that say who works here."""

    def __init__(self, repo: git.Repo) -> None:
        """Wrap the repository."""
        self._repo = repo

    def account(self, repository: str) -> tuple[str | None, int | None]:
        """Return login and number of the account that the e-mail address of Git names.

        The address of the `repository` tells which service's account it has to be.
        """
        found = PrivateMail.of(repository).read(self.setting("user", "email"))
        return found or (None, None)

    def setting(self, section: str, option: str) -> str:
        """Return a value of the Git configuration, empty where there is none."""
        # Asked of Git itself: GitPython's own reader does not know all places of settings.
        try:
            return str(self._repo.git.config("--get", f"{section}.{option}"))
        except GitCommandError:
            return ""

    def remember_member(self, member: str) -> None:
        """Write down in this clone's configuration whose it is."""
        with self._repo.config_writer() as writer:
            writer.set_value("koc", "member", member)

    def person(self, name: str, address: str) -> Committer:
        """Return who commits: as Git is configured, else under a member's name and `address`."""
        own_email = os.environ.get("GIT_AUTHOR_EMAIL") or self.setting("user", "email")
        own_name = os.environ.get("GIT_AUTHOR_NAME") or self.setting("user", "name")
        return Committer(_plain(own_name) or _plain(name), own_email or address)


def person_anywhere(name: str, address: str) -> Committer:
    """Return who commits on this machine, outside any repository, or somebody of that name."""
    with git.Repo.init(tempfile.mkdtemp(prefix="koc-")) as anywhere:
        try:
            return GitIdentity(anywhere).person(name, address)
        finally:
            shutil.rmtree(str(anywhere.working_tree_dir))


def in_the_name_of(name: str, address: str) -> Committer:
    """Return somebody under whose name another commits."""
    return Committer(_plain(name), address)


def _plain(name: str) -> str:
    return re.sub(r"[<>\n\r\0]", " ", name)

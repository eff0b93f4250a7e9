"""Whose clone it is, as its Git configuration tells."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import git
from git.exc import GitCommandError

_NOREPLY = re.compile(
    r"(?:(?P<number>\d+)\+)?(?P<login>[^@]+)@users\.noreply\.github\.com", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Person:
    """Under which name and e-mail address a commit is made."""

    name: str
    email: str


class GitIdentity:
    """The settings of one repository that say who works here."""

    def __init__(self, repo: git.Repo) -> None:
        """Wrap the repository."""
        self._repo = repo

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
            return str(self._repo.git.config("--get", f"{section}.{option}"))
        except GitCommandError:
            return ""

    def remember_member(self, member: str) -> None:
        """Write down in this clone's configuration whose it is."""
        with self._repo.config_writer() as writer:
            writer.set_value("koc", "member", member)

    def person(self, name: str, github: str, github_id: int | None) -> Person:
        """Return who commits: as Git is configured, else a member's name and noreply address."""
        own_email = os.environ.get("GIT_AUTHOR_EMAIL") or self.setting("user", "email")
        own_name = os.environ.get("GIT_AUTHOR_NAME") or self.setting("user", "name")
        other = noreply(name, github, github_id)
        return Person(_plain(own_name) or other.name, own_email or other.email)


def noreply(name: str, github: str, github_id: int | None) -> Person:
    """Return who commits in the name of an account: the address tells its number."""
    return Person(_plain(name), f"{github_id}+{github}@users.noreply.github.com")


def _plain(name: str) -> str:
    return re.sub(r"[<>\n\r\0]", " ", name)

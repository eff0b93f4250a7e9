"""Git repositories in which people really work: each step is a commit in somebody's name."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.git.history import iter_history
from kocbook.insight.authorship import find_hands

MAN = "1001+xiao-man-car@users.noreply.github.com"
MA = "1002+ma-jun-car@users.noreply.github.com"
HE = "1003+old-he-car@users.noreply.github.com"
LAN = "1004+zhou-lan-car@users.noreply.github.com"
PAGE = "content/guide/first-day/index.md"
LINES = [f"第 {number} 行：提车那天要看的一件事。\n" for number in range(40)]
TEXT = "".join(LINES)


@dataclass
class Workshop:
    """A repository at `folder`; `write` and `commit` act in the name of an e-mail address."""

    folder: Path
    minute: int = field(default=0)

    def git(self, *words: str, email: str = "nobody@club.example", day: str = "2026-05-01") -> str:
        self.minute += 1
        when = f"{day}T{self.minute // 60 % 24:02}:{self.minute % 60:02}:00+00:00"
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", email.partition("@")[0]), ("EMAIL", email), ("DATE", when))
        }
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env={**os.environ, **who, **settings},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def write(self, path: str, text: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, email: str, message: str = "change", day: str = "2026-05-01") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, email=email, day=day)
        return self.git("rev-parse", "HEAD")

    def change(self, email: str, path: str, text: str | bytes, message: str = "change") -> str:
        self.write(path, text)
        return self.commit(email, message)

    def hands(self, path: str = PAGE) -> set[str]:
        """Return the addresses of those who had a hand in the file that now stands at `path`."""
        found = find_hands((commit, True) for commit in iter_history(self.folder))
        return {person.email for person in found.get(path, {})}


def line_changed(number: int, words: str, text: str = TEXT) -> str:
    """Return the text with one of its lines put in other words."""
    lines = text.splitlines(keepends=True)
    lines[number] = f"{words}\n"
    return "".join(lines)

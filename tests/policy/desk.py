"""A real repository in which somebody proposes something, and `koc check` says what becomes of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kocbook.policy.actor import Account
from tests.conftest import AUTHOR, Koc
from tests.policy.people import ACCOUNTS, to_bytes


@dataclass
class Desk:
    """The branch `main` of a clone, and requests that depart from it."""

    koc: Koc
    folder: Path
    day: str = "2026-04-10"
    told: set[str] = field(default_factory=set)

    def begin(self, files: Mapping[str, Any]) -> None:
        """Commit the first files on `main`."""
        self.folder.mkdir()
        self.git("init", "-q", "-b", "main")
        settings = files["community.yml"]  # whose the commits are is another test's question
        self.write({**files, "community.yml": {**settings, "audit": {"history": "records"}}})
        self.commit("The first day")

    def write(self, files: Mapping[str, Any]) -> None:
        """Write files; None takes one away."""
        for path, value in files.items():
            file = self.folder / path
            if value is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(to_bytes(value))

    def merge(self, files: Mapping[str, Any]) -> None:
        """Bring files to `main` at once."""
        self.write(files)
        self.commit("Merged")

    def commit(self, title: str) -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", title)

    def allows(
        self, who: str | Account, files: Mapping[str, Any], approved: tuple[str, ...] = ()
    ) -> bool:
        """Say whether `koc check` passes a request with these files by one of ACCOUNTS."""
        with self.request(files):
            return self.judge(who, "request", approved)

    @contextmanager
    def request(self, files: Mapping[str, Any]) -> Iterator[None]:
        """Commit files on the branch `request`, which is gone afterwards."""
        self.git("switch", "-q", "-c", "request")
        self.write(files)
        self.commit("A request")
        self.git("switch", "-q", "main")
        try:
            yield
        finally:
            self.git("branch", "-q", "-D", "request")

    def judge(self, who: str | Account, branch: str, approved: tuple[str, ...] = ()) -> bool:
        """Say whether `koc check` passes a branch; `told` are the rules that it names."""
        accounts = [ACCOUNTS[name] for name in approved]
        words = ["check", "--base", "main", "--head", branch, "--as-of", self.day]
        words += ["--actor", _written(ACCOUNTS[who] if isinstance(who, str) else who)]
        for account in accounts:
            words += ["--approved", _written(account)]
        done = self.koc("--root", str(self.folder), *words, "--format", "json")
        assert done.code in (0, 1), done.err
        found = json.loads(done.out)["findings"]
        self.told = {row["rule"] for row in found if row["severity"] == "error"}
        return done.code == 0

    def git(self, *words: str) -> str:
        """Run Git in the clone."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            env={**self.koc.clean_environment(), **AUTHOR},
        )
        return done.stdout.strip()


def _written(account: Account) -> str:
    return account.login if account.number is None else f"{account.login}:{account.number}"

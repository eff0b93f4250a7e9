"""A small hosting service: a bare repository, requests as branches, a referee and real merges."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.finding import Finding, Severity
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.community import Community
from kocbook.policy.actor import Account
from kocbook.policy.judgement import Judgement
from kocbook.policy.request import open_request
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.rules.engine import check_community


def to_text(record: Mapping[str, Any]) -> str:
    """Return a record as the commands can edit it: one key a line."""
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}\n"
        for key, value in record.items()
    )


def find_errors(community: Community | None, findings: Collection[Finding], day: date) -> set[str]:
    """Return the rules of all errors, as `koc check` would find them."""
    return {rule for rule, _ in list_errors(community, findings, day)}


def list_errors(
    community: Community | None, findings: Collection[Finding], day: date
) -> set[tuple[str, str]]:
    """Return rule and path of all errors, as `koc check` would find them."""
    assert community is not None
    found = [*findings, *check_community(community, day)]
    errors = (finding for finding in found if finding.severity is Severity.ERROR)
    return {(finding.rule, finding.location.path) for finding in errors}


@dataclass(frozen=True)
class Answer:
    """What a request got: the policy's verdict, the errors of what would stand, and conflicts."""

    judgement: Judgement
    errors: frozenset[str]
    conflicts: tuple[str, ...]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.judgement.refusals} | self.errors

    @property
    def allowed(self) -> bool:
        return self.judgement.allowed and not self.errors


class Forge:
    """The published branch `main`, and a desk at which requests are written."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.bare, self.main, self.desk = (folder / name for name in ("forge.git", "main", "desk"))
        self._git(folder, "init", "-q", "--bare", "-b", "main", str(self.bare))
        self.scoped = self.asked = 0  # requests of which only what they concern was read, and all
        settings = {"user.name": "Forge", "user.email": "forge@club.example", "gc.auto": "0"}
        for name, value in settings.items():
            self._git(self.bare, "config", name, value)
        seed = folder / "seed"
        self._git(folder, "clone", "-q", str(self.bare), str(seed))
        self._git(seed, "config", "user.name", "Forge")
        self._git(seed, "config", "user.email", "forge@club.example")
        self._write(seed, {path: text.encode() for path, text in files.items()})
        self._commit(seed, "The first day")
        self._git(seed, "push", "-q", "origin", "HEAD:main")
        # What is published, and the desk, are working trees of the bare repository.
        self._git(self.bare, "worktree", "add", "-q", str(self.main), "main")
        self._git(self.bare, "worktree", "add", "-q", "--detach", str(self.desk), "main")

    def start_day(self, day: date) -> tuple[Community, dict[str, ModuleFacts]]:
        """Bring the desk up to date; return what stands there in the morning."""
        self.morning = self._git(self.main, "rev-parse", "HEAD")
        self._git(self.desk, "checkout", "-q", "--detach", self.morning)
        return self.read(self.desk, day)

    def read(self, folder: Path, day: date) -> tuple[Community, dict[str, ModuleFacts]]:
        """Read and check a working tree; there must be no error in it."""
        loaded = load_community(WorkingTree(folder))
        assert find_errors(loaded.community, loaded.findings, day) == set()
        assert loaded.community is not None
        return loaded.community, all_facts(loaded.community, day)

    def propose(self, branch: str, files: Mapping[str, bytes | None]) -> bool:
        """Commit files on a branch that departs from the morning's state; False if nothing changes."""
        self._write(self.desk, files)
        if not self._git(self.desk, "status", "--porcelain"):
            return False
        self._commit(self.desk, branch)
        self._git(self.desk, "branch", branch)
        self._git(self.desk, "checkout", "-q", "--detach", self.morning)
        return True

    def judge(
        self,
        branch: str,
        account: Account,
        day: date,
        approvals: Collection[Account] = (),
        base: str = "main",
    ) -> Answer:
        """Answer as `koc check --base BASE --head BRANCH --actor ACCOUNT` does.

        What is read of a scope alone has to lead to the same answer as reading everything: every
        second request is read both ways.
        """
        self.asked += 1
        with open_request(self.bare, base, branch, [account, *approvals]) as request:
            judgement = request.judge(account, day, approvals)
            community = request.community_to_check(account)
            errors = list_errors(community, request.head.findings, day)
            self.scoped += not request.is_whole
        if self.asked % 2:
            self._read_whole((branch, account, day, approvals, base), judgement, errors)
        return Answer(judgement, frozenset(rule for rule, _ in errors), request.conflicts)

    def _read_whole(
        self,
        asked: tuple[str, Account, date, Collection[Account], str],
        told: Judgement,
        errors: set[tuple[str, str]],
    ) -> None:
        """Hold an answer against that of reading everything: what is new is found in both."""
        branch, account, day, approvals, base = asked
        with open_request(self.bare, base, branch) as request:
            judgement = request.judge(account, day, approvals)
            assert told == judgement, (told, judgement)
            standing = list_errors(request.base.community, request.base.findings, day)
            community = request.community_to_check(account)
            found = list_errors(community, request.head.findings, day)
            assert found - standing <= errors <= found

    def merge(self, branch: str) -> bool:
        """Merge a branch with Git itself; say whether it went without a conflict."""
        command = ["git", "merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch]
        done = subprocess.run(command, cwd=self.main, capture_output=True, check=False)
        if done.returncode:
            self._git(self.main, "merge", "--abort")
        return done.returncode == 0

    def _commit(self, folder: Path, message: str) -> None:
        self._git(folder, "add", "-A")
        self._git(folder, "commit", "-q", "-m", message)

    @staticmethod
    def _write(folder: Path, files: Mapping[str, bytes | None]) -> None:
        for path, data in files.items():
            file = folder / path
            if data is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    @staticmethod
    def _git(folder: Path, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
        return done.stdout.decode().strip()

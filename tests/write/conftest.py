"""A clone that belongs to somebody, and questions to Git about what a command left."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.conftest import Koc, complete_team

_ACTIVITY = """title: 早安打卡
type: foundation
form: {form}
size: S
access: open
background: 说一句今天的天气。
goals:
  - {{id: joined, text: 来一句}}
scope: {{includes: [一句话]}}
contact: zhou-lan
reply_within_days: 1
reward: {{points: 2}}
terms: {{licence: CC-BY-4.0, channels: [官网], byline: joint}}
days: 7
opened: 2026-06-01
closes: 2026-07-31
"""


@dataclass(frozen=True)
class Clone:
    """The small community's repository, asked through the real Git."""

    folder: Path

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout.rstrip("\n")

    def is_me(self, account: str) -> None:
        self.git("config", "user.name", "Somebody")
        self.git("config", "user.email", f"{account}@users.noreply.github.com")

    def complete_team(self) -> None:
        """Let somebody take the free seat of the module that two make together."""
        complete_team(self.folder)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "The team is complete")

    def snapshot(self) -> tuple[str, ...]:
        """Everything that a failed command must leave as it was."""
        # What commands remember for the next one is no file of the community's: Git ignores it.
        memory = self.folder / ".koc/memory"
        files = sorted(
            path
            for path in self.folder.rglob("*")
            if path.is_file() and ".git" not in path.parts and memory not in path.parents
        )
        inside = ";".join(f"{p.relative_to(self.folder)}={p.read_bytes().hex()}" for p in files)
        branch = self.git("symbolic-ref", "HEAD")
        return branch, self.git("show-ref"), self.git("status", "--porcelain"), inside


def read(clone: Clone, path: str) -> dict[str, object]:
    """Return the values of a record."""
    return dict(yaml.safe_load((clone.folder / path).read_text(encoding="utf-8")))


def with_activities(clone: Clone, forms: Mapping[str, str]) -> Clone:
    """Add activities beside the poll of the small community: their names, with the form of each."""
    for name, form in forms.items():
        folder = clone.folder / f"modules/guide/{name}"
        folder.mkdir()
        (folder / "module.yml").write_text(_ACTIVITY.format(form=form), encoding="utf-8")
    book = clone.folder / "modules/guide/handbook.yml"
    text = book.read_text(encoding="utf-8")
    listed = ", ".join(("cover-vote", *forms))
    book.write_text(text.replace("cover-vote]", f"{listed}]"), encoding="utf-8")
    clone.git("add", "-A")
    clone.git("commit", "-qm", "两个活动")
    return clone


@pytest.fixture
def clone(sample_repo: Path) -> Clone:
    made = Clone(sample_repo)
    made.is_me("1003+old-he-car")
    return made


@pytest.fixture
def quiet_koc(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> Koc:
    """`koc` where nobody can be asked, without the machine's own Git settings, and without the web."""
    monkeypatch.setattr("kocbook.intake.remote.fetch.socket.getaddrinfo", _resolve_nothing)
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)
    monkeypatch.setattr("kocbook.cli.commands.join.is_interactive", lambda: False)
    monkeypatch.setattr("kocbook.cli.commands.claim.is_interactive", lambda: False)
    monkeypatch.setattr("kocbook.cli.commands.respond.is_interactive", lambda: False)
    return koc


def _resolve_nothing(*_: object, **__: object) -> list[object]:
    raise OSError

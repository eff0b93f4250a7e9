"""A command that is stopped anywhere leaves everything as it was; two at once do not mix."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from kocbook.git.repository import Repository
from tests.conftest import Koc
from tests.write.conftest import Clone

CLAIM = ["claim", "night-drive", "writer", "--yes"]
STEPS = ["_write_tree", "_free_branch", "_switch", "_run_quietly", "_execute"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, RuntimeError])
@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step(
    quiet_koc: Koc,
    clone: Clone,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: type[BaseException],
    after: bool,
) -> None:
    before = clone.snapshot()
    real = getattr(Repository, step)
    calls: list[str] = []

    def fail(self: Repository, *arguments: object, **options: object) -> object:
        calls.append(step)
        if len(calls) == 1:
            if after:
                real(self, *arguments, **options)
            raise error("stopped")
        return real(self, *arguments, **options)

    monkeypatch.setattr(Repository, step, fail)
    code = quiet_koc(*CLAIM).code
    assert code in (3, 130)
    assert calls
    assert clone.snapshot() == before


@pytest.mark.parametrize("nth", range(1, 14))
def test_git_fails_at_its_nth_call(
    quiet_koc: Koc, clone: Clone, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    before = clone.snapshot()
    real = Repository._execute
    calls: list[int] = []

    def fail(self: Repository, command: list[str], **options: object) -> str:
        calls.append(1)
        if len(calls) == nth:
            raise KeyboardInterrupt
        return real(self, command, **options)

    monkeypatch.setattr(Repository, "_execute", fail)
    code = quiet_koc(*CLAIM).code
    if len(calls) < nth:
        assert code == 0
    else:
        assert code == 130
        assert clone.snapshot() == before


def test_hooks_of_the_clone_cannot_leave_half(quiet_koc: Koc, clone: Clone) -> None:
    hook = clone.folder / ".git/hooks/post-checkout"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert quiet_koc(*CLAIM).code == 0
    assert clone.git("status", "--porcelain") == ""


def test_two_at_once(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    with (clone.folder / ".git/koc.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = quiet_koc(*CLAIM, "--lang", "en")
    assert result.code == 2
    assert "Another koc" in result.err
    assert clone.snapshot() == before
    assert quiet_koc(*CLAIM).code == 0


def test_a_commit_in_between_is_noticed(clone: Clone) -> None:
    repository = Repository(clone.folder)
    clone.git("commit", "-q", "--allow-empty", "-m", "Another")
    with pytest.raises(Exception, match="moved"), repository.locked():
        pass


@pytest.mark.parametrize(
    "path", ["members/new.yml", "community.yml", "content/guide/first-day/加 空格.jpg"]
)
def test_a_dirty_tree_is_refused(quiet_koc: Koc, clone: Clone, path: str) -> None:
    file = clone.folder / path
    file.write_text((file.read_text() if file.exists() else "") + "# more\n")
    before = clone.snapshot()
    result = quiet_koc(*CLAIM)
    assert result.code == 2
    assert path in result.err.replace("\n", "")
    assert clone.snapshot() == before


def test_what_is_no_record_may_be_dirty(quiet_koc: Koc, clone: Clone) -> None:
    (clone.folder / "notes.txt").write_text("mine")
    (clone.folder / ".gitignore").write_text("x")
    clone.git("add", ".gitignore")
    assert quiet_koc(*CLAIM).code == 0
    assert (clone.folder / "notes.txt").read_text() == "mine"
    assert clone.git("show", "--name-only", "--format=") == (
        "modules/guide/night-drive/claims/writer.yml"
    )
    assert clone.git("status", "--porcelain") == "A  .gitignore\n?? notes.txt"


def test_a_merge_that_is_not_finished_is_refused(quiet_koc: Koc, clone: Clone) -> None:
    (clone.folder / ".git/MERGE_HEAD").write_text(clone.git("rev-parse", "HEAD") + "\n")
    assert quiet_koc(*CLAIM).code == 2


def test_without_git_or_commit(koc: Koc, tmp_path: Path, sample_repo: Path) -> None:
    import shutil

    shutil.rmtree(sample_repo / ".git")
    assert "git clone" in koc(*CLAIM).err
    subprocess.run(["git", "init", "-q"], cwd=sample_repo, check=True)
    result = koc(*CLAIM)
    assert result.code == 2
    assert "git clone" not in result.err


def test_a_community_below_the_top_and_a_detached_head(quiet_koc: Koc, clone: Clone) -> None:
    (clone.folder / "part").mkdir()
    for name in ("community.yml", "members", "modules", "content"):
        clone.git("mv", name, f"part/{name}")
    clone.git("commit", "-qm", "Moved")
    clone.git("switch", "-q", "--detach")
    quiet_koc.folder = clone.folder / "part"
    assert quiet_koc(*CLAIM).code == 0
    assert (clone.folder / "part/modules/guide/night-drive/claims/writer.yml").is_file()
    assert clone.git("status", "--porcelain") == ""


def test_open_needs_gh_and_uses_it(quiet_koc: Koc, clone: Clone, tmp_path: Path) -> None:
    before = clone.snapshot()
    quiet_koc.environment["PATH"] = "/usr/bin:/bin"
    assert "gh" in quiet_koc(*CLAIM, "--open").err
    assert clone.snapshot() == before
    tools, remote = tmp_path / "tools", tmp_path / "remote.git"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text(f"#!{sys.executable}\nimport sys\nprint('https://club.example/pull/1')\n")
    gh.chmod(0o755)
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    clone.git("remote", "add", "origin", str(remote))
    quiet_koc.environment["PATH"] = f"{tools}:/usr/bin:/bin"
    result = quiet_koc(*CLAIM, "--open")
    assert (result.code, result.err) == (0, "")
    assert "https://club.example/pull/1" in result.out
    assert clone.git("ls-remote", "origin").endswith("refs/heads/claim/guide-night-drive-writer")

"""A community on a hosting service that is not there: bare repositories, a fake API, real workflow steps."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AUTHOR, SAMPLE
from tests.flows.fake_github import REPOSITORY, TOKEN, FakeGitHub
from tests.flows.fake_server import serve

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
CHECKOUT = Path(__file__).parent / "checkout"
ARTEFACTS = Path(__file__).parent / "artefacts"
TOOL = (".github", "Makefile", "pyproject.toml", "tooling")
_UNNEEDED = shutil.ignore_patterns("__pycache__", "images", "samples", "theme", "reference")
_DATE = "1782720000 +0000"  # the one of AUTHOR, as both Git and GitPython read it
_DATES = {"GIT_AUTHOR_DATE": _DATE, "GIT_COMMITTER_DATE": _DATE}
_GIT = {**AUTHOR, **_DATES, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

ACCOUNTS = {
    "xiao-man": ("xiao-man-car", 1001),
    "old-he": ("old-he-car", 1003),
    "zhou-lan": ("zhou-lan-car", 1004),
    "gu-heng": ("gu-heng-car", 1005),
    "newcomer": ("new-driver", 7007),
}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**os.environ, **_GIT},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@cache
def example_event(name: str, action: str) -> str:
    """Return GitHub's own example of an event, as JSON."""
    listed = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    examples = next(item["examples"] for item in listed if item["name"] == name)
    return json.dumps(next(one for one in examples if one["action"] == action))


@dataclass(frozen=True)
class Run:
    """How one run of a workflow ended."""

    code: int
    log: str


@dataclass
class Forge:
    """The base and one fork as bare repositories, and what GitHub remembers."""

    folder: Path
    github: FakeGitHub
    work: Path = field(init=False)
    base: Path = field(init=False)

    def __post_init__(self) -> None:
        self.base, self.work = self.folder / "base.git", self.folder / "work"
        git(self.folder, "clone", "-q", str(self.base), str(self.work))

    def commit(self, branch: str, files: dict[str, str | None], start: str = "origin/main") -> str:
        """Commit files (None removes one) on a branch of the fork; return the commit."""
        git(self.work, "fetch", "-q", "origin")
        git(self.work, "checkout", "-q", "-f", "-B", branch, start)
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        git(self.work, "add", "-A")
        git(self.work, "commit", "-q", "-m", branch)
        return git(self.work, "rev-parse", "HEAD")

    def open(self, number: int, who: str, files: dict[str, str | None], **said: str) -> str:
        """Open, or push again to, a pull request from the author's fork; return its head."""
        branch = f"topic-{number}"
        is_new = number not in self.github.pulls
        head = self.commit(branch, files, "origin/main" if is_new else branch)
        git(self.work, "push", "-q", "-f", str(self.base), f"{branch}:refs/pull/{number}/head")
        login, account = ACCOUNTS[who]
        pull = json.loads(example_event("pull_request", "opened"))["pull_request"]
        pull |= {"number": number, "user": {"login": login, "id": account, "type": "User"}, **said}
        pull["base"] |= {"ref": "main", "sha": git(self.base, "rev-parse", "main")}
        pull["head"] |= {"ref": branch, "sha": head, "label": f"{login}:{branch}"}
        pull["head"]["repo"] |= {"full_name": f"{login}/handbooks", "fork": True}
        self.github.pulls[number] = pull
        return head

    def publish_forms(self, *, merges: bool = False) -> None:
        """Commit the forms that the community's settings make, and let requests be made of them.

        What needs nobody's judgement is merged by the workflow only where it `merges`.
        """
        from kocbook.records.loader import load_community
        from kocbook.records.tree import WorkingTree
        from kocbook.report.issue_forms import render_issue_forms

        community = load_community(WorkingTree(SAMPLE)).community
        assert community
        files: dict[str, str | None] = {**render_issue_forms(community.settings)}
        said = (SAMPLE / "community.yml").read_text(encoding="utf-8")
        files["community.yml"] = said if merges else f"{said}forms: {{merge: false}}\n"
        self.publish(files)
        self.github.base = self.base

    def publish(self, files: dict[str, str | None]) -> None:
        """Commit files on main itself, as a lead may."""
        self.commit("publishing", files)
        git(self.work, "push", "-q", "origin", "publishing:main")

    def merge(self, number: int) -> str:
        """Merge a pull request into main, as the button does; return the merge."""
        git(self.work, "fetch", "-q", "origin")
        git(self.work, "checkout", "-q", "-f", "-B", "merging", "origin/main")
        git(self.work, "merge", "-q", "--no-ff", "-m", "Merge", f"topic-{number}")
        git(self.work, "push", "-q", "origin", "merging:main")
        del self.github.pulls[number]
        return git(self.work, "rev-parse", "HEAD")

    def queue(self, number: int, after: str = "origin/main") -> tuple[str, str, str]:
        """Put a pull request into the merge queue; return its branch, base and head."""
        git(self.work, "fetch", "-q", "origin")
        git(self.work, "checkout", "-q", "-f", "--detach", after)
        base = git(self.work, "rev-parse", "HEAD")
        git(self.work, "merge", "-q", "--no-ff", "-m", "Queue", f"topic-{number}")
        ref = f"refs/heads/gh-readonly-queue/main/pr-{number}-{base}"
        git(self.work, "push", "-q", "origin", f"HEAD:{ref}")
        return ref, base, git(self.work, "rev-parse", "HEAD")

    def answer(self, number: int, action: str = "opened", **changes: Any) -> Run:
        """Run the workflow as GitHub does on an event of this pull request."""
        event = json.loads(example_event("pull_request", "opened"))
        event |= {"action": action, "number": number, "pull_request": self.github.pulls[number]}
        return self.act("pull_request_target", "check.yml", {**event, **changes})

    def check_merge(self, ref: str, base: str, head: str) -> Run:
        event = json.loads(example_event("merge_group", "checks_requested"))
        event["merge_group"] |= {"head_ref": ref, "base_sha": base, "head_sha": head}
        return self.act("merge_group", "check.yml", event)

    def act(self, name: str, workflow: str, event: dict[str, Any]) -> Run:
        """Run the steps of a workflow of the base on this machine, without containers."""
        here = {"full_name": REPOSITORY, "default_branch": "main"}
        event["repository"] = {**event.get("repository", {}), **here}
        payload = self.folder / "event.json"
        payload.write_text(json.dumps(event), encoding="utf-8")
        source = self.folder / "workflows"  # GitHub takes the workflow from the base, too
        if not source.exists():
            git(self.folder, "clone", "-q", str(self.base), str(source))
            git(source, "remote", "set-url", "origin", f"https://github.com/{REPOSITORY}")
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("act")),
                *(name, "--directory", str(source), "--eventpath", str(payload)),
                *("--workflows", f".github/workflows/{workflow}"),
                *("--platform", "ubuntu-latest=-self-hosted", "--action-offline-mode"),
                *("--no-cache-server", "--no-skip-checkout"),
                *("--action-cache-path", str(self.folder / "act")),
                *(f"--local-repository={use}={place}" for use, place in _stand_ins(workflow)),
                *("--env", f"STAND_IN_ARTEFACTS={self.folder / 'artefacts'}"),
                *("--env", f"GITHUB_API_URL={self.github.url}"),
                *("--env", f"GITHUB_GRAPHQL_URL={self.github.url}/graphql"),
                *("--env", f"STAND_IN_ORIGIN={self.base}"),
                *("--env", f"STAND_IN_PYTHON={sys.executable}"),
                *(f"--env={name}={value}" for name, value in _GIT.items()),
                *("--secret", f"GITHUB_TOKEN={TOKEN}"),
            ],
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"},
            capture_output=True,
            check=False,
            timeout=600,
        )
        return Run(done.returncode, (done.stdout + done.stderr).decode())

    def step(self, name: str, event: dict[str, Any], kind: str = "issues") -> Run:
        """Run one step of a workflow by itself, on a fresh checkout: quicker than the whole of it."""
        place = self.folder / "step"
        shutil.rmtree(place, ignore_errors=True)
        git(self.folder, "clone", "-q", str(self.base), str(place))
        koc = place / ".venv/bin/koc"
        koc.parent.mkdir(parents=True)
        main = "from kocbook.cli.main import main; main()"
        koc.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{main}" "$@"\n', encoding="utf-8")
        koc.chmod(0o755)
        payload = place / ".venv/event.json"
        payload.write_text(json.dumps(event), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "forges.github", name],
            cwd=place,
            env={
                **_GIT,
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(place / "tooling"),
                "TZ": "Asia/Shanghai",
                "GITHUB_API_URL": self.github.url,
                "GITHUB_GRAPHQL_URL": f"{self.github.url}/graphql",
                "GITHUB_EVENT_NAME": kind,
                "GITHUB_EVENT_PATH": str(payload),
                "GITHUB_OUTPUT": str(place / ".venv/output"),
                "GITHUB_REF_NAME": "main",
                "GITHUB_REPOSITORY": REPOSITORY,
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_STEP_SUMMARY": str(place / ".venv/summary"),
                "GITHUB_TOKEN": TOKEN,
            },
            capture_output=True,
            check=False,
            timeout=300,
        )
        return Run(done.returncode, (done.stdout + done.stderr).decode())

    def output(self) -> str:
        """Return what the last step gave to those that follow it."""
        written = self.folder / "step/.venv/output"
        return written.read_text(encoding="utf-8") if written.exists() else ""

    def status(self, commit: str) -> str | None:
        """Return the last state that was set for a commit."""
        listed = self.github.statuses.get(commit)
        return listed[-1]["state"] if listed else None

    def comment(self, number: int) -> str:
        """Return the one comment that the workflow wrote."""
        (body,) = self.github.own_comments(number)
        return body


def _stand_ins(workflow: str) -> Iterator[tuple[str, Path]]:
    """Yield each action that a workflow uses, with what stands in for it here."""
    files = [ROOT / ".github/workflows" / workflow, *ROOT.glob(".github/actions/*/action.yml")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for use in sorted(set(re.findall(r"uses: ([^\s.]\S+)", text))):
        name = use.partition("@")[0].removeprefix("actions/")
        yield use, CHECKOUT if name == "checkout" else ARTEFACTS / name


@pytest.fixture(scope="session")
def forge_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base: the small community, and this very tool with its workflows."""
    folder = tmp_path_factory.mktemp("forge")
    work = folder / "work"
    shutil.copytree(SAMPLE, work)
    for name in TOOL:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, work / name, ignore=_UNNEEDED)
        else:
            shutil.copy(ROOT / name, work / name)
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "A community and its tool")
    git(folder, "clone", "-q", "--bare", str(work), "base.git")
    return folder / "base.git"


@pytest.fixture
def forge(forge_template: Path, tmp_path: Path) -> Iterator[Forge]:
    shutil.copytree(forge_template, tmp_path / "base.git")
    with serve(FakeGitHub()) as github:
        yield Forge(tmp_path, github)


def claim(
    module: str, seat: str, member: str, terms: str, day: str = "2026-06-30"
) -> dict[str, str | None]:
    text = f'member: {member}\nclaimed: {day}\nterms: "{terms}"\n'
    return {f"modules/{module}/claims/{seat}.yml": text}

"""Looking again at 300 open requests on 1,000 modules: CPU seconds and calls, beside an earlier commit.

`python -m tests.bench.bench_answers --before DIR`: DIR is a checkout, for 7cf18fa made by `git worktree add DIR
7cf18fa`; it runs by the libraries of this one's environment. The earlier way takes minutes, so its verdicts are
measured on twenty requests, in which every kind has its share, and counted for all.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.measure import Cost, measure
from tests.bench.open_requests import Proposal, propose_many
from tests.bench.workshop import ROOT, Workshop, environment
from tests.flows.fake_github import BOT, REPOSITORY, TOKEN, FakeGitHub
from tests.flows.fake_server import serve
from tests.flows.github_objects import account

REQUESTS, MODULES, SAMPLED = 300, 1000, 20
SAME = "### ✅ 都没问题"
"""What a `koc` says that only stands in: for counting calls it does not matter what is said."""
_STUB = f"""#!{sys.executable}
import json, sys
words = sys.argv
if "--each" in words:
    for row in json.load(open(words[words.index("--each") + 1])):
        print(json.dumps({{"code": 0, "text": {SAME!r}}}))
elif words[1] == "answer":
    print({SAME!r})
"""


@dataclass(frozen=True)
class Place:
    """A clone of the community in which the forge adapter of one tree runs."""

    home: Path
    folder: Path

    def install(self, koc: str) -> None:
        """Put a `koc` where the adapter looks for it."""
        program = self.folder / ".venv/bin/koc"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(koc, "utf-8")
        program.chmod(0o755)

    def sweep(self, github: FakeGitHub, kind: str = "push") -> Cost:
        """Look again at all open requests, as the step of the workflow does."""
        event = self.folder / ".venv/event.json"
        event.write_text("{}", "utf-8")
        command = [sys.executable, "-m", "forges.github", "answer-again"]
        return measure(command, self.folder, self._environment(github, kind, event))

    def _environment(self, github: FakeGitHub, kind: str, event: Path) -> dict[str, str]:
        return {
            "PYTHONPATH": str(self.home / "tooling"),
            "CI": "true",
            "GITHUB_API_URL": github.url,
            "GITHUB_GRAPHQL_URL": f"{github.url}/graphql",
            "GITHUB_EVENT_NAME": kind,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(event.with_name("output")),
            "GITHUB_REF_NAME": "main",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_STEP_SUMMARY": str(event.with_name("summary")),
            "GITHUB_TOKEN": TOKEN,
        }


def koc_of(home: Path) -> str:
    """Return a program that runs a tree's `koc`."""
    start = "from kocbook.cli.main import main; main()"
    return f'#!/bin/sh\nPYTHONPATH="{home}/tooling" exec "{sys.executable}" -c "{start}" "$@"\n'


def remember(github: FakeGitHub, proposals: list[Proposal], base: str, *, answered: bool) -> None:
    """Let GitHub know the requests; where they are answered, all of them in the same words."""
    for one in proposals:
        login, _, number = one.actor.partition(":")
        head = {"ref": "x", "sha": one.head, "repo": {"full_name": f"{login}/handbooks"}}
        pull: dict[str, Any] = {"number": one.number, "user": account(login, int(number))}
        pull |= {"head": head, "base": {"ref": "main", "sha": base}}
        github.pulls[one.number] = pull
        if answered:
            said = github.say(one.number, f"<!-- kocbook: answer -->\n{SAME}", BOT)
            words = {"description": SAME.lstrip("# "), "target_url": said["html_url"]}
            github.set_status(one.head, BOT, state="success", context="koc", **words)


def note_sweep(github: FakeGitHub, base: str) -> None:
    """Let GitHub know of a run of the timetable that saw everything as it is."""
    moment = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    step = {"name": "Note that every open pull request was seen", "number": 1}
    step |= {"status": "completed", "conclusion": "success"}
    run = {"id": 1, "event": "schedule", "head_sha": base, "head_branch": "main"}
    run |= {"conclusion": "success", "run_started_at": moment, "jobs": [{"id": 1, "steps": [step]}]}
    github.runs.append(run)


def main() -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True, metavar="DIR")
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked = parser.parse_args()
    os.environ["TZ"] = "Asia/Shanghai"
    workshop = Workshop(asked.folder.absolute())
    root = workshop.community(MODULES)
    proposals = propose_many(root, REQUESTS)
    base = _git(root, "rev-parse", "main")
    now = Place(ROOT, _clone(root, workshop.folder / "adapter-now"))
    then = Place(asked.before.absolute(), _clone(root, workshop.folder / "adapter-then"))
    out = sys.stdout
    out.write(
        f"{environment()}\n\n| {REQUESTS} open requests, {MODULES:,} modules | now | before | ratio |\n|---|---|---|---|\n"
    )
    for place in (now, then):
        place.install(_STUB)
    with serve(FakeGitHub(page=100, remaining=10**6)) as github:
        remember(github, proposals, base, answered=True)
        calls = []
        for place in (now, then):
            github.asked.clear()
            place.sweep(github)
            calls.append(len(github.asked))
        out.write(_row("calls where nothing changed", *calls))
        note_sweep(github, base)
        github.asked.clear()
        cost = now.sweep(github, "schedule")
        out.write(
            f"| … an hour after the last look: calls, CPU seconds | {len(github.asked)}, {cost.cpu:.1f} | | |\n"
        )
    now.install(koc_of(now.home))
    with serve(FakeGitHub(page=100, remaining=10**6)) as github:
        remember(github, proposals, base, answered=False)
        whole = now.sweep(github).cpu
        out.write(
            f"| the whole look, all of them answered: CPU seconds, calls | {whole:.1f}, {len(github.asked)} | | |\n"
        )
    ours = _verdicts_now(workshop, root, proposals)
    theirs = _verdicts_before(then, root, proposals[:SAMPLED]) * REQUESTS / SAMPLED
    out.write(
        _row(
            f"verdicts alone: CPU seconds (before: {SAMPLED} × {REQUESTS // SAMPLED})", ours, theirs
        )
    )
    return 0


def _verdicts_now(workshop: Workshop, root: Path, proposals: list[Proposal]) -> float:
    rows = [
        {"head": one.head, "actor": one.actor, "approved": [], "edit_base": None}
        for one in proposals
    ]
    file = workshop.folder / "requests.json"
    file.write_text(json.dumps(rows), "utf-8")
    words = ("answer", "--base", "main", "--each", str(file))
    return workshop.koc(root, *words, codes=(0, 1)).cpu


def _verdicts_before(place: Place, root: Path, proposals: list[Proposal]) -> float:
    place.install(koc_of(place.home))
    program = place.folder / ".venv/bin/koc"
    spent = 0.0
    for one in proposals:
        words = [
            "--root",
            root,
            "answer",
            "--base",
            "main",
            "--head",
            one.head,
            "--actor",
            one.actor,
        ]
        spent += measure([program, *words], place.folder, {"CI": "true"}, (0, 1)).cpu
    return spent


def _clone(root: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(root), str(target)], check=True)
    return target


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _row(work: str, ours: float, theirs: float) -> str:
    return f"| {work} | {ours:.4g} | {theirs:.4g} | {ours / theirs:.2f} |\n"


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.bench.bench_effects`: what the second judge adds to the verdict on a request.

A member's three files, and a project lead's new settings, which touch what everybody holds. Reads
and judges each in turn with both judges and with the table of paths alone; prints processor
seconds and their ratio, and ends with 1 where it is more than 4/3.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import yaml

from kocbook.policy.actor import Account, parse_account
from kocbook.policy.judge import judge_change
from kocbook.policy.request import open_request
from kocbook.rules.engine import check_community
from tests.bench.communities import AS_OF, dump
from tests.bench.workshop import ROOT, Workshop

GOAL = 4 / 3


def measure(root: Path, head: str, account: Account, *, effects: bool) -> float:
    """Return the processor seconds of a verdict: reading a request, judging and checking it."""
    began = time.process_time()
    with open_request(root, "main", head, [account]) as request:
        judge_change(
            request.base, request.head, request.changes, account, AS_OF, is_outcome=effects
        )
        community = request.community_to_check(account)
        assert community is not None
        check_community(community, AS_OF)
    return time.process_time() - began


def propose_settings(root: Path) -> tuple[str, Account]:
    """Make the branch `settings`, on which a project lead lets claims rest a day longer."""
    aside = root / ".koc/settings"
    shutil.rmtree(aside, ignore_errors=True)
    git = ["git", "-C", str(root), "-c", "user.name=bench", "-c", "user.email=b@kocbook.example"]
    subprocess.run([*git, "worktree", "prune"], check=True)
    subprocess.run([*git, "worktree", "add", "-qfB", "settings", aside, "main"], check=True)
    path = aside / "community.yml"
    value = yaml.safe_load(path.read_text("utf-8"))
    value.setdefault("limits", {})["grace_days"] = 4
    path.write_text(dump(value), "utf-8")
    git[2] = str(aside)
    subprocess.run([*git, "commit", "-qam", "Settings"], check=True)
    people = (yaml.safe_load(file.read_text("utf-8")) for file in aside.glob("members/*.yml"))
    lead = next(one for one in people if "project-lead" in one.get("staff", []))
    return "settings", Account(lead["github"], lead["github_id"])


def main() -> int:
    """Print a table; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--modules", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    options = parser.parse_args()
    workshop = Workshop(options.folder.absolute())
    root = workshop.community(options.modules)
    cases = {
        "a member's three files": ("proposal", parse_account(workshop.propose(root)[1])),
        "settings, everybody touched": propose_settings(root),
    }
    sys.stdout.write("| request | both judges, CPU s | the table alone, CPU s | ratio | goal |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    missed = False
    for name, (head, account) in cases.items():
        pairs = [
            [measure(root, head, account, effects=effects) for effects in (True, False)]
            for _ in range(options.rounds + 1)
        ][1:]  # the first one warms up
        both, alone = (median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = both / alone
        missed = missed or ratio > GOAL
        mark = "✗" if ratio > GOAL else "✓"
        sys.stdout.write(f"| {name} | {both:.3f} | {alone:.3f} | {ratio:.3f} | ≤ 1.333 {mark} |\n")
        sys.stdout.flush()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.bench.bench_install`: from a runner that started to the verdict on a request, then and now.

A runner has a checkout, Python with pip, and what its cache holds. Each line begins with a fresh checkout and
counts the processor seconds of installing koc and of the verdict on a request among 1,000 modules, with all
that Python compiles meanwhile. Needs an index of packages; `--before` is the commit to compare with.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Cost, measure
from tests.bench.workshop import ROOT, Workshop

BEFORE = "7cf18fa"
MODULES = 1_000
GOAL_SECONDS, GOAL_MB = 3.0, 90


@dataclass(frozen=True)
class Start:
    """One way to a verdict: what installing and judging cost, what was installed."""

    name: str
    install: Cost
    verdict: Cost
    wheels: int
    megabytes: float

    @property
    def cpu(self) -> float:
        """Processor seconds from the runner's start to the answer."""
        return self.install.cpu + self.verdict.cpu


class Runner:
    """A machine with nothing on it but Python, and a community to judge a request of."""

    def __init__(self, folder: Path) -> None:
        shop = Workshop(folder)
        self.folder = folder
        self.community = shop.community(MODULES)
        _, self.actor = shop.propose(self.community)
        self.kept = folder / "kept.tar.zst"

    def check_out(self, revision: str) -> Path:
        """Return a fresh checkout: no environment, nothing compiled."""
        target = self.folder / "checkout"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        archive = subprocess.run(
            ["git", "-C", ROOT, "archive", revision], check=True, stdout=subprocess.PIPE
        )
        subprocess.run(["tar", "-x", "-C", target], input=archive.stdout, check=True)
        return target

    def run(self, here: Path, command: str, codes: tuple[int, ...] = (0,)) -> Cost:
        """Run a line of shell in the checkout, with no cache of pip's or uv's."""
        empty = self.folder / "empty"
        shutil.rmtree(empty, ignore_errors=True)
        mine = str(Path(sys.executable).parent)
        path = os.pathsep.join(one for one in os.environ["PATH"].split(os.pathsep) if one != mine)
        nothing = {"PIP_NO_CACHE_DIR": "1", "UV_CACHE_DIR": str(empty), "UV": "", "PYTHONPATH": ""}
        return measure(
            ["bash", "-c", command], here, {**nothing, "PATH": path, "CI": "true"}, codes
        )

    def judge(self, here: Path) -> Cost:
        """Give the verdict, as the workflow asks for it."""
        request = f"--base main --head proposal --actor {self.actor} --format json"
        return self.run(here, f".venv/bin/koc --root {self.community} check {request}", (0, 1))

    def start(self, name: str, revision: str, install: str, restores: bool = False) -> Start:
        """Install in a fresh checkout and judge; keep the environment as the cache would."""
        here = self.check_out(revision)
        installing = self.run(
            here, f"tar --zstd -xf {self.kept} && {install}" if restores else install
        )
        verdict = self.judge(here)
        if not restores:
            subprocess.run(["tar", "--zstd", "-cf", self.kept, ".venv"], cwd=here, check=True)
        packages = next(here.glob(".venv/lib/python3*/site-packages"))
        wheels = len(list(packages.glob("*.dist-info"))) - 1  # koc itself is the checkout
        return Start(name, installing, verdict, wheels, _megabytes(here / ".venv"))


def _megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*")) / 1e6


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked.add_argument("--before", default=BEFORE)
    options = asked.parse_args()
    runner = Runner(options.folder.absolute())
    starts = [
        runner.start(f"{options.before}: every run", options.before, "make venv-site"),
        runner.start("now: the first run, nothing kept", "HEAD", "make venv-core"),
        runner.start("now: every other run", "HEAD", "make venv-core", restores=True),
    ]
    out = sys.stdout
    out.write("| way | install, CPU s | verdict, CPU s | both | wall s | packages | MB |\n")
    out.write("|---|---|---|---|---|---|---|\n")
    for one in starts:
        wall = one.install.wall + one.verdict.wall
        figures = f"{one.install.cpu:.2f} | {one.verdict.cpu:.2f} | {one.cpu:.2f} | {wall:.1f}"
        out.write(f"| {one.name} | {figures} | {one.wheels} | {one.megabytes:.0f} |\n")
    last = starts[-1]
    reached = last.cpu <= GOAL_SECONDS and last.megabytes <= GOAL_MB
    out.write(
        f"\ngoal, at most {GOAL_SECONDS:.0f} s and {GOAL_MB} MB: {'yes' if reached else 'NO'}\n"
    )
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Lighthouse on the sample site, as on a telephone: performance, accessibility, best practices, SEO.

`python -m tests.bench.bench_lighthouse [--folder DIR] [--rounds N] [PAGE…]` builds the sample with the
address under which it is measured (elsewhere the canonical address would be another host's), asks
Lighthouse's usual profile of a phone, prints a table, and fails where a page that counts is below 95.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kocbook.site.publish.build import build_site
from tests.bench.hosting import serve
from tests.bench.workshop import ROOT, environment
from tests.site.built import AS_OF, copy_root, load_living

PACKAGE = Path(__file__).with_name("lighthouse")
PORT = 8127
GOAL = 95
COUNTED = ("", "new-owner-guide/hidden-storage/", "board/")
"""The home page, a module with photos, the board."""
MORE = (
    "new-owner-guide/",
    "new-owner-guide/first-setup/",
    "people/lin-xiaoman/",
    "library/",
    "en/",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {
    "first-contentful-paint": "first paint, s",
    "largest-contentful-paint": "largest paint, s",
    "total-blocking-time": "blocked, ms",
    "cumulative-layout-shift": "layout shift",
    "total-byte-weight": "kB",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Lighthouse's verdict on a page: scores of 100, figures as it measures them, what costs points."""

    scores: dict[str, int]
    figures: dict[str, float]
    faults: list[str]


def build_sample(folder: Path) -> Path:
    """Build the sample community as if it were published at the address where it is measured."""
    community = load_living()
    place = replace(community.settings.site, url=f"http://127.0.0.1:{PORT}/")
    here = replace(community, settings=replace(community.settings, site=place))
    build_site(copy_root(folder / "root"), here, AS_OF, folder / "site")
    return folder / "site"


def install(folder: Path) -> Path:
    """Install Lighthouse from its lock, once; return its command."""
    command = folder / "node_modules/.bin/lighthouse"
    if not command.exists():
        for name in ("package.json", "package-lock.json"):
            (folder / name).write_bytes((PACKAGE / name).read_bytes())
        npm = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"]
        subprocess.run(npm, cwd=folder, check=True)
    return command


def ask(command: Path, url: str) -> Report:
    """Let Lighthouse open a page once."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    switches = "--chrome-flags=--headless=new --no-sandbox --disable-background-networking"
    done = subprocess.run(
        [command, url, "--output=json", "--quiet", switches],
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
        capture_output=True,
    )
    return read_report(json.loads(done.stdout))


def read_report(said: dict[str, Any]) -> Report:
    """Return what is printed of Lighthouse's own report."""
    audits = said["audits"]
    scores = {name: round(100 * said["categories"][name]["score"]) for name in CATEGORIES}
    weighty = {
        ref["id"]
        for name in CATEGORIES
        for ref in said["categories"][name]["auditRefs"]
        if ref["weight"] and ref.get("group") != "metrics"
    }
    faults = sorted(
        name for name in weighty if (audits[name]["score"] or 0) < 1 and _counts(audits[name])
    )
    return Report(scores, {name: audits[name]["numericValue"] for name in METRICS}, faults)


def _counts(audit: dict[str, Any]) -> bool:
    return audit["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")


def middle(reports: Iterable[Report]) -> Report:
    """Return the medians of several visits."""
    all_of = list(reports)
    scores = {
        name: int(statistics.median_low([one.scores[name] for one in all_of]))
        for name in CATEGORIES
    }
    figures = {name: statistics.median(one.figures[name] for one in all_of) for name in METRICS}
    return Report(scores, figures, sorted({fault for one in all_of for fault in one.faults}))


def write_row(page: str, report: Report) -> str:
    """Write a page's line of the table."""
    scale = {
        "first-contentful-paint": 1000,
        "largest-contentful-paint": 1000,
        "total-byte-weight": 1000,
    }
    digits = {"cumulative-layout-shift": 3, "total-blocking-time": 0, "total-byte-weight": 0}
    figures = [
        f"{value / scale.get(name, 1):.{digits.get(name, 1)}f}"
        for name, value in report.figures.items()
    ]
    scores = [str(score) for score in report.scores.values()]
    cells = [f"`{page or '/'}`", *scores, *figures, ", ".join(report.faults)]
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench/lighthouse")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    command = install(folder)
    site = build_sample(folder)
    out = sys.stdout
    out.write(f"{environment()}; medians of {asked.rounds}\n\n")
    head = ["page", *CATEGORIES, *METRICS.values(), "what costs points"]
    out.write(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
    low = []
    with serve(site, port=PORT) as host:
        for page in asked.pages or (*COUNTED, *MORE):
            report = middle(ask(command, host.address + page) for _ in range(asked.rounds))
            out.write(write_row(page, report))
            out.flush()
            if page in COUNTED and min(report.scores.values()) < GOAL:
                low.append(page or "/")
    if low:
        sys.exit(f"below {GOAL}: {', '.join(low)}")


if __name__ == "__main__":
    main()

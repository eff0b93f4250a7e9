"""A site built whole, and in shards that are joined: what each costs, and that the bytes are the same.

`python -m tests.bench.bench_shards [--modules N] [--folder DIR]` builds one shard after the other, as
each has a machine of its own: the wall time of all is that of the slowest shard and of joining.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Cost
from tests.bench.workshop import KOC, ROOT, Workshop, environment, same_tree


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder)
    root = workshop.community(asked.modules)
    done = subprocess.run(
        [KOC, "--root", root, "plan", "--format", "json"], capture_output=True, check=True
    )
    pages = {one["shard"]: one["pages"] for one in json.loads(done.stdout)["include"]}
    total = sum(pages.values())
    folder = workshop.folder / "shards-bench"
    for made in (folder, root / ".koc"):
        shutil.rmtree(made, ignore_errors=True)  # everything is built anew
    show("koc plan", total, workshop.koc(root, "plan"))
    target = ("--site-dir", str(folder / "whole"))
    show("koc build, whole", total, workshop.koc(root, "build", *target))
    for name, count in pages.items():
        target = ("--site-dir", str(folder / "shards" / name))
        show(f"--shard {name}", count, workshop.koc(root, "build", "--shard", name, *target))
    target = ("--site-dir", str(folder / "joined"))
    show("--join", total, workshop.koc(root, "build", "--join", str(folder / "shards"), *target))
    size = sum(file.stat().st_size for file in (folder / "whole").rglob("*") if file.is_file())
    same = same_tree(folder / "whole", folder / "joined")
    sys.stdout.write(f"\nThe same bytes: {same}; {size / 2**20:.0f} MiB; {environment()}\n")
    sys.exit(0 if same else 1)


def show(work: str, pages: int, cost: Cost) -> None:
    """Print one line as soon as it is known."""
    a_page = 1000 * cost.cpu / pages
    sys.stdout.write(
        f"{work:<22}{pages:>7} pages {cost.cpu:>8.1f} s CPU {a_page:>7.1f} ms a page"
        f" {cost.wall:>8.1f} s wall {cost.memory:>6.0f} MiB\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""How much a page weighs as a community grows, as ratios: no page may grow with it.

`python -m tests.bench.bench_pages [TIMES]` builds the sample, and the sample TIMES over (24: 1,008
modules, 72 handbooks, both languages), and prints the mean HTML of a page in both, the largest
page of each, and how many modules' site would fit into 1 GB at the larger one's weight.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import measure
from tests.bench.multiplied import multiply
from tests.bench.workshop import ROOT

TIMES = 24
GOAL = 1.15
LIMIT = 1_000_000_000
"""So many bytes a published site may have on GitHub Pages."""


@dataclass(frozen=True)
class Weight:
    """A built site: bytes of each HTML page by its address, and of everything."""

    modules: int
    pages: dict[str, int]
    whole: int
    cpu: float

    @property
    def mean(self) -> float:
        """Bytes of HTML a page."""
        return statistics.mean(self.pages.values())


def weigh(folder: Path, times: int) -> Weight:
    """Build the sample `times` over in `folder`, and weigh its site."""
    root, site = folder / f"sample-{times}", folder / f"site-{times}"
    modules = multiply(ROOT, root, times)
    python = [sys.executable, "-m"]
    docs = root / ".koc/docs"
    # The copies bear others' fingerprints: what the check says of them is not what is weighed.
    costs = [measure([*python, "kocbook", "--root", root, "assemble", "--out", docs], folder)]
    for language, name, target in (
        ("zh", "mkdocs.yml", site),
        ("en", "mkdocs.en.yml", site / "en"),
    ):
        words = ["kocbook.site.mkdocs_build", ROOT / name, docs / language, target]
        costs.append(measure([*python, *words], folder))
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = {
        path.relative_to(site).as_posix(): path.stat().st_size
        for path in files
        if path.suffix == ".html"
    }
    whole = sum(path.stat().st_size for path in files)
    return Weight(modules, pages, whole, sum(cost.cpu for cost in costs))


def main() -> None:
    """Print the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder:
        small, large = (weigh(Path(folder), number) for number in (1, times))
    for found in (small, large):
        page = max(found.pages, key=lambda name: found.pages[name])
        sys.stdout.write(
            f"{found.modules} modules: {len(found.pages)} pages of {found.mean / 1e3:.1f} kB, "
            f"largest {found.pages[page] / 1e3:.0f} kB ({page}); "
            f"site {found.whole / 1e6:.0f} MB, build {found.cpu:.1f} s CPU\n"
        )
    sys.stdout.write(f"mean HTML a page: {large.mean / small.mean:.3f} (goal {GOAL})\n")
    each = (large.whole - small.whole) / (large.modules - small.modules)
    sys.stdout.write(f"a further module: {each / 1e3:.0f} kB; {LIMIT / each:.0f} modules in 1 GB\n")


if __name__ == "__main__":
    main()

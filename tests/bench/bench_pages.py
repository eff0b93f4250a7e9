"""How much a page weighs as a community grows, as ratios: no page may grow with it.

`python -m tests.bench.bench_pages [TIMES]` builds the sample, and the sample TIMES over (24: 1,008
modules, 72 handbooks, both languages, pictures); `… generated [MODULES]` builds 100 and 1,000
modules as `communities.py` writes them (Chinese, no pictures). It prints the mean HTML of a page,
its ratio, the largest page, and how many modules fit into 1 GB if each further one weighs as much.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.communities import write_community
from tests.bench.measure import measure
from tests.bench.multiplied import multiply
from tests.bench.workshop import ROOT

SAMPLE, GENERATED = "sample", "generated"
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


def weigh(folder: Path, shape: str, size: int) -> Weight:
    """Build a community of a shape and size in `folder`, and weigh its site."""
    root, site = folder / f"{shape}-{size}", folder / f"site-{size}"
    if shape == SAMPLE:
        modules = multiply(ROOT, root, size)
    else:
        modules = size
        root.mkdir()
        write_community(root, size)
    cost = build(root, site)
    files = [path for path in site.rglob("*") if path.is_file()]
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in files}
    pages = {name: size for name, size in sizes.items() if name.endswith(".html")}
    return Weight(modules, pages, sum(sizes.values()), cost)


def build(root: Path, site: Path) -> float:
    """Assemble and build every language; return the processor seconds."""
    python, docs = (sys.executable, "-m"), root / ".koc/docs"
    costs = [measure((*python, "kocbook", "--root", root, "assemble", "--out", docs), root)]
    for language, name, target in (
        ("zh", "mkdocs.yml", site),
        ("en", "mkdocs.en.yml", site / "en"),
    ):
        if (docs / language).is_dir():
            words = ("kocbook.site.engine.mkdocs_build", ROOT / name, docs / language, target)
            costs.append(measure((*python, *words), root))
    return sum(cost.cpu for cost in costs)


def main() -> None:
    """Print the table."""
    shape = GENERATED if sys.argv[1:2] == [GENERATED] else SAMPLE
    numbers = [int(word) for word in sys.argv[1:] if word != GENERATED]
    sizes = (1, *(numbers or [TIMES])) if shape == SAMPLE else (100, *(numbers or [1000]))
    with tempfile.TemporaryDirectory() as folder:
        small, large = (weigh(Path(folder), shape, size) for size in sizes)
    for found in (small, large):
        page = max(found.pages, key=lambda name: found.pages[name])
        sys.stdout.write(
            f"{found.modules} modules: {len(found.pages)} pages of {found.mean / 1e3:.1f} kB, "
            f"largest {found.pages[page] / 1e3:.0f} kB ({page}); "
            f"site {found.whole / 1e6:.0f} MB, build {found.cpu:.1f} s CPU\n"
        )
    sys.stdout.write(f"mean HTML a page: {large.mean / small.mean:.3f} (goal {GOAL})\n")
    each = (large.whole - small.whole) / (large.modules - small.modules)
    sys.stdout.write(f"a further module: {each / 1e3:.1f} kB; {LIMIT / each:.0f} modules in 1 GB\n")


if __name__ == "__main__":
    main()

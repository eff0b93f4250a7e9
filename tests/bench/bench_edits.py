"""`koc build` after one change of each kind, beside plain MkDocs; and commands, beside a check that remembers nothing.

`python -m tests.bench.bench_edits [--folder DIR] [--modules N] [--rounds N]` prints a table; every site is
compared, byte by byte, with one that is assembled and built anew, or no figure counts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import yaml

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.brief import Brief
from tests.bench.communities import AS_OF, dump, member_id, module_id
from tests.bench.edits import A_TEXT, Edit
from tests.bench.measure import Cost, middle
from tests.bench.workshop import ROOT, Workshop, environment, same_tree

BOOK = "modules/book-000"
GOAL, NOTHING, COMMANDS = 0.08, 0.5, 0.5
ASKED = (["status"], ["board"], ["credits"], ["rewards"], ["remind"], ["skills"], ["tiers"])


def a_title(root: Path) -> None:
    """Change the title of a chapter's first module."""
    Edit(f"{BOOK}/{module_id(0)}/module.yml", "title: ", "title: 新").make(root)


def a_text(root: Path) -> None:
    """Change a word of a text; its authors sign it again."""
    A_TEXT.make(root)


def a_claim(root: Path) -> None:
    """Claim an open seat."""
    folder = root / f"{BOOK}/{module_id(9)}"
    other = root / f"{BOOK}/{module_id(7)}/claims/writer.yml"
    claim = yaml.safe_load(other.read_text("utf-8"))
    brief = yaml.safe_load((folder / "module.yml").read_text("utf-8"))
    claim |= {
        "member": member_id(40),
        "claimed": (AS_OF - timedelta(days=1)).isoformat(),
        "terms": terms_fingerprint(msgspec.convert(brief, Brief)),
    }
    (folder / "claims").mkdir(exist_ok=True)
    (folder / "claims/writer.yml").write_text(dump(claim), "utf-8")


def a_review(root: Path) -> None:
    """Say another thing in a review."""
    path = f"{BOOK}/{module_id(4)}/reviews/1-{member_id(1)}.yml"
    Edit(path, "strengths:\n- ", "strengths:\n- 真好，").make(root)


def a_module(root: Path) -> None:
    """Add a module to the end of a chapter."""
    source, target = root / f"{BOOK}/{module_id(8)}/module.yml", root / f"{BOOK}/a-new-one"
    target.mkdir()
    words = source.read_text("utf-8").replace("title: ", "title: 新写的", 1)
    (target / "module.yml").write_text(words, "utf-8")
    record = root / f"{BOOK}/handbook.yml"
    handbook = yaml.safe_load(record.read_text("utf-8"))
    handbook["chapters"][0]["modules"].append("a-new-one")
    record.write_text(dump(handbook), "utf-8")


EDITS: dict[str, Callable[[Path], None]] = {
    "a text, signed again": a_text,
    "the title of a chapter's first module": a_title,
    "a claim": a_claim,
    "a review": a_review,
    "a new module": a_module,
}


class Edited:
    """A copy of a generated community, in which edits are made and taken back by Git."""

    def __init__(self, workshop: Workshop, modules: int) -> None:
        self.workshop = workshop
        self.root = workshop.community(modules)
        self.site = self.root / "site"

    def build(self) -> Cost:
        """Run `koc build`."""
        return self.workshop.koc(self.root, "build", remember=True)

    def restore(self) -> None:
        """Take all edits back."""
        folders = ("modules", "content", "members")
        for words in (["checkout", "-q", "--", *folders], ["clean", "-fdq", "--", *folders]):
            subprocess.run(["git", "-C", self.root, *words], check=True)

    def is_as_anew(self) -> bool:
        """Build again from nothing at all, and compare."""
        warm = self.root.with_name("warm-site")
        shutil.rmtree(warm, ignore_errors=True)
        self.site.rename(warm)
        kept = self.root.with_name("kept")
        (self.root / ".koc").rename(kept)
        self.workshop.koc(self.root, "build")
        same = same_tree(warm, self.site)
        shutil.rmtree(self.root / ".koc")
        kept.rename(self.root / ".koc")
        shutil.rmtree(self.site)
        warm.rename(self.site)
        return same


def main() -> int:
    """Print the table; 1 where a warm site differs from a cold one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    parser.add_argument("--modules", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="compare no bytes")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    edited, out = Edited(workshop, asked.modules), sys.stdout
    edited.restore()
    edited.build()
    workshop.assemble(edited.root)
    plain = workshop.mkdocs(edited.root, accelerated=False)
    out.write(f"{environment()}; median of {asked.rounds}; plain MkDocs {plain.cpu:.2f} s\n\n")
    out.write("| koc build after | CPU s | wall s | MiB | ratio to plain MkDocs | goal |\n")
    out.write("|---|---|---|---|---|---|\n")
    edited.build()

    def write(work: str, cost: Cost, per: float, goal: float) -> None:
        ratio = cost.cpu / per
        sign = "✓" if ratio <= goal else "✗"
        figures = f"{cost.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} | {ratio:.3f}"
        out.write(f"| {work} | {figures} | ≤ {goal:g} {sign} |\n")
        out.flush()

    nothing = middle([edited.build() for _ in range(asked.rounds)])
    write("nothing (goal in seconds)", nothing, 1, NOTHING)
    for name, edit in EDITS.items():
        costs = []
        for _ in range(asked.rounds):
            edit(edited.root)
            costs.append(edited.build())
            if not (asked.quick or edited.is_as_anew()):
                out.write(f"After {name} the site differs from one that is built anew.\n")
                return 1
            edited.restore()
            edited.build()
        write(name, middle(costs), plain.cpu, GOAL)
    for words in ASKED:
        costs = [workshop.koc(edited.root, *words, remember=True) for _ in range(asked.rounds)]
        write(f"koc {' '.join(words)} (goal in seconds)", middle(costs), 1, COMMANDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())

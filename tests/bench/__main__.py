"""`make bench`: koc beside its peers in one run, as a table of ratios.

`python -m tests.bench [--rounds N] [--folder DIR] [NAME…]` runs the benchmarks named, or all.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kocbook.insight.fingerprint import text_fingerprint
from tests.bench.communities import module_id
from tests.bench.measure import Cost, measure, middle
from tests.bench.serving import seconds_to_page
from tests.bench.workshop import KOC, ROOT, Workshop, environment, same_tree


@dataclass(frozen=True)
class Row:
    """One line of the table: koc's cost, the peer's, and the most that the ratio should be."""

    work: str
    ours: Cost
    peer: str
    theirs: Cost
    goal: float | None
    figure: str = "cpu"

    @property
    def ratio(self) -> float:
        """koc's figure in terms of the peer's."""
        return float(getattr(self.ours, self.figure) / getattr(self.theirs, self.figure))


Bench = Callable[[Workshop, int], Iterator[Row]]


def pairs(rounds: int, ours: Callable[[], Cost], theirs: Callable[[], Cost]) -> tuple[Cost, Cost]:
    """Measure two things in turn, so that what else the machine does falls on both."""
    found = [(ours(), theirs()) for _ in range(rounds)]
    return middle([pair[0] for pair in found]), middle([pair[1] for pair in found])


def check(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Check 20,000 records, cold and warm, beside validators that look at schemas alone."""
    root = workshop.community(10_000, bare=True)
    for peer, goal in (("ajv-cli", 1.15), ("jsonschema", 1.0), ("check-jsonschema", 0.15)):
        times = 1 if peer == "check-jsonschema" else rounds
        ours, theirs = pairs(
            times,
            lambda: workshop.koc(root, "check"),
            lambda peer=peer: workshop.validate_with(peer, root),
        )
        yield Row("check 20,000 records, cold", ours, peer, theirs, goal)
    yield Row("the same: memory", ours, "check-jsonschema", theirs, None, "memory")
    workshop.koc(root, "check", remember=True)
    warm = middle([workshop.koc(root, "check", remember=True) for _ in range(rounds)])
    yield Row("check 20,000 records, warm", warm, "its cold run", ours, 0.08)
    yield Row("check 20,000 records, warm", warm, "check-jsonschema", theirs, 0.01)


def request(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Check a request of three files among 20,000 records, beside a look at the three alone."""
    root = workshop.community(10_000, bare=True)
    names, actor = workshop.propose(root)
    ours, theirs = pairs(
        max(rounds, 5),
        lambda: workshop.koc(
            root, "check", "--base", "main", "--head", "proposal", "--actor", actor
        ),
        lambda: workshop.validate(names, root),
    )
    yield Row("check a request of 3 files", ours, "check-jsonschema", theirs, 0.2)
    limit = Cost(0.15, 0.15, 1.0)
    yield Row("the same", ours, "150 ms", limit, 1.0)


def growth(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Compare the cost of ten times as many records with ten times the cost."""
    small, large = workshop.community(1_000), workshop.community(10_000)
    ours, theirs = pairs(
        rounds, lambda: workshop.koc(large, "check"), lambda: workshop.koc(small, "check")
    )
    tenfold = Cost(theirs.cpu * 10, theirs.wall * 10, theirs.memory * 10)
    yield Row("check, 10,000 modules", ours, "ten times 1,000 modules", tenfold, 1.3)
    yield Row("the same: memory", ours, "ten times 1,000 modules", tenfold, 1.3, "memory")


def start(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Start koc, beside an interpreter that imports click."""
    click = [sys.executable, "-c", "import click"]
    for words in (["--help"], ["explain", "shares-not-whole"]):
        ours, theirs = pairs(
            max(rounds, 9),
            lambda words=words: measure([KOC, "--root", ROOT, *words], workshop.folder),
            lambda: measure(click, workshop.folder),
        )
        yield Row(f"koc {words[0]}", ours, "import click", theirs, 2.0)


def build(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Build 1,000 modules cold, after an edit and after a new title; compare every byte."""
    root = workshop.community(1_000)
    workshop.assemble(root)
    fast, plain = root / ".koc/site-fast", root / ".koc/site-plain"

    def cold() -> Cost:
        shutil.rmtree(root / ".koc/docs/zh.cache", ignore_errors=True)
        return workshop.mkdocs(root, accelerated=True)

    ours, theirs = pairs(rounds, cold, lambda: workshop.mkdocs(root, accelerated=False))
    _insist(fast, plain)
    yield Row("mkdocs build, 1,000 modules, cold", ours, "plain mkdocs", theirs, 0.5)
    yield Row("the same: wall", ours, "plain mkdocs", theirs, 0.4, "wall")
    yield Row("the same: memory", ours, "plain mkdocs", theirs, 1.1, "memory")
    zensical = workshop.zensical(root)
    yield Row("the same", ours, "zensical", zensical, 1.0)

    text = root / f"content/book-000/{module_id(2)}/index.md"
    brief = root / f"modules/book-000/{module_id(3)}/module.yml"
    for what, path, before, after, goal in (
        ("a text edited and signed", text, "## 最后", "## 到最后", 0.08),
        ("a title changed", brief, "title: ", "title: 新", 0.3),
    ):
        _exchange(root, path, before, after)
        workshop.assemble(root)
        ours = workshop.mkdocs(root, accelerated=True)
        theirs = workshop.mkdocs(root, accelerated=False)
        _insist(fast, plain)
        yield Row(f"mkdocs build after {what}", ours, "plain mkdocs", theirs, goal)
        if path == text:
            rebuilt = workshop.zensical(root, cold=False)
            yield Row(f"mkdocs build after {what}", ours, "zensical's rebuild", rebuilt, 0.35)
        _exchange(root, path, after, before)


def assemble(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Assemble cold and after one edit: what is left to do is to read all and compare."""
    del rounds
    for modules in (1_000, 10_000):
        root = workshop.community(modules)
        text = root / f"content/book-000/{module_id(2)}/index.md"
        cold = workshop.assemble(root, cold=True)
        _exchange(root, text, "## 最后", "## 到最后")
        warm = workshop.assemble(root)
        _exchange(root, text, "## 到最后", "## 最后")
        yield Row(f"assemble {modules:,} modules, one edited", warm, "its cold run", cold, 0.05)


def serve(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Save a text while 1,000 modules are served, and wait for the page."""
    root = workshop.community(1_000)
    text = root / f"content/book-000/{module_id(2)}/index.md"

    def save(word: str) -> None:
        _exchange(root, text, "## 最后", f"## {word}")

    page, was = f"book-000/{module_id(2)}/", text.read_text("utf-8")
    times = []
    for _ in range(rounds):
        times.append(seconds_to_page(KOC, root, page, save))
        now = next(line for line in text.read_text("utf-8").splitlines() if "口令" in line)
        _exchange(root, text, now, "## 最后")
    assert text.read_text("utf-8") == was
    wall = sorted(times)[len(times) // 2]
    yield Row(
        "serve: a saved text on its page", Cost(0, wall, 0), "1.5 s", Cost(0, 1.5, 1), 1, "wall"
    )


def _exchange(root: Path, path: Path, before: str, after: str) -> None:
    """Exchange words of a file; who signed the text signs it again, or it would be published no more."""
    old = path.read_text("utf-8")
    new = old.replace(before, after, 1)
    path.write_text(new, "utf-8")
    handbook, module = path.parts[-3:-1]
    for signed in (root / "modules" / handbook / module).glob("signoffs/*.yml"):
        record = signed.read_text("utf-8")
        signed.write_text(record.replace(text_fingerprint(old), text_fingerprint(new)), "utf-8")


BENCHES: dict[str, Bench] = {
    "start": start,
    "check": check,
    "request": request,
    "growth": growth,
    "build": build,
    "assemble": assemble,
    "serve": serve,
}


def _insist(fast: Path, plain: Path) -> None:
    if not same_tree(fast, plain):
        raise SystemExit("The accelerated site differs from the plain one: no figure counts.")


def main() -> None:
    """Run what was asked for and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    workshop.install_peers()
    out = sys.stdout
    out.write(f"{environment()}; median of {asked.rounds}\n\n")
    out.write("| work | koc: CPU s, wall s, MiB | peer | CPU s, wall s, MiB | ratio | goal |\n")
    out.write("|---|---|---|---|---|---|\n")
    for name in asked.names or BENCHES:
        for row in BENCHES[name](workshop, asked.rounds):
            goal = (
                ""
                if row.goal is None
                else f"≤ {row.goal:g} {'✓' if row.ratio <= row.goal else '✗'}"
            )
            out.write(
                f"| {row.work} | {_show(row.ours)} | {row.peer} | {_show(row.theirs)} "
                f"| {row.ratio:.3f} {row.figure} | {goal} |\n"
            )
            out.flush()


def _show(cost: Cost) -> str:
    return f"{cost.cpu:.2f}, {cost.wall:.2f}, {cost.memory:.0f}"


if __name__ == "__main__":
    main()

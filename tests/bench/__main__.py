"""`make bench`: koc beside its peers in one run, as a table of ratios.

`python -m tests.bench [--rounds N] [--folder DIR] [NAME…]` runs the benchmarks named, or all: first those
of one table, then those that print one of their own.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.edits import A_TEXT, A_TITLE, TEXT, Edit
from tests.bench.following import follow
from tests.bench.measure import Cost, measure, middle
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
    stream = measure([sys.executable, "-m", "tests.bench.streaming", root], ROOT)
    yield Row(
        "read and held against the schemas: memory", stream, "the same", theirs, 1.0, "memory"
    )
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
    ours, theirs = _build_cold(workshop, root, rounds)
    yield Row("mkdocs build, 1,000 modules, cold", ours, "plain mkdocs", theirs, 0.5)
    yield Row("the same: wall", ours, "plain mkdocs", theirs, 0.4, "wall")
    yield Row("the same: memory", ours, "plain mkdocs", theirs, 1.1, "memory")
    yield Row("the same", ours, "zensical", workshop.zensical(root), 1.0)
    ours, theirs = _rebuild(workshop, root, rounds, A_TEXT)
    yield Row("after a text edited and signed", ours, "plain mkdocs", theirs, 0.08)
    A_TEXT.make(root)
    whole = workshop.build(root)
    yield Row("the same, koc build from record to site", whole, "plain mkdocs", theirs, 0.08)
    yield Row("the same", ours, "zensical's rebuild", workshop.zensical(root, cold=False), 0.35)
    A_TEXT.undo(root)
    workshop.assemble(root)
    ours, theirs = _rebuild(workshop, root, rounds, A_TITLE)
    yield Row("after a title changed", ours, "plain mkdocs", theirs, 0.3)


def build_3000(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """The same for 3,000 modules: memory, and one text."""
    root = workshop.community(3_000)
    ours, theirs = _build_cold(workshop, root, 1)
    yield Row("mkdocs build, 3,000 modules, cold", ours, "plain mkdocs", theirs, 0.5)
    yield Row("the same: memory", ours, "plain mkdocs", theirs, 1.1, "memory")
    ours, theirs = _rebuild(workshop, root, rounds, A_TEXT)
    yield Row("after a text edited and signed", ours, "plain mkdocs", theirs, 0.04)


def _build_cold(workshop: Workshop, root: Path, rounds: int) -> tuple[Cost, Cost]:
    def cold() -> Cost:
        shutil.rmtree(root / ".koc/docs/zh.cache", ignore_errors=True)
        return workshop.mkdocs(root, with_engine=True)

    workshop.assemble(root)
    found = pairs(rounds, cold, lambda: workshop.mkdocs(root, with_engine=False))
    _insist(workshop)
    return found


def _rebuild(workshop: Workshop, root: Path, rounds: int, edit: Edit) -> tuple[Cost, Cost]:
    """Build after an edit and after it was taken back; beside every two, plain once."""
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for _ in range(rounds):
        for change in (edit.make, edit.undo):
            change(root)
            workshop.assemble(root)
            ours.append(workshop.mkdocs(root, with_engine=True))
        theirs.append(workshop.mkdocs(root, with_engine=False))
        _insist(workshop)
    return middle(ours), middle(theirs)


def assemble(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Assemble cold and after one text, by a command that starts anew and in a process that stays."""
    del rounds
    for modules in (1_000, 10_000):
        root = workshop.community(modules)
        cold = workshop.assemble(root, cold=True)
        A_TEXT.make(root)
        warm = workshop.assemble(root)
        A_TEXT.undo(root)
        yield Row(f"assemble {modules:,} modules, one edited", warm, "its cold run", cold, 0.05)
        cold, one = follow(root)
        yield Row("the same in the process of koc serve", one, "its cold run", cold, 0.05)


def serve(workshop: Workshop, rounds: int) -> Iterator[Row]:
    """Save a text while 1,000 modules are served, and wait for the page."""
    # Here alone: a child starts in its parent's memory, which counts as its peak, and a browser's
    # library would make that of small commands twice as much.
    from tests.bench.serving import seconds_to_page

    root = workshop.community(1_000)
    page = TEXT.removeprefix("content/").removesuffix("index.md")
    words = ["最后", *(f"口令{number}" for number in range(rounds))]
    steps = [Edit(TEXT, f"## {old}", f"## {new}") for old, new in itertools.pairwise(words)]
    saves = {step.after[3:]: functools.partial(step.make, root) for step in steps}
    times = seconds_to_page(KOC, root, page, saves)
    Edit(TEXT, steps[-1].after, "## 最后").make(root)
    wall = sorted(times)[len(times) // 2]
    limit = Cost(0, 1.5, 1)
    yield Row("serve: a saved text in the browser", Cost(0, wall, 0), "1.5 s", limit, 1, "wall")


BENCHES: dict[str, Bench] = {
    "start": start,
    "check": check,
    "request": request,
    "growth": growth,
    "build": build,
    "build-3000": build_3000,
    "assemble": assemble,
    "serve": serve,
}


OWN_TABLES = ("edits", "effects", "match", "worst", "shards", "search", "lighthouse")
"""Benchmarks that are modules of their own, `bench_<name>.py`."""


def _insist(workshop: Workshop) -> None:
    if not same_tree(workshop.sites[True], workshop.sites[False]):
        raise SystemExit("The site of our engine differs from the plain one: no figure counts.")


def main() -> int:
    """Run what was asked for and print the tables as Markdown; 1 where a goal of its own is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, *OWN_TABLES, []])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    workshop.install_peers()
    out = sys.stdout
    out.write(f"{environment()}; median of {asked.rounds}\n\n")
    out.write("| work | koc: CPU s, wall s, MiB | peer | CPU s, wall s, MiB | ratio | goal |\n")
    out.write("|---|---|---|---|---|---|\n")
    names = asked.names or [*BENCHES, *OWN_TABLES]
    for name in (name for name in names if name in BENCHES):
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
    workshop.clean()
    missed = False
    for name in (name for name in names if name in OWN_TABLES):
        out.write(f"\n{name}\n\n")
        out.flush()
        command = [sys.executable, "-m", f"tests.bench.bench_{name}"]
        missed |= subprocess.run(command, check=False).returncode != 0
    return int(missed)


def _show(cost: Cost) -> str:
    return f"{cost.cpu:.2f}, {cost.wall:.2f}, {cost.memory:.0f}"


if __name__ == "__main__":
    sys.exit(main())

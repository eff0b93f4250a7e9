"""Markdown, checks and cold builds beside an earlier commit of this repository, in turns, as ratios.

`python -m tests.bench.bench_before --before DIR [--rounds N] [NAME…]`: DIR is a checkout, for 404b4c4 made by
`git worktree add DIR 404b4c4`; it runs by the libraries of this one's environment. NAME is `markdown`,
`check` or `build`. Two shapes: a generated community of 1,000 modules in Chinese, and the sample 24 times
over in both languages. Each tree gets its own communities, signed by its own fingerprints.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.communities import AS_OF
from tests.bench.measure import Cost, measure, middle
from tests.bench.workshop import ROOT, environment

SHAPES = {"generated": "1,000 modules, zh", "sample": "the sample 24 times, zh and en"}
TIMES = 24


@dataclass(frozen=True)
class Tree:
    """A checkout, and the folder of its communities and sites."""

    home: Path
    folder: Path

    def python(self, *words: str | Path, extra: dict[str, str] | None = None) -> Cost:
        """Run a module with this tree's package, and with the benchmarks of this one."""
        return measure([sys.executable, "-m", *words], self.folder, self.environment(extra))

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        """Return what makes an interpreter import this tree's package."""
        path = f"{self.home / 'tooling'}:{ROOT}"
        return {"PYTHONPATH": path, "CI": "true", "PYTHONHASHSEED": "0", **(extra or {})}

    def community(self, shape: str) -> Path:
        """Return the community of a shape, writing it where it is missing."""
        target = self.folder / shape
        if not target.exists():
            words: list[str | Path] = ["tests.bench.communities", target, "1000"]
            if shape == "sample":
                words = ["tests.bench.multiplied", self.home, target, str(TIMES)]
            else:
                target.mkdir()
            self.python(*words)
        return target

    def koc(self, root: Path, *words: str | Path) -> Cost:
        """Run a command as in CI."""
        return self.python("kocbook", "--root", root, *words)


def markdown(now: Tree, before: Tree, shape: str, rounds: int) -> Iterator[str]:
    """Texts read, judged, signed and rendered, without what surrounds them."""
    pairs = [(_work(now, shape), _work(before, shape)) for _ in range(rounds)]
    for part in ("reading", "rules", "rendering"):
        ours, theirs = (statistics.median(pair[side][part] for pair in pairs) for side in (0, 1))
        yield _row(f"Markdown: {part}", ours, theirs, None)
    parts = ("reading", "rules", "rendering")
    sums = [[sum(cost[part] for part in parts) for cost in pair] for pair in pairs]
    ours, theirs = (statistics.median(pair[side] for pair in sums) for side in (0, 1))
    yield _row(f"Markdown and its checks, {pairs[0][0]['texts']:.0f} texts", ours, theirs, 0.1)


def _work(tree: Tree, shape: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.markdown_work", tree.community(shape)]
    done = subprocess.run(
        command, env=tree.environment(), cwd=tree.folder, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def check(now: Tree, before: Tree, shape: str, rounds: int) -> Iterator[str]:
    """`koc check` of whole modules, nothing remembered."""
    roots = now.community(shape), before.community(shape)
    pairs = [(now.koc(roots[0], "check"), before.koc(roots[1], "check")) for _ in range(rounds)]
    yield _row("koc check", *_medians(pairs), 0.6)


def build(now: Tree, before: Tree, shape: str, rounds: int) -> Iterator[str]:
    """Cold builds beside plain `mkdocs build` of the earlier tree, where Python-Markdown renders."""
    roots = now.community(shape), before.community(shape)
    for tree, root in zip((now, before), roots, strict=True):
        # Pictures are drawn once and kept: no peer draws any.
        tree.koc(root, "assemble", "--out", root / ".koc/docs")
    steps = [(_mkdocs(now, roots[0]), _plain(before, roots[1])) for _ in range(rounds)]
    yield _row("MkDocs' step, cold / plain mkdocs", *_medians(steps), None)
    plain = middle([pair[1] for pair in steps])
    whole = middle([_build(now, roots[0]) for _ in range(rounds)])
    yield _row("koc build, cold: check, assemble, build / plain mkdocs", whole.cpu, plain.cpu, 0.35)


def _build(tree: Tree, root: Path) -> Cost:
    shutil.rmtree(root / ".koc/docs", ignore_errors=True)
    return tree.koc(root, "build", "--site-dir", _new_site(tree))


def _mkdocs(tree: Tree, root: Path) -> Cost:
    costs = []
    for language in _languages(root):
        docs = root / f".koc/docs/{language}"
        shutil.rmtree(docs.with_suffix(".cache"), ignore_errors=True)
        config = tree.home / _config_name(language)
        words = ("kocbook.site.engine.mkdocs_build", config, docs, _new_site(tree))
        costs.append(tree.python(*words, extra=_epoch()))
    return Cost(sum(one.cpu for one in costs), sum(one.wall for one in costs), 0)


def _plain(tree: Tree, root: Path) -> Cost:
    """Build by `mkdocs build`, without the accelerator."""
    costs = []
    for language in _languages(root):
        (tree.folder / "mkdocs.yml").write_text(_without_accelerator(tree, root), "utf-8")
        if language != "zh":
            text = (tree.home / _config_name(language)).read_text("utf-8")
            text = re.sub(
                r"^docs_dir:.*", f"docs_dir: {root}/.koc/docs/{language}", text, flags=re.MULTILINE
            )
            (tree.folder / _config_name(language)).write_text(text, "utf-8")
        config = tree.folder / _config_name(language)
        words = ("mkdocs", "build", "-q", "-f", config, "-d", _new_site(tree))
        costs.append(tree.python(*words, extra=_epoch()))
    return Cost(sum(one.cpu for one in costs), sum(one.wall for one in costs), 0)


def _without_accelerator(tree: Tree, root: Path) -> str:
    text = (tree.home / "mkdocs.yml").read_text("utf-8")
    text = re.sub(r"  kocbook-accelerate:.*\n", "", text)  # of releases that had one
    return re.sub(r"^docs_dir:.*", f"docs_dir: {root}/.koc/docs/zh", text, flags=re.MULTILINE)


def _config_name(language: str) -> str:
    return "mkdocs.yml" if language == "zh" else f"mkdocs.{language}.yml"


def _languages(root: Path) -> list[str]:
    return [name for name in ("zh", "en") if (root / f".koc/docs/{name}").is_dir()]


def _epoch() -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": str(int(AS_OF.strftime("%s")))}


def _new_site(tree: Tree) -> Path:
    sites = tree.folder / "sites"
    sites.mkdir(exist_ok=True)
    return sites / str(len([*sites.iterdir()]))


def _medians(pairs: list[tuple[Cost, Cost]]) -> tuple[float, float]:
    ours, theirs = middle([pair[0] for pair in pairs]), middle([pair[1] for pair in pairs])
    return ours.cpu, theirs.cpu


def _row(work: str, ours: float, theirs: float, goal: float | None) -> str:
    ratio = ours / theirs
    mark = "" if goal is None else f"≤ {goal:g} {'✓' if ratio <= goal else '✗'}"
    return f"| {work} | {ours:.2f} | {theirs:.2f} | {ratio:.2f} | {mark} |"


_BENCHES: dict[str, Callable[[Tree, Tree, str, int], Iterator[str]]] = {
    "markdown": markdown,
    "check": check,
    "build": build,
}


def main() -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*_BENCHES, []])
    parser.add_argument("--before", type=Path, required=True, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shapes", nargs="+", choices=[*SHAPES], default=[*SHAPES])
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench/before")
    asked = parser.parse_args()
    trees = []
    for name, home in (("now", ROOT), ("then", asked.before.absolute())):
        folder = asked.folder.absolute() / name
        folder.mkdir(parents=True, exist_ok=True)
        trees.append(Tree(home, folder))
    out = sys.stdout
    out.write(f"{environment()}; median of {asked.rounds}, CPU seconds\n\n")
    for shape in asked.shapes:
        out.write(f"\n| {SHAPES[shape]} | now | before | ratio | goal |\n|---|---|---|---|---|\n")
        for name in asked.names or _BENCHES:
            for row in _BENCHES[name](*trees, shape, asked.rounds):
                out.write(f"{row}\n")
                out.flush()
    for tree in trees:
        shutil.rmtree(tree.folder / "sites", ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Assembling in a process that stays, as that of `koc serve`: everything, and then one text.

`python -m tests.bench.following ROOT` prints both costs as JSON.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import Ingredients, find_ingredients, write_pages
from kocbook.site.assemble.incremental import take_words, write_words
from kocbook.site.files.writer import own_folder
from tests.bench.communities import AS_OF
from tests.bench.edits import A_TEXT, TEXT
from tests.bench.measure import Cost

ROOT = Path(__file__).parents[2]
T = TypeVar("T")


def follow(root: Path) -> tuple[Cost, Cost]:
    """Return what it costs to assemble a community, and then to follow one text."""
    command = [sys.executable, "-m", "tests.bench.following", root]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    cold, one = json.loads(done.stdout)
    return Cost(*cold), Cost(*one)


def main(root: Path) -> None:
    """Assemble, edit, follow, and take it all back."""
    out = root / ".koc/followed"
    shutil.rmtree(out, ignore_errors=True)
    tree = WorkingTree(root)

    def assemble() -> Ingredients:
        community = load_community(tree).community
        assert community is not None
        own_folder(out)
        found = find_ingredients(root, community, AS_OF)
        write_pages(found, out)
        return found

    ingredients, cold = _timed(assemble)
    signed = (root / "modules").glob(f"{Path(TEXT).parent.relative_to('content')}/signoffs/*.yml")
    saved = [TEXT, *(path.relative_to(root).as_posix() for path in signed)]

    def take() -> int:
        words = take_words(ingredients, saved)
        assert words is not None
        return len(write_words(ingredients, words, out)[1])

    A_TEXT.make(root)
    try:
        written, one = _timed(take)
        assert written
    finally:
        A_TEXT.undo(root)
        shutil.rmtree(out)
    sys.stdout.write(json.dumps([cold, one]))


def _timed(work: Callable[[], T]) -> tuple[T, tuple[float, float, float]]:
    """Return what `work` returns with its CPU and wall seconds and the peak of memory in MiB."""
    cpu, wall = _cpu(), time.monotonic()
    found = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found, (_cpu() - cpu, time.monotonic() - wall, peak)


def _cpu() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(Path(sys.argv[1]))

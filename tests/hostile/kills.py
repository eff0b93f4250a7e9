"""`kill -9` at random points of commands, again and again: nothing is lost, nothing is half there.

`python -m tests.hostile.kills [--times N] [--seed S] [NAME…]`: NAME is `claim`, `deliver`, `build` or `edit`.
Prints for each how often it was killed while it worked, what was found then, and how often what was
found was neither the state before nor that afterwards: 1 where that is not 0.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.conftest import Koc, lay_sample
from tests.editor.running import Running, run_editor
from tests.killing import kill_during

TEXT = "content/guide/tyre-check/index.md"
WORDS = "\n\n后来加上的一段，有两百来个字。" + "胎压要在冷车时量，量前停三小时。" * 12 + "\n"
_BEFORE, _AFTER, _BROKEN = "as before", "as afterwards", "BROKEN"


@dataclass(frozen=True)
class Ground:
    """A community's folder that is laid anew for each trial, and what commands are run there."""

    template: Path
    folder: Path

    def lay(self) -> Koc:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder, symlinks=True)
        koc = Koc(self.folder)
        koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
        return koc

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


def _write(ground: Ground, words: list[str], rng: random.Random, whole: float) -> str:
    """Kill a command that writes a commit; then it must come to its end, as if nothing had been."""
    koc = ground.lay()
    if not kill_during(koc, words, rng.uniform(0.1, 1.0) * whole):
        return ""
    ground.git("fsck", "--strict", "--no-dangling")
    if koc.process("check").code:
        return _BROKEN
    found = _AFTER if ground.git("branch", "--list", "claim/*", "deliver/*") else _BEFORE
    again = koc.process(*words)
    if again.code not in (0, 2):  # 2: it had come to its end, and says so
        return f"{_BROKEN} {again.err.strip()}"
    clean = not ground.git("status", "--porcelain")
    commits = ground.git("rev-list", "--count", "main..HEAD")
    return found if clean and commits == "1" and koc.process("check").code == 0 else _BROKEN


def _build(ground: Ground, rng: random.Random, states: tuple[str, str], whole: float) -> str:
    """Kill a build over a site that is there: readers find that or the new one, whole."""
    koc = ground.lay()
    if not kill_during(koc, ["build"], rng.uniform(0.1, 1.0) * whole):
        return ""
    found = site_of(ground.folder)
    if found not in states:
        return _BROKEN
    if koc.process("build").code or site_of(ground.folder) != states[1]:
        return f"{_BROKEN} afterwards"
    return _BEFORE if found == states[0] else _AFTER


def _edit(ground: Ground, rng: random.Random, whole: float) -> str:
    """Kill the visual editor while it saves: the text is the old one or the new one, to the byte."""
    koc = ground.lay()
    before = (ground.folder / TEXT).read_bytes()
    with contextlib.suppress(AssertionError), run_editor(ground.folder) as running:
        saving = threading.Thread(target=_save, args=(running, before.decode() + WORDS))
        running.ask("getEntry", path=TEXT)
        saving.start()
        time.sleep(rng.uniform(0.0, 1.0) * whole)
        was_saving = saving.is_alive()
        running.kill()
        saving.join()
    now = (ground.folder / TEXT).read_bytes()
    others = {line.split()[-1] for line in ground.git("status", "--porcelain").splitlines()} - {
        TEXT
    }
    if now not in (before, before + WORDS.encode()) or others:
        return f"{_BROKEN} {sorted(others)}"
    if koc.process("check").code:
        return f"{_BROKEN} check"
    return "" if not was_saving else _BEFORE if now == before else _AFTER


def _save(running: Running, words: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        running.save(TEXT, words, opened=False)


def site_of(folder: Path) -> str:
    """Return a hash over every file of the site."""
    digest = hashlib.sha256()
    for path in sorted((folder / "site").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _trials(ground: Ground, name: str, rng: random.Random) -> Callable[[], str]:
    """Prepare the ground, measure the command once, and return one trial."""
    koc = ground.lay()
    if name == "edit":
        return lambda: _edit(ground, rng, 0.25)
    words = {
        "claim": ["claim", "night-drive", "writer", "--yes", "--member", "old-he"],
        "deliver": ["deliver", "tyre-check", "draft", "--member", "ma-jun"],
        "build": ["build"],
    }[name]
    if name == "deliver":
        _write_draft(ground.template / "draft")
        koc = ground.lay()
    elif name == "build":
        assert koc.process("build").code == 0
        old = site_of(ground.folder)
        shutil.copytree(ground.folder / "site", ground.template / "site")
        shutil.copytree(ground.folder / ".koc", ground.template / ".koc")
        text = ground.template / TEXT
        text.write_text(text.read_text("utf-8") + WORDS, encoding="utf-8")
        koc = ground.lay()
    began = time.monotonic()
    done = koc.process(*words)
    assert done.code == 0, done.out + done.err
    whole = time.monotonic() - began
    if name == "build":
        states = old, site_of(ground.folder)
        assert states[0] != states[1]
        return lambda: _build(ground, rng, states, whole)
    return lambda: _write(ground, words, rng, whole)


def _write_draft(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.md").write_text("夜里开车，先把灯调好。\n\n![灯](lamp.jpg)\n", "utf-8")
    Image.effect_noise((900, 600), 60).convert("RGB").save(folder / "lamp.jpg")


@contextlib.contextmanager
def _ground() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        template = Path(name) / "template"
        lay_sample(template, ".koc/\nsite/\ndraft/\n")
        yield Ground(template, Path(name) / "club")


def main() -> int:
    """Run the trials that were asked for, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["claim", "deliver", "build", "edit"])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    broken = 0
    for name in given.names:
        found: Counter[str] = Counter()
        with _ground() as ground:
            trial = _trials(ground, name, random.Random(given.seed))
            for _ in range(given.times):
                found[trial() or "had come to its end"] += 1
        bad = {what: times for what, times in found.items() if what.startswith(_BROKEN)}
        broken += sum(bad.values())
        killed = found.total() - found["had come to its end"]
        sys.stdout.write(f"{name}: killed {killed} times; {dict(found)}\n")
        sys.stdout.flush()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

"""Whatever is edited, in whatever order: what is recalled equals what is found anew, in bytes and findings.

The oracle is the same command where nothing may be recalled (CI), into a folder that is not there yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kocbook.base import tool_key
from tests.cli.test_assembling import Desk
from tests.conftest import Koc

COVER = Path(__file__).parents[2] / "content/new-owner-guide/cover.webp"
COMMANDS = (
    ("check", "--format", "json"),
    ("status",),
    ("board",),
    ("credits",),
    ("rewards",),
    ("skills",),
    ("remind",),
)


class Editors:
    """People who change anything at all, by chance; half of what they do is sound."""

    def __init__(self, desk: Desk, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.random, self.monkeypatch = desk, Random(seed), monkeypatch

    def step(self) -> str:
        """Make one change and return what it was."""
        changes: list[Callable[[], str]] = [
            *(2 * [self.say_otherwise, self.write, self.restate]),
            *(
                self.spoil,
                self.remove,
                self.add,
                self.exchange,
                self.draw,
                self.set,
                self.rename,
                self.upgrade,
            ),
            *(self.commit, self.undo, self.touch),
        ]
        return self.random.choice(changes)()

    def files(self, ending: str = "", *tops: str) -> list[Path]:
        found = [self.desk.root / "community.yml"] if not tops else []
        for top in tops or ("members", "modules", "content"):
            found += (path for path in (self.desk.root / top).rglob("*") if path.is_file())
        return sorted(path for path in found if path.name.endswith(ending))

    def say_otherwise(self) -> str:
        """Add a word to a sentence or a title of a record."""
        path = self.random.choice(self.files(".yml"))
        lines = path.read_text("utf-8", "replace").split("\n")
        long = [at for at, line in enumerate(lines) if not line.isascii() and ": " in line]
        if long:
            lines[self.random.choice(long)] += f"又{self.random.randrange(100)}"
            path.write_text("\n".join(lines), "utf-8")
        return f"words in {path}"

    def write(self) -> str:
        """Add words to a text; its authors may sign them."""
        path = self.random.choice(self.files("index.md", "content"))
        name = path.relative_to(self.desk.root).as_posix()
        words = self.random.choice(("新的一段。", "**重**", "[看](../first-day/)", "138 1234 5678"))
        self.desk.rewrite(name, words, signed=self.random.random() < 0.7)
        return f"{words} in {path}"

    def restate(self) -> str:
        """Exchange two people's ids or two days in a record: it stays sound, and says another thing."""
        path = self.random.choice(self.files(".yml", "modules"))
        text = path.read_text("utf-8", "replace")
        swaps = (("2026-", "2025-"), ("fully", "partly"), ("gu-heng", "old-he"))
        old, new = self.random.choice(swaps)
        path.write_text(text.replace(old, new, 1), "utf-8")
        return f"{old} is {new} in {path}"

    def spoil(self) -> str:
        """Put a byte anywhere."""
        path = self.random.choice(self.files())
        data = path.read_bytes()
        place = self.random.randrange(len(data) + 1)
        path.write_bytes(
            data[:place] + self.random.choice((b"x", b":", b"\n", b"\xff")) + data[place:]
        )
        return f"a byte in {path}"

    def remove(self) -> str:
        path = self.random.choice(self.files("", "members", "modules", "content"))
        path.unlink()
        return f"{path} is gone"

    def add(self) -> str:
        """Copy a record beside another."""
        path = self.random.choice(self.files(".yml", "members", "modules"))
        shutil.copy(path, path.with_name(f"new-{self.random.randrange(20)}.yml"))
        return f"a copy of {path}"

    def exchange(self) -> str:
        """Exchange what two files of a kind say, keeping size and time where that can be."""
        first, second = self.random.sample(self.files(".yml", "members", "modules"), 2)
        one, two = first.read_bytes(), second.read_bytes()
        first.write_bytes(two)
        second.write_bytes(one)
        return f"{first} and {second} exchanged"

    def draw(self) -> str:
        folder = self.random.choice(self.files("index.md", "content")).parent
        target = folder / f"picture-{self.random.randrange(3)}.webp"
        target.write_bytes(COVER.read_bytes() + bytes(self.random.randrange(2)))
        return f"{target} drawn"

    def set(self) -> str:
        self.desk.replace("community.yml", "zh: ", f"zh: {self.random.randrange(100)} ")
        return "the settings"

    def rename(self) -> str:
        """Call a thing of the trade by another word, which the tool's own sentences then use."""
        self.undo()
        words = f"words: {{member: 车友{self.random.randrange(9)}}}\n"
        with (self.desk.root / "community.yml").open("a", encoding="utf-8") as file:
            file.write(words)
        return words

    def upgrade(self) -> str:
        libraries = [f"msgspec-{self.random.randrange(9)}.dist-info"]
        self.monkeypatch.setattr(tool_key, "list_libraries", lambda: libraries)
        tool_key.tool_key.cache_clear()
        return "another tool"

    def commit(self) -> str:
        self.desk.git("add", "-A", "members", "modules", "content", "community.yml")
        self.desk.git("commit", "-q", "--allow-empty", "-m", "Everything")
        return "a commit"

    def undo(self) -> str:
        self.desk.git("reset", "-q", "--hard", "start")
        self.desk.git("clean", "-qfd", "content", "modules", "members")
        return "all taken back"

    def touch(self) -> str:
        self.random.choice(self.files()).touch()
        return "a new time"


def compare(desk: Desk, done: list[str]) -> None:
    """Hold every command's answer, and all pages, against those of one that recalls nothing."""
    for words in COMMANDS:
        warm, cold = desk.koc(*words), desk.fresh(*words)
        assert (warm.code, warm.out, warm.err) == (cold.code, cold.out, cold.err), (words, done)
    new = desk.root.parent / "new"
    shutil.rmtree(new, ignore_errors=True)
    warm, cold = desk.assemble(), desk.fresh("assemble", "--out", str(new))
    assert (warm.code, warm.err) == (cold.code, cold.err), done
    if warm.code == 0:
        from tests.cli.test_assembling import read_pages

        assert read_pages(desk.pages) == read_pages(new), done


@pytest.mark.parametrize(
    ("seed", "steps"),
    [
        (1, 14),
        pytest.param(2, 14, marks=pytest.mark.slow),
        *(pytest.param(n, 40, marks=pytest.mark.slow) for n in range(3, 11)),
    ],
)
def test_warm_equals_cold_after_any_edits(
    koc: Koc, monkeypatch: pytest.MonkeyPatch, seed: int, steps: int
) -> None:
    monkeypatch.delenv("CI", raising=False)
    desk, done = Desk(koc), ["nothing"]
    desk.git("tag", "start")
    editors = Editors(desk, seed, monkeypatch)
    compare(desk, done)
    for _ in range(steps):
        done += [editors.step() for _ in range(editors.random.randint(1, 3))]
        compare(desk, done)
    tool_key.tool_key.cache_clear()

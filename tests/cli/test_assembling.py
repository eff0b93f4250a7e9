"""Assembling what is new: the same pages and the same findings as anew, whatever was changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.model.tree import Entry
from kocbook.records import loader, remembered
from kocbook.site.assemble import pages
from kocbook.site.outline.outline import PageRef
from kocbook.site.views.context import SiteContext
from kocbook.site.views.cover import CoverArt
from tests.conftest import Koc, Result
from tests.prose_of_chance import Chance

TEXT = "content/guide/first-day/index.md"
OTHER = "content/guide/tyre-check/index.md"
SIGNED = "modules/guide/first-day/signoffs"


class Desk:
    """Somebody's clone, in which the site is assembled again and again."""

    def __init__(self, koc: Koc) -> None:
        self.koc, self.root = koc, koc.folder
        self.pages = self.root / ".koc/docs"

    def assemble(self, *words: str) -> Result:
        return self.koc("assemble", "--out", str(self.pages), *words)

    def assert_as_new(self) -> bool:
        """Compare with what is assembled where nothing can be recalled; say whether all pages are there."""
        new = self.root.parent / "new"
        shutil.rmtree(new, ignore_errors=True)
        done, anew = self.assemble(), self.fresh("assemble", "--out", str(new))
        assert (done.code, done.err) == (anew.code, anew.err)
        assert done.code == 0
        assert read_pages(self.pages) == read_pages(new)
        return "收起" not in done.err

    def fresh(self, *words: str) -> Result:
        return Koc(self.root, {"CI": "true"})(*words)

    def rewrite(self, path: str, words: str, signed: bool = True) -> None:
        """Add words to a text; who signed it signs it again."""
        file = self.root / path
        before = file.read_text("utf-8")
        file.write_text(f"{before}\n\n{words}\n", "utf-8")
        if signed:
            old, new = text_fingerprint(before), text_fingerprint(file.read_text("utf-8"))
            folder = self.root / path.replace("content/", "modules/", 1)
            for signoff in folder.parent.glob("signoffs/*.yml"):
                signoff.write_text(signoff.read_text("utf-8").replace(old, new), "utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")

    def git(self, *words: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@club.example"]
        subprocess.run(["git", *identity, *words], cwd=self.root, check=True, capture_output=True)


def read_pages(folder: Path) -> dict[str, bytes]:
    """Return every file of the pages; beside them stand memories."""
    names = [path.stem for path in folder.glob("*.json")]
    found = [path for name in names for path in (folder / name).rglob("*") if path.is_file()]
    found += folder.glob("*.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def desk(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("CI", raising=False)
    return Desk(koc)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The path of each file that is read."""
    paths: list[str] = []
    read = loader._Loader.read_file

    def read_and_note(self: loader._Loader, entry: Entry) -> None:
        paths.append(entry.path)
        read(self, entry)

    monkeypatch.setattr(loader._Loader, "read_file", read_and_note)
    return paths


@pytest.fixture
def views(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The page of each view that is made."""
    made: list[str] = []
    make = pages.make_view

    def make_and_note(context: SiteContext, page: PageRef, arts: Mapping[str, CoverArt]) -> object:
        made.append(page.source)
        return make(context, page, arts)

    monkeypatch.setattr(pages, "make_view", make_and_note)
    return made


def test_of_new_words_the_rest_is_neither_read_nor_made_again(
    desk: Desk, reads: list[str], views: list[str]
) -> None:
    first = desk.assemble()
    everything = len(views)
    for words in ("换了新胎。", "又补了一句。"):
        reads.clear()
        views.clear()
        desk.rewrite(TEXT, words)
        done = desk.assemble()
        assert words in (desk.pages / "zh/guide/first-day/index.md").read_text("utf-8")
        assert (done.code, done.err) == (first.code, first.err)
        assert {path for path in reads if not path.startswith(SIGNED)} == {TEXT}
        assert 0 < len(views) < everything
    reads.clear()
    views.clear()
    assert "移除 0" in desk.assemble().out
    assert reads == []
    assert views == []
    desk.assert_as_new()


def test_new_words_are_checked(desk: Desk) -> None:
    desk.assemble()
    pages = read_pages(desk.pages)
    desk.rewrite(TEXT, "打 138 1234 5678 找我")
    refused = desk.assemble("--strict")
    assert refused.code == 1
    assert "privacy-mobile" in refused.out
    assert refused.out == desk.fresh("assemble", "--strict", "--out", str(desk.pages)).out
    assert read_pages(desk.pages) == pages
    desk.assert_as_new()
    assert not any(b"5678" in page for page in read_pages(desk.pages).values())
    desk.replace(TEXT, "138 1234 5678", "小满")
    desk.assert_as_new()
    desk.rewrite(TEXT, "没有人签过的话。", signed=False)
    desk.assert_as_new()


def test_any_row_of_changes_leads_to_what_is_assembled_anew(desk: Desk) -> None:
    random = Random(20261124)
    desk.git("tag", "start")

    def commit() -> None:
        desk.git("add", "-A", "members", "modules", "content", "community.yml")
        desk.git("commit", "-q", "--allow-empty", "-m", "Everything")

    def rename() -> None:
        desk.replace("modules/guide/tyre-check/module.yml", "title: ", f"title: {random.random()} ")

    def resettle() -> None:
        desk.replace("community.yml", "zh: ", f"zh: {random.randrange(100)} ")

    def add_picture() -> None:
        shutil.copy(
            Path(__file__).parents[2] / "content/new-owner-guide/cover.webp",
            desk.root / f"content/guide/first-day/picture-{random.randrange(1000)}.webp",
        )

    def spoil_page() -> None:
        (desk.pages / "zh/guide/first-day/index.md").write_text("别的\n", "utf-8")

    def lose_page() -> None:
        (desk.pages / "zh/index.md").unlink(missing_ok=True)

    steps: list[Callable[[], None]] = [
        lambda: desk.rewrite(TEXT, f"第 {random.random()} 次。"),
        lambda: desk.rewrite(OTHER, f"第 {random.random()} 回。"),
        lambda: desk.rewrite(TEXT, f"没签 {random.random()}", signed=False),
        lambda: (desk.root / OTHER).write_text(" \n", "utf-8"),
        lambda: desk.git("checkout", "-q", "--", "content", "modules"),
        lambda: desk.git("clean", "-qfd", "content"),
        lambda: desk.git("reset", "-q", "--hard", "HEAD"),
        commit,
        rename,
        resettle,
        add_picture,
        spoil_page,
        lose_page,
    ]
    desk.assemble()
    random.shuffle(steps)
    for step in [*steps, *random.choices(steps, k=27)]:
        step()
        if not desk.assert_as_new():  # with a page held back, everything is read: begin again
            desk.git("reset", "-q", "--hard", "start")
            desk.git("clean", "-qfd", "content", "modules")


def test_ci_recalls_nothing_and_leaves_nothing(
    desk: Desk, reads: list[str], views: list[str]
) -> None:
    desk.assemble()
    kept = {path: path.read_bytes() for path in (desk.root / ".koc/memory").iterdir()}
    everything = sorted(reads), sorted(views)
    reads.clear()
    views.clear()
    desk.fresh("assemble", "--out", str(desk.pages))
    assert (sorted(reads), sorted(views)) == everything
    assert {path: path.read_bytes() for path in (desk.root / ".koc/memory").iterdir()} == kept


def test_another_day_is_another_site(desk: Desk) -> None:
    desk.assemble()
    desk.koc("assemble", "--out", str(desk.pages), "--as-of", "2026-07-20")
    desk.assert_as_new()


def test_a_change_while_others_are_read_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = remembered.load_community

    def load_late(*arguments: object) -> object:
        found = load(*arguments)  # type: ignore[arg-type]
        desk.rewrite(OTHER, "就在这时候写的。")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(remembered, "load_community", load_late)
        desk.assemble()
    assert not {"files", "community", "findings"} & {
        path.name for path in (desk.root / ".koc/memory").iterdir()
    }
    desk.assert_as_new()


def test_a_copy_is_warned_of_by_each_reader(desk: Desk) -> None:
    chance = Chance(3)
    words = "".join(chance.sentence() for _ in range(24))
    desk.rewrite(TEXT, words)
    assert "提醒" not in desk.assemble().err
    desk.rewrite(OTHER, words)
    assert "1 处提醒" in desk.assemble().err
    assert "早就有了" in "".join(desk.fresh("check").out.split())
    assert desk.assert_as_new()
    desk.rewrite(OTHER, "".join(chance.sentence() for _ in range(60)))
    desk.replace(OTHER, words, "")
    assert "提醒" not in desk.assemble().err
    assert desk.assert_as_new()

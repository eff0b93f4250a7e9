"""With and without the accelerator, cold and warm, after every kind of change: the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config

from kocbook.base import tool_key
from kocbook.load.loader import load_community
from kocbook.load.tree import WorkingTree
from kocbook.site import build_key
from kocbook.site.assembly import assemble_site
from kocbook.site.build import _environment
from tests.bench.communities import AS_OF, iter_files, module_id
from tests.site.kitchen_sink import KITCHEN_SINK

ROOT = Path(__file__).parents[2]
MODULES = 14


class Workshop:
    """A community, and its site built in two ways."""

    def __init__(self, folder: Path) -> None:
        self.root, self.folder = folder / "community", folder
        for path, text in iter_files(MODULES):
            self.write(path, text)
        self.text(1).write_text(KITCHEN_SINK, encoding="utf-8")
        self.config = ROOT.joinpath("mkdocs.yml").read_text("utf-8")
        self.as_of = AS_OF
        self.builds = 0

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def text(self, number: int) -> Path:
        return self.root / f"content/book-000/{module_id(number)}/index.md"

    def brief(self, number: int) -> Path:
        return self.root / f"modules/book-000/{module_id(number)}/module.yml"

    def change_record(self, path: Path, **values: Any) -> None:
        record = yaml.safe_load(path.read_text("utf-8"))
        record.update(values)
        path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")

    def build(self, accelerated: bool, keep: Path | None = None) -> dict[str, bytes]:
        """Assemble and build; return every file of the site, which is left at `keep`."""
        self.builds += 1
        # What is compared with was assembled anew as well.
        docs = self.folder / ("docs" if accelerated else f"docs-{self.builds}")
        community = load_community(WorkingTree(self.root)).community
        assert community is not None
        assemble_site(self.root, community, self.as_of, docs)
        config = self.folder / "mkdocs.yml"
        plugin = "  kocbook-accelerate: {workers: 2}\n" if accelerated else ""
        config.write_text(re.sub(r"  kocbook-accelerate:.*\n", plugin, self.config), "utf-8")
        site = self.folder / f"site-{self.builds}"
        subprocess.run(
            [sys.executable, "-m", "kocbook.site.mkdocs_build", config, docs / "zh", site],
            env=_environment(self.as_of),
            check=True,
            capture_output=True,
        )
        files = {
            str(path.relative_to(site)): path.read_bytes()
            for path in site.rglob("*")
            if path.is_file()
        }
        if keep:
            site.rename(keep)
        else:
            shutil.rmtree(site)
        return files

    def assert_alike(self) -> dict[str, bytes]:
        quick, plain = self.build(accelerated=True), self.build(accelerated=False)
        assert sorted(quick) == sorted(plain)
        different = [name for name in plain if quick[name] != plain[name]]
        assert different == []
        return quick


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.delenv("CI", raising=False)  # where nothing would be taken from an earlier build
    return Workshop(tmp_path)


def test_what_is_built_again_is_what_would_be_built_anew(workshop: Workshop) -> None:
    cold = workshop.assert_alike()
    assert workshop.assert_alike() == cold  # nothing changed

    text = workshop.text(2)
    text.write_text(text.read_text("utf-8") + "\n\n## 补记\n\n又跑了一趟山路。\n", "utf-8")
    edited = workshop.assert_alike()
    assert edited != cold

    workshop.change_record(workshop.brief(3), title="换了名字的一篇")
    retitled = workshop.assert_alike()
    assert sum(retitled[name] != edited[name] for name in edited if name in retitled) > 5

    workshop.text(4).unlink()  # what was published is published no more
    workshop.assert_alike()

    source, target = workshop.brief(0).parent, workshop.brief(77).parent
    shutil.move(source, target)
    shutil.move(workshop.text(0).parent, workshop.text(77).parent)
    handbook = workshop.root / "modules/book-000/handbook.yml"
    handbook.write_text(handbook.read_text("utf-8").replace(module_id(0), module_id(77)), "utf-8")
    moved = workshop.assert_alike()
    assert f"book-000/{module_id(77)}/index.html" in moved
    assert f"book-000/{module_id(0)}/index.html" not in moved


def test_a_change_of_settings_theme_or_day_is_seen(workshop: Workshop, tmp_path: Path) -> None:
    cold = workshop.assert_alike()
    home = cold["index.html"]

    workshop.change_record(workshop.root / "community.yml", name={"zh": "新名字", "en": "New"})
    renamed = workshop.assert_alike()
    assert "新名字" in renamed[f"book-000/{module_id(1)}/index.html"].decode()

    partial = tmp_path / "overrides/partials/copyright.html"
    partial.parent.mkdir(parents=True)
    partial.write_text("<p>一</p>", "utf-8")
    workshop.config = workshop.config.replace(
        "  name: material\n", f"  name: material\n  custom_dir: {tmp_path}/overrides\n"
    )
    workshop.assert_alike()
    partial.write_text("<p>二</p>", "utf-8")
    assert workshop.assert_alike()["index.html"] != home

    workshop.config = workshop.config.replace("    - navigation.prune\n", "")
    workshop.assert_alike()
    workshop.as_of = date(2027, 3, 1)
    workshop.assert_alike()


def test_a_page_edited_by_hand_is_not_taken_for_ours(workshop: Workshop) -> None:
    cold = workshop.build(accelerated=True)
    kept = sorted((workshop.folder / "docs/zh.cache/html").iterdir())
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes() + b"<!-- tampered -->")
    assert workshop.build(accelerated=True) == cold


@pytest.mark.parametrize("harm", ["cut", "empty", "list", "gone"])
def test_a_broken_cache_costs_time_only(workshop: Workshop, harm: str) -> None:
    cold = workshop.build(accelerated=True)
    for path in (workshop.folder / "docs/zh.cache").rglob("*.json"):
        data = path.read_bytes()
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes({"cut": data[: len(data) // 2], "empty": b"", "list": b"[]"}[harm])
    assert workshop.build(accelerated=True) == cold


def test_what_pages_depend_on_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(ROOT / "content"))
    key = build_key.environment_key(config, {"name": "a"})
    assert key == build_key.environment_key(config, {"name": "a", "nav": ["x"]})
    assert key != build_key.environment_key(config, {"name": "b"})
    for name in ("mkdocs", "mkdocs_material", "Markdown", "pymdown_extensions", "nh3", "jinja2"):
        with monkeypatch.context() as patch:
            tool_key.tool_key.cache_clear()
            libraries = tool_key.list_libraries()
            (own,) = [one for one in libraries if one.lower().startswith(f"{name.lower()}-")]
            newer = [*(one for one in libraries if one != own), f"{name}-99.0.dist-info"]
            patch.setattr(tool_key, "list_libraries", lambda newer=newer: newer)
            assert build_key.environment_key(config, {"name": "a"}) != key
    tool_key.tool_key.cache_clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert build_key.environment_key(config, {"name": "a"}) != key


def test_what_is_no_file_is_no_part_of_a_theme(tmp_path: Path) -> None:
    (tmp_path / "main.html").write_text("a")
    key = tool_key.tree_key(tmp_path)
    (tmp_path / ".#main.html").symlink_to("somebody@somewhere.1")  # as Emacs locks a file
    os.mkfifo(tmp_path / "pipe")
    assert tool_key.tree_key(tmp_path) == key
    (tmp_path / "main.html").write_text("b")
    assert tool_key.tree_key(tmp_path) != key


def test_settings_that_cannot_be_described_are_never_trusted(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        f"site_name: a\ndocs_dir: {ROOT}/content\nextra:\n"
        "  odd: !!python/object/apply:datetime.date [2026, 1, 1]\n"
    )
    with pytest.raises(build_key.UnknownValueError):
        build_key.environment_key(load_config(str(path)), {})


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_in_any_order_leave_what_would_be_built_anew(workshop: Workshop, seed: int) -> None:
    random = Random(seed)
    workshop.assert_alike()
    book = workshop.root / "modules/book-000/handbook.yml"

    def entitle_chapter() -> None:
        chapters = yaml.safe_load(book.read_text("utf-8"))["chapters"]
        random.choice(chapters)["title"] = f"新的一章 {random.random()}"
        workshop.change_record(book, chapters=chapters)

    def move_module() -> None:
        chapters = yaml.safe_load(book.read_text("utf-8"))["chapters"]
        source, target = random.sample([one for one in chapters if len(one["modules"]) > 1], 2)
        name = source["modules"].pop(random.randrange(len(source["modules"])))
        target["modules"].insert(random.randrange(len(target["modules"]) + 1), name)
        workshop.change_record(book, chapters=chapters)

    def entitle_module() -> None:
        number = random.randrange(MODULES)
        workshop.change_record(workshop.brief(number), title=f"又一个名字 {random.random()}")

    def hide_module() -> None:
        text = workshop.text(random.randrange(MODULES))
        if text.is_file():
            text.write_text(text.read_text("utf-8") + "\n\n没有人签过的一句。\n", "utf-8")

    def entitle_book() -> None:
        workshop.change_record(book, title=f"换了书名 {random.random()}")

    edits = [entitle_chapter, move_module, entitle_module, hide_module, entitle_book]
    random.shuffle(edits)
    for edit in edits:
        edit()
        workshop.assert_alike()


def test_media_are_names_of_assembled_files_and_a_library_is_copied(workshop: Workshop) -> None:
    site, docs = workshop.folder / "site", workshop.folder / "docs/zh"
    workshop.build(accelerated=True, keep=site)
    media = [path for path in docs.rglob("*.*") if path.suffix in {".png", ".jpg", ".webp"}]
    assert media
    for path in media:
        assert (site / path.relative_to(docs)).stat().st_ino == path.stat().st_ino
    library = list(site.glob("assets/javascripts/bundle.*.js"))
    assert [path.stat().st_nlink for path in library] == [1]

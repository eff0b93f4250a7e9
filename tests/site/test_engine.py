"""Our engine and plain `mkdocs build`, cold and warm, after every kind of change: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import material
import pytest
import yaml
from mkdocs.config import load_config

from kocbook.base import tool_key
from kocbook.site.engine import build_key
from kocbook.site.engine.site_record import LastBuild, Order
from kocbook.site.publish.build import build_environment
from tests.bench.communities import module_id
from tests.site.workshop import MODULES, ROOT, Workshop


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


@pytest.mark.slow
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
    cold = workshop.build(with_engine=True)
    kept = sorted((workshop.folder / "docs/zh.cache/html").iterdir())
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes() + b"<!-- tampered -->")
    assert workshop.build(with_engine=True) == cold


@pytest.mark.parametrize("harm", ["cut", "empty", "list", "gone"])
def test_a_broken_cache_costs_time_only(workshop: Workshop, harm: str) -> None:
    cold = workshop.build(with_engine=True)
    for path in (workshop.folder / "docs/zh.cache").rglob("*.msgpack"):
        data = path.read_bytes()
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes({"cut": data[: len(data) // 2], "empty": b"", "list": b"\x90"}[harm])
    assert workshop.build(with_engine=True) == cold


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


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
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
    workshop.build(with_engine=True, keep=site)
    media = [path for path in docs.rglob("*.*") if path.suffix in {".png", ".jpg", ".webp"}]
    assert media
    for path in media:
        assert (site / path.relative_to(docs)).stat().st_ino == path.stat().st_ino
    (bundle,) = site.glob("assets/javascripts/bundle.*.js")
    library = Path(material.__file__).parent / "templates/assets/javascripts" / bundle.name
    assert bundle.read_bytes() == library.read_bytes()
    assert not bundle.samefile(library)


def test_what_is_the_same_is_not_built(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = workshop.build(with_engine=True)
    order = Order(
        str(workshop.folder / "mkdocs.yml"),
        str(workshop.folder / "docs/zh"),
        str(workshop.folder / "again"),
    )
    for name, value in build_environment(workshop.as_of).items():
        monkeypatch.setenv(name, value)
    assert LastBuild(order).recall()
    again = Path(order.site_dir)
    files = [path for path in again.rglob("*") if path.is_file()]
    assert {str(path.relative_to(again)): path.read_bytes() for path in files} == cold
    assert not LastBuild(order).recall()  # something stands there

    shutil.rmtree(again)
    kept = workshop.folder / "docs/zh.cache/rest/404.html"
    kept.write_bytes(kept.read_bytes() + b"<!-- tampered -->")
    assert not LastBuild(order).recall()
    assert not again.exists()
    assert workshop.build(with_engine=True) == cold

    monkeypatch.setenv("KOC_ENGINE", "properdocs")
    assert not LastBuild(order).recall()


@pytest.mark.parametrize("line", ["copyright: !ENV WHO", "extra: {odd: !!str 1}"])
def test_a_configuration_that_asks_for_more_than_files_is_read_anew(
    workshop: Workshop, line: str
) -> None:
    workshop.config = f"{line}\n" + workshop.config.replace("extra:\n  generator: false\n", "")
    workshop.build(with_engine=True)
    assert not (workshop.folder / "docs/zh.cache/site.msgpack").exists()
    workshop.assert_alike()


def test_a_page_that_is_not_ours_leaves_the_site_to_mkdocs(workshop: Workshop) -> None:
    assembled = workshop.folder / "docs/zh"
    workshop.build(with_engine=True)
    (assembled / "stray.md").write_text("# 一页\n\n*没有组装过*。\n", "utf-8")
    site = workshop.folder / "stray"
    words = [sys.executable, "-m", "kocbook.site.engine.mkdocs_build"]
    words += [str(workshop.folder / "mkdocs.yml"), str(assembled), str(site)]
    done = subprocess.run(
        words, env=build_environment(workshop.as_of), check=True, capture_output=True
    )
    assert done.stdout == b'{"warnings": []}'
    assert "<em>没有组装过</em>" in (site / "stray/index.html").read_text("utf-8")
    assert (site / "board/index.html").is_file()

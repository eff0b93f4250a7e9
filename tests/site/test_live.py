"""A preview that follows every save: the same pages as a site built anew, whatever was saved."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from kocbook.base.errors import KocError
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.site.publish import live
from kocbook.site.publish.live import LiveSite
from tests.bench.communities import AS_OF, module_id
from tests.bench.edits import Edit
from tests.bench.serving import serving, wait_for
from tests.site.workshop import MODULES, Workshop

KOC = Path(sys.executable).with_name("koc")
TEXT = f"content/book-000/{module_id(2)}/index.md"


@pytest.fixture
def preview(workshop: Workshop) -> Iterator[LiveSite]:
    workshop.change_record(
        workshop.root / "community.yml",
        glossary=[{"term": "山路", "meaning": {"zh": "弯多坡陡的路", "en": "A mountain road"}}],
    )
    shutil.copy(Path(__file__).parents[2] / "mkdocs.yml", workshop.root)
    site = LiveSite(workshop.root, AS_OF, workshop.folder / "preview")
    site.update()
    yield site
    site.close()


@pytest.fixture
def no_reading(preview: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    assert preview.ingredients

    def refuse(_: object) -> None:
        raise AssertionError("everything was read again")

    monkeypatch.setattr(live, "load_community", refuse)


def read_site(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_as_new(preview: LiveSite, workshop: Workshop) -> None:
    new, followed = workshop.build(with_engine=False), read_site(preview.site_dir)
    assert sorted(followed) == sorted(new)
    assert [name for name in new if followed[name] != new[name]] == []


def edit(workshop: Workshop, number: int, words: str) -> set[str]:
    """Add words to a text, and let who signed it sign it again; return what was saved."""
    text = workshop.text(number)
    before = text.read_text("utf-8")
    text.write_text(f"{before}\n\n{words}\n", "utf-8")
    old, new = text_fingerprint(before), text_fingerprint(text.read_text("utf-8"))
    signed = list(workshop.brief(number).parent.glob("signoffs/*.yml"))
    for path in signed:
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return {str(path.relative_to(workshop.root)) for path in [text, *signed]}


@pytest.mark.usefixtures("no_reading")
def test_new_words_are_shown_without_reading_everything(
    preview: LiveSite, workshop: Workshop
) -> None:
    saved = edit(workshop, 2, "## 补记\n\n又跑了一趟山路。")
    passing = f"{TEXT.rpartition('/')[0]}/.index.md.swp"  # an editor's, gone by now
    assert (
        preview.update(saved | {passing}).written == 5
    )  # page, glossary, the library's table, two feeds
    assert_as_new(preview, workshop)
    page = preview.site_dir / f"book-000/{module_id(2)}/index.html"
    assert "又跑了一趟" in page.read_text("utf-8")


@pytest.mark.slow
def test_any_row_of_saves_leads_to_what_would_be_built_anew(
    preview: LiveSite, workshop: Workshop
) -> None:
    random = Random(20260)
    numbers = [number for number in range(MODULES) if workshop.text(number).exists()]

    def rewrite() -> set[str]:
        return edit(workshop, random.choice(numbers), f"第 {random.random()} 次山路。")

    def rewrite_unsigned() -> set[str]:
        text = workshop.text(random.choice(numbers))
        text.write_text(text.read_text("utf-8") + "\n\n没有人签过的话。\n", "utf-8")
        return {str(text.relative_to(workshop.root))}

    def rename() -> set[str]:
        brief = workshop.brief(random.choice(numbers))
        workshop.change_record(brief, title=f"新标题{random.random()}")
        return {str(brief.relative_to(workshop.root))}

    def remove() -> set[str]:
        text = workshop.text(numbers.pop())
        text.unlink()
        return {str(text.relative_to(workshop.root))}

    def resettle() -> set[str]:
        workshop.change_record(
            workshop.root / "community.yml", name={"zh": f"群{random.random()}", "en": "Club"}
        )
        return {"community.yml"}

    steps: list[Callable[[], set[str]]] = [rewrite, rewrite_unsigned, rename, remove, resettle]
    for step in [*steps, *random.choices([rewrite, *steps], k=3)]:
        preview.update(step())
        assert_as_new(preview, workshop)


def test_a_fault_leaves_the_pages_and_the_next_save_mends_it(
    preview: LiveSite, workshop: Workshop
) -> None:
    settings = workshop.root / "community.yml"
    before, pages = settings.read_text("utf-8"), read_site(preview.site_dir)
    settings.write_text("name: [\n", "utf-8")
    with pytest.raises(KocError):
        preview.update({"community.yml"})
    assert read_site(preview.site_dir) == pages
    settings.write_text(before, "utf-8")
    preview.update({"community.yml"})
    process = preview.builders["zh"].process
    process.kill()  # the system was out of memory, for one
    process.wait()
    preview.update(edit(workshop, 2, "又来。"))
    assert_as_new(preview, workshop)


def test_a_changed_setting_of_the_site_is_seen(preview: LiveSite, workshop: Workshop) -> None:
    config = workshop.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("    - navigation.prune\n", ""), "utf-8")
    workshop.config = config.read_text("utf-8")
    preview.update({"mkdocs.yml"})
    assert_as_new(preview, workshop)


def test_languages_stand_beside_each_other_where_mkdocs_builds_them(workshop: Workshop) -> None:
    """Where it steps aside, each language clears its own site: not the one that stands in it."""
    root, base = workshop.root, Path(__file__).parents[2]
    workshop.change_record(root / "community.yml", languages=["zh", "en"])
    (root / "hook.py").write_text("", "utf-8")
    config = (base / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config + "hooks: [hook.py]\n", "utf-8")
    shutil.copy(base / "mkdocs.en.yml", root)
    preview = LiveSite(root, AS_OF, workshop.folder / "preview")
    try:
        for words in ("一。", "二。"):
            edit(workshop, 2, words)
            preview.update()
            for folder in ("", "en/"):
                page = preview.site_dir / f"{folder}book-000/{module_id(2)}/index.html"
                assert words in page.read_text("utf-8")
    finally:
        preview.close()


def test_other_folders_are_left_alone(workshop: Workshop) -> None:
    own = workshop.folder / "thesis"
    own.mkdir()
    (own / "chapter.md").write_text("# 一", "utf-8")
    with pytest.raises(KocError):
        LiveSite(workshop.root, AS_OF, own).update()
    assert [path.name for path in own.iterdir()] == ["chapter.md"]


def test_koc_serve_shows_what_was_saved(workshop: Workshop) -> None:
    with serving(KOC, workshop.root) as address:
        page = address + TEXT.removeprefix("content/").removesuffix("index.md")
        wait_for(page, "livereload(")
        Edit(TEXT, "## 最后", "## 口令").make(workshop.root)
        wait_for(page, "口令")

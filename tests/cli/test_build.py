"""`koc build`, `assemble` and `serve`: what they say, and that errors stop them; the site is faked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from kocbook.app.assemble import Assembling
from kocbook.model.community import Community
from kocbook.site.views.context import Download
from tests.conftest import Koc


class Site:
    """Stands in for the site's own functions and remembers how they were called."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.assembled: list[Path] = []

    def build_assembled(
        self,
        root: Path,
        community: Community,
        as_of: date,
        site_dir: Path,
        assembled: SimpleNamespace,
        report_progress: Callable[[str], None],
        extras: frozenset[Download],
    ) -> SimpleNamespace:
        assert extras == frozenset()
        assert community.modules
        assert assembled.pages == 12
        for step in ("build", "place"):
            report_progress(step)
        self.calls.append((root, as_of, site_dir))
        return SimpleNamespace(pages=12, written=3, site_dir=site_dir)

    def assemble(self, out: Path) -> SimpleNamespace:
        self.assembled.append(out)
        return SimpleNamespace(pages=12, written=3, unchanged=8, removed=1)

    def serve_site(self, root: Path, as_of: date, host: str, port: int) -> None:
        self.calls.append((root, as_of, host, port))
        raise KeyboardInterrupt


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    fake = Site()
    monkeypatch.setattr("kocbook.site.publish.build.build_assembled", fake.build_assembled)
    monkeypatch.setattr(Assembling, "assemble", lambda assembling: fake.assemble(assembling.out))
    return fake


def test_build_says_where_the_site_is_and_how_to_read_it(
    site: Site, sample_repo: Path, koc: Koc
) -> None:
    result = koc("build")
    assert (result.code, result.err) == (0, "")
    assert result.out == "网站已生成：site（12 页，更新了 3 个文件）\n在本机预览：koc serve\n"
    assert site.calls == [(sample_repo.resolve(), date(2026, 6, 30), sample_repo / "site")]
    assert site.assembled == [sample_repo.resolve() / ".koc/docs"]


def test_build_takes_a_folder_and_a_day(site: Site, tmp_path: Path, koc: Koc) -> None:
    folder = tmp_path / "elsewhere"
    result = koc("build", "--site-dir", str(folder), "--as-of", "2026-07-01", "--lang", "en")
    assert result.code == 0
    assert f"The site is ready: {folder} (12 pages, 3 files written)" in result.out
    assert site.calls[0][1:] == (date(2026, 7, 1), folder)


def test_assemble_says_what_changed(site: Site, koc: Koc) -> None:
    result = koc("assemble", "--out", "pages", "--lang", "en")
    assert result.code == 0
    assert "pages (12 pages: 3 written, 8 unchanged, 1 removed)" in result.out


@pytest.mark.parametrize("words", [["build"], ["assemble", "--out", "pages"]])
def test_an_error_holds_back_its_page_and_strictly_stops_it(
    site: Site, sample_repo: Path, koc: Koc, words: list[str]
) -> None:
    (sample_repo / "members/old-he.yml").write_text("name: [\n", encoding="utf-8")
    result = koc(*words)
    assert result.code == 0
    assert "people/old-he/（1 处错误）" in result.err
    assert "koc check" in result.err
    site.calls.clear()
    site.assembled.clear()
    result = koc(*words, "--strict")
    assert result.code == 1
    assert "members/old-he.yml:" in result.out
    assert "网站没有改动" in result.err
    assert site.calls == site.assembled == []


@pytest.mark.parametrize("words", [["build"], ["assemble", "--out", "pages"]])
@pytest.mark.parametrize("file", ["community.yml", "mkdocs.yml"])
def test_what_endangers_every_page_stops_it(
    site: Site, sample_repo: Path, koc: Koc, words: list[str], file: str
) -> None:
    (sample_repo / file).write_text("plugins: [search]\n", encoding="utf-8")
    result = koc(*words)
    assert result.code == 1
    assert f"{file}:" in result.out
    assert "影响每一页" in result.err
    assert site.calls == site.assembled == []


def test_a_held_page_is_an_annotation(site: Site, sample_repo: Path, koc: Koc) -> None:
    (sample_repo / "content/guide/first-day/index.md").write_bytes(b"\xff\n")
    result = koc("build", "--format", "github", "--lang", "en")
    assert result.code == 0
    where = "file=modules/guide/first-day/module.yml,title=This page is being mended"
    assert f"::warning {where}::guide/first-day/ (1 error)\n" in result.out


def test_serve_ends_quietly_on_ctrl_c(
    sample_repo: Path, koc: Koc, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Site()
    monkeypatch.setattr("kocbook.site.publish.serve.serve_site", fake.serve_site)
    result = koc("serve", "--port", "8123")
    assert (result.code, result.out, result.err) == (130, "", "")
    assert fake.calls == [(sample_repo.resolve(), date(2026, 6, 30), "127.0.0.1", 8123)]


def _add(root: Path, words: str) -> None:
    path = root / "members/old-he.yml"
    path.write_text(path.read_text("utf-8") + words, "utf-8")


HARMS: dict[str, Callable[[Path, Path], object]] = {
    "a record": lambda root, _: _add(root, "# \n"),
    "a page of the site": lambda _, target: (target / "index.html").write_text("别的"),
    "a page that is gone": lambda _, target: (target / "index.html").unlink(),
    "a file too many": lambda _, target: (target / "more.html").write_text(""),
    "the configuration": lambda root, _: (root / "mkdocs.en.yml").write_text("site_name: x\n"),
    "a release": lambda root, _: (root / "releases").mkdir() or (root / "releases/a").touch(),
    "a folder of the theme's": lambda root, _: (root / "mkdocs.x.yml").write_text("custom_dir: a"),
}


@pytest.mark.parametrize("harm", [None, *HARMS])
def test_where_nothing_changed_nothing_is_built(
    koc: Koc, site: Site, monkeypatch: pytest.MonkeyPatch, harm: str | None
) -> None:
    monkeypatch.delenv("CI", raising=False)
    target = koc.folder / "site"
    target.mkdir()
    (target / "index.html").write_text("首页")
    first = koc("build")
    if harm:
        HARMS[harm](koc.folder, target)
    second = koc("build")
    assert (first.code, second.code) == (0, 0)
    assert second.out == first.out.replace("3", "0") if harm is None else first.out
    assert len(site.calls) == (1 if harm is None else 2)
    if harm != "a folder of the theme's":
        koc("build")
        assert len(site.calls) == (1 if harm is None else 2)
    assert Koc(koc.folder, {"CI": "true"})("build").code == 0
    assert len(site.calls) == (2 if harm is None else 3)

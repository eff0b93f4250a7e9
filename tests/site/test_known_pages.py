"""Pages that were assembled before: left alone only where they are what they would be."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from kocbook.base import tool_key
from kocbook.base.memory import FOLDER
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.files.writer import AssembleResult
from tests.site.workshop import AS_OF, Workshop


def assemble(workshop: Workshop, name: str) -> AssembleResult:
    community = load_community(WorkingTree(workshop.root)).community
    assert community is not None
    return assemble_site(workshop.root, community, AS_OF, workshop.folder / name)


@pytest.fixture(autouse=True)
def _clone(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a clone of it, in which something may be remembered."""
    monkeypatch.delenv("CI", raising=False)
    subprocess.run(["git", "init", "-q"], cwd=workshop.root, check=True)


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def count_renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which pages are rendered from now on."""
    from kocbook.site.assemble import pages

    rendered: list[str] = []
    render = pages.render_page

    def note(page: pages.PageRef, *rest: Any, **more: Any) -> bytes:
        rendered.append(page.source)
        return render(page, *rest, **more)

    monkeypatch.setattr(pages, "render_page", note)
    return rendered


def test_only_what_changed_is_rendered(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = count_renders(monkeypatch)
    first = assemble(workshop, "docs")
    assert len(rendered) == first.pages
    rendered.clear()
    assert assemble(workshop, "docs").written == 0
    assert rendered == []
    text = workshop.text(2)
    text.write_text(text.read_text("utf-8") + "\n\n又跑了一趟。\n", "utf-8")
    assemble(workshop, "docs")
    assert 0 < len(rendered) < first.pages / 2
    assemble(workshop, "anew")
    assert read_all(workshop.folder / "docs") == read_all(workshop.folder / "anew")


@pytest.mark.parametrize("harm", ["edited", "gone", "cut", "garbled", "other-tool", "ci"])
def test_what_is_not_ours_is_made_again(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    assemble(workshop, "docs")
    sound = read_all(workshop.folder / "docs")
    rendered = count_renders(monkeypatch)
    page = workshop.folder / "docs/zh/index.md"
    (notes,) = (workshop.root / FOLDER).glob("pages-*")
    match harm:
        case "edited":
            page.write_bytes(page.read_bytes() + b"<script>")
        case "gone":
            page.unlink()
        case "cut":
            notes.write_bytes(notes.read_bytes()[:-20])
        case "garbled":
            notes.write_bytes(b"\x00")
        case "other-tool":
            monkeypatch.setattr(tool_key, "list_libraries", lambda: ["Jinja2-9.dist-info"])
        case "ci":
            monkeypatch.setenv("CI", "true")
    assemble(workshop, "docs")
    assert "index.md" in rendered
    assert (len(rendered) == 1) == (harm in ("edited", "gone"))
    assert read_all(workshop.folder / "docs") == sound

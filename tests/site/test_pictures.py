"""Pictures in several widths: drawn once, right way up, and said by nobody but the tool."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.pictures.store import FOLDER, prepare_pictures
from kocbook.site.pictures.widths import Picture, dress_pictures, widths_for
from kocbook.site.templates.render import finish_text
from kocbook.site.views.module import ContributedText
from tests.site.workshop import Workshop


def draw(path: Path, size: tuple[int, int], colour: str = "teal", turned: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    Image.new("RGB", size, colour).save(path, exif=exif)


class Shown(HTMLParser):
    """The pictures of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pictures: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures.append({name: value or "" for name, value in attrs})


def test_a_photo_is_drawn_narrower_and_right_way_up(tmp_path: Path) -> None:
    draw(tmp_path / "content/a.jpg", (2400, 1800), turned=True)
    shelf = prepare_pictures(tmp_path, {"book/a.jpg": "content/a.jpg"})
    picture = shelf.pictures["book/a.jpg"]
    assert (picture.width, picture.height) == (1800, 2400)
    assert [width for width, _ in picture.smaller] == [480, 800, 1200, 1600]
    for width, address in picture.smaller:
        with Image.open(shelf.files[address]) as drawn:
            assert drawn.format == "WEBP"
            assert drawn.size == (width, round(width * 4 / 3))
            assert not drawn.getexif()


def test_what_is_no_still_picture_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    frames = [Image.new("RGB", (900, 600), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "b.webp", save_all=True, append_images=frames[1:])
    (tmp_path / "c.mp4").write_bytes(b"video")
    media = {name: name for name in ("a.jpg", "b.webp", "c.mp4", "gone.png")}
    shelf = prepare_pictures(tmp_path, media)
    assert (dict(shelf.pictures), dict(shelf.files)) == ({}, {})


def test_a_second_look_draws_nothing_and_a_change_is_seen(tmp_path: Path) -> None:
    draw(tmp_path / "a.png", (1000, 500))
    media = {"a.png": "a.png"}
    first = prepare_pictures(tmp_path, media)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / FOLDER).iterdir()}
    assert prepare_pictures(tmp_path, media) == first
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / FOLDER).iterdir()} == times
    next(iter(first.files.values())).unlink()
    assert prepare_pictures(tmp_path, media) == first
    assert all(path.is_file() for path in first.files.values())
    draw(tmp_path / "a.png", (1000, 500), "orange")
    other = prepare_pictures(tmp_path, media)
    assert not set(other.files) & set(first.files)
    assert not any(path.exists() for path in first.files.values())


@given(st.integers(1, 9000), st.booleans())
def test_no_picture_is_drawn_wider_than_it_is(width: int, is_webp: bool) -> None:
    drawn = widths_for(width, is_webp)
    assert list(drawn) == sorted(set(drawn))
    assert all(step <= min(width, 1600) for step in drawn)
    assert is_webp or drawn[-1] == min(width, 1600)


@pytest.mark.parametrize(
    "text",
    [
        '<p><img src="x.jpg" srcset="//evil.example/x 1x" sizes="1px" fetchpriority="high"></p>',
        '<img src="//evil.example/x.jpg" alt="">',
    ],
)
def test_a_contributor_cannot_name_other_files(text: str) -> None:
    body = finish_text((), load_texts("zh"), str, ContributedText(text, "zh", ()))
    page = dress_pictures(body, "book/page/", {"book/page/x.jpg": Picture(10, 5)})
    assert "src=" not in page or "evil" not in page


def test_pictures_in_a_row_become_figures_with_captions() -> None:
    pictures = {"book/page/a.jpg": Picture(900, 600), "book/page/b.jpg": Picture(900, 600)}
    row = '<p><img alt="甲 > 1" src="a.jpg" title="停稳再看">\n<img alt="乙" src="b.jpg"></p>'
    page = dress_pictures(f'{row}<p>字<img alt="" src="a.jpg"></p>', "book/page/", pictures)
    assert page.startswith('<div class="kb-photos"><figure class="kb-figure">')
    assert page.count("<figcaption>停稳再看</figcaption>") == 1
    assert page.count('class="kb-zoom"') == 2


def test_every_picture_of_the_site_holds_its_place(site: Path) -> None:
    seen = 0
    for page in site.rglob("*.html"):
        for picture in Shown(page.read_text("utf-8")).pictures:
            assert int(picture["width"]) > 0, (page, picture)
            assert int(picture["height"]) > 0, (page, picture)
            for step in filter(None, picture.get("srcset", "").split(", ")):
                address, width = step.rsplit(" ", 1)
                with Image.open(Path(os.path.normpath(page.parent / address))) as file:
                    assert f"{file.width}w" == width
                seen += 1
    assert seen > 100


def agree(root: Path, published: Path, key: str) -> None:
    """Let everybody agree to the page as it is now, its pictures included."""
    community = load_community(WorkingTree(root)).community
    assert community is not None
    mark = page_fingerprint(community.modules[key])
    for record in (*published.glob("reviews/*.yml"), *published.glob("signoffs/*.yml")):
        agreed = re.sub(r"(?m)^text: .*$", f'text: "{mark}"', record.read_text("utf-8"))
        record.write_text(agreed, "utf-8")


@pytest.mark.slow
def test_a_page_is_made_again_when_its_picture_changes(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    published = next(iter(sorted(workshop.root.glob("modules/*/*/signoffs")))).parent
    text = workshop.root / "content" / published.relative_to(workshop.root / "modules") / "index.md"
    key = "/".join(published.parts[-2:])
    text.write_text(f"{text.read_text('utf-8')}\n\n![山路](road.jpg)\n", "utf-8")
    pages = []
    for size, colour in (((1000, 600), "green"), ((900, 600), "orange")):
        draw(text.with_name("road.jpg"), size, colour)
        agree(workshop.root, published, key)
        pages.append(workshop.assert_alike())
    widths = [
        {
            picture["width"]
            for name in site
            if name.endswith(".html")
            for picture in shown(site, name)
        }
        for site in pages
    ]
    assert widths == [{"1000"}, {"900"}]


def shown(site: dict[str, bytes], name: str) -> list[dict[str, str]]:
    pictures = Shown(site[name].decode()).pictures
    return [picture for picture in pictures if re.search(r"road\.jpg$", picture.get("src", ""))]

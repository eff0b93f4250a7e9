"""Pictures for shared addresses: what stands on them, that they are drawn once, and that names stay hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.model.enums import Visibility
from kocbook.site.pictures import share as share_images
from kocbook.site.pictures.share import (
    SIZE,
    ShareCard,
    break_lines,
    find_fonts,
    prepare_share_images,
)
from kocbook.site.views.context import make_contexts
from kocbook.site.views.share import share_cards
from tests.site.built import AS_OF

CARD = ShareCard(
    "新手车主用车宝典", "看懂胎压：数字、季节与花纹", "郭子昂", "启程车主共创营", "guide"
)


@pytest.fixture(scope="module")
def face() -> ImageFont.FreeTypeFont:
    found = find_fonts()
    assert found, "a Chinese font is part of what `make test` installs"
    file, _, index = found[0].rpartition("#")
    return ImageFont.truetype(file, 76, index=int(index), layout_engine=ImageFont.Layout.BASIC)


def test_a_picture_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = {"a/": CARD, "b/": replace(CARD, title="换一个题目"), "c/": CARD}
    drawn = prepare_share_images(tmp_path, cards)
    assert drawn["a/"] == drawn["c/"] != drawn["b/"]
    with Image.open(drawn["a/"]) as image:
        assert (image.size, image.format) == (SIZE, "PNG")
        assert len(image.convert("RGB").getcolors(1000) or []) > 20
    before = drawn["a/"].read_bytes()
    monkeypatch.setattr(share_images, "draw_card", None)
    assert prepare_share_images(tmp_path, cards) == drawn
    monkeypatch.undo()
    drawn["a/"].unlink()
    assert prepare_share_images(tmp_path, cards)["a/"].read_bytes() == before


def test_without_a_font_there_is_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    find_fonts.cache_clear()
    assert prepare_share_images(tmp_path, {"a/": CARD}) == {}
    find_fonts.cache_clear()


@given(text=st.text(max_size=300), width=st.integers(120, 1200), most=st.integers(1, 4))
def test_lines_fit_and_lose_nothing(
    face: ImageFont.FreeTypeFont, text: str, width: int, most: int
) -> None:
    lines = list(break_lines(text, face, width, most))
    assert len(lines) <= most
    assert all(face.getlength(line) <= width for line in lines)
    whole = list(break_lines(text, face, width, 400))
    kept = "".join("".join(whole).split())
    shown = "".join("".join(lines).split())
    assert kept.startswith(shown.removesuffix("…"))


def test_no_line_begins_with_a_closing_mark(face: ImageFont.FreeTypeFont) -> None:
    for width in range(456, 1100, 38):
        lines = list(break_lines("充电第一课：快充慢充、充到多少（80%）、何时去充", face, width, 9))
        assert not any(line[0] in "：、）" for line in lines[1:])
        assert not any(line.endswith("（") for line in lines)


def test_hidden_names_are_on_no_picture(living: Community) -> None:
    def said(community: Community) -> str:
        context = make_contexts(community, AS_OF, {"zh": load_texts("zh")})["zh"]
        return "\n".join(card.names for card in share_cards(context).values())

    member = living.members["lin-xiaoman"]
    assert member.name in said(living)
    hidden = {**living.members, member.id: replace(member, visibility=Visibility.ANONYMOUS)}
    assert member.name not in said(replace(living, members=hidden))


def test_every_page_names_a_picture_that_is_there(site: Path) -> None:
    root = "https://kocbook.example/"
    for file in site.rglob("index.html"):
        head = file.read_text("utf-8").partition("<body")[0]
        if "og:title" in head:
            address = head.partition('property="og:image" content="')[2].partition('"')[0]
            assert address.startswith(root), file
            assert (site / address.removeprefix(root)).is_file(), file

"""Pictures that stand for a page where its address is shared: its title, its book and its people.

Drawn once and kept below `.koc/share`, by all that is on them; safe to delete.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont

from kocbook.base.atomic_file import replacing
from kocbook.site.pictures.fonts import find_fonts

FOLDER = ".koc/share"
ADDRESS = "assets/share"
SIZE = (1200, 630)
"""Pixels: what services that show shared addresses ask for."""

_FORMAT = f"1 {PIL.__version__}"
_LEFT, _RIGHT, _TOP = 96, 1104, 168
_MOST_LINES = 3
# What an ink covers is drawn as grey; the palette turns it into colour. Two inks share the range.
_WORDS, _QUIET, _BAND, _MARK = 200, 120, 254, 255
_PAPER, _INK = (251, 250, 246), (24, 36, 36)
_BANDS = ((15, 94, 90), (43, 76, 111), (122, 74, 38), (92, 64, 104), (60, 92, 52))
_ORANGE = (222, 120, 52)
_PIECE = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）》」』】”’…—·,.;:!?)]}")
_NOT_LAST = frozenset("（《「『【“‘([{")


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on a picture: over the title, the title, under it, at the foot; and which colour.

    `tint` is any text: pages of one book share it, and so their colour.
    """

    place: str
    title: str
    names: str
    site: str
    tint: str


@dataclass(frozen=True, slots=True)
class _Faces:
    title: ImageFont.FreeTypeFont
    words: ImageFont.FreeTypeFont
    key: str


def prepare_share_images(root: Path, cards: Mapping[str, ShareCard]) -> dict[str, Path]:
    """Draw what is missing and return each card's file; empty where no font has Chinese letters."""
    found = find_fonts()
    if found is None:
        return {}
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    faces = _open_faces(*found)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # Alike cards share a file: two threads must not draw it at once.
        each = list(dict.fromkeys(cards.values()))
        files = dict(
            zip(each, pool.map(lambda card: _draw_once(folder, card, faces), each), strict=True)
        )
    return {page: files[card] for page, card in cards.items()}


def _open_faces(title: str, words: str) -> _Faces:
    def face(place: str, size: int) -> ImageFont.FreeTypeFont:
        file, _, index = place.rpartition("#")
        return ImageFont.truetype(
            file, size, index=int(index) & 0xFFFF, layout_engine=ImageFont.Layout.BASIC
        )

    key = "|".join(
        f"{Path(p).name} {Path(p.rpartition('#')[0]).stat().st_size}" for p in (title, words)
    )
    return _Faces(face(title, 76), face(words, 34), key)


def _draw_once(folder: Path, card: ShareCard, faces: _Faces) -> Path:
    said = "\0".join((_FORMAT, faces.key, *astuple(card)))
    name = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
    file = folder / f"{name}.png"
    if not file.is_file():
        with replacing(file) as part:
            draw_card(card, faces.title, faces.words).save(part, "PNG", compress_level=6)
    return file


def draw_card(
    card: ShareCard, title: ImageFont.FreeTypeFont, words: ImageFont.FreeTypeFont
) -> Image.Image:
    """Return the picture, with a palette."""
    image = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(image)
    height = SIZE[1]
    draw.rectangle((0, 0, 40, height), fill=_BAND)
    draw.rectangle((_LEFT, _TOP - 22, _LEFT + 72, _TOP - 16), fill=_MARK)
    line = next(iter(break_lines(card.place, words, _RIGHT - _LEFT, 1)), "")
    draw.text((_LEFT, _TOP - 84), line, font=words, fill=_QUIET)
    y = _TOP
    for line in break_lines(card.title, title, _RIGHT - _LEFT, _MOST_LINES):
        draw.text((_LEFT, y), line, font=title, fill=_WORDS)
        y += 106
    for line in break_lines(card.names, words, _RIGHT - _LEFT, 1):
        draw.text((_LEFT, height - 148), line, font=words, fill=_WORDS)
    for line in break_lines(card.site, words, _RIGHT - _LEFT, 1):
        draw.text((_LEFT, height - 92), line, font=words, fill=_QUIET)
    image.putpalette(_palette(_BANDS[hashlib.sha256(card.tint.encode()).digest()[0] % len(_BANDS)]))
    return image


def _palette(band: tuple[int, int, int]) -> list[int]:
    """Return 256 colours: paper to ink, then the band and the mark."""
    shades = [
        round(paper + (ink - paper) * min(shade / _WORDS, 1))
        for shade in range(_BAND)
        for paper, ink in zip(_PAPER, _INK, strict=True)
    ]
    return [*shades, *band, *_ORANGE]


def break_lines(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> Iterator[str]:
    """Yield at most `most` lines of at most `width` pixels; what is left out shows as ….

    Latin words stay whole where they fit a line; marks that close nothing begin no line.
    """
    clean = "".join(c for c in " ".join(text.split()) if unicodedata.category(c)[0] != "C")
    left = [piece for piece in _PIECE.findall(clean[: most * 200]) if piece]
    for number in range(most):
        line, left = _take_line(left, font, width)
        if number == most - 1 and left:
            while line and font.getlength(line + "…") > width:
                line = line[:-1]
            line = line.rstrip() + "…"
        if line:
            yield line


def _take_line(
    pieces: list[str], font: ImageFont.FreeTypeFont, width: int
) -> tuple[str, list[str]]:
    """Return the first line of some pieces of text, and the pieces that are left."""
    taken: list[str] = []
    rest = list(pieces)
    while rest and font.getlength("".join([*taken, rest[0]])) <= width:
        taken.append(rest.pop(0))
    if rest and not taken:  # a word longer than a line
        word, fits = rest.pop(0), 1
        while fits < len(word) and font.getlength(word[: fits + 1]) <= width:
            fits += 1
        return word[:fits], [word[fits:], *rest] if word[fits:] else rest
    while rest and len(taken) > 1 and (rest[0] in _NOT_FIRST or taken[-1] in _NOT_LAST):
        rest.insert(0, taken.pop())
    return "".join(taken).strip(), [piece for piece in rest[:1] if piece.strip()] + rest[1:]

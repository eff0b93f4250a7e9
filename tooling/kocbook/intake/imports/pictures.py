"""Pictures and films of a source, through the same gate as those that members deliver."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.base.atomic_file import write_whole
from kocbook.base.errors import KocError, UsageError
from kocbook.base.pinyin import spell
from kocbook.intake.acts.delivery import MAX_MEDIA_BYTES
from kocbook.intake.imports.book import NotKept, NotKeptKind
from kocbook.media.clean import Cleaned, fit_media
from kocbook.media.convert import can_convert
from kocbook.model.settings import Limits

if TYPE_CHECKING:
    from kocbook.intake.imports.draft import PageDraft

_GIF = b"GIF8"
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"(\s(?:[\w-]+:)?href\s*=\s*)(\"|')(?!#|data:image/)(.*?)\2", re.IGNORECASE | re.DOTALL
)
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_URLS = re.compile(r"url\(\s*(['\"]?)(?!#|['\"]?#|data:)[^)]*\)", re.IGNORECASE)
_STYLE_SHEETS = re.compile(r"<\?xml-stylesheet.*?\?>|@import[^;]*;", re.IGNORECASE | re.DOTALL)
_WIDEST = 1600
_LEAST = 800
"""Pixels that a drawing is at least wide, so that its letters can be read, and at most."""
_HIGHEST = 4000
_ROOT = re.compile(r"<svg\b[^>]*>", re.IGNORECASE)
_SIZES = re.compile(r"\s(width|height|viewBox)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE)
_LENGTH = re.compile(r"((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)\s*([a-z]*)", re.IGNORECASE)
_UNITS = {
    "pt": 96 / 72,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "pc": 16.0,
    "em": 16.0,
    "ex": 8.0,
}
_DOTS = 96.0
"""Pixels an inch: drawings that give their size in points have none without it."""
_MOST_STEM = 50
_OTHER = re.compile(r"[^a-z0-9]+")
_VERSION = "2"


class Shelf:
    """What was made of each file; kept below `.koc/`, so that an import that was stopped goes on quickly."""

    def __init__(self, folder: Path, limits: Limits, report: Callable[[NotKept], None]) -> None:
        """Keep finished files in `folder`."""
        self.folder, self.limits, self.report = folder, limits, report
        self.done: dict[Path, tuple[Cleaned | None, str]] = {}

    def put(self, draft: PageDraft, place: Path, written: str) -> str | None:
        """Put a file beside a page's text; return its name, None where it cannot stand there."""
        cleaned, said = self._find(place)
        line = draft.line_of(written)
        if cleaned is None:
            self.report(
                NotKept(draft.page.path, line, NotKeptKind.MEDIA_REFUSED, f"{written}: {said}")
            )
            return None
        if said:
            self.report(NotKept(draft.page.path, line, NotKeptKind(said), written))
        return _place(draft, place.stem, cleaned)

    def _find(self, place: Path) -> tuple[Cleaned | None, str]:
        known = self.done.get(place)
        if known is None:
            known = self.done[place] = self._make(place)
        return known

    def _make(self, place: Path) -> tuple[Cleaned | None, str]:
        if place.stat().st_size > MAX_MEDIA_BYTES:
            return None, f"> {MAX_MEDIA_BYTES >> 20} MiB"
        data = place.read_bytes()
        limits = f"{self.limits.image_kib}-{self.limits.video_kib}-{can_convert()}-{_VERSION}"
        digest = hashlib.sha256(limits.encode() + b"\0" + data).hexdigest()
        kept = self._read(digest)
        if kept is not None:
            return kept
        try:
            cleaned, said = convert(place.name, data, self.limits)
        except KocError as error:
            return None, error.key.rpartition(".")[2]
        except (ValueError, OSError, MemoryError):
            return None, "media-damaged"
        self._write(digest, cleaned, said)
        return cleaned, said

    def _read(self, digest: str) -> tuple[Cleaned, str] | None:
        try:
            told = json.loads((self.folder / f"{digest}.json").read_text("utf-8"))
            data = (self.folder / f"{digest}.bin").read_bytes()
        except (OSError, ValueError):
            return None
        if hashlib.sha256(data).hexdigest() != told.get("sha256"):
            return None
        return Cleaned(str(told["kind"]), data, ()), str(told["said"])

    def _write(self, digest: str, cleaned: Cleaned, said: str) -> None:
        told = {
            "kind": cleaned.kind,
            "said": said,
            "sha256": hashlib.sha256(cleaned.data).hexdigest(),
        }
        write_whole(self.folder / f"{digest}.bin", cleaned.data)
        write_whole(self.folder / f"{digest}.json", json.dumps(told).encode())


def convert(name: str, data: bytes, limits: Limits) -> tuple[Cleaned, str]:
    """Return a file as readers can see it, and the kind of what was lost on the way, "" for nothing.

    Raises:
        UsageError: it cannot be shown on the web.
        ValueError: it is a drawing that cannot be read.
    """
    if is_drawing(data):
        return fit_media(f"{name}.png", draw(data), limits), NotKeptKind.MEDIA_DRAWN
    if data.startswith(_GIF):
        return _convert_gif(name, data, limits)
    return fit_media(name, data, limits), ""


def is_drawing(data: bytes) -> bool:
    """True for an SVG."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and _SVG.search(data[: 64 << 10]) is not None


def draw(data: bytes) -> bytes:
    """Return a drawing as PNG, with a white ground.

    Nothing but the drawing is read: links to files and sites are cut, and so are declarations.

    Raises:
        ValueError: it cannot be read, or declares entities.
    """
    words = data.decode("utf-8-sig", "replace")
    if _ENTITIES.search(words):
        words = _expand_plain_entities(words)
    words = _STYLE_SHEETS.sub("", _DOCTYPE.sub("", words))
    words = _URLS.sub("none", _NOT_OURS.sub(r"\1\2#\2", words))
    return _render(words, _fit_width(*_find_size(words)))


def _find_size(words: str) -> tuple[float, float]:
    """Return the width and height of a drawing in pixels, as its root says them.

    Raises:
        ValueError: it says none.
    """
    root = _ROOT.search(words)
    told = {one[1].lower(): one[2] or one[3] for one in _SIZES.finditer(root[0] if root else "")}
    box = [float(part) for part in _NUMBERS.findall(told.get("viewbox", ""))][2:4]
    sizes = []
    for at, name in enumerate(("width", "height")):
        match = _LENGTH.fullmatch(told.get(name, "").strip())
        if match:
            sizes.append(float(match[1]) * _UNITS.get(match[2].lower(), 1.0))
        elif len(box) == 2:
            sizes.append(box[at])
    if len(sizes) != 2 or min(sizes) <= 0:
        raise ValueError("size")
    return sizes[0], sizes[1]


def _fit_width(width: float, height: float) -> int:
    """Return how wide a drawing of this shape is drawn: legible, and never a mile high.

    Raises:
        ValueError: it is a line.
    """
    wanted = min(max(width, _LEAST), _WIDEST, _HIGHEST * width / height)
    if wanted < 1 or wanted * height / width < 1:
        raise ValueError("size")
    return int(wanted)


def _render(words: str, width: int) -> bytes:
    import resvg_py  # brought by the part `import`

    # The height follows from the drawing's own shape.
    drawn = resvg_py.svg_to_bytes(svg_string=words, background="#ffffff", dpi=_DOTS, width=width)
    return bytes(drawn)


def _expand_plain_entities(words: str) -> str:
    """Return an SVG with the short names that drawing programs declare written out.

    Raises:
        ValueError: one stands for another, or for much.
    """
    declared = dict(re.findall(r"<!ENTITY\s+([\w.-]+)\s+\"([^\"]*)\"\s*>", words))
    if any("&" in value or len(value) > 500 for value in declared.values()):
        raise ValueError("entities")
    for name, value in declared.items():
        words = words.replace(f"&{name};", value)
    return words


def _convert_gif(name: str, data: bytes, limits: Limits) -> tuple[Cleaned, str]:
    """Return a moving picture as a film where that can be made, else its first frame."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            moves = getattr(picture, "n_frames", 1) > 1
            if moves and can_convert():
                try:
                    return fit_media(name, data, limits), ""
                except UsageError:
                    picture.seek(0)
            still = io.BytesIO()
            picture.convert("RGBA").save(still, "PNG")
    except (UnidentifiedImageError, OSError, EOFError) as error:
        raise UsageError("errors.media-damaged", name=name) from error
    cleaned = fit_media(name, still.getvalue(), limits)
    return cleaned, NotKeptKind.MEDIA_STILL if moves else ""


def _place(draft: PageDraft, stem: str, cleaned: Cleaned) -> str:
    """Put a cleaned file beside a text under a plain name, and return that."""
    plain = _OTHER.sub("-", spell(stem).lower())[:_MOST_STEM].strip("-") or "picture"
    number, name = 1, f"{plain}.{cleaned.kind}"
    while draft.media.get(name, cleaned.data) != cleaned.data:
        number += 1
        name = f"{plain}-{number}.{cleaned.kind}"
    draft.media[name] = cleaned.data
    return name

"""Draws pictures smaller, once: they are kept below `.koc/pictures`, by content, and safe to delete."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import PIL
from PIL import Image, ImageOps, features

from kocbook.base.atomic_file import replacing, write_whole
from kocbook.base.known_files import ask_files
from kocbook.base.memory import name_question
from kocbook.git.open_memory import open_memory
from kocbook.media.picture_size import MOST_PIXELS, find_picture_size
from kocbook.site.pictures.widths import Picture, widths_for

FOLDER = ".koc/pictures"
ADDRESS = "assets/pictures"
QUALITY = 78
_FORMAT = f"2 {PIL.__version__} {features.version('webp')} {QUALITY}"
_KINDS = {".jpg", ".jpeg", ".png", ".webp"}
_TURNED = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


class _Known(msgspec.Struct):
    """What was found out about a picture. `width` 0: it is no still picture."""

    name: str
    width: int
    height: int
    drawn: list[int]


@dataclass(frozen=True, slots=True)
class PictureShelf:
    """Pictures by their address in the site of a language, and the files drawn for them.

    `files` maps addresses from the root of the whole site to whole paths. `shares` maps the
    addresses of pages to those of the pictures that stand for them.
    """

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    shares: Mapping[str, str] = field(default_factory=dict)

    def with_shares(self, drawn: Mapping[str, Path], folder: str) -> PictureShelf:
        """Return the same shelf with pictures that stand for pages, to be published in `folder`."""
        shares = {page: f"{folder}/{file.name}" for page, file in drawn.items()}
        files = {shares[page]: file for page, file in drawn.items()}
        return PictureShelf(self.pictures, {**self.files, **files}, shares)


class PicturesElsewhere(Mapping[str, Picture]):
    """Pictures that other parts of the site draw, looked at when a page shows them.

    `own` are those that this part draws; `media` maps the addresses of the others to paths in `root`.
    """

    def __init__(self, root: Path, own: Mapping[str, Picture], media: Mapping[str, str]) -> None:
        self.root, self.own, self.media = root, own, media
        self.known: dict[str, _Known] = {}

    def __getitem__(self, address: str) -> Picture:
        if address in self.own:
            return self.own[address]
        path = self.media[address]
        if Path(path).suffix.lower() not in _KINDS or not (self.root / path).is_file():
            raise KeyError(address)
        if path not in self.known:
            self.known[path] = _look(self.root / path, None)
        if not self.known[path].width:
            raise KeyError(address)
        return _to_picture(self.known[path])

    def __iter__(self) -> Iterator[str]:
        return iter({**self.own, **self.media})

    def __len__(self) -> int:
        return len({**self.own, **self.media})


def prepare_pictures(root: Path, media: Mapping[str, str], keep: str = FOLDER) -> PictureShelf:
    """Measure pictures and draw those that are missing. `media` maps addresses to paths in `root`.

    What cannot be read as a picture, or claims to be vast, is left out: pages show it as it is. What was drawn is kept in
    the folder `keep` below `root`.
    """
    folder = root / keep
    wanted = {
        address: path
        for address, path in media.items()
        if Path(path).suffix.lower() in _KINDS and (root / path).is_file()
    }
    if wanted:
        _begin(folder)

    def look(paths: list[str]) -> dict[str, _Known]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            known = pool.map(lambda path: _look(root / path, folder), paths)
            return dict(zip(paths, known, strict=True))

    question = name_question("pictures", keep)
    memory = open_memory(root)
    found = ask_files(memory, question, root, wanted.values(), _Known, look, _FORMAT)
    # What was drawn is safe to delete: then it is drawn again.
    found |= look([path for path, known in found.items() if not _is_drawn(folder, known)])
    _tidy(folder, found)
    pictures = {
        address: _to_picture(found[path]) for address, path in wanted.items() if found[path].width
    }
    files = {
        address: folder / Path(address).name
        for picture in pictures.values()
        for _, address in picture.smaller
    }
    return PictureShelf(pictures, files)


def _to_picture(known: _Known) -> Picture:
    smaller = tuple((width, f"{ADDRESS}/{known.name}-{width}.webp") for width in known.drawn)
    return Picture(known.width, known.height, smaller)


def _is_drawn(folder: Path, known: _Known) -> bool:
    return all(_drawn(folder, known.name, step) for step in known.drawn)


def _look(file: Path, folder: Path | None) -> _Known:
    """Read a picture and draw into `folder` what is missing; None is for what others draw."""
    data = file.read_bytes()
    name = hashlib.sha256(data).hexdigest()[:16]
    nothing = _Known(name, 0, 0, [])
    size = find_picture_size(data)
    if size and size[0] * size[1] > MOST_PIXELS:
        return nothing
    del data
    try:
        with Image.open(file) as image:
            if getattr(image, "is_animated", False):
                return nothing
            turned = image.getexif().get(_ORIENTATION) in _TURNED
            width, height = image.size[::-1] if turned else image.size
            drawn = widths_for(width, image.format == "WEBP")
            if folder is None:
                image.load()  # what cannot be drawn fails here too
            elif missing := [step for step in drawn if not _drawn(folder, name, step)]:
                _draw(image, folder, name, missing)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return nothing
    return _Known(name, width, height, list(drawn))


def _drawn(folder: Path, name: str, width: int) -> bool:
    return (folder / f"{name}-{width}.webp").is_file()


def _draw(image: Image.Image, folder: Path, name: str, widths: list[int]) -> None:
    """Write a picture in several widths, the right way up, with its colours' profile."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.has_transparency_data
    whole = upright.convert("RGBA" if has_alpha else "RGB")
    folder.mkdir(parents=True, exist_ok=True)
    for width in sorted(widths, reverse=True):
        height = max(1, round(whole.height * width / whole.width))
        smaller = whole.resize((width, height), Image.Resampling.LANCZOS)
        with replacing(folder / f"{name}-{width}.webp") as part:
            smaller.save(part, "WEBP", quality=QUALITY, method=4, icc_profile=profile or b"")


def _begin(folder: Path) -> None:
    """Make the folder; what another encoder drew is drawn again."""
    note = folder / "format"
    if note.is_file() and note.read_text("utf-8") == _FORMAT:
        return
    for drawn in folder.glob("*.webp"):
        drawn.unlink(missing_ok=True)
    write_whole(note, _FORMAT.encode())


def _tidy(folder: Path, found: Mapping[str, _Known]) -> None:
    """Remove what no picture needs any more."""
    names = {f"{known.name}-{width}.webp" for known in found.values() for width in known.drawn}
    for drawn in folder.glob("*.webp"):
        if drawn.name not in names:
            drawn.unlink(missing_ok=True)

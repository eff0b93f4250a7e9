"""Draws pictures smaller, once: they are kept below `.koc/pictures`, by content, and safe to delete."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import PIL
from PIL import Image, ImageOps, features

from kocbook.site.pictures import Picture, widths_for

FOLDER = ".koc/pictures"
ADDRESS = "assets/pictures"
QUALITY = 78
_FORMAT = f"2 {PIL.__version__} {features.version('webp')} {QUALITY}"
_KINDS = {".jpg", ".jpeg", ".png", ".webp"}
_TURNED = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


class _Known(msgspec.Struct):
    """What was found out about a file of this size and time. `width` 0: it is no still picture."""

    size: int
    time: int
    name: str
    width: int
    height: int
    drawn: list[int]


class _Index(msgspec.Struct):
    format: str
    known: dict[str, _Known]


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


def prepare_pictures(root: Path, media: Mapping[str, str]) -> PictureShelf:
    """Measure pictures and draw those that are missing. `media` maps addresses to paths in `root`.

    What cannot be read as a picture is left out: pages show it as it is.
    """
    folder = root / FOLDER
    wanted = {
        address: path
        for address, path in media.items()
        if Path(path).suffix.lower() in _KINDS and (root / path).is_file()
    }
    index = _load(folder / "index.json")
    paths = sorted(set(wanted.values()))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(
            zip(paths, pool.map(lambda path: _look(root, path, index), paths), strict=True)
        )
    if found != index:
        _save(folder, found)
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


def _look(root: Path, path: str, index: Mapping[str, _Known]) -> _Known:
    """Return what is known of a file; read it, and draw what is missing, only if it is new."""
    file, folder = root / path, root / FOLDER
    status = file.stat()
    known = index.get(path)
    is_known = known and (known.size, known.time) == (status.st_size, status.st_mtime_ns)
    if known and is_known and all(_drawn(folder, known.name, step) for step in known.drawn):
        return known
    name = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    nothing = _Known(status.st_size, status.st_mtime_ns, name, 0, 0, [])
    try:
        with Image.open(file) as image:
            if getattr(image, "is_animated", False):
                return nothing
            turned = image.getexif().get(_ORIENTATION) in _TURNED
            width, height = image.size[::-1] if turned else image.size
            drawn = widths_for(width, image.format == "WEBP")
            missing = [step for step in drawn if not _drawn(folder, name, step)]
            if missing:
                _draw(image, folder, name, missing)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return nothing
    return _Known(status.st_size, status.st_mtime_ns, name, width, height, list(drawn))


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
        part = folder / f".{name}-{width}.{os.getpid()}.part"
        smaller.save(part, "WEBP", quality=QUALITY, method=4, icc_profile=profile or b"")
        part.replace(folder / f"{name}-{width}.webp")


def _load(file: Path) -> dict[str, _Known]:
    """Read what earlier builds found; what another encoder drew is drawn again."""
    try:
        index = msgspec.json.decode(file.read_bytes(), type=_Index)
    except (OSError, msgspec.MsgspecError):
        return {}
    if index.format == _FORMAT:
        return index.known
    for drawn in file.parent.glob("*.webp"):
        drawn.unlink(missing_ok=True)
    return {}


def _save(folder: Path, found: dict[str, _Known]) -> None:
    """Write the index, and remove what no picture needs any more."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {f"{known.name}-{width}.webp" for known in found.values() for width in known.drawn}
    for drawn in folder.glob("*.webp"):
        if drawn.name not in names:
            drawn.unlink(missing_ok=True)
    part = folder / f".index.{os.getpid()}.part"
    part.write_bytes(msgspec.json.encode(_Index(_FORMAT, found)))
    part.replace(folder / "index.json")

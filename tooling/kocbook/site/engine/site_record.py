"""A site that is made of the same as the last one is that one: its files are given a name again.

Beside the assembled pages stands what the last build was made of, as one key, and what it consisted
of. Nothing here imports MkDocs: reading a community's configuration alone would take longer than this.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.base.tool_key import digest, tool_key, tree_key
from kocbook.site.engine.place_file import KeptFile, KeptPages, place_file

FORMAT = 1
_INHERITED = re.compile(r"^INHERIT:[ \t]*([\w./-]+)[ \t]*(?:#.*)?$", re.MULTILINE)
_ENVIRONMENT = ("SOURCE_DATE_EPOCH", "KOC_ENGINE")
_PAGES, _REST = "html", "rest"


class UnrecordedError(Exception):
    """What a site is made of cannot be named: nothing is taken from an earlier one."""


class SiteRecord(msgspec.Struct, array_like=True):
    """The last build: its key, folders of templates that it read, and its files by their paths.

    `pages` name their files in the cache by key; `rest` are those that stand there by the same path,
    and `media` those among the assembled pages.
    """

    format: int
    key: str
    themes: list[str]
    pages: KeptPages
    rest: dict[str, KeptFile]
    media: list[str]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: a configuration file, assembled pages, and the folder of their site."""

    config_file: str
    docs_dir: str
    site_dir: str

    @property
    def cache(self) -> str:
        """The folder with what earlier builds made."""
        return f"{self.docs_dir}.cache"


class LastBuild:
    """The build before this one, and whether this one is the same."""

    def __init__(self, order: Order) -> None:
        """Read what is known of it."""
        self.order = order
        self.file = Path(order.cache, "site.msgpack")
        self.keys: dict[tuple[str, ...], str] = {}
        self.sources: dict[str, bytes] = {}
        """The pages that the key was taken of, by their paths: nobody need read them again."""
        self.record: SiteRecord | None = None
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            record = msgspec.msgpack.decode(self.file.read_bytes(), type=SiteRecord)
            self.record = record if record.format == FORMAT else None

    def recall(self) -> bool:
        """Put its files in place, in a folder that must not exist; False if it is not this one."""
        order, record = self.order, self.record
        if record is None or os.path.exists(order.site_dir):  # noqa: PTH110 (paths are text here)
            return False
        try:
            if record.key != self.key(record.themes):
                return False
            for path, (key, kept) in record.pages.items():
                _place(f"{order.cache}/{_PAGES}/{key}", kept, f"{order.site_dir}/{path}")
            for path, kept in record.rest.items():
                _place(f"{order.cache}/{_REST}/{path}", kept, f"{order.site_dir}/{path}")
            for path in record.media:
                place_file(f"{order.docs_dir}/{path}", f"{order.site_dir}/{path}")
        except OSError:
            shutil.rmtree(order.site_dir, ignore_errors=True)
            return False
        return True

    def key(self, themes: Sequence[str]) -> str:
        """Return the key of what is to be built now, "" if it has none; it is found out once.

        Call it before anything is read that it stands for: a later change is then not missed.
        """
        key = self.keys.get(tuple(themes))
        if key is None:
            try:
                key = site_key(self.order, themes, self.sources)
            except (OSError, ValueError, UnrecordedError):
                key = ""
            self.keys[tuple(themes)] = key
        return key

    def replace(self, themes: Sequence[str], pages: KeptPages) -> None:
        """Note the site that was just built in its place.

        `pages` are those that the cache holds, by the paths of their files in the site.
        """
        order, key = self.order, self.key(themes)
        if not key:
            self.forget()
            return
        rest: dict[str, KeptFile] = {}
        media: list[str] = []
        for path in _walk(order.site_dir):
            built = f"{order.site_dir}/{path}"
            if path in pages:
                continue
            if _is_same(built, f"{order.docs_dir}/{path}"):
                media.append(path)
                continue
            place_file(built, f"{order.cache}/{_REST}/{path}")
            rest[path] = KeptFile.of(built)
        for path in list(_walk(f"{order.cache}/{_REST}")):
            if path not in rest:
                Path(order.cache, _REST, path).unlink()
        record = SiteRecord(FORMAT, key, list(themes), pages, rest, media)
        write_whole(self.file, msgspec.msgpack.encode(record))

    def forget(self) -> None:
        """Forget it: what was built now cannot be known again."""
        self.file.unlink(missing_ok=True)


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121
    except OSError:
        return False


def site_key(order: Order, themes: Sequence[str], sources: dict[str, bytes]) -> str:
    """Return the key of everything that a site is made of; `themes` are folders of a community's own.

    Media are no part of it but by name: whatever stands there is what readers get. `sources` is
    filled with the pages that were read.

    Raises:
        UnrecordedError: the configuration asks for more than files.
        OSError: a file is missing.
    """
    parts: list[str | bytes] = [tool_key(), *map(tree_key, map(Path, themes))]
    parts += [os.environ.get(name, "") for name in _ENVIRONMENT]
    parts += _read_config(Path(order.config_file))
    parts.append(Path(f"{order.docs_dir}.json").read_bytes())
    for path in sorted(_walk(order.docs_dir)):
        name = f"{order.docs_dir}/{path}"
        parts.append(path)
        if path.endswith(".md") or os.path.islink(name):  # noqa: PTH114
            with open(name, "rb", 0) as file:  # noqa: PTH123
                data = sources[path] = file.read()
            parts.append(data)
    return digest(*parts)


def _read_config(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    text = data.decode("utf-8")
    if re.search(r"(?<!\w)!(?:!|ENV|relative)", text):
        raise UnrecordedError(path)
    found = _INHERITED.findall(text)
    if len(found) != text.count("INHERIT"):
        raise UnrecordedError(path)
    for name in found:
        yield from _read_config(path.parent / name)


def _walk(folder: str) -> Iterator[str]:
    """Yield the path of every file below `folder`."""
    left = [""]
    while left:
        below = left.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(f"{folder}/{below}") as entries:
            for entry in entries:
                if entry.is_dir():
                    left.append(f"{below}{entry.name}/")
                else:
                    yield f"{below}{entry.name}"


def _place(source: str, kept: KeptFile, target: str) -> None:
    if KeptFile.of(source) != kept:
        raise OSError(source)  # edited by hand
    place_file(source, target)

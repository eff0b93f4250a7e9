"""A ZIP of Markdown, unpacked where nothing of it can do harm."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from kocbook.base.errors import UsageError

_MOST_FILES = 20_000
_MOST_BYTES = 2 << 30
_LONGEST = 400


def unpack(archive: Path, folder: Path) -> Path:
    """Write the files of a ZIP below `folder`; return the folder that holds them all.

    Names in GBK, as Windows writes Chinese ones, are read as such. Links, names that lead out, and
    archives that unpack to far more than they are, are refused.

    Raises:
        UsageError: it is damaged, locked by a password, too large or hostile.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            listed = [one for one in opened.infolist() if not one.is_dir()]
            too_much = sum(one.file_size for one in listed) > _MOST_BYTES
            if len(listed) > _MOST_FILES or too_much:
                raise UsageError("errors.import-zip-huge", name=archive.name)
            for one in listed:
                if one.flag_bits & 1:
                    raise UsageError("errors.import-zip-locked", name=archive.name)
                _write(opened, one, folder, archive.name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise UsageError("errors.import-zip-damaged", name=archive.name) from error
    inside = [one for one in folder.iterdir() if one.name != "__MACOSX"]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _write(opened: zipfile.ZipFile, one: zipfile.ZipInfo, folder: Path, archive: str) -> None:
    name = _name(one)
    path = PurePosixPath(name)
    is_link = (one.external_attr >> 16) & 0o170000 == 0o120000
    bad = path.is_absolute() or ".." in path.parts or "\0" in name or len(name) > _LONGEST
    if bad or not path.parts or ":" in path.parts[0]:
        raise UsageError("errors.import-zip-path", name=archive, path=name)
    if is_link or path.parts[0] == "__MACOSX":
        return
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(one) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
        if file.tell() > one.file_size:
            raise UsageError("errors.import-zip-huge", name=archive)


def _name(one: zipfile.ZipInfo) -> str:
    """Return a file's name: where it is not marked as UTF-8 it may be that, or GBK."""
    name = one.filename
    if not one.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for code in ("utf-8", "gbk"):
            try:
                name = raw.decode(code)
            except UnicodeDecodeError:
                continue
            break
    return name.replace("\\", "/")

"""Building over the site that is there: a file that is as it should be is not touched.

Preparing a preview again after every save, nearly all of it is. Each file is replaced whole; a
site that readers see is built beside the old one instead (`build.py`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import mkdocs.utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from kocbook.base.atomic_file import write_whole
from kocbook.site.engine.patch import lend


@contextlib.contextmanager
def in_place() -> Iterator[None]:
    """Let MkDocs clear nothing, and replace what it would write over."""
    with (
        lend(mkdocs.utils, "clean_directory", lambda _: None),
        lend(mkdocs.utils, "write_file", _replace_file),
    ):
        yield


@contextlib.contextmanager
def sparing(folders: Collection[str]) -> Iterator[None]:
    """Let MkDocs clear a site but for some of its folders: other languages are built there meanwhile."""

    def clear(directory: str) -> None:
        for entry in Path(directory).iterdir() if Path(directory).is_dir() else ():
            if entry.name in folders or entry.name.startswith("."):
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink()

    with lend(mkdocs.utils, "clean_directory", clear):
        yield


def _replace_file(content: bytes, output_path: str) -> None:
    # Written over, a file would change under its other names: that of the cache, for one.
    write_whole(Path(output_path), content)


def remove_others(config: MkDocsConfig, files: Files, folders: set[str]) -> None:
    """Remove what no file of this build made; the `folders` of the site belong to others."""
    site = config.site_dir
    # Paths as text: there are as many as files.
    wanted = {file.abs_dest_path for file in files if file.inclusion is not InclusionLevel.EXCLUDED}
    templates = (*config.theme.static_templates, *config.extra_templates)
    wanted |= {f"{site}/{name}" for name in templates}
    wanted |= {f"{name}.gz" for name in wanted if name.endswith("sitemap.xml")}
    places: list[str] = []
    for place, below, names in os.walk(site):
        if place == site:
            below[:] = [name for name in below if name not in folders]
        places.append(place)
        for name in names:
            path = f"{place}/{name}"
            if path not in wanted and not name.startswith("."):
                Path(path).unlink()
    for place in reversed(places):
        with contextlib.suppress(OSError):  # it is not empty
            Path(place).rmdir()

"""The folder of a site that is there: a file that is as it should be is not touched.

Preparing a preview again after every save, nearly all of it is. Each file is replaced whole; a
site that readers see is built beside the old one instead (`build.py`).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from kocbook.site.engine.place_file import place_file


def remove_others(config: MkDocsConfig, files: Files, folders: set[str]) -> None:
    """Remove what no file of this build made; the `folders` of the site belong to others."""
    site = config.site_dir
    # Paths as text: there are as many as files.
    wanted = {file.abs_dest_path for file in files if file.inclusion is not InclusionLevel.EXCLUDED}
    wanted |= {f"{site}/{name}" for name in config.theme.static_templates}
    wanted |= {f"{name}.gz" for name in wanted if name.endswith("sitemap.xml")}
    _keep_only(site, wanted, folders)


def take_over(built: Path, site: Path, folders: set[str]) -> None:
    """Let `site` hold what was built elsewhere; its `folders` belong to others."""
    wanted = set()
    for place, _, names in os.walk(built):
        for name in names:
            target = f"{site}{place[len(str(built)) :]}/{name}"
            place_file(f"{place}/{name}", target)
            wanted.add(target)
    _keep_only(str(site), wanted, folders)


def _keep_only(site: str, wanted: set[str], folders: set[str]) -> None:
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

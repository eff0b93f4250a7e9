"""Files that a build only hands on: found and placed without reading them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import mkdocs.utils
from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig

from kocbook.site.engine.page_cache import place_file
from kocbook.site.engine.patch import lend


@contextlib.contextmanager
def quick_files(config: MkDocsConfig) -> Iterator[None]:
    """Place media by links, and leave the theme's ten thousand icons out of its list of files."""
    copy, make = mkdocs.utils.copy_file, config.theme.get_env
    docs = f"{config.docs_dir}/"

    def place(source: str, target: str) -> None:
        # What belongs to a library is copied: whoever edits the site must not edit that.
        if source.startswith(docs) and not os.path.islink(source):  # noqa: PTH114 (a path per file)
            place_file(source, target)
        else:
            copy(source, target)

    def get_env() -> Environment:
        environment = make()
        if type(environment.loader) is FileSystemLoader:
            environment.loader = _ShownFiles(config.theme.dirs)
        return environment

    with lend(mkdocs.utils, "copy_file", place), lend(config.theme, "get_env", get_env):
        yield


class _ShownFiles(FileSystemLoader):
    """Lists no hidden files: MkDocs takes none of them, and a theme's icons are hidden."""

    def list_templates(self) -> list[str]:
        """List what may be a file of the site."""
        found: set[str] = set()
        for folder in self.searchpath:
            for place, folders, names in os.walk(folder):
                folders[:] = [name for name in folders if not name.startswith(".")]
                start = os.path.relpath(place, folder)
                shown = (name for name in names if not name.startswith("."))
                found.update(
                    os.path.normpath(f"{start}/{name}").replace(os.sep, "/") for name in shown
                )
        return sorted(found)

"""The theme's templates as this engine loads them, by the loaders and overlays that Jinja offers."""

from __future__ import annotations

import os

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig

from kocbook.site.engine.quick_theme import QuickLoader, hasten


class CompiledTemplates(BytecodeCache):
    """Keeps the theme's templates compiled, in the memory of this process alone."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before; Jinja compares the source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


class ShownFiles(QuickLoader):
    """Lists no hidden files: MkDocs takes none of them, and a theme's ten thousand icons are hidden."""

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


def theme_environment(config: MkDocsConfig, compiled: CompiledTemplates | None) -> Environment:
    """Return the environment that MkDocs makes for the theme, with loaders of ours in it."""
    environment = config.theme.get_env()
    if config.theme.custom_dir:
        return environment.overlay(bytecode_cache=compiled)
    loader = ShownFiles(config.theme.dirs)
    environment = environment.overlay(loader=loader, bytecode_cache=compiled)
    hasten(environment, config)
    return environment

"""The MkDocs plugin `kocbook-accelerate`: the same bytes, made once.

It keeps rendered Markdown and finished pages from build to build, renders what says the same on
every page once, and lets two processes share the pages. Taking it out of mkdocs.yml changes the
time of a build and nothing else; a test compares. It reaches into MkDocs 1.6.1, so it steps aside
for other versions and for plugins that it does not know.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import mkdocs
from jinja2 import Environment
from mkdocs.commands import build as engine
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from kocbook.site.engine.build_key import UnknownValueError, environment_key
from kocbook.site.engine.constant_partials import ConstantLoader
from kocbook.site.engine.in_place_build import in_place, remove_others
from kocbook.site.engine.page_builder import PageBuilder
from kocbook.site.engine.page_cache import PageCache
from kocbook.site.engine.search_plugin import FOLDER as SEARCH
from kocbook.site.engine.static_files import quick_files

LOG = logging.getLogger("mkdocs.plugins.kocbook")
MKDOCS_VERSION = "1.6.1"
KNOWN_PLUGINS = frozenset(
    {"kocbook-pages", "kocbook-sanitise", "kocbook-search", "kocbook-accelerate"}
    | {"search", "material/search"}
)


class AccelerateConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs' own typing
    """`cache`: keep pages between builds. `workers`: processes that share them; 0 is one a core.

    `in_place`: build over the site that is there, for a preview.
    """

    cache = config_options.Type(bool, default=True)
    workers = config_options.Type(int, default=0)
    in_place = config_options.Type(bool, default=False)


class AcceleratePlugin(BasePlugin[AccelerateConfig]):  # type: ignore[no-untyped-call]
    """Stands in for the two functions of MkDocs that read and write a page, while it builds."""

    def __init__(self) -> None:
        self.builder: PageBuilder | None = None
        self.files = Files([])
        self.originals = (engine._populate_page, engine._build_page)
        self.lent = contextlib.ExitStack()

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Look at what is to be built, and decide whether earlier pages can be trusted."""
        self._let_go()
        others = set(config.plugins) - KNOWN_PLUGINS
        if mkdocs.__version__ != MKDOCS_VERSION or others or config.hooks:
            LOG.debug("kocbook-accelerate steps aside: %s", sorted(others))
            return config
        cache = None
        if self.config.cache:
            docs = Path(config.docs_dir)
            try:
                environment = environment_key(config, config.extra.get("kocbook", {}))
                cache = PageCache.load(docs.with_name(f"{docs.name}.cache"), environment)
            except UnknownValueError:
                cache = None
        workers = self.config.workers or len(os.sched_getaffinity(0))
        self.builder = PageBuilder(config, cache, workers, *self.originals)
        engine._populate_page = self.builder.read_page
        engine._build_page = self.builder.write_page
        self.lent.enter_context(quick_files(config))
        if self.config.in_place:
            self.lent.enter_context(in_place())
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Note what each page looks up, so that a kept page is dropped when that changes."""
        del config
        if self.builder:
            self.builder.watch(files)
        self.files = files
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let what says the same on every page be rendered once."""
        del config, files
        if self.builder and env.loader:
            env.loader = ConstantLoader(env.loader)
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Keep what was made for the next build."""
        if self.builder:
            self.builder.finish()
            if self.config.in_place:
                languages = config.extra["kocbook"]["languages"]
                remove_others(config, self.files, {SEARCH, *languages})
        self._let_go()

    def on_build_error(self, *, error: Exception) -> None:
        """Give MkDocs its own functions back."""
        del error
        self._let_go()

    def _let_go(self) -> None:
        engine._populate_page, engine._build_page = self.originals
        self.lent.close()
        self.builder = None

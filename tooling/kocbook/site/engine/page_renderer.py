"""Renders the pages of one build, and takes those of an earlier build where nothing changed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kocbook.base.tool_key import digest
from kocbook.site.engine.finished_page import FinishedPage, make_contents
from kocbook.site.engine.held_warnings import HeldWarnings
from kocbook.site.engine.nav_key import NavKeys
from kocbook.site.engine.page_cache import PageCache
from kocbook.site.engine.pages_plugin import PagesPlugin
from kocbook.site.engine.place_file import KeptFile
from kocbook.site.engine.search_plugin import read_entry

WORTH_A_PROCESS = 40
"""So many pages take longer to make than a second process takes to start."""

Write = Callable[[bytes, str], None]
"""Writes the bytes of a file at a path."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page of this build: as it was read, and the key of everything that was."""

    page: Page
    finished: FinishedPage
    key: str


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a page that was made: its keys, its entry of the search index, its file.

    An empty entry: search is to leave the page out. `kept` is None for a page that is not kept.
    """

    source: str
    whole: str
    entry: bytes
    kept: KeptFile | None


class PageRenderer:
    """Makes the files of all pages: by now every title is known, and no page needs another's text."""

    def __init__(
        self,
        config: MkDocsConfig,
        environment: Environment,
        nav: Navigation,
        doc_files: Sequence[File],
        cache: PageCache | None,
        write: Write,
    ) -> None:
        self.config = config
        self.environment = environment
        self.nav = nav
        self.doc_files = doc_files
        self.cache = cache
        self.write = write
        plugin = config.plugins["kocbook-pages"]
        assert isinstance(plugin, PagesPlugin)
        self.plugin = plugin
        self.wholes: dict[str, str] = {}
        """The keys that finished pages are kept under, by the paths of their files in the site."""

    def make_all(self, sources: Sequence[PageSource], workers: int) -> list[bytes]:
        """Make every page, in up to `workers` processes; return their entries of the search index."""
        if self.cache:
            self.cache.open()
            fronts = {source.page.file.src_uri: source.finished.front for source in sources}
            keys = NavKeys(self.nav, self.config, fronts)
            wholes = [digest(keys.key(source.page), source.key) for source in sources]
            paths = (source.page.file.dest_uri for source in sources)
            self.wholes = dict(zip(paths, wholes, strict=True))
        else:
            wholes = [""] * len(sources)
        entries: dict[str, bytes] = {}
        left: list[tuple[PageSource, str]] = []
        for source, whole in zip(sources, wholes, strict=True):
            entry = self._recall(source, whole)
            if entry is None:
                left.append((source, whole))
            else:
                entries[source.key] = entry
        count = min(workers, len(left) // WORTH_A_PROCESS)
        for made in self._share(left, count) if count > 1 else ():
            entries[made.source] = made.entry
            self._remember(made)
        for source, whole in left:
            if source.key not in entries:  # a process of ours failed at it: here it is told why
                made = self._make(source, whole)
                entries[made.source] = made.entry
                self._remember(made)
        found = (entries[source.key] for source in sources)
        return [entry for entry in found if entry]

    def _recall(self, source: PageSource, whole: str) -> bytes | None:
        """Place a page of an earlier build; return its entry, or None where it must be made."""
        if self.cache is None:
            return None
        entry = self.cache.find_entry(source.key)
        target = source.page.file.abs_dest_path
        if entry is None or not self.cache.place_page(whole, target):
            return None
        return entry

    def _remember(self, made: Made) -> None:
        if self.cache and made.kept:
            self.cache.used.entries[made.source] = made.entry
            self.cache.used.pages[made.whole] = made.kept

    def _make(self, source: PageSource, whole: str) -> Made:
        """Render a page and write its file."""
        page, finished = source.page, source.finished
        entry = self.cache.find_entry(source.key) if self.cache else None
        page.content = finished.html
        page.toc = make_contents(finished.html)
        if entry is None:
            entry = read_entry(page)
        target = page.file.abs_dest_path
        self.write(self._render(page).encode("utf-8", "xmlcharrefreplace"), target)
        kept = self.cache.keep_page(whole, target) if self.cache else None
        page.content = None  # ten thousand pages need not be held
        return Made(source.key, whole, entry, kept)

    def _render(self, page: Page) -> str:
        """Return a page as MkDocs renders it with the plugins that this engine knows."""
        page.active = True  # the theme is told which page it shows
        try:
            context = get_context(self.nav, self.doc_files, self.config, page)
            context = self.plugin.on_page_context(
                context, page=page, config=self.config, nav=self.nav
            )
            output = self.environment.get_template("main.html").render(context)
            return self.plugin.on_post_page(output, page=page, config=self.config)
        finally:
            page.active = False

    def _share(self, left: list[tuple[PageSource, str]], count: int) -> Iterator[Made]:
        """Make the pages in `count` processes; what one could not make is missing from the answer."""
        context = multiprocessing.get_context("fork")
        running = []
        for number in range(count):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=self._work, args=(left[number::count], sender))
            process.start()
            sender.close()
            running.append((process, receiver))
        for process, receiver in running:
            with contextlib.suppress(EOFError):  # it died: its pages are missing
                yield from receiver.recv()
            process.join()

    def _work(self, pages: list[tuple[PageSource, str]], sender: Any) -> None:
        made: list[Made] = []
        for source, whole in pages:
            # What fails here, or warns, is met again by the first process, which tells of it.
            with HeldWarnings() as held, contextlib.suppress(Exception):
                one = self._make(source, whole)
                if not held.found:
                    made.append(one)
        sender.send(made)
        sender.close()
        os._exit(0)

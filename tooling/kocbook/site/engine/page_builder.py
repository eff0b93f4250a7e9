"""Reads and writes the pages of one build: those of an earlier one where nothing changed."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kocbook.base.tool_key import digest
from kocbook.site.engine.build_key import UnknownValueError, page_meta
from kocbook.site.engine.nav_key import NavKeys
from kocbook.site.engine.page_cache import (
    CachedContent,
    KnownPage,
    PageCache,
    from_toc,
    pack_content,
    to_toc,
)

WORTH_A_PROCESS = 40
"""So many pages take longer to make than a second process takes to start."""


@dataclass(slots=True)
class Made:
    """What one page's making yields beside its file. `warnings`: level and text.

    `content` is the rendered Markdown to be kept, packed.
    """

    path: str
    entries: list[Any]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    warnings: list[tuple[str, int, str]] = field(default_factory=list)
    known: KnownPage | None = None
    content: bytes | None = None


class PageBuilder:
    """Stands in for MkDocs' `_populate_page` and `_build_page` during one build.

    Reading a page finds out whether an earlier build knows it, and no more than its front matter
    if not. The first page that is to be written starts the making of all: by now every title is
    known, and the pages no longer depend on each other.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        cache: PageCache | None,
        workers: int,
        populate: Callable[..., None],
        build: Callable[..., None],
    ) -> None:
        self.config = config
        self.cache = cache
        self.workers = workers
        self.populate = populate
        self.build = build
        self.keys: dict[str, str] = {}
        self.known: dict[str, KnownPage] = {}
        self.looked_up: dict[str, str | None] = {}
        self.made: dict[str, Made] | None = None

    def watch(self, files: Files) -> None:
        """Note every file that a link is resolved by."""
        find = files.get_file_from_path

        def find_and_note(path: str) -> File | None:
            found = find(path)
            self.looked_up[path] = found.url if found else None
            return found

        self.files = files
        self.find = find
        files.get_file_from_path = find_and_note  # type: ignore[method-assign]  # asked by links

    def read_page(
        self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False
    ) -> None:
        """Take a page from the cache, or read its front matter and leave the rest for later."""
        path = page.file.src_uri
        key = digest(path, page.file.url, page.file.content_bytes)
        self.keys[path] = key
        known = self.cache.find(path, key) if self.cache else None
        if known and all(self._address(name) == url for name, url in known.looked_up.items()):
            page.markdown, page.meta = "", dict(known.meta)
            page._title_from_render = known.title
            self.known[path] = known
            return
        page.read_source(config)
        if "title" not in page.meta:
            # Other pages show this title, and only rendering tells it.
            self.populate(page, config, files, dirty)
            del self.keys[path]

    def write_page(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: Environment,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """Write every page when the first is asked for, and account for this one."""
        del config
        arguments = (doc_files, nav, env, dirty, excluded)
        if self.made is None:
            self.made = {}
            pages = [file.page for file in doc_files if file.page is not None]
            self._make_all(pages, arguments)
        made = self.made.get(page.file.src_uri)
        if made is None:
            # A process of ours failed at it: here it fails, or not, as without us.
            made = self._make(page, *arguments)
        self._account(page, made)

    def finish(self) -> None:
        """Write what the next build may take."""
        if self.cache is None or self.made is None:
            return
        kept = {path: made.known for path, made in self.made.items() if made.known}
        self.cache.pages = kept
        self.cache.entries = {path: self.made[path].entries for path in kept}
        self.cache.contents = {
            known.key: content
            for path, known in kept.items()
            if (content := self.made[path].content)
        }
        self.cache.save()

    # ------------------------------------------------------------------------------ making pages

    def _make_all(self, pages: list[Page], arguments: tuple[Any, ...]) -> None:
        assert self.made is not None
        self.navigation = NavKeys(arguments[1], self.config)
        left: list[Page] = []
        for page in pages:
            known = self.known.get(page.file.src_uri)
            if known and self._place(page, known):
                self.made[page.file.src_uri] = self._recall(page, known)
            else:
                left.append(page)
        count = min(self.workers, len(left) // WORTH_A_PROCESS)
        if count < 2:
            self.made |= {page.file.src_uri: self._make(page, *arguments) for page in left}
            return
        for made in _share(left, count, lambda page: self._make(page, *arguments)):
            self.made[made.path] = made

    def _place(self, page: Page, known: KnownPage) -> bool:
        assert self.cache is not None
        whole = self._whole_key(page, known.key)
        return self.cache.place_whole(known, whole, page.file.abs_dest_path)

    def _whole_key(self, page: Page, key: str) -> str:
        assert self.cache is not None
        return digest(self.cache.environment, self.navigation.key(page), key)

    def _recall(self, page: Page, known: KnownPage) -> Made:
        assert self.cache is not None
        path = page.file.src_uri
        return Made(path, self.cache.entries[path], known.anchors, known.links, known=known)

    def _make(self, page: Page, *arguments: Any) -> Made:
        """Render a page as far as needed and write its file."""
        path = page.file.src_uri
        known = self.known.get(path)
        with _Warnings() as warnings:
            content = self.cache.load_content(known) if known and self.cache else None
            if known and content:
                page.content, page.toc = content.html, to_toc(content.toc)
                made = self._recall(page, known)
            else:
                known = None
                made = self._render(page)
                if self.cache:
                    # Search changes the text while it reads it: what is kept is from before.
                    content = CachedContent(page.content or "", from_toc(page.toc))
            self._write(page, made, bool(known), arguments)
        made.warnings = warnings.found
        made.known = None
        if content and path in self.keys and not made.warnings:
            made.known = self._keep(page, made, content, known)
        return made

    def _render(self, page: Page) -> Made:
        self.looked_up = {}
        if page.content is None:
            page.read_source = _leave_source  # type: ignore[method-assign]
            self.populate(page, self.config, self.files)
        links = {file.src_uri: dict(found) for file, found in (page.links_to_anchors or {}).items()}
        return Made(
            page.file.src_uri, [], sorted(filter(None, page.present_anchor_ids or ())), links
        )

    def _write(self, page: Page, made: Made, known: bool, arguments: tuple[Any, ...]) -> None:
        """Let MkDocs and its plugins write the page; search entries are caught on the way."""
        index = self._search_index()
        if index is None:
            self.build(page, self.config, *arguments)
            return
        before = len(index.entries)
        add = index.add_entry_from_context
        if known:
            index.add_entry_from_context = lambda _: None
        try:
            self.build(page, self.config, *arguments)
        finally:
            index.add_entry_from_context = add
        if not known:
            made.entries = index.entries[before:]
        del index.entries[before:]

    def _keep(
        self, page: Page, made: Made, content: CachedContent, old: KnownPage | None
    ) -> KnownPage | None:
        assert self.cache is not None
        key = self.keys[made.path]
        looked_up = old.looked_up if old else dict(self.looked_up)
        try:
            meta = page_meta(page)
        except UnknownValueError:
            return None
        title = page._title_from_render
        known = KnownPage(key, meta, title, made.anchors, made.links, looked_up)
        if not old:
            made.content = pack_content(content)
        built = Path(page.file.abs_dest_path)
        if built.is_file():
            self.cache.keep_whole(known, self._whole_key(page, key), built)
        return known

    # ------------------------------------------------------------------------------ accounting

    def _account(self, page: Page, made: Made) -> None:
        """Do in this process what making the page would have done to it."""
        index = self._search_index()
        if index is not None:
            index.entries.extend(made.entries)
        page.present_anchor_ids = set(made.anchors)
        links = {self.find(path): found for path, found in made.links.items()}
        page.links_to_anchors = {file: found for file, found in links.items() if file is not None}
        for name, level, text in made.warnings:
            logging.getLogger(name).log(level, text)

    def _address(self, path: str) -> str | None:
        found = self.find(path)
        return found.url if found else None

    def _search_index(self) -> Any:
        plugins = self.config.plugins
        names = ("kocbook-search", "search", "material/search")
        found = next((plugins[name] for name in names if name in plugins), None)
        return getattr(found, "search_index", None)


def _leave_source(config: MkDocsConfig) -> None:
    """Stand in for `Page.read_source`: the page was read, and keeps what it has."""
    del config


class _Warnings(logging.Handler):
    """Holds back what is said while a page is made, so that it is said once and in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append((record.name, record.levelno, record.getMessage()))

    def __enter__(self) -> _Warnings:
        self.logger = logging.getLogger("mkdocs")
        self.handlers, self.propagated = self.logger.handlers, self.logger.propagate
        self.logger.handlers, self.logger.propagate = [self], False
        return self

    def __exit__(self, *_: object) -> None:
        self.logger.handlers, self.logger.propagate = self.handlers, self.propagated


def _share(pages: list[Page], count: int, make: Callable[[Page], Made]) -> Iterator[Made]:
    """Make the pages in `count` processes; what one could not make is missing from the answer."""
    context = multiprocessing.get_context("fork")
    running = []
    for number in range(count):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(pages[number::count], make, sender))
        process.start()
        sender.close()
        running.append((process, receiver))
    for process, receiver in running:
        with contextlib.suppress(EOFError):  # it died: its pages are missing
            yield from receiver.recv()
        process.join()


def _work(pages: list[Page], make: Callable[[Page], Made], sender: Any) -> None:
    made: list[Made] = []
    for page in pages:
        # What fails here is met again by the first process, which tells it as MkDocs does.
        with contextlib.suppress(Exception):
            made.append(make(page))
    sender.send(made)
